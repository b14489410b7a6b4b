/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be read of a damaged library. SQLite stops at a page that makes no
 * sense; so a table is read from its beginning up to there, from its end back
 * to there, and what lies between key by key. */
#include "critic-library-salvage.h"

#include "critic-library-private.h"

/* Keys without a row before the rest of a table is given up whose end is unknown. */
#define MAX_MISSES 4096
/* Keys tried between two rows: a damaged row may claim to be any. */
#define MAX_BETWEEN 4000000

/* Tables with a whole number as the first column of their key. Parents first. */
static const struct
{
  const char *name, *key;
  gboolean    many;       /* rows may share a key */
} tables[] = {
  { "model", "id", FALSE },
  { "folder", "id", FALSE },
  { "image", "id", FALSE },
  { "file", "id", FALSE },
  { "judgement", "image_id", TRUE },
  { "critique", "id", FALSE },
  { "rating", "image_id", FALSE },
  { "forgotten", "image_id", FALSE },
  { "step", "id", FALSE },
  { "change", "step_id", TRUE },
};

typedef struct
{
  CriticDatabase *from, *to;
  const char     *table, *key;
  gboolean        many;
  CriticQuery    *insert;
  guint64         lost;
} Salvage;

/* The connection knows statements by their address. */
static CriticQuery *
query_for_good (CriticDatabase *database, const char *sql, GError **error)
{
  return critic_database_query (database, g_intern_string (sql), error);
}

/* Only what stands in the way of writing ends a rescue. */
static gboolean
is_trouble (const GError *error)
{
  return g_error_matches (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL) ||
         g_error_matches (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_LOCKED);
}

/* A row that the new library does not take made no sense and is lost. */
static gboolean
copy_row (Salvage *self, CriticQuery *row, GError **error)
{
  g_autoptr (GError) refused = NULL;

  for (int i = 0; i < sqlite3_column_count (row); i++)
    sqlite3_bind_value (self->insert, i + 1, sqlite3_column_value (row, i));
  if (critic_database_run (self->to, self->insert, &refused))
    return TRUE;

  critic_query_give_back (self->insert);
  if (is_trouble (refused))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  self->lost++;
  return TRUE;
}

/* Reads rows in one direction, @past their first column on.
 * *reached: the last key that was read; *whole: it met the end of the table. */
static gboolean
copy_run (Salvage *self, const char *columns, gboolean upwards, gint64 *reached, gboolean *whole, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s, %s FROM %s ORDER BY %s %s", columns, self->key, self->table, self->key,
                                          upwards ? "ASC" : "DESC");
  g_autoptr (CriticQuery) query = query_for_good (self->from, sql, NULL);
  int key = query != NULL ? sqlite3_column_count (query) - 1 : 0;
  gint64 last = upwards ? G_MININT64 : G_MAXINT64;
  gboolean row;

  *whole = FALSE;
  while (query != NULL && critic_database_next (self->from, query, &row, NULL))
    {
      gint64 number;

      if (!row)
        {
          *whole = TRUE;
          break;
        }

      /* Damage can lead in circles. */
      number = sqlite3_column_int64 (query, key);
      if (upwards ? number < last || (number == last && !self->many) : number > last || (number == last && !self->many))
        break;
      if (!upwards && number <= *reached)
        break;

      last = number;
      if (!copy_row (self, query, error))
        return FALSE;
    }

  *reached = last;
  return TRUE;
}

/* Keys above @low and below @high, one by one. */
static gboolean
copy_between (Salvage *self, const char *columns, gint64 low, gint64 high, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE %s = ?1", columns, self->table, self->key);
  g_autoptr (CriticQuery) query = query_for_good (self->from, sql, NULL);
  gboolean open_end = high == G_MAXINT64;
  guint64 lost = 0;
  guint misses = 0;

  low = MAX (low, 0);
  if (high - low > MAX_BETWEEN)
    high = low + MAX_BETWEEN;
  for (gint64 key = low + 1; query != NULL && key < high && !(open_end && misses > MAX_MISSES); key++)
    {
      gboolean row = TRUE;
      gboolean any = FALSE;

      sqlite3_bind_int64 (query, 1, key);
      while (row)
        {
          if (!critic_database_next (self->from, query, &row, NULL))
            {
              lost++;
              break;
            }
          any = any || row;
          if (row && !copy_row (self, query, error))
            return FALSE;
        }
      sqlite3_reset (query);

      misses = any ? 0 : misses + 1;
      if (any)
        {
          self->lost += lost;
          lost = 0;
        }
    }

  /* Beyond the last row that was met, every key of an open end fails alike. */
  self->lost += open_end ? MIN (lost, 1) : lost;
  return TRUE;
}

