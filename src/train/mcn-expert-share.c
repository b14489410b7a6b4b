/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-expert-share.h"

#include "mcn-metrics.h"

#include <math.h>

#define N_SHARES 11
/* Fewer say nothing about an order. */
#define LEAST 3

/* Photographs of val with a score of source @k. */
static GArray *
list_queries (McnDataset *dataset, const McnGoals *goals, guint k, gboolean both)
{
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (dataset, i);
      McnQuery query = { number, TRUE, number, both ? 0 : MCN_TEXT_NONE };
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, number, &sample);
      if (sample.part == MCN_PART_VAL && (!both || sample.n_sentences > 0) && !isnan (mcn_goals_score (goals, &sample, k)) &&
          mcn_dataset_get_features (dataset, i, FALSE, &features))
        g_array_append_val (queries, query);
    }
  return queries;
}

/* Adds the rank correlation of each share; FALSE: there are too few. */
static gboolean
add_source (McnStage2 *stage, McnDataset *dataset, const McnExperts *experts, McnTeam *team, guint k, gboolean both, gdouble *sums)
{
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  const McnFeatureScale *scale = mcn_stage2_get_scale (stage);
  g_autoptr (GArray) queries = list_queries (dataset, goals, k, both);
  gsize n = queries->len;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) };
  g_autofree gfloat *score = g_new0 (gfloat, n * goals->n + 1), *global = g_new (gfloat, scale->n_global);
  g_autofree gdouble *said = g_new (gdouble, n + 1), *p = g_new (gdouble, n + 1), *y = g_new (gdouble, n + 1);

  if (n < LEAST)
    return FALSE;
  mcn_stage2_predict (stage, &step, n, (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, NULL);
  for (gsize i = 0; i < n; i++)
    {
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (queries, McnQuery, i).sample, &sample);
      mcn_dataset_get_features (dataset, sample.photograph, FALSE, &features);
      mcn_feature_scale_global (scale, &features, global);
      said[i] = mcn_experts_say (experts, k, global);
      y[i] = mcn_goals_score (goals, &sample, k);
    }
  for (guint s = 0; s < N_SHARES; s++)
    {
      gdouble share = s / (N_SHARES - 1.), srcc;

      for (gsize i = 0; i < n; i++)
        p[i] = (1 - share) * score[i * goals->n + k] + share * said[i];
      srcc = mcn_metric_srcc (n, p, y);
      sums[s] += isnan (srcc) ? 0 : srcc;
    }
  return TRUE;
}

/**
 * mcn_expert_share:
 * @stage: a finished stage 2; what an epoch has listed is forgotten
 * @dataset: its dataset
 * @experts: learned from train
 * @team: (nullable): who works
 * @both: with their first critique
 *
 * Returns: the share, 0 .. 1
 */
gdouble
mcn_expert_share (McnStage2 *stage, McnDataset *dataset, const McnExperts *experts, McnTeam *team, gboolean both)
{
  static const char *const sources[] = { "machine", "beauty", "appeal", "street" };
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  gdouble sums[N_SHARES] = { 0 };
  gboolean any = FALSE;
  guint best = 0;

  for (guint i = 0; i < (both ? 2 : G_N_ELEMENTS (sources)); i++)
    for (guint k = 0; k < goals->n; k++)
      if (g_str_equal (goals->name[k], sources[i]) && add_source (stage, dataset, experts, team, k, both, sums))
        any = TRUE;
  for (guint s = 1; s < N_SHARES; s++)
    if (sums[s] > sums[best])
      best = s;
  return any ? best / (N_SHARES - 1.) : MCN_EXPERT_SHARE;
}
