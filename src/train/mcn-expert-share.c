/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-expert-share.h"

#include "mcn-mixture.h"

#include <math.h>

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

static void
choose (McnExperts *experts, McnStage2 *stage, McnDataset *dataset, McnTeam *team, guint k, guint mode)
{
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  const McnFeatureScale *scale = mcn_stage2_get_scale (stage);
  g_autoptr (GArray) queries = list_queries (dataset, goals, k, mode == MCN_SHARE_BOTH);
  gsize n = queries->len;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) };
  g_autofree gfloat *score = g_new0 (gfloat, n * goals->n + 1), *global = g_new (gfloat, scale->n_global);
  g_autofree gdouble *said = g_new (gdouble, n + 1), *expert = g_new (gdouble, n + 1), *y = g_new (gdouble, n + 1);
  const gdouble *x[] = { said, expert };
  gdouble share[2];

  if (n < LEAST || experts->penalty[k] == 0)
    return;
  mcn_stage2_predict (stage, &step, n, (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, NULL);
  for (gsize i = 0; i < n; i++)
    {
      McnFeatures features;
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (queries, McnQuery, i).sample, &sample);
      mcn_dataset_get_features (dataset, sample.photograph, FALSE, &features);
      mcn_feature_scale_global (scale, &features, global);
      said[i] = score[i * goals->n + k];
      expert[i] = mcn_experts_say (experts, k, global);
      y[i] = mcn_goals_score (goals, &sample, k);
    }
  mcn_mixture_choose (n, G_N_ELEMENTS (x), x, y, mcn_metric_srcc, NULL, share);
  experts->share[mode][k] = share[1];
}

/**
 * mcn_expert_shares:
 * @experts: (inout): learned from train; their shares are chosen
 * @stage: a finished stage 2; what an epoch has listed is forgotten
 * @dataset: its dataset
 * @team: (nullable): who works
 */
void
mcn_expert_shares (McnExperts *experts, McnStage2 *stage, McnDataset *dataset, McnTeam *team)
{
  const McnGoals *goals = mcn_stage2_get_goals (stage);

  for (guint mode = 0; mode < MCN_N_SHARES; mode++)
    {
      for (guint k = 1; k < goals->n; k++)
        choose (experts, stage, dataset, team, k, mode);
      if (goals->n_shared > 1)
        experts->share[mode][0] = experts->share[mode][1];
    }
}
