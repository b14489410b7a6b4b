/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-baselines.h"

#include "mcn-experts.h"
#include "mcn-metrics.h"

#include <math.h>

/* Of ids that choose the penalty of the words' ridge. */
#define INNER_FOLDS 5

struct _McnBaselines
{
  McnDataset     *dataset;
  const McnGoals *goals;
  gdouble         mean[MCN_MAX_SOURCES];    /* in deviations */
  gdouble         count_slope, count_offset;
  McnFeatureScale scale;
  McnExperts      experts;
  McnTfidf        words;
  gfloat         *weight;                   /* MCN_TFIDF_COLUMNS; NULL: no critiques to learn from */
  gdouble         bias;
};

static const char *const names[] = { "majority", "count of comments", "tf-idf ridge", "ridge" };
G_STATIC_ASSERT (G_N_ELEMENTS (names) == MCN_N_BASELINES);

/**
 * mcn_baseline_name:
 * @baseline: one of them
 *
 * Returns: its name in tables
 */
const char *
mcn_baseline_name (McnBaseline baseline)
{
  return names[baseline];
}

static void
learn_means (McnBaselines *self)
{
  for (guint k = 0; k < self->goals->n; k++)
    {
      gdouble sum = 0, n = 0;

      for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
        {
          McnSample sample;
          gdouble y;

          mcn_dataset_get_sample (self->dataset, i, &sample);
          if (sample.part != MCN_PART_TRAIN || isnan (y = mcn_goals_score (self->goals, &sample, k)))
            continue;
          sum += y;
          n++;
        }
      self->mean[k] = n > 0 ? sum / n : 0;
    }
}

/* Ids of train with comments and a mean vote; @last: the fold that chooses. */
static GArray *
list_critiques (McnBaselines *self, gboolean last)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (gsize));
  gint ava = mcn_dataset_find_set (self->dataset, "ava");

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if ((gint) sample.set == ava && sample.part == MCN_PART_TRAIN && sample.n_sentences > 0 &&
          !isnan (mcn_goals_score (self->goals, &sample, 0)) &&
          (mcn_goals_fold (self->dataset, &sample, INNER_FOLDS) == 0) == last)
        g_array_append_val (list, i);
    }
  return list;
}

/* A row of the words that a query reads. */
static void
add_words (McnBaselines *self, McnPicks *picks, const McnQuery *query)
{
  McnNetInput input = { .dataset = self->dataset, .picks = picks };
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (gint32));
  const gint32 end = -1;
  const McnPick *pick;
  McnSample sample;

  mcn_picks_clear (picks);
  mcn_net_input_pick (&input, query);
  pick = mcn_picks_get (picks, 0);
  mcn_dataset_get_sample (self->dataset, query->text_of, &sample);
  for (gsize s = 0; s < pick->n; s++)
    {
      guint text, length;
      const guint16 *ids = mcn_sample_get_sentence (&sample, mcn_picks_sentences (picks, pick)[s], &text, &length);

      for (guint i = 0; i < length; i++)
        {
          gint32 id = ids[i];

          g_array_append_val (pieces, id);
        }
      g_array_append_val (pieces, end);
    }
  mcn_tfidf_add (&self->words, pieces->len, (const gint32 *) pieces->data);
}

static void
learn_count (McnBaselines *self, const GArray *list, const gdouble *y)
{
  gdouble n = list->len, x = 0, mean = 0, xx = 0, xy = 0;

  for (guint i = 0; i < list->len; i++)
    {
      McnSample sample;
      gdouble count;

      mcn_dataset_get_sample (self->dataset, g_array_index (list, gsize, i), &sample);
      count = log (sample.n_texts);
      x += count / n;
      mean += y[i] / n;
      xx += count * count / n;
      xy += count * y[i] / n;
    }
  self->count_slope = xx > x * x ? (xy - x * mean) / (xx - x * x) : 0;
  self->count_offset = mean - self->count_slope * x;
}

