/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-fit.h"

#include "mcn-fit-log.h"
#include "mcn-random.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A gradient this many times its usual length has exploded. */
#define EXPLODED 1e4
#define REPORT_SECONDS 1.

typedef struct
{
  const McnFitProblem *problem;
  const McnFitOptions *options;
  McnStep      step;
  McnOptimizer *optimizer;
  McnProgress  progress;
  char        *checkpoint;
  gsize        n_batches;
  gfloat      *average;         /* of the parameters so far; NULL: nothing is averaged */
  gdouble      usual_norm;      /* moving mean; 0: none yet */
  gdouble      began, saved, reported;  /* times, in seconds */
  guint64      first_step;      /* of this process */
} Run;

static gdouble
now (void)
{
  return g_get_monotonic_time () / (gdouble) G_USEC_PER_SEC;
}

void
mcn_figures_add (McnFigures *self, gdouble value, const char *format, ...)
{
  va_list arguments;

  if (self->n == MCN_FIT_MAX_FIGURES)
    return;
  va_start (arguments, format);
  g_vsnprintf (self->figure[self->n].name, sizeof self->figure[self->n].name, format, arguments);
  va_end (arguments);
  self->figure[self->n++].value = value;
}

/**
 * mcn_fit_schedule:
 * @step: which, from 0
 * @steps: in all
 * @warm_up: share of them in which the rate rises
 * @linear: whether it falls along a line, or else a half cosine
 *
 * Returns: factor on the rate, 0 .. 1: the rise times the fall
 */
gdouble
mcn_fit_schedule (guint64 step, guint64 steps, gdouble warm_up, gboolean linear)
{
  gdouble at = MIN (1, step / MAX (1., steps));
  gdouble rise = warm_up > 0 ? MIN (1, (step + 1) / MAX (1., warm_up * steps)) : 1;

  return rise * (linear ? 1 - at : .5 * (1 + cos (G_PI * at)));
}

static gboolean
save (Run *run, GError **error)
{
  McnProgress progress = run->progress;

  progress.seconds += now () - run->began;
  if (!mcn_checkpoint_save (run->checkpoint, run->options->config, run->problem->params, run->optimizer, run->average, &progress, error))
    return FALSE;
  run->saved = now ();
  return TRUE;
}

static void
report (Run *run)
{
  const McnFitOptions *options = run->options;
  guint64 done = run->progress.epoch * run->n_batches + run->progress.batch;
  guint64 all = (guint64) options->n_epochs * run->n_batches;
  gdouble time = now (), rate = (done - run->first_step) / MAX (time - run->began, 1e-6);
  McnFitState state = {
    .epoch = run->progress.epoch, .n_epochs = options->n_epochs, .batch = run->progress.batch, .n_batches = run->n_batches,
    .batches_per_second = rate, .seconds_left = rate > 0 ? (all - done) / rate : 0,
    .memory = run->problem->params->n * sizeof (gfloat) * 4 + mcn_tape_get_size (run->step.tape),
  };

  if (options->report == NULL || time - run->reported < REPORT_SECONDS)
    return;
  for (guint t = 0; t < MCN_N_TASKS; t++)
    if (run->progress.sums.n[t] > 0)
      state.loss += run->progress.sums.loss[t] / run->progress.sums.n[t];
  options->report (options->report_data, &state);
  run->reported = time;
}

/* The mean of the last steps' parameters (Izmailov et al. 2018, without a rate of its own): how many
 * they are follows from @number, so that a run that goes on needs no count. */
static void
add_to_average (Run *run, guint64 number)
{
  McnParams *params = run->problem->params;
  gdouble steps = (gdouble) run->options->n_epochs * run->n_batches, before = floor (steps * (1 - run->options->average));
  gdouble n = number + 1 - before;

  if (run->average == NULL || n < 1)
    return;
  for (gsize i = 0; i < params->n; i++)
    run->average[i] += (params->values[i] - run->average[i]) / n;
}

