/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a pass asks and writes. */
#include "critic-library-private.h"

#include <string.h>

/* A file is current when nothing about it changed since it was judged by this
 * model, alone and with the critiques that count now, or since it failed. One
 * that is gone is not: it must be met again. */
#define IS_CURRENT \
  "(file.state = 2 OR (file.state = 1 AND EXISTS (SELECT 1 FROM judgement WHERE judgement.image_id = file.image_id" \
  " AND judgement.model_id = ?1 AND judgement.critiques = x'') AND EXISTS (SELECT 1 FROM image JOIN judgement" \
  " ON judgement.image_id = image.id AND judgement.model_id = ?1 AND judgement.critiques = image.counted" \
  " WHERE image.id = file.image_id)))"

/**
 * critic_library_is_current:
 * @self: a library
 * @stamp: a file as it is now
 * @model_id: whose judgement
 *
 * Blocks.
 *
 * Returns: whether the file is known unchanged, and was judged by the model,
 *   with the critiques that count now, or could not be; %FALSE also when the
 *   library cannot be read
 */
gboolean
critic_library_is_current (CriticLibrary *self, const CriticFileStamp *stamp, const char *model_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autofree char *folder = g_path_get_dirname (stamp->path);
  g_autofree char *name = g_path_get_basename (stamp->path);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT 1 FROM folder JOIN file ON file.folder_id = folder.id"
                           " WHERE folder.path = ?2 AND file.name = ?3 AND file.size = ?4 AND file.mtime = ?5 AND " IS_CURRENT,
                           NULL);
  gint64 model;
  gboolean row = FALSE;

  if (query == NULL || !critic_library_find_model (self, model_id, FALSE, &model, NULL))
    return FALSE;

  sqlite3_bind_int64 (query, 1, model);
  critic_query_bind_bytes (query, 2, folder);
  critic_query_bind_bytes (query, 3, name);
  sqlite3_bind_int64 (query, 4, stamp->size);
  sqlite3_bind_int64 (query, 5, stamp->mtime);
  return critic_database_next (self->database, query, &row, NULL) && row;
}

static void
take_stamp (GHashTable *stamps, CriticQuery *query)
{
  g_autofree char *folder = critic_query_dup_bytes (query, 0);
  g_autofree char *name = critic_query_dup_bytes (query, 1);
  CriticFileStamp *stamp = g_new (CriticFileStamp, 1);
  char *path = g_build_filename (folder, name, NULL);

  stamp->path = path;
  stamp->size = sqlite3_column_int64 (query, 2);
  stamp->mtime = sqlite3_column_int64 (query, 3);
  g_hash_table_replace (stamps, path, stamp);
}

/**
 * critic_library_stamps_under:
 * @self: a library
 * @folder: absolute path
 * @model_id: whose judgements
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * What critic_library_is_current() knows of all files in @folder and the
 * folders below it, at once: the stamp each has to show for being current, with
 * %CRITIC_NO_TIME, which no file shows, where there is none. Files that are known
 * to be gone are left out. Blocks.
 *
 * Returns: (transfer full): path to CriticFileStamp; the stamp's path is the
 *   key; %NULL on failure
 */
GHashTable *
critic_library_stamps_under (CriticLibrary *self, const char *folder, const char *model_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GHashTable) stamps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *below = NULL;
  g_autofree char *beyond = NULL;
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT folder.path, file.name, file.size, CASE WHEN " IS_CURRENT " THEN file.mtime ELSE ?5 END"
                           " FROM folder JOIN file ON file.folder_id = folder.id"
                           " WHERE (folder.path = ?2 OR (folder.path >= ?3 AND folder.path < ?4)) AND file.state != ?6", error);
  gint64 model;
  gboolean row;

  if (query == NULL || !critic_library_find_model (self, model_id, FALSE, &model, error))
    return NULL;

  critic_library_span_below (folder, &below, &beyond);
  sqlite3_bind_int64 (query, 1, model);
  critic_query_bind_bytes (query, 2, folder);
  critic_query_bind_bytes (query, 3, below);
  critic_query_bind_bytes (query, 4, beyond);
  sqlite3_bind_int64 (query, 5, CRITIC_NO_TIME);
  sqlite3_bind_int64 (query, 6, CRITIC_ROW_GONE);
  for (;;)
    {
      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&stamps);
      take_stamp (stamps, query);
    }
}

