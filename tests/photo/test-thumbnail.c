/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The thumbnail folder that everybody on the desktop writes to: what is true
 * there is used, all else is made anew. Each test begins with an empty one. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

#include "critic-png-text.h"
#include "critic-thumbnail.h"
#include "photo-test.h"

#define MTIME 1700000000

static char *home;

static char *
entry_path (const char *folder, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);
  g_autofree char *name = g_strconcat (sum, ".png", NULL);

  return g_build_filename (g_get_user_cache_dir (), "thumbnails", folder, name, NULL);
}

static void
set_mtime (GFile *file, guint64 seconds)
{
  g_autoptr (GError) error = NULL;

  g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, seconds, G_FILE_QUERY_INFO_NONE, NULL, &error);
  g_assert_no_error (error);
}

/* A copy of a picture under a name of one's own, last changed at MTIME. */
static GFile *
copy_picture (const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = g_build_filename (home, name, NULL);
  g_autoptr (GFile) from = g_file_new_for_path (path);
  GFile *file = g_file_new_for_path (to);

  g_file_copy (from, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  set_mtime (file, MTIME);
  return file;
}

static GFile *
copy_sample (const char *name)
{
  g_autofree char *path = photo_test_sample ("coffee.jpg");

  return copy_picture (path, name);
}

static CriticPhoto *
load (GFile *file, CriticThumbnailSize size)
{
  g_autoptr (GError) error = NULL;
  CriticPhoto *photo = critic_thumbnail_load (file, size, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  return photo;
}

static void
assert_text (const char *path, const char *key, const char *expected)
{
  g_autoptr (GBytes) png = photo_test_read (path);
  g_autofree char *text = critic_png_text_get (png, key);

  g_assert_cmpstr (text, ==, expected);
}

static int
mode_of (const char *path)
{
  struct stat st;

  g_assert_no_errno (stat (path, &st));
  return st.st_mode & 0777;
}

static void
test_made (void)
{
  static const struct { CriticThumbnailSize size; const char *folder; } sizes[] = {
    { CRITIC_THUMBNAIL_LARGE, "large" },
    { CRITIC_THUMBNAIL_X_LARGE, "x-large" },
    { CRITIC_THUMBNAIL_XX_LARGE, "xx-large" },
  };
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (CriticPhoto) whole = photo_test_load (g_file_peek_path (file), 0);
  const guint longest = MAX (critic_photo_get_width (whole), critic_photo_get_height (whole));

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = entry_path (sizes[i].folder, file);
      g_autofree char *parent = g_path_get_dirname (path);
      g_autoptr (GDir) dir = NULL;
      g_autoptr (CriticPhoto) made = load (file, sizes[i].size);
      g_autoptr (CriticPhoto) again = NULL;
      guint width, height;
      g_autoptr (GBytes) pixels = photo_test_pixels (path, &width, &height);

      g_assert_cmpuint (MAX (width, height), ==, MIN (longest, (guint) sizes[i].size));
      g_assert_cmpuint (critic_photo_get_width (made), ==, width);
      g_assert_cmpuint (critic_photo_get_height (made), ==, height);
      g_assert_true (g_bytes_equal (pixels, critic_photo_get_pixels (made)));
      g_assert_cmpint (mode_of (path), ==, 0600);
      g_assert_cmpint (mode_of (parent), ==, 0700);
      assert_text (path, "Thumb::URI", uri);
      assert_text (path, "Thumb::MTime", G_STRINGIFY (MTIME));
      assert_text (path, "Software", "Photo Critic");

      /* Nothing else is left there. */
      dir = g_dir_open (parent, 0, NULL);
      g_assert_nonnull (g_dir_read_name (dir));
      g_assert_null (g_dir_read_name (dir));

      again = load (file, sizes[i].size);
      g_assert_true (g_bytes_equal (pixels, critic_photo_get_pixels (again)));
    }
}

/* The example of the standard. */
static void
test_name (void)
{
  g_autoptr (GFile) file = g_file_new_for_uri ("file:///home/jens/photos/me.png");
  const guint8 grey[3] = { 9, 9, 9 };
  g_autoptr (CriticPhoto) photo = critic_photo_new_from_pixels (grey, 1, 1, 3, FALSE);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "thumbnails", "large",
                                            "c6ee772d9e49320e97ec29a7eb5b1697.png", NULL);
  g_autoptr (GError) error = NULL;

  critic_thumbnail_save (file, 5, photo, CRITIC_THUMBNAIL_LARGE, &error);
  g_assert_no_error (error);
  assert_text (path, "Thumb::URI", "file:///home/jens/photos/me.png");
  assert_text (path, "Thumb::MTime", "5");
}

