/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The same photograph in sRGB, Adobe RGB, Display P3 and CMYK is the same
 * photograph to the network; a profile that makes no sense does no harm. */
#include <math.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "photo-test-profiles.h"

static CriticPhoto *
load_bytes (GBytes *bytes, guint at_least)
{
  g_autoptr (GError) error = NULL;
  CriticPhoto *photo = critic_photo_load_bytes (bytes, "photo", at_least, NULL, &error);

  g_assert_no_error (error);
  return photo;
}

/* The mean distance of what the network sees of two files. */
static double
network_distance (CriticPhoto *photo, GBytes *file)
{
  g_autoptr (CriticPhoto) other = load_bytes (file, 320);
  g_autoptr (CriticNetworkPicture) a = critic_preprocess_for_network (photo, 320, NULL, NULL);
  g_autoptr (CriticNetworkPicture) b = critic_preprocess_for_network (other, 320, NULL, NULL);
  double mean;
  int worst;

  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  worst = photo_test_distance (a->rgb, b->rgb, (gsize) a->width * a->height * 3, &mean);
  g_test_message ("worst %d, mean %.3f", worst, mean);
  return mean;
}

static CriticPhoto *
load_sample (const char *name)
{
  g_autofree char *path = photo_test_sample (name);

  return photo_test_load (path, 0);
}

static void
test_rgb (gconstpointer data)
{
  GBytes *(*make_profile) (void) = data;
  static const char *const samples[] = { "coffee.jpg", "pavilion.jpg", "two-wings.jpg" };
  g_autoptr (GBytes) profile = make_profile ();

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (CriticPhoto) photo = load_sample (samples[i]);
      g_autofree guint8 *wide = photo_test_from_srgb (photo, profile);
      const guint w = critic_photo_get_width (photo), h = critic_photo_get_height (photo);
      const PhotoTestJpeg with = { .profile = profile }, without = { 0 };
      g_autoptr (GBytes) tagged = photo_test_encode (wide, w, h, &with);
      g_autoptr (GBytes) untagged = photo_test_encode (wide, w, h, &without);

      g_assert_cmpfloat (network_distance (photo, tagged), <, 0.8);
      g_assert_cmpfloat (network_distance (photo, untagged), >, 1.5);     /* the profile is what does it */
    }
}

static void
test_cmyk (void)
{
  g_autoptr (CriticPhoto) photo = load_sample ("coffee.jpg");
  const guint w = critic_photo_get_width (photo), h = critic_photo_get_height (photo);
  g_autoptr (GBytes) press = photo_test_press ();
  g_autofree guint8 *inks = photo_test_to_inks (photo, PHOTO_TEST_DOT_GAIN);
  g_autofree guint8 *plain = photo_test_to_inks (photo, 1);

  for (int ycck = 0; ycck <= 1; ycck++)
    {
      const PhotoTestJpeg with = { .cmyk = TRUE, .ycck = ycck, .profile = press };
      const PhotoTestJpeg without = { .cmyk = TRUE, .ycck = ycck };
      g_autoptr (GBytes) tagged = photo_test_encode (inks, w, h, &with);
      g_autoptr (GBytes) wrong = photo_test_encode (inks, w, h, &without);
      g_autoptr (GBytes) untagged = photo_test_encode (plain, w, h, &without);

      g_assert_cmpfloat (network_distance (photo, tagged), <, 1);
      g_assert_cmpfloat (network_distance (photo, untagged), <, 1);
      g_assert_cmpfloat (network_distance (photo, wrong), >, 10);
    }
}

/* Adobe's marker says that the inks are inverted; without it they are not. */
static void
test_cmyk_without_adobe (void)
{
  enum { SIDE = 16 };
  g_autofree guint8 *inks = g_malloc (SIDE * SIDE * 4);
  const PhotoTestJpeg how = { .cmyk = TRUE };
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GByteArray) stripped = g_byte_array_new ();
  g_autoptr (GBytes) other = NULL;
  g_autoptr (CriticPhoto) a = NULL;
  g_autoptr (CriticPhoto) b = NULL;
  const guint8 *data, *rgb;
  gsize n, at = 2;

  for (guint i = 0; i < SIDE * SIDE; i++)
    memcpy (inks + i * 4, "\x00\xff\xff\x00", 4);       /* red */
  file = photo_test_encode (inks, SIDE, SIDE, &how);
  data = g_bytes_get_data (file, &n);
  while (data[at + 1] != 0xee)
    {
      at += 2 + data[at + 2] * 256 + data[at + 3];
      g_assert_cmpuint (at, <, n - 4);
    }
  g_byte_array_append (stripped, data, at);
  at += 2 + data[at + 2] * 256 + data[at + 3];
  g_byte_array_append (stripped, data + at, n - at);
  other = g_bytes_new (stripped->data, stripped->len);

  a = load_bytes (file, 0);
  rgb = g_bytes_get_data (critic_photo_get_pixels (a), NULL);
  g_assert_cmpint (rgb[0], >, 250);
  g_assert_cmpint (rgb[1], <, 5);
  b = load_bytes (other, 0);    /* the same numbers, not inverted: cyan and black */
  rgb = g_bytes_get_data (critic_photo_get_pixels (b), NULL);
  g_assert_cmpint (rgb[0], <, 5);
  g_assert_cmpint (rgb[1], <, 5);
}

