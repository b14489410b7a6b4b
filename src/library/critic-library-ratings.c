/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-library-private.h"

#include <string.h>

/**
 * critic_library_get_rating: (skip)
 * @self: a library
 * @image_id: of which photograph
 * @rating: (out): zeroed where nothing was said
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_get_rating (CriticLibrary *self, gint64 image_id, CriticRating *rating, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT flag, stars, label, score, high, styles FROM rating WHERE image_id = ?1", error);
  gboolean row;

  memset (rating, 0, sizeof *rating);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;

  if (row)
    critic_query_get_rating (query, 0, rating);
  return TRUE;
}

static gboolean
says_nothing (const CriticRating *rating)
{
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (rating->style[i] != CRITIC_SAYS_NOTHING)
      return FALSE;

  return rating->flag == CRITIC_FLAG_NONE && rating->stars == 0 && rating->label == CRITIC_LABEL_NONE &&
         rating->score == 0 && rating->high == CRITIC_SAYS_NOTHING;
}

/**
 * critic_library_put_rating: (skip)
 * @self: a library, in a transaction
 * @image_id: of which photograph
 * @rating: a tidy rating
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_put_rating (CriticLibrary *self, gint64 image_id, const CriticRating *rating, GError **error)
{
  gboolean forget = says_nothing (rating);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           forget ? "DELETE FROM rating WHERE image_id = ?1"
                                  : "INSERT OR REPLACE INTO rating (image_id, flag, stars, label, score, high, styles)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", error);

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  if (!forget)
    critic_query_bind_rating (query, 2, rating);
  return critic_database_run (self->database, query, error);
}

/**
 * critic_library_read_rating:
 * @self: a library
 * @image_id: of which photograph, see critic_library_find_image()
 * @rating: (out caller-allocates): what the user says of it; zeroed where nothing was said
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * It is written through the journal, see critic_step_set_rating(). Blocks.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_read_rating (CriticLibrary *self, gint64 image_id, CriticRating *rating, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return critic_library_get_rating (self, image_id, rating, error);
}