static void
test_escaping (void)
{
  static const char *const names[][2] = {
    { "a b#c?d%e.jpg", "/a%20b%23c%3Fd%25e.jpg" },
    { "é 山.jpg", "/%C3%A9%20%E5%B1%B1.jpg" },
    { "not-utf-8-\xff\xfe.jpg", "/not-utf-8-%FF%FE.jpg" },
    { "two\nlines.jpg", "/two%0Alines.jpg" },
    { "[x](y)&z=1;'$!*+,:@~.jpg", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = copy_sample (names[i][0]);
      g_autofree char *uri = g_file_get_uri (file);
      g_autofree char *path = entry_path ("large", file);
      g_autoptr (CriticPhoto) photo = load (file, CRITIC_THUMBNAIL_LARGE);

      if (names[i][1] != NULL)
        g_assert_true (g_str_has_suffix (uri, names[i][1]));
      assert_text (path, "Thumb::URI", uri);
    }
}

/* What a desktop left in the cache: a picture of one colour, so that it is
 * known again. @keys: for gdk_pixbuf_savev(). */
static void
plant (GFile *file, int side, char **keys, char **values)
{
  g_autofree char *path = entry_path ("large", file);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, side, side);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0xff00ffff);
  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  gdk_pixbuf_savev (pixbuf, path, "png", keys, values, &error);
  g_assert_no_error (error);
}

static gboolean
is_planted (CriticPhoto *photo)
{
  static const guint8 colour[3] = { 255, 0, 255 };

  return memcmp (g_bytes_get_data (critic_photo_get_pixels (photo), NULL), colour, 3) == 0;
}

static void
assert_believed (GFile *file, int side, const char *uri, const char *mtime, const char *size, gboolean expected)
{
  char *keys[4] = { NULL }, *values[4] = { NULL };
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticPhoto) again = NULL;
  gsize n = 0;

  if (uri != NULL)
    keys[n] = (char *) "tEXt::Thumb::URI", values[n++] = (char *) uri;
  if (mtime != NULL)
    keys[n] = (char *) "tEXt::Thumb::MTime", values[n++] = (char *) mtime;
  if (size != NULL)
    keys[n] = (char *) "tEXt::Thumb::Size", values[n++] = (char *) size;
  plant (file, side, keys, values);

  photo = load (file, CRITIC_THUMBNAIL_LARGE);
  again = load (file, CRITIC_THUMBNAIL_LARGE);
  g_assert_cmpint (is_planted (photo), ==, expected);
  g_assert_cmpint (is_planted (again), ==, expected);
}

static void
test_belief (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GBytes) bytes = photo_test_read (g_file_peek_path (file));
  g_autofree char *size = g_strdup_printf ("%zu", g_bytes_get_size (bytes));

  assert_believed (file, 256, uri, "1700000000", NULL, TRUE);
  assert_believed (file, 256, uri, "1700000000", size, TRUE);
  assert_believed (file, 100, uri, "1700000000", NULL, TRUE);
  assert_believed (file, 257, uri, "1700000000", NULL, FALSE);
  assert_believed (file, 256, uri, "1699999999", NULL, FALSE);
  assert_believed (file, 256, uri, "1700000001", NULL, FALSE);
  assert_believed (file, 256, uri, "1700000000x", NULL, FALSE);
  assert_believed (file, 256, uri, "", NULL, FALSE);
  assert_believed (file, 256, uri, NULL, NULL, FALSE);
  assert_believed (file, 256, NULL, "1700000000", NULL, FALSE);
  assert_believed (file, 256, "file:///other.jpg", "1700000000", NULL, FALSE);
  assert_believed (file, 256, uri, "1700000000", "1", FALSE);
}

