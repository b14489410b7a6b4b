/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What files said of photographs, and who differs. */
#include "critic-reading.h"

#include <string.h>

#include "critic-journal-values.h"
#include "critic-library-private.h"
#include "critic-step-private.h"

void
critic_marked_free (CriticMarked *self)
{
  g_free (self->path);
  g_free (self);
}

static void
take_reading (CriticQuery *query, CriticReading *reading)
{
  const void *marks = sqlite3_column_blob (query, 4);
  g_autoptr (GBytes) bytes = g_bytes_new (marks, sqlite3_column_bytes (query, 4));

  reading->known = TRUE;
  reading->size = (guint64) sqlite3_column_int64 (query, 1);
  reading->mtime = sqlite3_column_int64 (query, 2);
  reading->made = sqlite3_column_int64 (query, 3);
  critic_rating_unpack (bytes, &reading->rating);
  reading->differ = (CriticSet) sqlite3_column_int (query, 5);
}

static gboolean
read_readings (CriticLibrary *self, CriticMarked *marked, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT source, size, mtime, made, marks, differ FROM reading"
                                           " WHERE file_id = ?1 AND image_id = ?2", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, marked->file_id);
  sqlite3_bind_int64 (query, 2, marked->image_id);
  for (;;)
    {
      int source;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      source = sqlite3_column_int (query, 0);
      if (source >= 0 && source < CRITIC_N_SOURCES)
        take_reading (query, &marked->readings[source]);
    }
}

static gboolean
find_image_of (CriticLibrary *self, gint64 file_id, gint64 *image_id, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "SELECT image_id FROM file WHERE id = ?1", error);
  gboolean row;

  *image_id = 0;
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, file_id);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;
  if (row)
    *image_id = sqlite3_column_int64 (query, 0);
  return TRUE;
}

/* *marked NULL: unknown. */
static gboolean
read_marked (CriticLibrary *self, const char *path, CriticMarked **marked, GError **error)
{
  g_autoptr (CriticMarked) found = g_new0 (CriticMarked, 1);

  *marked = NULL;
  found->path = g_strdup (path);
  if (!critic_library_find_file (self, path, &found->file_id, error))
    return FALSE;
  if (found->file_id == 0)
    return TRUE;
  if (!find_image_of (self, found->file_id, &found->image_id, error))
    return FALSE;
  if (found->image_id == 0)
    return TRUE;
  if (!critic_library_get_rating (self, found->image_id, &found->rating, error) || !read_readings (self, found, error))
    return FALSE;

  *marked = g_steal_pointer (&found);
  return TRUE;
}

CriticMarked *
critic_library_marked_at (CriticLibrary *self, const char *path, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  CriticMarked *marked = NULL;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_READ, error))
    return NULL;
  if (!critic_database_finish (self->database, read_marked (self, path, &marked, error), error))
    g_clear_pointer (&marked, critic_marked_free);
  return marked;
}

/* --- writing --- */

static gboolean
write_reading (CriticLibrary *self, const CriticMarked *marked, CriticSource source, GError **error)
{
  const CriticReading *reading = &marked->readings[source];
  g_autoptr (GBytes) marks = critic_rating_pack (&reading->rating);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           reading->known ? "INSERT OR REPLACE INTO reading (file_id, source, size, mtime, made, marks, differ, image_id)"
                                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                          : "DELETE FROM reading WHERE file_id = ?1 AND source = ?2", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, marked->file_id);
  sqlite3_bind_int (query, 2, (int) source);
  if (reading->known)
    {
      sqlite3_bind_int64 (query, 3, (gint64) reading->size);
      sqlite3_bind_int64 (query, 4, reading->mtime);
      sqlite3_bind_int64 (query, 5, reading->made);
      critic_query_bind_gbytes (query, 6, marks);
      sqlite3_bind_int (query, 7, (int) reading->differ);
      sqlite3_bind_int64 (query, 8, marked->image_id);
    }
  return critic_database_run (self->database, query, error);
}

static gboolean
is_same (const CriticReading *a, const CriticReading *b)
{
  return a->known == b->known &&
         (!a->known || (a->size == b->size && a->mtime == b->mtime && a->made == b->made && a->differ == b->differ &&
                        critic_rating_compare (&a->rating, &b->rating) == 0));
}