static gboolean
write_image (CriticLibrary *self, const CriticMeasured *measured, gint64 *image_id, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "INSERT INTO image (hash, sharpness, exposure, clipped, scale, features)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                           " ON CONFLICT (hash) DO UPDATE SET sharpness = ?2, exposure = ?3, clipped = ?4, scale = ?5, features = ?6"
                           " RETURNING id", error);
  guint8 features[CRITIC_N_FEATURES + 1];
  gboolean row;

  if (query == NULL)
    return FALSE;
  memcpy (features, measured->features, CRITIC_N_FEATURES);
  features[CRITIC_N_FEATURES] = measured->turned;
  sqlite3_bind_blob (query, 1, measured->hash.bytes, CRITIC_HASH_SIZE, SQLITE_STATIC);
  sqlite3_bind_double (query, 2, measured->sharpness);
  sqlite3_bind_double (query, 3, measured->exposure);
  sqlite3_bind_double (query, 4, measured->clipped);
  sqlite3_bind_double (query, 5, measured->scale);
  sqlite3_bind_blob (query, 6, features, sizeof features, SQLITE_STATIC);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  *image_id = row ? sqlite3_column_int64 (query, 0) : 0;
  return TRUE;
}

static gboolean
write_judgement (CriticLibrary *self, gint64 image_id, gint64 model, GBytes *critiques,
                 const CriticJudgement *judgement, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "INSERT OR REPLACE INTO judgement"
                           " (image_id, model_id, critiques, score, raw, error, spread, percentile, p_high, high, styles)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  sqlite3_bind_int64 (query, 2, model);
  critic_query_bind_gbytes (query, 3, critiques);
  sqlite3_bind_double (query, 4, judgement->score);
  sqlite3_bind_double (query, 5, judgement->raw);
  sqlite3_bind_double (query, 6, judgement->error);
  sqlite3_bind_double (query, 7, judgement->spread);
  sqlite3_bind_double (query, 8, judgement->percentile);
  sqlite3_bind_double (query, 9, judgement->p_high);
  sqlite3_bind_int (query, 10, judgement->high != FALSE);
  critic_query_bind_styles (query, 11, judgement->style);
  return critic_database_run (self->database, query, error);
}

static gboolean
write_file (CriticLibrary *self, gint64 folder_id, const CriticFound *found, gint64 image_id, GError **error)
{
  g_autofree char *name = g_path_get_basename (found->stamp.path);
  /* A file that cannot be read now keeps what was said of its photograph. */
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           found->failure != NULL
                             ? "INSERT INTO file (folder_id, name, size, mtime, state, failure)"
                               " VALUES (?1, ?2, ?3, ?4, 2, ?5)"
                               " ON CONFLICT (folder_id, name) DO UPDATE SET size = ?3, mtime = ?4, state = 2, failure = ?5"
                             : "INSERT INTO file (folder_id, name, size, mtime, state, image_id, width, height, taken)"
                               " VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8)"
                               " ON CONFLICT (folder_id, name) DO UPDATE SET size = ?3, mtime = ?4, state = 1, failure = NULL,"
                               " image_id = ?5, width = ?6, height = ?7, taken = ?8", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, folder_id);
  critic_query_bind_bytes (query, 2, name);
  sqlite3_bind_int64 (query, 3, found->stamp.size);
  sqlite3_bind_int64 (query, 4, found->stamp.mtime);
  if (found->failure != NULL)
    sqlite3_bind_text (query, 5, found->failure, -1, SQLITE_STATIC);
  else
    {
      sqlite3_bind_int64 (query, 5, image_id);
      sqlite3_bind_int64 (query, 6, found->measured.width);
      sqlite3_bind_int64 (query, 7, found->measured.height);
      sqlite3_bind_int64 (query, 8, found->measured.taken);
    }
  return critic_database_run (self->database, query, error);
}

/* Rows of a pass come folder by folder: the last one is remembered. */
typedef struct
{
  char  *path;
  gint64 id;
} LastFolder;

static gboolean
find_folder_of (CriticLibrary *self, const char *path, LastFolder *last, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_strcmp0 (folder, last->path) == 0)
    return TRUE;
  if (!critic_library_find_folder (self, folder, TRUE, &last->id, error))
    return FALSE;

  g_free (last->path);
  last->path = g_steal_pointer (&folder);
  return TRUE;
}

static gboolean
write_one (CriticLibrary *self, gint64 model, const CriticFound *found, LastFolder *last, GError **error)
{
  gint64 image_id = 0;
  gboolean is_new;

  if (!find_folder_of (self, found->stamp.path, last, error))
    return FALSE;
  if (found->failure == NULL &&
      (!critic_library_get_image (self, &found->measured.hash, FALSE, &image_id, &is_new, error) ||
       !write_image (self, &found->measured, &image_id, error) ||
       (is_new && !critic_library_follow_file (self, found->stamp.path, image_id, error)) ||
       !write_judgement (self, image_id, model, NULL, &found->photo_alone, error)))
    return FALSE;

  return write_file (self, last->id, found, image_id, error);
}

