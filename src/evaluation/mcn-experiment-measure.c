/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-measure.h"

#include "mcn-experiment-cells.h"
#include "mcn-experiment-styles.h"
#include "mcn-mixture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of val, by which shares are chosen for a whole model. */
#define VAL_FOLDS 5
/* Fewer cannot be ranked. */
#define LEAST 4

static const char crops_high[] = "AVA's own, high or low", crops_mean[] = "AVA's own, mean vote";

/* One line of the table: truth, and what base and experiment say of it, seed by seed. */
typedef struct
{
  gsize    n;
  guint    n_seeds;
  gdouble *y;
  guint   *fold;
  gdouble *p[MCN_EXPERIMENT_SEEDS], *q[MCN_EXPERIMENT_SEEDS];   /* experiment, base */
} Line;

typedef struct
{
  const McnExperimentCells *cells;
  McnExperiments           *result;
} Work;

static void
line_clear (Line *line)
{
  g_free (line->y);
  g_free (line->fold);
  for (guint s = 0; s < MCN_EXPERIMENT_SEEDS; s++)
    {
      g_free (line->p[s]);
      g_free (line->q[s]);
    }
}

static gdouble
mean_of_seeds (McnMetric metric, guint n_seeds, gsize n, gdouble *const *p, const gdouble *y)
{
  gdouble sum = 0;

  for (guint s = 0; s < n_seeds; s++)
    sum += metric (n, p[s], y) / n_seeds;
  return sum;
}

/* Samples that are drawn are the same for all seeds and both sides. */
typedef struct
{
  McnMetric metric;
  Line      line;               /* prepared for the metric */
  gdouble  *p, *q, *y;          /* those that were drawn */
} Draw;

static gdouble
difference_of (gpointer data, gsize n, const guint32 *which)
{
  const Draw *self = data;
  gdouble difference = 0;

  for (guint s = 0; s < self->line.n_seeds; s++)
    {
      for (gsize i = 0; i < n; i++)
        {
          self->p[i] = self->line.p[s][which[i]];
          self->q[i] = self->line.q[s][which[i]];
          self->y[i] = self->line.y[which[i]];
        }
      difference += (self->metric (n, self->p, self->y) - self->metric (n, self->q, self->y)) / self->line.n_seeds;
    }
  return difference;
}

static void
bootstrap (Work *work, const Line *line, McnMetric metric, McnExperimentRow *row)
{
  gsize n = line->n;
  g_autofree gdouble *p = g_new (gdouble, n), *q = g_new (gdouble, n), *y = g_new (gdouble, n);
  Draw draw = { metric, { .n = n, .n_seeds = line->n_seeds, .y = mcn_metric_prepare (metric, n, line->y) }, p, q, y };

  for (guint s = 0; s < line->n_seeds; s++)
    {
      draw.line.p[s] = mcn_metric_prepare (metric, n, line->p[s]);
      draw.line.q[s] = mcn_metric_prepare (metric, n, line->q[s]);
    }
  mcn_metric_bootstrap_samples (difference_of, &draw, n, work->cells->options->rounds, 1, &row->low, &row->high);
  line_clear (&draw.line);
}

static void
add_row (Work *work, guint experiment, const char *name, const char *metric_name, McnMetric metric, const Line *line)
{
  McnExperimentRow row = { .experiment = experiment, .line = name, .metric = metric_name, .n_seeds = line->n_seeds, .n = line->n };

  if (line->n < LEAST || line->n_seeds == 0)
    return;
  row.value = mean_of_seeds (metric, line->n_seeds, line->n, line->p, line->y);
  row.base = mean_of_seeds (metric, line->n_seeds, line->n, line->q, line->y);
  row.difference = row.value - row.base;
  if (!isfinite (row.difference))
    return;
  bootstrap (work, line, metric, &row);
  g_array_append_val (work->result->rows, row);
}

static void
add_chosen (Work *work, guint experiment, const char *line, const char *of, gdouble share)
{
  McnExperimentShare chosen = { experiment, line, of, share };

  g_array_append_val (work->result->chosen, chosen);
}

static guint
find_goal (const McnGoals *goals, const char *name)
{
  guint k = 0;

  while (k + 1 < goals->n && !g_str_equal (goals->name[k], name))
    k++;
  return k;
}

/* What is true of a photograph on a line; NAN: it is not on it. */
typedef gdouble (*Truth) (const McnGoals *goals, McnDataset *dataset, const McnSample *sample, guint k);

static gdouble
score_of (const McnGoals *goals, McnDataset *dataset, const McnSample *sample, guint k)
{
  return mcn_goals_score (goals, sample, k);
}