/* id, name, …: what the table has now and had then. NULL without an error: it
 * cannot be found there. */
static char *
shared_columns (Salvage *self, guint *n, GError **error)
{
  static const char list[] = "SELECT name FROM pragma_table_info (?1)";
  static const char find[] = "SELECT 1 FROM pragma_table_info (?1) WHERE name = ?2";
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autoptr (CriticQuery) now = critic_database_query (self->to, list, error);
  g_autoptr (CriticQuery) then = critic_database_query (self->from, find, NULL);
  gboolean row = TRUE;

  *n = 0;
  if (now == NULL || then == NULL)
    return NULL;
  sqlite3_bind_text (now, 1, self->table, -1, SQLITE_STATIC);
  sqlite3_bind_text (then, 1, self->table, -1, SQLITE_STATIC);
  while (row)
    {
      gboolean known;

      if (!critic_database_next (self->to, now, &row, error))
        return NULL;
      if (!row)
        break;

      sqlite3_bind_value (then, 2, sqlite3_column_value (now, 0));
      if (critic_database_next (self->from, then, &known, NULL) && known)
        g_string_append_printf (columns, "%s%s", (*n)++ > 0 ? ", " : "", (const char *) sqlite3_column_text (now, 0));
      sqlite3_reset (then);
    }

  return *n > 0 ? g_strdup (columns->str) : NULL;
}

static gboolean
copy_table (Salvage *self, GError **error)
{
  guint n_columns;
  g_autoptr (GError) unreadable = NULL;
  g_autofree char *columns = shared_columns (self, &n_columns, &unreadable);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (CriticQuery) insert = NULL;
  gint64 low = G_MININT64, high;
  gboolean whole;

  if (unreadable != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&unreadable));
      return FALSE;
    }
  if (columns == NULL)
    {
      self->lost++;
      return TRUE;
    }

  g_string_printf (sql, "INSERT OR REPLACE INTO %s (%s) VALUES (?1", self->table, columns);
  for (guint i = 2; i <= n_columns; i++)
    g_string_append_printf (sql, ", ?%u", i);
  g_string_append (sql, ")");
  insert = query_for_good (self->to, sql->str, error);
  if (insert == NULL)
    return FALSE;
  self->insert = insert;

  if (!copy_run (self, columns, TRUE, &low, &whole, error))
    return FALSE;
  if (whole)
    return TRUE;

  high = low;
  return copy_run (self, columns, FALSE, &high, &whole, error) &&
         copy_between (self, columns, low, high, error);
}

/* The index of hashes knows photographs whose own rows are lost: what a person
 * said of them still has something to hang on. */
static gboolean
copy_hashes (CriticDatabase *from, CriticDatabase *to, GError **error)
{
  static const char *const ways[] = {
    "SELECT id, hash FROM image INDEXED BY image_hash ORDER BY hash",
    "SELECT id, hash FROM image INDEXED BY image_hash ORDER BY hash DESC",
  };
  g_autoptr (CriticQuery) insert = critic_database_query (to, "INSERT OR IGNORE INTO image (id, hash) VALUES (?1, ?2)", error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (CriticQuery) query = critic_database_query (from, ways[i], NULL);
      Salvage salvage = { .from = from, .to = to, .insert = insert };
      gboolean row = TRUE;

      while (query != NULL && critic_database_next (from, query, &row, NULL) && row)
        if (!copy_row (&salvage, query, error))
          return FALSE;
      if (query != NULL && !row)
        break;
    }
  return TRUE;
}

static gboolean
copy_filters (CriticDatabase *from, CriticDatabase *to, guint64 *lost, GError **error)
{
  static const char *const ways[] = {
    "SELECT name, expression FROM filter ORDER BY name",
    "SELECT name, expression FROM filter ORDER BY name DESC",
  };
  g_autoptr (CriticQuery) insert =
    critic_database_query (to, "INSERT OR REPLACE INTO filter (name, expression) VALUES (?1, ?2)", error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (CriticQuery) query = critic_database_query (from, ways[i], NULL);
      Salvage salvage = { .from = from, .to = to, .insert = insert };
      gboolean row = TRUE;

      while (query != NULL && critic_database_next (from, query, &row, NULL) && row)
        if (!copy_row (&salvage, query, error))
          return FALSE;
      if (query != NULL && !row)
        return TRUE;
    }

  *lost += 1;
  return TRUE;
}

