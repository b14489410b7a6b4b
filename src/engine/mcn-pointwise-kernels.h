/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Elementwise functions and reductions of one CPU path. Included once by each
 * mcn-kernels-*.c, after mcn-simd.h. */

#include <math.h>

/* Elements [i, i + VL) of a row of n, @fill beyond its end. */
SIMD_INLINE vf
load_at (const gfloat *x, gsize i, gsize n, gfloat fill)
{
  if (i + VL <= n)
    return v_load (x + i);
  return v_load_some (x + i, i < n ? n - i : 0, fill);
}

SIMD_INLINE void
store_at (gfloat *y, gsize i, gsize n, vf a)
{
  if (i + VL <= n)
    v_store (y + i, a);
  else if (i < n)
    v_store_some (y + i, n - i, a);
}

#define EACH_ELEMENT(name, expression) \
static void \
name (gfloat *x, gsize n) \
{ \
  for (gsize i = 0; i < n; i += VL) \
    { \
      vf a = load_at (x, i, n, 0.f); \
      store_at (x, i, n, expression); \
    } \
}

EACH_ELEMENT (gelu, v_gelu (a))
EACH_ELEMENT (hyperbolic_tangent, v_tanh (a))

static void
add (const gfloat *a, const gfloat *b, gsize n, gfloat *y)
{
  for (gsize i = 0; i < n; i += VL)
    store_at (y, i, n, load_at (a, i, n, 0.f) + load_at (b, i, n, 0.f));
}

static gfloat
dot (const gfloat *a, const gfloat *b, gsize n)
{
  vf sum[LANE_VECTORS];

  for (gint l = 0; l < LANE_VECTORS; l++)
    sum[l] = v_set (0.f);
  for (gsize i = 0; i < n; i += LANES)
    for (gint l = 0; l < LANE_VECTORS; l++)
      sum[l] = v_fma (load_at (a, i + l * VL, n, 0.f), load_at (b, i + l * VL, n, 0.f), sum[l]);

  return v_sum_lanes (sum);
}

static void
layer_norm (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps, gfloat *y)
{
  for (gsize row = 0; row < rows; row++, x += d, y += d)
    {
      vf sum[LANE_VECTORS], mean, scale;

      for (gint l = 0; l < LANE_VECTORS; l++)
        sum[l] = v_set (0.f);
      for (gsize i = 0; i < d; i += LANES)
        for (gint l = 0; l < LANE_VECTORS; l++)
          sum[l] += load_at (x, i + l * VL, d, 0.f);
      mean = v_set (v_sum_lanes (sum) / d);

      for (gint l = 0; l < LANE_VECTORS; l++)
        sum[l] = v_set (0.f);
      for (gsize i = 0; i < d; i += LANES)
        for (gint l = 0; l < LANE_VECTORS; l++)
          {
            vf c = load_at (x, i + l * VL, d, mean[0]) - mean;
            sum[l] = v_fma (c, c, sum[l]);
          }
      scale = v_set (1.f / sqrtf (v_sum_lanes (sum) / d + eps));

      for (gsize i = 0; i < d; i += VL)
        store_at (y, i, d, v_fma ((load_at (x, i, d, 0.f) - mean) * scale, load_at (gamma, i, d, 0.f), load_at (beta, i, d, 0.f)));
    }
}

static void
softmax (gfloat *x, gsize n)
{
  vf top = v_set (-INFINITY), sum[LANE_VECTORS], total;
  gfloat lanes[VL], max;

  for (gsize i = 0; i < n; i += VL)
    top = v_max (load_at (x, i, n, -INFINITY), top);
  v_store (lanes, top);
  max = lanes[0];
  for (gint l = 1; l < VL; l++)
    max = MAX (max, lanes[l]);

  for (gint l = 0; l < LANE_VECTORS; l++)
    sum[l] = v_set (0.f);
  for (gsize i = 0; i < n; i += LANES)
    for (gint l = 0; l < LANE_VECTORS; l++)
      {
        vf e = v_exp (load_at (x, i + l * VL, n, max) - v_set (max));

        store_at (x, i + l * VL, n, e);
        sum[l] += load_at (x, i + l * VL, n, 0.f);
      }
  total = v_set (v_sum_lanes (sum));

  for (gsize i = 0; i < n; i += VL)
    store_at (x, i, n, load_at (x, i, n, 0.f) / total);
}

static void
half_to_float (const guint16 *h, gsize n, gfloat *f)
{
  guint16 rest[VL] = { 0 };
  gsize i;

  for (i = 0; i + VL <= n; i += VL)
    v_store (f + i, v_load_half (h + i));
  if (i < n)
    {
      memcpy (rest, h + i, (n - i) * sizeof *h);
      v_store_some (f + i, n - i, v_load_half (rest));
    }
}

static void
float_to_half (const gfloat *f, gsize n, guint16 *h)
{
  guint16 rest[VL];
  gsize i;

  for (i = 0; i + VL <= n; i += VL)
    v_store_half (h + i, v_load (f + i));
  if (i < n)
    {
      v_store_half (rest, v_load_some (f + i, n - i, 0.f));
      memcpy (h + i, rest, (n - i) * sizeof *h);
    }
}
