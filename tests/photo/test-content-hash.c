/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stars survive exiftool: whatever it writes into a file of whatever format,
 * the hash of the image data stays; whatever changes the picture, changes it. */
#include <string.h>
#include <sys/stat.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

#include "critic-content-hash.h"
#include "photo-test-profiles.h"

static char *home;

static char *
hash_data (const guint8 *data, gsize size)
{
  guint8 hash[CRITIC_CONTENT_HASH_SIZE];
  char *text = g_malloc0 (2 * sizeof hash + 1);

  critic_content_hash (data, size, hash);
  for (gsize i = 0; i < sizeof hash; i++)
    g_snprintf (text + 2 * i, 3, "%02x", hash[i]);
  return text;
}

static char *
hash_bytes (GBytes *bytes)
{
  return hash_data (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GBytes *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", name, NULL);

  return photo_test_read (path);
}

/* What exiftool is asked for, each into a file of its own. */
enum { TAGS = 1 << 0, TURN = 1 << 1, THUMBNAIL = 1 << 2, STRIP = 1 << 3, TAGS_AGAIN = 1 << 4, N_WAYS = 5 };

static const char *const ways[N_WAYS][8] = {
  { "-XMP:Rating=4", "-XMP:Title=Heron at dusk", "-XMP:Label=Red", "-Comment=mine", "-EXIF:Artist=Somebody", NULL },
  { "-n", "-Orientation=6", NULL },
  { "-ThumbnailImage=", NULL },
  { "-all=", NULL },
  { "-EXIF:DateTimeOriginal=2026:05:01 12:30:15", "-EXIF:ImageDescription=A longer text than was there", "-XMP:Subject=heron", "-IPTC:Keywords=heron", "-F", NULL },
};

/* @must: what exiftool is known to write there; that it refuses the rest is no
 * failure of ours. @changes: what changes the picture. */
static const struct
{
  const char *name;
  guint       must, changes;
} files[] = {
  { "photo/orientation-1.jpg", TAGS | TURN | STRIP | TAGS_AGAIN },
  { "photo/progressive.jpg", TAGS | TURN | TAGS_AGAIN },
  { "photo/cmyk.jpg", TAGS | TURN | TAGS_AGAIN },
  { "photo/base.png", TAGS | TURN | TAGS_AGAIN },
  { "photo/exif-6.png", TAGS | STRIP | TAGS_AGAIN },
  { "photo/rgb-profile.png", TAGS | TURN | TAGS_AGAIN, STRIP },           /* the profile counts */
  { "photo/palette.png", TAGS | TURN | TAGS_AGAIN },
  { "photo/animated.gif", TAGS | STRIP },
  { "photo/exif-6.webp", 0 },     /* since 12.99 or so */
  { "photo/deflate.tif", TAGS | TURN | TAGS_AGAIN },
  { "photo/orientation-6.tif", TAGS | STRIP | TAGS_AGAIN },
  { "raw/small-preview.dng", TAGS | TURN | TAGS_AGAIN },
  { "raw/tiles.dng", TAGS | TURN | TAGS_AGAIN },
  { "raw/no-preview.dng", TAGS | TURN | TAGS_AGAIN },
  { "raw/like.nef", TAGS | TURN | TAGS_AGAIN },
  { "raw/like.cr2", TAGS | TURN | TAGS_AGAIN, THUMBNAIL },        /* and the raw data behind it in the chain */
  { "raw/like.rw2", TAGS | TURN | TAGS_AGAIN },
  { "raw/like.raf", TAGS | TURN | TAGS_AGAIN },
  { "raw/like.cr3", 0 },
  { "raw/base.heic", TAGS | TURN | STRIP | TAGS_AGAIN },
  { "raw/base.avif", TAGS | TURN | STRIP | TAGS_AGAIN },
  { "raw/base.jxl", TAGS | TURN | STRIP | TAGS_AGAIN },
};

/* exiftool writes each file in each way to HOME/WAY/NAME; one process for all. */
static void
run_exiftool (void)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, g_strdup ("exiftool"));
  for (guint w = 0; w < N_WAYS; w++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%u", home, w);

      g_assert_no_errno (g_mkdir (folder, 0700));
      for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
        {
          g_autofree char *basename = g_path_get_basename (files[i].name);

          for (guint k = 0; ways[w][k] != NULL; k++)
            g_ptr_array_add (argv, g_strdup (ways[w][k]));
          g_ptr_array_add (argv, g_strdup ("-q"));
          g_ptr_array_add (argv, g_strdup ("-q"));
          g_ptr_array_add (argv, g_strdup ("-m"));
          g_ptr_array_add (argv, g_strdup ("-o"));
          g_ptr_array_add (argv, g_build_filename (folder, basename, NULL));
          /* There must be something to remove: what the first way wrote. */
          g_ptr_array_add (argv, 1u << w == STRIP
                           ? g_build_filename (home, "0", basename, NULL)
                           : g_test_build_filename (G_TEST_DIST, "golden", files[i].name, NULL));
          g_ptr_array_add (argv, g_strdup ("-execute"));
        }
    }
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_exiftool (void)
{
  g_autofree char *program = g_find_program_in_path ("exiftool");

  if (program == NULL)
    {
      g_test_skip ("exiftool is not installed (Debian: libimage-exiftool-perl)");
      return;
    }
  run_exiftool ();
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) before = read_golden (files[i].name);
      g_autofree char *expected = hash_bytes (before);
      g_autofree char *basename = g_path_get_basename (files[i].name);

      for (guint w = 0; w < N_WAYS; w++)
        {
          g_autofree char *path = g_strdup_printf ("%s/%u/%s", home, w, basename);
          g_autoptr (GBytes) after = NULL;
          g_autofree char *hash = NULL;

          if (!g_file_test (path, G_FILE_TEST_EXISTS))
            {
              g_test_message ("exiftool does not write %s %s", files[i].name, ways[w][0]);
              g_assert_cmpuint (files[i].must & 1u << w, ==, 0);
              continue;
            }
          after = photo_test_read (path);
          hash = hash_bytes (after);
          g_test_message ("%s %s: %s", files[i].name, ways[w][0], hash);
          if ((files[i].must & 1u << w) != 0)
            {
              g_autofree char *source = 1u << w == STRIP ? g_build_filename (home, "0", basename, NULL) : NULL;
              g_autoptr (GBytes) given = source != NULL ? photo_test_read (source) : g_bytes_ref (before);

              g_assert_false (g_bytes_equal (given, after));
            }
          if ((files[i].changes & 1u << w) != 0)
            g_assert_cmpstr (hash, !=, expected);
          else
            g_assert_cmpstr (hash, ==, expected);
        }
    }
}

