/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows as views and exports read them. */
#include "critic-library-private.h"

#include <string.h>

/* Rows between two looks at the cancellable. */
#define CANCEL_EVERY 512

#define JUDGEMENT \
  "judgement.score, judgement.raw, judgement.error, judgement.spread, judgement.percentile, judgement.p_high," \
  " judgement.high, judgement.styles"

/* Columns in the order of the enum below. ?1 is the model. */
#define SELECT_ROWS \
  "SELECT file.id, file.image_id, file.name, file.size, file.mtime, file.state, file.failure," \
  " file.width, file.height, file.taken," \
  " image.hash, image.sharpness, image.exposure, image.clipped, image.scale, image.features," \
  " image.n_critiques, image.counted," \
  " rating.flag, rating.stars, rating.label, rating.score, rating.high, rating.styles," \
  " " JUDGEMENT \
  " FROM file LEFT JOIN image ON image.id = file.image_id" \
  " LEFT JOIN rating ON rating.image_id = file.image_id" \
  " LEFT JOIN judgement ON judgement.image_id = file.image_id AND judgement.model_id = ?1 AND judgement.critiques = x'' "

enum
{
  FILE_ID, IMAGE_ID, NAME, SIZE, MTIME, STATE, FAILURE,
  WIDTH, HEIGHT, TAKEN,
  HASH, SHARPNESS, EXPOSURE, CLIPPED, SCALE, FEATURES,
  N_CRITIQUES, COUNTED,
  RATING,
  ALONE = RATING + 6,
};

static void
take_measured (CriticQuery *query, CriticMeasured *measured)
{
  const void *hash = sqlite3_column_blob (query, HASH);
  const void *features = sqlite3_column_blob (query, FEATURES);
  const int n_features = sqlite3_column_bytes (query, FEATURES);

  if (hash != NULL && sqlite3_column_bytes (query, HASH) == CRITIC_HASH_SIZE)
    memcpy (measured->hash.bytes, hash, CRITIC_HASH_SIZE);
  if (features != NULL && n_features >= CRITIC_N_FEATURES)
    memcpy (measured->features, features, CRITIC_N_FEATURES);
  if (features != NULL && n_features == CRITIC_N_FEATURES + 1)
    measured->turned = ((const guint8 *) features)[CRITIC_N_FEATURES];

  measured->width = sqlite3_column_int64 (query, WIDTH);
  measured->height = sqlite3_column_int64 (query, HEIGHT);
  measured->taken = sqlite3_column_int64 (query, TAKEN);
  measured->sharpness = critic_query_get_double (query, SHARPNESS);
  measured->exposure = critic_query_get_double (query, EXPOSURE);
  measured->clipped = critic_query_get_double (query, CLIPPED);
  measured->scale = critic_query_get_double (query, SCALE);
}

/* FALSE: there is none. */
static gboolean
take_judgement (CriticQuery *query, int column, CriticJudgement *judgement)
{
  if (sqlite3_column_type (query, column + 7) == SQLITE_NULL)
    return FALSE;

  judgement->score = critic_query_get_double (query, column);
  judgement->raw = critic_query_get_double (query, column + 1);
  judgement->error = critic_query_get_double (query, column + 2);
  judgement->spread = critic_query_get_double (query, column + 3);
  judgement->percentile = critic_query_get_double (query, column + 4);
  judgement->p_high = critic_query_get_double (query, column + 5);
  judgement->high = sqlite3_column_int (query, column + 6) != 0;
  critic_query_get_styles (query, column + 7, judgement->style);
  return TRUE;
}

/* Most photographs have no critiques: the judgement with them is asked for
 * only where some count. */
static gboolean
read_words (CriticLibrary *self, gint64 model, CriticQuery *of, CriticRow *row, GError **error)
{
  g_autoptr (CriticQuery) query = NULL;
  gboolean found;

  if (sqlite3_column_bytes (of, COUNTED) == 0)
    return TRUE;

  query = critic_database_query (self->database,
                                 "SELECT " JUDGEMENT " FROM judgement WHERE image_id = ?1 AND model_id = ?2 AND critiques = ?3", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, row->image_id);
  sqlite3_bind_int64 (query, 2, model);
  sqlite3_bind_value (query, 3, sqlite3_column_value (of, COUNTED));
  if (!critic_database_next (self->database, query, &found, error))
    return FALSE;

  row->with_critiques = found && take_judgement (query, 0, &row->judgement);
  row->stale = !row->with_critiques;
  return TRUE;
}

static gboolean
read_judgements (CriticLibrary *self, gint64 model, CriticQuery *query, CriticRow *row, GError **error)
{
  if (row->state == CRITIC_ROW_FAILED || !take_judgement (query, ALONE, &row->photo_alone))
    return TRUE;

  row->assessed = TRUE;
  row->judgement = row->photo_alone;
  return read_words (self, model, query, row, error);
}

