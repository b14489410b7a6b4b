/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Depthwise convolution and pooling of one CPU path. Included once by each
 * mcn-kernels-*.c, after mcn-simd.h. */

/* Outputs that stay in registers while the taps go by. */
#define MAX_OUTPUTS 10

/* @n, @size and @stride are constants where this is used. Each pixel is loaded
 * once a row and given to every output it belongs to; an output still gets its
 * taps in rising order. */
SIMD_INLINE void
outputs (const gint n, const gint size, const gint stride, const McnDepthwiseRow *p, const gfloat *in, gfloat *out, gsize ldo)
{
  for (gint c = 0; c < 16; c += VL)
    {
      const vf bias = v_load (p->bias + c);
      vf acc[MAX_OUTPUTS];

#pragma GCC unroll 10
      for (gint x = 0; x < n; x++)
        acc[x] = bias;

      for (gint ky = 0; ky < size; ky++)
        {
          const gfloat *row = in + ky * p->ld_in + c;
          const gfloat *w = p->w + ky * size * 16 + c;
          vf tap[5];

#pragma GCC unroll 5
          for (gint kx = 0; kx < size; kx++)
            tap[kx] = v_load (w + kx * 16);

#pragma GCC unroll 24
          for (gint i = 0; i < (n - 1) * stride + size; i++)
            {
              const vf pixel = v_load (row + i * 16);

#pragma GCC unroll 5
              for (gint kx = 0; kx < size; kx++)
                if (i >= kx && (i - kx) % stride == 0 && (i - kx) / stride < n)
                  acc[(i - kx) / stride] = v_fma (pixel, tap[kx], acc[(i - kx) / stride]);
            }
        }

#pragma GCC unroll 10
      for (gint x = 0; x < n; x++)
        v_store (out + x * ldo + c, v_min (v_max (acc[x], v_set (0.f)), v_set (6.f)));
    }
}

#define DEPTHWISE(size, stride) \
static __attribute__ ((noinline)) void \
depthwise_##size##_##stride (gint n, const McnDepthwiseRow *p, const gfloat *in, gfloat *out, gsize ldo) \
{ \
  switch (n) \
    { \
    case 1: outputs (1, size, stride, p, in, out, ldo); break; \
    case 2: outputs (2, size, stride, p, in, out, ldo); break; \
    case 3: outputs (3, size, stride, p, in, out, ldo); break; \
    case 4: outputs (4, size, stride, p, in, out, ldo); break; \
    case 5: outputs (5, size, stride, p, in, out, ldo); break; \
    case 6: outputs (6, size, stride, p, in, out, ldo); break; \
    case 7: outputs (7, size, stride, p, in, out, ldo); break; \
    case 8: outputs (8, size, stride, p, in, out, ldo); break; \
    case 9: outputs (9, size, stride, p, in, out, ldo); break; \
    case 10: outputs (10, size, stride, p, in, out, ldo); break; \
    } \
}

DEPTHWISE (3, 1)
DEPTHWISE (3, 2)
DEPTHWISE (5, 1)
DEPTHWISE (5, 2)
#undef DEPTHWISE

static void
depthwise (const McnDepthwiseRow *p)
{
  gfloat buffer[MAX_OUTPUTS * 16];
  gsize groups = (p->n + MAX_OUTPUTS - 1) / MAX_OUTPUTS;

  for (gsize group = 0; group < groups; group++)
    {
      /* Groups of nearly the same size. */
      gsize first = p->n * group / groups;
      gint n = p->n * (group + 1) / groups - first;
      const gfloat *in = p->in + first * p->stride * 16;
      gboolean whole = p->columns == 16;
      gfloat *out = whole ? p->out + first * p->ldo : buffer;
      gsize ldo = whole ? p->ldo : 16;

      if (p->size == 3 && p->stride == 1)
        depthwise_3_1 (n, p, in, out, ldo);
      else if (p->size == 3)
        depthwise_3_2 (n, p, in, out, ldo);
      else if (p->stride == 1)
        depthwise_5_1 (n, p, in, out, ldo);
      else
        depthwise_5_2 (n, p, in, out, ldo);

      if (!whole)
        for (gint x = 0; x < n; x++)
          memcpy (p->out + (first + x) * p->ldo, buffer + x * 16, p->columns * sizeof (gfloat));
    }
}

/* Sums of one row in single precision, of rows in double: the order is fixed by
 * the picture. */
SIMD_INLINE void
sum_pixels (const gfloat *x, gsize ld, gsize rows, gsize columns, gsize channels, const gfloat *mean, gdouble *total)
{
  for (gsize c = 0; c < 16; c++)
    total[c] = 0;

  for (gsize row = 0; row < rows; row++)
    for (gsize c = 0; c < channels; c += VL)
      {
        vf sum = v_set (0.f);
        gfloat lanes[VL];

        for (gsize i = 0; i < columns; i++)
          {
            vf a = load_at (x + (row * columns + i) * ld, c, channels, 0.f);

            if (mean != NULL)
              {
                a -= v_load (mean + c);
                sum = v_fma (a, a, sum);
              }
            else
              sum += a;
          }

        v_store (lanes, sum);
        for (gsize l = 0; l < VL; l++)
          total[c + l] += lanes[l];
      }
}

static void
moments (const gfloat *x, gsize ld, gsize rows, gsize columns, gsize channels, gfloat *mean, gfloat *sd)
{
  gdouble total[16];
  gfloat centre[16] = { 0 };
  gsize n = rows * columns;

  sum_pixels (x, ld, rows, columns, channels, NULL, total);
  for (gsize c = 0; c < 16; c++)
    centre[c] = total[c] / n;
  memcpy (mean, centre, channels * sizeof (gfloat));

  if (sd == NULL)
    return;

  sum_pixels (x, ld, rows, columns, channels, centre, total);
  for (gsize c = 0; c < channels; c++)
    sd[c] = n > 1 ? sqrt (total[c] / (n - 1)) : 0;
}

static void
maximum (const gfloat *x, gsize ld, gsize n, gsize channels, gfloat *max)
{
  for (gsize c = 0; c < channels; c += VL)
    {
      vf top = load_at (x, c, channels, 0.f);

      for (gsize i = 1; i < n; i++)
        top = v_max (load_at (x + i * ld, c, channels, 0.f), top);
      store_at (max, c, channels, top);
    }
}

static void
pixels (const guint8 *rgb, gsize n, gfloat *x)
{
  for (gsize i = 0; i < n; i++)
    x[i] = ((gint) rgb[i] - 127) * (1.f / 128.f);
}