/* The photograph changed after its thumbnail was made. */
static void
test_stale (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *other = photo_test_golden ("orientation-6.jpg");
  g_autofree char *path = entry_path ("large", file);
  g_autoptr (CriticPhoto) before = load (file, CRITIC_THUMBNAIL_LARGE);
  g_autoptr (GFile) same = copy_picture (other, "photo.jpg");
  g_autoptr (CriticPhoto) after = NULL;

  g_assert_true (g_file_equal (file, same));
  set_mtime (file, MTIME + 1);
  after = load (file, CRITIC_THUMBNAIL_LARGE);
  /* Upright, and as small as it is. */
  g_assert_cmpuint (critic_photo_get_width (after), ==, 48);
  g_assert_cmpuint (critic_photo_get_height (after), ==, 32);
  assert_text (path, "Thumb::MTime", "1700000001");
}

static void
write_entry (const char *path, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, (const char *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Anything at all may lie in the cache. */
static void
test_hostile (void)
{
  g_autofree char *small = photo_test_golden ("orientation-6.jpg");
  g_autoptr (GFile) file = copy_picture (small, "photo.jpg");
  g_autofree char *path = entry_path ("large", file);
  g_autoptr (CriticPhoto) good = load (file, CRITIC_THUMBNAIL_LARGE);
  g_autoptr (GBytes) entry = photo_test_read (path);
  g_autofree char *huge = photo_test_golden ("header-65535.png");
  g_autoptr (GBytes) header = photo_test_read (huge);
  gsize n;
  const guint8 *data = g_bytes_get_data (entry, &n);

  /* Cut short anywhere, and wild lengths in it: always the true picture. */
  for (gsize i = 0; i < n; i += i < 200 ? 1 : n / 50)
    {
      g_autofree guint8 *copy = g_memdup2 (data, n);
      g_autoptr (CriticPhoto) cut = NULL;
      g_autoptr (CriticPhoto) wild = NULL;

      write_entry (path, data, i);
      cut = load (file, CRITIC_THUMBNAIL_LARGE);
      g_assert_true (g_bytes_equal (critic_photo_get_pixels (cut), critic_photo_get_pixels (good)));
      memset (copy + i, 0xff, MIN (4, n - i));
      write_entry (path, copy, n);
      wild = load (file, CRITIC_THUMBNAIL_LARGE);
      g_assert_cmpuint (critic_photo_get_width (wild), >, 0);
    }
  write_entry (path, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_clear_pointer (&good, critic_photo_unref);
  good = load (file, CRITIC_THUMBNAIL_LARGE);

  /* A pipe nobody writes to, then a folder. */
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (mkfifo (path, 0600));
  g_clear_pointer (&good, critic_photo_unref);
  good = load (file, CRITIC_THUMBNAIL_LARGE);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_mkdir (path, 0700));
  g_clear_pointer (&good, critic_photo_unref);
  good = load (file, CRITIC_THUMBNAIL_LARGE);
}

/* A cache that cannot be written, for root neither: thumbnails come all the same. */
static void
test_read_only_cache (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *in_the_way = g_build_filename (g_get_user_cache_dir (), "thumbnails", NULL);
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (g_get_user_cache_dir (), 0700));
  write_entry (in_the_way, (const guint8 *) "x", 1);
  photo = load (file, CRITIC_THUMBNAIL_LARGE);
  g_assert_false (critic_thumbnail_save (file, MTIME, photo, CRITIC_THUMBNAIL_LARGE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "photo.jpg"));
}

/* No thumbnails of thumbnails. */
static void
test_itself (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *path = entry_path ("large", file);
  g_autofree char *other = NULL;
  g_autoptr (CriticPhoto) photo = load (file, CRITIC_THUMBNAIL_LARGE);
  g_autoptr (GFile) entry = g_file_new_for_path (path);
  g_autoptr (CriticPhoto) of_entry = load (entry, CRITIC_THUMBNAIL_LARGE);

  other = entry_path ("large", entry);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_true (critic_thumbnail_save (entry, 1, photo, CRITIC_THUMBNAIL_LARGE, NULL));
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_failure (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *path = entry_path ("fail/photo-critic-" PACKAGE_VERSION, file);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (GFile) missing = g_file_get_child (file, "missing.jpg");

  write_entry (g_file_peek_path (file), (const guint8 *) "\xff\xd8\xff\xe0 no more", 12);
  set_mtime (file, MTIME);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (critic_thumbnail_load (file, CRITIC_THUMBNAIL_LARGE, NULL, &error));
      g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, "photo.jpg"));
      g_clear_error (&error);
      assert_text (path, "Thumb::URI", uri);
      assert_text (path, "Thumb::MTime", G_STRINGIFY (MTIME));
      g_assert_cmpint (mode_of (path), ==, 0600);
    }

  /* Written anew, it is tried anew. */
  g_object_unref (copy_sample ("photo.jpg"));
  set_mtime (file, MTIME + 9);
  photo = load (file, CRITIC_THUMBNAIL_LARGE);
  g_assert_cmpuint (critic_photo_get_width (photo), >, 1);

  g_assert_null (critic_thumbnail_load (missing, CRITIC_THUMBNAIL_LARGE, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ);
}

