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
 * between the extremes, and only the buckets that a rank falls into are sorted,
 * all of them gathered in one more look at the values. */
#define MAX_PERCENTILES 7

typedef struct
{
  gsize    n;
  gdouble  lowest, scale;
  gsize    first[N_BUCKETS + 1];        /* rank of the first value of a bucket */
  gdouble *sorted[N_BUCKETS];           /* its values, NULL: not asked for */
} Order;

static gsize
order_bucket (const Order *self, gdouble value)
{
  return MIN ((gsize) ((value - self->lowest) * self->scale), N_BUCKETS - 1);
}

/* @ranks: which the caller will ask for; @room: n values. */
static void
order_init (Order *self, const gdouble *x, gsize n, const gsize *ranks, guint n_ranks, gdouble *room)
{
  gdouble lowest = x[0], highest = x[0];
  gsize filled[N_BUCKETS];

  for (gsize i = 1; i < n; i++)
    {
      lowest = MIN (lowest, x[i]);
      highest = MAX (highest, x[i]);
    }

  self->n = n;
  self->lowest = lowest;
  self->scale = highest > lowest ? N_BUCKETS / (highest - lowest) : 0;
  if (!isfinite (self->scale))
    self->scale = 0;
  memset (self->first, 0, sizeof self->first);
  memset (self->sorted, 0, sizeof self->sorted);

  for (gsize i = 0; i < n; i++)
    self->first[order_bucket (self, x[i]) + 1]++;
  for (gsize b = 0; b < N_BUCKETS; b++)
    self->first[b + 1] += self->first[b];

  for (guint k = 0; k < n_ranks; k++)
    {
      gsize b = 0;

      while (self->first[b + 1] <= ranks[k])
        b++;
      if (self->sorted[b] == NULL)
        {
          self->sorted[b] = room;
          room += self->first[b + 1] - self->first[b];
          filled[b] = 0;
        }
    }

  for (gsize i = 0; i < n; i++)
    {
      gsize b = order_bucket (self, x[i]);

      if (self->sorted[b] != NULL)
        self->sorted[b][filled[b]++] = x[i];
    }
  for (gsize b = 0; b < N_BUCKETS; b++)
    if (self->sorted[b] != NULL)
      qsort (self->sorted[b], filled[b], sizeof (gdouble), compare_doubles);
}

static gdouble
order_rank (const Order *self, gsize rank)
{
  gsize b = 0;

  while (self->first[b + 1] <= rank)
    b++;
  return self->sorted[b][rank - self->first[b]];
}

/* numpy.percentile, method "linear". */
static void
percentiles (const gdouble *x, gsize n, const gdouble *percent, guint n_percent, gdouble *room, gfloat *out)
{
  g_autofree Order *order = g_new (Order, 1);
  gsize ranks[2 * MAX_PERCENTILES];

  for (guint i = 0; i < n_percent; i++)
    {
      ranks[2 * i] = MIN ((gsize) (percent[i] / 100 * (n - 1)), n - 1);
      ranks[2 * i + 1] = MIN (ranks[2 * i] + 1, n - 1);
    }
  order_init (order, x, n, ranks, 2 * n_percent, room);

  for (guint i = 0; i < n_percent; i++)
    {
      gdouble t = percent[i] / 100 * (n - 1) - ranks[2 * i];
      gdouble a = order_rank (order, ranks[2 * i]);
      gdouble b = order_rank (order, ranks[2 * i + 1]);

      out[i] = t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
    }
}

static gdouble
median (const gdouble *x, gsize n, gdouble *room)
{
  g_autofree Order *order = g_new (Order, 1);
  const gsize ranks[] = { n / 2, n / 2 - (n % 2 == 0) };

  order_init (order, x, n, ranks, G_N_ELEMENTS (ranks), room);
  return n % 2 ? order_rank (order, ranks[0]) : (order_rank (order, ranks[1]) + order_rank (order, ranks[0])) / 2;
}

/* The edges of numpy.histogram's equal bins over [low, high]: each bin is half
 * open, the last one closed, values outside are left out. */
typedef struct
{
  guint   n;
  gdouble low, high, scale;
  gdouble edge[MAX_BINS + 1];
} Bins;

static void
bins_init (Bins *self, guint n, gdouble low, gdouble high)
{
  gdouble step = (high - low) / n;

  self->n = n;
  self->low = low;
  self->high = high;
  self->scale = n / (high - low);
  for (guint b = 0; b < n; b++)
    self->edge[b] = b * step + low;
  self->edge[n] = high;
}