static gdouble
ava_high (const McnGoals *goals, McnDataset *dataset, const McnSample *sample, guint k)
{
  return sample->high >= 0 ? sample->high : NAN;
}

/* Photographs that @trial says something of. */
static GArray *
list_line (Work *work, const McnTrial *trial, Truth truth, guint k, Line *line)
{
  const McnExperimentCells *cells = work->cells;
  McnDataset *dataset = cells->options->dataset;
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (guint i = 0; i < trial->sample->len; i++)
    {
      gsize number = g_array_index (trial->sample, gsize, i);
      McnSample sample;

      mcn_dataset_get_sample (dataset, number, &sample);
      if (!isnan (truth (&cells->goals, dataset, &sample, k)))
        g_array_append_val (samples, number);
    }
  line->n = samples->len;
  line->y = g_new (gdouble, MAX (line->n, 1));
  line->fold = g_new (guint, MAX (line->n, 1));
  for (guint i = 0; i < samples->len; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (samples, gsize, i), &sample);
      line->y[i] = truth (&cells->goals, dataset, &sample, k);
      line->fold[i] = mcn_goals_fold (dataset, &sample, cells->options->n_folds);
    }
  return samples;
}

static gdouble *
column (const GArray *samples, const McnTrial *trial, guint k)
{
  gdouble *x = g_new (gdouble, MAX (samples->len, 1));

  for (guint i = 0; i < samples->len; i++)
    {
      const gdouble *said = mcn_trial_find (trial, g_array_index (samples, gsize, i));

      x[i] = said != NULL ? said[k] : NAN;
    }
  return x;
}

static const McnExperiment *
find_how (McnTry how)
{
  guint i = 0;

  while (mcn_experiments_get (i)->how != how)
    i++;
  return mcn_experiments_get (i);
}

/* The mean of the base's seeds. */
static gdouble *
mean_column (Work *work, const GArray *samples, guint k)
{
  gdouble *sum = g_new0 (gdouble, MAX (samples->len, 1));
  guint n = 0;

  for (guint seed = 0; seed < mcn_experiment_n_teachers (work->cells->options); seed++)
    {
      g_autoptr (McnTrial) trial = mcn_experiment_cell_read (work->cells, find_how (MCN_TRY_BASE), seed, MCN_ASKED_PHOTO);
      g_autofree gdouble *x = NULL;

      if (trial == NULL)
        continue;
      x = column (samples, trial, k);
      n++;
      for (guint i = 0; i < samples->len; i++)
        sum[i] += (x[i] - sum[i]) / n;
    }
  return sum;
}

/* A line of photographs or critiques that networks are judged on. */
typedef struct
{
  const char *name, *source;
  McnAsked    asked;
  Truth       truth;
  const char *metric_name;
  McnMetric   metric;
} Asked;

