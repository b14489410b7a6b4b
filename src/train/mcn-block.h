/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-attend.h"
#include "mcn-layers.h"

G_BEGIN_DECLS

/* A transformer block with Add & Norm after each part (mcn-mtl.md, "Trunk", 2
 * and 3): a STRM where a modality sees itself, a CTRM where it asks the other
 * one, a layer of MiniLM. Dropout on attention weights and on what either part
 * adds to the residual. */
typedef struct
{
  gsize     d, n_heads;
  McnLinear project;        /* 3 d x d: query | key | value */
  McnLinear out;
  McnNorm   norm1;
  McnLinear expand, contract;
  McnNorm   norm2;
  gfloat    rate;           /* of dropout */
  McnSite   site;           /* the first of MCN_BLOCK_SITES */
} McnBlock;

#define MCN_BLOCK_SITES 3

/* What a forward pass keeps. */
typedef struct
{
  McnRagged     xs, ys;
  const gfloat *x, *y;      /* y is x: self-attention */
  gfloat       *projected;  /* rows of x x 3 d, or x d when y is another */
  gfloat       *context;    /* rows of y x 2 d, or NULL */
  McnAttend     attend;
  gfloat       *mixed, *sum1, *stats1, *h, *u, *g, *sum2, *stats2;
} McnBlockPass;

/* A block of the trunk ("si", "ci.0": at.in_proj_weight, at.out_proj, n1, f1, f2, n2). */
void    mcn_block_add_strm  (McnBlock *self, McnParams *params, const char *name, gsize d, gsize n_heads, McnSite site);
/* A layer of the text encoder ("layers.0": qw, qb, ow, ob, l1w, l1b, iw, ib, fw, fb, l2w, l2b). */
void    mcn_block_add_layer (McnBlock *self, McnParams *params, const char *name, gsize d, gsize d_ff, gsize n_heads,
                             McnSite site);

/* @x asks @y, sample by sample. Returns rows of x x d, on the tape. */
gfloat *mcn_block_forward   (const McnBlock *self, McnStep *step, McnRagged xs, const gfloat *x,
                             McnRagged ys, const gfloat *y, McnBlockPass *pass);
/* Adds to @dx and @dy (the same array where y was x; either may be NULL: not
 * asked for, both then); @dout is overwritten. */
void    mcn_block_backward  (const McnBlock *self, McnStep *step, const McnBlockPass *pass, gfloat *dout,
                             gfloat *dx, gfloat *dy);

G_END_DECLS
