/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One picture, held in every way a file can hold it. */
#include <string.h>
#include <sys/stat.h>

#include "critic-photo-formats.h"
#include "photo-test.h"

/* JPEG is lossy: the goldens are of the picture before it, or of Pillow's own
 * decoding of the very file (tight). 16 bits lose their low byte: one level. */
static const struct
{
  const char *name;
  const char *expected;
  int         tolerance;
} files[] = {
  { "base.png", "base.png", 0 },
  { "16-bit.png", "base.png", 1 },
  { "16-bit-grey.png", "16-bit-grey.expected.png", 1 },
  { "16-bit-grey.tif", "16-bit-grey.expected.png", 1 },
  { "interlaced.png", "base.png", 0 },
  { "exif-6.png", "base.png", 0 },
  { "alpha.png", "alpha.expected.png", 1 },
  { "grey-alpha.png", "grey-alpha.expected.png", 1 },
  { "palette.png", "palette.expected.png", 1 },
  { "grey-profile.png", "grey-profile.expected.png", 1 },
  { "rgb-profile.png", "rgb-profile.expected.png", 1 },
  { "one-bit.png", "one-bit.expected.png", 0 },
  { "animated.gif", "animated.expected.png", 0 },
  { "deflate.tif", "base.png", 0 },
  { "orientation-6.tif", "base.png", 0 },
  { "plain.bmp", "base.png", 0 },
  { "plain.ppm", "base.png", 0 },
  { "exif-6.webp", "base.png", 0 },
  { "orientation-1.jpg", "base.png", 8 },
  { "orientation-2.jpg", "base.png", 8 },
  { "orientation-3.jpg", "base.png", 8 },
  { "orientation-4.jpg", "base.png", 8 },
  { "orientation-5.jpg", "base.png", 8 },
  { "orientation-6.jpg", "base.png", 8 },
  { "orientation-7.jpg", "base.png", 8 },
  { "orientation-8.jpg", "base.png", 8 },
  { "progressive.jpg", "base.png", 8 },
  { "grey.jpg", "grey.expected.png", 1 },
  { "cmyk.jpg", "cmyk.expected.png", 2 },
};

static void
test_file (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = photo_test_golden (files[i].name);
  g_autofree char *golden_path = photo_test_golden (files[i].expected);
  guint width, height;
  g_autoptr (GBytes) golden = photo_test_pixels (golden_path, &width, &height);
  g_autoptr (CriticPhoto) photo = NULL;
  GBytes *pixels;
  double mean;
  int worst;

  if (g_str_has_suffix (path, ".webp") && !critic_photo_is_supported ("image/webp"))
    {
      g_test_skip ("gdk-pixbuf has no loader for WebP here");
      return;
    }
  photo = photo_test_load (path, 0);
  pixels = critic_photo_get_pixels (photo);
  g_assert_cmpuint (critic_photo_get_width (photo), ==, width);
  g_assert_cmpuint (critic_photo_get_height (photo), ==, height);
  g_assert_cmpuint (critic_photo_get_full_width (photo), ==, width);
  g_assert_cmpuint (critic_photo_get_full_height (photo), ==, height);
  g_assert_cmpuint (critic_photo_get_stride (photo), ==, width * 3);
  g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) width * height * 3);
  worst = photo_test_distance (g_bytes_get_data (pixels, NULL), g_bytes_get_data (golden, NULL),
                               g_bytes_get_size (golden), &mean);
  g_test_message ("worst %d, mean %.3f", worst, mean);
  g_assert_cmpint (worst, <=, files[i].tolerance);
  g_assert_cmpfloat (mean, <=, 1);
}

/* The key is that of the bytes, whatever the name and the scale. */
static void
test_key (void)
{
  g_autofree char *path = photo_test_golden ("grey.jpg");
  g_autoptr (GBytes) bytes = photo_test_read (path);
  g_autoptr (CriticPhoto) a = photo_test_load (path, 0);
  g_autoptr (CriticPhoto) b = critic_photo_load_bytes (bytes, "another name", 2, NULL, NULL);

  /* As xxh128sum of Debian's xxhash prints it. */
  g_assert_cmpstr (critic_photo_get_key (a), ==, "287c16985f3b4060618e31e986248b50");
  g_assert_cmpstr (critic_photo_get_key (b), ==, "287c16985f3b4060618e31e986248b50");
}

