/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment-asked.h"
#include "mcn-spent.h"
#include "mcn-trial.h"

G_BEGIN_DECLS

/* The cells of experiments: where each stands, whether it is done, running it. */
typedef struct
{
  const McnExperimentOptions *options;
  McnGoals        goals;
  McnTextEncoder *encoder;      /* only its width counts: nothing is read */
  McnSpent        spent;        /* of the cell that runs; path NULL: none does */
} McnExperimentCells;

gboolean  mcn_experiment_cells_init  (McnExperimentCells *self, const McnExperimentOptions *options, GError **error);
void      mcn_experiment_cells_clear (McnExperimentCells *self);
/* How many seeds of the base there are, and so teachers of a pupil: those of the others, or more. */
guint     mcn_experiment_n_teachers  (const McnExperimentOptions *options);
/* Whether an experiment has cells of its own; and for each seed, or one. */
gboolean  mcn_experiment_has_cell    (const McnExperimentCells *self, const McnExperiment *experiment, guint seed);
/* FALSE: not done yet. @seconds: NULL, or how long it took. */
gboolean  mcn_experiment_cell_done   (const McnExperimentCells *self, const McnExperiment *experiment, guint seed, gdouble *seconds);
/* Of one that is not done. */
gdouble   mcn_experiment_cell_spent  (const McnExperimentCells *self, const McnExperiment *experiment, guint seed);
/* In a folder that is there. */
gboolean  mcn_experiment_cell_run    (McnExperimentCells *self, const McnExperiment *experiment, guint seed, GError **error);
/* Whether an experiment needs word features. */
gboolean  mcn_experiment_reads       (const McnExperiment *self);
/* Where a cell stands: everything that its answers depend on names it. */
char     *mcn_experiment_cell_folder (const McnExperimentCells *self, const McnExperiment *experiment, guint seed);
/* What it said to @part: one of McnAsked, of all folds, or a line of a whole model. NULL: not done. */
McnTrial *mcn_experiment_cell_read   (const McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint part);

/* What a whole model is asked, part by part: three numbers a sample, what it says, what its
 * network says, what the ridge says. */
typedef struct
{
  const char *source, *input;   /* of a McnQuestion */
} McnExperimentLine;

/* NULL after the last, and for what is asked of folds. */
const McnExperimentLine *mcn_experiment_line (McnTry how, guint i);

G_END_DECLS
