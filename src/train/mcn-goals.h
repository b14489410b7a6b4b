/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-tasks.h"

G_BEGIN_DECLS

#define MCN_MAX_SOURCES 24
#define MCN_N_SHARED_SOURCES 2      /* "ava" and "machine" rate the AVA vote itself */

/* What is known of a sample as the losses take it: scores in standard deviations
 * of their source, unknown ones NAN. */
typedef struct
{
  guint       n, n_shared;                  /* sources; the first n_shared rate the AVA vote */
  guint       first_elsewhere;              /* sources from here on rate texts of other sites, which no part holds; n: none */
  const char *name[MCN_MAX_SOURCES];
  gint        source[MCN_MAX_SOURCES];      /* of the dataset; -1: it has none of these */
  gdouble     mean[MCN_MAX_SOURCES], sd[MCN_MAX_SOURCES];
  gfloat      weight[MCN_MAX_SOURCES];      /* in the score's loss */
  gboolean    auxiliary[MCN_MAX_SOURCES];   /* learned only because it may help the others */
} McnGoals;


#define MCN_AVA_MEAN 5.4
#define MCN_AVA_SD .75

/* Sources of stage 1 (the votes of AVA) or of stage 2 (all of recipe.md). Mean and
 * deviation of the others come from the training part of @dataset. */
void     mcn_goals_init_text  (McnGoals *self, McnDataset *dataset);
void     mcn_goals_init       (McnGoals *self, McnDataset *dataset);
/* Those of stage 2, and behind them walkability, imageability, transparency and human scale of streets, and last
 * PCCD, photo.net and APDDv2, as far as they are asked for. */
void     mcn_goals_init_more  (McnGoals *self, McnDataset *dataset, gboolean with_attributes, gboolean with_sites);

/* Fills targets of @n samples with arrays from @tape. */
void     mcn_goals_fill       (const McnGoals *self, McnTape *tape, gsize n, const McnSample *const *samples,
                               McnTargets *targets);
/* Of each of @n samples how many voted, from @tape; 0: unknown. */
gfloat  *mcn_goals_voters     (const McnGoals *self, McnTape *tape, gsize n, const McnSample *const *samples);
/* Standardised; NAN: unknown. */
gdouble  mcn_goals_score      (const McnGoals *self, const McnSample *sample, guint source);

/* Whether another site rates a sample: it has no part, nothing is ever measured on it. */
gboolean mcn_goals_elsewhere  (const McnGoals *self, const McnSample *sample);

/* Which of @n folds a sample is in: all of a group are in the same one. */
guint    mcn_goals_fold       (McnDataset *dataset, const McnSample *sample, guint n);
/* Which of @n_parts a sample is in that cut across the @n_folds folds: each fold has some of each. */
guint    mcn_goals_part       (McnDataset *dataset, const McnSample *sample, guint n_folds, guint n_parts);

/* Whether something is learned from a sample: those of train; with @fold >= 0 those of
 * train and val that are not in that fold of @n_folds. */
gboolean mcn_goals_learns     (McnDataset *dataset, const McnSample *sample, gint fold, guint n_folds);
/* Whether a sample is on the list of so many of all, 0 .. 1; 0: all are. Always the same ones. */
gboolean mcn_goals_listed     (McnDataset *dataset, const McnSample *sample, gdouble share);

G_END_DECLS
