/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the user's ratings add to the model's answer.
 *
 * Ratings become levels: an own score over two, stars, 0 for a photograph that
 * was only rejected. Stars have no zero and no unit, so levels are moved and
 * stretched until their mean and spread are those of the model's scores on the
 * same photographs. A verdict, where there is neither score nor stars, is one
 * on the model's own scale: high or low is the mean of what the model calls so.
 * Where the model calls it so already, its own score stands: the user said
 * nothing finer. What is left over, level less score, is the target of a
 * ridge regression on the features, brought to length one. It has no constant:
 * with all strength it says nothing, and the model's own answer stands.
 *
 * The strength is the one of STRENGTHS whose squared error on held-out
 * photographs is least, where it is clearly less than that of the model alone;
 * held out together are photographs of one burst. */
#include "critic-taste.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "critic-cholesky.h"
#include "critic-groups.h"

#define D CRITIC_N_FEATURES
#define N_FOLDS 5
#define BURST_SECONDS 60.0
#define CLEARLY 2.0             /* standard errors of the gain */

static const gdouble strengths[] = { 0.3, 1.0, 3.0, 10.0, 30.0, 100.0 };
#define N_STRENGTHS G_N_ELEMENTS (strengths)

struct _CriticTaste
{
  gatomicrefcount ref_count;
  gdouble         weights[D];   /* zeros: the model's own answer */
  guint           n;
  gdouble         srcc, srcc_of_model;
};

/* What is fitted: n rated photographs. */
typedef struct
{
  guint    n;
  gdouble *x;           /* n x D, each of length one or zero */
  gdouble *said;        /* the user's word, on the model's scale */
  gdouble *level;       /* what is to be predicted: the same, but for a verdict that the model shares */
  gdouble *score;       /* the model's */
  guint   *fold;
  gdouble *held_out;    /* (1 + N_STRENGTHS) x n: what is said of each by the rest */
} Fit;

typedef enum
{
  TEACHES_NOTHING,
  TEACHES_LEVEL,
  TEACHES_VERDICT,      /* high or low, and nothing finer */
} Teaches;

static Teaches
teaches (const CriticRow *row, gdouble *level)
{
  const CriticRating *rating = &row->rating;

  if (row->state != CRITIC_ROW_DONE || !row->assessed)
    return TEACHES_NOTHING;
  if (rating->score > 0.0)
    *level = rating->score / 2.0;
  else if (rating->stars > 0)
    *level = rating->stars;
  else if (rating->high != CRITIC_SAYS_NOTHING)
    return TEACHES_VERDICT;
  else if (rating->flag == CRITIC_FLAG_REJECT)
    *level = 0.0;
  else
    return TEACHES_NOTHING;
  return TEACHES_LEVEL;
}

static void
unit_features (const CriticMeasured *measured, gdouble *x)
{
  gdouble length = 0.0;

  for (guint i = 0; i < D; i++)
    length += (gdouble) measured->features[i] * measured->features[i];
  length = sqrt (length);
  for (guint i = 0; i < D; i++)
    x[i] = length > 0.0 ? measured->features[i] / length : 0.0;
}

static gdouble
mean_of (const gdouble *values, guint n)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return sum / n;
}

static gdouble
spread_of (const gdouble *values, guint n)
{
  const gdouble mean = mean_of (values, n);
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += (values[i] - mean) * (values[i] - mean);
  return sqrt (sum / n);
}

/* Those @levels of n that have one, in place, to the scale of the @scores beside them; those
 * that are all one number say nothing: the model's. */
static void
align_levels (GPtrArray *rated, gdouble *levels, const gdouble *scores)
{
  g_autofree gdouble *of_level = g_new (gdouble, rated->len), *of_score = g_new (gdouble, rated->len);
  gdouble mean, spread, mean_score, spread_score, ignored;
  guint n = 0;

  for (guint i = 0; i < rated->len; i++)
    if (teaches (rated->pdata[i], &ignored) == TEACHES_LEVEL)
      {
        of_level[n] = levels[i];
        of_score[n++] = scores[i];
      }
  if (n == 0)
    return;

  mean = mean_of (of_level, n);
  spread = spread_of (of_level, n);
  mean_score = mean_of (of_score, n);
  spread_score = spread_of (of_score, n);
  for (guint i = 0; i < rated->len; i++)
    if (teaches (rated->pdata[i], &ignored) == TEACHES_LEVEL)
      levels[i] = spread > 0.0 ? mean_score + (levels[i] - mean) / spread * spread_score : scores[i];
}

