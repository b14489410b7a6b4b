/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-error.h"
#include "mcn-gemm.h"
#include "mcn-parallel.h"
#include "mcn-safetensors.h"

G_BEGIN_DECLS

#define MCN_CLIP 6.0f           /* standardised features end at +- 6 */
#define MCN_POSITION_CODE 17    /* sin, cos of 2^k pi (x, y), k = 0..3, and log (columns / rows) */

/* The way into the trunk (mcn-mtl.md, "Trunk", 1; recipe.md, "regions" to
 * "words"): features to tokens of width d. Immutable. */
typedef struct
{
  gsize      d;
  gsize      n_global;          /* pooled features and photometry */
  gsize      n_region;          /* channels of a region */
  gsize      n_word;            /* width of a word feature */
  gfloat    *global_mean, *global_sd;       /* n_global */
  gfloat    *region_mean, *region_sd;       /* n_region */
  McnPacked *global, *region, *position, *word;
  gfloat    *global_norm_weight, *global_norm_bias;
  gfloat    *region_norm_weight, *region_norm_bias;
  gfloat    *word_norm_weight, *word_norm_bias;
  gfloat    *mean_region;       /* d: a region of mean features, before its position */
  gfloat    *mean_word;         /* d: the mean word feature of the training */
  gfloat    *no_photograph;     /* d: always the first image token */
  gfloat    *no_critique;       /* d: always the first text token */
} McnTokens;

gboolean mcn_tokens_load               (McnTokens *self, McnSafetensors *weights, GError **error);
void     mcn_tokens_clear              (McnTokens *self);

/* @raw: n_global floats, photometry the last MCN_PHOTOMETRY of them. With
 * @no_photometry those are zero after standardising. @out may be @raw. */
void     mcn_tokens_standardise_global (const McnTokens *self, const gfloat *raw, gboolean no_photometry, gfloat *out);

/* The image tokens: "no photograph", global, then the regions row by row.
 * @global: standardised. @regions: columns * rows x n_region as the backbone
 * gives them; standardised in place. @out: (2 + columns * rows) x d. */
void     mcn_tokens_image              (const McnTokens *self, McnTeam *team, McnArena *arena,
                                        const gfloat *global, gfloat *regions, guint columns, guint rows,
                                        gfloat *out);
/* Arena bytes mcn_tokens_image() takes and gives back. */
gsize    mcn_tokens_plan               (const McnTokens *self, guint columns, guint rows);

/* The token of region (@column, @row) when its features are the mean over all
 * photographs of the training: what occlusion puts in a region's place. */
void     mcn_tokens_mean_region        (const McnTokens *self, guint columns, guint rows, guint column, guint row,
                                        gfloat *out);

/* The position code of region (@column, @row): MCN_POSITION_CODE numbers. */
void     mcn_tokens_position           (guint columns, guint rows, guint column, guint row, gfloat *code);

/* @words: n x n_word; @out: n x d. */
void     mcn_tokens_words              (const McnTokens *self, McnTeam *team, gsize n, const gfloat *words, gfloat *out);

G_END_DECLS
