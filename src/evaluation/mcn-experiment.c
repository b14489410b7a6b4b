/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment.h"

#include "mcn-experiment-cells.h"
#include "mcn-experiment-measure.h"

/* In the order of expected worth. */
static const McnExperiment experiments[] = {
  { "", "base: photographs alone", MCN_TRY_BASE, FALSE, { 0 } },
  { "", "ridge on pooled features alone", MCN_TRY_RIDGE, FALSE, { 0 } },
  { "a", "ridge beside the network, a share for each source", MCN_TRY_MIXED, FALSE, { 0 } },
  { "a", "ridges beside the whole model, a share for each source", MCN_TRY_EXPERTS, FALSE, { 0 } },
  { "h", "ridge on words beside the model", MCN_TRY_WORDS, FALSE, { 0 } },
  { "", "heads and ridges mixed for AVA's own photographs", MCN_TRY_CROPS, FALSE, { 0 } },
  { "a", "skips that begin as the ridge", MCN_TRY_NETWORK, FALSE, { .from_ridge = TRUE } },
  { "e", "parameters averaged over the last half", MCN_TRY_NETWORK, FALSE, { .average = .5 } },
  { "e", "ranks within a source in the loss", MCN_TRY_NETWORK, FALSE, { .ranks = 1 } },
  { "e", "mean of the seeds", MCN_TRY_SEEDS, FALSE, { 0 } },
  { "", "base: photographs and critiques", MCN_TRY_BASE, TRUE, { 0 } },
  { "f", "critiques too: high and tail bound AVA's vote", MCN_TRY_NETWORK, TRUE, { .censored = 1 } },
  { "f", "critiques too: PCCD, photo.net and APDDv2 with heads of their own", MCN_TRY_NETWORK, TRUE, { .elsewhere = TRUE } },
  { "f", "critiques too: distributions of votes weighted by voters", MCN_TRY_NETWORK, TRUE, { .voters = TRUE } },
  { "c", "without the auxiliary heads", MCN_TRY_NETWORK, FALSE, { .no_auxiliary = TRUE } },
};

/**
 * mcn_experiments_n:
 *
 * Returns: how many there are
 */
guint
mcn_experiments_n (void)
{
  return G_N_ELEMENTS (experiments);
}

/**
 * mcn_experiments_get:
 * @i: under mcn_experiments_n()
 *
 * Returns: (transfer none): the one with this number
 */
const McnExperiment *
mcn_experiments_get (guint i)
{
  return &experiments[i];
}

void
mcn_experiments_free (McnExperiments *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->chosen);
  g_free (self);
}

/**
 * mcn_experiment_base:
 * @self: an experiment
 *
 * Returns: (transfer none): what it is compared with
 */
const McnExperiment *
mcn_experiment_base (const McnExperiment *self)
{
  guint i = 0;

  while (experiments[i].how != MCN_TRY_BASE || experiments[i].texts != self->texts)
    i++;
  return &experiments[i];
}

/**
 * mcn_experiment_is_network:
 * @self: an experiment
 *
 * Returns: whether it trains one, for each seed
 */
gboolean
mcn_experiment_is_network (const McnExperiment *self)
{
  return self->how == MCN_TRY_BASE || self->how == MCN_TRY_NETWORK;
}

typedef struct
{
  McnExperimentCells *cells;
  McnExperiments     *result;
} Work;

/* Cells of a network all take about the same time, the others far less. */
static void
count (Work *work, gdouble *longest)
{
  McnExperiments *result = work->result;

  result->n_cells = result->n_done = 0;
  result->seconds = *longest = 0;
  for (guint seed = 0; seed < work->cells->options->n_seeds; seed++)
    for (guint i = 0; i < G_N_ELEMENTS (experiments); i++)
      {
        gdouble seconds;

        if (!mcn_experiment_has_cell (work->cells, &experiments[i], seed))
          continue;
        result->n_cells++;
        if (!mcn_experiment_cell_done (work->cells, &experiments[i], seed, &seconds))
          continue;
        result->n_done++;
        result->seconds += seconds;
        *longest = MAX (*longest, seconds);
      }
}

static gboolean
run (Work *work, GError **error)
{
  const McnExperimentOptions *o = work->cells->options;
  gdouble longest;

  /* What trains no network comes first: it costs little. */
  for (guint seed = 0; seed < 2 * o->n_seeds; seed++)
    for (guint i = 0; i < G_N_ELEMENTS (experiments); i++)
      {
        if (mcn_experiment_is_network (&experiments[i]) != (seed >= o->n_seeds))
          continue;
        count (work, &longest);
        if (!mcn_experiment_has_cell (work->cells, &experiments[i], seed % o->n_seeds) ||
            mcn_experiment_cell_done (work->cells, &experiments[i], seed % o->n_seeds, NULL) || work->result->seconds + longest > o->budget)
          continue;
        if (!mcn_experiment_cell_run (work->cells, &experiments[i], seed % o->n_seeds, error))
          return FALSE;
      }
  count (work, &longest);
  return TRUE;
}

/**
 * mcn_experiments_run:
 * @options: what, where, for how long
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what all cells that are done say; %NULL with
 *   %MCN_TRAIN_ERROR; cells that are done stay so
 */
McnExperiments *
mcn_experiments_run (const McnExperimentOptions *options, GError **error)
{
  g_autoptr (McnExperiments) self = g_new0 (McnExperiments, 1);
  McnExperimentCells cells;
  Work work = { &cells, self };
  gboolean good;

  g_return_val_if_fail (options->n_seeds <= MCN_EXPERIMENT_SEEDS, NULL);

  self->rows = g_array_new (FALSE, FALSE, sizeof (McnExperimentRow));
  self->chosen = g_array_new (FALSE, FALSE, sizeof (McnExperimentShare));
  good = mcn_experiment_cells_init (&cells, options, error) && run (&work, error);
  if (good)
    mcn_experiments_measure (&cells, self);
  mcn_experiment_cells_clear (&cells);
  return good ? g_steal_pointer (&self) : NULL;
}
