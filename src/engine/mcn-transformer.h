/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-error.h"
#include "mcn-gemm.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* What the self-transformer (mcn-strm.h) and the co-transformer (mcn-ctrm.h)
 * share: everything after the query, key and value projections. Multi-head
 * attention, output projection, Add & Norm; feed-forward with exact GELU,
 * Add & Norm (mcn-mtl.md, "Trunk"; block() in predict.py). Immutable. */
typedef struct
{
  gsize      d;             /* width */
  gsize      d_ff;          /* inner width of the feed-forward network */
  gsize      n_heads;       /* divides d */
  McnPacked *out;           /* d x d */
  McnPacked *expand;        /* d_ff x d */
  McnPacked *contract;      /* d x d_ff */
  gfloat    *norm1_weight, *norm1_bias;     /* d */
  gfloat    *norm2_weight, *norm2_bias;     /* d */
} McnTransformer;

#define MCN_NORM_EPSILON 1e-5f  /* torch.nn.LayerNorm's */

/* Packed "@name.weight" (n x k, 0 matches anything) with "@name.bias". */
McnPacked *mcn_load_linear       (McnSafetensors *weights, const char *name, gsize n, gsize k, GError **error);
/* One tensor "@name.@part" of n floats; free with g_free(). */
gfloat    *mcn_load_vector       (McnSafetensors *weights, const char *name, const char *part, gsize n, GError **error);

gboolean   mcn_transformer_load  (McnTransformer *self, McnSafetensors *weights, const char *name,
                                  gsize d, gsize n_heads, GError **error);
void       mcn_transformer_clear (McnTransformer *self);

/* @x: n_q x d, the residual; @query: n_q rows, @key and @value: n_k rows, all
 * three @ld floats apart. @y: n_q x d, may be @x. @attention: NULL, or
 * n_heads x n_q x n_k: the softmax. Takes mcn_transformer_plan() bytes. */
void       mcn_transformer_run   (const McnTransformer *self, McnTeam *team, McnArena *arena,
                                  gsize n_q, const gfloat *x, const gfloat *query,
                                  gsize n_k, const gfloat *key, const gfloat *value, gsize ld,
                                  gfloat *y, gfloat *attention);
gsize      mcn_transformer_plan  (const McnTransformer *self, gsize n_q, gsize n_k, guint n_threads);

G_END_DECLS
