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
  g_assert_cmpuint (row->measured.turned, ==, found->measured.turned);
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

/* Files are places, photographs are what they show: stars survive exiftool
 * and a rename, and a copy shares them. */
static void
test_by_hash (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  const char *const gone[] = { "/shoot/a.jpg", "/unknown.jpg" };
  const char *const calm[] = { "Calm.", NULL };
  CriticRating rating;
  CriticFound found;
  gint64 image_id;

  make_rating (&rating, 11);
  write_one (library, "/shoot/a.jpg", 1);
  image_id = image_of (library, "/shoot/a.jpg");
  rate (library, image_id, 11);
  add_critique (library, image_id, "Calm.", TRUE);

  /* exiftool: another size and time, the same image data. */
  make_found (&found, "/shoot/a.jpg", 1);
  found.stamp.size += 100;
  found.stamp.mtime += 1;
  g_assert_false (critic_library_is_current (library, &found.stamp, MODEL));
  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  /* With its critique it was not judged yet. */
  g_assert_false (critic_library_is_current (library, &found.stamp, MODEL));
  g_assert_true (critic_library_write_judgement (library, MODEL, image_id, calm, &found.photo_alone, &error));
  g_assert_true (critic_library_is_current (library, &found.stamp, MODEL));
  g_autoptr (CriticRow) touched = read_one (library, "/shoot/a.jpg");
  assert_rating (&touched->rating, &rating);
  g_assert_cmpuint (touched->n_critiques, ==, 1);

  /* A rename: the old path is gone, the new one has it all. */
  write_one (library, "/shoot/renamed.jpg", 1);
  g_assert_true (critic_library_mark_gone (library, gone, 2, &error));
  g_autoptr (CriticRow) old = read_one (library, "/shoot/a.jpg");
  g_autoptr (CriticRow) renamed = read_one (library, "/shoot/renamed.jpg");
  g_assert_cmpint (old->state, ==, CRITIC_ROW_GONE);
  g_assert_cmpint (renamed->state, ==, CRITIC_ROW_DONE);
  g_assert_cmpint (renamed->image_id, ==, image_id);
  g_assert_cmpint (renamed->file_id, !=, old->file_id);
  assert_rating (&renamed->rating, &rating);
  g_assert_cmpuint (renamed->n_critiques, ==, 1);
  g_assert_null (read_one (library, "/unknown.jpg"));

  /* Two files of one photograph: what is said of one is said of both. */
  write_one (library, "/backup/a.jpg", 1);
  rate (library, image_of (library, "/backup/a.jpg"), 4);
  make_rating (&rating, 4);
  g_autoptr (CriticRow) both = read_one (library, "/shoot/renamed.jpg");
  assert_rating (&both->rating, &rating);

  /* Edited, it is another photograph, to which what was said went along: test-follow.c. */
  write_one (library, "/shoot/renamed.jpg", 2);
  g_autoptr (CriticRow) edited = read_one (library, "/shoot/renamed.jpg");
  g_assert_cmpint (edited->file_id, ==, renamed->file_id);
  g_assert_cmpint (edited->image_id, !=, image_id);
  assert_rating (&edited->rating, &rating);
  g_assert_cmpuint (edited->n_critiques, ==, 1);
}

/* What two files' own metadata say may differ though the picture is the same. */
static void
test_own_metadata (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  CriticFound found[2];

  make_found (&found[0], "/a.jpg", 1);
  make_found (&found[1], "/b.jpg", 1);
  found[1].measured.width = found[0].measured.height;
  found[1].measured.height = found[0].measured.width;
  found[1].measured.taken = 0;
  g_assert_true (critic_library_write_found (library, MODEL, found, 2, &error));
  g_autoptr (CriticRow) a = read_one (library, "/a.jpg");
  g_autoptr (CriticRow) b = read_one (library, "/b.jpg");
  assert_row (a, &found[0]);
  assert_row (b, &found[1]);
}

