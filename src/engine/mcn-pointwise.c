/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-pointwise.h"
#include "mcn-kernels.h"

#include <math.h>

/**
 * mcn_layer_norm:
 * @x: rows x d
 * @rows: how many
 * @d: length of a row, at least 1
 * @gamma: d factors
 * @beta: d summands
 * @eps: added to the (biased) variance
 * @y: (out): rows x d, may be @x
 */
void
mcn_layer_norm (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps, gfloat *y)
{
  mcn_kernels ()->layer_norm (x, rows, d, gamma, beta, eps, y);
}

/**
 * mcn_softmax:
 * @x: (inout): n finite numbers; afterwards positive, of sum 1
 * @n: how many, may be 0
 */
void
mcn_softmax (gfloat *x, gsize n)
{
  if (n > 0)
    mcn_kernels ()->softmax (x, n);
}

/**
 * mcn_gelu:
 * @x: (inout): n numbers
 * @n: how many
 *
 * 0.5 x (1 + erf (x / sqrt 2)), the exact form.
 */
void
mcn_gelu (gfloat *x, gsize n)
{
  mcn_kernels ()->gelu (x, n);
}

/**
 * mcn_tanh:
 * @x: (inout): n numbers
 * @n: how many
 */
void
mcn_tanh (gfloat *x, gsize n)
{
  mcn_kernels ()->tanh (x, n);
}

/**
 * mcn_sigmoid:
 * @x: a logit
 *
 * Returns: the probability, 0 .. 1
 */
gfloat
mcn_sigmoid (gfloat x)
{
  return x >= 0 ? 1.f / (1.f + expf (-x)) : 1.f - 1.f / (1.f + expf (x));
}

/**
 * mcn_dot:
 * @a: n numbers
 * @b: n numbers
 * @n: how many
 *
 * Returns: the sum of products, over 16 virtual lanes on every path
 */
gfloat
mcn_dot (const gfloat *a, const gfloat *b, gsize n)
{
  return mcn_kernels ()->dot (a, b, n);
}

/**
 * mcn_add:
 * @a: n numbers
 * @b: n numbers
 * @n: how many
 * @y: (out): n sums, may be @a or @b
 */
void
mcn_add (const gfloat *a, const gfloat *b, gsize n, gfloat *y)
{
  mcn_kernels ()->add (a, b, n, y);
}

/**
 * mcn_half_to_float:
 * @h: n IEEE binary16 numbers
 * @n: how many
 * @f: (out): the same numbers, exactly
 */
void
mcn_half_to_float (const guint16 *h, gsize n, gfloat *f)
{
  mcn_kernels ()->half_to_float (h, n, f);
}

/**
 * mcn_float_to_half:
 * @f: n numbers
 * @n: how many
 * @h: (out): rounded to nearest, ties to even; 65520 and more become infinite
 */
void
mcn_float_to_half (const gfloat *f, gsize n, guint16 *h)
{
  mcn_kernels ()->float_to_half (f, n, h);
}
