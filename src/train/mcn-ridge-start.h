/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experts.h"
#include "mcn-params.h"

G_BEGIN_DECLS

/* score_k = s + b_k + u_k z + uskip_k global with s = w z + skip global: the skips of stage 2 take
 * what the ridges say that were fitted to what may be learned from (mcn_goals_learns()), and the
 * trunk's heads on the score begin near zero. */
void mcn_ridge_start (McnParams *params, McnDataset *dataset, const McnGoals *goals, const McnFeatureScale *scale,
                      gint fold, guint n_folds);

G_END_DECLS
