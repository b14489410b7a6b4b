/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-inspect.h"

#include "mcn-dataset-file.h"
#include "mcn-dataset-private.h"


#define N_PARTS (MCN_PART_TEST + 1)

static const char *const part_names[N_PARTS] = { "none", "train", "val", "test" };

typedef struct
{
  gsize samples[N_PARTS];
  gsize photographs, texts, sentences, tokens, high, styled, phrases;
} SetCounts;

typedef struct
{
  gsize  n, with_votes;
  double sum;
} SourceCounts;

static void
count_sample (const McnSample *sample, SetCounts *set, SourceCounts *sources)
{
  set->samples[sample->part]++;
  set->photographs += sample->photograph >= 0;
  set->texts += sample->n_texts;
  set->sentences += sample->n_sentences;
  for (guint i = 0; i < sample->n_sentences; i++)
    {
      guint n;

      mcn_sample_get_sentence (sample, i, NULL, &n);
      set->tokens += n;
    }
  set->high += sample->high >= 0;
  set->styled += sample->styles_from != MCN_STYLES_UNKNOWN;
  set->phrases += sample->n_phrases;
  for (guint i = 0; i < sample->n_scores; i++)
    {
      McnScore score;

      mcn_sample_get_score (sample, i, &score);
      sources[score.source].n++;
      sources[score.source].with_votes += score.n_votes > 0;
      sources[score.source].sum += score.value;
    }
}

static gboolean
is_used (const SetCounts *set)
{
  for (guint part = 0; part < N_PARTS; part++)
    if (set->samples[part] > 0)
      return TRUE;

  return FALSE;
}

static void
describe_set (GString *text, const char *name, const SetCounts *set)
{
  g_string_append_printf (text, "set %s:", name);
  for (guint part = 0; part < N_PARTS; part++)
    if (set->samples[part] > 0)
      g_string_append_printf (text, " %s %zu", part_names[part], set->samples[part]);
  g_string_append_printf (text, "; photographs %zu, texts %zu, sentences %zu, word pieces %zu, verdicts %zu, styles %zu, phrases %zu\n",
                          set->photographs, set->texts, set->sentences, set->tokens, set->high, set->styled, set->phrases);
}

static void
describe_features (GString *text, McnDataset *self)
{
  gsize n = 0, mirrored = 0, tiny = 0, unreadable = 0, missing = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self); i++)
    {
      const McnFeatureShard *shard = &self->features[i / MCN_FEATURE_SHARD];
      McnFeatures features;

      if (shard->header == NULL)
        missing++;
      else if (!mcn_dataset_get_features (self, i, FALSE, &features))
        unreadable++;
      else
        {
          n++;
          tiny += features.tiny;
          mirrored += mcn_dataset_get_features (self, i, TRUE, &features);
        }
    }
  g_string_append_printf (text, "features: %zu photographs, %zu mirrored, %zu tiny, %zu unreadable, %zu not computed\n",
                          n, mirrored, tiny, unreadable, missing);
  if (mcn_dataset_get_n_synthetic (self) > 0)
    g_string_append_printf (text, "made pictures: %zu\n", mcn_dataset_get_n_synthetic (self));
  if (self->backbone != NULL)
    g_string_append_printf (text, "backbone: %s, %zu channels a region, %zu pooled, long side %u\n",
                            self->backbone, self->region_channels, self->n_pooled, self->long_side);
}

char *
mcn_dataset_describe (McnDataset *self)
{
  guint n_sets = mcn_dataset_get_n_sets (self), n_sources = mcn_dataset_get_n_sources (self);
  g_autofree SetCounts *sets = g_new0 (SetCounts, n_sets + 1);
  g_autofree SourceCounts *sources = g_new0 (SourceCounts, n_sources + 1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (self, i, &sample);
      count_sample (&sample, &sets[sample.set], sources);
    }

  g_string_append_printf (text, "id: %s\nmade by: %s\nsamples: %zu in %u files\nphotographs: %zu\nreported: %" G_GINT64_FORMAT "\n",
                          mcn_dataset_get_id (self), self->manifest->made_by, mcn_dataset_get_n_samples (self),
                          self->manifest->shards->len, mcn_dataset_get_n_photographs (self), self->manifest->n_reported);
  for (guint i = 0; i < n_sets; i++)
    if (is_used (&sets[i]))
      describe_set (text, mcn_dataset_get_set_name (self, i), &sets[i]);
  for (guint i = 0; i < n_sources; i++)
    if (sources[i].n > 0)
      g_string_append_printf (text, "score %s: %zu, mean %.4f, with votes %zu\n", mcn_dataset_get_source_name (self, i),
                              sources[i].n, sources[i].sum / sources[i].n, sources[i].with_votes);
  describe_features (text, self);
  return g_string_free (text, FALSE);
}

static void
check_shards (const McnFeatureShard *shards, gsize n, const char *folder, const char *name, GPtrArray *problems)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = mcn_feature_shard_path (folder, name, (guint) i);
      g_autoptr (GError) local = NULL;
      McnFeatureShard shard = { NULL };

      if (shards[i].header == NULL)
        continue;
      if (!mcn_feature_shard_open (&shard, shards[i].bytes, path, TRUE, &local))
        g_ptr_array_add (problems, g_strdup (local->message));
      mcn_feature_shard_clear (&shard);
    }
}

void
mcn_dataset_check (McnDataset *self, const char *folder, GPtrArray *problems)
{
  check_shards (self->features, self->n_features, folder, self->features_folder, problems);
  check_shards (self->made, self->n_made, folder, MCN_SYNTHETIC_FOLDER, problems);
}

void
mcn_dataset_foreach_unreadable (McnDataset *self, McnUnreadableFunc func, gpointer data)
{
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self); i++)
    {
      const McnFeatureShard *shard = &self->features[i / MCN_FEATURE_SHARD];
      const char *why = shard->header != NULL ? mcn_feature_shard_message (shard, i % MCN_FEATURE_SHARD) : NULL;
      McnSample sample;

      if (why == NULL)
        continue;
      mcn_dataset_get_sample (self, mcn_dataset_get_photograph (self, i), &sample);
      func (sample.file, why, data);
    }
}
