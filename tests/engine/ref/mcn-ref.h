/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "mcn-gemm.h"

/* The naive twins of the kernels: textbook loops in double precision. What the
 * kernels make is compared with what these make. */

gdouble ref_activate       (gdouble x, McnActivation activation);
void    ref_gemm           (const gfloat *w, const gfloat *bias, gsize n, gsize k, gsize m,
                            const gfloat *a, gsize lda, const gfloat *residual, gsize ldr,
                            gfloat *c, gsize ldc, McnActivation activation);
void    ref_attention      (gsize n_heads, gsize d_head, gsize n_q, const gfloat *q, gsize ldq,
                            gsize n_k, const gfloat *k, const gfloat *v, gsize ldk,
                            gfloat *out, gsize ldo, gfloat *weights);
void    ref_layer_norm     (const gfloat *x, gsize rows, gsize d, const gfloat *gamma, const gfloat *beta,
                            gdouble eps, gfloat *y);
void    ref_softmax        (gfloat *x, gsize n);
/* x: height x width x channels; w: size x size x channels. */
void    ref_depthwise      (const gfloat *x, gsize width, gsize height, gsize channels,
                            const gfloat *w, const gfloat *bias, guint size, guint stride, gfloat *out);
/* x: height x width x in; w: out x (size x size x in). */
void    ref_convolution    (const gfloat *x, gsize width, gsize height, gsize in, gsize out_channels,
                            const gfloat *w, const gfloat *bias, guint size, guint stride, gfloat *out);
void    ref_moments        (const gfloat *x, gsize ld, gsize n, gsize channels, gfloat *mean, gfloat *sd);
gdouble ref_half_to_double (guint16 h);