static void
learn_words (McnBaselines *self)
{
  static const gdouble penalties[] = { .3, 1, 3, 10 };
  g_autoptr (GArray) list = list_critiques (self, FALSE), rest = list_critiques (self, TRUE);
  gsize n = list->len, n_all = n + rest->len;
  g_autofree gdouble *y = g_new (gdouble, MAX (n_all, 1)), *p = g_new (gdouble, MAX (rest->len, 1));
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  gdouble least = G_MAXDOUBLE, penalty = penalties[1];
  McnRidgeRows rows;

  if (n < 2)
    return;
  g_array_append_vals (list, rest->data, rest->len);
  for (gsize i = 0; i < n_all; i++)
    {
      gsize number = g_array_index (list, gsize, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      y[i] = mcn_goals_score (self->goals, &sample, 0);
      add_words (self, picks, &(McnQuery) { number, FALSE, number, MCN_TEXT_ALL });
    }
  learn_count (self, list, y);
  mcn_tfidf_learn (&self->words);
  self->weight = g_new (gfloat, MCN_TFIDF_COLUMNS);
  for (guint i = 0; n_all > n + 1 && i < G_N_ELEMENTS (penalties); i++)
    {
      gdouble error;

      rows = mcn_tfidf_rows (&self->words, 0, n);
      mcn_ridge_fit (&rows, y, penalties[i], self->weight, &self->bias);
      rows = mcn_tfidf_rows (&self->words, n, n_all - n);
      mcn_ridge_predict (&rows, self->weight, self->bias, p);
      error = mcn_metric_rmse (n_all - n, p, y + n);
      if (error < least)
        {
          least = error;
          penalty = penalties[i];
        }
    }
  rows = mcn_tfidf_rows (&self->words, 0, n_all);
  mcn_ridge_fit (&rows, y, penalty, self->weight, &self->bias);
}

/**
 * mcn_baselines_new:
 * @dataset: with features
 * @goals: its sources; must outlive the baselines
 * @error: return location
 *
 * Returns: (transfer full) (nullable): baselines that have learned
 */
McnBaselines *
mcn_baselines_new (McnDataset *dataset, const McnGoals *goals, GError **error)
{
  g_autoptr (McnBaselines) self = g_new0 (McnBaselines, 1);

  self->dataset = mcn_dataset_ref (dataset);
  self->goals = goals;
  mcn_tfidf_init (&self->words);
  if (!mcn_feature_scale_measure (&self->scale, dataset, error))
    return NULL;
  learn_means (self);
  learn_words (self);
  mcn_experts_fit (&self->experts, dataset, goals, &self->scale, -1, 1);
  return g_steal_pointer (&self);
}

void
mcn_baselines_free (McnBaselines *self)
{
  mcn_dataset_unref (self->dataset);
  mcn_feature_scale_clear (&self->scale);
  mcn_experts_clear (&self->experts);
  mcn_tfidf_clear (&self->words);
  g_free (self->weight);
  g_free (self);
}

static void
say_words (McnBaselines *self, const McnQuestion *question, gdouble *p)
{
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  gsize first = self->words.first->len - 1;
  McnRidgeRows rows;

  for (guint i = 0; i < question->queries->len; i++)
    add_words (self, picks, &g_array_index (question->queries, McnQuery, i));
  mcn_tfidf_weigh (&self->words, first);
  rows = mcn_tfidf_rows (&self->words, first, question->queries->len);
  mcn_ridge_predict (&rows, self->weight, self->bias, p);
}

static gdouble
say_pooled (McnBaselines *self, const McnQuestion *question, const McnQuery *query, gfloat *global)
{
  McnFeatures features;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, query->sample, &sample);
  if (!mcn_dataset_get_features (self->dataset, sample.photograph, FALSE, &features))
    return self->mean[question->k];
  mcn_feature_scale_global (&self->scale, &features, global);
  return mcn_experts_say (&self->experts, question->k, global);
}

/**
 * mcn_baselines_say:
 * @self: the baselines
 * @baseline: which
 * @question: of scores
 * @p: (out): a prediction for each query
 */
gboolean
mcn_baselines_say (McnBaselines *self, McnBaseline baseline, const McnQuestion *question, gdouble *p)
{
  g_autofree gfloat *global = g_new (gfloat, self->scale.n_global);
  gboolean photo = question->mode == MCN_MODE_PHOTO, text = question->mode == MCN_MODE_CRITIQUE && question->k == 0;

  if (question->k < 0 || (baseline == MCN_BASELINE_POOLED ? !photo : baseline == MCN_BASELINE_MAJORITY ? !photo && !text : !text || self->weight == NULL))
    return FALSE;
  if (baseline == MCN_BASELINE_WORDS)
    say_words (self, question, p);
  for (guint i = 0; i < question->queries->len; i++)
    {
      const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, query->sample, &sample);
      if (baseline == MCN_BASELINE_MAJORITY)
        p[i] = self->mean[question->k];
      else if (baseline == MCN_BASELINE_COUNT)
        p[i] = self->count_offset + self->count_slope * log (sample.n_texts);
      else if (baseline == MCN_BASELINE_POOLED)
        p[i] = say_pooled (self, question, query, global);
      p[i] = p[i] * self->goals->sd[question->k] + self->goals->mean[question->k];
    }
  return TRUE;
}
