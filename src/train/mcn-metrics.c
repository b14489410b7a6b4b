/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-metrics.h"

#include "mcn-random.h"

#include <math.h>
#include <stdlib.h>

#define MIDDLE 5.
#define N_BINS 10

typedef struct
{
  gdouble value, goal;
  gsize   index;
} Pair;

static int
by_value (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;

  return x->value < y->value ? -1 : x->value > y->value;
}

static Pair *
sorted_pairs (gsize n, const gdouble *p, const gdouble *y)
{
  Pair *pairs = g_new (Pair, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    pairs[i] = (Pair) { p[i], y[i], i };
  qsort (pairs, n, sizeof *pairs, by_value);
  return pairs;
}

/* Which of its own values each number is, 0 the least, equal ones alike. */
static gdouble *
places_of (gsize n, const gdouble *x)
{
  g_autofree Pair *pairs = sorted_pairs (n, x, x);
  gdouble *place = g_new (gdouble, MAX (n, 1));
  gsize at = 0;

  for (gsize i = 0; i < n; i++)
    {
      at += i > 0 && pairs[i].value != pairs[i - 1].value;
      place[pairs[i].index] = at;
    }
  return place;
}

/* Whether counting does for @x what sorting does. */
static gboolean
are_places (gsize n, const gdouble *x)
{
  for (gsize i = 0; i < n; i++)
    if (!(x[i] >= 0 && x[i] < n) || x[i] != (gsize) x[i])
      return FALSE;
  return TRUE;
}

static gdouble *
ranks (gsize n, const gdouble *x)
{
  g_autofree gdouble *found = are_places (n, x) ? NULL : places_of (n, x);
  const gdouble *place = found != NULL ? found : x;
  g_autofree gsize *first = g_new0 (gsize, n + 1);
  gdouble *rank = g_new (gdouble, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    first[(gsize) place[i] + 1]++;
  for (gsize v = 0; v < n; v++)
    first[v + 1] += first[v];
  for (gsize i = 0; i < n; i++)
    rank[i] = (first[(gsize) place[i]] + first[(gsize) place[i] + 1] - 1) / 2.;
  return rank;
}

/**
 * mcn_metric_prepare:
 * @metric: a figure
 * @n: how many
 * @x: numbers
 */
gdouble *
mcn_metric_prepare (McnMetric metric, gsize n, const gdouble *x)
{
  gboolean known = TRUE;

  for (gsize i = 0; i < n; i++)
    known = known && !isnan (x[i]);
  return metric == mcn_metric_srcc && known ? places_of (n, x) : g_memdup2 (x, n * sizeof *x);
}

/* Sums of equal numbers are rounded: they do not show that nothing varies. */
static gboolean
varies (gsize n, const gdouble *x)
{
  for (gsize i = 1; i < n; i++)
    if (x[i] != x[0])
      return TRUE;
  return FALSE;
}

gdouble
mcn_metric_plcc (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble mean_p = 0, mean_y = 0, pp = 0, yy = 0, py = 0;

  for (gsize i = 0; i < n; i++)
    {
      mean_p += p[i] / n;
      mean_y += y[i] / n;
    }
  for (gsize i = 0; i < n; i++)
    {
      pp += (p[i] - mean_p) * (p[i] - mean_p);
      yy += (y[i] - mean_y) * (y[i] - mean_y);
      py += (p[i] - mean_p) * (y[i] - mean_y);
    }
  return varies (n, p) && varies (n, y) ? py / sqrt (pp * yy) : NAN;
}

gdouble
mcn_metric_srcc (gsize n, const gdouble *p, const gdouble *y)
{
  g_autofree gdouble *rank_p = ranks (n, p), *rank_y = ranks (n, y);

  return mcn_metric_plcc (n, rank_p, rank_y);
}

gdouble
mcn_metric_brier (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (p[i] - y[i]) * (p[i] - y[i]);
  return n > 0 ? sum / n : NAN;
}

gdouble
mcn_metric_rmse (gsize n, const gdouble *p, const gdouble *y)
{
  return sqrt (mcn_metric_brier (n, p, y));
}

gdouble
mcn_metric_mae (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += fabs (p[i] - y[i]);
  return n > 0 ? sum / n : NAN;
}

gdouble
mcn_metric_accuracy (gsize n, const gdouble *p, const gdouble *y)
{
  gsize right = 0;

  for (gsize i = 0; i < n; i++)
    right += (p[i] > MIDDLE) == (y[i] > MIDDLE);
  return n > 0 ? right / (gdouble) n : NAN;
}

gdouble
mcn_metric_balanced (gsize n, const gdouble *p, const gdouble *y)
{
  gsize right[2] = { 0 }, all[2] = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      guint high = y[i] > MIDDLE;

      all[high]++;
      right[high] += (p[i] > MIDDLE) == high;
    }
  return all[0] > 0 && all[1] > 0 ? (right[0] / (gdouble) all[0] + right[1] / (gdouble) all[1]) / 2 : NAN;
}

gdouble
mcn_metric_auc (gsize n, const gdouble *p, const gdouble *y)
{
  g_autofree gdouble *rank = ranks (n, p);
  gdouble sum = 0, positives = 0;

  for (gsize i = 0; i < n; i++)
    if (y[i] > .5)
      {
        sum += rank[i] + 1;
        positives++;
      }
  return positives > 0 && positives < n ? (sum - positives * (positives + 1) / 2) / (positives * (n - positives)) : NAN;
}

gdouble
mcn_metric_ap (gsize n, const gdouble *p, const gdouble *y)
{
  g_autofree Pair *pairs = sorted_pairs (n, p, y);
  gdouble positives = 0, found = 0, sum = 0;

  for (gsize i = 0; i < n; i++)
    positives += y[i] > .5;
  /* From the surest down; what is equally sure counts together. */
  for (gsize i = n, j; i > 0; i = j)
    {
      gdouble before = found;

      for (j = i; j > 0 && pairs[j - 1].value == pairs[i - 1].value; j--)
        found += pairs[j - 1].goal > .5;
      sum += (found - before) * found / (n - j);
    }
  return positives > 0 ? sum / positives : NAN;
}

gdouble
mcn_metric_calibration (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble said[N_BINS] = { 0 }, was[N_BINS] = { 0 }, sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint bin = CLAMP (p[i] * N_BINS, 0, N_BINS - 1);

      said[bin] += p[i];
      was[bin] += y[i];
    }
  for (guint bin = 0; bin < N_BINS; bin++)
    sum += fabs (said[bin] - was[bin]);
  return n > 0 ? sum / n : NAN;
}

