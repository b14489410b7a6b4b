/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "critic-file-transaction.h"
#include "critic-trash.h"

#define MAX_NAMED 5     /* in one message */

typedef enum
{
  DONE_COPY,            /* @to is new */
  DONE_RENAME,          /* @from is @to now */
  DONE_BIN,             /* @from is in the bin */
  DONE_REMOVE,          /* @from is gone, @to is its copy */
} DoneKind;

typedef struct
{
  DoneKind kind;
  char    *from, *to;
} Done;

struct _CriticFileTransaction
{
  GPtrArray            *done;           /* Done */
  GPtrArray            *doomed;         /* Done: originals that commit() removes */
  GPtrArray            *infos;          /* char *: notes of the bin that commit() removes */
  CriticTrash          *trash;          /* NULL until asked */
  guint64               n_bytes, bytes_before, bytes_now;
  GFileProgressCallback progress;
  gpointer              data;
  GCancellable         *cancellable;
};

static void
done_free (gpointer data)
{
  Done *done = data;

  g_free (done->from);
  g_free (done->to);
  g_free (done);
}

static void
note (GPtrArray *list, DoneKind kind, const char *from, const char *to)
{
  Done *done = g_new (Done, 1);

  *done = (Done) { kind, g_strdup (from), g_strdup (to) };
  g_ptr_array_add (list, done);
}

/**
 * critic_file_transaction_new:
 * @n_bytes: the size of all files that will be touched, for @progress
 * @progress: (nullable) (scope notified): called in this thread with the bytes
 *   that are done and @n_bytes
 * @data: for @progress
 * @cancellable: (nullable): checked before each step and within copies
 *
 * Begins a transaction; nothing is touched yet.
 *
 * Returns: (transfer full): the transaction
 */
CriticFileTransaction *
critic_file_transaction_new (guint64 n_bytes, GFileProgressCallback progress, gpointer data, GCancellable *cancellable)
{
  CriticFileTransaction *self = g_new0 (CriticFileTransaction, 1);

  self->done = g_ptr_array_new_with_free_func (done_free);
  self->doomed = g_ptr_array_new_with_free_func (done_free);
  self->infos = g_ptr_array_new_with_free_func (g_free);
  self->n_bytes = n_bytes;
  self->progress = progress;
  self->data = data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return self;
}

void
critic_file_transaction_free (CriticFileTransaction *self)
{
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->doomed);
  g_ptr_array_unref (self->infos);
  g_clear_pointer (&self->trash, critic_trash_free);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
report (CriticFileTransaction *self)
{
  if (self->progress != NULL)
    self->progress ((goffset) MIN (self->bytes_before + self->bytes_now, self->n_bytes), (goffset) self->n_bytes, self->data);
}

static void
on_copy_progress (goffset now, goffset total, gpointer data)
{
  CriticFileTransaction *self = data;

  self->bytes_now = (guint64) MAX (now, 0);
  report (self);
}

static void
finish_step (CriticFileTransaction *self, const char *path)
{
  struct stat st;

  self->bytes_now = 0;
  if (stat (path, &st) == 0)
    self->bytes_before += (guint64) st.st_size;
  report (self);
}

/* For messages: a file's name and a folder's. */
typedef struct
{
  char *name, *folder;
} Shown;

static Shown
show (const char *path, const char *place)
{
  g_autofree char *folder = g_path_get_dirname (place);

  return (Shown) { g_filename_display_basename (path), g_filename_display_name (folder) };
}

static void
shown_clear (Shown *shown)
{
  g_free (shown->name);
  g_free (shown->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

static gboolean
set_move_error (GError **error, const char *from, const char *to, int code)
{
  g_auto (Shown) shown = show (from, to);

  g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED,
               _("“%s” could not be moved to “%s” (%s). Nothing was moved. "
                 "Look whether both folders may be written to, then try again."),
               shown.name, shown.folder, g_strerror (code));
  return FALSE;
}

static gboolean
set_copy_error (GError **error, const char *from, const char *to, const char *reason)
{
  g_auto (Shown) shown = show (from, to);

  g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED,
               _("“%s” could not be copied to “%s” (%s). Nothing was copied. "
                 "Look whether there is space and whether the folder may be written to, then try again."),
               shown.name, shown.folder, reason);
  return FALSE;
}

static void
set_bin_error (GError **error, const char *path, const GError *cause)
{
  g_auto (Shown) shown = show (path, path);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, cause->domain, cause->code, cause->message);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NO_BIN,
                 _("“%s” cannot be put into the bin: the folder “%s” has none (%s). "
                   "Move it to another folder, or delete it in the file manager."),
                 shown.name, shown.folder, cause->message);
  else
    g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED,
                 _("“%s” in “%s” could not be put into the bin (%s). Nothing was. "
                   "Look whether the folder may be written to, then try again."),
                 shown.name, shown.folder, cause->message);
}

static gboolean
set_not_in_bin (GError **error, const char *path)
{
  g_auto (Shown) shown = show (path, path);

  g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_FAILED,
               _("“%s” cannot be put back to “%s”: it is not in the bin any more. "
                 "Look for it in the bin of the file manager."),
               shown.name, shown.folder);
  return FALSE;
}

