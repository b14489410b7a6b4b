/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening: new, older, newer, locked, full, left open by a program that was killed. */
#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "critic-library-private.h"
#include "critic-reading.h"
#include "library-fixtures.h"

static const CriticLibraryOptions hasty = { .migrations = &critic_library_migrations, .busy_ms = 50 };

#define VERSION 5

/* The library of next year: a column, a table, and content for both. */
static const char next_year[] =
  "ALTER TABLE rating ADD COLUMN remark TEXT;"
  "CREATE TABLE album (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
  "INSERT INTO album (name) SELECT 'Best' FROM rating";
static const char broken_step[] = "CREATE TABLE album (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1)";

static CriticLibrary *
open_as_next_version (const char *path, const char *second, GError **error)
{
  const char *const steps[] = { critic_library_migrations.steps[0], critic_library_migrations.steps[1],
                                critic_library_migrations.steps[2], critic_library_migrations.steps[3],
                                critic_library_migrations.steps[4], second };
  const CriticMigrations migrations = { steps, VERSION + 1 };
  const CriticLibraryOptions options = { .migrations = &migrations, .busy_ms = 5000 };

  g_assert_cmpuint (critic_library_migrations.n, ==, VERSION);
  return critic_library_open_with (path, &options, error);
}

static void
make_library (const char *path)
{
  g_object_unref (open_library (path));
}

