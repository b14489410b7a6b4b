/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "critic-trash.h"

#define MAX_INFO_SIZE (64 * 1024)

struct _CriticTrash
{
  GHashTable *read;         /* folders of bins that were read */
  GHashTable *entries;      /* original path -> CriticTrashEntry */
};

static void
entry_free (gpointer data)
{
  CriticTrashEntry *entry = data;

  g_free (entry->file);
  g_free (entry->info);
  g_free (entry);
}

/**
 * critic_trash_new:
 *
 * A view of the bins as they are when critic_trash_find() first needs each.
 *
 * Returns: (transfer full): the view, nothing read yet
 */
CriticTrash *
critic_trash_new (void)
{
  CriticTrash *self = g_new0 (CriticTrash, 1);

  self->read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

void
critic_trash_free (CriticTrash *self)
{
  g_hash_table_unref (self->read);
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* When it was binned: to a second by the file's own words, and the order
 * within that second by when they were written. */
static gint64
binned_when (GKeyFile *info, const struct stat *st)
{
  g_autofree char *text = g_key_file_get_string (info, "Trash Info", "DeletionDate", NULL);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, zone) : NULL;

  return (time != NULL ? g_date_time_to_unix (time) : st->st_mtim.tv_sec) * 1000000000 + st->st_mtim.tv_nsec;
}

/* Paths in the home's bin are absolute, in others relative to @top. */
static void
read_info (CriticTrash *self, const char *folder, const char *name, const char *top)
{
  g_autofree char *path = g_build_filename (folder, "info", name, NULL);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".trashinfo"));
  g_autofree char *written = NULL;
  g_autofree char *relative = NULL;
  g_autofree char *original = NULL;
  g_autoptr (GKeyFile) info = g_key_file_new ();
  CriticTrashEntry *entry, *other;
  struct stat st;

  if (stat (path, &st) != 0 || !S_ISREG (st.st_mode) || st.st_size > MAX_INFO_SIZE ||
      !g_key_file_load_from_file (info, path, G_KEY_FILE_NONE, NULL))
    return;
  written = g_key_file_get_string (info, "Trash Info", "Path", NULL);
  relative = written != NULL ? g_uri_unescape_string (written, NULL) : NULL;
  if (relative == NULL)
    return;
  original = g_path_is_absolute (relative) ? g_strdup (relative) : g_build_filename (top, relative, NULL);

  entry = g_new0 (CriticTrashEntry, 1);
  entry->file = g_build_filename (folder, "files", stem, NULL);
  entry->info = g_steal_pointer (&path);
  entry->binned = binned_when (info, &st);
  other = g_hash_table_lookup (self->entries, original);
  if (other != NULL && other->binned > entry->binned)
    entry_free (entry);
  else
    g_hash_table_insert (self->entries, g_steal_pointer (&original), entry);
}

static void
read_bin (CriticTrash *self, const char *folder, const char *top)
{
  g_autofree char *infos = g_build_filename (folder, "info", NULL);
  g_autoptr (GDir) dir = NULL;

  if (!g_hash_table_add (self->read, g_strdup (folder)))
    return;
  dir = g_dir_open (infos, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; )
    if (g_str_has_suffix (name, ".trashinfo"))
      read_info (self, folder, name, top);
}

/* The highest folder of the file system that @path lies in. */
static char *
find_top (const char *path)
{
  g_autofree char *top = g_path_get_dirname (path);
  struct stat here, above;

  while (stat (top, &here) != 0 && !g_str_equal (top, "/"))
    {
      char *parent = g_path_get_dirname (top);

      g_free (top);
      top = parent;
    }
  while (!g_str_equal (top, "/"))
    {
      g_autofree char *parent = g_path_get_dirname (top);

      if (stat (top, &here) != 0 || stat (parent, &above) != 0 || here.st_dev != above.st_dev)
        break;
      g_free (top);
      top = g_steal_pointer (&parent);
    }
  return g_steal_pointer (&top);
}

/**
 * critic_trash_find:
 * @self: a view of the bins
 * @path: an absolute path, as it was before
 *
 * Looks in the home's bin and in both that the file system of @path may have.
 *
 * Returns: (transfer none) (nullable): the newest entry of that path, valid
 *   until the next call; %NULL if there is none
 */
const CriticTrashEntry *
critic_trash_find (CriticTrash *self, const char *path)
{
  g_autofree char *home = g_build_filename (g_get_user_data_dir (), "Trash", NULL);
  g_autofree char *top = find_top (path);
  g_autofree char *shared = g_strdup_printf ("%s/.Trash/%u", top, (guint) getuid ());
  g_autofree char *own = g_strdup_printf ("%s/.Trash-%u", top, (guint) getuid ());

  read_bin (self, home, "/");
  read_bin (self, shared, top);
  read_bin (self, own, top);
  return g_hash_table_lookup (self->entries, path);
}

/**
 * critic_trash_is_reachable:
 * @path: a file that exists
 *
 * In a sandbox the desktop bins for us, and where to is its secret.
 *
 * Returns: whether what is binned from there can be found again by
 *   critic_trash_find()
 */
gboolean
critic_trash_is_reachable (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL)
    return FALSE;
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_ACCESS_CAN_TRASH, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  return info != NULL && g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_TRASH);
}