/* A new name for a file, never that of another one. 0 or errno. */
static int
rename_exclusively (const char *from, const char *to)
{
  struct stat st;

  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  /* File systems that do not know it: a second name cannot replace one either. */
  if (link (from, to) == 0)
    return unlink (from) == 0 ? 0 : errno;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
    return errno;
  if (lstat (to, &st) == 0)
    return EEXIST;
  return rename (from, to) == 0 ? 0 : errno;
}

/* To the disk. 0 or errno; the size in @size. */
static int
sync_path (const char *path, int flags, goffset *size)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  struct stat st = { 0 };
  int code = 0;

  if (fd < 0)
    return errno;
  if (fstat (fd, &st) != 0 || fsync (fd) != 0)
    code = errno;
  close (fd);
  if (size != NULL)
    *size = st.st_size;
  return code == EINVAL ? 0 : code;     /* not every file system can */
}

static void
sync_parent (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  sync_path (folder, O_DIRECTORY, NULL);
}

/* A name beside @to that nobody uses. */
static char *
temporary_name (const char *to)
{
  g_autofree char *folder = g_path_get_dirname (to);
  g_autofree char *name = g_strdup_printf (".photo-critic-%08x%08x", g_random_int (), g_random_int ());

  return g_build_filename (folder, name, NULL);
}

/* Copied under another name, checked, synced, and named at last: what stands
 * at @to is whole. */
static gboolean
copy_whole (const char          *from,
            const char          *to,
            GFileProgressCallback progress,
            gpointer             data,
            GCancellable        *cancellable,
            GError             **error)
{
  g_autofree char *temporary = temporary_name (to);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (temporary);
  g_autoptr (GError) cause = NULL;
  goffset size = -1;
  struct stat st;
  int code = 0;

  if (stat (from, &st) != 0)
    return set_copy_error (error, from, to, g_strerror (errno));
  if (!S_ISREG (st.st_mode))
    return set_copy_error (error, from, to, _("it is not an ordinary file"));
  if (!g_file_copy (source, target, G_FILE_COPY_ALL_METADATA, cancellable, progress, data, &cause))
    {
      g_unlink (temporary);
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&cause));
      else
        set_copy_error (error, from, to, cause->message);
      return FALSE;
    }
  code = sync_path (temporary, 0, &size);
  if (code == 0 && (stat (from, &st) != 0 || st.st_size != size))
    code = EIO;
  if (code == 0)
    code = rename_exclusively (temporary, to);
  if (code != 0)
    {
      g_unlink (temporary);
      return set_copy_error (error, from, to, g_strerror (code));
    }
  return TRUE;
}

/**
 * critic_file_transaction_copy:
 * @self: a transaction
 * @from: an ordinary file
 * @to: its copy's path; never replaced
 * @error: return location
 *
 * Copies a file with its times and attributes, and syncs it; nothing stands at
 * @to before all of it does.
 *
 * Returns: %FALSE with %CRITIC_FILES_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 */
gboolean
critic_file_transaction_copy (CriticFileTransaction *self, const char *from, const char *to, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !copy_whole (from, to, on_copy_progress, self, self->cancellable, error))
    return FALSE;
  note (self->done, DONE_COPY, from, to);
  finish_step (self, to);
  return TRUE;
}

/**
 * critic_file_transaction_move:
 * @self: a transaction
 * @from: a file
 * @to: its new path; never replaced
 * @error: return location
 *
 * Renames a file; to another file system it is copied, and @from stays until
 * critic_file_transaction_commit().
 *
 * Returns: %FALSE with %CRITIC_FILES_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 */
gboolean
critic_file_transaction_move (CriticFileTransaction *self, const char *from, const char *to, GError **error)
{
  int code;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  code = rename_exclusively (from, to);
  if (code == EXDEV)
    {
      if (!critic_file_transaction_copy (self, from, to, error))
        return FALSE;
      note (self->doomed, DONE_REMOVE, from, to);
      return TRUE;
    }
  if (code != 0)
    return set_move_error (error, from, to, code);
  note (self->done, DONE_RENAME, from, to);
  finish_step (self, to);
  return TRUE;
}

/**
 * critic_file_transaction_bin:
 * @self: a transaction
 * @path: a file
 * @error: return location
 *
 * Puts a file into the bin of its file system.
 *
 * Returns: %FALSE with %CRITIC_FILES_ERROR_NO_BIN, %CRITIC_FILES_ERROR_FAILED
 *   or %G_IO_ERROR_CANCELLED
 */
gboolean
critic_file_transaction_bin (CriticFileTransaction *self, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) cause = NULL;
  struct stat st = { 0 };

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (stat (path, &st) != 0)
    st.st_size = 0;
  if (g_file_trash (file, self->cancellable, &cause))
    {
      note (self->done, DONE_BIN, path, NULL);
      self->bytes_before += (guint64) st.st_size;
      report (self);
      return TRUE;
    }
  set_bin_error (error, path, cause);
  return FALSE;
}

