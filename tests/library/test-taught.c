/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which marks teach the user's taste, and which were forgotten. */
#include "critic-library-private.h"
#include "library-fixtures.h"

#define N 6

static guint
count_taught (CriticLibrary *library, guint *n_forgotten)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = critic_library_taught_files (library, n_forgotten, &error);

  g_assert_no_error (error);
  for (guint i = 1; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i - 1), <, g_array_index (ids, gint64, i));
  return ids->len;
}

static void
give (CriticLibrary *library, guint index, CriticRating rating)
{
  g_autofree char *path = g_strdup_printf ("/shoot/%u.jpg", index);
  g_autoptr (CriticStep) step = critic_step_new ("Mark");
  g_autoptr (GError) error = NULL;

  critic_step_set_rating (step, image_of (library, path), &rating);
  critic_library_apply (library, step, NULL, &error);
  g_assert_no_error (error);
}

static void
forget (CriticLibrary *library, gboolean forget_them)
{
  g_autoptr (GError) error = NULL;

  critic_library_forget_marks (library, forget_them, &error);
  g_assert_no_error (error);
}

static void
test_taught (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  guint n_forgotten;

  place_init (&place);
  library = open_library (place.path);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%u.jpg", i);

      write_one (library, path, i);
    }
  /* Two files of one photograph are one mark. */
  write_one (library, "/shoot/copy.jpg", 0);
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 0);

  give (library, 0, (CriticRating) { .stars = 4 });
  give (library, 1, (CriticRating) { .score = 6.5 });
  give (library, 2, (CriticRating) { .flag = CRITIC_FLAG_REJECT });
  give (library, 3, (CriticRating) { .flag = CRITIC_FLAG_PICK, .label = CRITIC_LABEL_RED });
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 3);
  g_assert_cmpuint (n_forgotten, ==, 0);

  forget (library, TRUE);
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 0);
  g_assert_cmpuint (n_forgotten, ==, 3);

  /* What the taste does not learn from changes nothing; a mark given anew teaches, be it the same. */
  give (library, 0, (CriticRating) { .stars = 4, .label = CRITIC_LABEL_BLUE, .high = CRITIC_SAYS_YES });
  g_assert_cmpuint (count_taught (library, NULL), ==, 0);
  give (library, 0, (CriticRating) { 0 });
  give (library, 0, (CriticRating) { .stars = 4 });
  give (library, 1, (CriticRating) { .score = 6.6 });
  give (library, 4, (CriticRating) { .stars = 1 });
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 3);
  g_assert_cmpuint (n_forgotten, ==, 1);
  give (library, 5, (CriticRating) { .high = CRITIC_SAYS_NO });
  g_assert_cmpuint (count_taught (library, NULL), ==, 4);
  forget (library, TRUE);
  g_assert_cmpuint (count_taught (library, NULL), ==, 0);
  give (library, 5, (CriticRating) { .high = CRITIC_SAYS_NO, .label = CRITIC_LABEL_RED });
  g_assert_cmpuint (count_taught (library, NULL), ==, 0);
  give (library, 5, (CriticRating) { .high = CRITIC_SAYS_YES });
  g_assert_cmpuint (count_taught (library, NULL), ==, 1);
  forget (library, FALSE);
  give (library, 5, (CriticRating) { 0 });
  forget (library, TRUE);
  give (library, 0, (CriticRating) { .stars = 5 });
  give (library, 1, (CriticRating) { .score = 6.7 });
  give (library, 4, (CriticRating) { .stars = 2 });

  /* It stays so when it is opened again, and may be taken back. */
  g_clear_object (&library);
  library = open_library (place.path);
  g_assert_cmpuint (count_taught (library, NULL), ==, 3);
  forget (library, FALSE);
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 4);
  g_assert_cmpuint (n_forgotten, ==, 0);
}

static void
test_rescued (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_lost;
  guint n_forgotten;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/shoot/0.jpg", 0);
  give (library, 0, (CriticRating) { .stars = 4 });
  forget (library, TRUE);
  g_clear_object (&library);

  library = critic_library_rescue (place.path, &n_lost, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 0);
  g_assert_cmpuint (n_forgotten, ==, 1);
}

/* What version 4 forgot stays forgotten, and a verdict teaches from now on. */
static void
test_version_4 (void)
{
  g_auto (Place) place = { NULL, };
  const CriticMigrations migrations = { critic_library_migrations.steps, 4 };
  const CriticLibraryOptions options = { .migrations = &migrations, .busy_ms = 5000 };
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;
  guint n_forgotten;

  place_init (&place);
  library = critic_library_open_with (place.path, &options, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%u.jpg", i);

      write_one (library, path, i);
      give (library, i, i == 0 ? (CriticRating) { .stars = 4 } : (CriticRating) { .high = CRITIC_SAYS_YES });
    }
  forget (library, TRUE);
  before = describe (library);
  g_clear_object (&library);

  library = open_library (place.path);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (count_taught (library, &n_forgotten), ==, 0);
  g_assert_cmpuint (n_forgotten, ==, 2);
  give (library, 1, (CriticRating) { .high = CRITIC_SAYS_NO });
  g_assert_cmpuint (count_taught (library, NULL), ==, 1);
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, (gint64) critic_library_migrations.n);
  assert_whole (place.path);
}

/* Version 3 forgets no marks. */
static void
test_version_3 (void)
{
  g_auto (Place) place = { NULL, };
  const CriticMigrations migrations = { critic_library_migrations.steps, 3 };
  const CriticLibraryOptions options = { .migrations = &migrations, .busy_ms = 5000 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = NULL;

  place_init (&place);
  library = critic_library_open_with (place.path, &options, &error);
  g_assert_no_error (error);
  write_one (library, "/shoot/a.jpg", 1);
  rate (library, image_of (library, "/shoot/a.jpg"), 3);
  before = describe (library);
  g_clear_object (&library);

  library = open_library (place.path);
  after = describe (library);
  g_assert_cmpstr (after, ==, before);
  g_clear_object (&library);
  g_assert_cmpint (ask_number (place.path, "PRAGMA user_version"), ==, (gint64) critic_library_migrations.n);
  g_assert_cmpint (ask_number (place.path, "SELECT count (*) FROM forgotten"), ==, 0);
  assert_whole (place.path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library/taught/marks", test_taught);
  g_test_add_func ("/library/taught/rescued", test_rescued);
  g_test_add_func ("/library/taught/version-3", test_version_3);
  g_test_add_func ("/library/taught/version-4", test_version_4);
  return g_test_run ();
}
