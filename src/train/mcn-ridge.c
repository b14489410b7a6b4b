/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ridge.h"

#include "mcn-products.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS 2000
/* Dense products are F32. */
#define TOLERANCE(x) ((x)->dense != NULL ? 1e-5 : 1e-7)

/* p = X v */
static void
times (const McnRidgeRows *x, const gdouble *v, gdouble *p)
{
  if (x->dense != NULL)
    {
      g_autofree gfloat *narrow = g_new (gfloat, MAX (x->k, 1)), *out = g_new (gfloat, MAX (x->n, 1));

      for (gsize j = 0; j < x->k; j++)
        narrow[j] = v[j];
      mcn_product_rows (NULL, x->n, 1, x->k, x->dense, x->k, narrow, NULL, out, 1);
      for (gsize i = 0; i < x->n; i++)
        p[i] = out[i];
      return;
    }
  for (gsize i = 0; i < x->n; i++)
    {
      p[i] = 0;
      for (gsize j = x->first[i]; j < x->first[i + 1]; j++)
        p[i] += x->value[j] * v[x->column[j]];
    }
}

/* v += X' p */
static void
add_back (const McnRidgeRows *x, const gdouble *p, gdouble *v)
{
  if (x->dense != NULL)
    {
      g_autofree gfloat *narrow = g_new (gfloat, MAX (x->n, 1)), *out = g_new (gfloat, MAX (x->k, 1));

      for (gsize i = 0; i < x->n; i++)
        narrow[i] = p[i];
      mcn_product_input (NULL, 1, x->n, x->k, narrow, x->n, x->dense, out, x->k, FALSE);
      for (gsize j = 0; j < x->k; j++)
        v[j] += out[j];
      return;
    }
  for (gsize i = 0; i < x->n; i++)
    for (gsize j = x->first[i]; j < x->first[i + 1]; j++)
      v[x->column[j]] += p[i] * x->value[j];
}

static gdouble
dot (const gdouble *a, const gdouble *b, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* out = (C'C + alpha) v, C the rows without their mean; @p: n numbers of scratch. */
static void
apply (const McnRidgeRows *x, const gdouble *mean, gdouble alpha, const gdouble *v, gdouble *p, gdouble *out)
{
  gdouble shift = dot (mean, v, x->k), total = 0;

  times (x, v, p);
  for (gsize i = 0; i < x->n; i++)
    {
      p[i] -= shift;
      total += p[i];
    }
  for (gsize j = 0; j < x->k; j++)
    out[j] = alpha * v[j] - total * mean[j];
  add_back (x, p, out);
}

/**
 * mcn_ridge_fit:
 * @x: n rows
 * @y: n goals
 * @alpha: the penalty, above 0
 * @w: (out): k weights
 * @b: (out): the offset
 */
void
mcn_ridge_fit (const McnRidgeRows *x, const gdouble *y, gdouble alpha, gfloat *w, gdouble *b)
{
  gsize k = x->k;
  g_autofree gdouble *mean = g_new0 (gdouble, MAX (k, 1)), *v = g_new0 (gdouble, MAX (k, 1));
  g_autofree gdouble *rest = g_new0 (gdouble, MAX (k, 1)), *way = g_new (gdouble, MAX (k, 1)), *image = g_new (gdouble, MAX (k, 1));
  g_autofree gdouble *p = g_new (gdouble, MAX (x->n, 1));
  gdouble mean_y = 0, length, wanted;

  for (gsize i = 0; i < x->n; i++)
    {
      mean_y += y[i] / x->n;
      p[i] = 1. / x->n;
    }
  add_back (x, p, mean);
  /* Rows times y - mean: their own mean drops out. */
  for (gsize i = 0; i < x->n; i++)
    p[i] = y[i] - mean_y;
  add_back (x, p, rest);
  memcpy (way, rest, k * sizeof *way);
  length = dot (rest, rest, k);
  wanted = TOLERANCE (x) * TOLERANCE (x) * length;
  for (guint step = 0; step < MOST_STEPS && length > wanted; step++)
    {
      gdouble along, before = length;

      apply (x, mean, alpha, way, p, image);
      along = length / dot (way, image, k);
      for (gsize j = 0; j < k; j++)
        {
          v[j] += along * way[j];
          rest[j] -= along * image[j];
        }
      length = dot (rest, rest, k);
      for (gsize j = 0; j < k; j++)
        way[j] = rest[j] + length / before * way[j];
    }
  for (gsize j = 0; j < k; j++)
    w[j] = v[j];
  *b = mean_y - dot (mean, v, k);
}

/**
 * mcn_ridge_predict:
 * @x: n rows
 * @w: k weights
 * @b: the offset
 * @p: (out): n predictions
 */
void
mcn_ridge_predict (const McnRidgeRows *x, const gfloat *w, gdouble b, gdouble *p)
{
  g_autofree gdouble *v = g_new (gdouble, MAX (x->k, 1));

  for (gsize j = 0; j < x->k; j++)
    v[j] = w[j];
  times (x, v, p);
  for (gsize i = 0; i < x->n; i++)
    p[i] += b;
}
