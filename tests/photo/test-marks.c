/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Histogram, clipped pixels and sharp ones, on made pictures. */
#include <string.h>

#include "critic-clipping.h"
#include "critic-focus.h"
#include "critic-histogram.h"
#include "photo-test.h"

enum { WIDTH = 64, HEIGHT = 48 };

static void
fill (guint8 *rgb, guint x, guint y, guint width, guint height, guint8 r, guint8 g, guint8 b)
{
  for (guint v = y; v < y + height; v++)
    for (guint u = x; u < x + width; u++)
      memcpy (rgb + (v * WIDTH + u) * 3, ((guint8[]) { r, g, b }), 3);
}

static void
test_histogram (void)
{
  g_autofree guint8 *rgb = g_malloc0 (WIDTH * HEIGHT * 3);
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticPyramid) pyramid = NULL;
  CriticHistogram histogram;
  guint64 sum = 0;

  fill (rgb, 0, 0, 32, HEIGHT, 10, 20, 30);
  fill (rgb, 32, 0, 32, 24, 255, 0, 0);
  fill (rgb, 32, 24, 32, 24, 1, 0, 1);
  photo = critic_photo_new_from_pixels (rgb, WIDTH, HEIGHT, WIDTH * 3, FALSE);
  pyramid = critic_pyramid_new (photo, 0, NULL, NULL);
  critic_histogram_compute (critic_pyramid_get_level (pyramid, 0), &histogram);

  g_assert_cmpuint (histogram.n, ==, WIDTH * HEIGHT);
  g_assert_cmpuint (histogram.red[10], ==, 32 * HEIGHT);
  g_assert_cmpuint (histogram.green[20], ==, 32 * HEIGHT);
  g_assert_cmpuint (histogram.blue[30], ==, 32 * HEIGHT);
  g_assert_cmpuint (histogram.red[255], ==, 32 * 24);
  g_assert_cmpuint (histogram.n_burnt, ==, 32 * 24);
  g_assert_cmpuint (histogram.n_black, ==, 32 * 24);
  /* 0.2126 * 10 + 0.7152 * 20 + 0.0722 * 30 = 18.6; 0.2126 * 255 = 54.2 */
  g_assert_cmpuint (histogram.luminance[19], ==, 32 * HEIGHT);
  g_assert_cmpuint (histogram.luminance[54], ==, 32 * 24);
  for (guint i = 0; i < 256; i++)
    sum += histogram.luminance[i];
  g_assert_cmpuint (sum, ==, histogram.n);
}

/* White is white in every value. */
static void
test_ends (void)
{
  g_autofree guint8 *rgb = g_malloc (WIDTH * HEIGHT * 3);
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (CriticPyramid) pyramid = NULL;
  CriticHistogram histogram;

  memset (rgb, 255, WIDTH * HEIGHT * 3);
  photo = critic_photo_new_from_pixels (rgb, WIDTH, HEIGHT, WIDTH * 3, FALSE);
  pyramid = critic_pyramid_new (photo, 0, NULL, NULL);
  critic_histogram_compute (critic_pyramid_get_level (pyramid, 0), &histogram);
  g_assert_cmpuint (histogram.luminance[255], ==, WIDTH * HEIGHT);
}

static void
test_clipping (void)
{
  g_autofree guint8 *rgb = g_malloc (WIDTH * HEIGHT * 3);
  g_autofree guint8 *whole = g_malloc (WIDTH * HEIGHT * 4);
  g_autofree guint8 *part = g_malloc (20 * 20 * 4);
  guint n_dark = 0, n_light = 0;

  memset (rgb, 128, WIDTH * HEIGHT * 3);
  fill (rgb, 8, 8, 16, 16, 254, 90, 90);
  fill (rgb, 40, 8, 16, 16, 0, 1, 0);
  critic_clipping_render (rgb, WIDTH, HEIGHT, WIDTH * 3, 0, 0, whole);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        const guint8 *p = whole + (y * WIDTH + x) * 4;
        const gboolean burnt = x >= 8 && x < 24 && y >= 8 && y < 24, black = x >= 40 && x < 56 && y >= 8 && y < 24;

        if (burnt)
          {
            g_assert_cmpuint (p[3], >, 200);
            n_dark += p[0] == 0;
            n_light += p[0] == 255;
          }
        else if (!black)
          g_assert_cmpuint (p[3], ==, 0);
      }
  g_assert_cmpuint (n_dark, ==, 128);
  g_assert_cmpuint (n_light, ==, 128);

  /* Computed by itself a part is the same. */
  critic_clipping_render (rgb + (5 * WIDTH + 6) * 3, 20, 20, WIDTH * 3, 6, 5, part);
  for (guint y = 0; y < 20; y++)
    g_assert_cmpmem (part + y * 20 * 4, 20 * 4, whole + ((y + 5) * WIDTH + 6) * 4, 20 * 4);
}

/* A pattern is sharp, what is smooth or flat is not; no picture is too small. */
static void
test_focus (void)
{
  g_autofree guint8 *rgb = g_malloc (WIDTH * HEIGHT * 3);
  g_autofree guint8 *marks = g_malloc (WIDTH * HEIGHT * 4);

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        const guint8 value = x < WIDTH / 2 ? ((x ^ y) & 1) * 120 + 60 : x * 2;

        memset (rgb + (y * WIDTH + x) * 3, value, 3);
      }
  critic_focus_render (rgb, WIDTH, HEIGHT, WIDTH * 3, marks);
  g_assert_cmpuint (marks[(24 * WIDTH + 10) * 4 + 3], >, 200);
  g_assert_cmpuint (marks[(24 * WIDTH + 10) * 4], ==, 255);
  g_assert_cmpuint (marks[(24 * WIDTH + 50) * 4 + 3], ==, 0);

  for (guint width = 1; width < 6; width++)
    for (guint height = 1; height < 6; height++)
      critic_focus_render (rgb, width, height, WIDTH * 3, marks);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/photo/marks/histogram", test_histogram);
  g_test_add_func ("/photo/marks/ends", test_ends);
  g_test_add_func ("/photo/marks/clipping", test_clipping);
  g_test_add_func ("/photo/marks/focus", test_focus);
  return g_test_run ();
}
