/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-question.h"

G_BEGIN_DECLS

/* What is to be beaten, learned on the training part: the mean of each source, a
 * line through the number of comments, a ridge on the words of all comments, a ridge
 * on the pooled features of photographs. */
typedef struct _McnBaselines McnBaselines;

typedef enum
{
  MCN_BASELINE_MAJORITY,
  MCN_BASELINE_COUNT,
  MCN_BASELINE_WORDS,
  MCN_BASELINE_POOLED,
  MCN_N_BASELINES
} McnBaseline;

const char   *mcn_baseline_name  (McnBaseline baseline);

/* FALSE with MCN_TRAIN_ERROR_DATA when there is nothing to learn from. */
McnBaselines *mcn_baselines_new  (McnDataset *dataset, const McnGoals *goals, GError **error);
void          mcn_baselines_free (McnBaselines *self);
/* @p: a prediction for each query, on the source's scale. FALSE: it has none for such a question. */
gboolean      mcn_baselines_say  (McnBaselines *self, McnBaseline baseline, const McnQuestion *question, gdouble *p);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnBaselines, mcn_baselines_free)

G_END_DECLS