/* What the model gives on one side of its verdict; where it sees nothing there, as far from
 * its mean as its scores are spread. */
static gdouble
score_of_verdict (GPtrArray *rated, const gdouble *scores, gboolean high)
{
  const gdouble spread = spread_of (scores, rated->len);
  gdouble sum = 0.0;
  guint n = 0;

  for (guint i = 0; i < rated->len; i++)
    if (!((const CriticRow *) rated->pdata[i])->photo_alone.high == !high)
      {
        sum += scores[i];
        n++;
      }
  return n > 0 ? sum / n : mean_of (scores, rated->len) + (high ? spread : -spread);
}

/* The user's words and what they teach, on the model's scale. */
static void
choose_levels (Fit *fit, GPtrArray *rated)
{
  const gdouble low = score_of_verdict (rated, fit->score, FALSE), high = score_of_verdict (rated, fit->score, TRUE);
  gdouble ignored;

  align_levels (rated, fit->said, fit->score);
  for (guint i = 0; i < fit->n; i++)
    {
      const CriticRow *row = rated->pdata[i];
      const gboolean yes = row->rating.high == CRITIC_SAYS_YES;

      if (teaches (row, &ignored) == TEACHES_VERDICT)
        {
          fit->said[i] = yes ? high : low;
          fit->level[i] = !row->photo_alone.high == !yes ? fit->score[i] : fit->said[i];
        }
      else
        fit->level[i] = fit->said[i];
    }
}

/* Bursts and copies go into one fold; groups one after the other into the next. */
static void
choose_folds (Fit *fit, GPtrArray *rated)
{
  g_autofree CriticPlace *places = critic_groups_find (rated, BURST_SECONDS);
  g_autofree guint *of_group = g_new (guint, fit->n);
  guint next = 0;

  memset (of_group, 0xff, fit->n * sizeof of_group[0]);
  for (guint i = 0; i < fit->n; i++)
    {
      const guint32 group = places[i].group;

      if (group == G_MAXUINT32)
        fit->fold[i] = next++ % N_FOLDS;
      else
        {
          if (of_group[group] == G_MAXUINT)
            of_group[group] = next++ % N_FOLDS;
          fit->fold[i] = of_group[group];
        }
    }
}

/* Sums over the photographs outside @fold (G_MAXUINT: over all): X'X in the
 * lower half of @gram, X'(level - score) in @right. */
static void
add_up (const Fit *fit, guint fold, gdouble *gram, gdouble *right)
{
  memset (gram, 0, sizeof gram[0] * D * D);
  memset (right, 0, sizeof right[0] * D);
  for (guint s = 0; s < fit->n; s++)
    {
      const gdouble *x = fit->x + (gsize) s * D;
      const gdouble rest = fit->level[s] - fit->score[s];

      if (fit->fold[s] == fold)
        continue;
      for (guint i = 0; i < D; i++)
        {
          right[i] += x[i] * rest;
          for (guint j = 0; j <= i; j++)
            gram[i * D + j] += x[i] * x[j];
        }
    }
}

/* FALSE does not happen: a strength above zero makes the matrix definite. */
static gboolean
solve (const gdouble *gram, const gdouble *right, gdouble strength, gdouble *factor, gdouble *weights)
{
  memcpy (factor, gram, sizeof gram[0] * D * D);
  for (guint i = 0; i < D; i++)
    factor[i * D + i] += strength;
  if (!critic_cholesky_factor (factor, D))
    return FALSE;
  memcpy (weights, right, sizeof right[0] * D);
  critic_cholesky_solve (factor, D, weights);
  return TRUE;
}

