/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: a tiny set learned to nearly nothing, a run that was broken off and
 * gone on with against one in a piece, and everything that can go wrong. */
#include "mcn-fit.h"
#include "mcn-train-error.h"
#include "net-case.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct
{
  NetCase      *c;
  McnFitProblem problem;
  McnFitOptions options;
  McnCancel     stop;
  gsize         n_batches, n_run, stop_after, break_at;
  gfloat        factor;             /* on the gradients, of one batch */
  McnLosses     last;
  guint         n_reports;
  gfloat       *sum;                /* NULL, or of the parameters that the steps from @sum_from on began with */
  gsize         sum_from;
} Run;

static gsize
begin_epoch (gpointer data, guint64 epoch)
{
  return ((Run *) data)->n_batches;
}

static void
run_batch (gpointer data, McnStep *step, gsize batch, const gdouble *weights, McnLosses *losses)
{
  Run *run = data;
  McnOutputs outputs;

  run->last = *losses = net_case_run (run->c, step, weights, &outputs);
  for (gsize i = 0; run->sum != NULL && run->n_run >= run->sum_from && i < run->c->params->n; i++)
    run->sum[i] += run->c->params->values[i];
  run->n_run++;
  if (run->n_run == run->break_at)
    for (gsize i = 0; i < run->c->params->n; i++)
      run->c->params->gradients[i] *= run->factor;
  if (run->n_run == run->stop_after)
    g_atomic_int_set (&run->stop, 1);
}

static void
validate (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel)
{
  g_assert_false (step->training);
  mcn_figures_add (figures, .5, "srcc, %s", "toy");
  mcn_figures_add (figures, NAN, "nothing");
}

static void
report (gpointer data, const McnFitState *state)
{
  Run *run = data;

  g_assert_cmpfloat (state->seconds_left, >=, 0);
  g_assert_cmpuint (state->memory, >, 0);
  run->n_reports++;
}

static void
set_up (Run *run, const char *folder, guint n_epochs, gboolean resume)
{
  memset (run, 0, sizeof *run);
  run->c = net_case_new (MCN_TRUNK_MCN);
  run->n_batches = 3;
  for (gsize i = 0; i < mcn_params_get_n (run->c->params); i++)
    mcn_params_get (run->c->params, i)->decay = .01f;
  run->problem = (McnFitProblem) { run, run->c->params, begin_epoch, run_batch, validate };
  run->options = (McnFitOptions) {
    .n_epochs = n_epochs, .rate = 3e-3, .warm_up = .1, .max_norm = 1, .seed = 4, .n_threads = 1, .tasks = MCN_ALL_TASKS,
    .folder = folder, .config = "toy", .resume = resume, .save_seconds = 1e9, .stop = &run->stop,
    .report = report, .report_data = run,
  };
}

static void
tear_down (Run *run)
{
  net_case_free (run->c);
}

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("mcn-fit-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

static char *
read_file (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, length, NULL) ? text : NULL;
}

