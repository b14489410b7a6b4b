/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the library, and how an older one becomes a newer one. */
#include "critic-library-schema.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "critic-library.h"

/* Version 1.
 *
 * Photographs are known by their picture, not by their place: what a person
 * says hangs on `image`, and any number of files may show the same image.
 * Paths are bytes. NULL among measured numbers is NAN. Every number that a
 * person or the model gave is stored as the eight bytes it had in memory.
 *
 * model      whose judgements: the model's id
 * image      one photograph, by a hash over its image data without metadata.
 *            features: 256 signed bytes, times scale; a byte behind them is
 *            CriticMeasured.turned. n_critiques: how many there are. counted: a hash over those that count now, empty where
 *            none does; it is the `critiques` of the judgement to be shown
 * folder     absolute path of a folder with files
 * file       one file: where, how it looked when it was last read (size, mtime
 *            in ns), CriticRowState, why it failed, and what its own metadata
 *            say (upright size, time taken in ms): that may differ between two
 *            files of one image
 * judgement  what a model says of an image. critiques: empty for the
 *            photograph alone, else a hash over the critiques that took part,
 *            so that a changed critique makes it stale by itself. styles:
 *            doubles, little-endian, in the order of McnStyle
 * critique   own_score NULL: none; written: ms since 1970, UTC
 * rating     flag, label, high: CriticFlag, CriticLabel, CriticSays; styles:
 *            one byte of CriticSays each. No row where nothing was said
 * step       the journal of undo, in order of id. undone: 1 for those that
 *            redo would bring back; they are always the last ones
 * change     what a step changed. kind: see critic-journal.c. before, after:
 *            the values, NULL where there was none; of a moved file its paths
 * filter     saved filters by name
 * note       what the library remembers about itself (critic-library-check.c)
 */
static const char version_1[] =
  "CREATE TABLE model ("
  " id INTEGER PRIMARY KEY,"
  " name TEXT NOT NULL UNIQUE"
  ") STRICT;"

  "CREATE TABLE image ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " hash BLOB NOT NULL CHECK (length (hash) = 16),"
  " sharpness REAL, exposure REAL, clipped REAL,"
  " scale REAL, features BLOB,"
  " n_critiques INTEGER NOT NULL DEFAULT 0,"
  " counted BLOB NOT NULL DEFAULT x''"
  ") STRICT;"
  "CREATE UNIQUE INDEX image_hash ON image (hash);"

  "CREATE TABLE folder ("
  " id INTEGER PRIMARY KEY,"
  " path BLOB NOT NULL UNIQUE"
  ") STRICT;"

  "CREATE TABLE file ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " folder_id INTEGER NOT NULL REFERENCES folder,"
  " name BLOB NOT NULL,"
  " size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
  " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),"
  " failure TEXT,"
  " image_id INTEGER REFERENCES image,"
  " width INTEGER NOT NULL DEFAULT 0, height INTEGER NOT NULL DEFAULT 0,"
  " taken INTEGER NOT NULL DEFAULT 0,"
  " UNIQUE (folder_id, name)"
  ") STRICT;"
  "CREATE INDEX file_image ON file (image_id);"

  "CREATE TABLE judgement ("
  " image_id INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,"
  " model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,"
  " critiques BLOB NOT NULL,"
  " score REAL, raw REAL, error REAL, spread REAL, percentile REAL, p_high REAL,"
  " high INTEGER NOT NULL,"
  " styles BLOB NOT NULL,"
  " PRIMARY KEY (image_id, model_id, critiques)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE critique ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " image_id INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,"
  " author TEXT NOT NULL, text TEXT NOT NULL,"
  " own_score REAL, own_scale REAL,"
  " written INTEGER NOT NULL,"
  " counts INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX critique_image ON critique (image_id);"

  "CREATE TABLE rating ("
  " image_id INTEGER PRIMARY KEY REFERENCES image ON DELETE CASCADE,"
  " flag INTEGER NOT NULL, stars INTEGER NOT NULL, label INTEGER NOT NULL,"
  " score REAL NOT NULL, high INTEGER NOT NULL,"
  " styles BLOB NOT NULL"
  ") STRICT;"

  "CREATE TABLE step ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " name TEXT NOT NULL,"
  " made INTEGER NOT NULL,"
  " undone INTEGER NOT NULL DEFAULT 0"
  ") STRICT;"

  "CREATE TABLE change ("
  " step_id INTEGER NOT NULL REFERENCES step ON DELETE CASCADE,"
  " number INTEGER NOT NULL,"
  " kind INTEGER NOT NULL,"
  " image_id INTEGER NOT NULL,"
  " critique_id INTEGER NOT NULL,"
  " before BLOB, after BLOB,"
  " PRIMARY KEY (step_id, number)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE filter ("
  " name TEXT PRIMARY KEY,"
  " expression TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE note ("
  " name TEXT PRIMARY KEY,"
  " value INTEGER NOT NULL"
  ") STRICT, WITHOUT ROWID;";