static void
test_states (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  const char *const path = "/shoot/a.jpg";
  CriticFound found, failed;

  make_found (&found, path, 1);
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  g_autoptr (CriticRow) waiting = read_one (library, path);
  g_assert_cmpint (waiting->state, ==, CRITIC_ROW_WAITING);
  g_assert_cmpint (waiting->image_id, ==, 0);
  g_assert_false (waiting->assessed);
  g_assert_false (critic_library_is_current (library, &found.stamp, MODEL));

  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_autoptr (CriticRow) done = read_one (library, path);
  g_assert_cmpint (done->file_id, ==, waiting->file_id);
  assert_row (done, &found);
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  g_autoptr (CriticRow) still = read_one (library, path);
  g_assert_cmpint (still->state, ==, CRITIC_ROW_DONE);
  rate (library, done->image_id, 3);

  /* It cannot be read: the row says why and shows no score, stars stay. */
  failed = found;
  failed.stamp.size = 7;
  failed.failure = "“a.jpg” is cut short.";
  g_assert_true (critic_library_write_found (library, MODEL, &failed, 1, &error));
  g_autoptr (CriticRow) broken = read_one (library, path);
  g_assert_cmpint (broken->state, ==, CRITIC_ROW_FAILED);
  g_assert_cmpstr (broken->failure, ==, failed.failure);
  g_assert_false (broken->assessed);
  g_assert_cmpint (broken->rating.stars, ==, 3);
  g_assert_true (critic_library_is_current (library, &failed.stamp, MODEL));
  g_assert_true (critic_library_is_current (library, &failed.stamp, OTHER_MODEL));
  g_assert_false (critic_library_is_current (library, &found.stamp, MODEL));

  /* Changed on disk: met, it waits; gone, it is not current; back, it is. */
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  g_autoptr (CriticRow) changed = read_one (library, path);
  g_assert_cmpint (changed->state, ==, CRITIC_ROW_WAITING);
  g_assert_null (changed->failure);
  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_assert_true (critic_library_mark_gone (library, &path, 1, &error));
  g_assert_false (critic_library_is_current (library, &found.stamp, MODEL));
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  g_assert_true (critic_library_is_current (library, &found.stamp, MODEL));

  /* A file that failed from the start has no photograph. */
  failed.stamp.path = "/shoot/b.jpg";
  g_assert_true (critic_library_write_found (library, MODEL, &failed, 1, &error));
  g_autoptr (CriticRow) hopeless = read_one (library, "/shoot/b.jpg");
  g_assert_cmpint (hopeless->image_id, ==, 0);
  g_assert_cmpint (hopeless->state, ==, CRITIC_ROW_FAILED);
}

static void
test_models (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  CriticFound old, new;

  make_found (&old, "/a.jpg", 1);
  g_assert_true (critic_library_write_found (library, MODEL, &old, 1, &error));
  g_assert_false (critic_library_is_current (library, &old.stamp, OTHER_MODEL));
  g_autoptr (CriticRow) unknown = critic_library_row_at (library, "/a.jpg", OTHER_MODEL, &error);
  g_autoptr (CriticRow) nobody = critic_library_row_at (library, "/a.jpg", NULL, &error);
  g_assert_cmpint (unknown->state, ==, CRITIC_ROW_DONE);
  g_assert_false (unknown->assessed);
  g_assert_false (nobody->assessed);

  new = old;
  make_found (&new, "/a.jpg", 2);
  new.measured.hash = old.measured.hash;
  new.stamp = old.stamp;
  g_assert_true (critic_library_write_found (library, OTHER_MODEL, &new, 1, &error));
  g_autoptr (CriticRow) first = critic_library_row_at (library, "/a.jpg", MODEL, &error);
  g_autoptr (CriticRow) second = critic_library_row_at (library, "/a.jpg", OTHER_MODEL, &error);
  assert_judgement (&first->photo_alone, &old.photo_alone);
  assert_judgement (&second->photo_alone, &new.photo_alone);
}