/* The bin of @x, or n: none. */
static guint
bins_find (const Bins *self, gdouble x)
{
  guint b;

  if (!(x >= self->low && x <= self->high))
    return self->n;

  b = MIN ((guint) ((x - self->low) * self->scale), self->n - 1);
  if (x < self->edge[b])
    b--;
  else if (b + 1 < self->n && x >= self->edge[b + 1])
    b++;
  return b;
}

/* atan2 (y, x) to 2e-5 of a radian. */
static gdouble
rough_angle (gdouble y, gdouble x)
{
  gdouble ax = fabs (x), ay = fabs (y);
  gdouble t = MIN (ax, ay) / MAX (ax, ay), u = t * t;
  gdouble angle = t * (0.99997726 + u * (-0.33262347 + u * (0.19354346 +
                       u * (-0.11643287 + u * (0.05265332 + u * -0.01172120)))));

  if (ay > ax)
    angle = G_PI / 2 - angle;
  if (x < 0)
    angle = G_PI - angle;
  return y < 0 ? -angle : angle;
}

/* Directions of (x, y), each added to its bin with its weight. An angle is
 * computed to the last bit only where it lies close to an edge; @half: modulo
 * half a turn. Nothing is added by a weight of zero, and (0, 0) has no other. */
static void
add_direction (const Bins *bins, gdouble y, gdouble x, gboolean half, gdouble weight, gdouble *sums)
{
  gdouble angle, place, above;
  guint b;

  if (!(weight > 0) || (x == 0 && y == 0))
    return;

  angle = rough_angle (y, x);
  if (half && angle < 0)
    angle += G_PI;
  place = (angle - bins->low) * bins->scale;
  above = place - floor (place);
  if (place > 0 && place < bins->n && above > 1e-3 && above < 1 - 1e-3)
    {
      sums[(guint) place] += weight;
      return;
    }

  angle = atan2 (y, x);
  if (half)
    {
      angle = fmod (angle, G_PI);
      if (angle < 0)
        angle += G_PI;
    }
  b = bins_find (bins, angle);
  if (b < bins->n)
    sums[b] += weight;
}

static gdouble
sum_of (const gdouble *x, guint n)
{
  gdouble sum = 0;

  for (guint i = 0; i < n; i++)
    sum += x[i];
  return sum;
}

/* Cube root of 0.008 to 1.1: a first guess from the exponent, then Halley's rule
 * twice; off by 1e-14 at most. */
static gdouble
cube_root (gdouble x)
{
  guint64 bits;
  gdouble t;

  memcpy (&bits, &x, sizeof bits);
  bits = bits / 3 + G_GUINT64_CONSTANT (0x2a9f7893782da1ce);
  memcpy (&t, &bits, sizeof t);
  for (guint i = 0; i < 2; i++)
    {
      gdouble cube = t * t * t;

      t *= (cube + 2 * x) / (2 * cube + x);
    }
  return t;
}

static gdouble
lab_curve (gdouble x)
{
  return x > .008856 ? cube_root (x) : 7.787 * x + 16.0 / 116;
}

static gdouble
lab_curve_exact (gdouble x)
{
  return x > .008856 ? cbrt (x) : 7.787 * x + 16.0 / 116;
}

typedef struct
{
  gdouble l, a, b;
} Lab;

/* sRGB bytes to CIE L*a*b* (D65), the matrix in the prototype's four digits. The
 * greys come from a table made to the last bit: white must stay inside the
 * closed bin at 100, and the tiny colour that rounding gives a grey decides the
 * hues of a picture that has no other. */
static void
to_lab (const guint8 *rgb, gsize stride, guint width, guint height, gdouble *l, gdouble *a, gdouble *b)
{
  gdouble linear[256];
  Lab grey[256];

  for (guint i = 0; i < 256; i++)
    {
      gdouble c = i / 255., fx, fy, fz;

      c = c > .04045 ? pow ((c + .055) / 1.055, 2.4) : c / 12.92;
      fx = lab_curve_exact ((c * .4124 + c * .3576 + c * .1805) / .9505);
      fy = lab_curve_exact (c * .2126 + c * .7152 + c * .0722);
      fz = lab_curve_exact ((c * .0193 + c * .1192 + c * .9505) / 1.089);
      linear[i] = c;
      grey[i] = (Lab) { 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz) };
    }

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = rgb + y * stride + 3 * (gsize) x;
        gsize i = (gsize) y * width + x;
        gdouble red = linear[p[0]], green = linear[p[1]], blue = linear[p[2]];
        gdouble fx, fy, fz;

        if (p[0] == p[1] && p[1] == p[2])
          {
            l[i] = grey[p[0]].l;
            a[i] = grey[p[0]].a;
            b[i] = grey[p[0]].b;
            continue;
          }

        fx = lab_curve ((red * .4124 + green * .3576 + blue * .1805) / .9505);
        fy = lab_curve (red * .2126 + green * .7152 + blue * .0722);
        fz = lab_curve ((red * .0193 + green * .1192 + blue * .9505) / 1.089);
        l[i] = 116 * fy - 16;
        a[i] = 500 * (fx - fy);
        b[i] = 200 * (fy - fz);
      }
}

