/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-baselines.h"

#include "mcn-experts.h"
#include "mcn-words-ridge.h"

#include <math.h>

/* What one fold has to say. */
typedef struct
{
  gdouble       mean[MCN_MAX_SOURCES];      /* in deviations */
  gdouble       count_slope, count_offset;
  McnExperts    experts;
  McnWordsRidge words[MCN_MAX_SOURCES];     /* of the first AVA's comments; of others critiques of photographs; dataset NULL: none */
} Learned;

struct _McnBaselines
{
  McnDataset     *dataset;
  const McnGoals *goals;
  McnFeatureScale scale;
  guint           n_folds;
  Learned        *learned;
};

static const char *const names[] = { "majority", "count of comments", "tf-idf ridge", "ridge", "ridge + tf-idf ridge" };
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

static gboolean
is_learned (const McnBaselines *self, const McnSample *sample, guint fold)
{
  return mcn_goals_learns (self->dataset, sample, self->n_folds > 1 ? (gint) fold : -1, self->n_folds);
}

static void
learn_means (McnBaselines *self, guint fold)
{
  for (guint k = 0; k < self->goals->n; k++)
    {
      gdouble sum = 0, n = 0;

      for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
        {
          McnSample sample;
          gdouble y;

          mcn_dataset_get_sample (self->dataset, i, &sample);
          if (isnan (y = mcn_goals_score (self->goals, &sample, k)) || !is_learned (self, &sample, fold))
            continue;
          sum += y;
          n++;
        }
      self->learned[fold].mean[k] = n > 0 ? sum / n : 0;
    }
}

/* A line through ln (number of comments). */
static void
learn_count (McnBaselines *self, guint fold)
{
  gint ava = mcn_dataset_find_set (self->dataset, "ava");
  Learned *learned = &self->learned[fold];
  gdouble n = 0, x = 0, y = 0, xx = 0, xy = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnSample sample;
      gdouble count, score;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if ((gint) sample.set != ava || sample.n_sentences == 0 || isnan (score = mcn_goals_score (self->goals, &sample, 0)) ||
          !is_learned (self, &sample, fold))
        continue;
      count = log (sample.n_texts);
      n++;
      x += count;
      y += score;
      xx += count * count;
      xy += count * score;
    }
  learned->count_slope = n * xx > x * x ? (n * xy - x * y) / (n * xx - x * x) : 0;
  learned->count_offset = n > 0 ? (y - learned->count_slope * x) / n : 0;
}

/**
 * mcn_baselines_new:
 * @dataset: with features
 * @goals: its sources; must outlive the baselines
 * @n_folds: 1, or how many
 * @error: return location
 *
 * Returns: (transfer full) (nullable): baselines that have learned
 */
McnBaselines *
mcn_baselines_new (McnDataset *dataset, const McnGoals *goals, guint n_folds, GError **error)
{
  static const char *const critiques[] = { "machine", "beauty" };
  g_autoptr (McnBaselines) self = g_new0 (McnBaselines, 1);

  self->dataset = mcn_dataset_ref (dataset);
  self->goals = goals;
  if (!mcn_feature_scale_measure (&self->scale, dataset, error))
    return NULL;
  self->n_folds = n_folds;
  self->learned = g_new0 (Learned, n_folds);
  for (guint f = 0; f < n_folds; f++)
    {
      Learned *learned = &self->learned[f];
      gint left_out = n_folds > 1 ? (gint) f : -1;

      learn_means (self, f);
      learn_count (self, f);
      mcn_words_ridge_fit (&learned->words[0], dataset, goals, left_out, n_folds);
      for (guint k = 1; k < goals->n; k++)
        for (guint i = 0; i < G_N_ELEMENTS (critiques); i++)
          if (g_str_equal (goals->name[k], critiques[i]))
            mcn_words_ridge_fit_source (&learned->words[k], dataset, goals, k, left_out, n_folds);
      mcn_experts_fit (&learned->experts, dataset, goals, &self->scale, NULL, left_out, n_folds);
    }
  return g_steal_pointer (&self);
}