/* A judgement with critiques is shown while exactly those count. */
static void
test_stale (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  const char *const both[] = { "The sky is empty.", "Calm.", NULL };
  const char *const one[] = { "Calm.", NULL };
  g_autoptr (CriticStep) step = critic_step_new ("Leave it out");
  CriticCritiqueEntry entry = { 0, (char *) "Ana", (char *) "The sky is empty.", 7.5, 10, 1, FALSE };
  CriticFound with_both, with_one;
  gint64 image_id;

  make_found (&with_both, "/", 50);
  make_found (&with_one, "/", 51);
  write_one (library, "/a.jpg", 1);
  image_id = image_of (library, "/a.jpg");
  add_critique (library, image_id, "Does not count.", FALSE);
  g_autoptr (CriticRow) alone = read_one (library, "/a.jpg");
  g_assert_false (alone->stale);
  g_assert_false (alone->with_critiques);

  add_critique (library, image_id, "Calm.", TRUE);
  entry.id = add_critique (library, image_id, "The sky is empty.", TRUE);
  g_autoptr (CriticRow) stale = read_one (library, "/a.jpg");
  g_assert_true (stale->stale && stale->assessed && !stale->with_critiques);
  g_assert_cmpuint (stale->n_critiques, ==, 3);
  assert_judgement (&stale->judgement, &stale->photo_alone);

  g_assert_true (critic_library_write_judgement (library, MODEL, image_id, both, &with_both.photo_alone, &error));
  g_autoptr (CriticRow) judged = read_one (library, "/a.jpg");
  g_assert_true (judged->with_critiques && !judged->stale);
  assert_judgement (&judged->judgement, &with_both.photo_alone);
  assert_judgement (&judged->photo_alone, &alone->photo_alone);

  critic_step_set_critique (step, image_id, &entry);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_autoptr (CriticRow) changed = read_one (library, "/a.jpg");
  g_assert_true (changed->stale);

  /* One that took too long and is of other critiques is not shown, nor kept. */
  g_assert_true (critic_library_write_judgement (library, MODEL, image_id, both, &with_both.photo_alone, &error));
  g_autoptr (CriticRow) late = read_one (library, "/a.jpg");
  g_assert_true (late->stale);
  g_assert_true (critic_library_write_judgement (library, MODEL, image_id, one, &with_one.photo_alone, &error));
  g_autoptr (CriticRow) again = read_one (library, "/a.jpg");
  assert_judgement (&again->judgement, &with_one.photo_alone);

  /* A pass that judges the photograph alone once more changes nothing of it. */
  write_one (library, "/a.jpg", 1);
  g_autoptr (CriticRow) after = read_one (library, "/a.jpg");
  assert_judgement (&after->judgement, &with_one.photo_alone);

  g_assert_false (critic_library_write_judgement (library, MODEL, 999, one, &with_one.photo_alone, &error));
  g_assert_error (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_IO);
}

/* A critique without a word is not one, for counts as for judgements; a
 * photograph that no pass has met can have one all the same. */
static void
test_blank (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  const char *const texts[] = { " \n", "Calm.", "", NULL };
  CriticFound found, with_one;
  gint64 image_id;

  make_found (&found, "/a.jpg", 1);
  make_found (&with_one, "/", 50);
  g_assert_true (critic_library_find_image (library, &found.measured.hash, FALSE, &image_id, &error));
  g_assert_cmpint (image_id, ==, 0);
  g_assert_true (critic_library_find_image (library, &found.measured.hash, TRUE, &image_id, &error));
  g_assert_cmpint (image_id, !=, 0);
  add_critique (library, image_id, " \n", TRUE);

  write_one (library, "/a.jpg", 1);
  g_assert_cmpint (image_of (library, "/a.jpg"), ==, image_id);
  g_autoptr (CriticRow) blank = read_one (library, "/a.jpg");
  g_assert_false (blank->stale);
  g_assert_cmpuint (blank->n_critiques, ==, 0);
  assert_judgement (&blank->photo_alone, &found.photo_alone);

  add_critique (library, image_id, "Calm.", TRUE);
  g_autoptr (CriticRow) stale = read_one (library, "/a.jpg");
  g_assert_true (stale->stale);
  g_assert_cmpuint (stale->n_critiques, ==, 1);
  g_assert_true (critic_library_write_judgement (library, MODEL, image_id, texts, &with_one.photo_alone, &error));
  g_autoptr (CriticRow) judged = read_one (library, "/a.jpg");
  g_assert_true (judged->with_critiques && !judged->stale);
  assert_judgement (&judged->judgement, &with_one.photo_alone);

  g_assert_true (critic_library_find_image (library, &found.measured.hash, TRUE, &image_id, &error));
  g_assert_cmpint (image_of (library, "/a.jpg"), ==, image_id);
}

