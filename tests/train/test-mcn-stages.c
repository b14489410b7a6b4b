/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both stages on a tiny dataset, from texts and pictures to a model that the
 * engine loads and that says there what it said here. */
#include "critic-preprocess.h"
#include "made-model.h"
#include "mcn-censored.h"
#include "mcn-export.h"
#include "mcn-features.h"
#include "mcn-photometry.h"
#include "mcn-session.h"
#include "mcn-stage1.h"
#include "mcn-stage2.h"
#include "mcn-train-error.h"
#include "tiny-data.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static McnFitOptions
fit_options (const char *folder, guint n_epochs, gdouble rate)
{
  return (McnFitOptions) {
    .n_epochs = n_epochs, .rate = rate, .warm_up = .1, .max_norm = 1, .seed = 1, .n_threads = 2, .tasks = MCN_ALL_TASKS,
    .folder = folder, .config = "test", .save_seconds = 1e9,
  };
}

static McnSafetensors *
open_text (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "tiny-model", "text.safetensors", NULL);

  return mcn_safetensors_open (path, NULL);
}

static const McnStage1Options stage1_options = {
  .seed = 1, .n_heads = 2, .d = 16, .d_heads = 2, .batch = 8, .max_pieces = 60, .fold = -1, .n_folds = 1,
};

static gdouble
last_figure (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "log.ndjson", NULL), *log = NULL, *key = g_strdup_printf ("\"%s\":", name);
  const char *at = NULL;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  for (const char *next = log; (next = strstr (next, key)) != NULL; next += strlen (key))
    at = next + strlen (key);
  g_assert_nonnull (at);
  return g_ascii_strtod (at, NULL);
}

/* Words that praise and words that blame are told apart, and the encoder that is
 * written is the one that was trained. */
static void
test_stage1 (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnSafetensors) text = open_text (), written = NULL;
  g_autofree char *folder = tiny_data_path (data, "stage 1"), *path = g_build_filename (folder, "text.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnStage1) stage = mcn_stage1_new (data->dataset, text, &stage1_options, &error);
  g_autoptr (McnTextEncoder) encoder = NULL;
  McnFitOptions options = fit_options (folder, 6, 2e-3);
  McnFitProblem problem;

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_stage1_get_n (stage), ==, 22);
  problem = mcn_stage1_problem (stage);
  g_assert_true (mcn_fit_run (&problem, &options, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (last_figure (folder, "accuracy, all comments"), ==, 1);
  g_assert_cmpfloat (last_figure (folder, "accuracy, one comment"), ==, 1);
  g_assert_cmpfloat (last_figure (folder, "score\":{\"loss"), <, .2);

  g_assert_true (mcn_stage1_export (stage, path, &error));
  written = mcn_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mcn_safetensors_get_n (written), ==, mcn_safetensors_get_n (text));
  encoder = mcn_text_encoder_new (written, 2, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < mcn_safetensors_get_n (written); i++)
    {
      const McnTensorView *view = mcn_safetensors_get (written, i), *before = mcn_safetensors_find (text, view->name);

      g_assert_nonnull (before);
      if (g_str_equal (view->name, "we") || g_str_equal (view->name, "pe") || g_str_equal (view->name, "te"))
        g_assert_cmpmem (view->data, view->n_bytes, before->data, before->n_bytes);
      else if (g_str_equal (view->name, "layers.1.qw"))
        g_assert_cmpint (memcmp (view->data, before->data, view->n_bytes), !=, 0);
    }
}

/* A fold leaves its texts out, and both folds together leave each out once. */
static void
test_folds (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnSafetensors) text = open_text ();
  gsize n = 0;

  for (gint fold = 0; fold < 2; fold++)
    {
      McnStage1Options options = stage1_options;
      g_autoptr (McnStage1) stage = NULL;

      options.fold = fold;
      options.n_folds = 2;
      stage = mcn_stage1_new (data->dataset, text, &options, NULL);
      g_assert_nonnull (stage);
      g_assert_cmpuint (mcn_stage1_get_n (stage), >, 5);
      n += mcn_stage1_get_n (stage);
    }
  g_assert_cmpuint (n, ==, 22);
}

static McnStage2 *
make_with (TinyData *data, const char *folder, McnStage2Change change, McnDataset *maps)
{
  g_autofree char *path = g_build_filename (folder, "words.f16", NULL);
  g_autofree char *backbone = g_test_build_filename (G_TEST_BUILT, "tiny-model", "backbone.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  McnWordStore *words = made_words_open (data, path, "a", NULL, &error);
  McnStage2 *stage;

  g_assert_no_error (error);
  stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .n_texts = 20, .fold = -1, .change = change,
    .maps = maps, .backbone = backbone,
  }, &error);
  g_assert_no_error (error);
  return stage;
}

