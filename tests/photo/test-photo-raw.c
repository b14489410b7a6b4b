/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Raw files: the camera's own picture where it is large enough, else the raw
 * data; upright, in the right colours, of the right size. And the formats whose
 * loaders may be missing. */
#include <math.h>
#include <string.h>

#include "critic-photo-formats.h"
#include "photo-test.h"

static GBytes *
read_raw (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "raw", name, NULL);

  return photo_test_read (path);
}

static CriticPhoto *
load (const char *name, guint at_least)
{
  g_autoptr (GBytes) bytes = read_raw (name);
  g_autoptr (GError) error = NULL;
  /* What it is, its content says. */
  CriticPhoto *photo = critic_photo_load_bytes (bytes, "photo", at_least, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  return photo;
}

/* The pixel in the middle of column @x, row @y of base.png, which is 48 x 32. */
static const guint8 *
pixel (CriticPhoto *photo, guint x, guint y)
{
  const guint8 *pixels = g_bytes_get_data (critic_photo_get_pixels (photo), NULL);
  const guint px = (2 * x + 1) * critic_photo_get_width (photo) / 96, py = (2 * y + 1) * critic_photo_get_height (photo) / 64;

  return pixels + (gsize) py * critic_photo_get_stride (photo) + (gsize) px * 3;
}

static double
linear (guint8 byte)
{
  const double v = byte / 255.0;

  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

/* A developer may make everything brighter, by one factor. */
static void
assert_colours (CriticPhoto *photo)
{
  static const guint places[][2] = { { 5, 3 }, { 20, 15 }, { 30, 10 }, { 14, 25 }, { 44, 20 }, { 25, 25 } };
  g_autofree char *path = photo_test_golden ("base.png");
  guint width, height;
  g_autoptr (GBytes) base = photo_test_pixels (path, &width, &height);
  const guint8 *expected = g_bytes_get_data (base, NULL);
  double least = G_MAXDOUBLE, most = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint c = 0; c < 3; c++)
      {
        const guint8 e = expected[(places[i][1] * width + places[i][0]) * 3 + c];
        const guint8 found = pixel (photo, places[i][0], places[i][1])[c];
        const double factor = linear (found) / linear (e);

        g_test_message ("%u,%u: %u for %u", places[i][0], places[i][1], found, e);
        if (found == 255)
          continue;
        least = MIN (least, factor);
        most = MAX (most, factor);
      }
  g_assert_cmpfloat (least, >, 0.8);
  g_assert_cmpfloat (most, <, 3);
  g_assert_cmpfloat (most / least, <, 1.25);
}

/* The camera's picture has a white bar at the bottom, the raw data have none. */
static gboolean
has_bar (CriticPhoto *photo)
{
  const guint8 *p = pixel (photo, 20, 30);

  return p[0] > 240 && p[1] > 240 && p[2] > 240;
}

static void
test_preview (void)
{
  static const char *const names[] = { "large-preview.dng", "turned-6-large.dng" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CriticPhoto) photo = load (names[i], 0);
      g_autoptr (CriticPhoto) shrunk = load (names[i], 96);

      g_assert_cmpuint (critic_photo_get_width (photo), ==, 1536);
      g_assert_cmpuint (critic_photo_get_height (photo), ==, 1024);
      g_assert_cmpuint (critic_photo_get_full_width (photo), ==, 1536);
      g_assert_cmpuint (critic_photo_get_full_height (photo), ==, 1024);
      g_assert_true (has_bar (photo));
      assert_colours (photo);
      g_assert_cmpuint (critic_photo_get_width (shrunk), ==, 384);
      g_assert_cmpuint (critic_photo_get_height (shrunk), ==, 256);
      g_assert_cmpuint (critic_photo_get_full_width (shrunk), ==, 1536);
      g_assert_cmpuint (critic_photo_get_full_height (shrunk), ==, 1024);
      g_assert_true (has_bar (shrunk));
    }
}