static guint
count_rows (CriticLibrary *library, const char *const *folders, gboolean recursive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (library, folders, recursive, MODEL, NULL, &error);

  g_assert_no_error (error);
  return rows->len;
}

static guint
count_in (CriticLibrary *library, const char *folder, gboolean recursive)
{
  return count_rows (library, (const char *const[]) { folder, NULL }, recursive);
}

/* A photograph by its hash alone: of its files one that is there. */
static void
test_row_of (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  const char *const gone = "/a.jpg";
  CriticFound found, other;

  make_found (&found, "/b.jpg", 1);
  make_found (&other, "/", 99);
  write_one (library, "/a.jpg", 1);
  write_one (library, "/b.jpg", 1);
  g_assert_true (critic_library_mark_gone (library, &gone, 1, &error));
  g_autoptr (CriticRow) row = critic_library_row_of (library, &found.measured.hash, MODEL, &error);
  g_assert_no_error (error);
  assert_row (row, &found);

  /* Changed and not looked at again yet: still rather than the one that is gone. */
  found.stamp.size++;
  g_assert_true (critic_library_write_met (library, &found.stamp, 1, &error));
  g_autoptr (CriticRow) waiting = critic_library_row_of (library, &found.measured.hash, MODEL, &error);
  g_assert_cmpstr (waiting->path, ==, "/b.jpg");

  g_assert_null (critic_library_row_of (library, &other.measured.hash, MODEL, &error));
  g_assert_no_error (error);
}

