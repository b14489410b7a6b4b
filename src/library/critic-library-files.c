/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where files lie: finding their rows, moving them, marking them gone. */
#include "critic-library-private.h"

#include <string.h>

/* Runs a statement for its first number. */
static gboolean
first_number (CriticLibrary *self, CriticQuery *query, gint64 *number, GError **error)
{
  gboolean row;

  *number = 0;
  if (!critic_database_next (self->database, query, &row, error))
    return FALSE;
  if (row)
    *number = sqlite3_column_int64 (query, 0);

  sqlite3_reset (query);
  return TRUE;
}

/**
 * critic_library_find_folder: (skip)
 * @self: a library
 * @folder: absolute path
 * @make: add it when it is unknown
 * @folder_id: (out): its id; 0: unknown
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_find_folder (CriticLibrary *self, const char *folder, gboolean make, gint64 *folder_id, GError **error)
{
  g_autoptr (CriticQuery) find = critic_database_query (self->database, "SELECT id FROM folder WHERE path = ?1", error);
  g_autoptr (CriticQuery) add = NULL;

  if (find == NULL)
    return FALSE;
  critic_query_bind_bytes (find, 1, folder);
  if (!first_number (self, find, folder_id, error))
    return FALSE;
  if (*folder_id != 0 || !make)
    return TRUE;

  add = critic_database_query (self->database, "INSERT INTO folder (path) VALUES (?1) RETURNING id", error);
  if (add == NULL)
    return FALSE;
  critic_query_bind_bytes (add, 1, folder);
  return first_number (self, add, folder_id, error);
}

/**
 * critic_library_find_model: (skip)
 * @self: a library
 * @model_id: (nullable): a model's id
 * @make: add it when it is unknown
 * @id: (out): its number here; 0: unknown
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_find_model (CriticLibrary *self, const char *model_id, gboolean make, gint64 *id, GError **error)
{
  g_autoptr (CriticQuery) find = critic_database_query (self->database, "SELECT id FROM model WHERE name = ?1", error);
  g_autoptr (CriticQuery) add = NULL;

  if (find == NULL)
    return FALSE;
  sqlite3_bind_text (find, 1, model_id, -1, SQLITE_STATIC);
  if (!first_number (self, find, id, error))
    return FALSE;
  if (*id != 0 || !make)
    return TRUE;

  add = critic_database_query (self->database, "INSERT INTO model (name) VALUES (?1) RETURNING id", error);
  if (add == NULL)
    return FALSE;
  sqlite3_bind_text (add, 1, model_id, -1, SQLITE_STATIC);
  return first_number (self, add, id, error);
}

/**
 * critic_library_find_file: (skip)
 * @self: a library
 * @path: absolute path
 * @file_id: (out): its id; 0: unknown
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_find_file (CriticLibrary *self, const char *path, gint64 *file_id, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (CriticQuery) find =
    critic_database_query (self->database,
                           "SELECT file.id FROM folder JOIN file ON file.folder_id = folder.id"
                           " WHERE folder.path = ?1 AND file.name = ?2", error);

  if (find == NULL)
    return FALSE;
  critic_query_bind_bytes (find, 1, folder);
  critic_query_bind_bytes (find, 2, name);
  return first_number (self, find, file_id, error);
}

/**
 * critic_library_span_below: (skip)
 * @folder: absolute path
 * @below: (out) (transfer full): all paths below @folder are at or after this one
 * @beyond: (out) (transfer full): and before this one, in byte order
 */
void
critic_library_span_below (const char *folder, char **below, char **beyond)
{
  gboolean root = g_str_has_suffix (folder, "/");
  gsize end;

  *below = root ? g_strdup (folder) : g_strconcat (folder, "/", NULL);
  *beyond = g_strdup (*below);
  end = strlen (*beyond) - 1;
  (*beyond)[end] = '/' + 1;
}

/**
 * critic_library_set_gone: (skip)
 * @self: a library, in a transaction
 * @path: absolute path
 * @gone: whether the file is gone; %FALSE: it came back as it was
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * An unknown path is no failure.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_set_gone (CriticLibrary *self, const char *path, gboolean gone, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           gone ? "UPDATE file SET state = 3 WHERE name = ?2"
                                  " AND folder_id = (SELECT id FROM folder WHERE path = ?1)"
                                : "UPDATE file SET state ="
                                  " CASE WHEN failure IS NOT NULL THEN 2 WHEN image_id IS NOT NULL THEN 1 ELSE 0 END"
                                  " WHERE name = ?2 AND state = 3"
                                  " AND folder_id = (SELECT id FROM folder WHERE path = ?1)", error);

  if (query == NULL)
    return FALSE;
  critic_query_bind_bytes (query, 1, folder);
  critic_query_bind_bytes (query, 2, name);
  return critic_database_run (self->database, query, error);
}

static gboolean
place_file (CriticLibrary *self, gint64 file_id, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (CriticQuery) query = NULL;
  gint64 folder_id;

  if (!critic_library_find_folder (self, folder, TRUE, &folder_id, error))
    return FALSE;

  query = critic_database_query (self->database, "UPDATE file SET folder_id = ?1, name = ?2 WHERE id = ?3", error);
  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, folder_id);
  critic_query_bind_bytes (query, 2, name);
  sqlite3_bind_int64 (query, 3, file_id);
  return critic_database_run (self->database, query, error);
}

/**
 * critic_library_rename_file: (skip)
 * @self: a library, in a transaction
 * @from: absolute path as it was
 * @to: absolute path as it is
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * The row keeps its id; that of a file which lay at @to is dropped. An
 * unknown @from is no failure: so this may be said twice.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_rename_file (CriticLibrary *self, const char *from, const char *to, GError **error)
{
  g_autoptr (CriticQuery) drop = NULL;
  gint64 moved, replaced;

  if (!critic_library_find_file (self, from, &moved, error) ||
      !critic_library_find_file (self, to, &replaced, error))
    return FALSE;
  if (moved == 0 || moved == replaced)
    return TRUE;

  if (replaced != 0)
    {
      drop = critic_database_query (self->database, "DELETE FROM file WHERE id = ?1", error);
      if (drop == NULL)
        return FALSE;
      sqlite3_bind_int64 (drop, 1, replaced);
      if (!critic_database_run (self->database, drop, error))
        return FALSE;
    }

  return place_file (self, moved, to, error) && critic_library_set_gone (self, to, FALSE, error);
}

/**
 * critic_library_moved:
 * @self: a library
 * @from: absolute path as it was
 * @to: absolute path as it is
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * A file was moved or renamed by other means than a step of the journal. Its
 * row keeps its id. No failure when @from is unknown. Blocks.
 *
 * Returns: whether the library knows
 */
gboolean
critic_library_moved (CriticLibrary *self, const char *from, const char *to, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  return critic_database_finish (self->database, critic_library_rename_file (self, from, to, error), error);
}

/**
 * critic_library_mark_gone:
 * @self: a library
 * @paths: (array length=n): absolute paths
 * @n: how many
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Files that a whole pass no longer met: their rows stay, with all that was
 * said of their photographs, in the state %CRITIC_ROW_GONE, until the file is
 * met again. One transaction. Blocks.
 *
 * Returns: whether the library knows
 */
gboolean
critic_library_mark_gone (CriticLibrary *self, const char *const *paths, gsize n, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean done = TRUE;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_WRITE, error))
    return FALSE;

  for (gsize i = 0; done && i < n; i++)
    done = critic_library_set_gone (self, paths[i], TRUE, error);

  return critic_database_finish (self->database, done, error);
}
