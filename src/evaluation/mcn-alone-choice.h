/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-alone.h"
#include "mcn-candidate.h"

G_BEGIN_DECLS

/* Which mixture of heads and ridges predicts AVA's own photographs, known here as crops
 * that people rated for their appeal: the only ones with AVA's truth (recipe.md, "What
 * these teach"). They are so few that many mixtures tell them apart equally well: among those
 * within a standard error of the best, photographs that a machine rated decide. */
typedef struct
{
  gsize   n, n_mean;            /* crops with high or low; of them with a mean vote. 0: too few, nothing was chosen */
  gdouble share[MCN_N_ALONE];   /* chosen by the area under the ROC curve of high over all folds, and within slack by rated */
  gdouble slack;                /* a standard error of that area */
  gsize   n_rated;              /* photographs that a machine rated; 0: none, the crops decide alone */
  gdouble auc, auc_by_folds;    /* of the vote's own head; of mixtures that were chosen without the crop's fold */
  gdouble low, high;            /* 95 % of the difference, paired */
  gdouble srcc, srcc_by_folds;  /* the same against the mean votes */
} McnAloneChoice;

/* @candidate: with the heads of all sources and its words read. FALSE with MCN_ERROR_CANCELLED. */
gboolean mcn_alone_choose  (McnDataset *dataset, McnPart part, McnCandidate *candidate, guint n_threads, McnCancel *cancel,
                            McnAloneChoice *choice, GError **error);
/* What each of the mixed ones says, in deviations of its source. */
void     mcn_alone_columns (const McnAnswer *answer, guint appeal, gdouble *x);
/* The source's number; 0: there is none. */
guint    mcn_alone_appeal  (const McnGoals *goals);

G_END_DECLS
