/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heatmap.h"

#include <math.h>
#include <string.h>

/* Catmull-Rom from its textbook form, one dimension at a time, in double. */
static gdouble
spline (const gdouble p[4], gdouble t)
{
  return 0.5 * (2 * p[1] + (p[2] - p[0]) * t + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t * t +
                (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t * t * t);
}

static gdouble
at (const CriticHeatmap *heat, gdouble x, gdouble y)
{
  gdouble column[4];

  for (int j = 0; j < 4; j++)
    {
      int row = CLAMP ((int) floor (y) + j - 1, 0, (int) heat->rows - 1);
      gdouble line[4];

      for (int i = 0; i < 4; i++)
        line[i] = heat->values[row * heat->columns + CLAMP ((int) floor (x) + i - 1, 0, (int) heat->columns - 1)];
      column[j] = spline (line, x - floor (x));
    }

  return spline (column, y - floor (y));
}

/* The colour by the words of the header: alpha = strength x share of the peak. */
static void
colour (gboolean is_signed, gdouble value, gdouble strength, int bgra[4])
{
  gdouble share = MIN (fabs (value), 1.0);
  guint raises = CRITIC_HEAT_RAISES, lowers = CRITIC_HEAT_LOWERS, grey = CRITIC_HEAT_GREY;
  guint rgb = !is_signed ? grey : value > 0 ? raises : lowers;

  for (int i = 0; i < 3; i++)
    {
      gdouble c = rgb >> (8 * i) & 255;

      if (!is_signed)
        c = c * (1 - share) + 255 * share;
      bgra[i] = (int) floor (c * share * strength + 0.5);
    }
  bgra[3] = (int) floor (255 * share * strength + 0.5);
}

static void
check (guint columns, guint rows, gboolean is_signed, guint width, guint height, gdouble strength)
{
  g_autofree gfloat *values = g_new (gfloat, columns * rows);
  g_autoptr (CriticHeatmap) heat = NULL;
  gsize stride = width * 4 + 12;
  g_autofree guint8 *pixels = g_malloc (stride * height);

  for (guint i = 0; i < columns * rows; i++)
    values[i] = sinf (i * 1.3f) * (is_signed ? 0.2f : 0.1f) + (is_signed ? 0.0f : 0.1f);
  heat = critic_heatmap_new (columns, rows, is_signed, values);

  memset (pixels, 0xa5, stride * height);
  critic_heatmap_render (heat, width, height, stride, strength, pixels);

  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        {
          gdouble value = at (heat, (x + 0.5) / width * columns - 0.5, (y + 0.5) / height * rows - 0.5) / heat->peak;
          int expected[4];

          value = CLAMP (value, is_signed ? -1.0 : 0.0, 1.0);
          colour (is_signed, value, strength, expected);
          for (int c = 0; c < 4; c++)
            /* 255 steps of value, and rounding */
            g_assert_cmpint (ABS (expected[c] - pixels[y * stride + 4 * x + c]), <=, 2);
        }
      for (gsize i = 4 * width; i < stride; i++)
        g_assert_cmpuint (pixels[y * stride + i], ==, 0xa5);
    }
}

static void
test_formula (void)
{
  check (10, 7, TRUE, 200, 133, 0.6);
  check (10, 7, FALSE, 200, 133, 1.0);
  check (2, 10, TRUE, 31, 157, 0.3);
  check (5, 4, TRUE, 3, 2, 1.0);
}

static void
test_one_region (void)
{
  const gfloat value = -0.5f;
  g_autoptr (CriticHeatmap) heat = critic_heatmap_new (1, 1, TRUE, &value);
  guint8 pixels[4 * 4 * 4], expected[4];

  critic_heatmap_render (heat, 4, 4, 16, 0.5, pixels);
  critic_heatmap_colour (TRUE, -1.0, 0.5, expected);
  for (int i = 0; i < 16; i++)
    g_assert_cmpmem (pixels + 4 * i, 4, expected, 4);
}

/* At a region's centre stands the region's value. */
static void
test_centres (void)
{
  const gfloat values[] = { 0.0f, 1.0f, -1.0f, 0.25f, 0.5f, -0.5f };
  g_autoptr (CriticHeatmap) heat = critic_heatmap_new (3, 2, TRUE, values);
  guint8 pixels[15 * 10 * 4];

  /* Five pixels a region: the third lies on the centre. */
  critic_heatmap_render (heat, 15, 10, 60, 1.0, pixels);
  for (int j = 0; j < 2; j++)
    for (int i = 0; i < 3; i++)
      {
        const guint8 *pixel = pixels + ((5 * j + 2) * 15 + 5 * i + 2) * 4;
        guint8 expected[4];

        critic_heatmap_colour (TRUE, values[3 * j + i], 1.0, expected);
        for (int c = 0; c < 4; c++)
          g_assert_cmpint (ABS (pixel[c] - expected[c]), <=, 1);
      }
}

static void
test_signs (void)
{
  guint8 up[4], down[4], none[4], grey[4];

  critic_heatmap_colour (TRUE, 1.0, 1.0, up);
  critic_heatmap_colour (TRUE, -1.0, 1.0, down);
  critic_heatmap_colour (TRUE, 0.0, 1.0, none);
  critic_heatmap_colour (FALSE, 1.0, 1.0, grey);

  /* BGRA: orange has more red than blue, blue the other way round. */
  g_assert_cmpuint (up[2], >, up[0]);
  g_assert_cmpuint (down[0], >, down[2]);
  g_assert_cmpuint (none[3], ==, 0);
  g_assert_cmpuint (none[0] + none[1] + none[2], ==, 0);
  for (int i = 0; i < 4; i++)
    g_assert_cmpuint (grey[i], ==, 255);
}

static void
test_nothing (void)
{
  const gfloat values[4] = { 0.0f };
  const gfloat negative[4] = { -1.0f, -2.0f, -0.1f, 0.0f };
  g_autoptr (CriticHeatmap) heat = critic_heatmap_new (2, 2, TRUE, values);
  g_autoptr (CriticHeatmap) unsigned_heat = critic_heatmap_new (2, 2, FALSE, negative);
  guint8 pixels[8 * 8 * 4];

  g_assert_cmpfloat (heat->peak, ==, 0.0f);
  critic_heatmap_render (heat, 8, 8, 32, 1.0, pixels);
  for (gsize i = 0; i < sizeof pixels; i++)
    g_assert_cmpuint (pixels[i], ==, 0);

  g_assert_cmpfloat (unsigned_heat->peak, ==, 0.0f);
  critic_heatmap_render (unsigned_heat, 8, 8, 32, 1.0, pixels);
  for (gsize i = 0; i < sizeof pixels; i++)
    g_assert_cmpuint (pixels[i], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heatmap/formula", test_formula);
  g_test_add_func ("/heatmap/one-region", test_one_region);
  g_test_add_func ("/heatmap/centres", test_centres);
  g_test_add_func ("/heatmap/signs", test_signs);
  g_test_add_func ("/heatmap/nothing", test_nothing);
  return g_test_run ();
}
