/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment.h"

#include "mcn-claim.h"
#include "mcn-experiment-cells.h"
#include "mcn-experiment-measure.h"
#include "mcn-safetensors-writer.h"

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
  { "b", "the image branch foretells its photograph's critiques", MCN_TRY_NETWORK, FALSE, { .embedding = .3 } },
  { "e", "mean of the seeds", MCN_TRY_SEEDS, FALSE, { 0 } },
  { "e", "the seeds distilled into one", MCN_TRY_TAUGHT, FALSE, { 0 } },
  { "", "base: photographs and critiques", MCN_TRY_BASE, TRUE, { 0 } },
  { "f", "critiques too: high and tail bound AVA's vote", MCN_TRY_NETWORK, TRUE, { .censored = 1 } },
  { "f", "critiques too: PCCD, photo.net and APDDv2 with heads of their own", MCN_TRY_NETWORK, TRUE, { .elsewhere = TRUE } },
  { "", "critiques too: those of photographs read once more without them", MCN_TRY_NETWORK, TRUE, { .read_alone = TRUE } },
  { "f", "critiques too: distributions of votes weighted by voters", MCN_TRY_NETWORK, TRUE, { .voters = TRUE } },
  { "e", "critiques too: the seeds distilled into one", MCN_TRY_TAUGHT, TRUE, { 0 } },
  { "h", "critiques too: the ridge on words distilled", MCN_TRY_NETWORK, TRUE, { .words = .5 } },
  { "g", "critiques too: half of the texts read with punctuation", MCN_TRY_NETWORK, TRUE, { .marks = TRUE } },
  { "i", "pictures made to show a style", MCN_TRY_NETWORK, FALSE, { .synthetic = TRUE } },
  { "d", "the last blocks of the backbone trained, too", MCN_TRY_NETWORK, FALSE, { .top = .1 } },
  { "e", "photographs of another size", MCN_TRY_OTHER_SIZE, FALSE, { 0 } },
  { "e", "both sizes, the mean of two networks", MCN_TRY_SIZES, FALSE, { 0 } },
  { "c", "all seven attributes of streets learned, not three", MCN_TRY_NETWORK, FALSE, { .attributes = TRUE } },
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
  return self->how == MCN_TRY_BASE || self->how == MCN_TRY_NETWORK || self->how == MCN_TRY_TAUGHT || self->how == MCN_TRY_OTHER_SIZE;
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
  for (guint seed = 0; seed < mcn_experiment_n_teachers (work->cells->options); seed++)
    for (guint i = 0; i < G_N_ELEMENTS (experiments); i++)
      {
        gdouble seconds;

        if (!mcn_experiment_has_cell (work->cells, &experiments[i], seed))
          continue;
        result->n_cells++;
        if (!mcn_experiment_cell_done (work->cells, &experiments[i], seed, &seconds))
          {
            result->seconds += mcn_experiment_cell_spent (work->cells, &experiments[i], seed);
            continue;
          }
        result->n_done++;
        result->seconds += seconds;
        *longest = MAX (*longest, seconds);
      }
}

/* What trains no network comes first, as it costs little; what is taught by others last. */
static guint
turn_of (const McnExperiment *experiment)
{
  return experiment->how == MCN_TRY_TAUGHT ? 2 : mcn_experiment_is_network (experiment) ? 1 : 0;
}

/* A pupil waits for all its teachers. */
static gboolean
may_begin (Work *work, const McnExperiment *experiment)
{
  for (guint seed = 0; experiment->how == MCN_TRY_TAUGHT && seed < mcn_experiment_n_teachers (work->cells->options); seed++)
    if (!mcn_experiment_cell_done (work->cells, mcn_experiment_base (experiment), seed, NULL))
      return FALSE;
  return TRUE;
}

/* What another process is at is left to it. */
static gboolean
run_cell (Work *work, const McnExperiment *experiment, guint seed, GError **error)
{
  g_autofree char *folder = mcn_experiment_cell_folder (work->cells, experiment, seed);
  McnClaim claim;
  gboolean good;

  if (!mcn_make_folder (folder, error))
    return FALSE;
  if (!mcn_claim_take (&claim, folder))
    return TRUE;
  /* It may have been done while this one began. */
  good = mcn_experiment_cell_done (work->cells, experiment, seed, NULL) || mcn_experiment_cell_run (work->cells, experiment, seed, error);
  mcn_claim_release (&claim);
  return good;
}

static gboolean
run (Work *work, GError **error)
{
  const McnExperimentOptions *o = work->cells->options;
  guint n_seeds = mcn_experiment_n_teachers (o);
  gdouble longest;

  for (guint turn = 0; turn < 3 * n_seeds; turn++)
    for (guint i = 0; i < G_N_ELEMENTS (experiments); i++)
      {
        guint seed = turn % n_seeds;

        if (turn_of (&experiments[i]) != turn / n_seeds)
          continue;
        count (work, &longest);
        if (!mcn_experiment_has_cell (work->cells, &experiments[i], seed) || mcn_experiment_cell_done (work->cells, &experiments[i], seed, NULL) ||
            !may_begin (work, &experiments[i]) || work->result->seconds + longest > o->budget)
          continue;
        if (!run_cell (work, &experiments[i], seed, error))
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

  g_return_val_if_fail (mcn_experiment_n_teachers (options) <= MCN_EXPERIMENT_SEEDS, NULL);

  self->rows = g_array_new (FALSE, FALSE, sizeof (McnExperimentRow));
  self->chosen = g_array_new (FALSE, FALSE, sizeof (McnExperimentShare));
  good = mcn_experiment_cells_init (&cells, options, error) && run (&work, error);
  if (good)
    mcn_experiments_measure (&cells, self);
  mcn_experiment_cells_clear (&cells);
  return good ? g_steal_pointer (&self) : NULL;
}
