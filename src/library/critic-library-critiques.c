/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-library-private.h"

#include <math.h>
#include <string.h>

/* What a critique without a word says. */
static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * critic_library_critiques_key: (skip)
 * @texts: (array zero-terminated=1): critiques, in any order: their order does not change a score
 *
 * Returns: (transfer full): what stands for them in `image.counted` and
 *   `judgement.critiques`: SHA-256 over the sorted texts with their ends;
 *   empty for none. One without a word is none
 */
GBytes *
critic_library_critiques_key (const char *const *texts)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  for (; *texts != NULL; texts++)
    if (!is_blank (*texts))
      g_ptr_array_add (sorted, (gpointer) *texts);
  if (sorted->len == 0)
    return g_bytes_new (NULL, 0);

  g_ptr_array_sort (sorted, compare_texts);
  for (guint i = 0; i < sorted->len; i++)
    g_checksum_update (checksum, sorted->pdata[i], strlen (sorted->pdata[i]) + 1);
  g_checksum_get_digest (checksum, digest, &size);

  return g_bytes_new (digest, size);
}

/* The photograph's critiques changed: how many are there, and which judgement
 * is the one to show? */
gboolean
critic_library_count_again (CriticLibrary *self, gint64 image_id, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (CriticQuery) write = NULL;
  g_autoptr (CriticQuery) read =
    critic_database_query (self->database, "SELECT counts, text FROM critique WHERE image_id = ?1", error);
  gboolean row = TRUE;
  guint n = 0;

  if (read == NULL)
    return FALSE;
  sqlite3_bind_int64 (read, 1, image_id);
  while (row)
    {
      if (!critic_database_next (self->database, read, &row, error))
        return FALSE;
      if (row)
        {
          g_autofree char *text = critic_query_dup_text (read, 1);

          n += !is_blank (text);
          if (sqlite3_column_int (read, 0) != 0)
            g_ptr_array_add (texts, g_steal_pointer (&text));
        }
    }
  g_ptr_array_add (texts, NULL);

  key = critic_library_critiques_key ((const char *const *) texts->pdata);
  write = critic_database_query (self->database, "UPDATE image SET n_critiques = ?2, counted = ?3 WHERE id = ?1", error);
  if (write == NULL)
    return FALSE;
  sqlite3_bind_int64 (write, 1, image_id);
  sqlite3_bind_int (write, 2, n);
  critic_query_bind_gbytes (write, 3, key);
  return critic_database_run (self->database, write, error);
}

