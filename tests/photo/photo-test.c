/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <jpeglib.h>

#include "photo-test.h"

char *
photo_test_golden (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", "photo", name, NULL);
}

char *
photo_test_sample (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "data", "samples", name, NULL);
}

GBytes *
photo_test_read (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

GBytes *
photo_test_pixels (const char *path, guint *width, guint *height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, &error);
  gsize stride;
  guint8 *rgb;

  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_n_channels (pixbuf), ==, 3);
  *width = gdk_pixbuf_get_width (pixbuf);
  *height = gdk_pixbuf_get_height (pixbuf);
  stride = (gsize) *width * 3;
  rgb = g_malloc (stride * *height);
  for (guint y = 0; y < *height; y++)
    memcpy (rgb + y * stride, gdk_pixbuf_read_pixels (pixbuf) + y * (gsize) gdk_pixbuf_get_rowstride (pixbuf), stride);
  return g_bytes_new_take (rgb, stride * *height);
}

void
photo_test_remove (const char *path)
{
  g_autoptr (GDir) dir = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; )
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      photo_test_remove (child);
    }
  g_assert_no_errno (g_remove (path));
}

CriticPhoto *
photo_test_load (const char *path, guint at_least)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CriticPhoto *photo = critic_photo_load (file, at_least, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
  return photo;
}

int
photo_test_distance (const guint8 *a, const guint8 *b, gsize n, double *mean)
{
  int worst = 0;
  guint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const int d = ABS ((int) a[i] - (int) b[i]);

      worst = MAX (worst, d);
      sum += d;
    }
  if (mean != NULL)
    *mean = n > 0 ? (double) sum / n : 0;
  return worst;
}

GBytes *
photo_test_encode (const guint8 *pixels, guint width, guint height, const PhotoTestJpeg *how)
{
  const guint channels = how->cmyk ? 4 : 3;
  const gsize stride = (gsize) width * channels;
  g_autofree guint8 *row = g_malloc (stride);
  struct jpeg_compress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;
  GBytes *bytes;

  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &data, &size);
  cinfo.image_width = width;
  cinfo.image_height = height;
  cinfo.input_components = channels;
  cinfo.in_color_space = how->cmyk ? JCS_CMYK : JCS_RGB;
  jpeg_set_defaults (&cinfo);
  if (how->cmyk)
    jpeg_set_colorspace (&cinfo, how->ycck ? JCS_YCCK : JCS_CMYK);
  jpeg_set_quality (&cinfo, 97, TRUE);
  for (int c = 0; c < cinfo.num_components; c++)
    cinfo.comp_info[c].h_samp_factor = cinfo.comp_info[c].v_samp_factor = 1;
  cinfo.restart_in_rows = how->restart_rows;
  if (how->progressive)
    jpeg_simple_progression (&cinfo);
  jpeg_start_compress (&cinfo, TRUE);
  if (how->profile != NULL)
    {
      gsize n;
      const guint8 *profile = g_bytes_get_data (how->profile, &n);

      jpeg_write_icc_profile (&cinfo, profile, (unsigned int) n);
    }
  while (cinfo.next_scanline < height)
    {
      JSAMPROW rows[1] = { row };

      for (gsize i = 0; i < stride; i++)
        row[i] = pixels[cinfo.next_scanline * stride + i] ^ (how->cmyk ? 255 : 0);
      jpeg_write_scanlines (&cinfo, rows, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  bytes = g_bytes_new (data, size);
  free (data);
  return bytes;
}
