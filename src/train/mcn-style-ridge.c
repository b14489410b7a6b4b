/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-style-ridge.h"

#include <math.h>
#include <string.h>

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
  return n > MCN_MOST_PHOTOGRAPHS ? MCN_MOST_PHOTOGRAPHS / (gdouble) n : 1;
}

/* Views of the photographs that are learned from, and what is known of each row's. */
typedef struct
{
  GArray *x;                /* gfloat: rows */
  GArray *styles;           /* gfloat: MCN_N_STYLES a row */
  gsize   n, n_global;
} Rows;

static void
list_rows (Rows *rows, McnDataset *dataset, const McnFeatureScale *scale, gint fold, guint n_folds)
{
  gdouble share = share_of (dataset, fold, n_folds);

  *rows = (Rows) { g_array_new (FALSE, FALSE, sizeof (gfloat)), g_array_new (FALSE, FALSE, sizeof (gfloat)), 0, scale->n_global };
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      if (!is_known (dataset, &sample, fold, n_folds) || !mcn_goals_listed (dataset, &sample, share))
        continue;
      for (guint n = mcn_feature_scale_add_views (scale, dataset, i, rows->x); n > 0; n--, rows->n++)
        g_array_append_vals (rows->styles, sample.styles, MCN_N_STYLES);
    }
}

/* Rows of which @style is known; their number. */
static gsize
take_known (const Rows *rows, guint style, gfloat *x, gdouble *y)
{
  const gfloat *from = (const gfloat *) rows->x->data;
  gsize n = 0;

  for (gsize i = 0; i < rows->n; i++)
    {
      gfloat known = g_array_index (rows->styles, gfloat, i * MCN_N_STYLES + style);

      if (isnan (known))
        continue;
      memcpy (x + n * rows->n_global, from + i * rows->n_global, rows->n_global * sizeof (gfloat));
      y[n++] = known;
    }
  return n;
}

/* Its predictions vary by 1 among what it has learned from. */
static void
fit_style (gfloat *weight, gsize n, gsize n_global, const gfloat *x, const gdouble *y, gdouble penalty)
{
  const McnRidgeRows rows = { .n = n, .k = n_global, .dense = x };
  g_autofree gdouble *p = g_new (gdouble, n + 1);
  gdouble bias, sum = 0, squares = 0, sd;

  if (n < 2)
    return;
  mcn_ridge_fit (&rows, y, penalty, weight, &bias);
  mcn_ridge_predict (&rows, weight, 0, p);
  for (gsize i = 0; i < n; i++)
    {
      sum += p[i];
      squares += p[i] * p[i];
    }
  sd = sqrt (MAX (squares / n - sum / n * (sum / n), 0));
  /* Nobody, or everybody, shows it. */
  for (gsize i = 0; i < n_global; i++)
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
  g_autofree gfloat *x = NULL;
  g_autofree gdouble *y = NULL;
  Rows rows;

  *self = (McnStyleRidge) { .n_global = scale->n_global, .weight = g_new0 (gfloat, MCN_N_STYLES * scale->n_global) };
  list_rows (&rows, dataset, scale, fold, n_folds);
  x = g_new (gfloat, rows.n * rows.n_global + 1);
  y = g_new (gdouble, rows.n + 1);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize n = take_known (&rows, j, x, y);

      fit_style (self->weight + j * self->n_global, n, self->n_global, x, y, penalty);
    }
  g_array_unref (rows.x);
  g_array_unref (rows.styles);
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
