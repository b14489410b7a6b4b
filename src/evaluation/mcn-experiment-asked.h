/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment.h"

G_BEGIN_DECLS

/* What the network of a cell is asked of the fold that it has not seen. */
typedef enum
{
  MCN_ASKED_PHOTO,      /* photographs alone */
  MCN_ASKED_BOTH,       /* with their first critique */
  MCN_ASKED_ALL,        /* all comments of an id of AVA with a mean vote, without the photograph */
  MCN_ASKED_ONE,        /* one of them at random, the same every time */
  MCN_ASKED_ALL_MARKS,  /* the same two, read with their punctuation */
  MCN_ASKED_ONE_MARKS,
  MCN_N_ASKED,
  MCN_ASKED_STYLES = MCN_N_ASKED,       /* photographs alone: MCN_N_STYLES logits instead of scores */
} McnAsked;

/* How many of these, the first ones, an experiment is asked. */
guint   mcn_experiment_n_asked (const McnExperiment *self);
/* Whether it is asked about styles, too. */
gboolean mcn_experiment_asks_styles (const McnExperiment *self);
/* (element-type McnQuery) (transfer full) Queries of train and val in @fold of @n_folds. */
GArray *mcn_experiment_list    (McnDataset *dataset, const McnGoals *goals, guint fold, guint n_folds, McnAsked asked);

G_END_DECLS