static CriticRow *
read_row (CriticLibrary *self, gint64 model, CriticQuery *query, const char *folder, GError **error)
{
  g_autoptr (CriticRow) row = g_new0 (CriticRow, 1);
  g_autofree char *name = critic_query_dup_bytes (query, NAME);

  row->file_id = sqlite3_column_int64 (query, FILE_ID);
  row->image_id = sqlite3_column_int64 (query, IMAGE_ID);
  row->path = g_build_filename (folder, name, NULL);
  row->size = sqlite3_column_int64 (query, SIZE);
  row->mtime = sqlite3_column_int64 (query, MTIME);
  row->state = CLAMP (sqlite3_column_int (query, STATE), CRITIC_ROW_WAITING, CRITIC_ROW_GONE);
  if (row->state == CRITIC_ROW_FAILED)
    row->failure = critic_query_dup_text (query, FAILURE);

  if (sqlite3_column_type (query, HASH) != SQLITE_NULL)
    {
      take_measured (query, &row->measured);
      critic_query_get_rating (query, RATING, &row->rating);
      row->n_critiques = sqlite3_column_int (query, N_CRITIQUES);
      if (!read_judgements (self, model, query, row, error))
        return NULL;
    }

  return g_steal_pointer (&row);
}

static gboolean
add_row (CriticLibrary *self, gint64 model, CriticQuery *query, const char *folder, GPtrArray *rows, GError **error)
{
  CriticRow *row = read_row (self, model, query, folder, error);

  if (row == NULL)
    return FALSE;
  g_ptr_array_add (rows, row);
  return TRUE;
}

/* Folders with files, in byte order and each once, as id to path. */
static gboolean
add_folders (CriticLibrary *self, const char *root, gboolean recursive, GHashTable *known, GArray *ids, GPtrArray *paths,
             GError **error)
{
  g_autofree char *below = NULL;
  g_autofree char *beyond = NULL;
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT id, path FROM folder WHERE path = ?1 OR (?4 AND path >= ?2 AND path < ?3) ORDER BY path", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  critic_library_span_below (root, &below, &beyond);
  critic_query_bind_bytes (query, 1, root);
  critic_query_bind_bytes (query, 2, below);
  critic_query_bind_bytes (query, 3, beyond);
  sqlite3_bind_int (query, 4, recursive);
  for (;;)
    {
      gint64 id;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;

      id = sqlite3_column_int64 (query, 0);
      if (g_hash_table_add (known, g_memdup2 (&id, sizeof id)))
        {
          g_array_append_val (ids, id);
          g_ptr_array_add (paths, critic_query_dup_bytes (query, 1));
        }
    }
}

static gboolean
add_files (CriticLibrary *self, gint64 folder_id, const char *folder, gint64 model, GPtrArray *rows,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, SELECT_ROWS "WHERE file.folder_id = ?2 ORDER BY file.name", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, model);
  sqlite3_bind_int64 (query, 2, folder_id);
  for (guint i = 0;; i++)
    {
      if (i % CANCEL_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (!add_row (self, model, query, folder, rows, error))
        return FALSE;
    }
}

/* @folders may name a file: that one. */
static gboolean
add_named_file (CriticLibrary *self, const char *path, gint64 model, GHashTable *known, GPtrArray *rows, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (CriticQuery) query = NULL;
  gint64 folder_id;
  gboolean row;

  if (!critic_library_find_folder (self, folder, FALSE, &folder_id, error))
    return FALSE;
  if (folder_id == 0 || g_hash_table_contains (known, &folder_id))
    return TRUE;

  query = critic_database_query (self->database, SELECT_ROWS "WHERE file.folder_id = ?2 AND file.name = ?3", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, model);
  sqlite3_bind_int64 (query, 2, folder_id);
  critic_query_bind_bytes (query, 3, name);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  return !row || add_row (self, model, query, folder, rows, error);
}

static gboolean
add_all (CriticLibrary *self, const char *const *folders, gboolean recursive, gint64 model, GPtrArray *rows,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; folders[i] != NULL; i++)
    if (!add_folders (self, folders[i], recursive, known, ids, paths, error))
      return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!add_files (self, g_array_index (ids, gint64, i), paths->pdata[i], model, rows, cancellable, error))
      return FALSE;
  for (gsize i = 0; folders[i] != NULL; i++)
    if (g_hash_table_add (named, (gpointer) folders[i]) &&
        !add_named_file (self, folders[i], model, known, rows, error))
      return FALSE;

  return TRUE;
}

/**
 * critic_library_rows:
 * @self: a library
 * @folders: (array zero-terminated=1): absolute paths of folders, or of files
 * @recursive: take what lies in folders below too
 * @model_id: (nullable): whose judgements
 * @cancellable: (nullable): ends the reading
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Each file once, however many of @folders it lies in; folder by folder, in
 * byte order of the names in each. All as of one moment. Blocks.
 *
 * Returns: (transfer full) (element-type CriticRow): the rows, or %NULL
 */