/* Mean, standard deviation and @n percentiles of @x. */
static gfloat *
put_quantiles (gfloat *out, const gdouble *x, gsize n, const gdouble *percent, guint n_percent, gdouble *room)
{
  gdouble mu = mean (x, n);

  *out++ = mu;
  *out++ = sqrt (variance (x, n, mu));
  percentiles (x, n, percent, n_percent, room, out);
  return out + n_percent;
}

/* Histogram of the hue weighted by chroma, its harmonics (1: one hue, 2: a
 * complementary pair, 3: a triad), its largest bin and its entropy. */
static gfloat *
put_hues (gfloat *out, const gdouble *a, const gdouble *b, const gdouble *chroma, gsize n)
{
  gdouble bins[N_HUE_BINS] = { 0 }, total, largest = 0, entropy = 0;
  Bins edges;

  bins_init (&edges, N_HUE_BINS, -G_PI, G_PI);
  for (gsize i = 0; i < n; i++)
    add_direction (&edges, b[i], a[i], FALSE, chroma[i], bins);
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
 * 3 x 3 grid. @strength: room for n pixels. */
static gfloat *
put_gradients (gfloat *out, const gdouble *l, guint width, guint height,
               gdouble *strength, gdouble *room)
{
  static const gdouble percent[] = { 50, 90, 99 };
  gsize rows = height - 1, columns = width - 1, n = rows * columns;
  gdouble bins[N_DIRECTION_BINS] = { 0 }, cell[9], total, least, most;
  Bins edges;

  bins_init (&edges, N_DIRECTION_BINS, 0, G_PI);
  for (gsize y = 0; y < rows; y++)
    for (gsize x = 0; x < columns; x++)
      {
        const gdouble *p = l + y * width + x;
        gdouble gx = p[1] - p[0];
        gdouble gy = p[width] - p[0];
        gdouble length = sqrt (gx * gx + gy * gy);

        strength[y * columns + x] = length;
        add_direction (&edges, gy, gx, TRUE, length, bins);
      }

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

  *out++ = median (laplacian, n, room);
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
 * photometry. Any thread; takes 5 doubles a pixel of working memory.
 */
void
mcn_photometry (const guint8 *rgb, gsize stride, guint width, guint height, gfloat *out)
{
  static const gdouble percent[] = { 1, 10, 25, 50, 75, 90, 99 };
  gsize n = (gsize) width * height;
  g_autofree gdouble *planes = NULL;
  gdouble *l, *a, *b, *chroma, *room, lightness[N_LIGHTNESS_BINS + 1] = { 0 };
  gfloat *at = out;
  Bins edges;

  g_return_if_fail (width >= 8 && height >= 8);

  planes = g_new (gdouble, 5 * n);
  l = planes;
  a = planes + n;
  b = planes + 2 * n;
  chroma = planes + 3 * n;
  room = planes + 4 * n;

  to_lab (rgb, stride, width, height, l, a, b);
  for (gsize i = 0; i < n; i++)
    chroma[i] = sqrt (a[i] * a[i] + b[i] * b[i]);

  at = put_quantiles (at, l, n, percent, G_N_ELEMENTS (percent), room);
  at = put_quantiles (at, chroma, n, percent, G_N_ELEMENTS (percent), room);
  bins_init (&edges, N_LIGHTNESS_BINS, 0, 100);
  for (gsize i = 0; i < n; i++)
    lightness[bins_find (&edges, l[i])]++;
  for (guint i = 0; i < N_LIGHTNESS_BINS; i++)
    *at++ = lightness[i] / n * 20;
  at = put_hues (at, a, b, chroma, n);
  at = put_shares (at, l, chroma, n);

  /* a is not needed any more: its plane becomes room. */
  at = put_gradients (at, l, width, height, a, room);
  at = put_detail (at, l, width, height, a, room);
  at = put_warmth (at, rgb, stride, width, height);

  g_assert (at == out + MCN_PHOTOMETRY);
}