/* One step of the optimiser; FALSE when the numbers have left the road. */
static gboolean
run_step (Run *run, GError **error)
{
  const McnFitOptions *options = run->options;
  McnProgress *progress = &run->progress;
  guint64 number = progress->epoch * run->n_batches + progress->batch;
  McnTapeMark mark = mcn_tape_mark (run->step.tape);
  gdouble factors[MCN_N_TASKS], norm, sum = 0, factor;
  McnLosses losses = { 0 };
  McnRandom random;

  mcn_task_weights_get (&progress->weights, factors);
  mcn_random_init (&random, options->seed, MCN_RANDOM_DROPOUT, number);
  run->step.key = mcn_random_bits (&random);
  mcn_optimizer_clear (run->optimizer, run->step.team);
  run->problem->run_batch (run->problem->data, &run->step, progress->batch, factors, &losses);
  mcn_tape_rewind (run->step.tape, mark);

  norm = mcn_optimizer_norm (run->optimizer, run->step.team);
  for (guint t = 0; t < MCN_N_TASKS; t++)
    sum += losses.loss[t];
  if (!isfinite (norm) || !isfinite (sum) || (run->usual_norm > 0 && norm > EXPLODED * run->usual_norm))
    {
      g_autofree char *shown = g_filename_display_name (run->checkpoint);

      g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DIVERGED,
                   _("The training has diverged in epoch %u (loss %g, gradient %g). “%s” is the last good state; "
                     "train again with a lower rate."),
                   (guint) progress->epoch + 1, sum, norm, shown);
      return FALSE;
    }
  run->usual_norm = run->usual_norm > 0 ? .99 * run->usual_norm + .01 * norm : norm;

  factor = mcn_fit_schedule (number, (guint64) options->n_epochs * run->n_batches, options->warm_up, options->linear);
  mcn_optimizer_step (run->optimizer, run->step.team, options->rate * factor, norm, options->max_norm);
  add_to_average (run, number);
  for (guint t = 0; t < MCN_N_TASKS; t++)
    {
      progress->sums.loss[t] += losses.loss[t] * losses.n[t];
      progress->sums.n[t] += losses.n[t];
    }
  progress->batch++;
  return TRUE;
}

static gboolean
end_epoch (Run *run, GError **error)
{
  McnProgress *progress = &run->progress;
  McnFigures figures = { 0 };
  McnLosses means = progress->sums;
  McnFitLogEntry entry;

  for (guint t = 0; t < MCN_N_TASKS; t++)
    if (means.n[t] > 0)
      means.loss[t] /= means.n[t];
  if (run->problem->validate != NULL)
    {
      McnTapeMark mark = mcn_tape_mark (run->step.tape);

      /* Nobody knows how long a measurement takes: it begins with a fresh checkpoint. */
      if (!save (run, error))
        return FALSE;

      run->step.training = FALSE;
      run->problem->validate (run->problem->data, &run->step, &figures, run->options->stop);
      run->step.training = TRUE;
      mcn_tape_rewind (run->step.tape, mark);
      /* A measurement that was broken off is made again when the run goes on. */
      if (mcn_cancelled (run->options->stop))
        return TRUE;
    }
  entry = (McnFitLogEntry) {
    .epoch = progress->epoch + 1, .losses = &means, .weights = progress->weights.weight, .tasks = run->options->tasks,
    .figures = &figures, .seconds = progress->seconds + now () - run->began,
  };
  if (!mcn_fit_log_add (run->options->folder, &entry, error))
    return FALSE;

  mcn_task_weights_update (&progress->weights, &means);
  memset (&progress->sums, 0, sizeof progress->sums);
  progress->epoch++;
  progress->batch = 0;
  return save (run, error) && mcn_fit_log_plot (run->options->folder, error);
}