/* What is read is the file, and its time is the file system's, to the nanosecond. */
static void
test_read (void)
{
  g_autofree char *path = photo_test_golden ("grey.jpg");
  g_autoptr (GBytes) expected = photo_test_read (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at all.jpg");
  g_autofree char *name = NULL;
  g_autofree char *no_name = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct stat now;
  gint64 mtime = -1;

  g_assert_cmpint (stat (path, &now), ==, 0);
  bytes = critic_photo_read (file, &name, &mtime, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, expected));
  g_assert_cmpstr (name, ==, "grey.jpg");
  g_assert_cmpint (mtime, ==, (gint64) now.st_mtim.tv_sec * 1000000000 + now.st_mtim.tv_nsec);

  mtime = -1;
  g_assert_null (critic_photo_read (missing, &no_name, &mtime, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ);
  g_assert_cmpstr (no_name, ==, "at all.jpg");
  g_assert_cmpint (mtime, ==, -1);
}

static void
test_paste (void)
{
  const guint8 rgba[] = { 10, 20, 30, 255, 10, 20, 30, 0, 9, 9, 9, 9,
                          255, 255, 255, 128, 0, 0, 0, 255, 9, 9, 9, 9 };
  const guint8 expected[] = { 10, 20, 30, 128, 128, 128, 192, 192, 192, 0, 0, 0 };
  g_autoptr (CriticPhoto) photo = critic_photo_new_from_pixels (rgba, 2, 2, 12, TRUE);
  g_autoptr (CriticPhoto) same = critic_photo_new_from_pixels (expected, 2, 2, 6, FALSE);
  g_autoptr (CriticPhoto) wide = critic_photo_new_from_pixels (expected, 4, 1, 12, FALSE);
  CriticPhoto *again = critic_photo_ref (photo);
  GBytes *pixels = critic_photo_get_pixels (photo);

  g_assert_cmpmem (g_bytes_get_data (pixels, NULL), g_bytes_get_size (pixels), expected, sizeof expected);
  g_assert_cmpstr (critic_photo_get_key (photo), ==, critic_photo_get_key (same));
  g_assert_cmpstr (critic_photo_get_key (photo), !=, critic_photo_get_key (wide));
  critic_photo_unref (again);
}

static void
test_lists (void)
{
  const char *const *types = critic_photo_get_mime_types ();
  const char *const *extensions = critic_photo_get_extensions ();

  g_assert_cmpstr (types[0], ==, "image/jpeg");
  g_assert_true (g_strv_contains (types, "image/png"));
  g_assert_true (g_strv_contains (types, "image/tiff"));
  g_assert_false (g_strv_contains (types, "image/svg+xml"));
  g_assert_true (g_strv_contains (extensions, "jpg"));
  g_assert_true (g_strv_contains (extensions, "png"));
  g_assert_true (critic_photo_is_supported ("image/jpeg"));
  g_assert_false (critic_photo_is_supported ("text/plain"));
}

/* "image/heic" is another name of "image/heif". */
static gboolean
lists_type (char **list, const char *type)
{
  for (gsize i = 0; list[i] != NULL; i++)
    if (g_content_type_equals (list[i], type))
      return TRUE;
  return FALSE;
}

/* "Open with" offers the program for all that it opens as a photograph, every camera's raw files among
 * it, for folders, and for nothing else. */
static void
test_desktop_file (void)
{
  /* Icons, cursors, drawings of few colours, and what QuickTime wrapped pictures in: opened where somebody
   * insists, but no photographs. */
  static const char *const others[] = {
    "image/ico", "image/icon", "image/qtif", "image/vnd.microsoft.icon", "image/x-icns", "image/x-ico", "image/x-icon",
    "image/x-quicktime", "image/x-win-bitmap", "image/x-xbitmap", "image/x-xpixmap", NULL
  };
  /* Opened by loaders that need not be installed here. */
  static const char *const loaders[] = { "image/avif", "image/heic", "image/heif", "image/webp", NULL };
  const char *const *types = critic_photo_get_mime_types ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "io.github.photocritic.PhotoCritic.desktop.in", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  GList *registered = g_content_types_get_registered ();
  g_auto (GStrv) listed = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  listed = g_key_file_get_string_list (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_MIME_TYPE, NULL, &error);
  g_assert_no_error (error);

  for (gsize i = 0; types[i] != NULL; i++)
    if (!g_strv_contains (others, types[i]) && !lists_type (listed, types[i]))
      g_error ("%s is opened, but the desktop file says nothing of it", types[i]);
  for (GList *l = registered; l != NULL; l = l->next)
    if (g_content_type_is_a (l->data, "image/x-dcraw") && !lists_type (listed, l->data))
      g_error ("%s is a camera's raw file, but the desktop file says nothing of it", (const char *) l->data);
  g_list_free_full (registered, g_free);

  for (gsize i = 0; listed[i] != NULL; i++)
    if (!g_str_equal (listed[i], "inode/directory") && !g_strv_contains (loaders, listed[i]) &&
        !critic_photo_is_supported (listed[i]))
      g_error ("the desktop file says that %s is opened", listed[i]);
  for (gsize i = 0; loaders[i] != NULL; i++)
    g_assert_true (lists_type (listed, loaders[i]));
  g_assert_true (lists_type (listed, "inode/directory"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat ("/photo/formats/", files[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_file);
    }
  g_test_add_func ("/photo/formats/key", test_key);
  g_test_add_func ("/photo/formats/read", test_read);
  g_test_add_func ("/photo/formats/paste", test_paste);
  g_test_add_func ("/photo/formats/lists", test_lists);
  g_test_add_func ("/photo/formats/desktop-file", test_desktop_file);
  return g_test_run ();
}
