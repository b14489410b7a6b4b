/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-discovery.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

/* One walk. Folders are told apart by device and inode, so that a link back
 * up, or a folder mounted twice, is walked once. */
typedef struct
{
  CriticMetFunc     met;
  CriticTroubleFunc trouble;
  gpointer          data;
  GCancellable     *cancellable;
  gboolean          recursive;
  gboolean          stopped;        /* by @met or @cancellable */
  GHashTable       *folders;        /* FolderId: walked already */
  GHashTable       *named;          /* paths of roots that are files */
} Walk;

typedef struct
{
  dev_t device;
  ino_t inode;
} FolderId;

static guint
folder_hash (gconstpointer data)
{
  const FolderId *id = data;
  const guint64 mixed = ((guint64) id->device * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ (guint64) id->inode;

  return (guint) (mixed ^ (mixed >> 32));
}

static gboolean
folder_equal (gconstpointer a, gconstpointer b)
{
  const FolderId *x = a, *y = b;

  return x->device == y->device && x->inode == y->inode;
}

static void
report_folder (Walk *walk, const char *path, int code)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (code == ENOENT)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                         _("“%s” does not exist. It may have been moved, renamed or deleted: choose it again."), name);
  else if (code == EACCES || code == EPERM)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                         _("The folder “%s” may not be read by you. Change its permissions to see what is in it."), name);
  else
    error = g_error_new (G_IO_ERROR, g_io_error_from_errno (code),
                         _("The folder “%s” cannot be read (%s). Check its disk or network connection, then try again."),
                         name, g_strerror (code));
  walk->trouble (path, error, walk->data);
}

static gboolean
goes_on (Walk *walk)
{
  walk->stopped = walk->stopped || g_cancellable_is_cancelled (walk->cancellable);
  return !walk->stopped;
}

static void
meet (Walk *walk, const char *path, const struct stat *info)
{
  const CriticMet met = {
    path, (guint64) info->st_size, (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec,
  };

  if (!walk->met (&met, walk->data))
    walk->stopped = TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* One folder's names. What has a photograph's name is a file, whatever it turns
 * out to be: whoever opens it says what is wrong with it. */
static void
read_names (Walk *walk, DIR *stream, const char *path, GPtrArray *files, GPtrArray *folders)
{
  for (;;)
    {
      const struct dirent *entry;
      struct stat info;

      errno = 0;
      entry = readdir (stream);
      if (entry == NULL)
        break;
      if (entry->d_name[0] == '.')
        continue;

      if (entry->d_type == DT_DIR ||
          ((entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) &&
           fstatat (dirfd (stream), entry->d_name, &info, 0) == 0 && S_ISDIR (info.st_mode)))
        {
          if (walk->recursive)
            g_ptr_array_add (folders, g_strdup (entry->d_name));
        }
      else if (critic_is_photo_name (entry->d_name))
        g_ptr_array_add (files, g_strdup (entry->d_name));
    }
  if (errno != 0)
    report_folder (walk, path, errno);

  g_ptr_array_sort (files, compare_names);
  g_ptr_array_sort (folders, compare_names);
}

static void
meet_files (Walk *walk, int folder, const char *path, GPtrArray *files)
{
  for (guint i = 0; i < files->len && goes_on (walk); i++)
    {
      g_autofree char *file = g_build_filename (path, files->pdata[i], NULL);
      struct stat info = { 0 };

      if (g_hash_table_contains (walk->named, file))
        continue;
      if (fstatat (folder, files->pdata[i], &info, 0) != 0)
        (void) fstatat (folder, files->pdata[i], &info, AT_SYMLINK_NOFOLLOW);
      meet (walk, file, &info);
    }
}

/* Whether this folder is new. */
static gboolean
enter (Walk *walk, int folder)
{
  struct stat info;
  FolderId *id;

  if (fstat (folder, &info) != 0)
    return TRUE;
  id = g_new (FolderId, 1);
  *id = (FolderId) { info.st_dev, info.st_ino };
  return g_hash_table_add (walk->folders, id);
}

/* The files of one folder; its own folders' paths, in order, go before @rest. */
static GSList *
walk_folder (Walk *walk, const char *path, GSList *rest)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  DIR *stream = opendir (path);

  if (stream == NULL)
    {
      report_folder (walk, path, errno);
      return rest;
    }
  if (enter (walk, dirfd (stream)))
    {
      read_names (walk, stream, path, files, folders);
      meet_files (walk, dirfd (stream), path, files);
    }
  closedir (stream);

  for (guint i = folders->len; i > 0; i--)
    rest = g_slist_prepend (rest, g_build_filename (path, folders->pdata[i - 1], NULL));
  return rest;
}

static void
walk_root (Walk *walk, const char *root)
{
  struct stat info = { 0 };
  GSList *folders = NULL;

  if (g_hash_table_contains (walk->named, root))
    {
      if (stat (root, &info) != 0)
        (void) lstat (root, &info);
      meet (walk, root, &info);
      return;
    }

  folders = g_slist_prepend (NULL, g_strdup (root));
  while (folders != NULL)
    {
      g_autofree char *path = folders->data;

      folders = g_slist_delete_link (folders, folders);
      if (goes_on (walk))
        folders = walk_folder (walk, path, folders);
    }
}

/* Made absolute, each once; those that are files go into walk->named as well. */
static GPtrArray *
sort_roots (Walk *walk, const char *const *roots)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; roots[i] != NULL; i++)
    {
      char *path = g_canonicalize_filename (roots[i], NULL);
      struct stat info;

      if (!g_hash_table_add (seen, path))
        {
          g_free (path);
          continue;
        }
      g_ptr_array_add (paths, path);
      if (stat (path, &info) == 0 ? !S_ISDIR (info.st_mode) : lstat (path, &info) == 0)
        g_hash_table_add (walk->named, path);
    }
  return paths;
}

/**
 * critic_discover:
 * @roots: (array zero-terminated=1): files and folders, in the file system's own bytes
 * @recursive: whether to walk the folders in those folders
 * @met: called for each photograph, by an absolute path; %FALSE ends the walk
 * @trouble: called for each folder that cannot be read, and each root that does
 *   not exist, with a whole sentence
 * @data: for both
 * @cancellable: (nullable): looked at between files
 * @error: return location
 *
 * The order is the same every time: roots as given, then each folder's files
 * before its folders, in byte order. A file that is named as a root is met
 * there alone. Blocks: on a worker only.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was cancelled, else %TRUE
 */
gboolean
critic_discover (const char *const *roots, gboolean recursive,
                 CriticMetFunc met, CriticTroubleFunc trouble, gpointer data,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (folder_hash, folder_equal, g_free, NULL);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) paths = NULL;
  Walk walk = {
    .met = met, .trouble = trouble, .data = data, .cancellable = cancellable,
    .recursive = recursive, .folders = folders, .named = named,
  };

  paths = sort_roots (&walk, roots);
  for (guint i = 0; i < paths->len && goes_on (&walk); i++)
    walk_root (&walk, paths->pdata[i]);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
