/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-block.h"
#include "mcn-flat.h"
#include "mcn-task-heads.h"

G_BEGIN_DECLS

/* Stage 2: MCN-MTL on frozen features (mcn-mtl.md, "Trunk"; recipe.md), the
 * trunk of src/engine/mcn-mcn.h with a way back. */

#define MCN_NET_MAX_LAYERS 6

/* What the paper takes away to see what it was worth. */
typedef enum
{
  MCN_TRUNK_MCN,
  MCN_TRUNK_CONCAT,         /* no attention at all: pools on the tokens */
  MCN_TRUNK_NO_STRM,
  MCN_TRUNK_NO_CTRM,
} McnTrunk;

typedef struct
{
  gsize    d, n_heads, n_layers;
  gsize    n_global, n_region, n_word;
  gsize    n_sources, n_shared;
  McnTrunk trunk;
  gfloat   drop_global, drop_region, drop_word, drop_pooled;    /* .3, .1, .1, .2 in recipe.md */
} McnNetConfig;

/* Samples as the network takes them; features standardised and clipped. */
typedef struct
{
  gsize          n;
  gsize          n_photos;
  const guint32 *photo;         /* n_photos: which samples show one, rising */
  const gfloat  *global;        /* n_photos x n_global */
  const gsize   *region_first;  /* n_photos + 1, rows of regions */
  const gfloat  *regions;       /* rows x n_region */
  const gfloat  *positions;     /* rows x MCN_POSITION_CODE */
  const gsize   *word_first;    /* n + 1, rows of words; none: no critique */
  const gfloat  *words;         /* rows x n_word */
  gfloat        *dglobal, *dregions;    /* NULL, or where the gradients in global and regions are written */
} McnNetBatch;

typedef struct _McnNet McnNet;

/* Adds all tensors to @params, which is not allocated yet. */
McnNet             *mcn_net_new        (const McnNetConfig *config, McnParams *params);
void                mcn_net_free       (McnNet *self);
const McnNetConfig *mcn_net_get_config (const McnNet *self);

/* What the heads say of @batch; outputs and all that mcn_net_backward() needs stay on the tape. */
void                mcn_net_forward    (McnNet *self, McnStep *step, const McnNetBatch *batch, McnOutputs *outputs);
/* Adds to the gradients of the parameters, after mcn_net_forward() with the same step and batch. */
void                mcn_net_backward   (McnNet *self, McnStep *step, const McnNetBatch *batch,
                                        const McnOutputs *gradients, const gdouble *weights);
/* The same when more than the heads on the pooled vector was asked: @more, its gradient there, n x 2 d, or NULL. */
void                mcn_net_backward_more (McnNet *self, McnStep *step, const McnNetBatch *batch,
                                           const McnOutputs *gradients, const gdouble *weights, const gfloat *more);
/* The pooled vector of the last forward pass, n x 2 d: image, then text. */
const gfloat       *mcn_net_get_pooled (const McnNet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnNet, mcn_net_free)

G_END_DECLS