/* Version 2.
 *
 * critique   language: of its spelling, "en_GB"; empty: the desktop's
 * change     kind 4 knows it, kind 2 is of version 1
 */
static const char version_2[] =
  "ALTER TABLE critique ADD COLUMN language TEXT NOT NULL DEFAULT '';";

/* Version 3.
 *
 * reading    the marks of a photograph as a file had them: file_id, of which file;
 *            source: CriticSource; size, mtime (ns): of what was read; made: ms since
 *            1970, UTC; marks: as in change; differ: CriticSet, in what they are not
 *            the library's, unsettled. image_id: of what image; another one in that
 *            file was never read. Not rescued from a damaged library: files are
 *            read again
 */
static const char version_3[] =
  "CREATE TABLE reading ("
  " file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,"
  " source INTEGER NOT NULL,"
  " image_id INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,"
  " size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
  " made INTEGER NOT NULL,"
  " marks BLOB NOT NULL,"
  " differ INTEGER NOT NULL DEFAULT 0,"
  " PRIMARY KEY (file_id, source)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX reading_image ON reading (image_id);"
  "CREATE INDEX reading_differ ON reading (file_id) WHERE differ != 0;"
  "CREATE INDEX change_image ON change (image_id);";

/* Version 4.
 *
 * forgotten  photographs whose marks teach the user's taste nothing, until they are
 *            given anew: before a rating is replaced, the old one is still there
 */
static const char version_4[] =
  "CREATE TABLE forgotten ("
  " image_id INTEGER PRIMARY KEY REFERENCES image ON DELETE CASCADE"
  ") STRICT;"
  "CREATE TRIGGER rated_anew BEFORE INSERT ON rating"
  " WHEN NOT EXISTS (SELECT 1 FROM rating WHERE image_id = NEW.image_id AND flag = NEW.flag"
  " AND stars = NEW.stars AND score = NEW.score)"
  " BEGIN DELETE FROM forgotten WHERE image_id = NEW.image_id; END;"
  "CREATE TRIGGER rated_no_more AFTER DELETE ON rating"
  " BEGIN DELETE FROM forgotten WHERE image_id = OLD.image_id; END;";

/* Version 5.
 *
 * A verdict is a mark that teaches where there is neither score nor stars.
 */
static const char version_5[] =
  "DROP TRIGGER rated_anew;"
  "CREATE TRIGGER rated_anew BEFORE INSERT ON rating"
  " WHEN NOT EXISTS (SELECT 1 FROM rating WHERE image_id = NEW.image_id AND flag = NEW.flag"
  " AND stars = NEW.stars AND score = NEW.score AND (high = NEW.high OR stars > 0 OR score > 0))"
  " BEGIN DELETE FROM forgotten WHERE image_id = NEW.image_id; END;";

static const char *const steps[] = { version_1, version_2, version_3, version_4, version_5 };

const CriticMigrations critic_library_migrations = { steps, G_N_ELEMENTS (steps) };

/* Inside a transaction: else another program may make the library between two
 * of these questions. */
static gboolean
read_version (CriticDatabase *database, gint64 *application, gint64 *version, gint64 *tables, GError **error)
{
  return critic_database_number (database, "PRAGMA application_id", application, error) &&
         critic_database_number (database, "PRAGMA user_version", version, error) &&
         critic_database_number (database, "SELECT count (*) FROM sqlite_schema", tables, error);
}

static char *
backup_path (const char *path, gint64 version)
{
  const char *stem = g_str_has_suffix (path, ".sqlite") ? path + strlen (path) - strlen (".sqlite") : path + strlen (path);

  for (guint i = 1;; i++)
    {
      g_autofree char *again = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *backup = g_strdup_printf ("%.*s-v%" G_GINT64_FORMAT "%s.sqlite",
                                                 (int) (stem - path), path, version, again);

      if (!g_file_test (backup, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&backup);
    }
}

/* Copies what is committed, through a connection of its own: the other one
 * holds the write lock, so nothing changes meanwhile. */
static gboolean
copy_to (const char *path, const char *backup, guint busy_ms, GError **error)
{
  g_autoptr (CriticDatabase) from = critic_database_open (path, CRITIC_DATABASE_READ, busy_ms, error);
  g_autoptr (CriticDatabase) to = from != NULL ? critic_database_open (backup, CRITIC_DATABASE_MAKE, busy_ms, error) : NULL;
  sqlite3_backup *copy;
  int code;

  if (to == NULL)
    return FALSE;

  copy = sqlite3_backup_init (critic_database_handle (to), "main", critic_database_handle (from), "main");
  if (copy != NULL)
    {
      sqlite3_backup_step (copy, -1);
      sqlite3_backup_finish (copy);
    }
  code = sqlite3_extended_errcode (critic_database_handle (to));

  return code == SQLITE_OK || critic_database_fail (to, code, error);
}

static gboolean
run_steps (CriticDatabase *database, const CriticMigrations *migrations, gint64 version, GError **error)
{
  g_autofree char *numbers = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u;",
                                              CRITIC_LIBRARY_APPLICATION_ID, migrations->n);

  for (guint i = version; i < migrations->n; i++)
    if (!critic_database_exec (database, migrations->steps[i], error))
      return FALSE;

  return critic_database_exec (database, numbers, error);
}