static void
assert_refused (const char *path, CriticLibraryError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = critic_library_open_with (path, &hasty, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (library);
  g_assert_error (error, CRITIC_LIBRARY_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_new (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *deep = NULL;
  g_autofree char *standard = critic_library_default_path ();
  GStatBuf info;

  place_init (&place);
  deep = place_file (&place, "a/b/c.sqlite");
  make_library (deep);
  g_assert_cmpint (ask_number (deep, "PRAGMA user_version"), ==, VERSION);
  g_assert_cmpint (ask_number (deep, "PRAGMA application_id"), ==, CRITIC_LIBRARY_APPLICATION_ID);
  g_assert_cmpint (g_stat (deep, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  make_library (deep);
  g_assert_cmpint (ask_number (deep, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  assert_whole (deep);

  g_assert_true (g_str_has_suffix (standard, "/photo-critic/library.sqlite"));
  g_assert_true (g_str_has_prefix (standard, g_get_user_data_dir ()));

  /* Closed, it is one file. */
  g_autofree char *log = g_strconcat (deep, "-wal", NULL);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
}

/* An empty file is a library of version 0. */
static void
test_version_0 (void)
{
  g_auto (Place) place = { NULL, };

  place_init (&place);
  g_assert_true (g_file_set_contents (place.path, "", 0, NULL));
  make_library (place.path);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION);

  /* So is a database in which nothing was made yet. */
  g_unlink (place.path);
  run_sql (place.path, "PRAGMA application_id = 0x50684372; CREATE TABLE a (b); DROP TABLE a");
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, 0);
  make_library (place.path);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION);
  assert_whole (place.path);

  /* Tables without a version, a version below all, another program's file. */
  run_sql (place.path, "PRAGMA user_version = 0");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
  run_sql (place.path, "PRAGMA user_version = -1");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
  run_sql (place.path, "PRAGMA user_version = 1; PRAGMA application_id = 1");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
  run_sql (place.path, "PRAGMA application_id = 0x50684372; DROP INDEX file_image");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
}

static void
test_older (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *backup = NULL;
  g_autofree char *second = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *then = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;

  place_init (&place);
  backup = place_file (&place, "library-v5.sqlite");
  second = place_file (&place, "library-v5-2.sqlite");
  library = open_library (place.path);
  write_one (library, "/a.jpg", 1);
  write_one (library, "/b.jpg", 2);
  rate (library, image_of (library, "/a.jpg"), 5);
  add_critique (library, image_of (library, "/b.jpg"), "Fine.", TRUE);
  before = describe (library);
  g_clear_object (&library);

  /* A step that fails leaves the old version and no copy. */
  g_assert_null (open_as_next_version (place.path, broken_step, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM sqlite_schema WHERE name = 'album'"), ==, 0);

  library = open_as_next_version (place.path, next_year, &error);
  g_assert_no_error (error);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION + 1);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM album"), ==, 1);
  assert_whole (place.path);

  /* The copy is the library as it was. */
  assert_whole (backup);
  library = open_library (backup);
  then = describe (library);
  g_assert_cmpstr (then, ==, before);
  g_clear_object (&library);

  /* It is opened as it is from now on, and the older program refuses it. */
  library = open_as_next_version (place.path, next_year, &error);
  g_assert_no_error (error);
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM album"), ==, 1);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_NEWER);

  /* A first copy is never written over. */
  g_assert_cmpint (g_rename (backup, place.path), ==, 0);
  library = open_library (place.path);
  g_clear_object (&library);
  g_assert_true (g_file_set_contents (backup, "kept", -1, NULL));
  library = open_as_next_version (place.path, next_year, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  g_clear_pointer (&then, g_free);
  g_assert_true (g_file_get_contents (backup, &then, NULL, NULL));
  g_assert_cmpstr (then, ==, "kept");
}

static char *
blob_of (const char *text)
{
  g_autoptr (GVariant) value =
    g_variant_ref_sink (g_variant_new ("(ssddxb)", "Ana", text, 7.5, 10.0, G_GINT64_CONSTANT (1700000000000), TRUE));
  g_autoptr (GVariant) little = G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_variant_ref (value) : g_variant_byteswap (value);
  const guint8 *bytes = g_variant_get_data (little);
  GString *blob = g_string_new ("x'");

  for (gsize i = 0; i < g_variant_get_size (little); i++)
    g_string_append_printf (blob, "%02x", bytes[i]);
  return g_string_free (g_string_append_c (blob, '\''), FALSE);
}

static void
assert_critique (CriticLibrary *library, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, 1, &error);
  const CriticCritiqueEntry *entry;

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, text != NULL);
  if (text == NULL)
    return;
  entry = entries->pdata[0];
  g_assert_cmpint (entry->id, ==, 3);
  g_assert_cmpstr (entry->author, ==, "Ana");
  g_assert_cmpstr (entry->text, ==, text);
  g_assert_cmpfloat (entry->own_score, ==, 7.5);
  g_assert_cmpint (entry->written, ==, 1700000000000);
  g_assert_true (entry->counts);
  g_assert_cmpstr (entry->language, ==, "");
}

/* Critiques of version 1 have no language, in the journal neither: what was done
 * then is undone and redone now. */
static void
test_version_1 (void)
{
  g_auto (Place) place = { NULL, };
  const CriticMigrations migrations = { critic_library_migrations.steps, 1 };
  const CriticLibraryOptions options = { .migrations = &migrations, .busy_ms = 5000 };
  g_autofree char *first = blob_of ("Calm."), *second = blob_of ("Calm sky."), *sql = NULL;
  g_autofree char *backup = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;

  place_init (&place);
  backup = place_file (&place, "library-v1.sqlite");
  library = critic_library_open_with (place.path, &options, &error);
  g_assert_no_error (error);
  g_clear_object (&library);
  sql = g_strdup_printf ("INSERT INTO image (id, hash, n_critiques) VALUES (1, x'000102030405060708090a0b0c0d0e0f', 1);"
                         "INSERT INTO critique VALUES (3, 1, 'Ana', 'Calm sky.', 7.5, 10.0, 1700000000000, 1);"
                         "INSERT INTO step (id, name, made) VALUES (1, 'Written', 0), (2, 'Changed', 0);"
                         "INSERT INTO change VALUES (1, 0, 2, 1, 3, NULL, %s), (2, 0, 2, 1, 3, %s, %s);",
                         first, first, second);
  run_sql (place.path, sql);

  library = open_library (place.path);
  assert_critique (library, "Calm sky.");
  critic_change_free (critic_library_undo (library, &error));
  assert_critique (library, "Calm.");
  critic_change_free (critic_library_undo (library, &error));
  assert_critique (library, NULL);
  critic_change_free (critic_library_redo (library, &error));
  critic_change_free (critic_library_redo (library, &error));
  assert_critique (library, "Calm sky.");
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION);
  g_assert_cmpint (ask_number (backup, "PRAGMA user_version"), ==, 1);
  assert_whole (place.path);
}

/* Version 2 remembers no marks of files, and keeps all it has. */
static void
test_version_2 (void)
{
  g_auto (Place) place = { NULL, };
  const CriticMigrations migrations = { critic_library_migrations.steps, 2 };
  const CriticLibraryOptions options = { .migrations = &migrations, .busy_ms = 5000 };
  g_autofree char *backup = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticMarked) marked = NULL;

  place_init (&place);
  backup = place_file (&place, "library-v2.sqlite");
  library = critic_library_open_with (place.path, &options, &error);
  g_assert_no_error (error);
  write_one (library, "/shoot/a.jpg", 1);
  rate (library, image_of (library, "/shoot/a.jpg"), 3);
  add_critique (library, image_of (library, "/shoot/a.jpg"), "Calm sky.", TRUE);
  before = describe (library);
  g_clear_object (&library);

  library = open_library (place.path);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  marked = critic_library_marked_at (library, "/shoot/a.jpg", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CRITIC_N_SOURCES; i++)
    g_assert_false (marked->readings[i].known);
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, VERSION);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM reading"), ==, 0);
  g_assert_cmpint (ask_number (backup, "PRAGMA user_version"), ==, 2);
  assert_whole (place.path);
}

/* What stands in the log of a program that was killed is copied too. */
static void
test_older_left_open (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *backup = NULL;
  g_autofree char *before = NULL;
  g_autofree char *then = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) held = NULL;
  g_autoptr (CriticLibrary) library = NULL;

  place_init (&place);
  backup = place_file (&place, "library-v5.sqlite");
  held = open_library (place.path);
  write_one (held, "/a.jpg", 1);
  rate (held, image_of (held, "/a.jpg"), 5);
  before = describe (held);

  library = open_as_next_version (place.path, next_year, &error);
  g_assert_no_error (error);
  g_clear_object (&library);
  library = open_library (backup);
  then = describe (library);
  g_assert_cmpstr (then, ==, before);
}

