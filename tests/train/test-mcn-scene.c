/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scene says what a session says; hiding one thing changes the score by what the
 * explanation says of it; the tests of explanations and limits run on a tiny dataset. */
#include "mcn-ablation.h"
#include "mcn-explanation-test.h"
#include "mcn-limits.h"
#include "mcn-train-error.h"
#include "tiny-data.h"

#include <math.h>
#include <string.h>

static const char text[] = "Lovely light and a great composition. The background is too dark.";

static gdouble
session_score (McnModel *model, const McnPicture *picture, const char *critique_text)
{
  g_autoptr (McnSession) session = mcn_session_new (model, 1, NULL);
  g_autoptr (McnImage) image = picture != NULL ? mcn_session_encode_image (session, picture, NULL, NULL) : NULL;
  g_autoptr (McnCritique) critique = mcn_critique_new (mcn_model_get_wordpiece (model), &critique_text, NULL, critique_text != NULL);
  const gsize which[] = { 0, 1, 2, 3 };
  McnWords *words[4] = { NULL };
  McnLogits logits;

  g_assert_cmpuint (critique->n_sentences, <=, 4);
  g_assert_true (mcn_session_encode_sentences (session, critique, which, critique->n_sentences, words, NULL, NULL));
  g_assert_true (mcn_session_fuse (session, image, words, critique->n_sentences, NULL, &logits, NULL, NULL));
  for (guint i = 0; i < 4; i++)
    mcn_words_unref (words[i]);
  return mcn_model_calibrate (model, image == NULL ? MCN_MODE_CRITIQUE : critique->n_sentences > 0 ? MCN_MODE_BOTH : MCN_MODE_PHOTO, logits.score);
}

static void
test_scores (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnScene) scene = mcn_scene_new (data->model, 2, NULL);
  guint side = mcn_model_get_long_side (data->model);
  g_autofree guint8 *rgb = g_malloc (3 * side * 64);
  McnPicture picture = { rgb, 3 * side, side, 64, FALSE };

  for (guint i = 0; i < 3 * side * 64; i++)
    rgb[i] = i * 37 % 251;
  mcn_scene_set_picture (scene, &picture);
  g_assert_cmpfloat_with_epsilon (mcn_scene_score (scene, NULL, NULL), session_score (data->model, &picture, NULL), 1e-6);
  mcn_scene_set_text (scene, text);
  g_assert_cmpfloat_with_epsilon (mcn_scene_score (scene, NULL, NULL), session_score (data->model, &picture, text), 1e-6);
  mcn_scene_set_none (scene);
  g_assert_cmpfloat_with_epsilon (mcn_scene_score (scene, NULL, NULL), session_score (data->model, NULL, text), 1e-6);
  g_assert_cmpuint (mcn_scene_get_n_regions (scene), ==, 0);
  /* What cannot be counted is no critique. */
  mcn_scene_set_text (scene, "照片很好");
  g_assert_cmpuint (mcn_scene_get_n_words (scene), ==, 0);
}

static void
test_hidden (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnScene) scene = mcn_scene_new (data->model, 1, NULL);
  g_autoptr (McnExplanation) explanation = NULL;
  McnFeatures features;
  gsize m, n;
  g_autofree guint8 *regions = NULL, *words = NULL;
  g_autofree gfloat *to_regions = NULL, *to_words = NULL;
  gdouble base, sum = 0;

  g_assert_true (mcn_dataset_get_features (data->dataset, 2, FALSE, &features));
  mcn_scene_set_features (scene, &features);
  mcn_scene_set_text (scene, text);
  m = mcn_scene_get_n_regions (scene);
  n = mcn_scene_get_n_words (scene);
  g_assert_cmpuint (m, ==, features.columns * features.rows);
  regions = g_new0 (guint8, m);
  words = g_new0 (guint8, n);
  base = mcn_scene_score (scene, NULL, NULL);
  g_assert_cmpfloat (mcn_scene_score (scene, regions, words), ==, base);
  explanation = mcn_scene_explain (scene, MCN_EXPLAIN_ALL);
  g_assert_cmpuint (explanation->n_regions, ==, m);
  g_assert_cmpuint (explanation->n_tokens, ==, n);
  regions[m / 2] = words[n - 1] = 1;
  g_assert_cmpfloat_with_epsilon (base - mcn_scene_score (scene, regions, NULL), explanation->region[m / 2], 1e-4);
  g_assert_cmpfloat_with_epsilon (base - mcn_scene_score (scene, NULL, words), explanation->token[n - 1], 1e-4);

  to_regions = g_new (gfloat, m);
  to_words = g_new (gfloat, n);
  mcn_scene_attention (scene, to_regions, to_words);
  for (gsize i = 0; i < n; i++)
    sum += to_words[i];
  /* A share of each of st, and of ci and kt in both layers. */
  g_assert_cmpfloat (sum, >, .5);
  g_assert_cmpfloat (sum, <, 5);
}