/* Looks at the version again inside the transaction: another program may have
 * been quicker. */
static gboolean
migrate (CriticDatabase *database, const char *path, const CriticMigrations *migrations, guint busy_ms, GError **error)
{
  g_autofree char *backup = NULL;
  gint64 application, version, tables;
  gboolean done;

  if (!critic_database_begin (database, CRITIC_TRANSACTION_DURABLE, error))
    return FALSE;

  done = read_version (database, &application, &version, &tables, error);
  if (done && version < migrations->n)
    {
      if (version > 0 && path != NULL)
        {
          backup = backup_path (path, version);
          done = copy_to (path, backup, busy_ms, error);
        }
      done = done && run_steps (database, migrations, version, error);
    }

  if (done)
    done = critic_database_commit (database, error);
  else
    critic_database_rollback (database);

  /* The library is as it was, and a half copy is none. */
  if (!done && backup != NULL)
    g_unlink (backup);

  return done;
}

/* Every table and index must read word for word as the steps make them. */
static gboolean
check_tables (CriticDatabase *database, const CriticMigrations *migrations, GError **error)
{
  static const char list[] = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL";
  static const char find[] = "SELECT count (*) FROM sqlite_schema WHERE name = ?1 AND sql = ?2";
  g_autoptr (CriticDatabase) pattern = critic_database_open (NULL, CRITIC_DATABASE_MAKE, 0, error);
  g_autoptr (CriticQuery) wanted = NULL;
  g_autoptr (CriticQuery) found = NULL;
  gboolean row;

  if (pattern == NULL || !run_steps (pattern, migrations, 0, error))
    return FALSE;

  wanted = critic_database_query (pattern, list, error);
  found = wanted != NULL ? critic_database_query (database, find, error) : NULL;
  if (found == NULL)
    return FALSE;

  for (;;)
    {
      if (!critic_database_next (pattern, wanted, &row, error))
        return FALSE;
      if (!row)
        return TRUE;

      sqlite3_bind_value (found, 1, sqlite3_column_value (wanted, 0));
      sqlite3_bind_value (found, 2, sqlite3_column_value (wanted, 1));
      if (!critic_database_next (database, found, &row, error))
        return FALSE;
      if (!row || sqlite3_column_int (found, 0) != 1)
        return critic_database_damaged (database, (const char *) sqlite3_column_text (wanted, 0), error);
      sqlite3_reset (found);
    }
}

/**
 * critic_library_schema_prepare: (skip)
 * @database: a connection for writing
 * @path: (nullable): its file; %NULL: in memory
 * @migrations: what makes each version
 * @busy_ms: how long another program's lock is waited for, milliseconds
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Makes the tables of an empty file; brings an older library to the newest
 * version in one transaction, after copying it to `library-vN.sqlite` beside
 * it; refuses a newer one and files of other programs untouched.
 *
 * Returns: whether the library is of the newest version now
 */
gboolean
critic_library_schema_prepare (CriticDatabase *database, const char *path,
                               const CriticMigrations *migrations, guint busy_ms, GError **error)
{
  gint64 application, version, tables;
  gboolean done;

  if (!critic_database_begin (database, CRITIC_TRANSACTION_READ, error))
    return FALSE;
  done = read_version (database, &application, &version, &tables, error);
  critic_database_rollback (database);
  if (!done)
    return FALSE;

  if (application != CRITIC_LIBRARY_APPLICATION_ID && (application != 0 || version != 0 || tables != 0))
    return critic_database_damaged (database, _("it was not made by Photo Critic"), error);
  if (version < 0 || (version == 0 && tables != 0))
    return critic_database_damaged (database, _("it does not say which version it is"), error);

  if (version > migrations->n)
    {
      g_set_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_NEWER,
                   _("The library “%s” was made by a newer version of Photo Critic. Open it with that version."),
                   critic_database_name (database));
      return FALSE;
    }

  if (version < migrations->n && !migrate (database, path, migrations, busy_ms, error))
    return FALSE;

  return check_tables (database, migrations, error);
}