static gboolean
is_in_journal (CriticLibrary *self, gint64 image_id, gboolean *known, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT 1 FROM change WHERE image_id = ?1 AND kind = ?2 LIMIT 1", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  sqlite3_bind_int (query, 2, CRITIC_CHANGE_RATING);
  return critic_database_next (self->database, query, known, error);
}

static gboolean
add_files_of (CriticLibrary *self, gint64 image_id, GArray *file_ids, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "SELECT id FROM file WHERE image_id = ?1", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  for (;;)
    {
      gint64 file_id;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      file_id = sqlite3_column_int64 (query, 0);
      g_array_append_val (file_ids, file_id);
    }
}

/* For both halves of a pair. */
static gboolean
put_silently (CriticLibrary *self, const CriticMarked *marked, GArray *file_ids, GArray *image_ids, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!critic_library_find_partners (self, marked->image_id, all, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const gint64 partner = g_array_index (all, gint64, i);

      if (image_ids != NULL)
        g_array_append_val (image_ids, partner);
      if (file_ids != NULL && !add_files_of (self, partner, file_ids, error))
        return FALSE;
    }
  g_array_append_val (all, marked->image_id);
  for (guint i = 0; i < all->len; i++)
    if (!critic_library_put_rating (self, g_array_index (all, gint64, i), &marked->rating, error))
      return FALSE;
  return TRUE;
}

/* @step takes what the journal must know. */
static gboolean
merge_one (CriticLibrary *self, const char *path, gsize number, CriticMarkMerger merger, gpointer data, CriticStep *step,
           gboolean *stepped, GArray *file_ids, GArray *image_ids, GError **error)
{
  g_autoptr (CriticMarked) marked = NULL;
  CriticMarked before;
  gboolean known;

  if (!read_marked (self, path, &marked, error))
    return FALSE;
  if (marked == NULL)
    return TRUE;

  before = *marked;
  merger (marked, number, data);
  critic_rating_tidy (&marked->rating);
  for (guint i = 0; i < CRITIC_N_SOURCES; i++)
    if (!is_same (&before.readings[i], &marked->readings[i]) &&
        !write_reading (self, marked, (CriticSource) i, error))
      return FALSE;
  if (critic_rating_compare (&before.rating, &marked->rating) == 0)
    return TRUE;

  if (image_ids != NULL)
    g_array_append_val (image_ids, marked->image_id);
  if (file_ids != NULL && !add_files_of (self, marked->image_id, file_ids, error))
    return FALSE;
  if (!is_in_journal (self, marked->image_id, &known, error))
    return FALSE;
  if (!known)
    return put_silently (self, marked, file_ids, image_ids, error);
  critic_step_set_rating (step, marked->image_id, &marked->rating);
  *stepped = TRUE;
  return TRUE;
}

gboolean
critic_library_merge_marks (CriticLibrary *self, const char *const *paths, gsize n, const char *name,
                            CriticMarkMerger merger, gpointer data, GArray *file_ids, GArray *image_ids, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (CriticStep) step = critic_step_new (name);
  g_autoptr (GArray) new_ids = g_array_new (TRUE, FALSE, sizeof (gint64));
  gboolean done = TRUE, stepped = FALSE;
  gint64 step_id;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;
  for (gsize i = 0; done && i < n; i++)
    done = merge_one (self, paths[i], i, merger, data, step, &stepped, file_ids, image_ids, error);
  if (done && stepped)
    done = critic_library_write_step (self, step, &step_id, new_ids, error);
  return critic_database_finish (self->database, done, error);
}