/**
 * critic_library_write_found:
 * @self: a library
 * @model_id: whose judgements these are
 * @found: (array length=n): finished rows
 * @n: how many
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Writes them in one transaction: all or none; a program that is killed
 * afterwards loses none. A photograph that is known by its hash under another
 * path keeps its critiques and ratings; one that is not known takes over those of
 * the photograph that was in its file before. Blocks; a thousand rows take some
 * hundredths of a second.
 *
 * Returns: whether they are in the library
 */
gboolean
critic_library_write_found (CriticLibrary *self, const char *model_id, const CriticFound *found, gsize n, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  LastFolder last = { NULL, 0 };
  gint64 model;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;

  done = critic_library_find_model (self, model_id, TRUE, &model, error);
  for (gsize i = 0; done && i < n; i++)
    done = write_one (self, model, &found[i], &last, error);
  g_free (last.path);

  return critic_database_finish (self->database, done, error);
}

static gboolean
write_met (CriticLibrary *self, const CriticFileStamp *stamp, LastFolder *last, GError **error)
{
  g_autofree char *name = g_path_get_basename (stamp->path);
  g_autoptr (CriticQuery) query = NULL;

  if (!find_folder_of (self, stamp->path, last, error))
    return FALSE;

  query = critic_database_query (self->database,
                                 "INSERT INTO file (folder_id, name, size, mtime, state) VALUES (?1, ?2, ?3, ?4, 0)"
                                 " ON CONFLICT (folder_id, name) DO UPDATE SET"
                                 " image_id = CASE WHEN state = 3 AND (size != ?3 OR mtime != ?4) THEN NULL ELSE image_id END,"
                                 " state = CASE WHEN size != ?3 OR mtime != ?4 THEN 0"
                                 " WHEN failure IS NOT NULL THEN 2 WHEN image_id IS NOT NULL THEN 1 ELSE 0 END"
                                 " WHERE size != ?3 OR mtime != ?4 OR state = 3", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, last->id);
  critic_query_bind_bytes (query, 2, name);
  sqlite3_bind_int64 (query, 3, stamp->size);
  sqlite3_bind_int64 (query, 4, stamp->mtime);
  return critic_database_run (self->database, query, error);
}

/**
 * critic_library_write_met:
 * @self: a library
 * @stamps: (array length=n): files as they are now
 * @n: how many
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Files that a pass met and has not looked at yet: unknown and changed ones
 * become %CRITIC_ROW_WAITING, so that views show them at once; unchanged ones
 * that were gone are back, and changed ones that were gone are other files. One transaction. Blocks.
 *
 * Returns: whether they are in the library
 */
gboolean
critic_library_write_met (CriticLibrary *self, const CriticFileStamp *stamps, gsize n, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  LastFolder last = { NULL, 0 };
  gboolean done = TRUE;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;

  for (gsize i = 0; done && i < n; i++)
    done = write_met (self, &stamps[i], &last, error);
  g_free (last.path);

  return critic_database_finish (self->database, done, error);
}

/**
 * critic_library_write_judgement:
 * @self: a library
 * @model_id: whose judgement
 * @image_id: of which photograph
 * @critiques: (array zero-terminated=1): the texts that took part, in any order
 * @judgement: of the photograph with them
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Rows show the judgement while exactly these critiques count. Judgements with
 * critiques that neither took part nor count now are forgotten. Blocks.
 *
 * Returns: whether it is in the library
 */
gboolean
critic_library_write_judgement (CriticLibrary *self, const char *model_id, gint64 image_id,
                                const char *const *critiques, const CriticJudgement *judgement, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GBytes) key = critic_library_critiques_key (critiques);
  g_autoptr (CriticQuery) forget = NULL;
  gint64 model;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;

  done = critic_library_find_model (self, model_id, TRUE, &model, error) &&
         write_judgement (self, image_id, model, key, judgement, error);
  forget = done ? critic_database_query (self->database,
                                         "DELETE FROM judgement WHERE image_id = ?1 AND critiques NOT IN"
                                         " (x'', ?2, (SELECT counted FROM image WHERE id = ?1))", error)
                : NULL;
  if (forget != NULL)
    {
      sqlite3_bind_int64 (forget, 1, image_id);
      critic_query_bind_gbytes (forget, 2, key);
    }
  done = forget != NULL && critic_database_run (self->database, forget, error);

  return critic_database_finish (self->database, done, error);
}
