/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever is given: one error of the right kind, whose message is a sentence
 * that names the file. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "critic-photo-formats.h"
#include "photo-test.h"

static char *folder;

static void
assert_refused (const char *path, CriticPhotoError code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);

  g_assert_null (critic_photo_load (file, 320, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, shown));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
}

static char *
write_file (const char *name, const void *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
  return path;
}

static void
refuse_content (const char *name, const void *data, gsize size, CriticPhotoError code)
{
  g_autofree char *path = write_file (name, data, size);

  assert_refused (path, code);
  g_unlink (path);
}

static void
refuse_text (const char *name, const char *text, CriticPhotoError code)
{
  refuse_content (name, text, strlen (text), code);
}

static void
test_content (void)
{
  g_autofree guint8 *noise = g_malloc (5000);
  g_autofree char *path = photo_test_golden ("deflate.tif");
  g_autoptr (GBytes) tiff = photo_test_read (path);

  for (guint i = 0; i < 5000; i++)
    noise[i] = (guint8) g_test_rand_int_range (128, 256);
  refuse_text ("empty.jpg", "", CRITIC_PHOTO_ERROR_EMPTY);
  refuse_text ("notes.txt", "I like the light on the dock.\n", CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_text ("notes.jpg", "I like the light on the dock.\n", CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_text ("paper.pdf", "%PDF-1.4\n1 0 obj\n<< >>\nendobj\n", CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_text ("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>",
               CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_content ("noise.jpg", noise, 5000, CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_content ("start.jpg", "\xff\xd8\xff", 3, CRITIC_PHOTO_ERROR_DAMAGED);
  refuse_content ("zeros", "\0\0\0\0\0\0\0\0", 8, CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_text ("名前 é.png", "no picture", CRITIC_PHOTO_ERROR_NOT_IMAGE);
  refuse_text ("not-utf-8-\xff\xfe.png", "no picture", CRITIC_PHOTO_ERROR_NOT_IMAGE);

  /* A raw file whose first page is a thumbnail; by its name alone, so it needs
   * the list of types. */
  {
    g_autofree char *type = g_content_type_guess ("a.nef", NULL, 0, NULL);

    if (g_content_type_is_a (type, "image/x-dcraw"))
      refuse_content ("DSC_0001.NEF", g_bytes_get_data (tiff, NULL), g_bytes_get_size (tiff),
                      CRITIC_PHOTO_ERROR_NOT_IMAGE);
  }
}

static void
test_huge_headers (void)
{
  static const char *const names[] = { "header-65535.png", "header-65535.jpg", "header-60000.jpg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = photo_test_golden (names[i]);

      assert_refused (path, CRITIC_PHOTO_ERROR_TOO_LARGE);
    }
}

/* Raw files, and the formats whose loaders may be missing: cut in the middle and
 * near the end, which is where raw data lie. */
static void
test_raw_cut (void)
{
  static const char *const files[] = {
    "large-preview.dng", "small-preview.dng", "no-preview.dng", "turned-6.dng", "like.nef", "like.cr2", "like.rw2", "like.raf",
    "base.heic", "base.avif", "base.jxl",
  };
  /* Loaders may say more than the error they give. */
  const GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (guint share = 1; share <= 3; share++)
      {
        g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "raw", files[i], NULL);
        g_autoptr (GBytes) whole = photo_test_read (path);
        g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * share / 4);
        g_autoptr (GError) error = NULL;
        g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (part, files[i], 320, NULL, &error);

        g_assert_true ((photo == NULL) == (error != NULL));
        if (error == NULL)
          {
            g_test_message ("%u/4 of %s: %u x %u", share, files[i], critic_photo_get_width (photo), critic_photo_get_height (photo));
            continue;
          }
        g_test_message ("%s", error->message);
        g_assert_true (error->domain == CRITIC_PHOTO_ERROR);
        g_assert_nonnull (strstr (error->message, files[i]));
        g_assert_true (g_str_has_suffix (error->message, "."));
      }
  g_log_set_always_fatal (fatal);
}

/* Half of a file is not a photograph, in any format. */
static void
test_halves (void)
{
  static const char *const names[] = { "16-bit.png", "interlaced.png", "palette.png", "animated.gif", "deflate.tif", "plain.bmp",
                                       "plain.ppm", "exif-6.webp", "cmyk.jpg", "progressive.jpg", "grey.jpg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = photo_test_golden (names[i]);
      g_autoptr (GBytes) bytes = photo_test_read (path);

      if (g_str_has_suffix (path, ".webp") && !critic_photo_is_supported ("image/webp"))
        continue;
      refuse_content (names[i], g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) / 2,
                      CRITIC_PHOTO_ERROR_DAMAGED);
    }
}

/* Every length of every format: a picture or an error of ours. */
static void
test_lengths (void)
{
  static const char *const names[] = { "base.png", "alpha.png", "animated.gif", "exif-6.webp", "16-bit-grey.tif", "rgb-profile.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = photo_test_golden (names[i]);
      g_autoptr (GBytes) bytes = photo_test_read (path);

      for (gsize n = 1; n < g_bytes_get_size (bytes); n++)
        {
          g_autoptr (GBytes) piece = g_bytes_new_from_bytes (bytes, 0, n);
          g_autoptr (GError) error = NULL;
          g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (piece, names[i], 0, NULL, &error);

          if (photo == NULL)
            g_assert_true (error != NULL && error->domain == CRITIC_PHOTO_ERROR);
          else
            g_assert_no_error (error);
        }
    }
}

static void
test_no_file (void)
{
  g_autofree char *missing = g_build_filename (folder, "missing.jpg", NULL);
  g_autofree char *dangling = g_build_filename (folder, "dangling.jpg", NULL);
  g_autofree char *inside = g_build_filename (folder, "no-such-folder", "a.jpg", NULL);

  assert_refused (missing, CRITIC_PHOTO_ERROR_READ);
  assert_refused (inside, CRITIC_PHOTO_ERROR_READ);
  g_assert_no_errno (symlink (missing, dangling));
  assert_refused (dangling, CRITIC_PHOTO_ERROR_READ);
  g_unlink (dangling);
}

/* A pipe without a writer: opening it would wait for ever. */
static void
test_no_ordinary_file (void)
{
  g_autofree char *fifo = g_build_filename (folder, "fifo.jpg", NULL);

  g_assert_no_errno (mkfifo (fifo, 0600));
  assert_refused (fifo, CRITIC_PHOTO_ERROR_NOT_IMAGE);
  g_unlink (fifo);
  assert_refused ("/dev/zero", CRITIC_PHOTO_ERROR_NOT_IMAGE);
  assert_refused (folder, CRITIC_PHOTO_ERROR_NOT_IMAGE);
}

static void
test_no_permission (void)
{
  g_autofree char *path = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  path = write_file ("private.jpg", "x", 1);
  g_assert_no_errno (g_chmod (path, 0));
  assert_refused (path, CRITIC_PHOTO_ERROR_READ);
  g_unlink (path);
}

static void
test_symlink (void)
{
  g_autofree char *target = photo_test_golden ("grey.jpg");
  g_autofree char *absolute = g_canonicalize_filename (target, NULL);
  g_autofree char *link = g_build_filename (folder, "link.jpg", NULL);
  g_autoptr (CriticPhoto) photo = NULL;

  g_assert_no_errno (symlink (absolute, link));
  photo = photo_test_load (link, 0);
  g_assert_nonnull (photo);
  g_unlink (link);
}

static void
test_guess (void)
{
  g_autoptr (GBytes) jpeg = g_bytes_new_static ("\xff\xd8\xff\xe0", 4);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello\n", 6);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GError) a = critic_photo_guess_error (jpeg, "a.jpg");
  g_autoptr (GError) b = critic_photo_guess_error (text, "b.txt");
  g_autoptr (GError) c = critic_photo_guess_error (nothing, "c.jpg");

  g_assert_no_error (a);
  g_assert_error (b, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE);
  g_assert_error (c, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_EMPTY);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("photo-critic-XXXXXX", &error);
  g_assert_no_error (error);
  g_test_add_func ("/photo/bad-input/content", test_content);
  g_test_add_func ("/photo/bad-input/huge-headers", test_huge_headers);
  g_test_add_func ("/photo/bad-input/halves", test_halves);
  g_test_add_func ("/photo/bad-input/raw-cut", test_raw_cut);
  g_test_add_func ("/photo/bad-input/lengths", test_lengths);
  g_test_add_func ("/photo/bad-input/no-file", test_no_file);
  g_test_add_func ("/photo/bad-input/no-ordinary-file", test_no_ordinary_file);
  g_test_add_func ("/photo/bad-input/no-permission", test_no_permission);
  g_test_add_func ("/photo/bad-input/symlink", test_symlink);
  g_test_add_func ("/photo/bad-input/guess", test_guess);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
