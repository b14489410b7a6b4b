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
  McnQuestionScope scope = { .dataset = dataset, .part = part };
  g_autoptr (GArray) queries = mcn_question_list_photographs (dataset, is_crop, &scope);
  g_autoptr (McnTeam) team = mcn_team_new (n_threads);
  gsize n = queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, MAX (n, 1));
  g_autofree gdouble *columns = g_new (gdouble, MCN_N_ALONE * MAX (n, 1)), *y = g_new (gdouble, MAX (n, 1)), *p = g_new (gdouble, MAX (n, 1));
  g_autofree guint *fold = g_new (guint, MAX (n, 1));
  const gdouble *x[MCN_N_ALONE];
  gdouble difference;
  McnGoals goals;
  guint appeal;

  *choice = (McnAloneChoice) { .share = { 1 } };
  mcn_goals_init (&goals, dataset);
  appeal = mcn_alone_appeal (&goals);
  if (n < LEAST || appeal == 0)
    return TRUE;
  if (!mcn_candidate_ask (candidate, team, n, (const McnQuery *) queries->data, answers, cancel, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      gdouble said[MCN_N_ALONE];
      McnSample sample;

      mcn_dataset_get_sample (dataset, g_array_index (queries, McnQuery, i).sample, &sample);
      mcn_alone_columns (&answers[i], appeal, said);
      y[i] = sample.high;
      fold[i] = mcn_goals_fold (dataset, &sample, N_FOLDS);
      for (guint j = 0; j < MCN_N_ALONE; j++)
        {
          columns[j * n + i] = said[j];
          /* What ships has no head of appeal. */
          if (isnan (said[j]))
            return TRUE;
        }
    }
  for (guint j = 0; j < MCN_N_ALONE; j++)
    x[j] = columns + j * n;
  choice->n = n;
  mcn_mixture_choose (n, MCN_N_ALONE, x, y, mcn_metric_auc, NULL, choice->share);
  mcn_mixture_by_folds (n, MCN_N_ALONE, x, y, mcn_metric_auc, fold, N_FOLDS, p);
  choice->auc = mcn_metric_auc (n, x[MCN_ALONE_VOTE], y);
  choice->auc_by_folds = mcn_metric_auc (n, p, y);
  mcn_metric_bootstrap_pair (mcn_metric_auc, n, p, x[MCN_ALONE_VOTE], y, ROUNDS, 1, &difference, &choice->low, &choice->high);
  measure_means (dataset, &goals, queries, x[MCN_ALONE_VOTE], p, choice);
  return TRUE;
}
