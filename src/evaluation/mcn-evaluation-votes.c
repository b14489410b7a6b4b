/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation-work.h"

#include <math.h>

#define LEAST_SD .1

gdouble
mcn_evaluation_below (gdouble x, gdouble mean, gdouble sd)
{
  return .5 * erfc ((mean - x) / (sd * G_SQRT2));
}

/* As any metric: @p is each sample's own, @y its weight. */
gdouble
mcn_evaluation_mean (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += p[i];
  return n > 0 ? sum / n : NAN;
}

/* The mean deviation of single votes, over what train has of the source. */
static gdouble
spread_of (McnDataset *dataset, gint source)
{
  gdouble sum = 0, n = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (dataset); i++)
    {
      McnSample sample;
      McnScore score;
      gdouble voters = 0, first = 0, second = 0;

      mcn_dataset_get_sample (dataset, i, &sample);
      if (sample.part != MCN_PART_TRAIN || source < 0 || !mcn_sample_find_score (&sample, source, &score))
        continue;
      for (guint j = 0; j < score.n_votes; j++)
        {
          voters += score.votes[j];
          first += (gdouble) j * score.votes[j];
          second += (gdouble) j * j * score.votes[j];
        }
      if (voters < 2)
        continue;
      sum += sqrt (MAX (second - first * first / voters, 0) / (voters - 1));
      n++;
    }
  return n > 0 ? sum / n : NAN;
}

/* A normal distribution around @mean in places of 1 from @lowest; its ends belong to the outermost. */
static void
spread_votes (const McnQuestion *question, gdouble mean, gdouble sd, gdouble *share)
{
  gdouble before = 0;

  for (guint j = 0; j < question->n_places; j++)
    {
      gdouble up_to = j + 1 < question->n_places ? mcn_evaluation_below (question->lowest + j + .5, mean, sd) : 1;

      share[j] = up_to - before;
      before = up_to;
    }
}

/**
 * mcn_evaluation_votes:
 * @work: an evaluation
 * @row: where the figures stand
 * @goals: sources
 * @question: of scores
 * @score: what is said of each, on the source's scale
 * @votes: (nullable): shares that are said of each
 */
void
mcn_evaluation_votes (McnEvaluationWork *work, McnRow *row, const McnGoals *goals, const McnQuestion *question, const gdouble *score,
                      const gdouble *votes)
{
  const gdouble *c = mcn_candidate_get_config (work->options->candidate)->spread;
  gdouble sd = question->n_places == 0 || question->rates_vote ? NAN : spread_of (work->options->dataset, goals->source[question->k]);
  g_autofree gdouble *distance = g_new (gdouble, question->queries->len), *told = g_new (gdouble, question->queries->len);
  gsize n = 0;

  for (guint i = 0; question->n_places > 0 && i < question->queries->len; i++)
    {
      const gdouble *truth = &g_array_index (question->votes, gdouble, i * MCN_N_VOTES);
      gdouble share[MCN_N_VOTES], spread = question->rates_vote ? c[0] + c[1] * score[i] + c[2] * score[i] * score[i] : sd;

      if (isnan (truth[0]) || isnan (spread))
        continue;
      spread_votes (question, score[i], MAX (spread, LEAST_SD), share);
      distance[n] = mcn_metric_emd (1, question->n_places, share, truth);
      told[n++] = votes != NULL ? mcn_metric_emd (1, question->n_places, votes + i * MCN_N_VOTES, truth) : NAN;
    }
  if (n > 0)
    mcn_evaluation_add_figure (work, row, "emd", mcn_evaluation_mean, n, distance, distance, 0);
  if (n > 0 && votes != NULL)
    mcn_evaluation_add_figure (work, row, "emd, votes head", mcn_evaluation_mean, n, told, told, 0);
}
