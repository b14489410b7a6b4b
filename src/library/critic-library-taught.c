/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which marks teach the user's taste. */
#include "critic-library-private.h"

#define TEACHES "(stars > 0 OR score > 0 OR high > 0 OR flag = 2)"

G_STATIC_ASSERT (CRITIC_FLAG_REJECT == 2 && CRITIC_SAYS_NOTHING == 0 && CRITIC_ROW_DONE == 1);

/**
 * critic_library_forget_marks:
 * @self: a library
 * @forget: whether to forget all marks given so far; %FALSE: all teach again
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * The marks stay where they are, and only stop teaching the user's taste. One that is
 * changed afterwards teaches again. Blocks.
 *
 * Returns: whether it is in the library
 */
gboolean
critic_library_forget_marks (CriticLibrary *self, gboolean forget, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  return critic_database_finish (self->database,
                                 critic_database_exec (self->database,
                                                       forget ? "INSERT OR IGNORE INTO forgotten (image_id) SELECT image_id FROM rating"
                                                              : "DELETE FROM forgotten", error), error);
}

/**
 * critic_library_taught_files:
 * @self: a library
 * @n_forgotten: (out) (optional): photographs whose marks were forgotten
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Photographs that were looked at and have stars, an own score, a verdict or a reject flag that
 * was not forgotten; of several files that show one photograph the first. Blocks.
 *
 * Returns: (transfer full) (element-type gint64): file ids, rising, or %NULL on failure
 */
GArray *
critic_library_taught_files (CriticLibrary *self, guint *n_forgotten, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT min (file.id) FROM file JOIN rating USING (image_id) WHERE state = 1 AND " TEACHES
                           " AND image_id NOT IN (SELECT image_id FROM forgotten) GROUP BY image_id ORDER BY 1", error);
  gint64 n;
  gboolean row;

  if (query == NULL ||
      !critic_database_number (self->database, "SELECT count (*) FROM forgotten JOIN rating USING (image_id) WHERE " TEACHES, &n, error))
    return NULL;
  if (n_forgotten != NULL)
    *n_forgotten = (guint) n;

  for (;;)
    {
      gint64 id;

      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (query, 0);
      g_array_append_val (ids, id);
    }
}
