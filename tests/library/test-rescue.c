/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Damaged libraries: told, never crashing, and what can be read is saved. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "library-fixtures.h"

#define N_PHOTOGRAPHS 120
#define UNDONE 117              /* the last to be rated; taken back */
#define ROUNDS 200
#define PAGE_SIZE 4096

/* Photographs in two folders; every third rated, every fourth with a critique;
 * a filter; steps undone. */
static void
fill (CriticLibrary *library)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticChange) undone = NULL;

  for (guint i = 0; i < N_PHOTOGRAPHS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%s/%03u.jpg", i % 2 ? "odd" : "even", i);
      g_autofree char *text = g_strdup_printf ("The horizon of number %u leans.", i);

      write_one (library, path, i);
      if (i % 3 == 0)
        rate (library, image_of (library, path), i + 1);
      if (i % 4 == 0)
        add_critique (library, image_of (library, path), text, i % 8 == 0);
    }
  g_assert_true (critic_library_save_filter (library, "Best", "stars >= 3", &error));
  undone = critic_library_undo (library, &error);
  g_assert_no_error (error);
}

static void
make_library (Place *place, char **description)
{
  g_autoptr (CriticLibrary) library = open_library (place->path);

  fill (library);
  if (description != NULL)
    *description = describe (library);
}

static void
read_file (const char *path, guint8 **data, gsize *size)
{
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, (char **) data, size, &error);
  g_assert_no_error (error);
}

static void
write_file (const char *path, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  static const char *const parts[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strconcat (path, parts[i], NULL);

      g_unlink (name);
    }
  g_file_set_contents_full (path, (const char *) data, size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
assert_damaged (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = critic_library_open (path, &error);
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (library);
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, name));
}

static guint
count_damaged (Place *place)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_false (g_str_has_prefix (name, "library.sqlite."));
      n += g_str_has_prefix (name, "library-damaged-") && g_str_has_suffix (name, ".sqlite");
    }
  return n;
}

static CriticLibrary *
rescue (Place *place, guint64 *n_lost)
{
  g_autoptr (GError) error = NULL;
  guint before = count_damaged (place);
  CriticLibrary *library = critic_library_rescue (place->path, n_lost, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);
  g_assert_cmpuint (count_damaged (place), ==, before + 1);
  assert_whole (place->path);
  return library;
}

/* Its first page gone, nothing is lost: not even undo. */
static void
test_first_page (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *redo = NULL;
  g_autofree guint8 *data = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_lost;
  gsize size;

  place_init (&place);
  make_library (&place, &before);
  read_file (place.path, &data, &size);
  memset (data, 0xa5, PAGE_SIZE);
  write_file (place.path, data, size);
  assert_damaged (place.path);

  g_autoptr (CriticLibrary) library = rescue (&place, &n_lost);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (n_lost, ==, 0);
  critic_library_peek (library, NULL, &redo);
  g_assert_nonnull (redo);
  g_autoptr (GPtrArray) filters = critic_library_filters (library, &error);
  g_assert_cmpuint (filters->len, ==, 2);
}

/* What was committed and still stands in the log is part of the library. */
static void
test_log (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree char *copy = NULL;
  g_autofree char *log = NULL;
  g_autofree char *copied_log = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree guint8 *data = NULL;
  g_autofree guint8 *log_data = NULL;
  guint64 n_lost;
  gsize size, log_size;

  place_init (&place);
  {
    g_autoptr (CriticLibrary) library = open_library (place.path);

    fill (library);
    before = describe (library);
    log = g_strconcat (place.path, "-wal", NULL);
    read_file (place.path, &data, &size);
    read_file (log, &log_data, &log_size);
  }
  g_assert_cmpuint (log_size, >, 0);
  write_file (place.path, data, size);
  write_file (log, log_data, log_size);

  /* Whole, though it was left open. */
  {
    g_autoptr (CriticLibrary) library = open_library (place.path);

    after = describe (library);
    g_assert_cmpstr (after, ==, before);
    g_clear_pointer (&after, g_free);
  }

  memset (data, 0, MIN (size, 600));
  write_file (place.path, data, size);
  write_file (log, log_data, log_size);
  assert_damaged (place.path);
  write_file (place.path, data, size);
  write_file (log, log_data, log_size);
  g_autoptr (CriticLibrary) library = rescue (&place, &n_lost);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (n_lost, ==, 0);
}

