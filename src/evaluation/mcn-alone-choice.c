/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-alone-choice.h"

#include "mcn-mixture.h"
#include "mcn-question.h"

#include <math.h>

/* By which mixtures are measured on what did not choose them. */
#define N_FOLDS 5
/* Fewer crops choose by chance. */
#define LEAST 20
#define ROUNDS 1000
/* The source of ratings, beside AVA's own votes. */
#define RATER (MCN_N_SHARED_SOURCES - 1)

guint
mcn_alone_appeal (const McnGoals *goals)
{
  for (guint k = 0; k < goals->n; k++)
    if (g_str_equal (goals->name[k], "appeal"))
      return k;
  return 0;
}

/**
 * mcn_alone_columns:
 * @answer: to a photograph alone
 * @appeal: the source
 * @x: (out): %MCN_N_ALONE numbers
 */
void
mcn_alone_columns (const McnAnswer *answer, guint appeal, gdouble *x)
{
  x[MCN_ALONE_VOTE] = answer->net[0];
  x[MCN_ALONE_APPEAL] = answer->net[appeal];
  x[MCN_ALONE_VOTE_RIDGE] = answer->expert[0];
  x[MCN_ALONE_APPEAL_RIDGE] = answer->expert[appeal];
}

static gboolean
is_crop (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample) && sample->high >= 0;
}

/* Of those with a mean vote: rank correlations before and after. */
static void
measure_means (McnDataset *dataset, const McnGoals *goals, const GArray *queries, const gdouble *before, const gdouble *after, McnAloneChoice *choice)
{
  gsize n = queries->len, m = 0;
  g_autofree gdouble *p = g_new (gdouble, n), *q = g_new (gdouble, n), *y = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    {
      McnSample sample;
      gdouble mean;

      mcn_dataset_get_sample (dataset, g_array_index (queries, McnQuery, i).sample, &sample);
      mean = mcn_goals_score (goals, &sample, 0);
      if (isnan (mean))
        continue;
      q[m] = before[i];
      p[m] = after[i];
      y[m++] = mean;
    }
  choice->n_mean = m;
  choice->srcc = mcn_metric_srcc (m, q, y);
  choice->srcc_by_folds = mcn_metric_srcc (m, p, y);
}

/* Photographs, and what is said of each: columns of x are n long. */
typedef struct
{
  GArray        *queries;
  gdouble       *columns, *y;
  guint         *fold;
  const gdouble *x[MCN_N_ALONE];
} Asked;

static void
asked_clear (Asked *self)
{
  g_clear_pointer (&self->queries, g_array_unref);
  g_free (self->columns);
  g_free (self->y);
  g_free (self->fold);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

/* @k: what is true by which source; -1: high or low. @known: whether all of it is said. FALSE: stopped. */
static gboolean
ask (McnDataset *dataset, McnCandidate *candidate, McnTeam *team, const McnGoals *goals, guint appeal, gint k, Asked *self, gboolean *known,
     McnCancel *cancel, GError **error)
{
  gsize n = self->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, MAX (n, 1));

  if (!mcn_candidate_ask (candidate, team, n, (const McnQuery *) self->queries->data, answers, cancel, error))
    return FALSE;
  self->columns = g_new (gdouble, MCN_N_ALONE * MAX (n, 1));
  self->y = g_new (gdouble, MAX (n, 1));
  self->fold = g_new (guint, MAX (n, 1));
  *known = TRUE;
  for (guint j = 0; j < MCN_N_ALONE; j++)
    self->x[j] = self->columns + j * n;
  for (gsize i = 0; i < n; i++)
    {
      gdouble said[MCN_N_ALONE];
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (self->queries, McnQuery, i).sample, &sample);
      mcn_alone_columns (&answers[i], appeal, said);
      self->y[i] = k < 0 ? sample.high : mcn_goals_score (goals, &sample, k);
      self->fold[i] = mcn_goals_fold (dataset, &sample, N_FOLDS);
      for (guint j = 0; j < MCN_N_ALONE; j++)
        {
          self->columns[j * n + i] = said[j];
          *known = *known && !isnan (said[j]);
        }
    }
  return TRUE;
}

