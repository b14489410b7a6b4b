/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked, of whom, and that the answers are those of the model that ships. */
#include "mcn-baselines.h"
#include "mcn-calibrate.h"
#include "mcn-evaluation.h"
#include "mcn-expert-share.h"
#include "mcn-export.h"
#include "mcn-metrics.h"
#include "mcn-model-json.h"
#include "mcn-random.h"
#include "mcn-train-error.h"
#include "tiny-data.h"

#include <math.h>
#include <string.h>

/* A run's folder: model and trunk, from a network that has learned nothing. */
typedef struct
{
  char *model, *trunk;
} Made;

static gint
only_encoder (gpointer data, const McnSample *sample)
{
  return sample->part == MCN_PART_TEST ? -1 : 0;
}

static McnStage2 *
make_stage (TinyData *data, guint64 seed, gint fold)
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

/* @shares: NULL, or of the first three sources. */
static Made
make_model_with (TinyData *data, McnStage2 *stage, const char *name, const double (*shares)[3])
{
  Made made = { .model = tiny_data_path (data, name) };
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
  mcn_experts_fit (&experts, data->dataset, mcn_stage2_get_goals (stage), mcn_stage2_get_scale (stage), -1, 1);
  for (guint i = 0; shares != NULL && i < MCN_N_SHARES; i++)
    memcpy (experts.share[i], shares[i], sizeof shares[i]);
  g_assert_true (mcn_export_model (&export, made.model, &error));
  g_assert_true (mcn_export_trunk (&export, made.trunk, &error));
  g_assert_no_error (error);
  mcn_experts_clear (&experts);
  return made;
}

static Made
make_model (TinyData *data, McnStage2 *stage, const char *name)
{
  return make_model_with (data, stage, name, NULL);
}

static void
made_clear (Made *made)
{
  g_free (made->model);
  g_free (made->trunk);
}

static gboolean
covered (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample);
}

static McnCandidate *
open_candidate (TinyData *data, const char *model, const char *const *trunks, McnQuestionScope *scope, const char *words)
{
  g_autofree char *folder = tiny_data_path (data, "words"), *path = g_build_filename (folder, words, NULL);
  g_autoptr (GError) error = NULL;
  McnCandidate *candidate = mcn_candidate_open (model, trunks, data->dataset, &error);

  g_assert_no_error (error);
  g_assert_true (mcn_candidate_read_words (candidate, path, covered, scope, "test", 1, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return candidate;
}

/* Every line asks of its own part alone, and of what it says. */
static void
test_questions (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_VAL };
  g_autoptr (GPtrArray) questions = NULL;
  guint n_swapped = 0, n_styles = 0, n_two = 0;

  mcn_goals_init (&goals, data->dataset);
  questions = mcn_questions_new (&scope);
  for (guint q = 0; q < questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (questions, q);

      g_assert_cmpuint (question->truth->len, ==, question->queries->len * (question->k < 0 ? MCN_N_STYLES : 1));
      n_styles += question->k < 0;
      for (guint i = 0; i < question->queries->len; i++)
        {
          const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
          McnSample sample, other;

          mcn_dataset_get_sample (data->dataset, query->sample, &sample);
          mcn_dataset_get_sample (data->dataset, query->text_of, &other);
          g_assert_cmpint (sample.part, ==, MCN_PART_VAL);
          g_assert_cmpint (other.part, ==, MCN_PART_VAL);
          if (g_str_equal (question->input, "photo + another's critique"))
            {
              g_assert_cmpuint (query->sample, !=, query->text_of);
              n_swapped++;
            }
          if (g_str_equal (question->input, "two comments"))
            {
              g_assert_cmpuint (sample.n_texts, ==, 2);
              n_two++;
            }
          if (question->k == 0)
            g_assert_cmpfloat_with_epsilon (g_array_index (question->truth, gdouble, i), sample.high ? 6.3 : 4.4, 1e-6);
        }
    }
  g_assert_cmpuint (n_swapped, ==, 12);     /* six photographs, two sources */
  g_assert_cmpuint (n_styles, ==, 2);       /* the tiny critiques have none */
  g_assert_cmpuint (n_two, ==, 6);
}

/* The folder that ships and the trunk with all heads say the same of the AVA vote, as
 * the stage does with the expert's share; a second source is told by the trunk alone. */
static void
test_answers (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = make_stage (data, 1, -1);
  Made made = make_model (data, stage, "model");
  const char *trunks[] = { made.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_VAL };
  g_autoptr (McnCandidate) whole = NULL, shipped = NULL;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .tape = tape, .params = mcn_stage2_get_params (stage) };
  g_autoptr (GError) error = NULL;
  const McnQuery queries[] = { { 3, TRUE, 3, MCN_TEXT_NONE }, { 3, TRUE, 7, 0 }, { 3, FALSE, 3, 1 }, { 28, FALSE, 28, MCN_TEXT_ALL } };
  McnAnswer a[4], b[4];
  gfloat score[4 * MCN_MAX_SOURCES];

  mcn_goals_init (&goals, data->dataset);
  whole = open_candidate (data, made.model, trunks, &scope, "a");
  shipped = open_candidate (data, made.model, NULL, &scope, "a");
  g_assert_cmpuint (mcn_candidate_get_n_folds (whole), ==, 1);
  g_assert_true (mcn_candidate_ask (whole, NULL, 4, queries, a, NULL, &error));
  g_assert_true (mcn_candidate_ask (shipped, NULL, 4, queries, b, NULL, &error));
  g_assert_no_error (error);
  mcn_stage2_predict (stage, &step, 4, queries, &(McnOutputs) { .score = score }, NULL);
  for (guint i = 0; i < 4; i++)
    {
      gdouble expected = score[i * goals.n];

      if (queries[i].photograph)
        expected = .8 * expected + .2 * a[i].expert[0];      /* MCN_EXPERT_SHARE: none was chosen */
      else
        g_assert_true (isnan (a[i].expert[0]));
      g_assert_cmpfloat_with_epsilon (a[i].score[0], expected, 5e-3);
      g_assert_cmpfloat_with_epsilon (a[i].score[0], b[i].score[0], 5e-3);
      g_assert_false (isnan (a[i].score[2]));
      g_assert_true (isnan (b[i].score[2]));
    }
  made_clear (&made);
}