static McnStage2 *
make_changed (TinyData *data, const char *folder, McnStage2Change change)
{
  return make_with (data, folder, change, NULL);
}

static McnStage2 *
make_stage2 (TinyData *data, const char *folder)
{
  return make_changed (data, folder, (McnStage2Change) { 0 });
}

static CriticNetworkPicture *
load_picture (TinyData *data, gsize i)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CriticPhoto) photo = NULL;
  CriticNetworkPicture *picture;
  McnSample sample;
  g_autoptr (GError) error = NULL;

  mcn_dataset_get_sample (data->dataset, i, &sample);
  path = g_build_filename (data->folder, "pictures", sample.file, NULL);
  file = g_file_new_for_path (path);
  photo = critic_photo_load (file, 320, NULL, &error);
  g_assert_no_error (error);
  picture = critic_preprocess_for_network (photo, 320, NULL, &error);
  g_assert_no_error (error);
  return picture;
}

/* What the engine makes of picture @i with its text, as it makes it of any file. */
static gdouble
engine_score (TinyData *data, McnModel *model, gsize i, gboolean with_text)
{
  g_autoptr (CriticNetworkPicture) picture = load_picture (data, i);
  g_autoptr (McnSession) session = mcn_session_new (model, 1, NULL);
  g_autoptr (McnImage) image = NULL;
  g_autoptr (McnCritique) critique = NULL;
  McnWords *words[8] = { NULL };
  gsize which[] = { 0, 1, 2, 3, 4, 5, 6, 7 }, n = 0;
  McnLogits logits;
  McnSample sample;
  g_autoptr (GError) error = NULL;

  mcn_dataset_get_sample (data->dataset, i, &sample);
  image = mcn_session_encode_image (session, &(McnPicture) { picture->rgb, picture->width * 3, picture->width, picture->height, picture->tiny },
                                    NULL, &error);
  g_assert_no_error (error);
  if (with_text)
    {
      const char *text = mcn_sample_get_text (&sample, 0, NULL, NULL);

      critique = mcn_critique_new (mcn_model_get_wordpiece (model), &text, NULL, 1);
      n = critique->n_sentences;
      g_assert_true (mcn_session_encode_sentences (session, critique, which, n, words, NULL, &error));
    }
  g_assert_true (mcn_session_fuse (session, image, words, n, NULL, &logits, NULL, &error));
  g_assert_no_error (error);
  for (gsize w = 0; w < n; w++)
    mcn_words_unref (words[w]);
  return logits.score;
}