static void
test_explanations (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) figures = mcn_explanation_test (data->dataset, data->model, MCN_PART_VAL, 2, 1, 20, NULL, NULL, NULL, &error);
  McnEvidenceTest evidence[MCN_N_EVIDENCE];
  McnCancel stop = 1;
  guint n_regions = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (figures->len, ==, 15);
  mcn_explanation_record (figures, evidence);
  g_assert_cmpfloat (evidence[MCN_EVIDENCE_REGIONS].ratio, >, 0);
  g_assert_cmpfloat (evidence[MCN_EVIDENCE_MATRIX].ratio, >, 0);
  for (guint e = 0; e < MCN_N_EVIDENCE; e++)
    g_assert_true (evidence[e].passed == (evidence[e].ratio >= MCN_EVIDENCE_RATIO && evidence[e].low > 1));
  /* No critique was long enough. */
  g_assert_cmpfloat (evidence[MCN_EVIDENCE_WORDS].ratio, ==, 0);
  for (guint i = 0; i < figures->len; i++)
    {
      const McnExplanationFigure *f = &g_array_index (figures, McnExplanationFigure, i);

      if (g_str_equal (f->what, "regions"))
        {
          g_assert_cmpuint (f->n, ==, 2);
          g_assert_cmpfloat (f->value, >, 0);
          n_regions++;
        }
      else if (g_str_equal (f->what, "word by region"))
        g_assert_cmpfloat (f->value, >, 0);
      /* No text here has ten words in one comment, and no phrase is grounded. */
      else
        g_assert_true (isnan (f->value));
    }
  g_assert_cmpuint (n_regions, ==, 6);
  g_assert_null (mcn_explanation_test (data->dataset, data->model, MCN_PART_VAL, 2, 1, 20, NULL, NULL, &stop, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
}

/* With phrases that are grounded and critiques of ten words: a phrase that lies everywhere is hit, one that lies
 * nowhere is not, and photographs are counted beside phrases. */
static void
test_pointing (void)
{
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_PHRASES);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) figures = mcn_explanation_test (data->dataset, data->model, MCN_PART_VAL, 6, 1, 50, NULL, NULL, NULL, &error);
  guint n_pointing = 0, n_words = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < figures->len; i++)
    {
      const McnExplanationFigure *f = &g_array_index (figures, McnExplanationFigure, i);

      if (g_str_equal (f->test, "pointing"))
        {
          /* Of six photographs of val three have two phrases everywhere, three one nowhere. */
          g_assert_cmpuint (f->n, ==, 9);
          g_assert_cmpuint (f->n_photographs, ==, 6);
          g_assert_cmpfloat_with_epsilon (f->share, 6 / 9., 1e-9);
          g_assert_cmpfloat_with_epsilon (f->other, 6 / 9., 1e-6);
          g_assert_cmpfloat_with_epsilon (f->value, 0, 1e-6);
          g_assert_cmpfloat_with_epsilon (f->low, 0, 1e-6);
          g_assert_cmpfloat_with_epsilon (f->high, 0, 1e-6);
          n_pointing++;
        }
      else if (g_str_equal (f->what, "words"))
        {
          g_assert_cmpuint (f->n, ==, 6);
          g_assert_cmpfloat (f->value, >, 0);
          g_assert_cmpfloat (f->low, <=, f->value);
          g_assert_cmpfloat (f->high, >=, f->value);
          n_words++;
        }
    }
  g_assert_cmpuint (n_pointing, ==, 2);
  g_assert_cmpuint (n_words, ==, 6);
}

