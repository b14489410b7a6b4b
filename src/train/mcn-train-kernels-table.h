/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training kernels of one CPU path and their table. Included once by each
 * mcn-train-kernels-PATH.c (so there is no guard), which switches its
 * instructions on by MCN_SIMD_PATH and defines TABLE, the table's name. */

#include "mcn-train-kernels.h"

#include "mcn-simd.h"

#include <math.h>

typedef guint32 vu __attribute__ ((vector_size (VL * 4)));

SIMD_INLINE vf
load_at (const gfloat *x, gsize i, gsize n)
{
  if (i + VL <= n)
    return v_load (x + i);
  return v_load_some (x + i, i < n ? n - i : 0, 0.f);
}

SIMD_INLINE void
store_at (gfloat *y, gsize i, gsize n, vf a)
{
  if (i + VL <= n)
    v_store (y + i, a);
  else if (i < n)
    v_store_some (y + i, n - i, a);
}

static void
norm_forward (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps,
              gfloat *y, gfloat *stats)
{
  for (gsize row = 0; row < rows; row++, x += d, y += d, stats += 2)
    {
      vf sum[LANE_VECTORS], mean, scale;

      for (gint l = 0; l < LANE_VECTORS; l++)
        sum[l] = v_set (0.f);
      for (gsize i = 0; i < d; i += LANES)
        for (gint l = 0; l < LANE_VECTORS; l++)
          sum[l] += load_at (x, i + l * VL, d);
      stats[0] = v_sum_lanes (sum) / d;
      mean = v_set (stats[0]);

      for (gint l = 0; l < LANE_VECTORS; l++)
        sum[l] = v_set (0.f);
      for (gsize i = 0; i < d; i += LANES)
        for (gint l = 0; l < LANE_VECTORS; l++)
          {
            gsize at = i + l * VL;
            vf c = (at + VL <= d ? v_load (x + at) : v_load_some (x + at, at < d ? d - at : 0, stats[0])) - mean;

            sum[l] = v_fma (c, c, sum[l]);
          }
      stats[1] = 1.f / sqrtf (v_sum_lanes (sum) / d + eps);
      scale = v_set (stats[1]);

      for (gsize i = 0; i < d; i += VL)
        store_at (y, i, d, v_fma ((load_at (x, i, d) - mean) * scale, load_at (gamma, i, d), load_at (beta, i, d)));
    }
}

/* With h = (x - mean) / sd and g = dy gamma:
 * dx = (g - mean (g) - h mean (g h)) / sd. */
static void
norm_backward (const gfloat *x, const gfloat *stats, const gfloat *dy, gsize rows, gsize d, const gfloat *gamma,
               gfloat *dx, gfloat *dgamma, gfloat *dbeta)
{
  for (gsize row = 0; row < rows; row++, x += d, dy += d, dx += d, stats += 2)
    {
      vf mean = v_set (stats[0]), scale = v_set (stats[1]);
      vf plain[LANE_VECTORS], along[LANE_VECTORS], mean_g, mean_gh;

      for (gint l = 0; l < LANE_VECTORS; l++)
        plain[l] = along[l] = v_set (0.f);
      for (gsize i = 0; i < d; i += LANES)
        for (gint l = 0; l < LANE_VECTORS; l++)
          {
            gsize at = i + l * VL;
            vf e = load_at (dy, at, d), g = e * load_at (gamma, at, d), h = (load_at (x, at, d) - mean) * scale;

            plain[l] += g;
            along[l] = v_fma (g, h, along[l]);
            store_at (dgamma, at, d, v_fma (e, h, load_at (dgamma, at, d)));
            store_at (dbeta, at, d, e + load_at (dbeta, at, d));
          }
      mean_g = v_set (v_sum_lanes (plain) / d);
      mean_gh = v_set (v_sum_lanes (along) / d);

      for (gsize i = 0; i < d; i += VL)
        {
          vf g = load_at (dy, i, d) * load_at (gamma, i, d), h = (load_at (x, i, d) - mean) * scale;

          store_at (dx, i, d, scale * (g - mean_g - h * mean_gh));
        }
    }
}