static gdouble
dot (const gdouble *a, const gdouble *b)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < D; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
hold_out (Fit *fit, gdouble *gram, gdouble *factor)
{
  gdouble right[D], weights[D];

  memcpy (fit->held_out, fit->score, fit->n * sizeof fit->score[0]);
  for (guint fold = 0; fold < N_FOLDS; fold++)
    {
      add_up (fit, fold, gram, right);
      for (guint k = 0; k < N_STRENGTHS; k++)
        {
          gdouble *said = fit->held_out + (gsize) (k + 1) * fit->n;
          const gboolean solved = solve (gram, right, strengths[k], factor, weights);

          for (guint s = 0; s < fit->n; s++)
            if (fit->fold[s] == fold)
              said[s] = fit->score[s] + (solved ? dot (weights, fit->x + (gsize) s * D) : 0.0);
        }
    }
}

/* 0: the model alone; k: strengths[k - 1]. */
static guint
choose_strength (const Fit *fit)
{
  guint best = 0;
  gdouble best_gain = 0.0;

  for (guint k = 1; k <= N_STRENGTHS; k++)
    {
      const gdouble *said = fit->held_out + (gsize) k * fit->n;
      gdouble sum = 0.0, squares = 0.0, gain, error;

      for (guint s = 0; s < fit->n; s++)
        {
          const gdouble before = fit->level[s] - fit->score[s], after = fit->level[s] - said[s];
          const gdouble g = before * before - after * after;

          sum += g;
          squares += g * g;
        }
      gain = sum / fit->n;
      error = sqrt (MAX (squares / fit->n - gain * gain, 0.0) / fit->n);
      if (gain > CLEARLY * error && gain > best_gain)
        {
          best = k;
          best_gain = gain;
        }
    }
  return best;
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer data)
{
  const gdouble *values = data;
  const gdouble x = values[*(const guint *) a], y = values[*(const guint *) b];

  return (x > y) - (x < y);
}

/* Ranks, equal ones sharing their mean. */
static gdouble *
ranks_of (const gdouble *values, guint n)
{
  g_autofree guint *order = g_new (guint, n);
  gdouble *ranks = g_new (gdouble, n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) n, sizeof order[0], compare_values, (gpointer) values);
  for (guint begin = 0, end; begin < n; begin = end)
    {
      for (end = begin + 1; end < n && values[order[end]] == values[order[begin]]; end++)
        continue;
      for (guint i = begin; i < end; i++)
        ranks[order[i]] = (begin + end - 1) / 2.0;
    }
  return ranks;
}

/* Spearman's; 0 when one of them does not vary. */
static gdouble
rank_correlation (const gdouble *a, const gdouble *b, guint n)
{
  g_autofree gdouble *x = ranks_of (a, n);
  g_autofree gdouble *y = ranks_of (b, n);
  const gdouble mean = (n - 1) / 2.0;
  const gdouble spread = spread_of (x, n) * spread_of (y, n);
  gdouble sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += (x[i] - mean) * (y[i] - mean);
  return spread > 0.0 ? sum / n / spread : 0.0;
}

static void
fit_weights (CriticTaste *self, Fit *fit, GPtrArray *rated)
{
  g_autofree gdouble *gram = g_new (gdouble, D * D);
  g_autofree gdouble *factor = g_new (gdouble, D * D);
  gdouble right[D];
  guint chosen;

  choose_folds (fit, rated);
  hold_out (fit, gram, factor);
  chosen = choose_strength (fit);
  self->srcc = rank_correlation (fit->held_out + (gsize) chosen * fit->n, fit->said, fit->n);
  if (chosen == 0)
    return;

  add_up (fit, G_MAXUINT, gram, right);
  if (!solve (gram, right, strengths[chosen - 1], factor, self->weights))
    memset (self->weights, 0, sizeof self->weights);
}

/**
 * critic_taste_fit:
 * @rows: (element-type CriticRow): those with stars, an own score, a verdict or a reject flag count
 * @error: return location
 *
 * Some tens of milliseconds for a thousand ratings. The same rows in the same order give the
 * same bits. Blocks; any thread.
 *
 * Errors: %CRITIC_TASTE_ERROR_TOO_FEW, with a sentence that says how many are missing.
 *
 * Returns: (transfer full): the user's taste, or %NULL with @error
 */