/* Trained, written, loaded by the engine: the same scores to what F16 leaves. */
static void
test_stage2 (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "stage 2"), *out = tiny_data_path (data, "model");
  g_autofree char *tiny = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autofree char *text = g_build_filename (tiny, "text.safetensors", NULL);
  g_autoptr (McnStage2) stage = make_stage2 (data, folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autoptr (McnTeam) team = mcn_team_new (2);
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnFitOptions options = fit_options (folder, 12, 3e-3);
  McnFitProblem problem = mcn_stage2_problem (stage);
  McnStep step = { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) };
  gfloat mean_word[32], score[8 * MCN_MAX_SOURCES];
  McnExport export = {
    .params = mcn_stage2_get_params (stage), .scale = mcn_stage2_get_scale (stage), .n_heads = 2, .n_layers = 2,
    .mean_word = mean_word, .n_word = 32, .base = tiny, .text = text, .name = "Tiny \"trained\"",
  };
  guint n_sources = mcn_stage2_get_goals (stage)->n;

  g_assert_cmpuint (mcn_stage2_get_n_photographs (stage), ==, 18);
  g_assert_true (mcn_fit_run (&problem, &options, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (last_figure (folder, "srcc, machine, both"), >, .5);
  g_assert_cmpfloat (last_figure (folder, "srcc, ava, all comments"), >, .7);

  mcn_stage2_mean_word (stage, mean_word);
  g_assert_true (mcn_export_model (&export, out, &error));
  g_assert_no_error (error);
  g_assert_true (mcn_model_verify (out, NULL, &error));
  g_assert_no_error (error);
  model = mcn_model_load (out, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (mcn_model_words_are_evidence (model));

  for (gsize i = 0; i < 4; i++)
    for (guint with_text = 0; with_text < 2; with_text++)
      {
        McnQuery query = { i, TRUE, i, with_text ? 0 : MCN_TEXT_NONE };

        mcn_stage2_predict (stage, &step, 1, &query, &(McnOutputs) { .score = score }, NULL);
        g_assert_cmpfloat_with_epsilon (engine_score (data, model, i, with_text), MCN_AVA_MEAN + MCN_AVA_SD * score[0], 2e-2);
      }
  g_assert_cmpuint (n_sources, >, 2);
}

/* How many of the numbers that the engine's backbone makes of picture @i are not what the stage's blocks make of its map. */
static gsize
count_off (TinyData *data, McnModel *model, McnStage2 *stage, McnDataset *maps, gsize i, gsize *n_all)
{
  const McnBackbone *backbone = mcn_model_get_backbone (model);
  const McnFeatureScale *scale = mcn_stage2_get_scale (stage);
  g_autoptr (CriticNetworkPicture) picture = load_picture (data, i);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .tape = tape, .params = mcn_stage2_get_params (stage) };
  gsize rows = (gsize) (picture->width / MCN_STRIDE) * (picture->height / MCN_STRIDE), n_regions = rows * scale->n_region, n_off = 0;
  g_autofree gfloat *regions = g_new (gfloat, 2 * n_regions), *raw = g_new (gfloat, scale->n_global), *global = g_new (gfloat, 2 * scale->n_global);
  McnFeatures map;

  g_assert_true (mcn_arena_reserve (arena, mcn_backbone_plan (backbone, picture->width, picture->height, 1), NULL));
  g_assert_true (mcn_backbone_run (backbone, NULL, arena, picture->rgb, picture->width * 3, picture->width, picture->height, regions, raw, NULL, NULL));
  mcn_photometry (picture->rgb, picture->width * 3, picture->width, picture->height, raw + scale->n_pooled);
  mcn_feature_scale_global (scale, &(McnFeatures) { .pooled = raw, .photometry = raw + scale->n_pooled, .tiny = picture->tiny }, global);
  mcn_feature_scale_rows (scale, rows, regions);
  g_assert_true (mcn_dataset_get_view (maps, i, 0, &map));
  mcn_top_forward ((McnTop *) mcn_stage2_get_top (stage), &step, scale, 1, &map, global + scale->n_global, regions + n_regions);
  for (gsize j = 0; j < scale->n_global; j++)
    n_off += fabsf (global[j] - global[scale->n_global + j]) > .02f;
  for (gsize j = 0; j < n_regions; j++)
    n_off += fabsf (regions[j] - regions[n_regions + j]) > .02f;
  *n_all = scale->n_global + n_regions;
  return n_off;
}

/* The backbone's last blocks trained and exported: the engine sees what the tape saw, and scores as it did. */
static void
test_top (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "top"), *out = tiny_data_path (data, "model"), *trunk = g_build_filename (folder, "trunk.safetensors", NULL);
  g_autofree char *tiny = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autofree char *text = g_build_filename (tiny, "text.safetensors", NULL), *stale = g_build_filename (out, "search.safetensors", NULL);
  g_autoptr (McnDataset) maps = NULL;
  g_autoptr (McnStage2) stage = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autoptr (McnSafetensors) whole = NULL;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnFeaturesResult result;
  McnFitOptions options = fit_options (folder, 3, 3e-3);
  McnFitProblem problem;
  gfloat mean_word[32], score[MCN_MAX_SOURCES];
  McnExport export;
  gsize n_all;

  g_assert_true (mcn_dataset_make_features (&(McnFeaturesOptions) {
    .folder = data->data, .model = data->model, .n_threads = 2, .n_views = 2, .part = 1, .n_parts = 1, .maps = TRUE,
  }, &result, &error));
  maps = mcn_dataset_open_maps (data->data, &error);
  g_assert_no_error (error);
  stage = make_with (data, folder, (McnStage2Change) { .top = .5 }, maps);
  problem = mcn_stage2_problem (stage);
  g_assert_true (mcn_fit_run (&problem, &options, &error));
  g_assert_no_error (error);
  mcn_stage2_mean_word (stage, mean_word);
  export = (McnExport) {
    .params = mcn_stage2_get_params (stage), .scale = mcn_stage2_get_scale (stage), .n_heads = 2, .n_layers = 2,
    .mean_word = mean_word, .n_word = 32, .base = tiny, .text = text, .name = "Tiny", .top = mcn_stage2_get_top (stage),
  };
  g_assert_true (g_file_set_contents (stale, "of another model", -1, NULL));
  g_assert_true (mcn_export_model (&export, out, &error));
  g_assert_no_error (error);
  /* What a photograph is found by was fitted to the old backbone. */
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  model = mcn_model_load (out, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (mcn_model_get_aspects (model));

  for (gsize i = 0; i < 4; i++)
    {
      McnQuery query = { i, TRUE, i, MCN_TEXT_NONE };

      g_assert_cmpuint (count_off (data, model, stage, maps, i, &n_all), <, n_all / 50);
      g_assert_cmpuint (count_off (data, data->model, stage, maps, i, &n_all), >, n_all / 4);
      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, 1, &query, &(McnOutputs) { .score = score }, NULL);
      g_assert_cmpfloat_with_epsilon (engine_score (data, model, i, FALSE), MCN_AVA_MEAN + MCN_AVA_SD * score[0], 2e-2);
    }

  /* The trunk by itself keeps its blocks, for whoever is taught by it. */
  g_assert_true (mcn_export_trunk (&export, trunk, &error));
  whole = mcn_safetensors_open (trunk, &error);
  g_assert_no_error (error);
  g_assert_nonnull (mcn_safetensors_find (whole, "block.13.depthwise.weight"));
}