/* By folds, each sample is answered by the trunk that has not seen it. */
static void
test_by_folds (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) first = make_stage (data, 1, 0), second = make_stage (data, 2, 1);
  Made one = make_model (data, first, "one"), two = make_model (data, second, "two");
  const char *trunks[] = { one.trunk, two.trunk, NULL }, *only[] = { one.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE };
  g_autoptr (McnCandidate) folds = NULL, alone = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = mcn_dataset_get_n_photographs (data->dataset), n_same = 0, n_first = 0;
  g_autofree McnQuery *queries = g_new (McnQuery, n);
  g_autofree McnAnswer *a = g_new (McnAnswer, n), *b = g_new (McnAnswer, n);

  mcn_goals_init (&goals, data->dataset);
  folds = open_candidate (data, one.model, trunks, &scope, "a");
  alone = open_candidate (data, one.model, only, &scope, "a");
  for (gsize i = 0; i < n; i++)
    queries[i] = (McnQuery) { i, TRUE, i, MCN_TEXT_NONE };
  g_assert_true (mcn_candidate_ask (folds, NULL, n, queries, a, NULL, &error));
  g_assert_true (mcn_candidate_ask (alone, NULL, n, queries, b, NULL, &error));
  for (gsize i = 0; i < n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (data->dataset, i, &sample);
      n_first += mcn_goals_fold (data->dataset, &sample, 2) == 0;
      n_same += fabs (a[i].score[0] - b[i].score[0]) < 1e-6;
    }
  g_assert_cmpuint (n_first, >, 4);
  g_assert_cmpuint (n_same, ==, n_first);
  g_assert_cmpuint (mcn_stage2_get_n_photographs (first) + mcn_stage2_get_n_photographs (second), ==, n);
  made_clear (&one);
  made_clear (&two);
}

static const McnRow *
find_row (const McnEvaluation *evaluation, const char *source, const char *input, const char *predictor)
{
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);

      if (g_str_equal (row->source, source) && g_str_equal (row->input, input) && g_str_equal (row->predictor, predictor))
        return row;
    }
  return NULL;
}