CriticTaste *
critic_taste_fit (GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) rated = g_ptr_array_new ();
  g_autofree gdouble *x = NULL, *said = NULL, *level = NULL, *score = NULL, *held_out = NULL;
  g_autofree guint *fold = NULL;
  CriticTaste *self;
  Fit fit = { 0 };
  gdouble ignored;

  for (guint i = 0; i < rows->len; i++)
    if (teaches (rows->pdata[i], &ignored) != TEACHES_NOTHING)
      g_ptr_array_add (rated, rows->pdata[i]);
  if (rated->len < CRITIC_TASTE_NEEDS)
    {
      g_set_error (error, CRITIC_TASTE_ERROR, CRITIC_TASTE_ERROR_TOO_FEW,
                   g_dngettext (GETTEXT_PACKAGE,
                                "Your taste can be learnt from %u photographs with stars or a verdict. Rate %u more.",
                                "Your taste can be learnt from %u photographs with stars or a verdict. Rate %u more.",
                                CRITIC_TASTE_NEEDS - rated->len),
                   CRITIC_TASTE_NEEDS, CRITIC_TASTE_NEEDS - rated->len);
      return NULL;
    }

  fit.n = rated->len;
  fit.x = x = g_new (gdouble, (gsize) fit.n * D);
  fit.said = said = g_new0 (gdouble, fit.n);
  fit.level = level = g_new (gdouble, fit.n);
  fit.score = score = g_new (gdouble, fit.n);
  fit.fold = fold = g_new (guint, fit.n);
  fit.held_out = held_out = g_new (gdouble, (1 + N_STRENGTHS) * fit.n);
  for (guint i = 0; i < fit.n; i++)
    {
      const CriticRow *row = rated->pdata[i];

      unit_features (&row->measured, x + (gsize) i * D);
      teaches (row, &said[i]);
      score[i] = row->photo_alone.score;
    }
  choose_levels (&fit, rated);

  self = g_new0 (CriticTaste, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = fit.n;
  self->srcc_of_model = rank_correlation (score, said, fit.n);
  fit_weights (self, &fit, rated);
  return self;
}

/**
 * critic_taste_learn:
 * @library: where marks are kept
 * @model_id: whose judgements they stand beside
 * @error: return location
 *
 * critic_taste_fit() of all photographs whose marks were not forgotten, see
 * critic_library_forget_marks(). Blocks; any thread.
 *
 * Errors: %CRITIC_TASTE_ERROR_TOO_FEW, or of %CRITIC_LIBRARY_ERROR.
 *
 * Returns: (transfer full): the user's taste, or %NULL with @error
 */
CriticTaste *
critic_taste_learn (CriticLibrary *library, const char *model_id, GError **error)
{
  g_autoptr (GArray) ids = critic_library_taught_files (library, NULL, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (ids == NULL)
    return NULL;
  rows = critic_library_rows_by_id (library, (const gint64 *) (gpointer) ids->data, ids->len, model_id, error);

  return rows != NULL ? critic_taste_fit (rows, error) : NULL;
}

/**
 * critic_taste_ref:
 * @self: a taste
 *
 * Returns: (transfer full): @self
 */
CriticTaste *
critic_taste_ref (CriticTaste *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * critic_taste_unref:
 * @self: (transfer full): a taste
 */
void
critic_taste_unref (CriticTaste *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * critic_taste_predict:
 * @self: a taste
 * @measured: of a photograph
 * @photo_alone: the model's answer
 *
 * Any thread.
 *
 * Returns: what the user would say, on the score's scale, 1 to 10; exactly the
 *   model's score when the ratings taught nothing
 */
gdouble
critic_taste_predict (const CriticTaste *self, const CriticMeasured *measured, const CriticJudgement *photo_alone)
{
  gdouble x[D];

  unit_features (measured, x);
  return CLAMP (photo_alone->score + dot (self->weights, x), 1.0, 10.0);
}

/**
 * critic_taste_get_worth:
 * @self: a taste
 * @n: (out) (optional): rated photographs
 * @srcc: (out) (optional): Spearman's rank correlation of held-out answers with
 *   the user's ratings, verdicts as two ranks; a little kind, as the strength was chosen by the same answers
 * @srcc_of_model: (out) (optional): the model's own with them
 */
void
critic_taste_get_worth (const CriticTaste *self, guint *n, gdouble *srcc, gdouble *srcc_of_model)
{
  if (n != NULL)
    *n = self->n;
  if (srcc != NULL)
    *srcc = self->srcc;
  if (srcc_of_model != NULL)
    *srcc_of_model = self->srcc_of_model;
}