/* A measurement may take its time: what was learned before it lies in the checkpoint. */
static void
validate_slowly (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel)
{
  Run *run = data;
  g_autofree char *path = g_build_filename (run->options.folder, "checkpoint.safetensors", NULL);
  g_autoptr (McnOptimizer) optimizer = mcn_optimizer_new (run->c->params);
  g_autofree gfloat *values = g_memdup2 (run->c->params->values, run->c->params->n * sizeof (gfloat));
  g_autoptr (GError) error = NULL;
  McnProgress progress;

  memset (run->c->params->values, 0, run->c->params->n * sizeof (gfloat));
  g_assert_true (mcn_checkpoint_load (path, "toy", run->c->params, optimizer, NULL, &progress, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (run->c->params->values, run->c->params->n * sizeof (gfloat), values, run->c->params->n * sizeof (gfloat));
  g_assert_cmpuint (progress.epoch * run->n_batches + progress.batch, ==, run->n_run);
  mcn_figures_add (figures, .5, "srcc, toy");
}

static void
test_measures (void)
{
  char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  Run run;

  set_up (&run, folder, 2, FALSE);
  run.problem.validate = validate_slowly;
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_no_error (error);
  tear_down (&run);
  remove_folder (folder);
}

static void
test_learns (void)
{
  char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL, *svg = NULL;
  g_auto (GStrv) lines = NULL;
  Run run;

  set_up (&run, folder, 5, FALSE);
  run.n_batches = 150;
  run.options.max_norm = 0;
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (run.n_run, ==, 5 * 150);
  g_assert_cmpfloat (run.last.loss[MCN_TASK_SCORE], <, .15);
  g_assert_cmpfloat (run.last.loss[MCN_TASK_HIGH], <, .15);
  g_assert_cmpfloat (run.last.loss[MCN_TASK_VOTES], <, .02);

  log = read_file (folder, "log.ndjson", NULL);
  lines = g_strsplit (log, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_nonnull (strstr (lines[4], "\"epoch\":5,"));
  g_assert_nonnull (strstr (lines[0], "\"high\":{\"loss\":"));
  g_assert_nonnull (strstr (lines[0], "\"srcc, toy\":0.5,\"nothing\":null"));
  svg = read_file (folder, "log.svg", NULL);
  g_assert_nonnull (strstr (svg, "<svg"));
  tear_down (&run);
  remove_folder (folder);
}

/* Parameters, log and checkpoint of a run that was stopped twice, once between
 * epochs, are those of a run in one piece. */
static void
test_resume (void)
{
  char *whole = make_folder (), *parts = make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree gfloat *values = NULL;
  Run run;
  gsize stops[] = { 4, 5, 0 };

  set_up (&run, whole, 5, FALSE);
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  values = g_memdup2 (run.c->params->values, run.c->params->n * sizeof (gfloat));
  tear_down (&run);

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      gboolean done;

      set_up (&run, parts, 5, i > 0);
      run.stop_after = stops[i];
      done = mcn_fit_run (&run.problem, &run.options, &error);
      if (stops[i] > 0)
        {
          g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_INTERRUPTED);
          g_assert_nonnull (strstr (error->message, "--resume"));
          g_clear_error (&error);
        }
      else
        {
          g_assert_no_error (error);
          g_assert_true (done);
          g_assert_cmpmem (run.c->params->values, run.c->params->n * sizeof (gfloat), values, run.c->params->n * sizeof (gfloat));
        }
      tear_down (&run);
    }
  {
    g_autofree char *a = read_file (whole, "log.ndjson", NULL), *b = read_file (parts, "log.ndjson", NULL);
    g_auto (GStrv) lines_a = g_strsplit (a, "\n", -1), lines_b = g_strsplit (b, "\n", -1);

    g_assert_cmpuint (g_strv_length (lines_a), ==, 6);
    g_assert_cmpuint (g_strv_length (lines_b), ==, 6);
    for (guint i = 0; i < 5; i++)
      g_assert_cmpstr (strstr (lines_a[i], "\"tasks\""), ==, strstr (lines_b[i], "\"tasks\""));
  }
  remove_folder (whole);
  remove_folder (parts);
}

/* A run on the same folder without --resume, with another configuration, or with
 * a damaged checkpoint: a sentence, and the checkpoint as it was. */
static void
test_refused (void)
{
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;
  g_autoptr (GError) error = NULL;
  Run run;

  set_up (&run, folder, 1, FALSE);
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_EXISTS);
  g_clear_error (&error);

  before = read_file (folder, "checkpoint.safetensors", &n_before);
  run.options.resume = TRUE;
  run.options.config = "another";
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
  g_clear_error (&error);
  after = read_file (folder, "checkpoint.safetensors", &n_after);
  g_assert_cmpmem (before, n_before, after, n_after);

  run.options.config = "toy";
  before[n_before - 5] ^= 1;
  g_assert_true (g_file_set_contents (path, before, n_before, NULL));
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_CORRUPT);
  g_clear_error (&error);
  tear_down (&run);
  remove_folder (folder);
}

static void
test_diverged (gconstpointer data)
{
  char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;
  Run run;

  set_up (&run, folder, 3, FALSE);
  run.stop_after = 2;
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_clear_error (&error);
  before = read_file (folder, "checkpoint.safetensors", &n_before);
  tear_down (&run);

  set_up (&run, folder, 3, TRUE);
  run.break_at = 3;
  run.factor = GPOINTER_TO_INT (data) ? 1e9f : NAN;
  run.options.save_seconds = 1e9;
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DIVERGED);
  for (gsize i = 0; i < run.c->params->n; i++)
    g_assert_true (isfinite (run.c->params->values[i]));
  /* One more epoch ended before: the checkpoint is that one, and can be read. */
  after = read_file (folder, "checkpoint.safetensors", &n_after);
  g_assert_cmpuint (n_before, ==, n_after);
  run.options.resume = TRUE;
  g_clear_error (&error);
  run.break_at = 0;
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_no_error (error);
  tear_down (&run);
  remove_folder (folder);
}

