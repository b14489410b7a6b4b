/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experts.h"

#include "mcn-metrics.h"

#include <math.h>
#include <string.h>

#define INNER_FOLDS 5

/* Photographs that a source rates, both views, and where the first of the fifth begins that chooses. */
typedef struct
{
  GArray *x;                /* gfloat: rows */
  GArray *y;                /* gdouble */
  gsize   n_chosen_from;    /* the first rows: learned from while the penalty is chosen */
} Rows;

/* Of the AVA vote its own photographs, and no crops of them. */
static gboolean
is_rated (McnDataset *dataset, const McnGoals *goals, const McnSample *sample, guint k, gint fold, guint n_folds)
{
  return mcn_goals_learns (dataset, sample, fold, n_folds) && !isnan (mcn_goals_score (goals, sample, k)) &&
         (k > 0 || (gint) sample->set == mcn_dataset_find_set (dataset, "ava"));
}

/* The share of the photographs that a source rates which is learned from. */
static gdouble
share_of (McnDataset *dataset, const McnGoals *goals, guint k, gint fold, guint n_folds)
{
  gsize n = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      n += is_rated (dataset, goals, &sample, k, fold, n_folds);
    }
  return n > MCN_MOST_PHOTOGRAPHS ? MCN_MOST_PHOTOGRAPHS / (gdouble) n : 1;
}

static void
add_rows (Rows *rows, McnDataset *dataset, const McnGoals *goals, const McnFeatureScale *scale, guint k,
          gint fold, guint n_folds, gdouble share, gboolean last)
{
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;
      gdouble y;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      if (!is_rated (dataset, goals, &sample, k, fold, n_folds) || !mcn_goals_listed (dataset, &sample, share) ||
          (mcn_goals_fold (dataset, &sample, INNER_FOLDS) == 0) != last)
        continue;
      y = mcn_goals_score (goals, &sample, k);
      for (guint n = mcn_feature_scale_add_views (scale, dataset, i, rows->x); n > 0; n--)
        g_array_append_val (rows->y, y);
    }
}

static void
add_blanks (Rows *rows, const McnBlanks *blanks, const McnGoals *goals, const McnFeatureScale *scale, guint k)
{
  g_autofree gfloat *global = g_new (gfloat, scale->n_global);
  gdouble y = (MCN_BLANK_VOTE - goals->mean[k]) / goals->sd[k];

  for (gsize i = 0; i < blanks->n; i++)
    {
      mcn_blanks_global (blanks, i, scale, global);
      g_array_append_vals (rows->x, global, scale->n_global);
      g_array_append_val (rows->y, y);
    }
}

static gdouble
choose (const Rows *rows, gsize n_global)
{
  static const gdouble penalties[] = { 1e3, 3e3, 1e4, 3e4, 1e5, 3e5 };
  const gfloat *x = (const gfloat *) rows->x->data;
  const gdouble *y = (const gdouble *) rows->y->data;
  gsize n = rows->n_chosen_from, rest = rows->y->len - n;
  g_autofree gfloat *w = g_new (gfloat, n_global);
  g_autofree gdouble *p = g_new (gdouble, MAX (rest, 1));
  gdouble best = penalties[2], least = G_MAXDOUBLE, b;

  for (guint i = 0; n > 1 && rest > 1 && i < G_N_ELEMENTS (penalties); i++)
    {
      gdouble error;

      mcn_ridge_fit (&(McnRidgeRows) { .n = n, .k = n_global, .dense = x }, y, penalties[i], w, &b);
      mcn_ridge_predict (&(McnRidgeRows) { .n = rest, .k = n_global, .dense = x + n * n_global }, w, b, p);
      error = mcn_metric_rmse (rest, p, y + n);
      if (error < least)
        {
          least = error;
          best = penalties[i];
        }
    }
  return best;
}

/* Both rate the AVA vote. */
static void
copy (McnExperts *self, guint from, guint to)
{
  memcpy (self->weight + to * self->n_global, self->weight + from * self->n_global, self->n_global * sizeof (gfloat));
  self->bias[to] = self->bias[from];
  self->penalty[to] = self->penalty[from];
  for (guint i = 0; i < MCN_N_SHARES; i++)
    self->share[i][to] = self->share[i][from];
}

/**
 * mcn_experts_fit:
 * @self: (out): the experts
 * @dataset: with features
 * @goals: their sources
 * @scale: what standardises
 * @blanks: (nullable): frames without a picture
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_experts_fit (McnExperts *self, McnDataset *dataset, const McnGoals *goals, const McnFeatureScale *scale,
                 const McnBlanks *blanks, gint fold, guint n_folds)
{
  *self = (McnExperts) {
    .n_sources = goals->n, .n_global = scale->n_global,
    .weight = g_new0 (gfloat, goals->n * scale->n_global), .bias = g_new0 (gfloat, goals->n),
  };
  for (guint k = 0; k < goals->n; k++)
    {
      g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (gfloat)), y = g_array_new (FALSE, FALSE, sizeof (gdouble));
      gdouble share = share_of (dataset, goals, k, fold, n_folds), bias;
      Rows rows = { x, y, 0 };

      add_rows (&rows, dataset, goals, scale, k, fold, n_folds, share, FALSE);
      if (blanks != NULL && k < goals->n_shared && y->len > 0)
        add_blanks (&rows, blanks, goals, scale, k);
      rows.n_chosen_from = y->len;
      add_rows (&rows, dataset, goals, scale, k, fold, n_folds, share, TRUE);
      if (y->len < 2)
        continue;
      self->penalty[k] = choose (&rows, scale->n_global);
      mcn_ridge_fit (&(McnRidgeRows) { .n = y->len, .k = scale->n_global, .dense = (const gfloat *) x->data },
                     (const gdouble *) y->data, self->penalty[k], self->weight + k * scale->n_global, &bias);
      self->bias[k] = bias;
      self->share[MCN_SHARE_PHOTO][k] = self->share[MCN_SHARE_BOTH][k] = MCN_EXPERT_SHARE;
    }
  if (goals->n_shared > 1 && self->penalty[0] == 0)
    copy (self, 1, 0);
  else if (goals->n_shared > 1 && self->penalty[1] == 0)
    copy (self, 0, 1);
}

void
mcn_experts_clear (McnExperts *self)
{
  g_clear_pointer (&self->weight, g_free);
  g_clear_pointer (&self->bias, g_free);
}

/**
 * mcn_experts_say:
 * @self: the experts
 * @k: a source
 * @global: standardised
 *
 * Returns: its score, in deviations
 */
gdouble
mcn_experts_say (const McnExperts *self, guint k, const gfloat *global)
{
  gdouble sum = self->bias[k];

  for (gsize j = 0; j < self->n_global; j++)
    sum += (gdouble) self->weight[k * self->n_global + j] * global[j];
  return sum;
}
