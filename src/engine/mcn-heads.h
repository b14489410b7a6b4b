/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-gemm.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"
#include "mcn-styles.h"

G_BEGIN_DECLS

/* All the heads say of one photograph and critique. */
typedef struct
{
  gfloat score;                     /* raw AVA vote, before calibration */
  gfloat style[MCN_N_STYLES];       /* logits */
  gfloat high;                      /* logit of the prototype's own high/low head; not shown */
} McnLogits;

/* What the heads take from a photograph's global vector past the trunk: they
 * never change with the critique, so they are computed once a photograph. */
typedef struct
{
  gfloat score;                     /* skip (global) */
  gfloat expert;                    /* ridge (global), in standard votes */
  gfloat alone;                     /* what the head "alone" takes from it */
  gfloat style[MCN_N_STYLES];       /* skips of the style logits */
} McnSkips;

/* Attention pooling, MCAN's AttFlat (mcn-mtl.md, "Trunk", 5). */
typedef struct
{
  McnPacked *project;               /* d x d */
  McnPacked *rate;                  /* 1 x d */
} McnPool;

/* Pooling and heads (recipe.md, "score"). Immutable. */
typedef struct
{
  gsize      d;
  McnPool    image, text;
  McnPacked *heads;                 /* (3 + styles) x 2 d: score, high, styles, alone */
  McnPacked *skips;                 /* (3 + styles) x n_global: score, expert, styles, alone */
  gboolean   has_alone;             /* a photograph alone has a head of its own */
  gfloat     style_scale[MCN_N_STYLES], style_shift[MCN_N_STYLES];  /* where there is a photograph: of the logits, 1 and 0 by default */
  gdouble    slope, offset;         /* of the AVA source: k = slope s + offset */
  gdouble    ava_mean, ava_sd;      /* vote = ava_mean + ava_sd k */
} McnHeads;

/* "style.scale" and "style.shift", by which the styles of photographs are calibrated, as far as the file has them.
 * MCN_ERROR_MISMATCH. */
gboolean mcn_heads_load_styles (McnSafetensors *weights, gfloat *scale, gfloat *shift, GError **error);
gboolean mcn_heads_load  (McnHeads *self, McnSafetensors *weights, gsize d, gsize n_global,
                          gdouble ava_mean, gdouble ava_sd, GError **error);
void     mcn_heads_clear (McnHeads *self);

/* @global: n_global floats, standardised. */
void     mcn_heads_skip  (const McnHeads *self, const gfloat *global, McnSkips *skips);

/* @x: n x d; @out: d. Takes mcn_pool_plan() bytes and gives them back. */
void     mcn_pool_run    (const McnPool *self, McnTeam *team, McnArena *arena, gsize n, const gfloat *x, gfloat *out);
gsize    mcn_pool_plan   (const McnPool *self, gsize n);

/* @pooled: 2 d floats, image then text. @skips: NULL without a photograph.
 * @alone: there is no critique. @share: of the ridge expert, 0 .. 1; of no effect without
 * @skips, nor where the head "alone" answers. */
void     mcn_heads_run   (const McnHeads *self, const gfloat *pooled, const McnSkips *skips, gboolean alone,
                          gdouble share, McnLogits *logits);

G_END_DECLS
