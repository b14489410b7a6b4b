/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-photometry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A port of photometric() of the prototype's features.py. Sums run in double
 * precision; where NumPy's rules decide between two bins (closed last bin, edges
 * made by linspace, linear percentiles) they are kept to the letter. */

#define N_LIGHTNESS_BINS 12
#define N_HUE_BINS 18
#define N_DIRECTION_BINS 8
#define MAX_BINS 18
#define N_BUCKETS 1024

static gdouble
mean (const gdouble *x, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += x[i];
  return sum / n;
}

/* Population variance, two passes. */
static gdouble
variance (const gdouble *x, gsize n, gdouble mu)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (x[i] - mu) * (x[i] - mu);
  return sum / n;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a;
  gdouble y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

/* Order statistics without sorting everything: values are dealt into buckets
 * between the extremes, and only the bucket a rank falls into is sorted. */
typedef struct
{
  const gdouble *x;
  gsize          n;
  gdouble        lowest, scale;
  gsize          first[N_BUCKETS + 1];  /* rank of the first value of a bucket */
  gdouble       *bucket;                /* room for n */
  gsize          which;                 /* the bucket that lies sorted in @bucket */
} Order;

static gsize
order_bucket (const Order *self, gdouble value)
{
  return MIN ((gsize) ((value - self->lowest) * self->scale), N_BUCKETS - 1);
}

static void
order_init (Order *self, const gdouble *x, gsize n, gdouble *room)
{
  gdouble lowest = x[0], highest = x[0];

  for (gsize i = 1; i < n; i++)
    {
      lowest = MIN (lowest, x[i]);
      highest = MAX (highest, x[i]);
    }

  self->x = x;
  self->n = n;
  self->lowest = lowest;
  self->scale = highest > lowest ? N_BUCKETS / (highest - lowest) : 0;
  if (!isfinite (self->scale))
    self->scale = 0;
  self->bucket = room;
  self->which = N_BUCKETS;
  memset (self->first, 0, sizeof self->first);

  for (gsize i = 0; i < n; i++)
    self->first[order_bucket (self, x[i]) + 1]++;
  for (gsize b = 0; b < N_BUCKETS; b++)
    self->first[b + 1] += self->first[b];
}

static gdouble
order_rank (Order *self, gsize rank)
{
  gsize b = 0;

  while (self->first[b + 1] <= rank)
    b++;

  if (b != self->which)
    {
      gsize k = 0;

      for (gsize i = 0; i < self->n; i++)
        if (order_bucket (self, self->x[i]) == b)
          self->bucket[k++] = self->x[i];
      qsort (self->bucket, k, sizeof (gdouble), compare_doubles);
      self->which = b;
    }

  return self->bucket[rank - self->first[b]];
}

