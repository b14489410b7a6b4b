/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pass makes of photographs that the library knows: renamed, retagged,
 * turned, and talked about. */
#include "critic-journal.h"
#include "critic-photo.h"
#include "pass-fixtures.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

static void
put_behind_start (const char *path, const guint8 *segment, guint n)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) tagged = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_byte_array_append (tagged, (const guint8 *) bytes, 2);
  g_byte_array_append (tagged, segment, n);
  g_byte_array_append (tagged, (const guint8 *) bytes + 2, (guint) size - 2);
  g_file_set_contents (path, (const char *) tagged->data, tagged->len, &error);
  g_assert_no_error (error);
}

/* A comment: other bytes, the same photograph. */
static void
retag (const char *path)
{
  put_behind_start (path, (const guint8 *) "\xff\xfe\x00\x07hello", 9);
}

/* Renamed, copied, retagged, away and back: hashed again, not judged again, and
 * what was said of the photograph is still there. */
static void
test_known_by_hash (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *old = NULL, *new = NULL, *other = NULL;
  g_autoptr (CriticRow) before = NULL;
  g_autoptr (CriticRow) after = NULL;
  const char *model_id = "fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e";

  scratch_init (&scratch);
  make_photos (&scratch, 3);
  old = scratch_path (&scratch, "f0/000.jpg");
  new = scratch_path (&scratch, "f9/new name.jpg");
  other = scratch_path (&scratch, "f1/001.jpg");
  run_pass (pass, &scratch);
  before = critic_library_row_at (library, old, model_id, NULL);
  g_assert_true (before->assessed);

  g_assert_cmpint (g_rename (old, new), ==, 0);
  retag (other);
  run_pass (pass, &scratch);
  assert_progress (pass, 3, 1, 2, 0);
  g_assert_cmpint (count_images (fake), ==, 3);
  g_assert_cmpstr (state_of (library, &scratch, "f0/000.jpg"), ==, "gone");
  g_assert_cmpstr (state_of (library, &scratch, "f1/001.jpg"), ==, "done");
  after = critic_library_row_at (library, new, model_id, NULL);
  g_assert_cmpint (after->image_id, ==, before->image_id);
  g_assert_cmpfloat (after->judgement.score, ==, before->judgement.score);
  g_assert_cmpuint (after->measured.width, ==, before->measured.width);
  g_assert_cmpmem (after->measured.features, CRITIC_N_FEATURES, before->measured.features, CRITIC_N_FEATURES);

  g_assert_cmpint (g_rename (new, old), ==, 0);
  run_pass (pass, &scratch);
  g_assert_cmpint (count_images (fake), ==, 3);
  g_assert_cmpstr (state_of (library, &scratch, "f0/000.jpg"), ==, "done");
  g_assert_cmpstr (state_of (library, &scratch, "f9/new name.jpg"), ==, "gone");
}

/* Behind the first marker: EXIF that says "turn me by a quarter". */
static const guint8 quarter_turn[] = {
  0xff, 0xe1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
  0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
};

/* The same image data, seen on its side: another photograph to the network. */
static void
test_turned (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *path = NULL;
  g_autoptr (CriticRow) row = NULL;

  scratch_init (&scratch);
  scratch_jpeg (&scratch, "a.jpg", 1, 120, 80);
  path = scratch_path (&scratch, "a.jpg");
  run_pass (pass, &scratch);
  put_behind_start (path, quarter_turn, sizeof quarter_turn);
  run_pass (pass, &scratch);
  g_assert_cmpint (count_images (fake), ==, 2);
  row = critic_library_row_at (library, path, NULL, NULL);
  g_assert_cmpuint (row->measured.width, ==, 80);
  g_assert_cmpuint (row->measured.height, ==, 120);
}

/* As exiftool does it: the tag alone, in place, back and forth. Every picture
 * that is not the one that was judged is judged. */
static void
test_turned_by_tag (void)
{
  static const guint8 ways[] = { 1, 3, 2, 4, 1, 1 };
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autofree char *path = NULL, *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gint judged = 0;
  gsize size;

  scratch_init (&scratch);
  scratch_jpeg (&scratch, "a.jpg", 1, 120, 80);
  path = scratch_path (&scratch, "a.jpg");
  put_behind_start (path, quarter_turn, sizeof quarter_turn);
  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      struct timespec times[2] = { { .tv_sec = 1000000 + i }, { .tv_sec = 1000000 + i } };

      bytes[2 + 29] = (char) ways[i];
      g_assert_true (g_file_set_contents (path, bytes, (gssize) size, &error));
      g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
      run_pass (pass, &scratch);
      judged += i == 0 || ways[i] != ways[i - 1];
      g_assert_cmpint (count_images (fake), ==, judged);
    }
  run_pass (pass, &scratch);
  g_assert_cmpint (count_images (fake), ==, judged);
}

