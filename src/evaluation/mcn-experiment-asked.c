/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-experiment-asked.h"

#include "mcn-question.h"

#include <math.h>

typedef struct
{
  McnDataset *dataset;
  guint       fold, n_folds;
  gboolean    texts;
} LeftOut;

/* A sample of train and val that the fold leaves out. */
static gboolean
is_left_out (gpointer data, const McnSample *sample)
{
  const LeftOut *self = data;

  return (sample->part == MCN_PART_TRAIN || sample->part == MCN_PART_VAL) && (!self->texts || sample->n_sentences > 0) &&
         mcn_goals_fold (self->dataset, sample, self->n_folds) == self->fold;
}

/**
 * mcn_experiment_n_asked:
 * @self: an experiment
 *
 * Returns: how many of McnAsked
 */
guint
mcn_experiment_n_asked (const McnExperiment *self)
{
  if (!self->texts)
    return MCN_ASKED_PHOTO + 1;
  return self->how == MCN_TRY_BASE || self->change.marks ? MCN_N_ASKED : MCN_ASKED_ONE + 1;
}

/**
 * mcn_experiment_asks_styles:
 * @self: an experiment
 *
 * Returns: whether %MCN_ASKED_STYLES is one of its parts
 */
gboolean
mcn_experiment_asks_styles (const McnExperiment *self)
{
  return self->change.synthetic || (self->how == MCN_TRY_BASE && !self->texts);
}

static GArray *
list_critiques (LeftOut *left_out, const McnGoals *goals, gint text)
{
  GArray *queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));
  gint ava = mcn_dataset_find_set (left_out->dataset, "ava");

  for (gsize i = 0; i < mcn_dataset_get_n_samples (left_out->dataset); i++)
    {
      McnQuery query = { i, FALSE, i, text };
      McnSample sample;

      mcn_dataset_get_sample (left_out->dataset, i, &sample);
      if ((gint) sample.set == ava && sample.photograph < 0 && !isnan (mcn_goals_score (goals, &sample, 0)) && is_left_out (left_out, &sample))
        g_array_append_val (queries, query);
    }
  return queries;
}

/**
 * mcn_experiment_list:
 * @dataset: the dataset
 * @goals: sources, the first of which is AVA's vote
 * @fold: which
 * @n_folds: of how many
 * @asked: what
 *
 * Returns: (transfer full) (element-type McnQuery): the queries, of what can be shown
 */
GArray *
mcn_experiment_list (McnDataset *dataset, const McnGoals *goals, guint fold, guint n_folds, McnAsked asked)
{
  LeftOut left_out = { dataset, fold, n_folds, asked != MCN_ASKED_PHOTO && asked != MCN_ASKED_STYLES };
  GArray *queries;

  if (asked != MCN_ASKED_PHOTO && asked != MCN_ASKED_BOTH && asked != MCN_ASKED_STYLES)
    return list_critiques (&left_out, goals, asked == MCN_ASKED_ALL || asked == MCN_ASKED_ALL_MARKS ? MCN_TEXT_ALL : MCN_TEXT_RANDOM);
  queries = mcn_question_list_photographs (dataset, is_left_out, &left_out);
  for (guint i = 0; asked == MCN_ASKED_BOTH && i < queries->len; i++)
    g_array_index (queries, McnQuery, i).text = 0;
  return queries;
}