static gdouble
figure (const McnRow *row, const char *metric)
{
  for (guint i = 0; row != NULL && i < row->figures->len; i++)
    if (g_str_equal (g_array_index (row->figures, McnFigure, i).metric, metric))
      return g_array_index (row->figures, McnFigure, i).value;
  return NAN;
}

/* The whole of it: baselines that learn what is easy, a model against itself that
 * differs by nothing, styles with few positives not measured, a plot. */
static void
test_whole (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = make_stage (data, 1, -1);
  Made made = make_model (data, stage, "model");
  const char *trunks[] = { made.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_VAL };
  g_autoptr (McnCandidate) candidate = NULL, same = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autofree char *plot = g_build_filename (data->folder, "plot.svg", NULL), *svg = NULL;
  g_autoptr (GError) error = NULL;
  McnEvaluationOptions options;
  guint n_others = 0;
  McnCancel stop = 1;

  mcn_goals_init (&goals, data->dataset);
  candidate = open_candidate (data, made.model, trunks, &scope, "a");
  same = open_candidate (data, made.model, trunks, &scope, "a");
  options = (McnEvaluationOptions) {
    .dataset = data->dataset, .part = MCN_PART_VAL, .candidate = candidate, .other = same, .rounds = 50, .seed = 1, .n_threads = 2,
  };
  evaluation = mcn_evaluation_new (&options, &error);
  g_assert_no_error (error);

  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "all comments", "tf-idf ridge"), "srcc"), >, .7);
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "all comments", "tf-idf ridge"), "accuracy"), ==, 1);
  g_assert_true (isnan (figure (find_row (evaluation, "ava", "all comments", "majority"), "srcc")));
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "all comments", "majority"), "balanced accuracy"), ==, .5);
  g_assert_false (isnan (figure (find_row (evaluation, "ava", "all comments", "count of comments"), "rmse")));
  g_assert_cmpfloat (figure (find_row (evaluation, "machine", "photo", "ridge"), "srcc"), >, .5);
  g_assert_nonnull (find_row (evaluation, "beauty", "photo + critique 2", "model"));
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "one random comment", "model"), "emd"), >, 0);
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "one random comment", "model"), "calibration"), >=, 0);
  g_assert_true (isnan (figure (find_row (evaluation, "ava", "one random comment", "model"), "coverage")));     /* not calibrated */
  g_assert_true (isnan (figure (find_row (evaluation, "ava", "one random comment", "tf-idf ridge"), "coverage")));
  g_assert_true (isnan (figure (find_row (evaluation, "beauty", "photo", "model"), "accuracy")));
  g_assert_true (isnan (figure (find_row (evaluation, "photographs", "photo", "model"), "ap")));

  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      if (!g_str_has_suffix (d->b, "other model"))
        continue;
      g_assert_cmpfloat (fabs (d->difference) + fabs (d->low) + fabs (d->high), ==, 0);
      n_others++;
    }
  g_assert_cmpuint (n_others, >, 10);
  g_assert_true (mcn_evaluation_plot (evaluation, plot, &error));
  g_assert_true (g_file_get_contents (plot, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "</svg>"));

  options.cancel = &stop;
  g_assert_null (mcn_evaluation_new (&options, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
  made_clear (&made);
}

/* An expert takes part where the network knows nothing, and never alone when it is wrong;
 * each source chooses for itself. */
static void
test_share (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = make_stage (data, 1, -1);
  McnParams *params = mcn_stage2_get_params (stage);
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  McnExperts experts;

  mcn_experts_fit (&experts, data->dataset, goals, mcn_stage2_get_scale (stage), -1, 1);
  g_assert_cmpfloat (experts.share[MCN_SHARE_PHOTO][1], ==, MCN_EXPERT_SHARE);
  g_assert_cmpfloat (experts.share[MCN_SHARE_PHOTO][3], ==, 0);     /* nobody rated that */
  for (gsize i = 0; i < params->n; i++)
    params->values[i] = 0;
  mcn_expert_shares (&experts, stage, data->dataset, NULL);
  for (guint mode = 0; mode < MCN_N_SHARES; mode++)
    {
      g_assert_cmpfloat (experts.share[mode][1], >, 0);
      g_assert_cmpfloat (experts.share[mode][0], ==, experts.share[mode][1]);
    }

  mcn_params_randomise (params, 1);
  for (gsize j = 0; j < experts.n_global; j++)
    experts.weight[experts.n_global + j] = -experts.weight[experts.n_global + j];
  mcn_expert_shares (&experts, stage, data->dataset, NULL);
  g_assert_cmpfloat (experts.share[MCN_SHARE_PHOTO][1], <, 1);
  g_assert_cmpfloat (experts.share[MCN_SHARE_PHOTO][2], >, 0);
  mcn_experts_clear (&experts);
}

/* The trunk keeps each source's own share, what ships that of the AVA vote. */
static void
test_own_shares (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = make_stage (data, 1, -1);
  const double shares[MCN_N_SHARES][3] = { { .3, .3, 1 }, { 0, 0, .5 } };
  Made made = make_model_with (data, stage, "model", shares);
  const char *trunks[] = { made.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_VAL };
  g_autoptr (McnCandidate) whole = NULL, shipped = NULL;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .tape = tape, .params = mcn_stage2_get_params (stage) };
  g_autoptr (GError) error = NULL;
  const McnQuery queries[] = { { 3, TRUE, 3, MCN_TEXT_NONE }, { 3, TRUE, 7, 0 } };
  McnAnswer a[2], b[2];
  gfloat score[2 * MCN_MAX_SOURCES];

  mcn_goals_init (&goals, data->dataset);
  whole = open_candidate (data, made.model, trunks, &scope, "a");
  shipped = open_candidate (data, made.model, NULL, &scope, "a");
  g_assert_true (mcn_candidate_ask (whole, NULL, 2, queries, a, NULL, &error));
  g_assert_true (mcn_candidate_ask (shipped, NULL, 2, queries, b, NULL, &error));
  g_assert_no_error (error);
  mcn_stage2_predict (stage, &step, 2, queries, &(McnOutputs) { .score = score }, NULL);
  for (guint i = 0; i < 2; i++)
    {
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat_with_epsilon (a[i].score[k], (1 - shares[i][k]) * score[i * goals.n + k] + shares[i][k] * a[i].expert[k], 5e-3);
      g_assert_cmpfloat_with_epsilon (a[i].score[0], b[i].score[0], 5e-3);
    }
  made_clear (&made);
}

