/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-bag.h"
#include "mcn-safetensors-writer.h"
#include "mcn-words-ridge.h"

G_BEGIN_DECLS

/* Linear experts for a critique alone (recipe.md, "TF-IDF ridge") of sources that rate photographs on a scale of their
 * own, as beauty: each learned from the critiques of the photographs it rates. What ships rates AVA's vote alone and has
 * none of them: the heads of all sources have. */

/* (array length=MCN_MAX_SOURCES) (transfer full) Of the photographs that fold @fold of @n_folds leaves, as
 * mcn_words_ridge_fit_source() has it; no weight where a source has none. */
McnWordsRidge *mcn_own_words_new   (McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds);
void           mcn_own_words_free  (McnWordsRidge *self);
/* Adds "own.share", @n_sources, "own.bias", and "own.K.idf" and "own.K.weight" of each source @share has something of.
 * @bias: n_sources places, which are filled; both must stay until the file is written. FALSE with MCN_TRAIN_ERROR. */
gboolean       mcn_own_words_write (const McnWordsRidge *self, gsize n_sources, const gfloat *share, gfloat *bias, McnSafetensorsWriter *writer,
                                    GError **error);

/* As a file of heads has them: MCN_MAX_SOURCES bags; without weights and with a share of 0 where there is none. Clear them
 * whatever the result. FALSE with MCN_ERROR_MISMATCH. */
gboolean       mcn_own_bags_load   (McnBag *bags, McnSafetensors *weights, GError **error);
/* The shares stay, what they are shares of is @own. */
void           mcn_own_bags_take   (McnBag *bags, const McnWordsRidge *own);
void           mcn_own_bags_clear  (McnBag *bags);

G_END_DECLS
