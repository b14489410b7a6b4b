/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file into which another program wrote another picture. Photographs are known by
 * their picture, but what a person said of this one was said of the file in their eyes:
 * it goes along to the new picture, once, if nobody knew that before. The old picture
 * keeps it, too: another file may show it. */
#include "critic-library-private.h"

/* Of ?1 to ?2, which has nothing yet; ?3: the file. Of that the marks need not be read again. */
static const char *const copies[] = {
  "INSERT INTO rating (image_id, flag, stars, label, score, high, styles)"
  " SELECT ?2, flag, stars, label, score, high, styles FROM rating WHERE image_id = ?1",
  "INSERT INTO forgotten (image_id) SELECT ?2 FROM forgotten WHERE image_id = ?1",
  "INSERT INTO critique (image_id, author, text, own_score, own_scale, written, counts, language)"
  " SELECT ?2, author, text, own_score, own_scale, written, counts, language FROM critique WHERE image_id = ?1 ORDER BY id",
  "UPDATE reading SET image_id = ?2 WHERE image_id = ?1 AND file_id = ?3",
};

static gboolean
copy (CriticLibrary *self, gint64 from, gint64 to, gint64 file_id, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autoptr (CriticQuery) query = critic_database_query (self->database, copies[i], error);

      if (query == NULL)
        return FALSE;
      sqlite3_bind_int64 (query, 1, from);
      sqlite3_bind_int64 (query, 2, to);
      if (sqlite3_bind_parameter_count (query) >= 3)
        sqlite3_bind_int64 (query, 3, file_id);
      if (!critic_database_run (self->database, query, error))
        return FALSE;
    }
  return critic_library_count_again (self, to, error);
}

/**
 * critic_library_follow_file: (skip)
 * @self: a library, in a transaction
 * @path: absolute path
 * @image_id: what is in it now, unknown until now
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_follow_file (CriticLibrary *self, const char *path, gint64 image_id, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (CriticQuery) find =
    critic_database_query (self->database,
                           "SELECT file.id, file.image_id FROM folder JOIN file ON file.folder_id = folder.id"
                           " WHERE folder.path = ?1 AND file.name = ?2 AND file.image_id != ?3 AND file.state != 3", error);
  gboolean row;

  if (find == NULL)
    return FALSE;
  critic_query_bind_bytes (find, 1, folder);
  critic_query_bind_bytes (find, 2, name);
  sqlite3_bind_int64 (find, 3, image_id);
  if (!critic_database_next (self->database, find, &row, error))
    return FALSE;

  return !row || copy (self, sqlite3_column_int64 (find, 1), image_id, sqlite3_column_int64 (find, 0), error);
}

/**
 * critic_library_follow:
 * @self: a library
 * @path: (nullable): absolute path of a file
 * @from: of the photograph that was in it
 * @to: of the one that is in it now
 * @image_id: (out): the latter; 0: neither is known
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Makes @to known with all that was said of @from; if it is known already it keeps
 * what was said of it. A pass does the same for the files it meets. No step of the
 * journal: what another program does is no act of the user's. Blocks.
 *
 * Returns: whether the library knows
 */
gboolean
critic_library_follow (CriticLibrary *self, const char *path, const CriticHash *from, const CriticHash *to,
                       gint64 *image_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 before, file_id = 0;
  gboolean is_new, done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  done = critic_library_get_image (self, from, FALSE, &before, NULL, error) &&
         critic_library_get_image (self, to, before != 0, image_id, &is_new, error) &&
         (before == 0 || !is_new ||
          ((path == NULL || critic_library_find_file (self, path, &file_id, error)) &&
           copy (self, before, *image_id, file_id, error)));

  return critic_database_finish (self->database, done, error);
}