/* TIFF: gdk-pixbuf 2.42 cannot write a profile into a PNG. */
static GBytes *
save (guint8 *pixels, guint width, guint height, gboolean has_alpha, GBytes *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_data (pixels, GDK_COLORSPACE_RGB, has_alpha, 8, width, height,
                                                           width * (has_alpha ? 4 : 3), NULL, NULL);
  g_autofree char *text = g_base64_encode (g_bytes_get_data (profile, NULL), g_bytes_get_size (profile));
  char *data;
  gsize n;

  gdk_pixbuf_save_to_buffer (pixbuf, &data, &n, "tiff", &error, "icc-profile", text, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, n);
}

static double
srgb_encode (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

/* A grey ramp through a grey profile, with and without alpha; then the same
 * profile in a file that is not grey, which it cannot be meant for. */
static void
test_grey (void)
{
  g_autoptr (GBytes) profile = photo_test_grey (1.4);
  guint8 rgb[256 * 3], rgba[256 * 4];
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) alpha_file = NULL;
  g_autoptr (GBytes) coloured_file = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticPhoto) alpha_photo = NULL;
  g_autoptr (CriticPhoto) coloured = NULL;
  const guint8 *out, *alpha_out;

  for (guint i = 0; i < 256; i++)
    {
      memset (rgb + i * 3, i, 3);
      memset (rgba + i * 4, i, 4);
      rgba[i * 4 + 3] = 255;
    }
  file = save (rgb, 256, 1, FALSE, profile);
  alpha_file = save (rgba, 256, 1, TRUE, profile);
  photo = load_bytes (file, 0);
  alpha_photo = load_bytes (alpha_file, 0);
  out = g_bytes_get_data (critic_photo_get_pixels (photo), NULL);
  alpha_out = g_bytes_get_data (critic_photo_get_pixels (alpha_photo), NULL);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpfloat (fabs (out[i * 3] - 255 * srgb_encode (pow (i / 255.0, 1.4))), <, 1);
  g_assert_cmpint (photo_test_distance (out, alpha_out, 256 * 3, NULL), ==, 0);

  for (guint i = 0; i < 256; i++)
    rgb[i * 3] = 255;
  coloured_file = save (rgb, 256, 1, FALSE, profile);
  coloured = load_bytes (coloured_file, 0);
  g_assert_cmpmem (g_bytes_get_data (critic_photo_get_pixels (coloured), NULL), 255 * 3, rgb, 255 * 3);
}

/* A profile out of gdk-pixbuf, with and without alpha, gives what lcms2 gives. */
static void
test_tiff (void)
{
  g_autoptr (GBytes) profile = photo_test_adobe_rgb ();
  guint8 rgb[3 * 3] = { 100, 200, 60, 10, 20, 30, 250, 240, 128 };
  guint8 rgba[3 * 4] = { 100, 200, 60, 255, 10, 20, 30, 255, 250, 240, 128, 255 };
  g_autoptr (GBytes) file = save (rgb, 3, 1, FALSE, profile);
  g_autoptr (GBytes) alpha_file = save (rgba, 3, 1, TRUE, profile);
  g_autoptr (CriticPhoto) photo = load_bytes (file, 0);
  g_autoptr (CriticPhoto) alpha_photo = load_bytes (alpha_file, 0);
  cmsHPROFILE in = cmsOpenProfileFromMem (g_bytes_get_data (profile, NULL), (cmsUInt32Number) g_bytes_get_size (profile));
  cmsHPROFILE srgb = cmsCreate_sRGBProfile ();
  cmsHTRANSFORM transform = cmsCreateTransform (in, TYPE_RGB_8, srgb, TYPE_RGB_8, INTENT_PERCEPTUAL, 0);
  guint8 expected[9];

  cmsDoTransform (transform, rgb, expected, 3);
  g_assert_cmpmem (g_bytes_get_data (critic_photo_get_pixels (photo), NULL), 9, expected, 9);
  g_assert_cmpint (photo_test_distance (g_bytes_get_data (critic_photo_get_pixels (alpha_photo), NULL), expected, 9, NULL), <=, 1);
  cmsDeleteTransform (transform);
  cmsCloseProfile (in);
  cmsCloseProfile (srgb);
}

