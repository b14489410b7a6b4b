/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "critic-library.h"

struct _CriticDatabase
{
  sqlite3    *handle;
  char       *name;             /* for people */
  GHashTable *statements;       /* address of the SQL to sqlite3_stmt */
  gboolean    durable;          /* what PRAGMA synchronous stands at */
};

/* Memory for pages: a pass fills it, and its memory is to stay flat. A listing of
 * 100,000 rows walks some 80 MB once, for which no cache is large enough. */
#define CACHE_KIB 4096
/* What the log is cut back to once it was copied into the file. */
#define LOG_BYTES 16777216

/* SQLite forgets why writing failed, its files do not: those of the database
 * and of its log. */
static gboolean
is_out_of_space (CriticDatabase *self)
{
  sqlite3_file *files[2] = { NULL, NULL };

  sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_FILE_POINTER, &files[0]);
  sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &files[1]);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      int trouble = 0;

      if (files[i] != NULL && files[i]->pMethods != NULL)
        files[i]->pMethods->xFileControl (files[i], SQLITE_FCNTL_LAST_ERRNO, &trouble);
      if (trouble == ENOSPC || trouble == EDQUOT || trouble == EFBIG)
        return TRUE;
    }

  return FALSE;
}

/**
 * critic_database_fail: (skip)
 * @self: a connection
 * @code: what SQLite just answered
 * @error: return location for a sentence
 *
 * Sets @error to the sentence for @code, in the domain %CRITIC_LIBRARY_ERROR.
 *
 * Returns: %FALSE, for the caller to return
 */
gboolean
critic_database_fail (CriticDatabase *self, int code, GError **error)
{
  const char *reason = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);

  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:      /* our statements never change: the tables did */
      return critic_database_damaged (self, reason, error);

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_LOCKED,
                   _("Another program has held the library “%s” for too long. Close it, or try again in a moment."),
                   self->name);
      return FALSE;

    case SQLITE_IOERR:
      if (!is_out_of_space (self))
        break;
      G_GNUC_FALLTHROUGH;
    case SQLITE_FULL:
      g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL,
                   _("There is no space left for the library “%s”. What it held is safe; make room and try again."),
                   self->name);
      return FALSE;

    default:
      break;
    }

  g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_IO,
               _("The library “%s” cannot be used: %s. Check that its folder is there and that you may write in it."),
               self->name, reason);
  return FALSE;
}

/**
 * critic_database_damaged: (skip)
 * @self: a connection
 * @what: what was found, for the brackets of the sentence
 * @error: return location for a sentence
 *
 * Sets @error to %CRITIC_LIBRARY_ERROR_DAMAGED.
 *
 * Returns: %FALSE, for the caller to return
 */
gboolean
critic_database_damaged (CriticDatabase *self, const char *what, GError **error)
{
  /* What SQLite says may quote the damage. */
  g_autofree char *valid = g_utf8_make_valid (what, -1);

  g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED,
               _("The library “%s” is damaged (%s). Let Photo Critic rescue what can be read, or put a copy in its place."),
               self->name, valid);
  return FALSE;
}

/**
 * critic_query_give_back: (skip)
 * @query: (transfer full): a statement
 *
 * Resets it and forgets what was bound; g_autoptr does this.
 */
void
critic_query_give_back (CriticQuery *query)
{
  sqlite3_reset (query);
  sqlite3_clear_bindings (query);
}

/* Critiques are private: a new file is for its owner only. SQLite gives the
 * files beside it the same permissions. */
static gboolean
make_file (CriticDatabase *self, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd >= 0)
        return g_close (fd, error);
    }

  g_set_error (error, CRITIC_LIBRARY_ERROR,
               errno == ENOSPC || errno == EDQUOT ? CRITIC_LIBRARY_ERROR_FULL : CRITIC_LIBRARY_ERROR_IO,
               _("The library “%s” cannot be made: %s. Check its folder."), self->name, g_strerror (errno));
  return FALSE;
}

/**
 * critic_database_open: (skip)
 * @path: (nullable): a file, in the file system's own bytes; %NULL: in memory
 * @mode: what for
 * @busy_ms: how long another program's lock is waited for, milliseconds
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Nothing of the file is read yet but what SQLite needs to open it.
 *
 * Returns: (transfer full): a connection, or %NULL
 */
