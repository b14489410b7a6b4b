/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saved filters. Their grammar is the business of src/folder/critic-filter.c. */
#include "critic-library-private.h"

/**
 * critic_library_save_filter:
 * @self: a library
 * @name: what people call it
 * @expression: what it says; replaces what was saved under @name
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: whether it is in the library
 */
gboolean
critic_library_save_filter (CriticLibrary *self, const char *name, const char *expression, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (CriticQuery) query = NULL;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  query = critic_database_query (self->database, "INSERT OR REPLACE INTO filter (name, expression) VALUES (?1, ?2)", error);
  if (query != NULL)
    {
      sqlite3_bind_text (query, 1, name, -1, SQLITE_STATIC);
      sqlite3_bind_text (query, 2, expression, -1, SQLITE_STATIC);
    }
  done = query != NULL && critic_database_run (self->database, query, error);

  return critic_database_finish (self->database, done, error);
}

/**
 * critic_library_delete_filter:
 * @self: a library
 * @name: of a saved filter; one that is not there is no failure
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: whether it is gone
 */
gboolean
critic_library_delete_filter (CriticLibrary *self, const char *name, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (CriticQuery) query = NULL;
  gboolean done;

  if (!critic_database_begin (self->database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  query = critic_database_query (self->database, "DELETE FROM filter WHERE name = ?1", error);
  if (query != NULL)
    sqlite3_bind_text (query, 1, name, -1, SQLITE_STATIC);
  done = query != NULL && critic_database_run (self->database, query, error);

  return critic_database_finish (self->database, done, error);
}

/**
 * critic_library_filters:
 * @self: a library
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type utf8): name, expression, name,
 *   expression, …, by name; %NULL on failure
 */
GPtrArray *
critic_library_filters (CriticLibrary *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT name, expression FROM filter ORDER BY name", error);
  gboolean row;

  if (query == NULL)
    return NULL;
  for (;;)
    {
      if (!critic_database_next (self->database, query, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&filters);
      g_ptr_array_add (filters, critic_query_dup_text (query, 0));
      g_ptr_array_add (filters, critic_query_dup_text (query, 1));
    }
}