static void
expect_unchanged (GBytes *profile, gboolean cmyk)
{
  enum { SIDE = 16 };
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 4);
  const PhotoTestJpeg with = { .cmyk = cmyk, .profile = profile }, without = { .cmyk = cmyk };
  g_autoptr (GBytes) tagged = NULL;
  g_autoptr (GBytes) untagged = NULL;
  g_autoptr (CriticPhoto) a = NULL;
  g_autoptr (CriticPhoto) b = NULL;

  for (guint i = 0; i < SIDE * SIDE * 4; i++)
    pixels[i] = (guint8) (i / 8 * 3);
  tagged = photo_test_encode (pixels, SIDE, SIDE, &with);
  untagged = photo_test_encode (pixels, SIDE, SIDE, &without);
  a = load_bytes (tagged, 0);
  b = load_bytes (untagged, 0);
  g_assert_true (g_bytes_equal (critic_photo_get_pixels (a), critic_photo_get_pixels (b)));
}

static void
test_nonsense (void)
{
  g_autoptr (GBytes) noise = g_bytes_new_static ("no profile at all, but some text of enough length to fill the 128 bytes of "
                                                 "the header that lcms2 reads before it gives up, and then some more", 143);
  g_autoptr (GBytes) adobe = photo_test_adobe_rgb ();
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (adobe, 0, g_bytes_get_size (adobe) / 2);
  g_autoptr (GBytes) press = photo_test_press ();
  g_autoptr (GBytes) grey = photo_test_grey (1.4);
  g_autoptr (GBytes) lab = photo_test_save_profile (cmsCreateLab4Profile (NULL));
  g_autoptr (GBytes) srgb = photo_test_save_profile (cmsCreate_sRGBProfile ());

  expect_unchanged (noise, FALSE);
  expect_unchanged (noise, TRUE);
  expect_unchanged (half, FALSE);
  expect_unchanged (adobe, TRUE);
  expect_unchanged (press, FALSE);
  expect_unchanged (grey, TRUE);
  expect_unchanged (lab, FALSE);
  expect_unchanged (srgb, FALSE);       /* not nonsense, but nothing to do */
}

/* A profile that differs from @profile in the second it was made, and in nothing
 * that matters. */
static GBytes *
made_at (GBytes *profile, guint8 second)
{
  gsize size;
  guint8 *copy = g_memdup2 (g_bytes_get_data (profile, &size), g_bytes_get_size (profile));

  copy[35] = second;
  return g_bytes_new_take (copy, size);
}

typedef struct
{
  GBytes *files[12];
  GBytes *expected;
} Remembered;

static gpointer
load_remembered (gpointer data)
{
  const Remembered *remembered = data;

  for (guint i = 0; i < 4 * G_N_ELEMENTS (remembered->files); i++)
    {
      g_autoptr (CriticPhoto) photo = load_bytes (remembered->files[(i * 5) % G_N_ELEMENTS (remembered->files)], 0);

      g_assert_true (g_bytes_equal (critic_photo_get_pixels (photo), remembered->expected));
    }
  return NULL;
}

/* Profiles are remembered: more of them than are, by several threads at once,
 * and never one for another. */
static void
test_remembered (void)
{
  g_autoptr (GBytes) adobe = photo_test_adobe_rgb (), p3 = photo_test_display_p3 ();
  g_autofree guint8 *pixels = g_malloc (64 * 48 * 3);
  const PhotoTestJpeg in_p3 = { .profile = p3 };
  g_autoptr (GBytes) other_file = NULL;
  g_autoptr (CriticPhoto) other = NULL;
  Remembered remembered = { { NULL } };
  GThread *threads[3];

  for (guint i = 0; i < 64 * 48 * 3; i++)
    pixels[i] = (guint8) (i * 7 + i / 191);
  for (guint i = 0; i < G_N_ELEMENTS (remembered.files); i++)
    {
      g_autoptr (GBytes) profile = made_at (adobe, (guint8) i);
      const PhotoTestJpeg how = { .profile = profile };

      remembered.files[i] = photo_test_encode (pixels, 64, 48, &how);
    }
  other_file = photo_test_encode (pixels, 64, 48, &in_p3);
  other = load_bytes (other_file, 0);
  {
    g_autoptr (CriticPhoto) first = load_bytes (remembered.files[0], 0);

    remembered.expected = g_bytes_ref (critic_photo_get_pixels (first));
  }
  g_assert_false (g_bytes_equal (critic_photo_get_pixels (other), remembered.expected));

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("load", load_remembered, &remembered);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  for (guint i = 0; i < G_N_ELEMENTS (remembered.files); i++)
    g_bytes_unref (remembered.files[i]);
  g_bytes_unref (remembered.expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/photo/colour/adobe-rgb", photo_test_adobe_rgb, test_rgb);
  g_test_add_data_func ("/photo/colour/display-p3", photo_test_display_p3, test_rgb);
  g_test_add_func ("/photo/colour/cmyk", test_cmyk);
  g_test_add_func ("/photo/colour/cmyk-without-adobe", test_cmyk_without_adobe);
  g_test_add_func ("/photo/colour/grey", test_grey);
  g_test_add_func ("/photo/colour/tiff", test_tiff);
  g_test_add_func ("/photo/colour/nonsense", test_nonsense);
  g_test_add_func ("/photo/colour/remembered", test_remembered);
  return g_test_run ();
}
