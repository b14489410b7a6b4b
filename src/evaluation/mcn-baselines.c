/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-baselines.h"

#include "mcn-experts.h"
#include "mcn-words-ridge.h"

#include <math.h>

struct _McnBaselines
{
  McnDataset     *dataset;
  const McnGoals *goals;
  gdouble         mean[MCN_MAX_SOURCES];    /* in deviations */
  gdouble         count_slope, count_offset;
  McnFeatureScale scale;
  McnExperts      experts;
  McnWordsRidge   words;
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

/* A line through ln (number of comments). */
static void
learn_count (McnBaselines *self)
{
  gint ava = mcn_dataset_find_set (self->dataset, "ava");
  gdouble n = 0, x = 0, y = 0, xx = 0, xy = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;
      gdouble count, score;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if ((gint) sample.set != ava || sample.part != MCN_PART_TRAIN || sample.n_sentences == 0 ||
          isnan (score = mcn_goals_score (self->goals, &sample, 0)))
        continue;
      count = log (sample.n_texts);
      n++;
      x += count;
      y += score;
      xx += count * count;
      xy += count * score;
    }
  self->count_slope = n * xx > x * x ? (n * xy - x * y) / (n * xx - x * x) : 0;
  self->count_offset = n > 0 ? (y - self->count_slope * x) / n : 0;
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
  if (!mcn_feature_scale_measure (&self->scale, dataset, error))
    return NULL;
  learn_means (self);
  learn_count (self);
  mcn_words_ridge_fit (&self->words, dataset, goals, -1, 1);
  mcn_experts_fit (&self->experts, dataset, goals, &self->scale, -1, 1);
  return g_steal_pointer (&self);
}

void
mcn_baselines_free (McnBaselines *self)
{
  mcn_dataset_unref (self->dataset);
  mcn_feature_scale_clear (&self->scale);
  mcn_experts_clear (&self->experts);
  if (self->words.dataset != NULL)
    mcn_words_ridge_clear (&self->words);
  g_free (self);
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

  if (question->k < 0 || (baseline == MCN_BASELINE_POOLED ? !photo : baseline == MCN_BASELINE_MAJORITY ? !photo && !text : !text || self->words.weight == NULL))
    return FALSE;
  if (baseline == MCN_BASELINE_WORDS)
    mcn_words_ridge_say (&self->words, question->queries->len, (const McnQuery *) question->queries->data, p);
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
