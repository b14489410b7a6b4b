/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-styles.h"

#include "mcn-evaluation.h"
#include "mcn-metrics.h"

#include <math.h>
#include <stdlib.h>

/* Fewer cannot be ranked. */
#define LEAST 4

static const char mean_line[] = "styles, mean";

/* What is true of the photographs, and what both sides say, seed by seed: n x MCN_N_STYLES each. */
typedef struct
{
  gsize    n;
  guint    n_seeds;
  gdouble *y;                   /* NAN: unknown */
  gdouble *p[MCN_EXPERIMENT_SEEDS], *q[MCN_EXPERIMENT_SEEDS];   /* experiment, base */
  gsize    n_known[MCN_N_STYLES], n_positive[MCN_N_STYLES];
  gsize    n_measured;          /* styles that enough show */
} Table;

static void
table_clear (Table *table)
{
  g_free (table->y);
  for (guint s = 0; s < table->n_seeds; s++)
    {
      g_free (table->p[s]);
      g_free (table->q[s]);
    }
}

static gdouble *
copy_said (const GArray *samples, const McnTrial *trial)
{
  gdouble *said = g_new (gdouble, MAX (samples->len, 1) * MCN_N_STYLES);

  for (guint i = 0; i < samples->len; i++)
    {
      const gdouble *row = mcn_trial_find (trial, g_array_index (samples, gsize, i));

      for (guint j = 0; j < MCN_N_STYLES; j++)
        said[i * MCN_N_STYLES + j] = row != NULL ? row[j] : NAN;
    }
  return said;
}

static void
read_truth (Table *table, McnDataset *dataset, const GArray *samples)
{
  table->n = samples->len;
  table->y = g_new (gdouble, MAX (table->n, 1) * MCN_N_STYLES);
  for (gsize i = 0; i < table->n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (samples, gsize, i), &sample);
      for (guint j = 0; j < MCN_N_STYLES; j++)
        {
          gboolean known = !isnan (sample.styles[j]);

          table->y[i * MCN_N_STYLES + j] = known ? sample.styles[j] >= .5f : NAN;
          table->n_known[j] += known;
          table->n_positive[j] += known && sample.styles[j] >= .5f;
        }
    }
  for (guint j = 0; j < MCN_N_STYLES; j++)
    table->n_measured += table->n_positive[j] >= MCN_LEAST_POSITIVES;
}

static void
table_read (Table *table, const McnExperimentCells *cells, const McnExperiment *experiment)
{
  for (guint seed = 0; seed < cells->options->n_seeds; seed++)
    {
      g_autoptr (McnTrial) base = mcn_experiment_cell_read (cells, mcn_experiment_base (experiment), seed, MCN_ASKED_STYLES);
      g_autoptr (McnTrial) trial = mcn_experiment_cell_read (cells, experiment, seed, MCN_ASKED_STYLES);

      if (base == NULL || trial == NULL)
        continue;
      if (table->y == NULL)
        read_truth (table, cells->options->dataset, base->sample);
      table->q[table->n_seeds] = copy_said (base->sample, base);
      table->p[table->n_seeds++] = copy_said (base->sample, trial);
    }
}

/* Of one style, of the rows @which; NAN: nobody shows it there. */
static gdouble
precision (const Table *table, const gdouble *said, guint j, const gsize *which, gdouble *p, gdouble *y)
{
  gsize n = 0;

  for (gsize i = 0; i < table->n; i++)
    {
      gsize at = which[i] * MCN_N_STYLES + j;

      if (isnan (table->y[at]))
        continue;
      p[n] = said[at];
      y[n++] = table->y[at];
    }
  return mcn_metric_ap (n, p, y);
}