static void
test_newer (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;

  place_init (&place);
  make_library (place.path);
  run_sql (place.path, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (place.path, &before, &size_before, NULL));
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_NEWER);
  g_assert_true (g_file_get_contents (place.path, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
}

static void
test_locked (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticRow) row = NULL;
  CriticFound found;
  sqlite3 *holder;

  place_init (&place);
  library = critic_library_open_with (place.path, &hasty, &error);
  g_assert_no_error (error);
  write_one (library, "/a.jpg", 1);
  g_assert_cmpint (sqlite3_open (place.path, &holder), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (holder, "BEGIN IMMEDIATE; INSERT INTO filter VALUES ('x', 'y')", NULL, NULL, NULL), ==, SQLITE_OK);

  /* Readers go on; a writer gives up with a sentence and nothing is half done. */
  make_found (&found, "/b.jpg", 2);
  g_assert_false (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_LOCKED);
  g_clear_error (&error);
  row = read_one (library, "/a.jpg");
  g_assert_nonnull (row);
  g_assert_null (read_one (library, "/b.jpg"));

  g_assert_cmpint (sqlite3_exec (holder, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_assert_no_error (error);
  g_clear_object (&library);

  /* Held by a program that shares with nobody. */
  g_assert_cmpint (sqlite3_exec (holder, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_LOCKED);
  sqlite3_close (holder);
  library = open_library (place.path);
}

/* No more room: told, nothing lost, and it goes on when there is room again. */
static void
write_until_full (CriticLibrary *library, guint *n_written, GError **error)
{
  for (guint i = *n_written;; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%06u.jpg", i);
      CriticFound found;

      make_found (&found, path, i);
      if (!critic_library_write_found (library, MODEL, &found, 1, error))
        return;
      *n_written = i + 1;
      g_assert_cmpuint (*n_written, <, 100000);
    }
}

static void
assert_n_rows (CriticLibrary *library, guint n)
{
  const char *const folders[] = { "/shoot", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, n);
}

static void
test_full (void)
{
  g_auto (Place) place = { NULL, };
  const CriticLibraryOptions small = { .migrations = &critic_library_migrations, .busy_ms = 5000, .max_bytes = 300000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  guint n = 0;

  place_init (&place);
  library = critic_library_open_with (place.path, &small, &error);
  g_assert_no_error (error);
  write_until_full (library, &n, &error);
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpuint (n, >, 50);
  assert_n_rows (library, n);
  g_clear_object (&library);

  assert_whole (place.path);
  library = open_library (place.path);
  assert_n_rows (library, n);
  write_one (library, "/shoot/more.jpg", 1);
}

/* The system itself refuses to write. */
static void
test_system_full (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Step");
  struct rlimit before, limited;
  CriticRating rating = { .stars = 5 };
  guint n = 0, written;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/shoot/000000.jpg", 0);
  n = 1;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 400000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  write_until_full (library, &n, &error);
  written = n;
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
  g_clear_error (&error);
  assert_n_rows (library, written);

  limited.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  critic_step_set_rating (step, image_of (library, "/shoot/000000.jpg"), &rating);
  g_assert_false (critic_library_apply (library, step, NULL, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
  g_clear_error (&error);
  g_assert_false (critic_library_save_filter (library, "a", "b", &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
  g_clear_error (&error);
  assert_n_rows (library, written);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&library);
  assert_whole (place.path);
  library = open_library (place.path);
  assert_n_rows (library, written);
}

/* A migration for which there is no room leaves the older library. */
static void
test_full_migration (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *backup = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  struct rlimit before, limited;

  place_init (&place);
  backup = place_file (&place, "library-v5.sqlite");
  library = open_library (place.path);
  write_one (library, "/shoot/0.jpg", 0);
  g_clear_object (&library);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 40000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  g_assert_null (open_as_next_version (place.path, next_year, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_FULL);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
  assert_whole (place.path);
  library = open_library (place.path);
  assert_n_rows (library, 1);
}

static void
test_unusable (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *under_file = NULL;

  place_init (&place);
  g_assert_true (g_file_set_contents (place.path, "", 0, NULL));
  under_file = g_build_filename (place.path, "library.sqlite", NULL);
  assert_refused (under_file, CRITIC_LIBRARY_ERROR_IO);
  assert_refused (place.folder, CRITIC_LIBRARY_ERROR_IO);
}

/* Damage that only reading all pages shows: looked for when it is time. */
static void
test_check_is_due (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *pad = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  const CriticLibraryOptions always = { .migrations = &critic_library_migrations, .busy_ms = 5000, .check = TRUE };
  gint64 page;
  gsize size;

  /* Large, so that it is not looked through each time. */
  place_init (&place);
  make_library (place.path);
  run_sql (place.path,
           "INSERT INTO image (hash, features) SELECT x'00112233445566778899aabbccddeeff', zeroblob (20000000);"
           "INSERT INTO filter VALUES ('a', 'b')");
  page = ask_number (place.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'critique'");
  make_library (place.path);
  g_assert_cmpint (ask_number (place.path, "SELECT value FROM note WHERE name = 'checked'"), >, 0);

  g_assert_true (g_file_get_contents (place.path, &data, &size, NULL));
  memset (data + (page - 1) * 4096, 0x77, 4096);
  g_assert_true (g_file_set_contents (place.path, data, size, NULL));

  /* Checked just now: opened, and told where it is met. */
  library = open_library (place.path);
  g_assert_null (critic_library_images_with_text (library, "sky", &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED);
  g_clear_error (&error);

  /* While it is held open, its log says that something may have happened. */
  g_assert_true (critic_library_save_filter (library, "c", "d", &error));
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
  g_clear_object (&library);
  g_assert_null (critic_library_open_with (place.path, &always, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED);
  g_clear_error (&error);

  /* A day later, and with a clock that was put back. */
  make_library (place.path);
  run_sql (place.path, "UPDATE note SET value = value - 24 * 3600 * 1000");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
  run_sql (place.path, "UPDATE note SET value = value + 48 * 3600 * 1000");
  assert_refused (place.path, CRITIC_LIBRARY_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/open/new", test_new);
  g_test_add_func ("/library/open/version-0", test_version_0);
  g_test_add_func ("/library/open/version-1", test_version_1);
  g_test_add_func ("/library/open/version-2", test_version_2);
  g_test_add_func ("/library/open/older", test_older);
  g_test_add_func ("/library/open/older-left-open", test_older_left_open);
  g_test_add_func ("/library/open/newer", test_newer);
  g_test_add_func ("/library/open/locked", test_locked);
  g_test_add_func ("/library/open/full", test_full);
  g_test_add_func ("/library/open/system-full", test_system_full);
  g_test_add_func ("/library/open/full-migration", test_full_migration);
  g_test_add_func ("/library/open/unusable", test_unusable);
  g_test_add_func ("/library/open/check-is-due", test_check_is_due);

  return g_test_run ();
}
