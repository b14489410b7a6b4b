/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation-work.h"

#include "mcn-alone-choice.h"
#include "mcn-mixture.h"

#include <math.h>

/* By which the mixture's shares are chosen for what they have not seen. */
#define N_FOLDS 5

/* Those whose mean vote is known. */
static gsize
take_means (const McnQuestion *question, const gdouble *said, gdouble *p, gdouble *y)
{
  gsize n = 0;

  for (guint i = 0; i < question->queries->len; i++)
    {
      gdouble truth = g_array_index (question->truth, gdouble, i);

      if (isnan (truth))
        continue;
      p[n] = said[i];
      y[n++] = truth;
    }
  return n;
}

/**
 * mcn_evaluation_crops:
 * @work: an evaluation
 * @question: with what AVA says of each
 * @predictor: who says it
 * @said: a vote a query
 */
void
mcn_evaluation_crops (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const gdouble *said)
{
  gsize n = question->queries->len, positive = 0, n_means;
  const gdouble *high = (const gdouble *) question->high->data;
  g_autofree gdouble *p = g_new (gdouble, n), *y = g_new (gdouble, n), *vote = g_new (gdouble, n);
  McnRow *row = mcn_evaluation_add_row (work, question, predictor, NULL);

  for (gsize i = 0; i < n; i++)
    {
      positive += high[i] > .5;
      vote[i] = high[i] > .5 ? 10 : 1;      /* on the right side of 5 */
    }
  mcn_evaluation_add_figure (work, row, "auc", mcn_metric_auc, n, said, high, positive);
  mcn_evaluation_add_figure (work, row, "accuracy", mcn_metric_accuracy, n, said, vote, positive);
  mcn_evaluation_add_figure (work, row, "balanced accuracy", mcn_metric_balanced, n, said, vote, positive);
  n_means = take_means (question, said, p, y);
  if (n_means < 2)
    return;
  mcn_evaluation_add_figure (work, row, "srcc", mcn_metric_srcc, n_means, p, y, 0);
  mcn_evaluation_add_figure (work, row, "plcc", mcn_metric_plcc, n_means, p, y, 0);
  mcn_evaluation_add_figure (work, row, "rmse", mcn_metric_rmse, n_means, p, y, 0);
}

/**
 * mcn_evaluation_compare_crops:
 * @work: an evaluation
 * @question: with what AVA says of each
 * @said: a vote a query
 * @other: another one
 * @name: who says @said
 * @other_name: who says @other
 */
void
mcn_evaluation_compare_crops (McnEvaluationWork *work, const McnQuestion *question, const gdouble *said, const gdouble *other,
                              const char *name, const char *other_name)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n), *q = g_new (gdouble, n), *y = g_new (gdouble, n);

  for (guint means = 0; means < 2; means++)
    {
      McnDifference difference = {
        .source = question->source, .metric = means ? "srcc" : "auc", .a = g_strdup_printf ("%s: %s", question->input, name),
        .b = g_strdup_printf ("%s: %s", question->input, other_name), .n = n, .difference = NAN,
      };

      if (means)
        {
          difference.n = take_means (question, said, p, y);
          take_means (question, other, q, y);
        }
      mcn_metric_bootstrap_pair (means ? mcn_metric_srcc : mcn_metric_auc, difference.n, means ? p : said, means ? q : other,
                                 means ? y : (const gdouble *) question->high->data, work->options->rounds, work->options->seed,
                                 &difference.difference, &difference.low, &difference.high);
      mcn_evaluation_add_difference (work, &difference);
    }
}

/**
 * mcn_evaluation_mix_crops:
 * @work: an evaluation
 * @goals: sources
 * @question: with what AVA says of each
 * @answers: to its queries
 *
 * Returns: (transfer full) (nullable): a vote a query
 */
gdouble *
mcn_evaluation_mix_crops (McnEvaluationWork *work, const McnGoals *goals, const McnQuestion *question, const McnAnswer *answers)
{
  gsize n = question->queries->len;
  guint appeal = mcn_alone_appeal (goals);
  g_autofree gdouble *columns = g_new (gdouble, MCN_N_ALONE * n);
  g_autofree guint *fold = g_new (guint, n);
  const gdouble *x[MCN_N_ALONE];
  gdouble *p;

  for (gsize i = 0; i < n; i++)
    {
      gdouble said[MCN_N_ALONE];
      McnSample sample;

      mcn_dataset_get_sample (work->options->dataset, g_array_index (question->queries, McnQuery, i).sample, &sample);
      fold[i] = mcn_goals_fold (work->options->dataset, &sample, N_FOLDS);
      mcn_alone_columns (&answers[i], appeal, said);
      for (guint j = 0; j < MCN_N_ALONE; j++)
        {
          if (appeal == 0 || isnan (said[j]))
            return NULL;
          columns[j * n + i] = said[j];
        }
    }
  for (guint j = 0; j < MCN_N_ALONE; j++)
    x[j] = columns + j * n;
  p = g_new (gdouble, n);
  mcn_mixture_by_folds (n, MCN_N_ALONE, x, (const gdouble *) question->high->data, mcn_metric_auc, fold, N_FOLDS, p);
  for (gsize i = 0; i < n; i++)
    p[i] = p[i] * goals->sd[0] + goals->mean[0];
  return p;
}
