/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ridge-start.h"

#include <string.h>

static gfloat *
values (McnParams *params, const char *name)
{
  return params->values + mcn_params_find (params, name)->at;
}

static void
shrink (McnParams *params, const char *name)
{
  McnParam *param = mcn_params_find (params, name);

  for (gsize i = 0; i < param->n; i++)
    params->values[param->at + i] *= .1f;
}

/**
 * mcn_ridge_start:
 * @params: (inout): of stage 2, with their starting values
 * @dataset: with features
 * @goals: their sources
 * @scale: what standardises
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_ridge_start (McnParams *params, McnDataset *dataset, const McnGoals *goals, const McnFeatureScale *scale,
                 gint fold, guint n_folds)
{
  gsize n = scale->n_global;
  gfloat *skip = values (params, "skip.weight"), *own = values (params, "uskip.weight"), *offset = values (params, "b");
  McnExperts experts;

  mcn_experts_fit (&experts, dataset, goals, scale, NULL, fold, n_folds);
  memcpy (skip, experts.weight, n * sizeof (gfloat));
  for (guint k = 0; k < goals->n; k++)
    {
      offset[k] = experts.bias[k];
      for (gsize j = 0; k >= goals->n_shared && j < n; j++)
        own[(k - goals->n_shared) * n + j] = experts.weight[k * n + j] - skip[j];
    }
  shrink (params, "score.weight");
  shrink (params, "score.bias");
  shrink (params, "u.weight");
  mcn_experts_clear (&experts);
}