/* The note is what is believed, not another try. */
static void
test_failure_is_remembered (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autofree char *path = entry_path ("fail/photo-critic-" PACKAGE_VERSION, file);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *shared = NULL;
  g_autoptr (CriticPhoto) photo = load (file, CRITIC_THUMBNAIL_LARGE);
  g_autoptr (GError) error = NULL;

  shared = entry_path ("large", file);
  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_assert_no_errno (g_rename (shared, path));
  g_assert_null (critic_thumbnail_load (file, CRITIC_THUMBNAIL_LARGE, NULL, &error));
  g_assert_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED);
}

static void
test_cancelled (void)
{
  g_autoptr (GFile) file = copy_sample ("photo.jpg");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (critic_thumbnail_load (file, CRITIC_THUMBNAIL_LARGE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* GLib remembers where the cache is: one for the whole program, emptied. */
static void
begin (gconstpointer data)
{
  void (*test) (void) = data;

  g_assert_no_errno (g_mkdir (home, 0700));
  test ();
  photo_test_remove (home);
}

static void
add (const char *name, void (*test) (void))
{
  g_test_add_data_func (name, test, begin);
}

int
main (int argc, char *argv[])
{
  g_autofree char *cache = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = g_dir_make_tmp ("photo-critic-XXXXXX", &error);
  g_assert_no_error (error);
  g_rmdir (home);
  cache = g_build_filename (home, "cache", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  add ("/photo/thumbnail/made", test_made);
  add ("/photo/thumbnail/name", test_name);
  add ("/photo/thumbnail/escaping", test_escaping);
  add ("/photo/thumbnail/belief", test_belief);
  add ("/photo/thumbnail/stale", test_stale);
  add ("/photo/thumbnail/hostile", test_hostile);
  add ("/photo/thumbnail/read-only-cache", test_read_only_cache);
  add ("/photo/thumbnail/itself", test_itself);
  add ("/photo/thumbnail/failure", test_failure);
  add ("/photo/thumbnail/failure-is-remembered", test_failure_is_remembered);
  add ("/photo/thumbnail/cancelled", test_cancelled);
  status = g_test_run ();
  g_free (home);
  return status;
}