/* d gelu = Phi (x) + x phi (x). */
static void
gelu_backward (const gfloat *x, const gfloat *dy, gsize n, gfloat *dx)
{
  for (gsize i = 0; i < n; i += VL)
    {
      vf a = load_at (x, i, n);
      vf share = v_set (0.5f) * (v_set (1.f) + v_erf (a * v_set (0.707106781186547524f)));
      vf density = v_set (0.398942280401432678f) * v_exp (v_set (-0.5f) * a * a);

      store_at (dx, i, n, load_at (dy, i, n) * v_fma (a, density, share));
    }
}

static void
tanh_backward (const gfloat *y, const gfloat *dy, gsize n, gfloat *dx)
{
  for (gsize i = 0; i < n; i += VL)
    {
      vf a = load_at (y, i, n);

      store_at (dx, i, n, load_at (dy, i, n) * (v_set (1.f) - a * a));
    }
}

static void
softmax_backward (const gfloat *p, gfloat *dp, gsize n, gfloat scale)
{
  vf sum[LANE_VECTORS], inner;

  for (gint l = 0; l < LANE_VECTORS; l++)
    sum[l] = v_set (0.f);
  for (gsize i = 0; i < n; i += LANES)
    for (gint l = 0; l < LANE_VECTORS; l++)
      sum[l] = v_fma (load_at (p, i + l * VL, n), load_at (dp, i + l * VL, n), sum[l]);
  inner = v_set (v_sum_lanes (sum));

  for (gsize i = 0; i < n; i += VL)
    store_at (dp, i, n, v_set (scale) * load_at (p, i, n) * (load_at (dp, i, n) - inner));
}

/* Two keyed rounds of an integer mix over the element's number: no state, so a
 * mask can be made again, and from any element on. */
SIMD_INLINE vu
mix (vu x)
{
  x ^= x >> 16;
  x *= 0x21f0aaadu;
  x ^= x >> 15;
  x *= 0xd35a2d97u;
  x ^= x >> 15;
  return x;
}

static void
dropout (const gfloat *x, gsize n, guint64 key, guint64 first, gfloat rate, gfloat *y)
{
  const guint32 threshold = (guint32) ((gdouble) rate * 4294967296.0);
  const vf scale = v_set (1.f / (1.f - rate));
  vu lanes;

  for (guint i = 0; i < VL; i++)
    lanes[i] = i;
  for (gsize i = 0; i < n; i += VL)
    {
      guint64 at = first + i;
      vu number = lanes + (guint32) at;
      vu bits = mix (mix (number * 0x9e3779b1u + (guint32) key) + (guint32) (key >> 32) + (guint32) (at >> 32) * 0x85ebca6bu);

      store_at (y, i, n, v_choose ((vi) (bits >= threshold), load_at (x, i, n) * scale, v_set (0.f)));
    }
}

static void
adamw (const McnAdamStep *step, gsize n, gfloat *w, const gfloat *g, gfloat *m, gfloat *v)
{
  const McnAdamStep s = *step;

  for (gsize i = 0; i < n; i++)
    {
      gfloat gradient = g[i] * s.clip;

      m[i] = s.beta1 * m[i] + (1.f - s.beta1) * gradient;
      v[i] = s.beta2 * v[i] + (1.f - s.beta2) * gradient * gradient;
      w[i] = w[i] * s.shrink - s.rate * m[i] / (sqrtf (v[i]) / s.root + s.eps);
    }
}

static gdouble
squares (const gfloat *x, gsize n)
{
  gdouble sum[8] = { 0 }, all = 0;
  gsize i;

  for (i = 0; i + 8 <= n; i += 8)
    for (gint l = 0; l < 8; l++)
      sum[l] += (gdouble) x[i + l] * x[i + l];
  for (; i < n; i++)
    sum[0] += (gdouble) x[i] * x[i];
  for (gint l = 0; l < 8; l++)
    all += sum[l];
  return all;
}

static void
add_product (const gfloat *a, const gfloat *b, gsize n, gfloat *y)
{
  for (gsize i = 0; i < n; i += VL)
    store_at (y, i, n, v_fma (load_at (a, i, n), load_at (b, i, n), load_at (y, i, n)));
}

const McnTrainKernels TABLE = {
  .norm_forward = norm_forward,
  .norm_backward = norm_backward,
  .gelu_backward = gelu_backward,
  .tanh_backward = tanh_backward,
  .softmax_backward = softmax_backward,
  .dropout = dropout,
  .adamw = adamw,
  .add_product = add_product,
  .squares = squares,
};
