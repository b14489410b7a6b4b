/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ref.h"

#include <math.h>

gdouble
ref_activate (gdouble x, McnActivation activation)
{
  switch (activation)
    {
    case MCN_ACTIVATION_RELU6:
      return CLAMP (x, 0, 6);
    case MCN_ACTIVATION_GELU:
      return 0.5 * x * (1 + erf (x * G_SQRT2 / 2));
    case MCN_ACTIVATION_TANH:
      return tanh (x);
    case MCN_ACTIVATION_NONE:
    default:
      return x;
    }
}

void
ref_gemm (const gfloat *w, const gfloat *bias, gsize n, gsize k, gsize m,
          const gfloat *a, gsize lda, const gfloat *residual, gsize ldr,
          gfloat *c, gsize ldc, McnActivation activation)
{
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      {
        gdouble sum = bias != NULL ? bias[j] : 0;

        for (gsize l = 0; l < k; l++)
          sum += (gdouble) a[i * lda + l] * w[j * k + l];
        if (residual != NULL)
          sum += residual[i * ldr + j];
        c[i * ldc + j] = ref_activate (sum, activation);
      }
}

void
ref_attention (gsize n_heads, gsize d_head, gsize n_q, const gfloat *q, gsize ldq,
               gsize n_k, const gfloat *k, const gfloat *v, gsize ldk,
               gfloat *out, gsize ldo, gfloat *weights)
{
  g_autofree gdouble *p = g_new (gdouble, n_k);

  for (gsize head = 0; head < n_heads; head++)
    for (gsize i = 0; i < n_q; i++)
      {
        gdouble total = 0;

        for (gsize j = 0; j < n_k; j++)
          {
            gdouble dot = 0;

            for (gsize c = head * d_head; c < (head + 1) * d_head; c++)
              dot += (gdouble) q[i * ldq + c] * k[j * ldk + c];
            total += p[j] = exp (dot / sqrt (d_head));
          }

        for (gsize j = 0; j < n_k; j++)
          weights[(head * n_q + i) * n_k + j] = p[j] /= total;

        for (gsize c = head * d_head; c < (head + 1) * d_head; c++)
          {
            gdouble sum = 0;

            for (gsize j = 0; j < n_k; j++)
              sum += p[j] * v[j * ldk + c];
            out[i * ldo + c] = sum;
          }
      }
}

void
ref_layer_norm (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gdouble eps, gfloat *y)
{
  for (gsize row = 0; row < rows; row++, x += d, y += d)
    {
      gdouble mean = 0, variance = 0;

      for (gsize i = 0; i < d; i++)
        mean += x[i];
      mean /= d;
      for (gsize i = 0; i < d; i++)
        variance += (x[i] - mean) * (x[i] - mean);
      variance /= d;
      for (gsize i = 0; i < d; i++)
        y[i] = (x[i] - mean) / sqrt (variance + eps) * gamma[i] + beta[i];
    }
}

void
ref_softmax (gfloat *x, gsize n)
{
  gdouble top = -G_MAXDOUBLE, total = 0;

  for (gsize i = 0; i < n; i++)
    top = MAX (top, x[i]);
  for (gsize i = 0; i < n; i++)
    total += exp (x[i] - top);
  for (gsize i = 0; i < n; i++)
    x[i] = exp (x[i] - top) / total;
}

static gsize
output_size (gsize size, guint stride)
{
  return (size + stride - 1) / stride;
}

/* TensorFlow's "same". */
static gssize
pad_before (gsize size, guint kernel, guint stride)
{
  gssize pad = (gssize) ((output_size (size, stride) - 1) * stride + kernel) - (gssize) size;

  return MAX (pad, 0) / 2;
}

void
ref_convolution (const gfloat *x, gsize width, gsize height, gsize in, gsize out_channels,
                 const gfloat *w, const gfloat *bias, guint size, guint stride, gfloat *out)
{
  for (gsize oy = 0; oy < output_size (height, stride); oy++)
    for (gsize ox = 0; ox < output_size (width, stride); ox++)
      for (gsize o = 0; o < out_channels; o++)
        {
          gdouble sum = bias[o];

          for (guint ky = 0; ky < size; ky++)
            for (guint kx = 0; kx < size; kx++)
              {
                gssize iy = (gssize) (oy * stride + ky) - pad_before (height, size, stride);
                gssize ix = (gssize) (ox * stride + kx) - pad_before (width, size, stride);

                if (iy < 0 || ix < 0 || iy >= (gssize) height || ix >= (gssize) width)
                  continue;
                for (gsize c = 0; c < in; c++)
                  sum += (gdouble) x[(iy * width + ix) * in + c] * w[((o * size + ky) * size + kx) * in + c];
              }
          *out++ = CLAMP (sum, 0, 6);
        }
}

void
ref_depthwise (const gfloat *x, gsize width, gsize height, gsize channels,
               const gfloat *w, const gfloat *bias, guint size, guint stride, gfloat *out)
{
  for (gsize oy = 0; oy < output_size (height, stride); oy++)
    for (gsize ox = 0; ox < output_size (width, stride); ox++)
      for (gsize c = 0; c < channels; c++)
        {
          gdouble sum = bias[c];

          for (guint ky = 0; ky < size; ky++)
            for (guint kx = 0; kx < size; kx++)
              {
                gssize iy = (gssize) (oy * stride + ky) - pad_before (height, size, stride);
                gssize ix = (gssize) (ox * stride + kx) - pad_before (width, size, stride);

                if (iy >= 0 && ix >= 0 && iy < (gssize) height && ix < (gssize) width)
                  sum += (gdouble) x[(iy * width + ix) * channels + c] * w[(ky * size + kx) * channels + c];
              }
          *out++ = CLAMP (sum, 0, 6);
        }
}

void
ref_moments (const gfloat *x, gsize ld, gsize n, gsize channels, gfloat *mean, gfloat *sd)
{
  for (gsize c = 0; c < channels; c++)
    {
      gdouble m = 0, v = 0;

      for (gsize i = 0; i < n; i++)
        m += x[i * ld + c];
      m /= n;
      for (gsize i = 0; i < n; i++)
        v += (x[i * ld + c] - m) * (x[i * ld + c] - m);
      mean[c] = m;
      sd[c] = n > 1 ? sqrt (v / (n - 1)) : 0;
    }
}

gdouble
ref_half_to_double (guint16 h)
{
  gint exponent = h >> 10 & 31, fraction = h & 1023;
  gdouble magnitude;

  if (exponent == 31)
    magnitude = fraction != 0 ? NAN : INFINITY;
  else if (exponent == 0)
    magnitude = ldexp (fraction, -24);
  else
    magnitude = ldexp (1024 + fraction, exponent - 25);

  return h & 0x8000 ? -magnitude : magnitude;
}
