/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JPEG: which scale, cut short at every place, restart markers, cancelling. */
#include <string.h>

#include "photo-test.h"

static GBytes *
noise_jpeg (guint width, guint height, const PhotoTestJpeg *how)
{
  const gsize n = (gsize) width * height * 3;
  g_autofree guint8 *pixels = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    pixels[i] = (guint8) (i / 3 % width * 255 / width) ^ (guint8) g_test_rand_int_range (0, 32);
  return photo_test_encode (pixels, width, height, how);
}

static void
test_scale (void)
{
  /* Full width and height, what is needed, and the size that comes. */
  static const guint cases[][5] = {
    { 800, 400, 0, 800, 400 },
    { 800, 400, 25, 100, 50 },          /* 1/8 is exactly four times 25 */
    { 800, 400, 26, 200, 100 },         /* 1/8 would be 96 % of it */
    { 800, 400, 50, 200, 100 },
    { 800, 400, 51, 400, 200 },
    { 800, 400, 100, 400, 200 },
    { 800, 400, 101, 800, 400 },
    { 800, 400, 5000, 800, 400 },       /* never larger than the file */
    { 400, 800, 25, 50, 100 },          /* the long side is what counts */
    { 17, 9, 1, 5, 3 },                 /* 1/4, rounded up */
    { 1, 1, 1, 1, 1 },
  };
  const PhotoTestJpeg how = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = noise_jpeg (cases[i][0], cases[i][1], &how);
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (file, "photo", cases[i][2], NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (critic_photo_get_full_width (photo), ==, cases[i][0]);
      g_assert_cmpuint (critic_photo_get_full_height (photo), ==, cases[i][1]);
      g_assert_cmpuint (critic_photo_get_width (photo), ==, cases[i][3]);
      g_assert_cmpuint (critic_photo_get_height (photo), ==, cases[i][4]);
    }
}

/* Every length of a baseline file, a progressive one and one with restart
 * markers: the whole picture, or an error that says so, never half of it. */
static void
test_cut_short (gconstpointer data)
{
  const PhotoTestJpeg *how = data;
  g_autoptr (GBytes) file = noise_jpeg (40, 24, how);
  g_autoptr (CriticPhoto) whole = critic_photo_load_bytes (file, "photo", 0, NULL, NULL);
  const gsize n = g_bytes_get_size (file);

  g_assert_nonnull (whole);
  for (gsize i = 1; i < n; i++)
    {
      g_autoptr (GBytes) piece = g_bytes_new_from_bytes (file, 0, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (piece, "photo", 0, NULL, &error);

      if (photo != NULL && !how->progressive)
        {
          /* Only the end marker, and bits that fill the last byte, may be missing. */
          g_assert_cmpuint (i, >=, n - 3);
          g_assert_true (g_bytes_equal (critic_photo_get_pixels (photo), critic_photo_get_pixels (whole)));
        }
      else if (photo == NULL && i >= 3)
        g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED);
      else if (photo == NULL)     /* nobody can tell yet that it was a JPEG */
        g_assert_true (error->domain == CRITIC_PHOTO_ERROR);
      if (i == n / 2)
        g_assert_null (photo);
    }
}

/* Any byte overwritten: an error or a picture, and nothing worse. */
static void
test_scribbled (gconstpointer data)
{
  const PhotoTestJpeg *how = data;
  g_autoptr (GBytes) file = noise_jpeg (24, 24, how);
  gsize n;
  const guint8 *bytes = g_bytes_get_data (file, &n);
  guint pictures = 0, errors = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, n);
      g_autoptr (GBytes) scribbled = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticPhoto) photo = NULL;

      copy[i] = (guint8) g_test_rand_int_range (0, 256);
      scribbled = g_bytes_new_take (g_steal_pointer (&copy), n);
      photo = critic_photo_load_bytes (scribbled, "photo", 0, NULL, &error);
      if (photo != NULL)
        {
          g_assert_no_error (error);
          pictures++;
        }
      else
        {
          g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (CRITIC_PHOTO_ERROR));
          errors++;
        }
    }
  g_assert_cmpuint (pictures, >, 0);
  g_assert_cmpuint (errors, >, 0);
}