gboolean
critic_library_write_seen (CriticLibrary *self, const CriticFileStamp *stamp, const CriticHash *hash, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (stamp->path);
  g_autofree char *name = g_path_get_basename (stamp->path);
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (CriticQuery) query = NULL;
  gint64 image_id;
  gboolean is_new, done;

  if (!critic_library_write_met (self, stamp, 1, error))
    return FALSE;

  locker = g_mutex_locker_new (&self->lock);
  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;
  done = critic_library_get_image (self, hash, TRUE, &image_id, &is_new, error) &&
         (!is_new || critic_library_follow_file (self, stamp->path, image_id, error));
  if (!critic_database_finish (self->database, done, error))
    return FALSE;

  query = critic_database_query (self->database,
                                 "UPDATE file SET image_id = ?1, size = ?4, mtime = ?5 WHERE name = ?3 AND state = 0"
                                 " AND folder_id = (SELECT id FROM folder WHERE path = ?2)", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  critic_query_bind_bytes (query, 2, folder);
  critic_query_bind_bytes (query, 3, name);
  sqlite3_bind_int64 (query, 4, stamp->size);
  sqlite3_bind_int64 (query, 5, stamp->mtime);
  return critic_database_run (self->database, query, error);
}

GStrv
critic_library_paths_of (CriticLibrary *self, const gint64 *image_ids, gsize n, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (CriticQuery) query =
        critic_database_query (self->database,
                               "SELECT folder.path, file.name FROM file JOIN folder ON folder.id = file.folder_id"
                               " WHERE file.image_id = ?1 AND file.state != 3 ORDER BY folder.path, file.name", error);
      gboolean row;

      if (query == NULL)
        return NULL;
      sqlite3_bind_int64 (query, 1, image_ids[i]);
      for (;;)
        {
          g_autofree char *folder = NULL;
          g_autofree char *name = NULL;
          g_autofree char *path = NULL;

          if (!critic_database_next (self->database, query, &row, error))
            return NULL;
          if (!row)
            break;
          folder = critic_query_dup_bytes (query, 0);
          name = critic_query_dup_bytes (query, 1);
          path = g_build_filename (folder, name, NULL);
          g_strv_builder_add (paths, path);
        }
    }
  return g_strv_builder_end (paths);
}

/* --- who differs --- */

static gboolean
read_differing (CriticLibrary *self, const char *root, gboolean recursive, GHashTable *paths, GError **error)
{
  g_autofree char *below = NULL;
  g_autofree char *beyond = NULL;
  g_autofree char *folder = g_path_get_dirname (root);
  g_autofree char *name = g_path_get_basename (root);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT folder.path, file.name FROM reading JOIN file ON file.id = reading.file_id AND file.image_id = reading.image_id"
                           " JOIN folder ON folder.id = file.folder_id WHERE reading.differ != 0 AND file.state != 3"
                           " AND (folder.path = ?1 OR (?4 AND folder.path >= ?2 AND folder.path < ?3)"
                           " OR (folder.path = ?5 AND file.name = ?6))", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  critic_library_span_below (root, &below, &beyond);
  critic_query_bind_bytes (query, 1, root);
  critic_query_bind_bytes (query, 2, below);
  critic_query_bind_bytes (query, 3, beyond);
  sqlite3_bind_int (query, 4, recursive);
  critic_query_bind_bytes (query, 5, folder);
  critic_query_bind_bytes (query, 6, name);
  for (;;)
    {
      g_autofree char *in = NULL;
      g_autofree char *called = NULL;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      in = critic_query_dup_bytes (query, 0);
      called = critic_query_dup_bytes (query, 1);
      g_hash_table_add (paths, g_build_filename (in, called, NULL));
    }
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  const CriticMarked *const *x = a, *const *y = b;

  return strcmp ((*x)->path, (*y)->path);
}

static gboolean
read_all_differing (CriticLibrary *self, const char *const *folders, gboolean recursive, GPtrArray *found, GError **error)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer path;

  for (gsize i = 0; folders[i] != NULL; i++)
    if (!read_differing (self, folders[i], recursive, paths, error))
      return FALSE;
  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      CriticMarked *marked;

      if (!read_marked (self, path, &marked, error))
        return FALSE;
      if (marked != NULL)
        g_ptr_array_add (found, marked);
    }
  g_ptr_array_sort (found, compare_paths);
  return TRUE;
}

GPtrArray *
critic_library_disagreements (CriticLibrary *self, const char *const *folders, gboolean recursive, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_marked_free);

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_READ, error))
    return NULL;
  return critic_database_finish (self->database, read_all_differing (self, folders, recursive, found, error), error)
           ? g_steal_pointer (&found) : NULL;
}
