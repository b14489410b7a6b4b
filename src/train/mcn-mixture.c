/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-mixture.h"

#include <math.h>
#include <string.h>

typedef struct
{
  gsize          n;
  guint          m;
  const gdouble *x[MCN_MIXTURE_MOST];
  const gdouble *y;
  McnMetric      metric;
  gdouble       *p;
  gdouble        best;
  gdouble        share[MCN_MIXTURE_MOST];
} Search;

/* Tries all ways to spend the @rest tenths on the predictors from @i on, the earlier ones first. */
static void
try_shares (Search *self, guint i, guint rest, gdouble *share)
{
  gdouble value;

  if (i + 1 < self->m)
    {
      for (guint tenths = rest + 1; tenths-- > 0;)
        {
          share[i] = tenths / (gdouble) MCN_MIXTURE_STEPS;
          try_shares (self, i + 1, rest - tenths, share);
        }
      return;
    }
  share[i] = rest / (gdouble) MCN_MIXTURE_STEPS;
  mcn_mixture_say (self->n, self->m, self->x, share, self->p);
  value = self->metric (self->n, self->p, self->y);
  if (value > self->best)
    {
      self->best = value;
      memcpy (self->share, share, self->m * sizeof *share);
    }
}

/**
 * mcn_mixture_choose:
 * @n: samples
 * @m: predictors, 1 .. %MCN_MIXTURE_MOST
 * @x: what they say
 * @y: what is true
 * @metric: the larger the better
 * @used: (nullable): which samples count
 * @share: (out): m shares; the first predictor alone where @metric is never defined
 */
void
mcn_mixture_choose (gsize n, guint m, const gdouble *const *x, const gdouble *y, McnMetric metric,
                    const gboolean *used, gdouble *share)
{
  g_autofree gdouble *all = g_new (gdouble, (m + 2) * n + 1);
  Search search = { .m = m, .y = all, .metric = metric, .p = all + (m + 1) * n, .best = -G_MAXDOUBLE, .share = { 1 } };
  gdouble tried[MCN_MIXTURE_MOST] = { 0 };

  g_return_if_fail (m >= 1 && m <= MCN_MIXTURE_MOST);

  for (gsize i = 0; i < n; i++)
    {
      if (used != NULL && !used[i])
        continue;
      all[search.n] = y[i];
      for (guint j = 0; j < m; j++)
        all[(j + 1) * n + search.n] = x[j][i];
      search.n++;
    }
  for (guint j = 0; j < m; j++)
    search.x[j] = all + (j + 1) * n;
  if (search.n > 0)
    try_shares (&search, 0, MCN_MIXTURE_STEPS, tried);
  memcpy (share, search.share, m * sizeof *share);
}

/**
 * mcn_mixture_say:
 * @n: samples
 * @m: predictors
 * @x: what they say
 * @share: m shares
 * @p: (out): n predictions
 */
void
mcn_mixture_say (gsize n, guint m, const gdouble *const *x, const gdouble *share, gdouble *p)
{
  for (gsize i = 0; i < n; i++)
    {
      p[i] = 0;
      for (guint j = 0; j < m; j++)
        p[i] += share[j] * x[j][i];
    }
}

/**
 * mcn_mixture_by_folds:
 * @n: samples
 * @m: predictors, 1 .. %MCN_MIXTURE_MOST
 * @x: what they say
 * @y: what is true
 * @metric: the larger the better
 * @fold: of each sample
 * @n_folds: how many
 * @p: (out): n predictions
 */
void
mcn_mixture_by_folds (gsize n, guint m, const gdouble *const *x, const gdouble *y, McnMetric metric,
                      const guint *fold, guint n_folds, gdouble *p)
{
  g_autofree gboolean *used = g_new (gboolean, MAX (n, 1));
  g_autofree gdouble *said = g_new (gdouble, MAX (n, 1));

  for (guint f = 0; f < n_folds; f++)
    {
      gdouble share[MCN_MIXTURE_MOST];

      for (gsize i = 0; i < n; i++)
        used[i] = fold[i] != f;
      mcn_mixture_choose (n, m, x, y, metric, used, share);
      mcn_mixture_say (n, m, x, share, said);
      for (gsize i = 0; i < n; i++)
        if (fold[i] == f)
          p[i] = said[i];
    }
}
