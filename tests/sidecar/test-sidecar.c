/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sidecars as they are named, written, read again, and written again. */
#include "critic-sidecar.h"

#include "folder-fixtures.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

static void
assert_path (const char *photo, CriticSidecarName name, const char *wanted)
{
  g_autofree char *path = critic_sidecar_path (photo, name);

  g_assert_cmpstr (path, ==, wanted);
}

static void
test_names (void)
{
  assert_path ("/a.b/photo.jpg", CRITIC_SIDECAR_FULL, "/a.b/photo.jpg.xmp");
  assert_path ("/a.b/photo.jpg", CRITIC_SIDECAR_STEM, "/a.b/photo.xmp");
  assert_path ("/a.b/photo", CRITIC_SIDECAR_STEM, "/a.b/photo.xmp");
  assert_path ("/a.b/p.q.NEF", CRITIC_SIDECAR_STEM, "/a.b/p.q.xmp");
  assert_path ("p.jpg", CRITIC_SIDECAR_STEM, "p.xmp");
}

static void
assert_chosen (Scratch *scratch, const char *photo, CriticSidecarName name, const char *wanted)
{
  g_autofree char *path = scratch_path (scratch, photo);
  g_autofree char *chosen = critic_sidecar_choose (path, name);
  g_autofree char *expected = scratch_path (scratch, wanted);

  g_assert_cmpstr (chosen, ==, expected);
}

/* photo.xmp beside photo.nef and photo.jpg is the raw file's. */
static void
test_whose_stem (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *jpeg = NULL;
  g_autofree char *raw = NULL;
  g_autofree char *alone = NULL;

  scratch_init (&scratch);
  scratch_write (&scratch, "a.jpg", "x");
  scratch_write (&scratch, "a.NEF", "x");
  scratch_write (&scratch, "b.jpg", "x");
  scratch_write (&scratch, "b.txt", "x");
  scratch_write (&scratch, "b.c.jpg", "x");
  jpeg = scratch_path (&scratch, "a.jpg");
  raw = scratch_path (&scratch, "a.NEF");
  alone = scratch_path (&scratch, "b.jpg");
  g_assert_false (critic_sidecar_owns_stem (jpeg));
  g_assert_true (critic_sidecar_owns_stem (raw));
  g_assert_true (critic_sidecar_owns_stem (alone));
  assert_chosen (&scratch, "a.jpg", CRITIC_SIDECAR_STEM, "a.jpg.xmp");
  assert_chosen (&scratch, "a.NEF", CRITIC_SIDECAR_STEM, "a.xmp");
  assert_chosen (&scratch, "b.jpg", CRITIC_SIDECAR_STEM, "b.xmp");
  assert_chosen (&scratch, "b.jpg", CRITIC_SIDECAR_FULL, "b.jpg.xmp");
  scratch_write (&scratch, "b.tif", "x");
  assert_chosen (&scratch, "b.jpg", CRITIC_SIDECAR_STEM, "b.jpg.xmp");
}

static void
say (CriticSidecarWords *words)
{
  memset (words, 0, sizeof *words);
  words->model = "a-model";
  words->judgement.score = 6.25;
  words->judgement.style[MCN_STYLE_HDR] = 0.75;
  words->judgement.style[MCN_STYLE_SILHOUETTES] = 0.75;
  words->photo_alone.score = 5.5;
  words->rating.stars = 3;
  words->rating.flag = CRITIC_FLAG_PICK;
  words->rating.label = CRITIC_LABEL_GREEN;
  words->rating.score = 7.5;
  words->rating.high = CRITIC_SAYS_YES;
  words->rating.style[MCN_STYLE_MACRO] = CRITIC_SAYS_YES;
  words->rating.style[MCN_STYLE_HDR] = CRITIC_SAYS_NO;
}

static void
write_words (const char *path, const CriticSidecarWords *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (critic_sidecar_write (path, words, &error));
  g_assert_no_error (error);
}

static void
assert_reads (const char *path, const CriticRating *rating)
{
  g_autoptr (GError) error = NULL;
  CriticXmp xmp;

  g_assert_true (critic_sidecar_read (path, &xmp, &error));
  g_assert_no_error (error);
  g_assert_cmpint (critic_rating_compare (&xmp.rating, rating), ==, 0);
}