/* Stars hang on the hash, which the index knows too. */
static void
test_lost_image_page (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree guint8 *data = NULL;
  guint64 n_lost;
  gint64 page;
  gsize size;
  guint n_stars = 0;

  place_init (&place);
  make_library (&place, NULL);
  page = ask_number (place.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'image'");
  read_file (place.path, &data, &size);
  memset (data + (page - 1) * PAGE_SIZE, 0x5a, PAGE_SIZE);
  write_file (place.path, data, size);
  assert_damaged (place.path);

  g_autoptr (CriticLibrary) library = rescue (&place, &n_lost);
  const char *const folders[] = { "/", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (rows->len, ==, N_PHOTOGRAPHS);
  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];
      g_autofree char *name = g_path_get_basename (row->path);
      guint number = atoi (name);
      CriticRating rating = { 0, };

      if (number % 3 == 0 && number != UNDONE)
        make_rating (&rating, number + 1);
      assert_rating (&row->rating, &rating);
      n_stars += row->rating.stars > 0;
      g_assert_cmpuint (row->n_critiques, ==, number % 4 == 0 ? 1 : 0);
    }
  g_assert_cmpuint (n_stars, >, 0);
}

/* Pages in the middle of a table: what lies before and behind them is saved. */
static void
test_lost_leaf (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree guint8 *data = NULL;
  guint64 n_lost;
  gsize size;
  guint n_before, n_after;

  place_init (&place);
  make_library (&place, NULL);
  n_before = ask_number (place.path, "SELECT count (*) FROM image");
  read_file (place.path, &data, &size);

  /* Leaves of images hold their features: 7 a + i. */
  for (gsize page = 1; page < size / PAGE_SIZE; page++)
    {
      guint8 features[8];

      for (guint i = 0; i < sizeof features; i++)
        features[i] = 60 * 7 + i;
      if (data[page * PAGE_SIZE] == 0x0d && memmem (data + page * PAGE_SIZE, PAGE_SIZE, features, sizeof features) != NULL)
        {
          memset (data + page * PAGE_SIZE, 0xff, 64);
          break;
        }
    }
  write_file (place.path, data, size);
  assert_damaged (place.path);

  g_autoptr (CriticLibrary) library = rescue (&place, &n_lost);
  n_after = ask_number (place.path, "SELECT count (*) FROM image WHERE features IS NOT NULL");
  g_assert_cmpuint (n_lost, >, 0);
  g_assert_cmpuint (n_lost, <, n_before / 4);
  g_assert_cmpuint (n_after + n_lost, ==, n_before);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM image"), ==, n_before);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM rating"), ==, N_PHOTOGRAPHS / 3 - 1);
}

static void
test_no_library (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree guint8 *data = g_malloc (100000);
  g_autofree char *description = NULL;
  guint64 n_lost;

  place_init (&place);
  for (guint i = 0; i < 100000; i++)
    data[i] = g_test_rand_int ();
  write_file (place.path, data, 100000);
  assert_damaged (place.path);
  {
    g_autoptr (CriticLibrary) library = rescue (&place, &n_lost);

    description = describe (library);
    g_assert_cmpstr (description, ==, "");
    g_assert_cmpuint (n_lost, ==, G_MAXUINT64);
  }

  /* Another program's database is not touched. */
  write_file (place.path, data, 0);
  run_sql (place.path, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
  assert_damaged (place.path);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM sqlite_schema"), ==, 1);
}

static void
damage (guint8 *data, gsize *size)
{
  gsize where = g_test_rand_int_range (0, *size);
  gsize page = where / PAGE_SIZE * PAGE_SIZE;

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      for (guint i = g_test_rand_int_range (1, 9); i > 0; i--)
        data[g_test_rand_int_range (0, *size)] ^= 1 << g_test_rand_int_range (0, 8);
      break;
    case 1:
      memset (data + page, 0, PAGE_SIZE);
      break;
    case 2:
      *size = where;
      break;
    case 3:
      for (gsize i = where; i < MIN (where + 500, *size); i++)
        data[i] = g_test_rand_int ();
      break;
    case 4:     /* a page in another's place */
      memmove (data + page, data + g_test_rand_int_range (0, *size / PAGE_SIZE) * PAGE_SIZE, PAGE_SIZE);
      break;
    default:    /* a page's header and the pointers behind it */
      for (gsize i = page + (page == 0 ? 100 : 0); i < page + 160; i++)
        if (g_test_rand_int_range (0, 4) == 0)
          data[i] = g_test_rand_int ();
      break;
    }
}

