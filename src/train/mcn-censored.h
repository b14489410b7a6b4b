/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-goals.h"

G_BEGIN_DECLS

/* AVA knows of every photograph whether its mean vote is above 5, and of AVA2's two
 * tenths that it is among the best or the worst, of far fewer the mean itself: bounds
 * of the vote, which a score is not to pass (a one-sided squared error, Tobit's
 * censoring without its tails). In deviations of the vote. */
typedef struct
{
  gdouble worst, best;      /* where the worst tenth ends and the best one begins */
} McnCensored;

/* Where the tenths end: at the outermost mean votes of those that are in one and have
 * one, else at the tenths of all mean votes, among what mcn_goals_learns(). */
void mcn_censored_measure (McnCensored *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds);
/* Bounds of @n samples whose mean vote is unknown, into @targets, with arrays from @tape. */
void mcn_censored_fill    (const McnCensored *self, const McnGoals *goals, McnTape *tape, gsize n, const McnSample *const *samples,
                           McnTargets *targets);
/* Adds to the score's loss, and to its gradient @dk (n x sources) in the scores @k:
 * targets->censored times the mean, over what has a bound, of the squared way past it. */
void mcn_censored_loss    (const McnTargets *targets, const gfloat *k, gfloat *dk, McnLosses *losses);

G_END_DECLS