/* A file of 300 bytes or so may ask for thousands of walks over a large
 * picture; it is refused after some. */
static void
test_scans (void)
{
  const PhotoTestJpeg how = { .progressive = TRUE };
  g_autoptr (GBytes) file = noise_jpeg (16, 16, &how);
  g_autoptr (GByteArray) many = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize n, last = 0;
  const guint8 *data = g_bytes_get_data (file, &n);

  /* The last scan refines one component's last bit; zero bits leave it as it is. */
  for (gsize i = 0; i + 1 < n; i++)
    if (data[i] == 0xff && data[i + 1] == 0xda)
      last = i;
  g_assert_cmpuint (last, >, 0);
  g_byte_array_append (many, data, n - 2);
  for (guint i = 0; i < 1000; i++)
    g_byte_array_append (many, data + last, n - 2 - last);
  g_byte_array_append (many, data + n - 2, 2);
  bytes = g_bytes_new (many->data, many->len);
  g_assert_null (critic_photo_load_bytes (bytes, "photo", 0, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED);
}

static void
test_cancelled (gconstpointer data)
{
  g_autofree char *path = photo_test_golden (data);
  g_autoptr (GBytes) bytes = photo_test_read (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_photo_load_bytes (bytes, "photo", 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (critic_photo_load (file, 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (3000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Cancelled on its way, wherever that is: whatever comes is whole or is
 * G_IO_ERROR_CANCELLED. */
static void
test_cancelled_midway (void)
{
  const PhotoTestJpeg how = { .progressive = TRUE };
  g_autoptr (GBytes) bytes = noise_jpeg (1200, 900, &how);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (bytes, "photo", 0, cancellable, &error);

  g_thread_join (thread);
  if (photo == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_no_error (error);
}

/* Several threads at once: exiv2's and lcms2's global state. */
static gpointer
load_many (gpointer unused)
{
  static const char *const names[] = { "orientation-6.jpg", "cmyk.jpg", "exif-6.png", "rgb-profile.png", "orientation-6.tif" };

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *path = photo_test_golden (names[i % G_N_ELEMENTS (names)]);
      g_autoptr (CriticPhoto) photo = photo_test_load (path, 0);

      g_assert_cmpuint (critic_photo_get_width (photo), ==, 48);
      g_assert_cmpuint (critic_photo_get_height (photo), ==, 32);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("load", load_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  static const PhotoTestJpeg baseline = { 0 }, progressive = { .progressive = TRUE }, restart = { .restart_rows = 1 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photo/jpeg/scale", test_scale);
  g_test_add_data_func ("/photo/jpeg/cut-short/baseline", &baseline, test_cut_short);
  g_test_add_data_func ("/photo/jpeg/cut-short/progressive", &progressive, test_cut_short);
  g_test_add_data_func ("/photo/jpeg/cut-short/restart", &restart, test_cut_short);
  g_test_add_data_func ("/photo/jpeg/scribbled/baseline", &baseline, test_scribbled);
  g_test_add_data_func ("/photo/jpeg/scribbled/progressive", &progressive, test_scribbled);
  g_test_add_func ("/photo/jpeg/scans", test_scans);
  g_test_add_data_func ("/photo/jpeg/cancelled/jpeg", "progressive.jpg", test_cancelled);
  g_test_add_data_func ("/photo/jpeg/cancelled/png", "base.png", test_cancelled);
  g_test_add_func ("/photo/jpeg/cancelled/midway", test_cancelled_midway);
  g_test_add_func ("/photo/jpeg/threads", test_threads);
  return g_test_run ();
}