/* Rows that hang on nothing are lost too. A file whose photograph is not known
 * any more waits to be looked at. A history with holes would undo to what
 * never was: it is forgotten. */
static gboolean
tie_up (CriticLibrary *to, gboolean history_is_whole, guint64 *lost, GError **error)
{
  static const char *const orphans[] = {
    "DELETE FROM file WHERE folder_id NOT IN (SELECT id FROM folder)",
    "DELETE FROM judgement WHERE image_id NOT IN (SELECT id FROM image) OR model_id NOT IN (SELECT id FROM model)",
    "DELETE FROM critique WHERE image_id NOT IN (SELECT id FROM image)",
    "DELETE FROM rating WHERE image_id NOT IN (SELECT id FROM image)",
    "DELETE FROM forgotten WHERE image_id NOT IN (SELECT id FROM image)",
    "DELETE FROM change WHERE step_id NOT IN (SELECT id FROM step)",
  };
  sqlite3 *handle = critic_database_handle (to->database);

  for (guint i = 0; i < G_N_ELEMENTS (orphans); i++)
    {
      if (!critic_database_exec (to->database, orphans[i], error))
        return FALSE;
      *lost += sqlite3_changes64 (handle);
    }

  return (history_is_whole || critic_database_exec (to->database, "DELETE FROM change; DELETE FROM step", error)) &&
         critic_database_exec (to->database,
                               "UPDATE file SET image_id = NULL, state = 0 WHERE state != 2 AND image_id NOT NULL"
                               " AND image_id NOT IN (SELECT id FROM image);"
                               "UPDATE file SET image_id = NULL WHERE image_id NOT IN (SELECT id FROM image)", error) &&
         critic_library_count_all_again (to, error);
}

static gboolean
copy_all (CriticDatabase *from, CriticLibrary *to, guint64 *n_lost, GError **error)
{
  gboolean history_is_whole = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      Salvage salvage = { from, to->database, tables[i].name, tables[i].key, tables[i].many, NULL, 0 };
      gboolean history = g_str_equal (salvage.table, "step") || g_str_equal (salvage.table, "change");

      if (!copy_table (&salvage, error))
        return FALSE;
      *n_lost += salvage.lost;
      if (history && salvage.lost > 0)
        history_is_whole = FALSE;
      if (g_str_equal (salvage.table, "image") && !copy_hashes (from, to->database, error))
        return FALSE;
    }

  return copy_filters (from, to->database, n_lost, error) &&
         tie_up (to, history_is_whole, n_lost, error);
}

/**
 * critic_library_salvage: (skip)
 * @from: a damaged library
 * @to: an empty one
 * @n_found: (out): rows that were read
 * @n_lost: (out): rows that were there and could not be
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Copies what can be read in one transaction. That @from is damaged is no failure.
 *
 * Returns: %FALSE when @to cannot be written
 */
gboolean
critic_library_salvage (CriticDatabase *from, CriticLibrary *to, guint64 *n_found, guint64 *n_lost, GError **error)
{
  gint64 n;

  *n_found = 0;
  *n_lost = 0;

  /* Children may come without their parents until tie_up(). */
  if (!critic_database_exec (to->database, "PRAGMA foreign_keys = OFF", error) ||
      !critic_database_begin (to->database, CRITIC_TRANSACTION_DURABLE, error) ||
      !critic_database_finish (to->database, copy_all (from, to, n_lost, error), error) ||
      !critic_database_exec (to->database, "PRAGMA foreign_keys = ON", error) ||
      !critic_database_number (to->database,
                               "SELECT (SELECT count (*) FROM image) + (SELECT count (*) FROM file) +"
                               " (SELECT count (*) FROM judgement) + (SELECT count (*) FROM rating) +"
                               " (SELECT count (*) FROM critique) + (SELECT count (*) FROM filter) +"
                               " (SELECT count (*) FROM step)", &n, error))
    return FALSE;

  *n_found = n;
  return TRUE;
}
