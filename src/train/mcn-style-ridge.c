/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-style-ridge.h"

#include <math.h>

/* A row holds some thousand numbers; more photographs say little more. */
#define MOST_PHOTOGRAPHS 8000

static gboolean
is_known (McnDataset *dataset, const McnSample *sample, gint fold, guint n_folds)
{
  if (!mcn_goals_learns (dataset, sample, fold, n_folds))
    return FALSE;
  for (guint j = 0; j < MCN_N_STYLES; j++)
    if (!isnan (sample->styles[j]))
      return TRUE;
  return FALSE;
}

/* The share of the photographs whose styles are known which is learned from. */
static gdouble
share_of (McnDataset *dataset, gint fold, guint n_folds)
{
  gsize n = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      n += is_known (dataset, &sample, fold, n_folds);
    }
  return n > MOST_PHOTOGRAPHS ? MOST_PHOTOGRAPHS / (gdouble) n : 1;
}

/* Rows of the photographs that @list names, both views, of which @style is known. */
static void
add_rows (McnDataset *dataset, const McnFeatureScale *scale, const GArray *list, guint style, GArray *x, GArray *y)
{
  g_autofree gfloat *global = g_new (gfloat, scale->n_global);

  for (guint i = 0; i < list->len; i++)
    {
      gsize photograph = g_array_index (list, gsize, i);
      McnSample sample;
      gdouble known;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, photograph), &sample);
      known = sample.styles[style];
      if (isnan (known))
        continue;
      for (guint mirrored = 0; mirrored < 2; mirrored++)
        {
          McnFeatures features;

          if (!mcn_dataset_get_features (dataset, photograph, mirrored, &features))
            continue;
          mcn_feature_scale_global (scale, &features, global);
          g_array_append_vals (x, global, scale->n_global);
          g_array_append_val (y, known);
        }
    }
}

/* Its predictions vary by 1 among what it has learned from. */
static void
fit_style (McnStyleRidge *self, guint style, const GArray *x, const GArray *y, gdouble penalty)
{
  const McnRidgeRows rows = { .n = y->len, .k = self->n_global, .dense = (const gfloat *) x->data };
  gfloat *weight = self->weight + style * self->n_global;
  g_autofree gdouble *p = g_new (gdouble, MAX (y->len, 1));
  gdouble bias, sum = 0, squares = 0, sd;

  if (y->len < 2)
    return;
  mcn_ridge_fit (&rows, (const gdouble *) y->data, penalty, weight, &bias);
  mcn_ridge_predict (&rows, weight, 0, p);
  for (guint i = 0; i < y->len; i++)
    {
      sum += p[i];
      squares += p[i] * p[i];
    }
  sd = sqrt (MAX (squares / y->len - sum / y->len * (sum / y->len), 0));
  /* Nobody, or everybody, shows it. */
  for (gsize i = 0; i < self->n_global; i++)
    weight[i] = sd > 1e-6 ? (gfloat) (weight[i] / sd) : 0;
}

/**
 * mcn_style_ridge_fit:
 * @self: (out): the experts
 * @dataset: with features
 * @scale: what standardises
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 * @penalty: on the length of the weights
 */
void
mcn_style_ridge_fit (McnStyleRidge *self, McnDataset *dataset, const McnFeatureScale *scale, gint fold, guint n_folds, gdouble penalty)
{
  gdouble share = share_of (dataset, fold, n_folds);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (gsize));

  *self = (McnStyleRidge) { .n_global = scale->n_global, .weight = g_new0 (gfloat, MCN_N_STYLES * scale->n_global) };
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      if (is_known (dataset, &sample, fold, n_folds) && mcn_goals_listed (dataset, &sample, share))
        g_array_append_val (list, i);
    }
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (gfloat)), y = g_array_new (FALSE, FALSE, sizeof (gdouble));

      add_rows (dataset, scale, list, j, x, y);
      fit_style (self, j, x, y, penalty);
    }
}

void
mcn_style_ridge_clear (McnStyleRidge *self)
{
  g_clear_pointer (&self->weight, g_free);
}

/**
 * mcn_style_ridge_say:
 * @self: the experts
 * @style: which
 * @global: standardised
 *
 * Returns: what it adds to a logit
 */
gdouble
mcn_style_ridge_say (const McnStyleRidge *self, guint style, const gfloat *global)
{
  gdouble sum = 0;

  for (gsize j = 0; j < self->n_global; j++)
    sum += (gdouble) self->weight[style * self->n_global + j] * global[j];
  return sum;
}