gdouble
mcn_metric_emd (gsize n, gsize places, const gdouble *p, const gdouble *y)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble gap = 0;

      for (gsize j = 0; j < places; j++)
        {
          gap += p[i * places + j] - y[i * places + j];
          sum += fabs (gap);
        }
    }
  return n > 0 ? sum / n : NAN;
}

gdouble
mcn_metric_quantile (gsize n, const gdouble *x, gdouble at)
{
  gdouble place = at * (n - 1.);
  gsize below = place;

  if (n == 0)
    return NAN;
  return below + 1 < n ? x[below] + (place - below) * (x[below + 1] - x[below]) : x[n - 1];
}

/**
 * mcn_metric_by_number:
 * @a: a gdouble
 * @b: another
 *
 * Returns: below 0, 0 or above 0, for a rising order
 */
int
mcn_metric_by_number (gconstpointer a, gconstpointer b)
{
  const gdouble *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/**
 * mcn_metric_bootstrap_samples:
 * @figure: of some samples
 * @data: for @figure
 * @n: samples
 * @rounds: resamplings
 * @seed: where random numbers begin
 * @low: (out): 2.5 % quantile
 * @high: (out): 97.5 % quantile
 */
void
mcn_metric_bootstrap_samples (McnFigureOf figure, gpointer data, gsize n, guint rounds, guint64 seed, gdouble *low, gdouble *high)
{
  g_autofree gdouble *figures = g_new (gdouble, MAX (rounds, 1));
  g_autofree guint32 *which = g_new (guint32, MAX (n, 1));
  gsize known = 0;

  for (guint round = 0; n > 0 && round < rounds; round++)
    {
      McnRandom random;
      gdouble value;

      mcn_random_init (&random, seed, MCN_RANDOM_BOOTSTRAP, round);
      for (gsize i = 0; i < n; i++)
        which[i] = mcn_random_below (&random, n);
      value = figure (data, n, which);
      if (isfinite (value))
        figures[known++] = value;
    }
  qsort (figures, known, sizeof *figures, mcn_metric_by_number);
  *low = mcn_metric_quantile (known, figures, .025);
  *high = mcn_metric_quantile (known, figures, .975);
}

/* Pairs of what is said and what is true. */
typedef struct
{
  McnMetric      metric;
  const gdouble *p, *q, *y;                 /* @q NULL: the figure itself, else the difference */
  gdouble       *some_p, *some_q, *some_y;  /* those that were drawn */
} Pairs;

static gdouble
figure_of_pairs (gpointer data, gsize n, const guint32 *which)
{
  const Pairs *self = data;

  for (gsize i = 0; i < n; i++)
    {
      self->some_p[i] = self->p[which[i]];
      self->some_q[i] = self->q != NULL ? self->q[which[i]] : 0;
      self->some_y[i] = self->y[which[i]];
    }
  return self->metric (n, self->some_p, self->some_y) - (self->q != NULL ? self->metric (n, self->some_q, self->some_y) : 0);
}

static void
bootstrap (McnMetric metric, gsize n, const gdouble *p, const gdouble *q, const gdouble *y, guint rounds, guint64 seed,
           gdouble *low, gdouble *high)
{
  g_autofree gdouble *some_p = g_new (gdouble, MAX (n, 1)), *some_q = g_new (gdouble, MAX (n, 1));
  g_autofree gdouble *some_y = g_new (gdouble, MAX (n, 1));
  g_autofree gdouble *prepared_p = mcn_metric_prepare (metric, n, p), *prepared_y = mcn_metric_prepare (metric, n, y);
  g_autofree gdouble *prepared_q = q != NULL ? mcn_metric_prepare (metric, n, q) : NULL;
  Pairs pairs = { metric, prepared_p, prepared_q, prepared_y, some_p, some_q, some_y };

  mcn_metric_bootstrap_samples (figure_of_pairs, &pairs, n, rounds, seed, low, high);
}

void
mcn_metric_bootstrap (McnMetric metric, gsize n, const gdouble *p, const gdouble *y, guint rounds, guint64 seed,
                      gdouble *low, gdouble *high)
{
  bootstrap (metric, n, p, NULL, y, rounds, seed, low, high);
}

void
mcn_metric_bootstrap_pair (McnMetric metric, gsize n, const gdouble *p, const gdouble *q, const gdouble *y,
                           guint rounds, guint64 seed, gdouble *difference, gdouble *low, gdouble *high)
{
  *difference = metric (n, p, y) - metric (n, q, y);
  bootstrap (metric, n, p, q, y, rounds, seed, low, high);
}
