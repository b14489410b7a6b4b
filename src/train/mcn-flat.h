/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-layers.h"

G_BEGIN_DECLS

/* Attention pooling, MCAN's AttFlat (mcn-mtl.md, "Trunk", 5): of each sample
 * sum softmax (b tanh (a x)) x. */
typedef struct
{
  gsize     d;
  McnLinear project;        /* a: d x d */
  McnLinear rate;           /* b: 1 x d */
} McnFlat;

typedef struct
{
  McnRagged     xs;
  const gfloat *x;
  gfloat       *hidden;     /* tanh (a x) */
  gfloat       *shares;     /* the softmax, one a row */
} McnFlatPass;

void mcn_flat_add      (McnFlat *self, McnParams *params, const char *project, const char *rate, gsize d);
/* @out: samples, @ldo floats apart. */
void mcn_flat_forward  (const McnFlat *self, McnStep *step, McnRagged xs, const gfloat *x, gfloat *out, gsize ldo,
                        McnFlatPass *pass);
/* @dout as @out; @dx: rows x d, written. */
void mcn_flat_backward (const McnFlat *self, McnStep *step, const McnFlatPass *pass, const gfloat *dout, gsize ldo,
                        gfloat *dx);

G_END_DECLS
