/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-question.h"

G_BEGIN_DECLS

/* What is to be beaten, learned on the training part, or by folds on all of train and val but the fold:
 * the mean of each source, a line through the number of comments, a ridge on words (of AVA's comments;
 * of the machine's critiques for machine and beauty), a ridge on the pooled features of photographs, and
 * the mean of those two. */
typedef struct _McnBaselines McnBaselines;

typedef enum
{
  MCN_BASELINE_MAJORITY,
  MCN_BASELINE_COUNT,
  MCN_BASELINE_WORDS,
  MCN_BASELINE_POOLED,
  MCN_BASELINE_BOTH,
  MCN_N_BASELINES
} McnBaseline;

const char   *mcn_baseline_name  (McnBaseline baseline);

/* @n_folds: 1, or how many: each sample is then told by those that have not seen its fold (mcn_goals_fold()).
 * NULL with MCN_TRAIN_ERROR_DATA when there is nothing to learn from. */
McnBaselines *mcn_baselines_new  (McnDataset *dataset, const McnGoals *goals, guint n_folds, GError **error);
void          mcn_baselines_free (McnBaselines *self);
/* @p: a prediction for each query, on the source's scale. FALSE: it has none for such a question. */
gboolean      mcn_baselines_say  (McnBaselines *self, McnBaseline baseline, const McnQuestion *question, gdouble *p);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnBaselines, mcn_baselines_free)

G_END_DECLS
