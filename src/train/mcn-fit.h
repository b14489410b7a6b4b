/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-checkpoint.h"
#include "mcn-step.h"

G_BEGIN_DECLS

#define MCN_FIT_MAX_FIGURES 16

/* What is measured on val after an epoch. */
typedef struct
{
  guint   n;
  struct { char name[40]; gdouble value; } figure[MCN_FIT_MAX_FIGURES];
} McnFigures;

/* Adds a figure; more than MCN_FIT_MAX_FIGURES are dropped. */
void mcn_figures_add (McnFigures *self, gdouble value, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* What is learned: a stage of the training, or a test's toy. */
typedef struct
{
  gpointer   data;
  McnParams *params;
  /* Lists the batches of an epoch, the same for the same epoch; their number,
   * which must be the same for every epoch. */
  gsize    (*begin_epoch) (gpointer data, guint64 epoch);
  /* Forward and backward: adds to the gradients. */
  void     (*run_batch)   (gpointer data, McnStep *step, gsize batch, const gdouble *weights, McnLosses *losses);
  /* NULL, or what to log after an epoch; may take a while, looks at @cancel. */
  void     (*validate)    (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel);
} McnFitProblem;

/* How a run is coming on, for whoever shows it. */
typedef struct
{
  guint64   epoch, n_epochs;
  gsize     batch, n_batches;
  gdouble   loss;               /* sum of the tasks' losses in this epoch so far */
  gdouble   batches_per_second;
  gdouble   seconds_left;
  gsize     memory;             /* bytes: parameters, moments and tape */
} McnFitState;

typedef struct
{
  guint       n_epochs;
  gdouble     rate;
  gdouble     warm_up;          /* share of all steps */
  gboolean    linear;           /* falls along a line; FALSE: a half cosine */
  gdouble     max_norm;         /* of the gradient; 0: any */
  gdouble     average;          /* share of all steps, the last ones, whose parameters are averaged into those that are kept; 0: none */
  guint64     seed;
  guint       n_threads;
  guint       tasks;            /* bit t: task t is learned */
  gboolean    fixed_weights;
  const char *folder;           /* of checkpoint, log and plot; exists */
  const char *config;           /* everything the run depends on, as text */
  gboolean    resume;           /* go on where a checkpoint stands, if there is one */
  gdouble     save_seconds;     /* between checkpoints; at the end of an epoch always, before and after it is measured */
  McnCancel  *stop;             /* set by a signal: save and end */
  void      (*report) (gpointer data, const McnFitState *state);     /* or NULL; about once a second */
  gpointer    report_data;
} McnFitOptions;

/* Trains @problem. The parameters have their starting values. FALSE with
 * MCN_TRAIN_ERROR; all that was saved stays. */
gboolean mcn_fit_run (const McnFitProblem *problem, const McnFitOptions *options, GError **error);

/* Whether it would, before anything else is prepared: FALSE when the folder holds another run. */
gboolean mcn_fit_may_begin (const McnFitOptions *options, GError **error);

/* Factor on the rate at @step of @steps. */
gdouble  mcn_fit_schedule (guint64 step, guint64 steps, gdouble warm_up, gboolean linear);

G_END_DECLS