/* Nearly all of these files is picture, and all of that counts. */
static void
test_bytes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = read_golden (files[i].name);
      const gsize n = g_bytes_get_size (bytes);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), n);
      g_autofree char *hash = hash_data (copy, n);
      guint differ = 0;

      for (gsize k = 0; k < n; k++)
        {
          g_autofree char *changed = NULL;

          copy[k] ^= 1;
          changed = hash_data (copy, n);
          copy[k] ^= 1;
          differ += strcmp (hash, changed) != 0;
        }
      g_test_message ("%s: %u of %zu bytes count", files[i].name, differ, n);
      g_assert_cmpuint (differ, >, n / 2);
    }
}

static GBytes *
save (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

/* One pixel by one level; JPEG, where little is lost, by much. */
static void
test_pixel (void)
{
  static const char *const types[] = { "png", "tiff", "jpeg", "bmp" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 40, 30);
      g_autoptr (GBytes) a = NULL, b = NULL, c = NULL;
      g_autofree char *hash_a = NULL, *hash_b = NULL, *hash_c = NULL;

      gdk_pixbuf_fill (pixbuf, 0x406080ff);
      a = save (pixbuf, types[i]);
      b = save (pixbuf, types[i]);
      gdk_pixbuf_get_pixels (pixbuf)[20 * gdk_pixbuf_get_rowstride (pixbuf) + 30] += i == 2 ? 190 : 1;
      c = save (pixbuf, types[i]);
      hash_a = hash_bytes (a);
      hash_b = hash_bytes (b);
      hash_c = hash_bytes (c);
      g_assert_cmpstr (hash_a, ==, hash_b);
      g_assert_cmpstr (hash_a, !=, hash_c);
    }
}

