/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-censored.h"

#include "mcn-metrics.h"

#include <math.h>
#include <stdlib.h>

/* "high" of AVA: a mean vote above it. */
#define MIDDLE ((5 - MCN_AVA_MEAN) / MCN_AVA_SD)

/**
 * mcn_censored_measure:
 * @self: (out): the edges of the tenths
 * @dataset: the dataset
 * @goals: sources, the first of which is AVA's vote
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_censored_measure (McnCensored *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds)
{
  g_autoptr (GArray) votes = g_array_new (FALSE, FALSE, sizeof (gdouble));

  *self = (McnCensored) { -INFINITY, INFINITY };
  for (gsize i = 0; i < mcn_dataset_get_n_samples (dataset); i++)
    {
      McnSample sample;
      gdouble vote;

      mcn_dataset_get_sample (dataset, i, &sample);
      vote = mcn_goals_score (goals, &sample, 0);
      if (isnan (vote) || !mcn_goals_learns (dataset, &sample, fold, n_folds))
        continue;
      g_array_append_val (votes, vote);
      if (sample.tail < 0)
        self->worst = MAX (self->worst, vote);
      if (sample.tail > 0)
        self->best = MIN (self->best, vote);
    }
  qsort (votes->data, votes->len, sizeof (gdouble), mcn_metric_by_number);
  /* Without a vote there is the middle alone. */
  if (isinf (self->worst))
    self->worst = votes->len > 0 ? mcn_metric_quantile (votes->len, (const gdouble *) votes->data, .1) : MIDDLE;
  if (isinf (self->best))
    self->best = votes->len > 0 ? mcn_metric_quantile (votes->len, (const gdouble *) votes->data, .9) : MIDDLE;
}

/**
 * mcn_censored_fill:
 * @self: the edges
 * @goals: sources, the first of which is AVA's vote
 * @tape: where arrays come from
 * @n: samples
 * @samples: n of them
 * @targets: (inout): gets bounds
 */
void
mcn_censored_fill (const McnCensored *self, const McnGoals *goals, McnTape *tape, gsize n, const McnSample *const *samples,
                   McnTargets *targets)
{
  gfloat *least = mcn_tape_floats (tape, n), *most = mcn_tape_floats (tape, n);

  for (gsize i = 0; i < n; i++)
    {
      const McnSample *sample = samples[i];

      least[i] = most[i] = NAN;
      if (!isnan (mcn_goals_score (goals, sample, 0)))
        continue;
      if (sample->tail > 0)
        least[i] = self->best;
      else if (sample->high > 0)
        least[i] = MIDDLE;
      if (sample->tail < 0)
        most[i] = self->worst;
      else if (sample->high == 0)
        most[i] = MIDDLE;
    }
  targets->least = least;
  targets->most = most;
}

/**
 * mcn_censored_loss:
 * @targets: with bounds
 * @k: n x sources
 * @dk: (inout): n x sources
 * @losses: (inout): the score's grows
 */
void
mcn_censored_loss (const McnTargets *targets, const gfloat *k, gfloat *dk, McnLosses *losses)
{
  gsize m = targets->n_sources, n = 0;
  gdouble sum = 0;

  for (gsize i = 0; i < targets->n; i++)
    n += !isnan (targets->least[i]) || !isnan (targets->most[i]);
  for (gsize i = 0; i < targets->n; i++)
    {
      gdouble past = 0;

      /* Comparisons with an unknown bound are false. */
      if (k[i * m] < targets->least[i])
        past = (gdouble) k[i * m] - targets->least[i];
      else if (k[i * m] > targets->most[i])
        past = (gdouble) k[i * m] - targets->most[i];
      sum += past * past;
      if (past != 0)
        dk[i * m] += 2 * targets->censored / n * past;
    }
  if (n > 0)
    losses->loss[MCN_TASK_SCORE] += targets->censored * sum / n;
}