static void
test_folders (void)
{
  static const char *const paths[] = {
    "/a/1.jpg", "/a/b/2.jpg", "/a/b/c/3.jpg", "/a!/4.jpg", "/a0/5.jpg", "/ab/6.jpg", "/7.jpg", "/a/b.jpg", "/a/%_/8.jpg",
  };
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    write_one (library, paths[i], i);

  g_assert_cmpuint (count_in (library, "/", TRUE), ==, G_N_ELEMENTS (paths));
  g_assert_cmpuint (count_in (library, "/", FALSE), ==, 1);
  g_assert_cmpuint (count_in (library, "/a", TRUE), ==, 5);
  g_assert_cmpuint (count_in (library, "/a", FALSE), ==, 2);
  g_assert_cmpuint (count_in (library, "/a/b", TRUE), ==, 2);
  g_assert_cmpuint (count_in (library, "/nowhere", TRUE), ==, 0);
  g_assert_cmpuint (count_in (library, "/a/b.jpg", TRUE), ==, 1);
  g_assert_cmpuint (count_in (library, "/a/none.jpg", TRUE), ==, 0);
  g_assert_cmpuint (count_rows (library, (const char *const[]) { NULL }, TRUE), ==, 0);
  g_assert_cmpuint (count_rows (library, (const char *const[]) { "/a/b", "/a", "/a/b.jpg", "/7.jpg", "/7.jpg", NULL }, TRUE), ==, 6);
  g_assert_cmpuint (count_rows (library, (const char *const[]) { "/a/b", "/a/b/c/3.jpg", NULL }, FALSE), ==, 2);

  g_cancellable_cancel (cancelled);
  g_assert_null (critic_library_rows (library, (const char *const[]) { "/", NULL }, TRUE, MODEL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_in (library, "/", TRUE), ==, G_N_ELEMENTS (paths));
}

static void
test_by_id (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint64 ids[4] = { 0, };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u/photo.jpg", i);
      g_autoptr (CriticRow) row = NULL;

      write_one (library, path, i);
      row = read_one (library, path);
      ids[i] = row->file_id;
    }
  ids[3] = 12345;

  rows = critic_library_rows_by_id (library, (const gint64[]) { ids[2], ids[3], ids[0], ids[2] }, 4, MODEL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (((CriticRow *) rows->pdata[0])->path, ==, "/2/photo.jpg");
  g_assert_cmpstr (((CriticRow *) rows->pdata[1])->path, ==, "/0/photo.jpg");
  g_assert_cmpstr (((CriticRow *) rows->pdata[2])->path, ==, "/2/photo.jpg");
}

/* Names are bytes: a newline, what is no UTF-8, quotes, a wildcard, emptiness. */
static void
test_names (void)
{
  static const char *const paths[] = {
    "/sh\noot/a\nb.jpg", "/\xff\xfe/\x80.jpg", "/it's/\"q\".jpg", "/%/_*?.jpg", "/ /  .jpg", "/\xc3\xa9/e\xcc\x81.jpg",
    "/\x01/\x7f.jpg",
  };
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) stamps = NULL;

  place_init (&place);
  library = open_library (place.path);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    write_one (library, paths[i], i);
  g_clear_object (&library);
  library = open_library (place.path);

  stamps = critic_library_stamps_under (library, "/", MODEL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (stamps), ==, G_N_ELEMENTS (paths));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      const CriticFileStamp *stamp = g_hash_table_lookup (stamps, paths[i]);
      g_autoptr (CriticRow) row = read_one (library, paths[i]);
      g_autofree char *folder = g_path_get_dirname (paths[i]);
      CriticFound found;

      make_found (&found, paths[i], i);
      assert_row (row, &found);
      g_assert_cmpstr (stamp->path, ==, paths[i]);
      g_assert_cmpuint (stamp->size, ==, found.stamp.size);
      g_assert_cmpint (stamp->mtime, ==, found.stamp.mtime);
      g_assert_true (critic_library_is_current (library, stamp, MODEL));
      g_assert_cmpuint (count_in (library, folder, TRUE), ==, 1);
      g_assert_cmpuint (count_in (library, paths[i], TRUE), ==, 1);
    }
}

static gboolean
has_stamp (GHashTable *stamps, const char *path)
{
  return ((const CriticFileStamp *) g_hash_table_lookup (stamps, path))->mtime != CRITIC_NO_TIME;
}

static void
test_stamps_under (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (GError) error = NULL;
  CriticFound failed;
  const char *const gone = "/a/3.jpg";
  const CriticFileStamp waiting = { "/a/6.jpg", 6, 6 };

  write_one (library, "/a/1.jpg", 1);
  write_one (library, "/a/b/2.jpg", 2);
  write_one (library, "/a/3.jpg", 3);
  write_one (library, "/ab/4.jpg", 4);
  make_found (&failed, "/a/5.jpg", 5);
  failed.failure = "No.";
  g_assert_true (critic_library_write_found (library, MODEL, &failed, 1, &error) &&
                 critic_library_write_met (library, &waiting, 1, &error));
  g_assert_true (critic_library_mark_gone (library, &gone, 1, &error));

  g_autoptr (GHashTable) stamps = critic_library_stamps_under (library, "/a", MODEL, &error);
  g_autoptr (GHashTable) others = critic_library_stamps_under (library, "/a", OTHER_MODEL, &error);
  g_assert_cmpuint (g_hash_table_size (stamps), ==, 4);
  /* The last is known, but not judged: of such it can be seen that they are gone. */
  g_assert_true (has_stamp (stamps, "/a/1.jpg") && has_stamp (stamps, "/a/b/2.jpg") && has_stamp (stamps, "/a/5.jpg"));
  g_assert_false (has_stamp (stamps, "/a/6.jpg"));
  g_assert_true (g_hash_table_size (others) == 4 && has_stamp (others, "/a/5.jpg") && !has_stamp (others, "/a/1.jpg"));
}

