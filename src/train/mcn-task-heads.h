/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-tasks.h"

G_BEGIN_DECLS

/* The heads on the pooled vector z and, past the trunk, on the global vector g
 * (recipe.md, "score"):
 * s = score z + skip g; k_j = a_j s + b_j, and for a source that does not rate
 * the AVA vote + u_j z + uskip_j g; styles = style z + styskip g. */
typedef struct
{
  gsize     n_z, n_global;
  gsize     n_sources, n_shared;    /* the first n_shared rate the AVA vote */
  McnLinear score, high, style, votes;
  McnLinear skip, style_skip;
  McnLinear own, own_skip;          /* u, uskip; no rows when all sources are shared */
  gsize     slope, offset;          /* a, b */
} McnTaskHeads;

typedef struct
{
  gsize         n, n_photos;
  const gfloat *z;                  /* n x n_z */
  const gfloat *global;             /* n_photos x n_global */
  const guint32 *photo;             /* n_photos: whose it is */
  gfloat       *s;                  /* n */
} McnTaskHeadsPass;

void mcn_task_heads_add      (McnTaskHeads *self, McnParams *params, gsize n_z, gsize n_global, gsize n_sources, gsize n_shared);

/* Outputs on the tape. */
void mcn_task_heads_forward  (const McnTaskHeads *self, McnStep *step, gsize n, const gfloat *z,
                              gsize n_photos, const gfloat *global, const guint32 *photo,
                              McnOutputs *outputs, McnTaskHeadsPass *pass);

/* Each head's own parameters follow its own loss alone; the trunk, by way of @dz
 * (n x n_z, written), the sum of the losses times @weights (MCN_N_TASKS); so does whoever made
 * the global vectors, by way of @dglobal (n_photos x n_global, written, or NULL). */
void mcn_task_heads_backward (const McnTaskHeads *self, McnStep *step, const McnTaskHeadsPass *pass,
                              const McnOutputs *gradients, const gdouble *weights, gfloat *dz, gfloat *dglobal);

G_END_DECLS
