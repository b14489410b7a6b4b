/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file into which another program wrote another picture: what was said goes along,
 * once, where nobody knew the new picture, and stays with the old one as well. */
#include <string.h>

#include "critic-reading.h"
#include "library-fixtures.h"

static CriticHash
hash_of (guint number)
{
  CriticFound found;

  make_found (&found, "/shoot/any.jpg", number);
  return found.measured.hash;
}

static void
assert_nothing_said (CriticLibrary *library, const char *path)
{
  g_autoptr (CriticRow) row = read_one (library, path);
  const CriticRating nothing = { 0 };

  assert_rating (&row->rating, &nothing);
  g_assert_cmpuint (row->n_critiques, ==, 0);
}

static void
assert_said (CriticLibrary *library, const char *path, guint number)
{
  g_autoptr (CriticRow) row = read_one (library, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) critiques = critic_library_critiques (library, row->image_id, &error);
  CriticRating rating;

  g_assert_no_error (error);
  make_rating (&rating, number);
  assert_rating (&row->rating, &rating);
  g_assert_cmpuint (row->n_critiques, ==, 2);
  g_assert_true (row->stale);           /* nobody judged the new picture with them */
  g_assert_cmpuint (critiques->len, ==, 2);
  g_assert_cmpstr (((CriticCritiqueEntry *) critiques->pdata[0])->text, ==, "Fine light.");
  g_assert_true (((CriticCritiqueEntry *) critiques->pdata[0])->counts);
  g_assert_cmpstr (((CriticCritiqueEntry *) critiques->pdata[1])->text, ==, "An empty sky.");
  g_assert_false (((CriticCritiqueEntry *) critiques->pdata[1])->counts);
}

static gint64
say (CriticLibrary *library, const char *path)
{
  const gint64 image_id = image_of (library, path);

  rate (library, image_id, 4);
  add_critique (library, image_id, "Fine light.", TRUE);
  add_critique (library, image_id, "An empty sky.", FALSE);
  return image_id;
}

static void
test_pass (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) old = NULL;
  CriticRating rating, kept;
  gint64 image_id;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/shoot/a.jpg", 1);
  write_one (library, "/shoot/b.jpg", 2);
  image_id = say (library, "/shoot/a.jpg");

  /* Exported over. */
  write_one (library, "/shoot/a.jpg", 10);
  g_assert_cmpint (image_of (library, "/shoot/a.jpg"), !=, image_id);
  assert_said (library, "/shoot/a.jpg", 4);
  assert_nothing_said (library, "/shoot/b.jpg");

  /* The old picture keeps what was said of it, for a copy of it, and for who goes back. */
  make_rating (&rating, 4);
  g_assert_true (critic_library_read_rating (library, image_id, &kept, &error));
  assert_rating (&rating, &kept);
  old = critic_library_critiques (library, image_id, &error);
  g_assert_cmpuint (old->len, ==, 2);
  write_one (library, "/shoot/copy.jpg", 1);
  g_assert_cmpint (image_of (library, "/shoot/copy.jpg"), ==, image_id);

  /* Said anew of the new one, which goes back to what it was: each has its own. */
  rate (library, image_of (library, "/shoot/a.jpg"), 7);
  write_one (library, "/shoot/a.jpg", 1);
  {
    g_autoptr (CriticRow) row = read_one (library, "/shoot/a.jpg");

    assert_rating (&row->rating, &rating);
    g_assert_cmpuint (row->n_critiques, ==, 2);
  }
  write_one (library, "/shoot/a.jpg", 10);
  {
    g_autoptr (CriticRow) row = read_one (library, "/shoot/a.jpg");

    make_rating (&rating, 7);
    assert_rating (&row->rating, &rating);
    g_assert_cmpuint (row->n_critiques, ==, 2);
  }
}