static void
assert_with_text (CriticLibrary *library, const char *needle, gint64 a, gint64 b)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) images = critic_library_images_with_text (library, needle, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (images), ==, (a != 0) + (b != 0));
  g_assert_true (a == 0 || g_hash_table_contains (images, &a));
  g_assert_true (b == 0 || g_hash_table_contains (images, &b));
}

static void
test_text (void)
{
  g_autoptr (CriticLibrary) library = open_library (NULL);
  gint64 a, b;

  write_one (library, "/a.jpg", 1);
  write_one (library, "/b.jpg", 2);
  a = image_of (library, "/a.jpg");
  b = image_of (library, "/b.jpg");
  add_critique (library, a, "The HORIZON leans. 100 %", TRUE);
  add_critique (library, a, "horizon again", FALSE);
  add_critique (library, b, "Caf\xc3\xa9 at the horizon; \xe5\x85\x89\xe7\xba\xbf", TRUE);

  assert_with_text (library, "Horizon", a, b);
  assert_with_text (library, "CAFE\xcc\x81", b, 0);
  assert_with_text (library, "cafe", b, 0);
  assert_with_text (library, "\xe5\x85\x89", b, 0);
  assert_with_text (library, "0 %", a, 0);
  assert_with_text (library, "_", 0, 0);
  assert_with_text (library, "horizons", 0, 0);
  assert_with_text (library, "\xff", 0, 0);
  assert_with_text (library, "", a, b);
}

static void
test_filters (void)
{
  g_auto (Place) place = { NULL, };
  g_autoptr (CriticLibrary) library = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place);
  library = open_library (place.path);
  g_assert_true (critic_library_save_filter (library, "Picked", "picked", &error));
  g_assert_true (critic_library_save_filter (library, "Best “of”", "score >= 5.5", &error));
  g_assert_true (critic_library_save_filter (library, "Picked", "picked and stars > 2", &error));
  g_assert_true (critic_library_save_filter (library, "Old", "failed", &error));
  g_assert_true (critic_library_delete_filter (library, "Old", &error));
  g_assert_true (critic_library_delete_filter (library, "Never", &error));
  g_assert_no_error (error);
  g_clear_object (&library);

  library = open_library (place.path);
  g_autoptr (GPtrArray) filters = critic_library_filters (library, &error);
  g_assert_cmpuint (filters->len, ==, 4);
  g_assert_cmpstr (filters->pdata[0], ==, "Best “of”");
  g_assert_cmpstr (filters->pdata[1], ==, "score >= 5.5");
  g_assert_cmpstr (filters->pdata[2], ==, "Picked");
  g_assert_cmpstr (filters->pdata[3], ==, "picked and stars > 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/library/rows/round-trip", test_round_trip);
  g_test_add_func ("/library/rows/by-hash", test_by_hash);
  g_test_add_func ("/library/rows/own-metadata", test_own_metadata);
  g_test_add_func ("/library/rows/states", test_states);
  g_test_add_func ("/library/rows/models", test_models);
  g_test_add_func ("/library/rows/stale", test_stale);
  g_test_add_func ("/library/rows/blank", test_blank);
  g_test_add_func ("/library/rows/row-of", test_row_of);
  g_test_add_func ("/library/rows/folders", test_folders);
  g_test_add_func ("/library/rows/by-id", test_by_id);
  g_test_add_func ("/library/rows/names", test_names);
  g_test_add_func ("/library/rows/stamps-under", test_stamps_under);
  g_test_add_func ("/library/rows/text", test_text);
  g_test_add_func ("/library/rows/filters", test_filters);

  return g_test_run ();
}