/* Other sites' critiques come beside AVA's, a quarter as many, and their head learns what they say. */
static void
test_elsewhere (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "elsewhere");
  g_autoptr (McnStage2) plain = make_stage2 (data, folder);
  g_autoptr (McnStage2) stage = make_changed (data, folder, (McnStage2Change) { .elsewhere = TRUE, .voters = TRUE, .censored = 1 });
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (GError) error = NULL;
  McnFitOptions options = fit_options (folder, 24, 4e-3);
  McnFitProblem problem = mcn_stage2_problem (plain), more = mcn_stage2_problem (stage);
  guint n = mcn_stage2_get_goals (stage)->n, k = mcn_stage2_get_goals (stage)->first_elsewhere;
  gsize first = mcn_dataset_get_n_samples (data->dataset) - 12;
  gfloat score[2 * MCN_MAX_SOURCES];
  const McnQuery queries[] = { { first, FALSE, first, MCN_TEXT_ALL }, { first + 1, FALSE, first + 1, MCN_TEXT_ALL } };

  /* 36 views and 20 critiques in twelves; 5 more. */
  g_assert_cmpuint (problem.begin_epoch (problem.data, 0), ==, 5);
  g_assert_cmpuint (more.begin_epoch (more.data, 0), ==, 6);
  g_assert_true (mcn_fit_run (&more, &options, &error));
  g_assert_no_error (error);
  mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, 2, queries, &(McnOutputs) { .score = score }, NULL);
  g_assert_cmpfloat (score[k], <, -.5);
  g_assert_cmpfloat (score[n + k], >, .5);
}

/* How far off a stage is that has learned for a while, of photographs' critiques without them. */
static gdouble
read_error (McnStage2 *stage, TinyData *data, const char *folder, gsize *n_batches)
{
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (GError) error = NULL;
  McnFitOptions options = fit_options (folder, 8, 4e-3);
  McnFitProblem problem = mcn_stage2_problem (stage);
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  gdouble sum = 0;

  *n_batches = problem.begin_epoch (problem.data, 0);
  g_assert_true (mcn_fit_run (&problem, &options, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (data->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (data->dataset, i);
      gfloat score[MCN_MAX_SOURCES];
      McnSample sample;
      gdouble y;

      mcn_dataset_get_sample (data->dataset, number, &sample);
      y = mcn_goals_score (goals, &sample, 1);
      if (sample.part != MCN_PART_TRAIN || sample.n_texts == 0 || isnan (y))
        continue;
      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, 1,
                          &(McnQuery) { number, FALSE, number, MCN_TEXT_ALL }, &(McnOutputs) { .score = score }, NULL);
      sum += (score[1] - y) * (score[1] - y);
    }
  return sum;
}

/* Critiques of photographs are read once more without them, a batch and a half of them here, and are understood better. */
static void
test_read_alone (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "alone"), *other = tiny_data_path (data, "alone-more");
  g_autoptr (McnStage2) plain = make_stage2 (data, folder), stage = make_changed (data, folder, (McnStage2Change) { .read_alone = TRUE });
  gsize n_plain, n_more;
  gdouble before = read_error (plain, data, folder, &n_plain), after = read_error (stage, data, other, &n_more);

  g_assert_cmpuint (n_plain, ==, 5);
  g_assert_cmpuint (n_more, ==, 7);
  g_assert_cmpfloat (before, >, 0);
  g_assert_cmpfloat (after, <, before);
}

