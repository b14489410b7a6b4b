/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written of photographs is what is read of them. */
#include <math.h>
#include <string.h>

#include "library-fixtures.h"

static void
assert_row (const CriticRow *row, const CriticFound *found)
{
  g_assert_cmpstr (row->path, ==, found->stamp.path);
  g_assert_cmpuint (row->size, ==, found->stamp.size);
  g_assert_cmpint (row->mtime, ==, found->stamp.mtime);
  g_assert_cmpint (row->state, ==, CRITIC_ROW_DONE);
  g_assert_null (row->failure);
  g_assert_cmpmem (&row->measured.hash, CRITIC_HASH_SIZE, &found->measured.hash, CRITIC_HASH_SIZE);
  g_assert_cmpuint (row->measured.width, ==, found->measured.width);
  g_assert_cmpuint (row->measured.height, ==, found->measured.height);
  g_assert_cmpint (row->measured.taken, ==, found->measured.taken);
  g_assert_cmpmem (&row->measured.sharpness, sizeof (gfloat), &found->measured.sharpness, sizeof (gfloat));
  g_assert_cmpmem (&row->measured.exposure, sizeof (gfloat), &found->measured.exposure, sizeof (gfloat));
  g_assert_cmpmem (&row->measured.clipped, sizeof (gfloat), &found->measured.clipped, sizeof (gfloat));
  g_assert_cmpmem (&row->measured.scale, sizeof (gfloat), &found->measured.scale, sizeof (gfloat));
  g_assert_cmpmem (row->measured.features, CRITIC_N_FEATURES, found->measured.features, CRITIC_N_FEATURES);
  g_assert_true (row->assessed);
  g_assert_false (row->stale);
  assert_judgement (&row->judgement, &found->photo_alone);
  assert_judgement (&row->photo_alone, &found->photo_alone);
}

static void
test_round_trip (void)
{
  g_auto (Place) place = { NULL, };
  const char *const folders[] = { "/shoot", NULL };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree CriticFound *found = g_new0 (CriticFound, 300);
  g_autoptr (GError) error = NULL;

  place_init (&place);
  for (guint i = 0; i < 300; i++)
    {
      g_ptr_array_add (paths, g_strdup_printf ("/shoot/%03u.jpg", i));
      make_found (&found[i], paths->pdata[i], i);
    }

  {
    g_autoptr (CriticLibrary) library = open_library (place.path);

    g_assert_cmpstr (critic_library_get_path (library), ==, place.path);
    g_assert_true (critic_library_write_found (library, MODEL, found, 300, &error));
    g_assert_no_error (error);
  }

  g_autoptr (CriticLibrary) library = open_library (place.path);
  g_autoptr (GPtrArray) rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 300);
  for (guint i = 0; i < 300; i++)
    assert_row (rows->pdata[i], &found[i]);

  /* Numbers that cannot be known stay unknown, and no row stops the others. */
  found[7].measured.sharpness = NAN;
  found[7].photo_alone.raw = NAN;
  found[8].photo_alone.raw = -0.1;
  g_assert_true (critic_library_write_found (library, MODEL, found, 300, &error));
  g_autoptr (CriticRow) seventh = read_one (library, paths->pdata[7]);
  g_autoptr (CriticRow) eighth = read_one (library, paths->pdata[8]);
  g_assert_true (isnan (seventh->measured.sharpness) && isnan (seventh->photo_alone.raw));
  assert_judgement (&eighth->photo_alone, &found[8].photo_alone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/library/rows/round-trip", test_round_trip);

  return g_test_run ();
}
