/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-error.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* EfficientNet-Lite0 (recipe.md, "Contract"), batch norm folded into the
 * weights at conversion. Immutable, shared. */
typedef struct _McnBackbone McnBackbone;

#define MCN_STRIDE 32
#define MCN_MIN_SIDE 64
#define MCN_MAX_SIDE 4096
/* Of the real model; another one's widths follow from its tensors. */
#define MCN_REGION_CHANNELS 1392    /* stage 4 (112, 2 x 2 averaged) | head after ReLU6 (1280) */
#define MCN_POOLED 3584             /* mean | sd of stages 1..5 (16, 24, 40, 112, 320), mean | max of the head */

McnBackbone *mcn_backbone_new     (McnSafetensors *weights, GError **error);
void         mcn_backbone_free    (McnBackbone *self);

gsize        mcn_backbone_get_region_channels (const McnBackbone *self);
gsize        mcn_backbone_get_pooled          (const McnBackbone *self);

/* Arena bytes mcn_backbone_run() takes for a picture of this size. */
gsize        mcn_backbone_plan    (const McnBackbone *self, guint width, guint height, guint n_threads);

/* @rgb: height x width x 3 bytes, sRGB, rows @stride bytes apart; width and
 * height multiples of 32, 64 .. 4096. (value - 127) / 128 is applied here.
 * @regions: (height / 32) * (width / 32) rows of region channels, row by row.
 * @pooled: pooled floats. Standard deviations are unbiased (n - 1), as torch's.
 * Nothing is allocated; the arena is back at its mark on return. */
gboolean     mcn_backbone_run     (const McnBackbone *self, McnTeam *team, McnArena *arena,
                                   const guint8 *rgb, gsize stride, guint width, guint height,
                                   gfloat *regions, gfloat *pooled,
                                   McnCancel *cancel, GError **error);

/**
 * McnMapFunc:
 * @data: the closure
 * @block: 0 .. 15; 16 is the head
 * @map: height x width x channels, rows of @ld floats a pixel, good during the call
 *
 * Looks at what a block made; called on the thread that runs the network.
 */
typedef void (*McnMapFunc) (gpointer data, guint block, const gfloat *map,
                            gsize width, gsize height, gsize channels, gsize ld);

/* mcn_backbone_run() that shows every block's map to @look (may be NULL). */
gboolean     mcn_backbone_run_looking (const McnBackbone *self, McnTeam *team, McnArena *arena,
                                       const guint8 *rgb, gsize stride, guint width, guint height,
                                       gfloat *regions, gfloat *pooled, McnMapFunc look, gpointer data,
                                       McnCancel *cancel, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnBackbone, mcn_backbone_free)

G_END_DECLS