static void
assert_told (GError *error)
{
  if (error != NULL)
    {
      g_assert_true (error->domain == CRITIC_LIBRARY_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_error_free (error);
    }
}

/* Whatever is called: an answer or a sentence. */
static void
use_all (CriticLibrary *library)
{
  const char *const folders[] = { "/", NULL };
  GError *error = NULL;
  GPtrArray *list;
  GHashTable *set;
  CriticChange *change;
  CriticStep *step = critic_step_new ("Step");
  CriticRating rating = { .stars = 1 };
  CriticFound found;

  list = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const CriticRow *row = list->pdata[i];
      GError *trouble = NULL;
      GPtrArray *critiques = critic_library_critiques (library, row->image_id, &trouble);

      g_clear_pointer (&critiques, g_ptr_array_unref);
      assert_told (trouble);
    }
  g_clear_pointer (&list, g_ptr_array_unref);
  assert_told (g_steal_pointer (&error));

  list = critic_library_filters (library, &error);
  g_clear_pointer (&list, g_ptr_array_unref);
  assert_told (g_steal_pointer (&error));
  set = critic_library_images_with_text (library, "HORIZON", &error);
  g_clear_pointer (&set, g_hash_table_unref);
  assert_told (g_steal_pointer (&error));
  set = critic_library_stamps_under (library, "/odd", MODEL, &error);
  g_clear_pointer (&set, g_hash_table_unref);
  assert_told (g_steal_pointer (&error));

  for (guint i = 0; i < 6; i++)
    {
      change = i % 3 == 2 ? critic_library_redo (library, &error) : critic_library_undo (library, &error);
      g_clear_pointer (&change, critic_change_free);
      assert_told (g_steal_pointer (&error));
    }
  make_found (&found, "/even/000.jpg", 1);
  critic_library_write_found (library, MODEL, &found, 1, &error);
  assert_told (g_steal_pointer (&error));
  critic_step_set_rating (step, 1, &rating);
  critic_library_apply (library, step, NULL, &error);
  assert_told (g_steal_pointer (&error));
  critic_step_free (step);
}

static void
test_random (void)
{
  g_auto (Place) place = { NULL, };
  g_autofree guint8 *data = NULL;
  gsize size;
  guint n_damaged = 0;

  place_init (&place);
  make_library (&place, NULL);
  read_file (place.path, &data, &size);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree guint8 *broken = g_memdup2 (data, size);
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticLibrary) library = NULL;
      gsize broken_size = size;

      damage (broken, &broken_size);
      write_file (place.path, broken, broken_size);
      library = critic_library_open (place.path, &error);
      if (library != NULL)
        {
          use_all (library);
          continue;
        }

      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      /* The four bytes of the version may say anything. */
      if (!g_error_matches (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_NEWER) || memcmp (broken + 60, data + 60, 4) == 0)
        g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED);
      n_damaged++;
      if (n_damaged % 8 == 0)
        {
          guint64 n_lost;

          library = rescue (&place, &n_lost);
          use_all (library);
        }
    }

  g_test_message ("%u of %u found damaged when opened", n_damaged, ROUNDS);
  g_assert_cmpuint (n_damaged, >, ROUNDS / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/rescue/first-page", test_first_page);
  g_test_add_func ("/library/rescue/log", test_log);
  g_test_add_func ("/library/rescue/lost-image-page", test_lost_image_page);
  g_test_add_func ("/library/rescue/lost-leaf", test_lost_leaf);
  g_test_add_func ("/library/rescue/no-library", test_no_library);
  g_test_add_func ("/library/rescue/random", test_random);

  return g_test_run ();
}