/* A photograph with critiques that count is judged with them by a model that
 * does not know it yet. */
static void
test_critiques (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) tiny = tiny_pass (library, 1);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autoptr (CriticRow) row = NULL;
  g_autoptr (CriticRow) judged = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("a critique");
  g_autofree char *path = NULL;
  const char *model_id = "fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e";
  CriticCritiqueEntry entry = { .author = (char *) "", .text = (char *) "lovely light", .own_score = NAN, .counts = TRUE };

  scratch_init (&scratch);
  make_photos (&scratch, 1);
  path = scratch_path (&scratch, "f0/000.jpg");
  run_pass (tiny, &scratch);
  row = critic_library_row_at (library, path, NULL, &error);
  critic_step_set_critique (step, row->image_id, &entry);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_assert_no_error (error);

  run_pass (pass, &scratch);
  judged = critic_library_row_at (library, path, model_id, &error);
  g_assert_true (judged->assessed);
  g_assert_true (judged->with_critiques);
  g_assert_cmpfloat (judged->judgement.score, >, judged->photo_alone.score);
}

/* What was said after a photograph was judged: the next pass takes it in, once,
 * though the file is as it was. */
static void
test_stale (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autoptr (CriticRow) stale = NULL;
  g_autoptr (CriticRow) judged = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("a critique");
  g_autofree char *path = NULL;
  const char *model_id = "fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e";
  CriticCritiqueEntry entry = { .author = (char *) "", .text = (char *) "lovely light", .own_score = NAN, .counts = TRUE };

  scratch_init (&scratch);
  make_photos (&scratch, 3);
  path = scratch_path (&scratch, "f0/000.jpg");
  run_pass (pass, &scratch);
  stale = critic_library_row_at (library, path, model_id, &error);
  critic_step_set_critique (step, stale->image_id, &entry);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  critic_row_free (stale);
  stale = critic_library_row_at (library, path, model_id, &error);
  g_assert_true (stale->stale);

  run_pass (pass, &scratch);
  assert_progress (pass, 3, 2, 1, 0);
  judged = critic_library_row_at (library, path, model_id, &error);
  g_assert_false (judged->stale);
  g_assert_true (judged->with_critiques);
  g_assert_cmpfloat (judged->judgement.score, >, judged->photo_alone.score);

  run_pass (pass, &scratch);
  assert_progress (pass, 3, 3, 0, 0);
}

/* What was written on the desk before any pass met the photograph counts in the
 * first one. */
static void
test_critique_before (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autoptr (CriticFakeEngine) fake = critic_fake_engine_new (NULL);
  g_autoptr (CriticLibrary) library = open_library (NULL);
  g_autoptr (CriticPass) pass = fake_pass (library, fake, 1);
  g_autoptr (CriticRow) judged = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("a critique");
  g_autofree char *path = NULL;
  const char *model_id = "fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4e";
  CriticCritiqueEntry entry = { .author = (char *) "", .text = (char *) "lovely light", .own_score = NAN, .counts = TRUE };
  CriticHash hash;
  gint64 image_id;

  scratch_init (&scratch);
  make_photos (&scratch, 1);
  path = scratch_path (&scratch, "f0/000.jpg");
  file = g_file_new_for_path (path);
  photo = critic_photo_load (file, 0, NULL, &error);
  g_assert_no_error (error);
  memcpy (hash.bytes, critic_photo_get_content_hash (photo), sizeof hash.bytes);
  g_assert_true (critic_library_find_image (library, &hash, TRUE, &image_id, &error));
  critic_step_set_critique (step, image_id, &entry);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_assert_no_error (error);

  run_pass (pass, &scratch);
  judged = critic_library_row_at (library, path, model_id, &error);
  g_assert_cmpint (judged->image_id, ==, image_id);
  g_assert_true (judged->with_critiques && !judged->stale);
  g_assert_cmpfloat (judged->judgement.score, >, judged->photo_alone.score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pass-known/by-hash", test_known_by_hash);
  g_test_add_func ("/pass-known/turned", test_turned);
  g_test_add_func ("/pass-known/turned-by-tag", test_turned_by_tag);
  g_test_add_func ("/pass-known/critiques", test_critiques);
  g_test_add_func ("/pass-known/critique-before", test_critique_before);
  g_test_add_func ("/pass-known/stale", test_stale);

  return g_test_run ();
}