/* numpy.percentile, method "linear". */
static gdouble
order_percentile (Order *self, gdouble percent)
{
  gdouble place = percent / 100 * (self->n - 1);
  gsize below = MIN ((gsize) place, self->n - 1);
  gsize above = MIN (below + 1, self->n - 1);
  gdouble t = place - below;
  gdouble a = order_rank (self, below);
  gdouble b = order_rank (self, above);

  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

static gdouble
order_median (Order *self)
{
  gdouble upper = order_rank (self, self->n / 2);

  return self->n % 2 ? upper : (order_rank (self, self->n / 2 - 1) + upper) / 2;
}

/* numpy.histogram with equal bins over [low, high]: each bin is half open, the
 * last one closed, values outside are left out. @weights may be NULL. */
static void
histogram (const gdouble *x, const gdouble *weights, gsize n, guint n_bins, gdouble low, gdouble high, gdouble *bins)
{
  gdouble edge[MAX_BINS + 1];
  gdouble step = (high - low) / n_bins;

  for (guint b = 0; b < n_bins; b++)
    {
      edge[b] = b * step + low;
      bins[b] = 0;
    }
  edge[n_bins] = high;

  for (gsize i = 0; i < n; i++)
    {
      guint b;

      if (!(x[i] >= low && x[i] <= high))
        continue;

      b = MIN ((guint) ((x[i] - low) / (high - low) * n_bins), n_bins - 1);
      if (x[i] < edge[b])
        b--;
      else if (b + 1 < n_bins && x[i] >= edge[b + 1])
        b++;
      bins[b] += weights != NULL ? weights[i] : 1;
    }
}

static gdouble
sum_of (const gdouble *x, guint n)
{
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

static gdouble
lab_curve (gdouble x)
{
  return x > .008856 ? cbrt (x) : 7.787 * x + 16.0 / 116;
}

/* sRGB bytes to CIE L*a*b* (D65), the matrix in the prototype's four digits. */
static void
to_lab (const guint8 *rgb, gsize stride, guint width, guint height, gdouble *l, gdouble *a, gdouble *b)
{
  gdouble linear[256];

  for (guint i = 0; i < 256; i++)
    {
      gdouble c = i / 255.;

      linear[i] = c > .04045 ? pow ((c + .055) / 1.055, 2.4) : c / 12.92;
    }

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = rgb + y * stride + 3 * (gsize) x;
        gsize i = (gsize) y * width + x;
        gdouble red = linear[p[0]], green = linear[p[1]], blue = linear[p[2]];
        gdouble fx = lab_curve ((red * .4124 + green * .3576 + blue * .1805) / .9505);
        gdouble fy = lab_curve (red * .2126 + green * .7152 + blue * .0722);
        gdouble fz = lab_curve ((red * .0193 + green * .1192 + blue * .9505) / 1.089);

        l[i] = 116 * fy - 16;
        a[i] = 500 * (fx - fy);
        b[i] = 200 * (fy - fz);
      }
}

/* Mean, standard deviation and @n percentiles of @x. */
static gfloat *
put_quantiles (gfloat *out, const gdouble *x, gsize n, const gdouble *percent, guint n_percent, gdouble *room)
{
  g_autofree Order *order = g_new (Order, 1);
  gdouble mu = mean (x, n);

  order_init (order, x, n, room);
  *out++ = mu;
  *out++ = sqrt (variance (x, n, mu));
  for (guint i = 0; i < n_percent; i++)
    *out++ = order_percentile (order, percent[i]);
  return out;
}

/* Histogram of the hue weighted by chroma, its harmonics (1: one hue, 2: a
 * complementary pair, 3: a triad), its largest bin and its entropy. */
static gfloat *
put_hues (gfloat *out, const gdouble *hue, const gdouble *chroma, gsize n)
{
  gdouble bins[N_HUE_BINS], total, largest = 0, entropy = 0;

  histogram (hue, chroma, n, N_HUE_BINS, -G_PI, G_PI, bins);
  total = sum_of (bins, N_HUE_BINS) + 1e-6;

  for (guint i = 0; i < N_HUE_BINS; i++)
    {
      bins[i] /= total;
      largest = MAX (largest, bins[i]);
      entropy -= bins[i] * log (bins[i] + 1e-9);
      *out++ = bins[i] * 20;
    }

  for (guint k = 1; k <= 3; k++)
    {
      gdouble re = 0, im = 0;

      for (guint i = 0; i < N_HUE_BINS; i++)
        {
          re += bins[i] * cos (2 * G_PI * k * i / N_HUE_BINS);
          im -= bins[i] * sin (2 * G_PI * k * i / N_HUE_BINS);
        }
      *out++ = hypot (re, im) * 10;
    }

  *out++ = largest * 10;
  *out++ = entropy * 3;
  return out;
}

/* Shares of white, light on white, black and grey pixels. */
static gfloat *
put_shares (gfloat *out, const gdouble *l, const gdouble *chroma, gsize n)
{
  gsize white = 0, near_white = 0, black = 0, grey = 0;

  for (gsize i = 0; i < n; i++)
    {
      white += l[i] > 95;
      near_white += l[i] > 90 && chroma[i] < 8;
      black += l[i] < 8;
      grey += chroma[i] < 4;
    }

  *out++ = (gdouble) white / n * 10;
  *out++ = (gdouble) near_white / n * 10;
  *out++ = (gdouble) black / n * 10;
  *out++ = (gdouble) grey / n * 10;
  return out;
}

/* Means of a 3 x 3 grid laid over the upper left @rows x @columns of @x. */
static void
grid_means (const gdouble *x, gsize ldx, gsize rows, gsize columns, gdouble *cell)
{
  for (gsize i = 0; i < 3; i++)
    for (gsize j = 0; j < 3; j++)
      {
        gsize top = i * rows / 3, bottom = (i + 1) * rows / 3;
        gsize left = j * columns / 3, right = (j + 1) * columns / 3;
        gdouble sum = 0;

        for (gsize y = top; y < bottom; y++)
          for (gsize k = left; k < right; k++)
            sum += x[y * ldx + k];
        cell[3 * i + j] = sum / ((bottom - top) * (right - left));
      }
}

/* Direction and strength of the lightness gradient, strength and lightness of a
 * 3 x 3 grid. @strength and @angle: room for n pixels each. */
static gfloat *
put_gradients (gfloat *out, const gdouble *l, guint width, guint height,
               gdouble *strength, gdouble *angle, gdouble *room)
{
  static const gdouble percent[] = { 50, 90, 99 };
  gsize rows = height - 1, columns = width - 1, n = rows * columns;
  gdouble bins[N_DIRECTION_BINS], cell[9], total, least, most;

  for (gsize y = 0; y < rows; y++)
    for (gsize x = 0; x < columns; x++)
      {
        const gdouble *p = l + y * width + x;
        gdouble gx = p[1] - p[0];
        gdouble gy = p[width] - p[0];
        gdouble direction = fmod (atan2 (gy, gx), G_PI);

        strength[y * columns + x] = hypot (gx, gy);
        angle[y * columns + x] = direction < 0 ? direction + G_PI : direction;
      }

  histogram (angle, strength, n, N_DIRECTION_BINS, 0, G_PI, bins);
  total = sum_of (bins, N_DIRECTION_BINS) + 1e-6;
  for (guint i = 0; i < N_DIRECTION_BINS; i++)
    *out++ = bins[i] / total * 10;

  out = put_quantiles (out, strength, n, percent, G_N_ELEMENTS (percent), room);

  grid_means (strength, columns, rows, columns, cell);
  least = most = cell[0];
  for (guint i = 0; i < 9; i++)
    {
      least = MIN (least, cell[i]);
      most = MAX (most, cell[i]);
      *out++ = cell[i];
    }
  *out++ = log1p (most) - log1p (least);

  grid_means (l, width, rows, columns, cell);
  for (guint i = 0; i < 9; i++)
    *out++ = cell[i] / 10;
  return out;
}

/* Fine detail: the Laplacian of the lightness. */
static gfloat *
put_detail (gfloat *out, const gdouble *l, guint width, guint height, gdouble *laplacian, gdouble *room)
{
  g_autofree Order *order = g_new (Order, 1);
  gsize columns = width - 2, n = columns * (height - 2);
  gdouble spread;

  for (gsize y = 1; y + 1 < height; y++)
    for (gsize x = 1; x + 1 < width; x++)
      {
        const gdouble *p = l + y * width + x;

        laplacian[(y - 1) * columns + x - 1] = p[0] * 4 - p[-(gssize) width] - p[width] - p[-1] - p[1];
      }

  spread = variance (laplacian, n, mean (laplacian, n));
  for (gsize i = 0; i < n; i++)
    laplacian[i] = fabs (laplacian[i]);
  order_init (order, laplacian, n, room);

  *out++ = order_median (order);
  *out++ = mean (laplacian, n);
  *out++ = log1p (spread);
  return out;
}

/* Warmth, and the spread of red and blue. */
static gfloat *
put_warmth (gfloat *out, const guint8 *rgb, gsize stride, guint width, guint height)
{
  gsize n = (gsize) width * height;
  guint64 sum[3] = { 0 }, square[3] = { 0 };
  gdouble mu[3], sd[3];

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        {
          guint64 value = rgb[y * stride + 3 * (gsize) x + c];

          sum[c] += value;
          square[c] += value * value;
        }

  /* Integers below 2^53: the variance is exact up to its last division. */
  for (guint c = 0; c < 3; c++)
    {
      mu[c] = (gdouble) sum[c] / n;
      sd[c] = sqrt ((gdouble) (square[c] * n - sum[c] * sum[c])) / n;
    }

  *out++ = (mu[0] - mu[2]) / 20;
  *out++ = sd[0];
  *out++ = sd[2];
  return out;
}

/**
 * mcn_photometry:
 * @rgb: the network's picture, sRGB
 * @stride: bytes from one row to the next
 * @width: pixels, 8 or more
 * @height: pixels, 8 or more
 * @out: (array fixed-size=95): the statistics, not yet standardised
 *
 * Lightness and chroma quantiles, lightness and hue histograms, hue harmonics,
 * shares of white, black and grey, gradient direction and strength, sharpness
 * and light of a 3 x 3 grid, fine detail, warmth: what recipe.md calls
 * photometry. Any thread; takes 6 doubles a pixel of working memory.
 */
void
mcn_photometry (const guint8 *rgb, gsize stride, guint width, guint height, gfloat *out)
{
  static const gdouble percent[] = { 1, 10, 25, 50, 75, 90, 99 };
  gsize n = (gsize) width * height;
  g_autofree gdouble *planes = NULL;
  gdouble *l, *a, *b, *chroma, *hue, *room, lightness[N_LIGHTNESS_BINS];
  gfloat *at = out;

  g_return_if_fail (width >= 8 && height >= 8);

  planes = g_new (gdouble, 6 * n);
  l = planes;
  a = planes + n;
  b = planes + 2 * n;
  chroma = planes + 3 * n;
  hue = planes + 4 * n;
  room = planes + 5 * n;

  to_lab (rgb, stride, width, height, l, a, b);
  for (gsize i = 0; i < n; i++)
    {
      chroma[i] = hypot (a[i], b[i]);
      hue[i] = atan2 (b[i], a[i]);
    }

  at = put_quantiles (at, l, n, percent, G_N_ELEMENTS (percent), room);
  at = put_quantiles (at, chroma, n, percent, G_N_ELEMENTS (percent), room);
  histogram (l, NULL, n, N_LIGHTNESS_BINS, 0, 100, lightness);
  for (guint i = 0; i < N_LIGHTNESS_BINS; i++)
    *at++ = lightness[i] / n * 20;
  at = put_hues (at, hue, chroma, n);
  at = put_shares (at, l, chroma, n);

  /* a and b are not needed any more: their planes become room. */
  at = put_gradients (at, l, width, height, a, b, room);
  at = put_detail (at, l, width, height, a, room);
  at = put_warmth (at, rgb, stride, width, height);

  g_assert (at == out + MCN_PHOTOMETRY);
}