CriticDatabase *
critic_database_open (const char *path, CriticDatabaseMode mode, guint busy_ms, GError **error)
{
  g_autoptr (CriticDatabase) self = g_new0 (CriticDatabase, 1);
  int flags = mode == CRITIC_DATABASE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  g_autofree char *pragmas = NULL;
  int code;

  self->name = path != NULL ? g_filename_display_name (path) : g_strdup (_("in memory"));
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);
  self->durable = TRUE;

  if (path != NULL && mode == CRITIC_DATABASE_MAKE && !make_file (self, path, error))
    return NULL;

  code = sqlite3_open_v2 (path != NULL ? path : ":memory:", &self->handle,
                          flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (path == NULL ? SQLITE_OPEN_MEMORY : 0), NULL);
  if (code != SQLITE_OK)
    {
      critic_database_fail (self, code, error);
      return NULL;
    }

  /* A damaged file may hold anything: it defines no code that runs, and cells
   * are looked at before they are believed. */
  sqlite3_busy_timeout (self->handle, busy_ms);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  pragmas = g_strdup_printf ("PRAGMA cell_size_check = ON; PRAGMA cache_size = -%d; PRAGMA journal_size_limit = %d;",
                             CACHE_KIB, LOG_BYTES);
  if (!critic_database_exec (self, pragmas, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
critic_database_free (CriticDatabase *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_free (self->name);
  g_free (self);
}

/**
 * critic_database_handle: (skip)
 * @self: a connection
 *
 * Returns: (transfer none): SQLite's own
 */
sqlite3 *
critic_database_handle (CriticDatabase *self)
{
  return self->handle;
}

/**
 * critic_database_name: (skip)
 * @self: a connection
 *
 * Returns: (transfer none): what messages call the file, UTF-8
 */
const char *
critic_database_name (CriticDatabase *self)
{
  return self->name;
}

/**
 * critic_database_exec: (skip)
 * @self: a connection
 * @sql: statements without parameters; rows are dropped
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: whether all of them ran
 */
gboolean
critic_database_exec (CriticDatabase *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || critic_database_fail (self, code, error);
}

/**
 * critic_database_query: (skip)
 * @self: a connection
 * @sql: one statement, in memory that never changes: its address is the key
 *   under which the connection keeps it prepared
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * The same @sql cannot be in use twice at a time.
 *
 * Returns: (transfer full): the statement, for g_autoptr, or %NULL
 */
CriticQuery *
critic_database_query (CriticDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      int code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);

      if (code != SQLITE_OK)
        {
          critic_database_fail (self, code, error);
          return NULL;
        }
      g_hash_table_insert (self->statements, (gpointer) sql, statement);
    }

  return statement;
}

/**
 * critic_database_next: (skip)
 * @self: a connection
 * @query: one of its statements
 * @row: (out): whether there is another row; its columns may be read until the next call
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_database_next (CriticDatabase *self, CriticQuery *query, gboolean *row, GError **error)
{
  int code = sqlite3_step (query);

  *row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE || critic_database_fail (self, code, error);
}

/**
 * critic_database_run: (skip)
 * @self: a connection
 * @query: one of its statements, whose rows are not wanted; may be bound and run again
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: whether it ran
 */
gboolean
critic_database_run (CriticDatabase *self, CriticQuery *query, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!critic_database_next (self, query, &row, error))
      return FALSE;

  sqlite3_reset (query);
  return TRUE;
}

/**
 * critic_database_number: (skip)
 * @self: a connection
 * @sql: one statement whose first column of its first row is a number; see critic_database_query()
 * @number: (out): that number; 0 where there is no row
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_database_number (CriticDatabase *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (CriticQuery) query = critic_database_query (self, sql, error);
  gboolean row;

  *number = 0;
  if (query == NULL || !critic_database_next (self, query, &row, error))
    return FALSE;
  if (row)
    *number = sqlite3_column_int64 (query, 0);

  return TRUE;
}

/**
 * critic_database_begin: (skip)
 * @self: a connection without an open transaction
 * @kind: what for
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * A writing transaction takes the file's write lock at once, so that it cannot
 * fail half way because another program writes.
 *
 * Returns: whether it was begun
 */
gboolean
critic_database_begin (CriticDatabase *self, CriticTransaction kind, GError **error)
{
  gboolean durable = kind == CRITIC_TRANSACTION_DURABLE;
  g_autoptr (CriticQuery) begin = NULL;

  if (kind != CRITIC_TRANSACTION_READ && durable != self->durable)
    {
      if (!critic_database_exec (self, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", error))
        return FALSE;
      self->durable = durable;
    }

  begin = critic_database_query (self, kind == CRITIC_TRANSACTION_READ ? "BEGIN" : "BEGIN IMMEDIATE", error);
  return begin != NULL && critic_database_run (self, begin, error);
}

/**
 * critic_database_commit: (skip)
 * @self: a connection with an open transaction
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Where it fails, the transaction was taken back.
 *
 * Returns: whether the transaction is in the file
 */
gboolean
critic_database_commit (CriticDatabase *self, GError **error)
{
  g_autoptr (CriticQuery) commit = critic_database_query (self, "COMMIT", error);

  if (commit != NULL && critic_database_run (self, commit, error))
    return TRUE;

  critic_database_rollback (self);
  return FALSE;
}

/**
 * critic_database_rollback: (skip)
 * @self: a connection
 *
 * Takes the open transaction back, if there still is one.
 */
void
critic_database_rollback (CriticDatabase *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * critic_database_finish: (skip)
 * @self: a connection with an open transaction
 * @done: whether all of it went well so far
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR; already set where @done is %FALSE
 *
 * Commits, or takes back.
 *
 * Returns: whether the transaction is in the file
 */
gboolean
critic_database_finish (CriticDatabase *self, gboolean done, GError **error)
{
  if (done)
    return critic_database_commit (self, error);

  critic_database_rollback (self);
  return FALSE;
}
