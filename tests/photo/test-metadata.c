/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What files say of themselves. The tags are written by exiftool where it is
 * there; files of the suite have some of their own. */
#include <string.h>

#include <glib/gstdio.h>

#include "critic-metadata.h"
#include "photo-test.h"

/* 2026-05-01 12:30:15.25 */
#define TAKEN (G_GINT64_CONSTANT (1777638615) * 1000 + 250)

static char *home;

static CriticMetadata *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
  g_autoptr (GBytes) bytes = photo_test_read (path);

  return critic_metadata_read_bytes (bytes);
}

/* Raw files, little and big endian. */
static void
test_raw (void)
{
  static const char *const names[] = { "raw/small-preview.dng", "raw/no-preview.dng", "raw/like.nef", "raw/like.cr2" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CriticMetadata) metadata = read_golden (names[i]);
      gdouble latitude, longitude;

      g_assert_cmpint (critic_metadata_get_taken (metadata), ==, TAKEN);
      g_assert_cmpstr (critic_metadata_get_camera (metadata), ==, "Photo Critic Test Camera");
      g_assert_cmpstr (critic_metadata_get_lens (metadata), ==, "Test Lens 600 mm");
      g_assert_cmpstr (critic_metadata_get_exposure (metadata), ==, "600 mm · 1/1250 s · f/6.3 · ISO 800");
      g_assert_false (critic_metadata_get_place (metadata, &latitude, &longitude));
    }
}

/* A copy of a file with tags; NULL and skipped without exiftool. */
static CriticMetadata *
read_tagged (const char *name, const char *const *tags)
{
  g_autofree char *program = g_find_program_in_path ("exiftool");
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
  g_autofree char *basename = g_path_get_basename (name);
  g_autofree char *to = g_build_filename (home, basename, NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GFile) file = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;
  CriticMetadata *metadata;
  int status;

  if (program == NULL)
    {
      g_test_skip ("exiftool is not installed (Debian: libimage-exiftool-perl)");
      return NULL;
    }
  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (char *) "-q");
  for (gsize i = 0; tags[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) tags[i]);
  g_ptr_array_add (argv, (char *) "-o");
  g_ptr_array_add (argv, to);
  g_ptr_array_add (argv, from);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  metadata = critic_metadata_read (file, NULL, &error);
  g_assert_no_error (error);
  g_unlink (to);
  return metadata;
}