/* Hanley and McNeil 1982. */
static gdouble
error_of_area (gsize n, const gdouble *y, gdouble area)
{
  gdouble high = 0, low, q1 = area / (2 - area), q2 = 2 * area * area / (1 + area);

  for (gsize i = 0; i < n; i++)
    high += y[i] > 0;
  low = n - high;
  return sqrt ((area * (1 - area) + (high - 1) * (q1 - area * area) + (low - 1) * (q2 - area * area)) / MAX (high * low, 1));
}

/* @p: what the mixtures say that were chosen without the crop's fold. */
static void
choose (const Asked *crops, const Asked *rated, McnAloneChoice *choice, gdouble *p)
{
  gsize n = crops->queries->len, n_rated = rated->queries->len;
  McnMixtureSight first = { n, crops->x, crops->y, mcn_metric_auc, NULL, crops->fold };
  McnMixtureSight second = { n_rated, rated->x, rated->y, mcn_metric_srcc, NULL, rated->fold };
  const McnMixtureSight *decides = n_rated > 0 ? &second : NULL;
  gdouble share[MCN_N_ALONE];

  mcn_mixture_choose_near (MCN_N_ALONE, &first, 0, NULL, share);
  mcn_mixture_say (n, MCN_N_ALONE, crops->x, share, p);
  choice->slack = error_of_area (n, crops->y, mcn_metric_auc (n, p, crops->y));
  mcn_mixture_choose_near (MCN_N_ALONE, &first, choice->slack, decides, choice->share);
  mcn_mixture_by_folds_near (MCN_N_ALONE, &first, choice->slack, decides, N_FOLDS, p);
}

/* By the second source that rates AVA's vote, a machine: other photographs and all crops. */
static gboolean
is_rated (gpointer data, const McnSample *sample)
{
  const McnQuestionScope *scope = data;

  return mcn_question_covers (scope, sample) && !isnan (mcn_goals_score (scope->goals, sample, RATER));
}

/**
 * mcn_alone_choose:
 * @dataset: with features
 * @part: val, or none: train and val by folds
 * @candidate: who answers
 * @n_threads: who works
 * @cancel: (nullable): looked at now and then
 * @choice: (out): what was chosen; n is 0 where there is nothing to choose by
 * @error: return location
 */
gboolean
mcn_alone_choose (McnDataset *dataset, McnPart part, McnCandidate *candidate, guint n_threads, McnCancel *cancel,
                  McnAloneChoice *choice, GError **error)
{
  McnGoals goals;
  McnQuestionScope scope = { dataset, &goals, part };
  g_autoptr (McnTeam) team = mcn_team_new (n_threads);
  g_auto (Asked) crops = { .queries = mcn_question_list_photographs (dataset, is_crop, &scope) }, rated = { 0 };
  g_autofree gdouble *p = g_new (gdouble, MAX (crops.queries->len, 1));
  gsize n = crops.queries->len;
  gboolean known;
  gdouble difference;
  guint appeal;

  *choice = (McnAloneChoice) { .share = { 1 } };
  mcn_goals_init (&goals, dataset);
  appeal = mcn_alone_appeal (&goals);
  if (n < LEAST || appeal == 0)
    return TRUE;
  if (!ask (dataset, candidate, team, &goals, appeal, -1, &crops, &known, cancel, error))
    return FALSE;
  /* What ships has no head of appeal. */
  if (!known)
    return TRUE;
  rated.queries = mcn_question_list_photographs (dataset, is_rated, &scope);
  if (!ask (dataset, candidate, team, &goals, appeal, RATER, &rated, &known, cancel, error))
    return FALSE;
  choice->n = n;
  choice->n_rated = rated.queries->len;
  choose (&crops, &rated, choice, p);
  choice->auc = mcn_metric_auc (n, crops.x[MCN_ALONE_VOTE], crops.y);
  choice->auc_by_folds = mcn_metric_auc (n, p, crops.y);
  mcn_metric_bootstrap_pair (mcn_metric_auc, n, p, crops.x[MCN_ALONE_VOTE], crops.y, ROUNDS, 1, &difference, &choice->low, &choice->high);
  measure_means (dataset, &goals, crops.queries, crops.x[MCN_ALONE_VOTE], p, choice);
  return TRUE;
}
