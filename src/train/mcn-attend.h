/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dropout.h"

G_BEGIN_DECLS

/* Multi-head attention of ragged samples (mcn-mtl.md, "Trunk"): in each sample
 * the queries of one side see the keys of the other, and no others. */
typedef struct
{
  gsize         n_heads, d_head;
  McnRagged     queries, keys;      /* the same samples */
  const gfloat *q;                  /* heads side by side, @ldq floats from row to row */
  gsize         ldq;
  const gfloat *k, *v;              /* @ldk from row to row */
  gsize         ldk;
  gfloat        rate;               /* dropout of the weights */
  McnSite       site;
  gfloat       *shares;             /* kept for the backward pass: heads x queries x keys, sample by sample */
} McnAttend;

/* @out: queries x d. Fills self->shares from the tape. */
void mcn_attend_forward  (McnAttend *self, McnStep *step, gfloat *out);
/* @dout: queries x d. @dq, @dk, @dv: written, with the strides of q, k and v. */
void mcn_attend_backward (const McnAttend *self, McnStep *step, const gfloat *dout,
                          gfloat *dq, gfloat *dk, gfloat *dv);

G_END_DECLS