static const Asked lines[] = {
  { "machine", "machine", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { "beauty", "beauty", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { "appeal", "appeal", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { "street", "street", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { "simple", "simple", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { "thirds", "thirds", MCN_ASKED_PHOTO, score_of, "srcc", mcn_metric_srcc },
  { crops_high, "ava", MCN_ASKED_PHOTO, ava_high, "auc", mcn_metric_auc },
  { "machine, photo + critique 1", "machine", MCN_ASKED_BOTH, score_of, "srcc", mcn_metric_srcc },
  { "beauty, photo + critique 1", "beauty", MCN_ASKED_BOTH, score_of, "srcc", mcn_metric_srcc },
  { "AVA critiques, all comments", "ava", MCN_ASKED_ALL, score_of, "srcc", mcn_metric_srcc },
  { "AVA critiques, one random comment", "ava", MCN_ASKED_ONE, score_of, "srcc", mcn_metric_srcc },
  { "AVA critiques, all comments, with punctuation", "ava", MCN_ASKED_ALL_MARKS, score_of, "srcc", mcn_metric_srcc },
  { "AVA critiques, one random comment, with punctuation", "ava", MCN_ASKED_ONE_MARKS, score_of, "srcc", mcn_metric_srcc },
};

/* The base and what was learned from the other size, with the same seed. */
static gdouble *
both_sizes (Work *work, guint seed, const Asked *asked, const GArray *samples, guint k, const gdouble *q)
{
  g_autoptr (McnTrial) trial = NULL;
  gdouble *p;

  trial = mcn_experiment_cell_read (work->cells, find_how (MCN_TRY_OTHER_SIZE), seed, asked->asked);
  if (trial == NULL)
    return NULL;
  p = column (samples, trial, k);
  for (guint j = 0; j < samples->len; j++)
    p[j] = (p[j] + q[j]) / 2;
  return p;
}

/* What an experiment says on a line that the base says @q of. */
static gdouble *
say (Work *work, guint number, guint seed, const Asked *asked, const GArray *samples, guint k, const Line *line, const gdouble *q)
{
  const McnExperiment *experiment = mcn_experiments_get (number);
  gboolean network = mcn_experiment_is_network (experiment);
  g_autoptr (McnTrial) trial = NULL;
  g_autofree gdouble *ridge = NULL;
  const gdouble *x[2];
  gdouble *p;

  if (experiment->how == MCN_TRY_BASE)
    return g_memdup2 (q, MAX (line->n, 1) * sizeof *q);
  if (experiment->how == MCN_TRY_SEEDS)
    return mcn_experiment_n_teachers (work->cells->options) > 1 ? mean_column (work, samples, k) : NULL;
  if (experiment->how == MCN_TRY_SIZES)
    return both_sizes (work, seed, asked, samples, k, q);
  trial = mcn_experiment_cell_read (work->cells, experiment->how == MCN_TRY_MIXED ? find_how (MCN_TRY_RIDGE) : experiment,
                                    network ? seed : 0, asked->asked);
  if (trial == NULL)
    return NULL;
  if (experiment->how != MCN_TRY_MIXED)
    return column (samples, trial, k);
  ridge = column (samples, trial, k);
  x[0] = q;
  x[1] = ridge;
  p = g_new (gdouble, MAX (line->n, 1));
  mcn_mixture_by_folds (line->n, 2, x, line->y, asked->metric, line->fold, work->cells->options->n_folds, p);
  if (seed == 0 && line->n >= LEAST)
    {
      gdouble share[2];

      mcn_mixture_choose (line->n, 2, x, line->y, asked->metric, NULL, share);
      add_chosen (work, number, asked->name, "ridge", share[1]);
    }
  return p;
}

static void
measure_line (Work *work, guint number, const Asked *asked)
{
  const McnExperiment *experiment = mcn_experiments_get (number);
  guint k = find_goal (&work->cells->goals, asked->source);
  g_autoptr (GArray) samples = NULL;
  Line line = { 0 };

  /* What was forgotten is no line to judge by. */
  if (experiment->change.no_auxiliary && work->cells->goals.auxiliary[k])
    return;
  for (guint seed = 0; seed < work->cells->options->n_seeds; seed++)
    {
      g_autoptr (McnTrial) base = mcn_experiment_cell_read (work->cells, mcn_experiment_base (experiment), seed, asked->asked);
      gdouble *q;

      if (base == NULL)
        continue;
      if (samples == NULL)
        samples = list_line (work, base, asked->truth, k, &line);
      q = column (samples, base, k);
      line.p[line.n_seeds] = say (work, number, seed, asked, samples, k, &line, q);
      if (line.p[line.n_seeds] == NULL)
        {
          g_free (q);
          continue;
        }
      line.q[line.n_seeds++] = q;
    }
  add_row (work, number, asked->name, asked->metric_name, asked->metric, &line);
  line_clear (&line);
}

/* The score that is shown is the first head's; beside it what people's appeal is learned by. */
static void
measure_crops (Work *work, guint number)
{
  static const char *const names[] = { "vote", "appeal", "vote, ridge", "appeal, ridge" };
  const McnGoals *goals = &work->cells->goals;
  guint appeal = find_goal (goals, "appeal");
  g_autoptr (McnTrial) base = mcn_experiment_cell_read (work->cells, find_how (MCN_TRY_BASE), 0, MCN_ASKED_PHOTO);
  g_autoptr (McnTrial) ridge = mcn_experiment_cell_read (work->cells, find_how (MCN_TRY_RIDGE), 0, MCN_ASKED_PHOTO);
  g_autoptr (GArray) samples = NULL, some = NULL;
  gdouble *x[G_N_ELEMENTS (names)];
  gdouble share[G_N_ELEMENTS (names)];
  Line line = { .n_seeds = 1 }, mean = { .n_seeds = 1 };

  if (base == NULL || ridge == NULL)
    return;
  samples = list_line (work, base, ava_high, 0, &line);
  for (guint j = 0; j < G_N_ELEMENTS (x); j++)
    x[j] = column (samples, j < 2 ? base : ridge, j % 2 == 0 ? 0 : appeal);
  line.p[0] = g_new (gdouble, MAX (line.n, 1));
  line.q[0] = g_memdup2 (x[0], MAX (line.n, 1) * sizeof (gdouble));
  mcn_mixture_by_folds (line.n, G_N_ELEMENTS (x), (const gdouble *const *) x, line.y, mcn_metric_auc, line.fold,
                        work->cells->options->n_folds, line.p[0]);
  add_row (work, number, crops_high, "auc", mcn_metric_auc, &line);

  /* The same mixtures against the mean votes of those that have one. */
  some = list_line (work, base, score_of, 0, &mean);
  mean.p[0] = g_new0 (gdouble, MAX (mean.n, 1));
  mean.q[0] = column (some, base, 0);
  for (guint i = 0, j = 0; i < some->len; i++)
    {
      while (j < samples->len && g_array_index (samples, gsize, j) != g_array_index (some, gsize, i))
        j++;
      if (j < samples->len)
        mean.p[0][i] = line.p[0][j];
    }
  add_row (work, number, crops_mean, "srcc", mcn_metric_srcc, &mean);

  mcn_mixture_choose (line.n, G_N_ELEMENTS (x), (const gdouble *const *) x, line.y, mcn_metric_auc, NULL, share);
  for (guint j = 0; j < G_N_ELEMENTS (x); j++)
    {
      if (line.n >= LEAST)
        add_chosen (work, number, crops_high, names[j], share[j]);
      g_free (x[j]);
    }
  line_clear (&line);
  line_clear (&mean);
}

/* Whether the model and the ridge both have something to say there. */
static gboolean
is_asked (const McnTrial *trial)
{
  if (trial == NULL || trial->sample->len < LEAST)
    return FALSE;
  for (guint i = 0; i < trial->said->len; i++)
    if (isnan (g_array_index (trial->said, gdouble, i)))
      return FALSE;
  return TRUE;
}

/* A whole model on val: what it says now, and its network mixed with a ridge. */
static void
measure_model (Work *work, guint number)
{
  const McnExperimentCells *cells = work->cells;
  McnTry how = mcn_experiments_get (number)->how;
  const McnExperimentLine *asked;

  for (guint part = 0; (asked = mcn_experiment_line (how, part)) != NULL; part++)
    {
      g_autoptr (McnTrial) trial = mcn_experiment_cell_read (cells, mcn_experiments_get (number), 0, part);
      const char *name = how == MCN_TRY_WORDS ? asked->input : asked->source;
      guint k = find_goal (&cells->goals, asked->source);
      Line line = { .n_seeds = 1 };
      g_autofree gdouble *net = NULL, *ridge = NULL;
      const gdouble *x[2];
      gdouble share[2];

      if (!is_asked (trial))
        continue;
      line.n = trial->sample->len;
      line.y = g_new (gdouble, line.n);
      line.fold = g_new (guint, line.n);
      line.p[0] = g_new (gdouble, line.n);
      line.q[0] = column (trial->sample, trial, 0);
      net = column (trial->sample, trial, 1);
      ridge = column (trial->sample, trial, 2);
      for (gsize i = 0; i < line.n; i++)
        {
          McnSample sample;

          mcn_dataset_get_sample (cells->options->dataset, g_array_index (trial->sample, gsize, i), &sample);
          line.y[i] = mcn_goals_score (&cells->goals, &sample, k);
          line.fold[i] = mcn_goals_fold (cells->options->dataset, &sample, VAL_FOLDS);
        }
      x[0] = net;
      x[1] = ridge;
      mcn_mixture_by_folds (line.n, 2, x, line.y, mcn_metric_srcc, line.fold, VAL_FOLDS, line.p[0]);
      add_row (work, number, name, "srcc", mcn_metric_srcc, &line);
      mcn_mixture_choose (line.n, 2, x, line.y, mcn_metric_srcc, NULL, share);
      add_chosen (work, number, name, "ridge", share[1]);
      line_clear (&line);
    }
}

/**
 * mcn_experiments_measure:
 * @cells: some of which are done
 * @result: (inout): gets rows, and shares that were chosen
 */
void
mcn_experiments_measure (const McnExperimentCells *cells, McnExperiments *result)
{
  Work work = { cells, result };

  for (guint i = 0; i < mcn_experiments_n (); i++)
    if (mcn_experiments_get (i)->how == MCN_TRY_CROPS)
      measure_crops (&work, i);
    else if (mcn_experiment_line (mcn_experiments_get (i)->how, 0) != NULL)
      measure_model (&work, i);
    else
      {
        for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
          if (lines[l].asked < mcn_experiment_n_asked (mcn_experiments_get (i)))
            measure_line (&work, i, &lines[l]);
        if (mcn_experiment_asks_styles (mcn_experiments_get (i)))
          mcn_experiment_styles_measure (cells, i, result);
      }
}