void
mcn_baselines_free (McnBaselines *self)
{
  mcn_dataset_unref (self->dataset);
  mcn_feature_scale_clear (&self->scale);
  for (guint f = 0; f < self->n_folds; f++)
    {
      mcn_experts_clear (&self->learned[f].experts);
      for (guint k = 0; k < MCN_MAX_SOURCES; k++)
        if (self->learned[f].words[k].dataset != NULL)
          mcn_words_ridge_clear (&self->learned[f].words[k]);
    }
  g_free (self->learned);
  g_free (self);
}

static gdouble
say_pooled (McnBaselines *self, const Learned *learned, const McnQuestion *question, const McnSample *sample, gfloat *global)
{
  McnFeatures features;

  if (!mcn_dataset_get_features (self->dataset, sample->photograph, FALSE, &features))
    return learned->mean[question->k];
  mcn_feature_scale_global (&self->scale, &features, global);
  return mcn_experts_say (&learned->experts, question->k, global);
}

/* Whether it has learned anything for such a question. */
static gboolean
knows (const Learned *learned, McnBaseline baseline, const McnQuestion *question)
{
  gboolean pooled = question->k >= 0 && learned->experts.penalty[question->k] > 0;
  gboolean words = question->k >= 0 && learned->words[question->k].weight != NULL;

  switch (baseline)
    {
    case MCN_BASELINE_MAJORITY:
      return question->k >= 0;
    case MCN_BASELINE_COUNT:
      return question->k == 0 && question->mode == MCN_MODE_CRITIQUE;
    case MCN_BASELINE_WORDS:
      return words && question->mode == MCN_MODE_CRITIQUE;
    case MCN_BASELINE_POOLED:
      return pooled && question->mode == MCN_MODE_PHOTO;
    default:
      return pooled && words && question->mode == MCN_MODE_BOTH;
    }
}

/* Of @n queries that a fold answers, in deviations. */
static void
say (McnBaselines *self, Learned *learned, McnBaseline baseline, const McnQuestion *question, gsize n, const McnQuery *queries, gdouble *p)
{
  g_autofree gfloat *global = g_new (gfloat, self->scale.n_global);

  if (baseline == MCN_BASELINE_WORDS || baseline == MCN_BASELINE_BOTH)
    mcn_words_ridge_say (&learned->words[question->k], n, queries, p);
  for (gsize i = 0; i < n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, queries[i].sample, &sample);
      if (baseline == MCN_BASELINE_MAJORITY)
        p[i] = learned->mean[question->k];
      else if (baseline == MCN_BASELINE_COUNT)
        p[i] = learned->count_offset + learned->count_slope * log (sample.n_texts);
      else if (baseline == MCN_BASELINE_POOLED)
        p[i] = say_pooled (self, learned, question, &sample, global);
      else if (baseline == MCN_BASELINE_BOTH)
        p[i] = (p[i] + say_pooled (self, learned, question, &sample, global)) / 2;
    }
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
  gsize n = question->queries->len;
  g_autofree McnQuery *some = g_new (McnQuery, MAX (n, 1));
  g_autofree gsize *where = g_new (gsize, MAX (n, 1));
  g_autofree gdouble *said = g_new (gdouble, MAX (n, 1));

  for (guint f = 0; f < self->n_folds; f++)
    if (!knows (&self->learned[f], baseline, question))
      return FALSE;
  for (guint f = 0; f < self->n_folds; f++)
    {
      gsize n_some = 0;

      for (gsize i = 0; i < n; i++)
        {
          const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
          McnSample sample;

          mcn_dataset_get_sample (self->dataset, query->sample, &sample);
          if (self->n_folds > 1 && mcn_goals_fold (self->dataset, &sample, self->n_folds) != f)
            continue;
          some[n_some] = *query;
          where[n_some++] = i;
        }
      say (self, &self->learned[f], baseline, question, n_some, some, said);
      for (gsize i = 0; i < n_some; i++)
        p[where[i]] = said[i] * self->goals->sd[question->k] + self->goals->mean[question->k];
    }
  return TRUE;
}