static void
test_limits (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) limits = mcn_limits_measure (data->dataset, data->model, MCN_PART_VAL, 1, NULL, &error);
  guint n_limits = 0, n_collages = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < limits->len; i++)
    {
      const McnLimit *l = &g_array_index (limits, McnLimit, i);

      g_assert_true (isfinite (l->value));
      g_assert_cmpuint (l->n, >, 0);
      n_limits += !isnan (l->limit);
      g_assert_true (l->holds == (isnan (l->limit) || l->value < l->limit));
      if (g_str_has_prefix (l->name, "collage"))
        n_collages += l->n;
      /* Nothing that is written there counts. */
      if (g_str_has_prefix (l->name, "emoji"))
        g_assert_cmpfloat (l->value, ==, 0);
    }
  g_assert_cmpuint (n_limits, ==, 5);
  /* Six photographs of val, two by two. */
  g_assert_cmpuint (n_collages, ==, 3);
  g_assert_null (mcn_limits_measure (data->dataset, data->model, MCN_PART_TEST, 1, NULL, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
}

/* Cells that are done are not done again; without budget only the first begins. */
static void
test_ablation (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells"), *words = g_build_filename (folder, "words.f16", NULL);
  g_autofree char *model = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  McnCancel stop = 0;
  McnAblationOptions options = {
    .dataset = data->dataset, .model = model, .folder = folder, .words = words, .n_seeds = 1, .n_epochs = 1, .d = 8,
    .n_variants = 8, .n_threads = 1, .share = 1, .budget = 1e-9, .stop = &stop,
  };
  McnAblation first, rest, again;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n_begun = 0;

  g_assert_true (mcn_ablation_run (&options, &first, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (first.n_done, ==, 1);
  g_assert_cmpuint (first.n_cells, ==, 8);
  options.budget = 1e9;
  g_assert_true (mcn_ablation_run (&options, &rest, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rest.n_done, ==, 8);
  for (guint v = 0; v < 8; v++)
    {
      g_assert_cmpuint (rest.n_seeds[v], ==, 1);
      g_assert_cmpuint (rest.spread[v][MCN_ABLATION_SRCC_TEXT].n, ==, mcn_ablation_variant (v)->inputs != MCN_INPUTS_PHOTOGRAPH);
      g_assert_cmpfloat (rest.spread[v][MCN_ABLATION_ACCURACY_BOTH].mean, >=, 0);
    }
  stop = 1;
  g_assert_true (mcn_ablation_run (&options, &again, &error));
  g_assert_cmpmem (&again, sizeof again, &rest, sizeof rest);
  options.d = 12;
  g_assert_false (mcn_ablation_run (&options, &again, &error));
  g_clear_error (&error);

  /* The time of a cell that was broken off counts, and is part of its own once it is done. */
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, "spent.txt", NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      g_assert_true (g_file_set_contents (path, "5000", -1, NULL));
      n_begun++;
    }
  g_assert_cmpuint (n_begun, ==, 1);
  stop = 0;
  options.n_variants = 1;
  options.budget = 4000;
  g_assert_true (mcn_ablation_run (&options, &again, &error));
  g_assert_cmpuint (again.n_done, ==, 0);
  g_assert_cmpfloat (again.seconds, >=, 5000);
  options.budget = 1e9;
  g_assert_true (mcn_ablation_run (&options, &again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (again.n_done, ==, 1);
  g_assert_cmpfloat (again.seconds_done, >=, 5000);
}

/* The list of a share does not hang on folds, and grows with it. */
static void
test_listed (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  gsize n = mcn_dataset_get_n_samples (data->dataset), n_half = 0;

  for (gsize i = 0; i < n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (data->dataset, i, &sample);
      g_assert_true (mcn_goals_listed (data->dataset, &sample, 0));
      g_assert_true (mcn_goals_listed (data->dataset, &sample, 1));
      if (mcn_goals_listed (data->dataset, &sample, .3))
        g_assert_true (mcn_goals_listed (data->dataset, &sample, .5));
      n_half += mcn_goals_listed (data->dataset, &sample, .5);
    }
  g_assert_cmpuint (n_half, >, n / 4);
  g_assert_cmpuint (n_half, <, 3 * n / 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/scene/scores", test_scores);
  g_test_add_func ("/evaluation/scene/hidden", test_hidden);
  g_test_add_func ("/evaluation/scene/explanations", test_explanations);
  g_test_add_func ("/evaluation/scene/pointing", test_pointing);
  g_test_add_func ("/evaluation/scene/limits", test_limits);
  g_test_add_func ("/evaluation/ablation", test_ablation);
  g_test_add_func ("/evaluation/listed", test_listed);
  return g_test_run ();
}