/* The line is found, its errors are those of samples that it was not fitted to, and eight of
 * ten new ones lie within the half-width. */
static void
test_line (void)
{
  enum { N = 2000 };
  g_autofree gdouble *raw = g_new (gdouble, N), *truth = g_new (gdouble, N);
  g_autofree guint *fold = g_new (guint, N);
  McnCalibration c, few;
  McnRandom random;
  guint within = 0;

  mcn_random_init (&random, 1, MCN_RANDOM_BOOTSTRAP, 0);
  for (guint i = 0; i < N; i++)
    {
      raw[i] = 5 + mcn_random_normal (&random);
      truth[i] = 1 + .8 * raw[i] + .5 * mcn_random_normal (&random);
      fold[i] = i % 5;
    }
  g_assert_true (mcn_calibrate_mode (N / 2, raw, truth, fold, 5, &c));
  g_assert_cmpfloat_with_epsilon (c.slope, .8, .05);
  g_assert_cmpfloat_with_epsilon (c.offset, 1, .25);
  g_assert_cmpfloat_with_epsilon (c.sigma, .5, .05);
  g_assert_cmpfloat_with_epsilon (c.error, .5 * sqrt (2 / G_PI), .05);
  g_assert_cmpfloat_with_epsilon (c.half_width, .5 * 1.2816, .06);
  g_assert_cmpuint (c.n, ==, N / 2);
  for (guint i = N / 2; i < N; i++)
    within += fabs (c.offset + c.slope * raw[i] - truth[i]) <= c.half_width;
  g_assert_cmpuint (within, >, 750);
  g_assert_cmpuint (within, <, 850);

  /* The same ten samples: wider than their own errors, as it should be with few. */
  g_assert_true (mcn_calibrate_mode (10, raw, truth, fold, 5, &few));
  g_assert_cmpfloat (few.half_width, >=, few.error);
  for (guint i = 0; i < 10; i++)
    truth[i] = -raw[i];
  g_assert_false (mcn_calibrate_mode (10, raw, truth, fold, 5, &few));
  g_assert_false (mcn_calibrate_mode (0, raw, truth, fold, 5, &few));
}