/* Files that were numbered anew: a picture that is known takes nothing from its place. */
static void
test_known (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/shoot/a.jpg", 1);
  write_one (library, "/shoot/b.jpg", 2);
  say (library, "/shoot/a.jpg");
  write_one (library, "/shoot/a.jpg", 2);
  assert_nothing_said (library, "/shoot/a.jpg");
}

/* A camera that begins to count anew: what came where another file is gone is a new one. */
static void
test_gone (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  const char *const gone[] = { "/shoot/a.jpg" };
  CriticFound found;

  place_init (&place);
  library = open_library (place.path);
  write_one (library, "/shoot/a.jpg", 1);
  say (library, "/shoot/a.jpg");
  g_assert_true (critic_library_mark_gone (library, gone, 1, &error));
  make_found (&found, "/shoot/a.jpg", 3);
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  write_one (library, "/shoot/a.jpg", 3);
  assert_nothing_said (library, "/shoot/a.jpg");

  /* The very same that comes back is the same. */
  write_one (library, "/shoot/b.jpg", 4);
  say (library, "/shoot/b.jpg");
  g_assert_true (critic_library_mark_gone (library, (const char *const[]) { "/shoot/b.jpg" }, 1, &error));
  make_found (&found, "/shoot/b.jpg", 4);
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  {
    g_autoptr (CriticRow) row = read_one (library, "/shoot/b.jpg");

    g_assert_cmpint (row->state, ==, CRITIC_ROW_DONE);
    g_assert_cmpuint (row->n_critiques, ==, 2);
  }
}

/* Without a pass: a photograph opened by itself, on the desk and when it is looked at. */
static void
test_alone (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  const CriticHash one = hash_of (1), two = hash_of (2), three = hash_of (3), never = hash_of (8), nor = hash_of (9);
  const CriticFileStamp as_one = { "/shoot/a.jpg", 100, 1000 }, as_three = { "/shoot/a.jpg", 100, 3000 };
  gint64 image_id, followed;

  place_init (&place);
  library = open_library (place.path);
  g_assert_true (critic_library_write_seen (library, &as_one, &one, &error));
  say (library, "/shoot/a.jpg");

  g_assert_true (critic_library_follow (library, "/shoot/a.jpg", &one, &two, &followed, &error));
  g_assert_true (critic_library_find_image (library, &two, FALSE, &image_id, &error));
  g_assert_cmpint (image_id, ==, followed);
  g_assert_cmpint (image_id, !=, 0);
  {
    g_autoptr (GPtrArray) critiques = critic_library_critiques (library, image_id, &error);

    g_assert_cmpuint (critiques->len, ==, 2);
  }
  /* Once. */
  g_assert_true (critic_library_follow (library, "/shoot/a.jpg", &one, &two, &followed, &error));
  {
    g_autoptr (GPtrArray) critiques = critic_library_critiques (library, image_id, &error);

    g_assert_cmpuint (critiques->len, ==, 2);
  }
  g_assert_true (critic_library_follow (library, NULL, &never, &nor, &followed, &error));
  g_assert_cmpint (followed, ==, 0);
  g_assert_true (critic_library_find_image (library, &nor, FALSE, &image_id, &error));
  g_assert_cmpint (image_id, ==, 0);

  g_assert_true (critic_library_write_seen (library, &as_three, &three, &error));
  g_assert_no_error (error);
  {
    g_autoptr (CriticRow) row = read_one (library, "/shoot/a.jpg");

    g_assert_cmpmem (row->measured.hash.bytes, CRITIC_HASH_SIZE, three.bytes, CRITIC_HASH_SIZE);
    g_assert_cmpuint (row->n_critiques, ==, 2);
    g_assert_cmpint (row->mtime, ==, 3000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/follow/pass", test_pass);
  g_test_add_func ("/library/follow/known", test_known);
  g_test_add_func ("/library/follow/gone", test_gone);
  g_test_add_func ("/library/follow/alone", test_alone);

  return g_test_run ();
}
