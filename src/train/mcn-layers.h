/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-step.h"

G_BEGIN_DECLS

/* Layers with parameters, forward and backward. Gradients of parameters are
 * added to, those of inputs written unless it says "add". */

typedef struct
{
  gsize n, k;               /* outputs, inputs */
  gsize weight, bias;       /* offsets; bias G_MAXSIZE: none */
} McnLinear;

/* y (m x n) = x (m x k) W' + b */
void mcn_linear_forward    (const McnLinear *self, McnStep *step, gsize m, const gfloat *x, gfloat *y);
/* @dx: m x k, or NULL when nobody asks for it; @add: it is added to. */
void mcn_linear_backward   (const McnLinear *self, McnStep *step, gsize m, const gfloat *x, const gfloat *dy,
                            gfloat *dx, gboolean add);

typedef struct
{
  gsize  d;
  gsize  weight, bias;      /* offsets */
  gfloat eps;
} McnNorm;

/* @stats: 2 m floats for the backward pass: mean and 1 / deviation of each row. */
void mcn_norm_forward      (const McnNorm *self, McnStep *step, gsize m, const gfloat *x, gfloat *y, gfloat *stats);
/* @dx may be @dy. */
void mcn_norm_backward     (const McnNorm *self, McnStep *step, gsize m, const gfloat *x, const gfloat *stats,
                            const gfloat *dy, gfloat *dx);

/* Rows @ids of the table @weight (? x d). */
void mcn_embedding_forward  (McnStep *step, gsize weight, gsize d, gsize n, const guint32 *ids, gfloat *y);
void mcn_embedding_backward (McnStep *step, gsize weight, gsize d, gsize n, const guint32 *ids, const gfloat *dy);

/* y = gelu (x), the exact form; dx = dy gelu' (x), may be @dy. */
void mcn_gelu_forward      (McnStep *step, gsize n, const gfloat *x, gfloat *y);
void mcn_gelu_backward     (McnStep *step, gsize n, const gfloat *x, const gfloat *dy, gfloat *dx);

/* y = tanh (x); the gradient from y alone. */
void mcn_tanh_forward      (McnStep *step, gsize n, const gfloat *x, gfloat *y);
void mcn_tanh_backward     (McnStep *step, gsize n, const gfloat *y, const gfloat *dy, gfloat *dx);

/* y += x */
void mcn_add_to            (McnStep *step, gsize n, const gfloat *x, gfloat *y);

G_END_DECLS
