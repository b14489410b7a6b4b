/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* y (rows x d) = layer norm of x over its last dimension, times @gamma plus
 * @beta; eps inside the square root. y may be x. */
void   mcn_layer_norm (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta, gfloat eps, gfloat *y);

/* In place over n values; the maximum is subtracted first. n = 0 is allowed. */
void   mcn_softmax    (gfloat *x, gsize n);

void   mcn_gelu       (gfloat *x, gsize n);   /* exact (erf) */
void   mcn_tanh       (gfloat *x, gsize n);
gfloat mcn_sigmoid    (gfloat x);
gfloat mcn_dot        (const gfloat *a, const gfloat *b, gsize n);   /* one order on every path */
void   mcn_add        (const gfloat *a, const gfloat *b, gsize n, gfloat *y);
void   mcn_half_to_float (const guint16 *h, gsize n, gfloat *f);
void   mcn_float_to_half (const gfloat *f, gsize n, guint16 *h);    /* round to nearest even */

G_END_DECLS