/* By folds into a model's folder, which loads; a dataset with few votes keeps AVA's distribution. */
static void
test_calibrate (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) first = make_stage (data, 1, 0), second = make_stage (data, 2, 1);
  const double ridge_alone[MCN_N_SHARES][3] = { { 1, 1, 1 }, { 1, 1, 1 } };
  Made one = make_model_with (data, first, "one", ridge_alone), two = make_model_with (data, second, "two", ridge_alone);
  const char *trunks[] = { one.trunk, two.trunk, NULL };
  McnQuestionScope folds = { .dataset = data->dataset, .part = MCN_PART_NONE }, val = { .dataset = data->dataset, .part = MCN_PART_VAL };
  g_autoptr (McnCandidate) candidate = open_candidate (data, one.model, trunks, &folds, "a"), few = open_candidate (data, one.model, NULL, &val, "b");
  g_autoptr (McnConfig) config = NULL, read = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autoptr (GError) error = NULL;
  McnCalibrateOptions options = { .dataset = data->dataset, .part = MCN_PART_VAL, .candidate = few, .n_threads = 1 };
  gdouble median;

  config = mcn_model_json_read (one.model, &error);
  g_assert_no_error (error);
  median = config->quantiles[50];
  g_assert_false (mcn_calibrate (&options, config, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
  g_clear_error (&error);

  options.part = MCN_PART_NONE;
  options.candidate = candidate;
  /* A text branch that has learned nothing may fall with the votes. */
  if (!mcn_calibrate (&options, config, &error))
    {
      g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "one random comment"));
      g_clear_error (&error);
      config->calibration[MCN_MODE_CRITIQUE].half_width = .9;
    }
  g_assert_cmpuint (config->calibration[MCN_MODE_PHOTO].n, ==, 24);
  g_assert_cmpfloat (config->calibration[MCN_MODE_BOTH].half_width, >, 0);
  g_assert_cmpfloat (config->quantiles[50], ==, median);
  g_assert_true (mcn_model_json_write (config, one.model, &error));
  g_assert_no_error (error);
  read = mcn_model_json_read (one.model, &error);
  g_assert_no_error (error);
  for (guint mode = 0; mode < MCN_N_MODES; mode++)
    {
      g_assert_cmpfloat (read->calibration[mode].slope, ==, config->calibration[mode].slope);
      g_assert_cmpfloat (read->calibration[mode].half_width, ==, config->calibration[mode].half_width);
    }
  g_assert_cmpmem (read->quantiles, sizeof read->quantiles, config->quantiles, sizeof config->quantiles);
  model = mcn_model_load (one.model, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (model);
  made_clear (&one);
  made_clear (&two);
}

/* What does not belong to the dataset, or is no trunk, is refused. */
static void
test_refused (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = make_stage (data, 1, -1);
  Made made = make_model (data, stage, "model");
  g_autofree char *backbone = g_build_filename (made.model, "backbone.safetensors", NULL);
  g_autofree char *text = g_build_filename (made.model, "text.safetensors", NULL);
  const char *wrong[] = { text, NULL }, *missing[] = { "/nowhere/trunk.safetensors", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (mcn_candidate_open (made.model, wrong, data->dataset, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (mcn_candidate_open (made.model, missing, data->dataset, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (backbone, "other", -1, NULL));
  g_assert_null (mcn_candidate_open (made.model, NULL, data->dataset, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
  made_clear (&made);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/questions", test_questions);
  g_test_add_func ("/evaluation/answers", test_answers);
  g_test_add_func ("/evaluation/by-folds", test_by_folds);
  g_test_add_func ("/evaluation/whole", test_whole);
  g_test_add_func ("/evaluation/share", test_share);
  g_test_add_func ("/evaluation/own-shares", test_own_shares);
  g_test_add_func ("/evaluation/line", test_line);
  g_test_add_func ("/evaluation/calibrate", test_calibrate);
  g_test_add_func ("/evaluation/refused", test_refused);
  return g_test_run ();
}
