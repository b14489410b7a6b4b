/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-photometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the statistics lie (put_* in mcn-photometry.c). */
enum
{
  LIGHTNESS = 0,                /* mean, sd, 7 percentiles */
  CHROMA = 9,
  LIGHTNESS_BINS = 18,
  HUE_BINS = 30,
  HARMONICS = 48,               /* 3, then the largest bin and the entropy */
  SHARES = 53,
  DIRECTIONS = 57,
  STRENGTH = 65,                /* mean, sd, 3 percentiles */
  GRID = 70,                    /* 9 of strength, their range, 9 of lightness */
  DETAIL = 89,
  WARMTH = 92,
};

/* A picture with everything in it: gradients, edges, noise, grey and colour. */
static guint8 *
make_picture (guint width, guint height, gsize stride, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *rgb = g_malloc (stride * height);

  for (gsize i = 0; i < stride * height; i++)
    rgb[i] = g_rand_int_range (rand, 0, 256);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *p = rgb + y * stride + 3 * x;

        if (x < width / 3)
          p[0] = p[1] = p[2] = y * 255 / height;
        else if (x < 2 * width / 3)
          {
            p[0] = x * 255 / width;
            p[1] = y / 7 % 2 * 200;
            p[2] = 255 - p[0];
          }
      }
  return rgb;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static gdouble
naive_percentile (const gdouble *x, gsize n, gdouble percent)
{
  g_autofree gdouble *sorted = g_memdup2 (x, n * sizeof (gdouble));
  gdouble place = percent / 100 * (n - 1), t = place - floor (place);
  gsize i = place;

  qsort (sorted, n, sizeof (gdouble), compare);
  return sorted[i] * (1 - t) + sorted[MIN (i + 1, n - 1)] * t;
}

/* Lightness of each pixel, by the formulas of CIE 1976. */
static gdouble *
naive_lightness (const guint8 *rgb, gsize stride, guint width, guint height)
{
  gdouble *l = g_new (gdouble, (gsize) width * height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        static const gdouble share[] = { .2126, .7152, .0722 };
        gdouble sum = 0;

        for (guint c = 0; c < 3; c++)
          {
            gdouble v = rgb[y * stride + 3 * x + c] / 255.;

            sum += share[c] * (v > .04045 ? pow ((v + .055) / 1.055, 2.4) : v / 12.92);
          }
        l[y * width + x] = 116 * (sum > .008856 ? pow (sum, 1 / 3.) : 7.787 * sum + 16 / 116.) - 16;
      }
  return l;
}

static void
check (gfloat got, gdouble wanted)
{
  g_assert_cmpfloat_with_epsilon (got, wanted, 1e-5 * MAX (1, fabs (wanted)));
}

static void
test_naive (void)
{
  static const gdouble percent[] = { 1, 10, 25, 50, 75, 90, 99 };
  static const struct { guint width, height; } size[] = { { 64, 64 }, { 97, 65 }, { 33, 130 }, { 8, 8 }, { 9, 11 } };

  for (gsize s = 0; s < G_N_ELEMENTS (size); s++)
    {
      guint width = size[s].width, height = size[s].height;
      gsize n = (gsize) width * height, stride = 3 * width + 5, below = 0, bright = 0;
      g_autofree guint8 *rgb = make_picture (width, height, stride, s);
      g_autofree gdouble *l = naive_lightness (rgb, stride, width, height);
      g_autofree gdouble *detail = g_new (gdouble, n);
      gdouble mean = 0, variance = 0, detail_mean = 0;
      gfloat out[MCN_PHOTOMETRY];
      gsize k = 0;

      mcn_photometry (rgb, stride, width, height, out);

      for (gsize i = 0; i < n; i++)
        mean += l[i] / n;
      for (gsize i = 0; i < n; i++)
        {
          variance += (l[i] - mean) * (l[i] - mean) / n;
          below += l[i] >= 50 && l[i] < 700 / 12.;
          bright += l[i] > 95;
        }
      check (out[LIGHTNESS], mean);
      check (out[LIGHTNESS + 1], sqrt (variance));
      for (guint i = 0; i < G_N_ELEMENTS (percent); i++)
        check (out[LIGHTNESS + 2 + i], naive_percentile (l, n, percent[i]));
      check (out[LIGHTNESS_BINS + 6], below * 20. / n);
      check (out[SHARES], bright * 10. / n);

      for (guint y = 1; y + 1 < height; y++)
        for (guint x = 1; x + 1 < width; x++)
          {
            const gdouble *p = l + y * width + x;

            detail[k] = fabs (4 * p[0] - p[-1] - p[1] - *(p - width) - p[width]);
            detail_mean += detail[k++];
          }
      check (out[DETAIL], naive_percentile (detail, k, 50));
      check (out[DETAIL + 1], detail_mean / k);
    }
}