GPtrArray *
critic_library_rows (CriticLibrary *self, const char *const *folders, gboolean recursive,
                     const char *model_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_row_free);
  gint64 model;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_READ, error))
    return NULL;

  done = critic_library_find_model (self, model_id, FALSE, &model, error) &&
         add_all (self, folders, recursive, model, rows, cancellable, error);

  return critic_database_finish (self->database, done, error) ? g_steal_pointer (&rows) : NULL;
}

/* *row NULL: there is none. */
static gboolean
read_by_id (CriticLibrary *self, gint64 file_id, gint64 model, CriticRow **row, GError **error)
{
  g_autoptr (CriticQuery) where =
    critic_database_query (self->database,
                           "SELECT folder.path FROM file JOIN folder ON folder.id = file.folder_id WHERE file.id = ?1", error);
  g_autoptr (CriticQuery) query = NULL;
  g_autofree char *folder = NULL;
  gboolean found;

  *row = NULL;
  if (where == NULL)
    return FALSE;
  sqlite3_bind_int64 (where, 1, file_id);
  if (!critic_database_next (self->database, where, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  folder = critic_query_dup_bytes (where, 0);

  query = critic_database_query (self->database, SELECT_ROWS "WHERE file.id = ?2", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, model);
  sqlite3_bind_int64 (query, 2, file_id);
  if (!critic_database_next (self->database, query, &found, error))
    return FALSE;
  if (found)
    *row = read_row (self, model, query, folder, error);
  return !found || *row != NULL;
}

static gboolean
add_by_id (CriticLibrary *self, const gint64 *file_ids, gsize n, gint64 model, GPtrArray *rows, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      CriticRow *row;

      if (!read_by_id (self, file_ids[i], model, &row, error))
        return FALSE;
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }

  return TRUE;
}

/**
 * critic_library_rows_by_id:
 * @self: a library
 * @file_ids: (array length=n): of which files
 * @n: how many
 * @model_id: (nullable): whose judgements
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type CriticRow): the rows in the order of
 *   @file_ids, without those that are unknown; %NULL on failure
 */
GPtrArray *
critic_library_rows_by_id (CriticLibrary *self, const gint64 *file_ids, gsize n, const char *model_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_row_free);
  gint64 model;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_READ, error))
    return NULL;

  done = critic_library_find_model (self, model_id, FALSE, &model, error) &&
         add_by_id (self, file_ids, n, model, rows, error);

  return critic_database_finish (self->database, done, error) ? g_steal_pointer (&rows) : NULL;
}

static gboolean
find_file_of (CriticLibrary *self, const CriticHash *hash, gint64 *file_id, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT file.id FROM image JOIN file ON file.image_id = image.id WHERE image.hash = ?1"
                           " ORDER BY file.state != 1, file.state = 3, file.id LIMIT 1", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_blob (query, 1, hash->bytes, CRITIC_HASH_SIZE, SQLITE_STATIC);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  *file_id = row ? sqlite3_column_int64 (query, 0) : 0;
  return TRUE;
}

/* By @path, or by @hash where that is NULL. */
static gboolean
find_row (CriticLibrary *self, const char *path, const CriticHash *hash, const char *model_id, CriticRow **row, GError **error)
{
  gint64 model, file_id;

  return critic_library_find_model (self, model_id, FALSE, &model, error) &&
         (path != NULL ? critic_library_find_file (self, path, &file_id, error) : find_file_of (self, hash, &file_id, error)) &&
         read_by_id (self, file_id, model, row, error);
}

static CriticRow *
row_of (CriticLibrary *self, const char *path, const CriticHash *hash, const char *model_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  CriticRow *row = NULL;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_READ, error))
    return NULL;
  if (!critic_database_finish (self->database, find_row (self, path, hash, model_id, &row, error), error))
    g_clear_pointer (&row, critic_row_free);

  return row;
}

/**
 * critic_library_row_at:
 * @self: a library
 * @path: absolute path of a file
 * @model_id: (nullable): whose judgement
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * What is known of the file, whether or not it is unchanged. Blocks.
 *
 * Returns: (transfer full) (nullable): its row; %NULL without an error: it is unknown
 */
CriticRow *
critic_library_row_at (CriticLibrary *self, const char *path, const char *model_id, GError **error)
{
  return row_of (self, path, NULL, model_id, error);
}

/**
 * critic_library_row_of:
 * @self: a library
 * @hash: of a photograph
 * @model_id: (nullable): whose judgement
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * What is known of a photograph, wherever it was last seen: for a file that
 * was renamed, copied or retagged. Of several files one that is there. Blocks.
 *
 * Returns: (transfer full) (nullable): the row of one of its files; %NULL
 *   without an error: the photograph is unknown
 */
CriticRow *
critic_library_row_of (CriticLibrary *self, const CriticHash *hash, const char *model_id, GError **error)
{
  return row_of (self, NULL, hash, model_id, error);
}