static void
test_camera (void)
{
  static const char *const jpeg[] = {
    "-Make=Canon", "-Model=Canon EOS R5 ", "-LensModel=RF600mm F4 L IS USM", "-DateTimeOriginal=2026:05:01 12:30:15",
    "-SubSecTimeOriginal=25", "-ExposureTime=2.5", "-FNumber=4", "-ISO=100",
    "-GPSLatitude=33.5", "-GPSLatitudeRef=S", "-GPSLongitude=151.25", "-GPSLongitudeRef=E", NULL
  };
  static const char *const png[] = { "-EXIF:Make=NIKON CORPORATION", "-EXIF:Model=NIKON D850", "-EXIF:FocalLength=17.3", NULL };
  static const char *const tiff[] = { "-EXIF:Make=SONY", "-EXIF:Model=ILCE-7M4", "-XMP-aux:Lens=FE 35mm", "-CreateDate=2020:02:29 00:00:00", NULL };
  g_autoptr (CriticMetadata) a = read_tagged ("photo/orientation-1.jpg", jpeg);
  g_autoptr (CriticMetadata) b = NULL;
  g_autoptr (CriticMetadata) c = NULL;
  gdouble latitude = 0, longitude = 0;

  if (a == NULL)
    return;
  g_assert_cmpint (critic_metadata_get_taken (a), ==, TAKEN);
  g_assert_cmpstr (critic_metadata_get_camera (a), ==, "Canon EOS R5");
  g_assert_cmpstr (critic_metadata_get_lens (a), ==, "RF600mm F4 L IS USM");
  g_assert_cmpstr (critic_metadata_get_exposure (a), ==, "2.5 s · f/4 · ISO 100");
  g_assert_true (critic_metadata_get_place (a, &latitude, &longitude));
  g_assert_cmpfloat_with_epsilon (latitude, -33.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (longitude, 151.25, 1e-6);

  b = read_tagged ("photo/base.png", png);
  g_assert_cmpstr (critic_metadata_get_camera (b), ==, "NIKON D850");
  g_assert_cmpstr (critic_metadata_get_exposure (b), ==, "17.3 mm");
  g_assert_null (critic_metadata_get_lens (b));
  g_assert_cmpint (critic_metadata_get_taken (b), ==, 0);
  g_assert_false (critic_metadata_get_place (b, &latitude, &longitude));

  c = read_tagged ("photo/deflate.tif", tiff);
  g_assert_cmpstr (critic_metadata_get_camera (c), ==, "SONY ILCE-7M4");
  g_assert_cmpstr (critic_metadata_get_lens (c), ==, "FE 35mm");
  g_assert_cmpint (critic_metadata_get_taken (c), ==, G_GINT64_CONSTANT (1582934400) * 1000);
  g_assert_null (critic_metadata_get_exposure (c));
}

/* Times that no calendar has, and numbers that are none. */
static void
test_nonsense (void)
{
  static const char *const never[] = { "-n", "-DateTimeOriginal=0000:00:00 00:00:00", "-ExposureTime=0", "-ISO=65535",
                                       "-Make= ", "-GPSLongitude=0", NULL };
  static const char *const february[] = { "-n", "-DateTimeOriginal=2026:02:30 10:00:00", "-CreateDate=2026:02:03 10:00:00",
                                          "-ISO=65535", "-RecommendedExposureIndex=102400", NULL };
  g_autoptr (CriticMetadata) a = read_tagged ("photo/orientation-1.jpg", never);
  g_autoptr (CriticMetadata) b = NULL;
  gdouble latitude, longitude;

  if (a == NULL)
    return;
  g_assert_cmpint (critic_metadata_get_taken (a), ==, 0);
  g_assert_null (critic_metadata_get_camera (a));
  g_assert_null (critic_metadata_get_exposure (a));
  g_assert_false (critic_metadata_get_place (a, &latitude, &longitude));

  b = read_tagged ("photo/orientation-1.jpg", february);
  g_assert_cmpint (critic_metadata_get_taken (b), ==, G_GINT64_CONSTANT (1770112800) * 1000);
  g_assert_cmpstr (critic_metadata_get_exposure (b), ==, "ISO 102400");
}

/* Nothing said, no photograph, damage at any byte: no error, and no crash. */
static void
test_damaged (void)
{
  static const char *const names[] = { "raw/small-preview.dng", "raw/like.nef", "photo/orientation-6.jpg", "photo/exif-6.png", "raw/base.heic" };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("I like the light on the dock.\n", 30);
  g_autoptr (CriticMetadata) a = critic_metadata_read_bytes (nothing);
  g_autoptr (CriticMetadata) b = critic_metadata_read_bytes (text);
  CriticMetadata *again = critic_metadata_ref (a);

  g_assert_null (critic_metadata_get_camera (a));
  g_assert_cmpint (critic_metadata_get_taken (b), ==, 0);
  critic_metadata_unref (again);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", names[i], NULL);
      g_autoptr (GBytes) bytes = photo_test_read (path);
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);

      for (gsize k = 0; k < n; k += k < 1400 ? 5 : n / 40 + 1)
        {
          g_autofree guint8 *copy = g_memdup2 (data, n);
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, k);
          g_autoptr (GBytes) scribbled = NULL;
          g_autoptr (CriticMetadata) of_cut = critic_metadata_read_bytes (cut);
          g_autoptr (CriticMetadata) of_scribbled = NULL;
          const char *camera;

          copy[k] = (guint8) g_test_rand_int_range (0, 256);
          scribbled = g_bytes_new_take (g_steal_pointer (&copy), n);
          of_scribbled = critic_metadata_read_bytes (scribbled);
          camera = critic_metadata_get_camera (of_scribbled);
          g_assert_true (camera == NULL || g_utf8_validate (camera, -1, NULL));
        }
    }
}

static void
test_missing (void)
{
  g_autofree char *path = g_build_filename (home, "missing.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_metadata_read (file, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ);
}

static gpointer
read_many (gpointer unused)
{
  for (guint i = 0; i < 20; i++)
    test_raw ();
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
assert_description (const char *list, const char *expected)
{
  g_autofree char *xmp =
    g_strdup_printf ("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                     "<rdf:Description xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:description><rdf:Alt>%s</rdf:Alt>"
                     "</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>", list);
  g_autoptr (GBytes) bytes = g_bytes_new (xmp, strlen (xmp));
  g_autoptr (CriticMetadata) metadata = critic_metadata_read_bytes (bytes);

  g_assert_cmpstr (critic_metadata_get_description (metadata), ==, expected);
}

/* Of a sidecar; commas and quotation marks are part of the text. */
static void
test_description (void)
{
  assert_description ("<rdf:li xml:lang=\"x-default\">A rocket, at \"dusk\".\nCalm.</rdf:li>", "A rocket, at \"dusk\".\nCalm.");
  assert_description ("<rdf:li xml:lang=\"x-default\">One.</rdf:li><rdf:li xml:lang=\"de-DE\">Eins.</rdf:li>", "One.");
  assert_description ("<rdf:li xml:lang=\"de\">Eins, zwei.</rdf:li>", "Eins, zwei.");
  assert_description ("<rdf:li xml:lang=\"x-default\"> \n </rdf:li>", NULL);
  assert_description ("", NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = g_dir_make_tmp ("photo-critic-XXXXXX", &error);
  g_assert_no_error (error);
  g_test_add_func ("/photo/metadata/raw", test_raw);
  g_test_add_func ("/photo/metadata/camera", test_camera);
  g_test_add_func ("/photo/metadata/nonsense", test_nonsense);
  g_test_add_func ("/photo/metadata/damaged", test_damaged);
  g_test_add_func ("/photo/metadata/missing", test_missing);
  g_test_add_func ("/photo/metadata/threads", test_threads);
  g_test_add_func ("/photo/metadata/description", test_description);
  status = g_test_run ();
  photo_test_remove (home);
  g_free (home);
  return status;
}
