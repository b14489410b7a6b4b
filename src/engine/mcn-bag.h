/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-safetensors.h"

G_BEGIN_DECLS

/* A linear expert for critiques: a bag of word pieces and of pairs of neighbours, without
 * the order of words (recipe.md, "TF-IDF ridge"). Columns are hashes, so no list has to be
 * kept. Value of a column: (1 + ln count) x idf, the whole of length 1. */
#define MCN_BAG_COLUMNS (1u << 18)

/* In a list of pieces: nothing stands here, and no pair crosses it; and a bit of a piece
 * that begins a sentence: no pair with the one before. */
#define MCN_NO_PIECE G_MAXUINT32
#define MCN_PIECE_BEGINS (1u << 31)

/* Immutable. */
typedef struct
{
  gfloat *idf, *weight;     /* MCN_BAG_COLUMNS each; NULL: the model has no such expert */
  gdouble bias;
  gdouble share;            /* of the score of a critique alone, 0 .. 1 */
  gdouble both;             /* so much of what mcn_bag_adds() says goes to the score of a photograph with a critique; 0: nothing */
  gboolean weighs;          /* what a critique changes beside a photograph counts by mcn_bag_evidence() */
} McnBag;

/* Of so many word pieces half counts beside a photograph: a short text is little evidence. */
#define MCN_BAG_HALF 24

/* "bag.idf", "bag.weight", "bag.bias", "bag.share", and "bag.both", whose first number is that of the AVA vote and which a
 * file may lack, and with it the weighing of evidence; a file without any of them is none the worse.
 * Clear @self whatever the result. */
gboolean mcn_bag_load    (McnBag *self, McnSafetensors *weights, GError **error);
void     mcn_bag_clear   (McnBag *self);

/* The columns of @n pieces, rising, each as often as it occurs, into 2 @n places; their number. */
gsize    mcn_bag_columns (gsize n, const guint32 *pieces, guint32 *columns);
/* What it says of a text, in standard votes. */
gdouble  mcn_bag_say     (const McnBag *self, gsize n, const guint32 *pieces);
/* How much a text of so many pieces that are there counts beside a photograph: n / (n + MCN_BAG_HALF), 0 .. 1. */
gdouble  mcn_bag_evidence (gsize n, const guint32 *pieces);
/* A score that is @alone without a critique and @mixed with it, where there is so much @evidence of one. */
gdouble  mcn_bag_weigh   (gdouble alone, gdouble mixed, gdouble evidence);
/* How far these words lead from what it says of none, in standard votes, the less the fewer they are. */
gdouble  mcn_bag_adds    (const McnBag *self, gsize n, const guint32 *pieces);

G_END_DECLS
