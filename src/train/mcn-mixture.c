/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-mixture.h"

#include <math.h>
#include <string.h>

/* Ways to spend ten tenths on four. */
#define MOST_WAYS 286

typedef gdouble Shares[MCN_MIXTURE_MOST];

/* Those samples of a sight that count. */
typedef struct
{
  gsize          n;
  const gdouble *x[MCN_MIXTURE_MOST];
  const gdouble *y;
  McnMetric      metric;
  gdouble       *p;
  gdouble       *memory;
} Counted;

static void
counted_init (Counted *self, guint m, const McnMixtureSight *sight)
{
  gsize n = sight->n;

  self->memory = g_new (gdouble, (m + 2) * n + 1);
  self->n = 0;
  self->y = self->memory;
  self->p = self->memory + (m + 1) * n;
  self->metric = sight->metric;
  for (gsize i = 0; i < n; i++)
    {
      if (sight->used != NULL && !sight->used[i])
        continue;
      self->memory[self->n] = sight->y[i];
      for (guint j = 0; j < m; j++)
        self->memory[(j + 1) * n + self->n] = sight->x[j][i];
      self->n++;
    }
  for (guint j = 0; j < m; j++)
    self->x[j] = self->memory + (j + 1) * n;
}

static gdouble
value_of (Counted *self, guint m, const gdouble *share)
{
  mcn_mixture_say (self->n, m, self->x, share, self->p);
  return self->metric (self->n, self->p, self->y);
}

/* All ways to spend the tenths on @m predictors, the most on the earlier ones first. */
static guint
list_ways (guint m, Shares *ways)
{
  guint tenths[MCN_MIXTURE_MOST] = { MCN_MIXTURE_STEPS }, n_ways = 0;

  for (;;)
    {
      guint from = m - 1, last;

      for (guint j = 0; j < m; j++)
        ways[n_ways][j] = tenths[j] / (gdouble) MCN_MIXTURE_STEPS;
      n_ways++;
      while (from > 0 && tenths[from - 1] == 0)
        from--;
      if (from == 0)
        return n_ways;
      /* One less where it can be, and the next has that and all behind it. */
      last = tenths[m - 1];
      tenths[m - 1] = 0;
      tenths[from - 1]--;
      tenths[from] = last + 1;
    }
}

/**
 * mcn_mixture_choose_near:
 * @m: predictors, 1 .. %MCN_MIXTURE_MOST
 * @first: what decides
 * @slack: mixtures that are worse by no more are as good
 * @second: (nullable): what decides between those
 * @share: (out): m shares; the first predictor alone where the metric of @first is never defined
 */
void
mcn_mixture_choose_near (guint m, const McnMixtureSight *first, gdouble slack, const McnMixtureSight *second, gdouble *share)
{
  g_autofree Shares *ways = g_new (Shares, MOST_WAYS);
  g_autofree gdouble *value = g_new (gdouble, MOST_WAYS);
  gdouble best = -G_MAXDOUBLE, most = -G_MAXDOUBLE;
  guint n_ways, chosen = 0;
  Counted counted;

  g_return_if_fail (m >= 1 && m <= MCN_MIXTURE_MOST);

  n_ways = list_ways (m, ways);
  counted_init (&counted, m, first);
  for (guint w = 0; w < n_ways; w++)
    {
      value[w] = counted.n > 0 ? value_of (&counted, m, ways[w]) : NAN;
      if (value[w] > best)
        {
          best = value[w];
          chosen = w;
        }
    }
  g_free (counted.memory);
  if (second != NULL)
    {
      counted_init (&counted, m, second);
      for (guint w = 0; w < n_ways && counted.n > 0; w++)
        {
          gdouble other = value[w] >= best - slack ? value_of (&counted, m, ways[w]) : NAN;

          if (other > most)
            {
              most = other;
              chosen = w;
            }
        }
      g_free (counted.memory);
    }
  memcpy (share, ways[chosen], m * sizeof *share);
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
  mcn_mixture_choose_near (m, &(McnMixtureSight) { n, x, y, metric, used, NULL }, 0, NULL, share);
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

/* @used: of the samples of @sight, which are not in the fold. */
static void
leave_out (const McnMixtureSight *sight, guint fold, gboolean *used)
{
  for (gsize i = 0; i < sight->n; i++)
    used[i] = sight->fold[i] != fold;
}

/**
 * mcn_mixture_by_folds_near:
 * @m: predictors, 1 .. %MCN_MIXTURE_MOST
 * @first: what decides, with folds
 * @slack: as in mcn_mixture_choose_near()
 * @second: (nullable): what decides between those that are as good, with folds
 * @n_folds: how many
 * @p: (out): predictions of the samples of @first
 */
void
mcn_mixture_by_folds_near (guint m, const McnMixtureSight *first, gdouble slack, const McnMixtureSight *second, guint n_folds, gdouble *p)
{
  g_autofree gboolean *used = g_new (gboolean, MAX (first->n, 1)), *also_used = g_new (gboolean, second != NULL ? MAX (second->n, 1) : 1);
  g_autofree gdouble *said = g_new (gdouble, MAX (first->n, 1));
  McnMixtureSight decides = *first, between = second != NULL ? *second : (McnMixtureSight) { 0 };

  decides.used = used;
  between.used = also_used;
  for (guint f = 0; f < n_folds; f++)
    {
      gdouble share[MCN_MIXTURE_MOST];

      leave_out (first, f, used);
      leave_out (&between, f, also_used);
      mcn_mixture_choose_near (m, &decides, slack, second != NULL ? &between : NULL, share);
      mcn_mixture_say (first->n, m, first->x, share, said);
      for (gsize i = 0; i < first->n; i++)
        if (!used[i])
          p[i] = said[i];
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
  mcn_mixture_by_folds_near (m, &(McnMixtureSight) { n, x, y, metric, NULL, fold }, 0, NULL, n_folds, p);
}