/* A profile says which colours the numbers mean. */
static void
test_profile (void)
{
  g_autofree guint8 *pixels = g_malloc0 (16 * 16 * 3);
  g_autoptr (GBytes) adobe = photo_test_adobe_rgb ();
  g_autoptr (GBytes) p3 = photo_test_display_p3 ();
  const PhotoTestJpeg with_adobe = { .profile = adobe }, with_p3 = { .profile = p3 }, without = { 0 };
  g_autoptr (GBytes) a = photo_test_encode (pixels, 16, 16, &with_adobe);
  g_autoptr (GBytes) b = photo_test_encode (pixels, 16, 16, &with_p3);
  g_autoptr (GBytes) c = photo_test_encode (pixels, 16, 16, &without);
  g_autofree char *hash_a = hash_bytes (a), *hash_b = hash_bytes (b), *hash_c = hash_bytes (c);

  g_assert_cmpstr (hash_a, !=, hash_b);
  g_assert_cmpstr (hash_a, !=, hash_c);
  g_assert_cmpstr (hash_b, !=, hash_c);
}

/* Of no known format, or cut in half: all its bytes count. */
static void
test_other (void)
{
  static const char *const names[] = { "photo/plain.ppm", "photo/plain.bmp" };
  g_autofree char *nothing = hash_data ((const guint8 *) "", 0);

  /* As xxh128sum of Debian's xxhash prints it. */
  g_assert_cmpstr (nothing, ==, "99aa06d3014798d86001c324468d497f");
  for (gsize i = 0; i < G_N_ELEMENTS (names) + G_N_ELEMENTS (files); i++)
    {
      const gboolean unknown = i < G_N_ELEMENTS (names);
      g_autoptr (GBytes) bytes = read_golden (unknown ? names[i] : files[i - G_N_ELEMENTS (names)].name);
      const gsize n = g_bytes_get_size (bytes) / (unknown ? 1 : 2);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), n);
      g_autofree char *before = hash_data (copy, n);

      /* Its raw data go to the end of the file, wherever that is. */
      if (!unknown && g_str_has_suffix (files[i - G_N_ELEMENTS (names)].name, ".rw2"))
        continue;
      for (gsize k = 0; k < n; k += MAX (1, n / 64))
        {
          g_autofree char *changed = NULL;

          copy[k] ^= 0x80;
          changed = hash_data (copy, n);
          copy[k] ^= 0x80;
          g_assert_cmpstr (before, !=, changed);
        }
    }
}

/* A WebP without its metadata, which is then a simpler file. */
static void
test_webp (void)
{
  g_autoptr (GBytes) bytes = read_golden ("photo/exif-6.webp");
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  const guint8 *picture = memmem (data, n, "VP8L", 4);
  g_autoptr (GByteArray) simple = g_byte_array_new ();
  g_autofree char *before = hash_bytes (bytes), *after = NULL;
  guint32 length, riff;

  g_assert_nonnull (memmem (data, n, "VP8X", 4));
  g_assert_nonnull (memmem (data, n, "EXIF", 4));
  g_assert_nonnull (picture);
  memcpy (&length, picture + 4, 4);
  length = GUINT32_FROM_LE (length);
  length += 8 + length % 2;
  riff = GUINT32_TO_LE (length + 4);
  g_byte_array_append (simple, (const guint8 *) "RIFF", 4);
  g_byte_array_append (simple, (const guint8 *) &riff, 4);
  g_byte_array_append (simple, (const guint8 *) "WEBP", 4);
  g_byte_array_append (simple, picture, length);
  after = hash_data (simple->data, simple->len);
  g_assert_cmpstr (before, ==, after);
}

static void
test_trailer (void)
{
  g_autoptr (GBytes) jpeg = read_golden ("photo/orientation-1.jpg");
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autofree char *before = hash_bytes (jpeg), *after = NULL;

  /* A film, a depth map, a second picture behind the end. */
  g_byte_array_append (longer, g_bytes_get_data (jpeg, NULL), (guint) g_bytes_get_size (jpeg));
  g_byte_array_append (longer, (const guint8 *) "trailer\xff\xd8\xff", 10);
  after = hash_data (longer->data, longer->len);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  home = g_dir_make_tmp ("photo-critic-XXXXXX", &error);
  g_assert_no_error (error);
  g_test_add_func ("/photo/content-hash/exiftool", test_exiftool);
  g_test_add_func ("/photo/content-hash/bytes", test_bytes);
  g_test_add_func ("/photo/content-hash/pixel", test_pixel);
  g_test_add_func ("/photo/content-hash/profile", test_profile);
  g_test_add_func ("/photo/content-hash/other", test_other);
  g_test_add_func ("/photo/content-hash/webp", test_webp);
  g_test_add_func ("/photo/content-hash/trailer", test_trailer);
  status = g_test_run ();
  photo_test_remove (home);
  g_free (home);
  return status;
}