/* A file that may not grow stands for a full disk: the old checkpoint stays. */
static void
test_disk_full (void)
{
  char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;
  struct rlimit limit, small;
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;
  Run run;

  signal (SIGXFSZ, SIG_IGN);
  set_up (&run, folder, 2, FALSE);
  run.stop_after = 1;
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_clear_error (&error);
  before = read_file (folder, "checkpoint.safetensors", &n_before);
  tear_down (&run);

  getrlimit (RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 20000;
  setrlimit (RLIMIT_FSIZE, &small);
  set_up (&run, folder, 2, TRUE);
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  setrlimit (RLIMIT_FSIZE, &limit);
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "checkpoint.safetensors"));
  after = read_file (folder, "checkpoint.safetensors", &n_after);
  g_assert_cmpmem (before, n_before, after, n_after);
  dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_assert_false (g_str_has_suffix (name, ".new"));
      n_files++;
    }
  g_assert_cmpuint (n_files, >, 0);
  tear_down (&run);
  remove_folder (folder);
}

/* A checkpoint that is due is written in the middle of an epoch. */
static void
test_saves_in_time (void)
{
  char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  McnProgress progress;
  g_autofree char *path = g_build_filename (folder, "checkpoint.safetensors", NULL);
  g_autoptr (McnOptimizer) optimizer = NULL;
  Run run;

  set_up (&run, folder, 2, FALSE);
  run.options.save_seconds = 0;
  run.break_at = 5;
  run.factor = NAN;
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DIVERGED);
  g_clear_error (&error);
  optimizer = mcn_optimizer_new (run.c->params);
  g_assert_true (mcn_checkpoint_load (path, "toy", run.c->params, optimizer, NULL, &progress, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (progress.epoch, ==, 1);
  g_assert_cmpuint (progress.batch, ==, 1);
  g_assert_cmpuint (mcn_optimizer_get_t (optimizer), ==, 4);
  tear_down (&run);
  remove_folder (folder);
}

/* What is kept is the mean of the parameters after the last half of the steps, also when the run
 * was broken off among them. */
static void
test_average (void)
{
  char *folders[] = { make_folder (), make_folder (), make_folder () };
  g_autofree gfloat *mean = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  Run run;

  set_up (&run, folders[0], 2, FALSE);
  n = run.c->params->n;
  run.sum = mean = g_new0 (gfloat, n);
  run.sum_from = 4;                         /* begins with what the fourth step has made */
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  for (gsize i = 0; i < n; i++)
    mean[i] = (mean[i] + run.c->params->values[i]) / 3;
  tear_down (&run);

  set_up (&run, folders[1], 2, FALSE);
  run.options.average = .5;
  g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
  whole = g_memdup2 (run.c->params->values, n * sizeof (gfloat));
  tear_down (&run);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (whole[i], mean[i], 1e-6);

  set_up (&run, folders[2], 2, FALSE);
  run.options.average = .5;
  run.stop_after = 5;
  g_assert_false (mcn_fit_run (&run.problem, &run.options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_INTERRUPTED);
  g_clear_error (&error);
  tear_down (&run);
  for (guint again = 0; again < 2; again++)     /* a run that is done already, too */
    {
      set_up (&run, folders[2], 2, TRUE);
      run.options.average = .5;
      g_assert_true (mcn_fit_run (&run.problem, &run.options, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (run.n_run, ==, again ? 0 : 1);
      g_assert_cmpmem (run.c->params->values, n * sizeof (gfloat), whole, n * sizeof (gfloat));
      tear_down (&run);
    }
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    remove_folder (folders[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/fit/learns", test_learns);
  g_test_add_func ("/train/fit/measures", test_measures);
  g_test_add_func ("/train/fit/resume", test_resume);
  g_test_add_func ("/train/fit/average", test_average);
  g_test_add_func ("/train/fit/refused", test_refused);
  g_test_add_data_func ("/train/fit/diverged/no-number", GINT_TO_POINTER (0), test_diverged);
  g_test_add_data_func ("/train/fit/diverged/exploded", GINT_TO_POINTER (1), test_diverged);
  g_test_add_func ("/train/fit/disk-full", test_disk_full);
  g_test_add_func ("/train/fit/saves-in-time", test_saves_in_time);
  return g_test_run ();
}