/* Of every style and, last, the mean of those that are measured; over the seeds. */
static void
figures (const Table *table, gdouble *const *said, const gsize *which, gdouble figure[MCN_N_STYLES + 1])
{
  g_autofree gdouble *p = g_new (gdouble, MAX (table->n, 1)), *y = g_new (gdouble, MAX (table->n, 1));

  figure[MCN_N_STYLES] = 0;
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      figure[j] = 0;
      for (guint s = 0; s < table->n_seeds; s++)
        figure[j] += precision (table, said[s], j, which, p, y) / table->n_seeds;
      if (table->n_positive[j] >= MCN_LEAST_POSITIVES)
        figure[MCN_N_STYLES] += figure[j] / table->n_measured;
    }
}

/* Photographs are drawn anew, the same ones for both sides, all styles and seeds. */
static void
bootstrap (const Table *table, guint rounds, gdouble low[MCN_N_STYLES + 1], gdouble high[MCN_N_STYLES + 1])
{
  g_autofree gdouble *differences = g_new (gdouble, (gsize) (MCN_N_STYLES + 1) * MAX (rounds, 1));
  g_autofree gsize *which = g_new (gsize, MAX (table->n, 1));
  guint known[MCN_N_STYLES + 1] = { 0 };

  for (guint round = 0; round < rounds; round++)
    {
      gdouble p[MCN_N_STYLES + 1], q[MCN_N_STYLES + 1];
      McnRandom random;

      mcn_random_init (&random, 1, MCN_RANDOM_BOOTSTRAP, round);
      for (gsize i = 0; i < table->n; i++)
        which[i] = mcn_random_below (&random, table->n);
      figures (table, table->p, which, p);
      figures (table, table->q, which, q);
      for (guint j = 0; j <= MCN_N_STYLES; j++)
        if (isfinite (p[j] - q[j]))
          differences[(gsize) j * rounds + known[j]++] = p[j] - q[j];
    }
  for (guint j = 0; j <= MCN_N_STYLES; j++)
    {
      qsort (differences + (gsize) j * rounds, known[j], sizeof *differences, mcn_metric_by_number);
      low[j] = mcn_metric_quantile (known[j], differences + (gsize) j * rounds, .025);
      high[j] = mcn_metric_quantile (known[j], differences + (gsize) j * rounds, .975);
    }
}

/**
 * mcn_experiment_styles_measure:
 * @cells: some of which are done
 * @number: of an experiment that is asked about styles
 * @result: (inout): gets rows
 */
void
mcn_experiment_styles_measure (const McnExperimentCells *cells, guint number, McnExperiments *result)
{
  Table table = { 0 };
  gdouble p[MCN_N_STYLES + 1], q[MCN_N_STYLES + 1], low[MCN_N_STYLES + 1], high[MCN_N_STYLES + 1];
  g_autofree gsize *all = NULL;

  table_read (&table, cells, mcn_experiments_get (number));
  all = g_new (gsize, MAX (table.n, 1));
  for (gsize i = 0; i < table.n; i++)
    all[i] = i;
  figures (&table, table.p, all, p);
  figures (&table, table.q, all, q);
  if (table.n_seeds > 0)
    bootstrap (&table, cells->options->rounds, low, high);
  for (guint j = 0; j <= MCN_N_STYLES && table.n_seeds > 0; j++)
    {
      gboolean mean = j == MCN_N_STYLES, measured = mean || table.n_positive[j] >= MCN_LEAST_POSITIVES;
      McnExperimentRow row = {
        .experiment = number, .line = mean ? mean_line : mcn_style_info (j)->id, .metric = mean ? "map" : "ap", .n_seeds = table.n_seeds,
        .n = mean ? table.n_measured : table.n_known[j], .n_positive = mean ? 0 : table.n_positive[j], .value = p[j], .base = q[j],
        .difference = p[j] - q[j], .low = measured ? low[j] : NAN, .high = measured ? high[j] : NAN,
      };

      if (mean ? table.n_measured > 0 : table.n_positive[j] > 0 && table.n_known[j] >= LEAST)
        g_array_append_val (result->rows, row);
    }
  table_clear (&table);
}