static void
fill (guint8 *rgb, gsize n, guint8 red, guint8 green, guint8 blue)
{
  for (gsize i = 0; i < n; i++)
    {
      rgb[3 * i] = red;
      rgb[3 * i + 1] = green;
      rgb[3 * i + 2] = blue;
    }
}

/* Pictures of one colour, whose statistics anybody can write down. */
static void
test_flat (void)
{
  guint8 rgb[3 * 64 * 64];
  gfloat out[MCN_PHOTOMETRY];
  gdouble sum = 0;

  fill (rgb, 64 * 64, 255, 255, 255);
  mcn_photometry (rgb, 3 * 64, 64, 64, out);
  check (out[LIGHTNESS], 100);
  check (out[LIGHTNESS + 1], 0);
  check (out[LIGHTNESS_BINS + 11], 20);         /* the last bin is closed */
  check (out[SHARES], 10);
  check (out[SHARES + 1], 10);
  check (out[SHARES + 2], 0);
  check (out[SHARES + 3], 10);
  check (out[STRENGTH], 0);
  check (out[DETAIL], 0);
  check (out[WARMTH], 0);

  fill (rgb, 64 * 64, 0, 0, 0);
  mcn_photometry (rgb, 3 * 64, 64, 64, out);
  check (out[LIGHTNESS], 0);
  check (out[LIGHTNESS_BINS], 20);
  check (out[SHARES], 0);
  check (out[SHARES + 2], 10);

  fill (rgb, 64 * 64, 255, 0, 0);
  mcn_photometry (rgb, 3 * 64, 64, 64, out);
  g_assert_cmpfloat_with_epsilon (out[LIGHTNESS], 53.24, .02);
  g_assert_cmpfloat_with_epsilon (out[CHROMA], 104.55, .05);
  check (out[HARMONICS], 10);                   /* one hue: every harmonic is whole */
  check (out[HARMONICS + 1], 10);
  check (out[HARMONICS + 3], 10);
  check (out[WARMTH], 255 / 20.);
  for (guint i = 0; i < 18; i++)
    sum += out[HUE_BINS + i];
  check (sum, 20);
}

/* A ramp has one direction, and grid cells that rise with it. */
static void
test_ramp (void)
{
  guint8 rgb[3 * 96 * 64];
  gfloat across[MCN_PHOTOMETRY], down[MCN_PHOTOMETRY];

  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 96; x++)
      memset (rgb + 3 * (y * 96 + x), 2 * x, 3);
  mcn_photometry (rgb, 3 * 96, 96, 64, across);
  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 96; x++)
      memset (rgb + 3 * (y * 96 + x), 2 * y, 3);
  mcn_photometry (rgb, 3 * 96, 96, 64, down);

  g_assert_cmpfloat_with_epsilon (across[DIRECTIONS], 10, 1e-3);
  g_assert_cmpfloat_with_epsilon (down[DIRECTIONS + 4], 10, 1e-3);
  g_assert_cmpfloat (across[GRID + 10], <, across[GRID + 12]);
  g_assert_cmpfloat_with_epsilon (across[GRID + 10], across[GRID + 16], 1e-4);
  g_assert_cmpfloat (down[GRID + 10], <, down[GRID + 16]);
}

/* Bytes between the rows count for nothing. */
static void
test_stride (void)
{
  g_autofree guint8 *wide = make_picture (65, 70, 3 * 65 + 31, 7);
  g_autofree guint8 *tight = g_malloc (3 * 65 * 70);
  gfloat a[MCN_PHOTOMETRY], b[MCN_PHOTOMETRY];

  for (guint y = 0; y < 70; y++)
    memcpy (tight + y * 3 * 65, wide + y * (3 * 65 + 31), 3 * 65);
  mcn_photometry (wide, 3 * 65 + 31, 65, 70, a);
  mcn_photometry (tight, 3 * 65, 65, 70, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

/* Nothing but numbers, whatever the picture. */
static void
test_finite (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autofree guint8 *rgb = make_picture (64 + seed, 64, 3 * (64 + seed), seed);
      gfloat out[MCN_PHOTOMETRY];

      if (seed % 2)
        fill (rgb, (64 + seed) * 64, seed, 200, seed * 12);
      mcn_photometry (rgb, 3 * (64 + seed), 64 + seed, 64, out);
      for (guint i = 0; i < MCN_PHOTOMETRY; i++)
        g_assert_true (isfinite (out[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mcn/photometry/naive", test_naive);
  g_test_add_func ("/mcn/photometry/flat", test_flat);
  g_test_add_func ("/mcn/photometry/ramp", test_ramp);
  g_test_add_func ("/mcn/photometry/stride", test_stride);
  g_test_add_func ("/mcn/photometry/finite", test_finite);

  return g_test_run ();
}