static void
test_developed (void)
{
  static const char *const names[] = { "small-preview.dng", "no-preview.dng", "turned-6.dng", "like.nef", "like.cr2" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CriticPhoto) photo = load (names[i], 320);

      g_test_message ("%s", names[i]);
      g_assert_cmpuint (critic_photo_get_width (photo), ==, 48);
      g_assert_cmpuint (critic_photo_get_height (photo), ==, 32);
      g_assert_cmpuint (critic_photo_get_full_width (photo), ==, 96);
      g_assert_cmpuint (critic_photo_get_full_height (photo), ==, 64);
      g_assert_false (has_bar (photo));
      assert_colours (photo);
    }
}

static void
refuse_bytes (GBytes *bytes, const char *name, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (critic_photo_load_bytes (bytes, name, 320, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_nonnull (strstr (error->message, says));
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
refuse (const char *name, const char *says)
{
  g_autoptr (GBytes) bytes = read_raw (name);

  refuse_bytes (bytes, name, says);
}

static void
test_new_camera (void)
{
  refuse ("new-camera.dng", "Photo Critic Test Camera");
  refuse ("like.cr3", "LibRaw");
}

/* Cut short or scribbled over: a picture or an error of ours. */
static void
test_damaged (void)
{
  static const char *const names[] = { "small-preview.dng", "no-preview.dng", "like.nef", "like.cr2", "like.cr3" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_raw (names[i]);
      gsize n;
      const guint8 *data = g_bytes_get_data (bytes, &n);

      for (gsize k = 1; k < n; k += k < 300 ? 13 : 997)
        {
          g_autofree guint8 *copy = g_memdup2 (data, n);
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, k);
          g_autoptr (GBytes) scribbled = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (CriticPhoto) of_cut = critic_photo_load_bytes (cut, names[i], 320, NULL, &error);
          g_autoptr (CriticPhoto) of_scribbled = NULL;

          g_assert_true (of_cut != NULL ? error == NULL : error->domain == CRITIC_PHOTO_ERROR);
          g_clear_error (&error);
          copy[k] = (guint8) g_test_rand_int_range (0, 256);
          scribbled = g_bytes_new_take (g_steal_pointer (&copy), n);
          of_scribbled = critic_photo_load_bytes (scribbled, names[i], 320, NULL, &error);
          g_assert_true (of_scribbled != NULL ? error == NULL : error->domain == CRITIC_PHOTO_ERROR);
        }
    }
  {
    g_autoptr (GBytes) whole = read_raw ("no-preview.dng");
    g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
    g_autoptr (GError) error = NULL;

    g_assert_null (critic_photo_load_bytes (half, "half.dng", 320, NULL, &error));
    g_assert_true (error->domain == CRITIC_PHOTO_ERROR);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) bytes = read_raw ("small-preview.dng");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_photo_load_bytes (bytes, "photo", 0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Opened where there is a loader; where there is none, its package is named. */
static void
test_loaders (void)
{
  static const struct { const char *name, *type, *package; } files[] = {
    { "base.heic", "image/heic", "heif-gdk-pixbuf" },
    { "turned-6.heic", "image/heic", "heif-gdk-pixbuf" },
    { "base.avif", "image/avif", "libavif-gdk-pixbuf" },
    { "turned-5.avif", "image/avif", "libavif-gdk-pixbuf" },
    { "turned-6.avif", "image/avif", "libavif-gdk-pixbuf" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if (critic_photo_is_supported (files[i].type))
        {
          g_autoptr (CriticPhoto) photo = load (files[i].name, 0);

          g_test_message ("%s has a loader", files[i].type);
          g_assert_cmpuint (critic_photo_get_width (photo), ==, 96);
          g_assert_cmpuint (critic_photo_get_height (photo), ==, 64);
          assert_colours (photo);
        }
      else
        refuse (files[i].name, files[i].package);
    }
}

/* A system without any loader, whatever is installed: gdk-pixbuf looks once, in another
 * process. The formats that need none are read all the same. */
static void
test_no_loaders (void)
{
  static const char *const types[] = { "image/webp", "image/heic", "image/avif" };
  g_autofree char *before = g_strdup (g_getenv ("GDK_PIXBUF_MODULE_FILE"));

  if (g_test_subprocess ())
    {
      g_autofree char *path = photo_test_golden ("exif-6.webp");
      g_autoptr (GBytes) webp = photo_test_read (path);
      g_autoptr (CriticPhoto) jxl = NULL, raw = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
        g_assert_false (critic_photo_is_supported (types[i]));
      refuse_bytes (webp, "photo.webp", "webp-pixbuf-loader");
      refuse ("base.heic", "heif-gdk-pixbuf");
      refuse ("turned-6.heic", "heif-gdk-pixbuf");
      refuse ("base.avif", "libavif-gdk-pixbuf");
      refuse ("turned-5.avif", "libavif-gdk-pixbuf");

      jxl = load ("turned-6.jxl", 0);
      assert_colours (jxl);
      raw = load ("small-preview.dng", 320);
      assert_colours (raw);
      return;
    }

  g_setenv ("GDK_PIXBUF_MODULE_FILE", "/dev/null", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  if (before != NULL)
    g_setenv ("GDK_PIXBUF_MODULE_FILE", before, TRUE);
  else
    g_unsetenv ("GDK_PIXBUF_MODULE_FILE");
  g_test_trap_assert_passed ();
}

/* Whole, turned and mirrored, as libjxl puts it upright; on mid grey where it is
 * transparent; cut short. */
static void
test_jxl (void)
{
  static const char *const names[] = { "base.jxl", "turned-2.jxl", "turned-6.jxl" };
  g_autofree char *path = photo_test_golden ("base.png");
  guint width, height;
  g_autoptr (GBytes) base = photo_test_pixels (path, &width, &height);
  const guint8 *expected = g_bytes_get_data (base, NULL);

  g_assert_true (critic_photo_is_supported ("image/jxl"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (CriticPhoto) photo = load (names[i], 0);

      g_assert_cmpuint (critic_photo_get_width (photo), ==, 96);
      g_assert_cmpuint (critic_photo_get_height (photo), ==, 64);
      g_assert_cmpuint (critic_photo_get_full_width (photo), ==, 96);
      assert_colours (photo);
    }
  {
    g_autoptr (CriticPhoto) half = load ("alpha.jxl", 0);

    for (guint c = 0; c < 3; c++)
      g_assert_cmpint (ABS (pixel (half, 25, 25)[c] - (expected[(25 * 48 + 25) * 3 + c] + 128) / 2), <=, 2);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = read_raw (names[i]);

      for (gsize k = 2; k < g_bytes_get_size (whole) - 1; k += 11)
        {
          g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, k);
          g_autoptr (GError) error = NULL;

          g_assert_null (critic_photo_load_bytes (cut, "cut.jxl", 0, NULL, &error));
          g_assert_true (error->domain == CRITIC_PHOTO_ERROR);
        }
    }
}

static void
test_known (void)
{
  static const char *const names[] = { "large-preview.dng", "no-preview.dng", "like.nef", "like.cr2", "like.cr3" };
  const char *const *extensions = critic_photo_get_extensions ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_raw (names[i]);

      g_assert_true (critic_photo_is_raw (bytes, "photo"));
      g_assert_null (critic_photo_guess_error (bytes, "photo"));
    }
  {
    g_autofree char *path = photo_test_golden ("deflate.tif");
    g_autoptr (GBytes) tiff = photo_test_read (path);

    g_assert_false (critic_photo_is_raw (tiff, "photo.tif"));
  }
  g_assert_true (critic_photo_is_supported ("image/x-adobe-dng"));
  g_assert_true (g_strv_contains (extensions, "dng"));
  g_assert_true (g_strv_contains (extensions, "nef"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photo/raw/preview", test_preview);
  g_test_add_func ("/photo/raw/developed", test_developed);
  g_test_add_func ("/photo/raw/new-camera", test_new_camera);
  g_test_add_func ("/photo/raw/damaged", test_damaged);
  g_test_add_func ("/photo/raw/cancelled", test_cancelled);
  g_test_add_func ("/photo/raw/loaders", test_loaders);
  g_test_add_func ("/photo/raw/no-loaders", test_no_loaders);
  g_test_add_func ("/photo/raw/jxl", test_jxl);
  g_test_add_func ("/photo/raw/known", test_known);
  return g_test_run ();
}