/**
 * critic_library_count_all_again: (skip)
 * @self: a library, in a transaction
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Sets `image.n_critiques` and `image.counted` of all photographs from their critiques.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_count_all_again (CriticLibrary *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT id FROM image WHERE n_critiques != 0 OR counted != x'' UNION SELECT image_id FROM critique", error);
  gboolean row = TRUE;

  if (query == NULL)
    return FALSE;
  while (row)
    {
      gint64 id;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      id = sqlite3_column_int64 (query, 0);
      if (row)
        g_array_append_val (ids, id);
    }

  for (guint i = 0; i < ids->len; i++)
    if (!critic_library_count_again (self, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

#define COLUMNS "id, author, text, own_score, own_scale, written, counts, image_id, language"

static CriticCritiqueEntry *
take_entry (CriticQuery *query)
{
  CriticCritiqueEntry *entry = g_new0 (CriticCritiqueEntry, 1);

  entry->id = sqlite3_column_int64 (query, 0);
  entry->author = critic_query_dup_text (query, 1);
  entry->text = critic_query_dup_text (query, 2);
  entry->own_score = critic_query_get_double (query, 3);
  entry->own_scale = critic_query_get_double (query, 4);
  entry->written = sqlite3_column_int64 (query, 5);
  entry->counts = sqlite3_column_int (query, 6) != 0;
  entry->language = critic_query_dup_text (query, 8);
  return entry;
}

/**
 * critic_library_get_critique: (skip)
 * @self: a library
 * @critique_id: which
 * @image_id: (out): of which photograph
 * @entry: (out) (transfer full) (nullable): it; %NULL where there is none
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_get_critique (CriticLibrary *self, gint64 critique_id, gint64 *image_id, CriticCritiqueEntry **entry, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "SELECT " COLUMNS " FROM critique WHERE id = ?1", error);
  gboolean row;

  *entry = NULL;
  *image_id = 0;
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, critique_id);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  if (row)
    {
      *entry = take_entry (query);
      *image_id = sqlite3_column_int64 (query, 7);
    }
  return TRUE;
}

/**
 * critic_library_put_critique: (skip)
 * @self: a library, in a transaction
 * @image_id: of which photograph
 * @entry: (inout): it; its id is filled in where it was 0
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_put_critique (CriticLibrary *self, gint64 image_id, CriticCritiqueEntry *entry, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "INSERT INTO critique (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                           " ON CONFLICT (id) DO UPDATE SET author = ?2, text = ?3, own_score = ?4, own_scale = ?5,"
                           " written = ?6, counts = ?7, image_id = ?8, language = ?9", error);

  if (query == NULL)
    return FALSE;
  if (entry->id != 0)
    sqlite3_bind_int64 (query, 1, entry->id);
  sqlite3_bind_text (query, 2, entry->author, -1, SQLITE_STATIC);
  sqlite3_bind_text (query, 3, entry->text, -1, SQLITE_STATIC);
  sqlite3_bind_double (query, 4, entry->own_score);
  sqlite3_bind_double (query, 5, entry->own_scale);
  sqlite3_bind_int64 (query, 6, entry->written);
  sqlite3_bind_int (query, 7, entry->counts != FALSE);
  sqlite3_bind_int64 (query, 8, image_id);
  sqlite3_bind_text (query, 9, entry->language != NULL ? entry->language : "", -1, SQLITE_STATIC);
  if (!critic_database_run (self->database, query, error))
    return FALSE;

  if (entry->id == 0)
    entry->id = sqlite3_last_insert_rowid (critic_database_handle (self->database));
  return critic_library_count_again (self, image_id, error);
}

/**
 * critic_library_remove_critique: (skip)
 * @self: a library, in a transaction
 * @critique_id: which
 * @image_id: of which photograph
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_remove_critique (CriticLibrary *self, gint64 critique_id, gint64 image_id, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "DELETE FROM critique WHERE id = ?1", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, critique_id);
  return critic_database_run (self->database, query, error) && critic_library_count_again (self, image_id, error);
}

static gboolean
find_image (CriticLibrary *self, const CriticHash *hash, gint64 *image_id, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "SELECT id FROM image WHERE hash = ?1", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_blob (query, 1, hash->bytes, CRITIC_HASH_SIZE, SQLITE_STATIC);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  *image_id = row ? sqlite3_column_int64 (query, 0) : 0;
  return TRUE;
}

static gboolean
make_image (CriticLibrary *self, const CriticHash *hash, gint64 *image_id, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "INSERT INTO image (hash) VALUES (?1) ON CONFLICT (hash) DO NOTHING", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_blob (query, 1, hash->bytes, CRITIC_HASH_SIZE, SQLITE_STATIC);
  return critic_database_run (self->database, query, error) && find_image (self, hash, image_id, error);
}

/**
 * critic_library_get_image: (skip)
 * @self: a library
 * @hash: over the image data of a photograph
 * @make: it is made known
 * @image_id: (out): its id, or 0
 * @is_new: (out) (optional): it was not known before
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_get_image (CriticLibrary *self, const CriticHash *hash, gboolean make, gint64 *image_id, gboolean *is_new,
                          GError **error)
{
  *image_id = 0;
  if (!find_image (self, hash, image_id, error))
    return FALSE;

  if (is_new != NULL)
    *is_new = *image_id == 0;
  return *image_id != 0 || !make || make_image (self, hash, image_id, error);
}

/**
 * critic_library_find_image:
 * @self: a library
 * @hash: over the image data of a photograph
 * @make: a photograph that no pass has met is made known, so that something can
 *   be said of it; what a pass measures is filled in when one meets it
 * @image_id: (out): its id, or 0
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_find_image (CriticLibrary *self, const CriticHash *hash, gboolean make, gint64 *image_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return critic_library_get_image (self, hash, make, image_id, NULL, error);
}

/**
 * critic_library_critiques:
 * @self: a library
 * @image_id: of which photograph
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type CriticCritiqueEntry): its critiques
 *   in the order they were added, or %NULL on failure
 */
GPtrArray *
critic_library_critiques (CriticLibrary *self, gint64 image_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_critique_entry_free);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT " COLUMNS " FROM critique WHERE image_id = ?1 ORDER BY id", error);
  gboolean row;

  if (query == NULL)
    return NULL;
  sqlite3_bind_int64 (query, 1, image_id);
  for (;;)
    {
      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&entries);
      g_ptr_array_add (entries, take_entry (query));
    }
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal, -1);
}

/**
 * critic_library_images_with_text:
 * @self: a library
 * @needle: UTF-8
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Photographs with a critique in which @needle stands, whatever its case and
 * the form of its accents. Blocks; reads every critique.
 *
 * Returns: (transfer full) (element-type gint64): a set of image ids, or %NULL on failure
 */
GHashTable *
critic_library_images_with_text (CriticLibrary *self, const char *needle, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GHashTable) images = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *valid = g_utf8_make_valid (needle, -1);
  g_autofree char *folded = fold (valid);
  g_autoptr (CriticQuery) query = critic_database_query (self->database, "SELECT image_id, text FROM critique", error);
  gboolean row;

  if (query == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *text = NULL;
      g_autofree char *folded_text = NULL;
      gint64 image_id;

      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&images);

      image_id = sqlite3_column_int64 (query, 0);
      if (g_hash_table_contains (images, &image_id))
        continue;
      text = critic_query_dup_text (query, 1);
      folded_text = fold (text);
      if (strstr (folded_text, folded) != NULL)
        g_hash_table_add (images, g_memdup2 (&image_id, sizeof image_id));
    }
}