static char *
contents (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_round_trip (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *last = NULL;
  CriticSidecarWords words;
  g_autoptr (GError) error = NULL;
  CriticXmp xmp;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "photo.jpg.xmp");
  g_assert_true (critic_sidecar_read (path, &xmp, &error));
  g_assert_no_error (error);

  say (&words);
  write_words (path, &words);
  assert_reads (path, &words.rating);
  first = contents (path);
  g_assert_nonnull (strstr (first, "xmp:Rating=\"3\""));
  g_assert_nonnull (strstr (first, "photocritic:Score=\"6.25\""));
  g_assert_null (strstr (first, "dc:subject"));

  /* Everything is said: nothing is written, not even another date. */
  g_usleep (1100000);
  write_words (path, &words);
  second = contents (path);
  g_assert_cmpstr (second, ==, first);

  words.rating.flag = CRITIC_FLAG_REJECT;
  words.subjects = TRUE;
  write_words (path, &words);
  assert_reads (path, &words.rating);
  third = contents (path);
  g_assert_nonnull (strstr (third, "xmp:Rating=\"-1\""));
  g_assert_nonnull (strstr (third, "<rdf:li>Macro</rdf:li><rdf:li>Silhouettes</rdf:li>"));
  g_assert_nonnull (strstr (third, "Photo Critic|Silhouettes"));
  g_assert_null (strstr (third, "Photo Critic|HDR"));

  /* Nothing is said, and what was is taken back. */
  memset (&words, 0, sizeof words);
  words.subjects = TRUE;
  words.erase = CRITIC_SET_FLAG | CRITIC_SET_STARS | CRITIC_SET_LABEL;
  write_words (path, &words);
  assert_reads (path, &words.rating);
  last = contents (path);
  g_assert_nonnull (strstr (last, "xmp:Rating=\"0\""));
  g_assert_null (strstr (last, "Label"));
  g_assert_null (strstr (last, "Macro"));
}

/* A word that the user put there stays, also when the model takes it back. */
static void
test_subjects_of_others (void)
{
  const char theirs[] =
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
    " xmp:Rating=\"2\" xmp:Label=\"Second\">"
    "<dc:subject><rdf:Bag><rdf:li>heron</rdf:li><rdf:li>Silhouettes</rdf:li></rdf:Bag></dc:subject>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>";
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CriticSidecarWords words;

  scratch_init (&scratch);
  scratch_write (&scratch, "p.xmp", theirs);
  path = scratch_path (&scratch, "p.xmp");
  say (&words);
  words.rating = (CriticRating) { 0, };
  words.subjects = TRUE;
  write_words (path, &words);
  before = contents (path);
  g_assert_nonnull (strstr (before, "<rdf:li>heron</rdf:li><rdf:li>Silhouettes</rdf:li><rdf:li>HDR</rdf:li></rdf:Bag>"));
  g_assert_nonnull (strstr (before, "xmp:Rating=\"2\" xmp:Label=\"Second\""));

  words.judgement.style[MCN_STYLE_HDR] = words.judgement.style[MCN_STYLE_SILHOUETTES] = 0.25;
  write_words (path, &words);
  after = contents (path);
  g_assert_nonnull (strstr (after, "<rdf:Bag><rdf:li>heron</rdf:li><rdf:li>Silhouettes</rdf:li></rdf:Bag></dc:subject>"));
  g_assert_null (strstr (after, "Photo Critic|"));
}

static void
assert_sources (Scratch *scratch, const char *photo, const char *wanted)
{
  g_autofree char *path = scratch_path (scratch, photo);
  g_auto (GStrv) sources = critic_sidecar_sources (path);
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; sources[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (sources[i]);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
    }
  g_assert_cmpstr (names->str, ==, wanted);
}

static void
set_time (Scratch *scratch, const char *name, gint64 seconds)
{
  g_autofree char *path = scratch_path (scratch, name);
  struct utimbuf times = { .actime = seconds, .modtime = seconds };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
}

/* The newer sidecar speaks first, as it does of marks; one of a raw file is not the JPEG's. */
static void
test_sources (void)
{
  g_auto (Scratch) scratch = { NULL };

  scratch_init (&scratch);
  scratch_write (&scratch, "a.jpg", "x");
  assert_sources (&scratch, "a.jpg", "a.jpg");
  scratch_write (&scratch, "a.xmp", "x");
  assert_sources (&scratch, "a.jpg", "a.xmp a.jpg");
  scratch_write (&scratch, "a.jpg.xmp", "x");
  set_time (&scratch, "a.xmp", 1000);
  set_time (&scratch, "a.jpg.xmp", 1000);
  assert_sources (&scratch, "a.jpg", "a.jpg.xmp a.xmp a.jpg");
  set_time (&scratch, "a.xmp", 1001);
  assert_sources (&scratch, "a.jpg", "a.xmp a.jpg.xmp a.jpg");
  set_time (&scratch, "a.jpg.xmp", 1002);
  assert_sources (&scratch, "a.jpg", "a.jpg.xmp a.xmp a.jpg");
  scratch_write (&scratch, "a.NEF", "x");
  set_time (&scratch, "a.xmp", 1003);
  assert_sources (&scratch, "a.jpg", "a.jpg.xmp a.jpg");
  assert_sources (&scratch, "a.NEF", "a.xmp a.NEF");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sidecar/names", test_names);
  g_test_add_func ("/sidecar/whose-stem", test_whose_stem);
  g_test_add_func ("/sidecar/sources", test_sources);
  g_test_add_func ("/sidecar/round-trip", test_round_trip);
  g_test_add_func ("/sidecar/subjects-of-others", test_subjects_of_others);
  return g_test_run ();
}
