/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-goals.h"
#include "mcn-net-input.h"
#include "mcn-tfidf.h"

G_BEGIN_DECLS

/* What AVA's comments say of the vote without the order of their words: a ridge on
 * bags of word pieces and pairs (mcn-tfidf.h), learned from all comments of an id. */
typedef struct
{
  McnDataset *dataset;
  McnTfidf    words;
  gfloat     *weight;       /* MCN_TFIDF_COLUMNS; NULL: there was nothing to learn from */
  gdouble     bias, penalty;
} McnWordsRidge;

/* Of the ids of train with a mean vote, and of val with @fold >= 0, without that one of
 * @n_folds. The penalty is chosen on a fifth of them that is left out for it. */
void mcn_words_ridge_fit   (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds);
/* The same with critiques of photographs, each alone, of which a source with AVA's habit says something: what is mixed into
 * the model's scores. */
void mcn_words_ridge_fit_all (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds);
/* What critiques of photographs say on the scale of source @k, each alone, where there are two that it rates. */
void mcn_words_ridge_fit_source (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, guint k, gint fold, guint n_folds);
/* The first without part @left_out of @n_parts of these ids, too (mcn_goals_part()). */
void mcn_words_ridge_fit_without (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds,
                                  guint left_out, guint n_parts);
/* Of any rows: begin, add them one by one, learn; the first @n learn while the rest chooses the penalty. */
void mcn_words_ridge_begin (McnWordsRidge *self, McnDataset *dataset);
void mcn_words_ridge_add   (McnWordsRidge *self, McnPicks *picks, const McnQuery *query);
void mcn_words_ridge_learn (McnWordsRidge *self, gsize n, gsize n_all, const gdouble *y);
void mcn_words_ridge_clear (McnWordsRidge *self);
/* @p: n, the vote in deviations of AVA; what the queries read is what the network would. */
void mcn_words_ridge_say   (McnWordsRidge *self, gsize n, const McnQuery *queries, gdouble *p);
/* @p: n, what it adds beside a photograph (mcn_bag_adds()). */
void mcn_words_ridge_adds  (const McnWordsRidge *self, gsize n, const McnQuery *queries, gdouble *p);
/* The same of word pieces, -1 after each sentence (mcn_net_input_pieces()). */
gdouble mcn_words_ridge_say_pieces (const McnWordsRidge *self, gsize n, const gint32 *pieces);

G_END_DECLS