static gboolean
stopped (Run *run, GError **error)
{
  g_autofree char *shown = NULL;

  if (!mcn_cancelled (run->options->stop))
    return FALSE;
  if (!save (run, error))
    return TRUE;
  shown = g_filename_display_name (run->checkpoint);
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_INTERRUPTED,
               _("Stopped; “%s” holds everything so far. The same command with --resume goes on."), shown);
  return TRUE;
}

static gboolean
run_epochs (Run *run, GError **error)
{
  while (run->progress.epoch < run->options->n_epochs)
    {
      run->n_batches = run->problem->begin_epoch (run->problem->data, run->progress.epoch);
      if (run->first_step == G_MAXUINT64)
        run->first_step = run->progress.epoch * run->n_batches + run->progress.batch;
      while (run->progress.batch < run->n_batches)
        {
          if (stopped (run, error) || !run_step (run, error))
            return FALSE;
          report (run);
          if (now () - run->saved > run->options->save_seconds && !save (run, error))
            return FALSE;
        }
      if (run->average != NULL && run->progress.epoch + 1 == run->options->n_epochs)
        memcpy (run->problem->params->values, run->average, run->problem->params->n * sizeof (gfloat));
      if (!end_epoch (run, error) || stopped (run, error))
        return FALSE;
    }
  return TRUE;
}

static char *
checkpoint_path (const McnFitOptions *options)
{
  return g_build_filename (options->folder, "checkpoint.safetensors", NULL);
}

/**
 * mcn_fit_may_begin:
 * @options: of the run; what @folder, @config and @resume say counts
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_EXISTS, _MISMATCH or _CORRUPT when mcn_fit_run() would refuse
 */
gboolean
mcn_fit_may_begin (const McnFitOptions *options, GError **error)
{
  g_autofree char *checkpoint = checkpoint_path (options), *shown = NULL;

  if (!g_file_test (checkpoint, G_FILE_TEST_EXISTS))
    return TRUE;
  if (options->resume)
    return mcn_checkpoint_is_of (checkpoint, options->config, error);
  shown = g_filename_display_name (options->folder);
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_EXISTS,
               _("“%s” already holds a run. Go on with it by --resume, or train into another folder."), shown);
  return FALSE;
}

static gboolean
start (Run *run, GError **error)
{
  const McnFitOptions *options = run->options;
  gboolean there = g_file_test (run->checkpoint, G_FILE_TEST_EXISTS);

  mcn_task_weights_init (&run->progress.weights, options->tasks, options->fixed_weights);
  if (!mcn_fit_may_begin (options, error) ||
      (there && !mcn_checkpoint_load (run->checkpoint, options->config, run->problem->params, run->optimizer, run->average, &run->progress, error)))
    return FALSE;
  /* Lines of epochs that the checkpoint does not know will be written again. */
  return mcn_fit_log_cut (options->folder, run->progress.epoch, error) && (there || save (run, error));
}

/**
 * mcn_fit_run:
 * @problem: what is learned
 * @options: how
 * @error: return location
 *
 * Returns: %TRUE when all epochs are done; %FALSE with %MCN_TRAIN_ERROR_INTERRUPTED
 *   (saved), _DIVERGED, _EXISTS, _MISMATCH, _CORRUPT or _WRITE
 */
gboolean
mcn_fit_run (const McnFitProblem *problem, const McnFitOptions *options, GError **error)
{
  g_autofree char *checkpoint = checkpoint_path (options);
  g_autoptr (McnTeam) team = mcn_team_new (options->n_threads);
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (McnOptimizer) optimizer = mcn_optimizer_new (problem->params);
  g_autofree gfloat *average = options->average > 0 ? g_memdup2 (problem->params->values, problem->params->n * sizeof (gfloat)) : NULL;
  Run run = {
    .problem = problem, .options = options, .optimizer = optimizer, .checkpoint = checkpoint, .average = average,
    .step = { .team = team, .tape = tape, .params = problem->params, .training = TRUE },
    .began = now (), .saved = now (), .first_step = G_MAXUINT64,
  };

  return start (&run, error) && run_epochs (&run, error);
}
