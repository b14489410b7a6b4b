/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-parallel.h"

G_BEGIN_DECLS

/* Multi-head scaled dot-product attention (mcn-mtl.md, "Trunk"):
 * out_h = softmax (Q_h K_h' / sqrt (d_head)) V_h.
 *
 * @q: n_q x ldq, the heads side by side (head h at column h * d_head)
 * @k, @v: n_k x ldk
 * @out: n_q x ldo
 * @weights: NULL, or n_heads x n_q x n_k: the softmax, on request
 * @scratch: mcn_attention_scratch() floats
 *
 * Bits do not depend on the team. */
void  mcn_attention (McnTeam *team, gsize n_heads, gsize d_head,
                     gsize n_q, const gfloat *q, gsize ldq,
                     gsize n_k, const gfloat *k, const gfloat *v, gsize ldk,
                     gfloat *out, gsize ldo,
                     gfloat *weights,
                     gfloat *scratch);
gsize mcn_attention_scratch (guint n_threads, gsize d_head, gsize n_q, gsize n_k);

G_END_DECLS
