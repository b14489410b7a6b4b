/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made-model.h"

#include <string.h>

static gint
only_encoder (gpointer data, const McnSample *sample)
{
  return sample->part == MCN_PART_TEST ? -1 : 0;
}

McnStage2 *
made_stage_new (TinyData *data, guint64 seed, gint fold)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, "stage"), *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (GError) error = NULL;
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "a", encoders, only_encoder, NULL, 1, NULL, NULL, NULL, &error);
  McnStage2 *stage;

  g_assert_no_error (error);
  stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = seed, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .n_texts = 20, .fold = fold, .n_folds = 2,
  }, &error);
  g_assert_no_error (error);
  return stage;
}

MadeModel
made_model (TinyData *data, McnStage2 *stage, const char *name, const double (*shares)[3])
{
  MadeModel made = { .model = tiny_data_path (data, name) };
  g_autofree char *tiny = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autofree char *text = g_build_filename (tiny, "text.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  gfloat mean_word[32];
  McnExperts experts;
  McnExport export = {
    .params = mcn_stage2_get_params (stage), .scale = mcn_stage2_get_scale (stage), .n_heads = 2, .n_layers = 2,
    .mean_word = mean_word, .n_word = 32, .experts = &experts, .base = tiny, .text = text, .name = name,
  };

  made.trunk = g_build_filename (made.model, "trunk.safetensors", NULL);
  mcn_stage2_mean_word (stage, mean_word);
  mcn_experts_fit (&experts, data->dataset, mcn_stage2_get_goals (stage), mcn_stage2_get_scale (stage), NULL, -1, 1);
  for (guint i = 0; shares != NULL && i < MCN_N_SHARES; i++)
    memcpy (experts.share[i], shares[i], sizeof shares[i]);
  g_assert_true (mcn_export_model (&export, made.model, &error));
  g_assert_true (mcn_export_trunk (&export, made.trunk, &error));
  g_assert_no_error (error);
  mcn_experts_clear (&experts);
  return made;
}

void
made_model_clear (MadeModel *made)
{
  g_free (made->model);
  g_free (made->trunk);
}

static gboolean
covered (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample);
}

McnCandidate *
made_candidate_open (TinyData *data, const char *model, const char *const *trunks, McnQuestionScope *scope, const char *words)
{
  g_autofree char *folder = tiny_data_path (data, "words"), *path = g_build_filename (folder, words, NULL);
  g_autoptr (GError) error = NULL;
  McnCandidate *candidate = mcn_candidate_open (model, trunks, data->dataset, &error);

  g_assert_no_error (error);
  g_assert_true (mcn_candidate_read_words (candidate, path, covered, scope, "test", 1, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return candidate;
}

gint
made_which_encoder (gpointer data, const McnSample *sample)
{
  return sample->part == MCN_PART_TEST ? -1 : sample->part == MCN_PART_VAL;
}

McnWordStore *
made_words_open (TinyData *data, const char *path, const char *key, McnCancel *cancel, GError **error)
{
  const McnTextEncoder *encoder = mcn_model_get_text_encoder (data->model);
  const McnTextEncoder *encoders[] = { encoder, encoder };

  return mcn_word_store_open (data->dataset, path, key, encoders, made_which_encoder, NULL, 1, NULL, NULL, cancel, error);
}
