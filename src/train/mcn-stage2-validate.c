/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-stage2-private.h"

#include "mcn-metrics.h"

#include <math.h>

/* Val, or what the fold left out of train and val. */
static gboolean
is_held_out (McnStage2 *self, const McnSample *sample)
{
  if (sample->part != MCN_PART_TRAIN && sample->part != MCN_PART_VAL)
    return FALSE;
  return !mcn_goals_learns (self->dataset, sample, self->options.fold, self->options.n_folds);
}

/* Spearman's rho of one source on what is held out. */
static void
validate_with (McnStage2 *self, McnStep *step, const char *source, gboolean photograph, gint text, const char *what,
               McnFigures *figures, McnCancel *cancel)
{
  g_autoptr (GArray) queries = g_array_new (FALSE, FALSE, sizeof (McnQuery));
  g_autoptr (GArray) goals = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autofree gfloat *score = NULL;
  g_autofree gdouble *p = NULL;
  gint ava = g_str_equal (source, "ava") ? mcn_dataset_find_set (self->dataset, source) : -1;
  guint k = 0;

  while (!g_str_equal (self->goals.name[k], source))
    k++;
  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnQuery query = { i, photograph, i, text };
      McnSample sample;
      gdouble goal;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      goal = is_held_out (self, &sample) ? mcn_goals_score (&self->goals, &sample, k) : NAN;
      /* Of the AVA vote its own ids, and no crops of them. */
      if (isnan (goal) || (ava >= 0 && (gint) sample.set != ava) || (photograph && !mcn_stage2_shows (self, &sample)) ||
          ((text != MCN_TEXT_NONE || g_str_equal (source, "machine")) && mcn_word_store_get (self->words, i, 0) == NULL))
        continue;
      g_array_append_val (queries, query);
      g_array_append_val (goals, goal);
    }
  if (queries->len < 3)
    return;
  score = g_new0 (gfloat, queries->len * self->goals.n);
  p = g_new (gdouble, queries->len);
  mcn_stage2_predict (self, step, queries->len, (const McnQuery *) queries->data, &(McnOutputs) { .score = score }, cancel);
  for (gsize i = 0; i < queries->len; i++)
    p[i] = score[i * self->goals.n + k];
  mcn_figures_add (figures, mcn_metric_srcc (queries->len, p, (const gdouble *) goals->data), "srcc, %s, %s", source, what);
}

void
mcn_stage2_validate (gpointer data, McnStep *step, McnFigures *figures, McnCancel *cancel)
{
  static const char *const photographs[] = { "ava", "machine", "beauty", "appeal", "street", "simple", "thirds" };

  for (guint i = 0; i < G_N_ELEMENTS (photographs); i++)
    validate_with (data, step, photographs[i], TRUE, MCN_TEXT_NONE, "photo", figures, cancel);
  validate_with (data, step, "machine", TRUE, 0, "both", figures, cancel);
  validate_with (data, step, "beauty", TRUE, 0, "both", figures, cancel);
  validate_with (data, step, "ava", TRUE, MCN_TEXT_ALL, "both", figures, cancel);
  validate_with (data, step, "ava", FALSE, MCN_TEXT_ALL, "all comments", figures, cancel);
  validate_with (data, step, "ava", FALSE, MCN_TEXT_RANDOM, "one comment", figures, cancel);
}