/**
 * critic_file_transaction_look_up:
 * @self: a transaction
 * @path: where a file was before it was binned
 *
 * From now on critic_file_transaction_restore() of @path means the file that was
 * binned last from there until now. Blocks.
 */
void
critic_file_transaction_look_up (CriticFileTransaction *self, const char *path)
{
  if (self->trash == NULL)
    self->trash = critic_trash_new ();
  critic_trash_find (self->trash, path);
}

/**
 * critic_file_transaction_restore:
 * @self: a transaction
 * @path: where a file was before it was binned; its folder is made
 * @error: return location
 *
 * Takes the file that was binned last from @path out of the bin, or was when
 * critic_file_transaction_look_up() was called. Nothing at @path is replaced.
 *
 * Returns: %FALSE with %CRITIC_FILES_ERROR_FAILED, also when it is not in the
 *   bin any more, or %G_IO_ERROR_CANCELLED
 */
gboolean
critic_file_transaction_restore (CriticFileTransaction *self, const char *path, GError **error)
{
  const CriticTrashEntry *entry;
  g_autofree char *folder = g_path_get_dirname (path);

  critic_file_transaction_look_up (self, path);
  entry = critic_trash_find (self->trash, path);
  if (entry == NULL || !g_file_test (entry->file, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return set_not_in_bin (error, path);
  g_mkdir_with_parents (folder, 0777);
  if (!critic_file_transaction_move (self, entry->file, path, error))
    return FALSE;
  g_ptr_array_add (self->infos, g_strdup (entry->info));
  return TRUE;
}

/**
 * critic_file_transaction_commit:
 * @self: a transaction
 * @error: return location
 *
 * Removes the originals of what was moved to another file system, which exist
 * twice until now, and the bin's notes about what was restored.
 *
 * Returns: %FALSE with %CRITIC_FILES_ERROR_FAILED; it can still be rolled back
 */
gboolean
critic_file_transaction_commit (CriticFileTransaction *self, GError **error)
{
  for (guint i = 0; i < self->done->len; i++)
    {
      const Done *done = self->done->pdata[i];

      if (done->to != NULL)
        sync_parent (done->to);
    }
  for (guint i = 0; i < self->doomed->len; i++)
    {
      const Done *done = self->doomed->pdata[i];

      if (g_unlink (done->from) != 0)
        return set_move_error (error, done->from, done->to, errno);
      note (self->done, DONE_REMOVE, done->from, done->to);
    }
  for (guint i = 0; i < self->infos->len; i++)
    g_unlink (self->infos->pdata[i]);
  return TRUE;
}

static gboolean
take_back (const Done *done, CriticTrash *trash)
{
  const CriticTrashEntry *entry;

  switch (done->kind)
    {
    case DONE_COPY:
      return g_unlink (done->to) == 0 || errno == ENOENT;
    case DONE_RENAME:
      return rename_exclusively (done->to, done->from) == 0;
    case DONE_BIN:
      entry = critic_trash_find (trash, done->from);
      if (entry == NULL || rename_exclusively (entry->file, done->from) != 0)
        return FALSE;
      g_unlink (entry->info);
      return TRUE;
    case DONE_REMOVE:
      return copy_whole (done->to, done->from, NULL, NULL, NULL, NULL);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
tell_where (GString *places, const Done *done)
{
  g_autofree char *from = g_filename_display_name (done->from);
  g_autofree char *to = done->to != NULL ? g_filename_display_name (done->to) : g_strdup (_("the bin"));

  if (places->len > 0)
    g_string_append (places, ", ");
  g_string_append_printf (places, "%s → %s", from, to);
}

/**
 * critic_file_transaction_roll_back:
 * @self: a transaction
 * @error: what failed, set; replaced by %CRITIC_FILES_ERROR_NOT_ROLLED_BACK,
 *   which names places, when files could not be put back
 *
 * Takes all steps back, the last one first, and goes on where one fails.
 */
void
critic_file_transaction_roll_back (CriticFileTransaction *self, GError **error)
{
  g_autoptr (CriticTrash) trash = critic_trash_new ();      /* as it is now */
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) places = g_string_new (NULL);
  guint n = 0;

  for (guint i = self->done->len; i > 0; i--)
    {
      const Done *done = self->done->pdata[i - 1];

      /* The copy of an original that is gone is the photograph now. */
      if (done->kind == DONE_COPY && g_hash_table_contains (kept, done->to))
        continue;
      if (take_back (done, trash))
        continue;
      if (done->kind == DONE_REMOVE)
        g_hash_table_add (kept, done->to);
      if (n++ < MAX_NAMED)
        tell_where (places, done);
    }
  g_ptr_array_set_size (self->infos, 0);
  if (n > 0)
    {
      g_autoptr (GError) cause = g_steal_pointer (error);

      g_set_error (error, CRITIC_FILES_ERROR, CRITIC_FILES_ERROR_NOT_ROLLED_BACK,
                   ngettext ("%s Besides, %u file could not be put back; it lies here: %s. Move it back by hand.",
                             "%s Besides, %u files could not be put back; they lie here: %s. Move them back by hand.", n),
                   cause->message, n, places->str);
    }
}