/* The same run in two parts, with real batches. */
static void
test_resume (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree gfloat *values = NULL;
  g_autoptr (GError) error = NULL;
  McnCancel stop = 0;

  for (guint parts = 0; parts < 2; parts++)
    {
      g_autofree char *folder = tiny_data_path (data, parts ? "parts" : "whole");

      for (guint again = 0; again <= parts; again++)
        {
          g_autoptr (McnStage2) stage = make_stage2 (data, folder);
          McnParams *params = mcn_stage2_get_params (stage);
          McnFitOptions options = fit_options (folder, 2, 1e-3);
          McnFitProblem problem = mcn_stage2_problem (stage);

          options.n_threads = parts ? 3 : 1;
          options.resume = again;
          g_atomic_int_set (&stop, parts && !again);
          options.stop = &stop;
          g_assert_true (mcn_fit_run (&problem, &options, &error) != (parts && !again));
          g_clear_error (&error);
          if (!parts)
            values = g_memdup2 (params->values, params->n * sizeof (gfloat));
          else if (again)
            g_assert_cmpmem (params->values, params->n * sizeof (gfloat), values, params->n * sizeof (gfloat));
        }
    }
}

/* What is known of a vote without its mean, and of other sites' critiques. */
static void
test_goals (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnTape) tape = mcn_tape_new ();
  gsize n = mcn_dataset_get_n_samples (data->dataset), n_bounds = 0, n_elsewhere = 0;
  g_autofree McnSample *samples = g_new (McnSample, n);
  g_autofree const McnSample **pointers = g_new (const McnSample *, n);
  McnGoals goals, wide;
  McnCensored edges;
  McnTargets targets = { 0 };
  const gfloat *voters;

  mcn_goals_init (&goals, data->dataset);
  mcn_goals_init_more (&wide, data->dataset, FALSE, TRUE);
  g_assert_cmpuint (wide.n, ==, goals.n + 3);
  g_assert_cmpstr (wide.name[goals.n], ==, "pccd");
  g_assert_cmpfloat_with_epsilon (wide.mean[goals.n], 5.6, .1);
  for (guint k = 0; k < goals.n; k++)
    g_assert_cmpfloat (wide.mean[k], ==, goals.mean[k]);

  for (gsize i = 0; i < n; i++)
    {
      mcn_dataset_get_sample (data->dataset, i, &samples[i]);
      pointers[i] = &samples[i];
      g_assert_false (mcn_goals_elsewhere (&goals, &samples[i]));
      n_elsewhere += mcn_goals_elsewhere (&wide, &samples[i]);
    }
  g_assert_cmpuint (n_elsewhere, ==, 12);

  mcn_censored_measure (&edges, data->dataset, &goals, -1, 1);
  g_assert_cmpfloat_with_epsilon (edges.worst, (4.4 - MCN_AVA_MEAN) / MCN_AVA_SD, 1e-6);
  g_assert_cmpfloat_with_epsilon (edges.best, (6.3 - MCN_AVA_MEAN) / MCN_AVA_SD, 1e-6);
  mcn_censored_fill (&edges, &goals, tape, n, pointers, &targets);
  voters = mcn_goals_voters (&goals, tape, n, pointers);
  for (gsize i = 0; i < n; i++)
    {
      gboolean voted = !isnan (mcn_goals_score (&goals, &samples[i], 0));

      /* A photograph of these has a verdict and no vote. */
      g_assert_cmpint (!isnan (targets.least[i]), ==, !voted && samples[i].high == 1);
      g_assert_cmpint (!isnan (targets.most[i]), ==, !voted && samples[i].high == 0);
      n_bounds += !isnan (targets.least[i]) || !isnan (targets.most[i]);
      g_assert_true (voted ? voters[i] > 20 : voters[i] == 0);
    }
  g_assert_cmpuint (n_bounds, ==, 24);
  samples[0].tail = 1;
  samples[1].tail = -1;
  mcn_censored_fill (&edges, &goals, tape, 2, pointers, &targets);
  g_assert_cmpfloat (targets.least[0], ==, (gfloat) edges.best);
  g_assert_cmpfloat (targets.most[1], ==, (gfloat) edges.worst);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/stages/stage-1", test_stage1);
  g_test_add_func ("/train/stages/folds", test_folds);
  g_test_add_func ("/train/stages/goals", test_goals);
  g_test_add_func ("/train/stages/stage-2", test_stage2);
  g_test_add_func ("/train/stages/top", test_top);
  g_test_add_func ("/train/stages/elsewhere", test_elsewhere);
  g_test_add_func ("/train/stages/read-alone", test_read_alone);
  g_test_add_func ("/train/stages/resume", test_resume);
  return g_test_run ();
}
