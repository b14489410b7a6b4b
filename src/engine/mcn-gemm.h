/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-parallel.h"

G_BEGIN_DECLS

typedef enum
{
  MCN_ACTIVATION_NONE,
  MCN_ACTIVATION_RELU6,
  MCN_ACTIVATION_GELU,  /* exact: 0.5 x (1 + erf (x / sqrt 2)) */
  MCN_ACTIVATION_TANH,
} McnActivation;

/* A weight matrix W (N x K, row-major, as PyTorch's Linear keeps it) packed
 * once into the panels of the micro-kernel of this CPU, with its bias (N).
 * Immutable, may be shared between threads. */
typedef struct _McnPacked McnPacked;

/* @bias may be NULL (zero). @w is copied. */
McnPacked *mcn_packed_new     (const gfloat *w, const gfloat *bias, gsize n, gsize k);
McnPacked *mcn_packed_new_f16 (const guint16 *w, const gfloat *bias, gsize n, gsize k);
void       mcn_packed_free    (McnPacked *packed);
gsize      mcn_packed_get_n   (const McnPacked *packed);
gsize      mcn_packed_get_k   (const McnPacked *packed);

/* C (m x N) = act (A (m x K) W' + bias + residual), residual (m x N) or NULL.
 * lda, ldc, ldr in floats. Every element of the product is one chain of fused
 * multiply-adds over k in rising order, starting from the bias, whatever the
 * tile or the CPU path: so bits do not depend on m, batch or threads.
 * C must not overlap A; it may be the residual. */
void mcn_gemm (const McnPacked *packed, gsize m,
               const gfloat *a, gsize lda,
               const gfloat *residual, gsize ldr,
               gfloat *c, gsize ldc,
               McnActivation activation);

/* The same, rows split over the team. */
void mcn_gemm_parallel (McnTeam *team, const McnPacked *packed, gsize m,
                        const gfloat *a, gsize lda,
                        const gfloat *residual, gsize ldr,
                        gfloat *c, gsize ldc,
                        McnActivation activation);

/* C (m x n) = A (m x k) B, nothing packed: for products too small for that, such
 * as those of one head of attention. B (k x n) is row-major, and of its last row,
 * too, whole groups of 16 numbers can be read. C overlaps neither. */
void mcn_product (gsize m, gsize n, gsize k,
                  const gfloat *a, gsize lda, const gfloat *b, gsize ldb, gfloat *c, gsize ldc);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnPacked, mcn_packed_free)

G_END_DECLS
