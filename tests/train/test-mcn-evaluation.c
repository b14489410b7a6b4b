/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked, of whom, and that the answers are those of the model that ships. */
#include "made-model.h"
#include "mcn-baselines.h"
#include "mcn-evaluation.h"
#include "mcn-expert-share.h"
#include "mcn-question-swap.h"
#include "mcn-train-error.h"

#include <math.h>
#include <string.h>

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

/* Another photograph's critique is of another theme, is each photograph's once, and the same in every run;
 * where one theme holds more than half, its critiques are left and the others' used again. */
static void
test_swap (void)
{
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_THEMES);
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE };
  g_autoptr (GPtrArray) questions = NULL, again = NULL;
  g_autoptr (GArray) most = g_array_new (FALSE, FALSE, sizeof (gsize)), one = g_array_new (FALSE, FALSE, sizeof (gsize)), other = NULL;
  guint n_swapped = 0, n_steps = 0;

  mcn_goals_init (&goals, data->dataset);
  questions = mcn_questions_new (&scope);
  again = mcn_questions_new (&scope);
  for (guint q = 0; q < questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (questions, q), *same = g_ptr_array_index (again, q);
      g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);

      if (!g_str_equal (question->input, "photo + another's critique"))
        continue;
      g_assert_cmpuint (question->queries->len, ==, same->queries->len);
      for (guint i = 0; i < question->queries->len; i++)
        {
          const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
          McnSample sample, text;

          mcn_dataset_get_sample (data->dataset, query->sample, &sample);
          mcn_dataset_get_sample (data->dataset, query->text_of, &text);
          g_assert_cmpuint (query->text_of, ==, g_array_index (same->queries, McnQuery, i).text_of);
          g_assert_cmpstr (sample.group, !=, text.group);
          g_assert_true (g_hash_table_add (used, GSIZE_TO_POINTER (query->text_of + 1)));
          n_steps += query->text_of != (query->sample + 8) % 24;
          n_swapped++;
        }
    }
  g_assert_cmpuint (n_swapped, ==, 48);     /* two sources */
  g_assert_cmpuint (n_steps, >, 12);        /* no neighbour of a fixed distance */

  for (gsize i = 0; i < 12; i++)
    g_array_append_val (most, i);
  other = mcn_question_swap (data->dataset, most);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpuint (g_array_index (other, gsize, i) / 8, !=, i / 8);
  for (gsize i = 0; i < 8; i++)
    g_array_append_val (one, i);
  g_assert_null (mcn_question_swap (data->dataset, one));
}

/* The folder that ships and the trunk with all heads say the same of the AVA vote, as
 * the stage does with the expert's share; a second source is told by the trunk alone. */
static void
test_answers (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
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
  whole = made_candidate_open (data, made.model, trunks, &scope, "a");
  shipped = made_candidate_open (data, made.model, NULL, &scope, "a");
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
  made_model_clear (&made);
}

/* By folds, each sample is answered by the trunk that has not seen it. */
static void
test_by_folds (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  MadeModel one = made_model (data, first, "one", NULL), two = made_model (data, second, "two", NULL);
  const char *trunks[] = { one.trunk, two.trunk, NULL }, *only[] = { one.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE };
  g_autoptr (McnCandidate) folds = NULL, alone = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = mcn_dataset_get_n_photographs (data->dataset), n_same = 0, n_first = 0;
  g_autofree McnQuery *queries = g_new (McnQuery, n);
  g_autofree McnAnswer *a = g_new (McnAnswer, n), *b = g_new (McnAnswer, n);

  mcn_goals_init (&goals, data->dataset);
  folds = made_candidate_open (data, one.model, trunks, &scope, "a");
  alone = made_candidate_open (data, one.model, only, &scope, "a");
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
  made_model_clear (&one);
  made_model_clear (&two);
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
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
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
  candidate = made_candidate_open (data, made.model, trunks, &scope, "a");
  same = made_candidate_open (data, made.model, trunks, &scope, "a");
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
  g_assert_cmpfloat (figure (find_row (evaluation, "machine", "critique 1", "tf-idf ridge"), "srcc"), >, .5);
  g_assert_false (isnan (figure (find_row (evaluation, "beauty", "critique 1", "tf-idf ridge"), "rmse")));
  g_assert_cmpfloat (figure (find_row (evaluation, "machine", "photo + critique 1", "ridge + tf-idf ridge"), "srcc"), >, .5);
  g_assert_null (find_row (evaluation, "machine", "photo", "tf-idf ridge"));
  g_assert_false (isnan (figure (find_row (evaluation, "ava", "one random comment", "model"), "emd, votes head")));
  g_assert_true (isnan (figure (find_row (evaluation, "ava", "one random comment", "tf-idf ridge"), "emd, votes head")));
  g_assert_true (isnan (figure (find_row (evaluation, "beauty", "photo", "model"), "emd")));     /* nobody counted votes */
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
  made_model_clear (&made);
}

/* AVA's own photographs are asked about against its votes, alone and with what was written about them or about
 * others; the ridge of the vote learns from them; crops in other sets have a line of their own. */
static void
test_ava (void)
{
  static const char *const inputs[] = { "photo", "photo + one random comment", "photo + all comments", "photo + another's comments" };
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_AVA);
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  MadeModel one = made_model (data, first, "one", NULL), two = made_model (data, second, "two", NULL);
  const char *trunks[] = { one.trunk, two.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE };
  g_autoptr (McnCandidate) candidate = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;
  const McnRow *crops;
  guint n_asked = 0, n_compared = 0;
  McnExperts experts;

  mcn_goals_init (&goals, data->dataset);
  candidate = made_candidate_open (data, one.model, trunks, &scope, "a");
  evaluation = mcn_evaluation_new (&(McnEvaluationOptions) {
    .dataset = data->dataset, .part = MCN_PART_NONE, .candidate = candidate, .rounds = 50, .seed = 1, .n_threads = 1,
  }, &error);
  g_assert_no_error (error);
  g_assert_true (mcn_questions_have_ava (evaluation->questions));
  for (guint q = 0; q < evaluation->questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (evaluation->questions, q);

      for (guint i = 0; g_str_equal (question->source, "ava") && i < question->queries->len; i++)
        {
          const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
          McnSample sample;

          mcn_dataset_get_sample (data->dataset, query->sample, &sample);
          g_assert_cmpuint (sample.set, ==, 0);
          g_assert_cmpint (sample.part, !=, MCN_PART_TEST);
          g_assert_true (query->photograph == g_str_has_prefix (question->input, "photo"));
          g_assert_true ((query->sample != query->text_of) == g_str_equal (question->input, "photo + another's comments"));
          n_asked += query->photograph;
        }
    }
  g_assert_cmpuint (n_asked, ==, 4 * 34);        /* 36 less two of test */
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_assert_nonnull (find_row (evaluation, "ava", inputs[i], "model"));
      g_assert_cmpfloat (figure (find_row (evaluation, "ava", inputs[i], "model"), "emd"), >, 0);
    }
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "photo", "ridge"), "srcc"), >, .7);
  /* By folds, too, baselines learn. */
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "all comments", "tf-idf ridge"), "srcc"), >, .7);
  g_assert_cmpfloat (figure (find_row (evaluation, "ava", "photo + all comments", "ridge + tf-idf ridge"), "srcc"), >, .7);
  g_assert_false (isnan (figure (find_row (evaluation, "ava", "all comments", "count of comments"), "rmse")));
  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      n_compared += g_str_equal (d->source, "ava") && g_str_equal (d->a, "photo + all comments") && g_str_has_prefix (d->b, "photo");
    }
  g_assert_cmpuint (n_compared, ==, 2);          /* less the photograph alone, less another's comments */

  crops = find_row (evaluation, "AVA's crops", "photo", "model");
  g_assert_nonnull (crops);
  g_assert_cmpuint (g_array_index (crops->figures, McnFigure, 0).n, ==, 24);
  g_assert_cmpfloat (figure (crops, "auc"), >=, 0);
  g_assert_cmpfloat (figure (find_row (evaluation, "AVA's crops", "photo", "mixture by folds"), "auc"), >=, 0);
  for (guint i = 0; i < crops->figures->len; i++)
    if (g_str_equal (g_array_index (crops->figures, McnFigure, i).metric, "srcc"))
      g_assert_cmpuint (g_array_index (crops->figures, McnFigure, i).n, ==, 12);
  g_assert_false (isnan (figure (crops, "srcc")));

  mcn_experts_fit (&experts, data->dataset, &goals, mcn_stage2_get_scale (first), NULL, -1, 1);
  g_assert_cmpfloat (experts.penalty[0], >, 0);
  g_assert_cmpint (memcmp (experts.weight, experts.weight + experts.n_global, experts.n_global * sizeof (gfloat)), !=, 0);
  mcn_experts_clear (&experts);
  made_model_clear (&one);
  made_model_clear (&two);
}

/* All of OASIS by folds of themes, its test part, too; nothing else is asked then. */
static void
test_themes (void)
{
  static const char *const inputs[] = { "photo", "photo + critique 1", "photo + critique 2", "photo + another's critique" };
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_THEMES | TINY_TEST);
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  MadeModel one = made_model (data, first, "one", NULL), two = made_model (data, second, "two", NULL);
  const char *trunks[] = { one.trunk, two.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE, TRUE };
  g_autoptr (McnCandidate) candidate = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;
  guint n_test = 0, n_alone = 0, n_another = 0;

  mcn_goals_init (&goals, data->dataset);
  candidate = made_candidate_open (data, one.model, trunks, &scope, "a");
  evaluation = mcn_evaluation_new (&(McnEvaluationOptions) {
    .dataset = data->dataset, .part = MCN_PART_NONE, .themes = TRUE, .candidate = candidate, .rounds = 50, .seed = 1, .n_threads = 1,
  }, &error);
  g_assert_no_error (error);
  for (guint q = 0; q < evaluation->questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (evaluation->questions, q);

      g_assert_cmpstr (question->source, ==, "beauty, all themes");
      g_assert_cmpuint (question->queries->len, ==, 24);
      for (guint i = 0; q == 0 && i < question->queries->len; i++)
        {
          McnSample sample;

          mcn_dataset_get_sample (data->dataset, g_array_index (question->queries, McnQuery, i).sample, &sample);
          n_test += sample.part == MCN_PART_TEST;
        }
    }
  g_assert_cmpuint (n_test, ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_assert_cmpfloat (fabs (figure (find_row (evaluation, "beauty, all themes", inputs[i], "model"), "srcc")), <=, 1);
      g_assert_cmpfloat (figure (find_row (evaluation, "beauty, all themes", inputs[i], "model"), "emd"), >, 0);
      g_assert_cmpfloat (figure (find_row (evaluation, "beauty, all themes", inputs[i], "model"), "emd"), <, 6);
    }
  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      n_alone += g_str_equal (d->b, "photo");
      n_another += g_str_equal (d->b, "photo + another's critique");
    }
  g_assert_cmpuint (n_alone, ==, 3);
  g_assert_cmpuint (n_another, ==, 2);
  made_model_clear (&one);
  made_model_clear (&two);
}

/* The mean over styles has an interval, and each style and the mean are compared with the other model's. */
static void
test_styles (void)
{
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_STYLES);
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  MadeModel one = made_model (data, first, "one", NULL), two = made_model (data, second, "two", NULL);
  const char *trunks[] = { one.trunk, two.trunk, NULL }, *turned[] = { two.trunk, one.trunk, NULL };
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_NONE };
  g_autoptr (McnCandidate) candidate = NULL, other = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;
  gdouble sum[2] = { 0 };
  guint n_styles = 0, n_differences = 0, n_means = 0;

  mcn_goals_init (&goals, data->dataset);
  candidate = made_candidate_open (data, one.model, trunks, &scope, "a");
  other = made_candidate_open (data, one.model, turned, &scope, "a");
  evaluation = mcn_evaluation_new (&(McnEvaluationOptions) {
    .dataset = data->dataset, .part = MCN_PART_NONE, .candidate = candidate, .other = other, .rounds = 50, .seed = 1, .n_threads = 1,
  }, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);
      const McnFigure *f = row->figures->len > 0 ? &g_array_index (row->figures, McnFigure, 0) : NULL;
      gboolean mine = g_str_equal (row->predictor, "model");

      if (row->style == NULL || !g_str_equal (row->source, "photographs") || !g_str_equal (row->input, "photo"))
        continue;
      g_assert_cmpuint (f->n, ==, 24);
      g_assert_cmpfloat (f->low, <, f->value);
      g_assert_cmpfloat (f->high, >, f->value);
      if (*row->style != '\0')
        {
          g_assert_cmpuint (f->n_positive, ==, 12);
          sum[mine] += f->value;
          n_styles += mine;
          continue;
        }
      g_assert_cmpuint (f->n_positive, ==, MCN_N_STYLES);
      g_assert_cmpfloat_with_epsilon (f->value, sum[mine] / MCN_N_STYLES, 1e-9);
      n_means++;
    }
  g_assert_cmpuint (n_styles, ==, MCN_N_STYLES);
  g_assert_cmpuint (n_means, ==, 2);
  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      if (!g_str_equal (d->source, "photographs") || !g_str_equal (d->a, "photo: model"))
        continue;
      g_assert_cmpstr (d->b, ==, "photo: other model");
      g_assert_cmpfloat (d->low, <, d->high);
      if (d->style != NULL)
        g_assert_cmpstr (d->metric, ==, "ap");
      else
        {
          g_assert_cmpstr (d->metric, ==, "map");
          g_assert_cmpfloat_with_epsilon (d->difference, (sum[1] - sum[0]) / MCN_N_STYLES, 1e-9);
        }
      n_differences++;
    }
  g_assert_cmpuint (n_differences, ==, MCN_N_STYLES + 1);
  made_model_clear (&one);
  made_model_clear (&two);
}

/* An expert takes part where the network knows nothing, and never alone when it is wrong;
 * each source chooses for itself. */
static void
test_share (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  McnParams *params = mcn_stage2_get_params (stage);
  const McnGoals *goals = mcn_stage2_get_goals (stage);
  McnExperts experts;

  mcn_experts_fit (&experts, data->dataset, goals, mcn_stage2_get_scale (stage), NULL, -1, 1);
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
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  const double shares[MCN_N_SHARES][3] = { { .3, .3, 1 }, { 0, 0, .5 } };
  MadeModel made = made_model (data, stage, "model", shares);
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
  whole = made_candidate_open (data, made.model, trunks, &scope, "a");
  shipped = made_candidate_open (data, made.model, NULL, &scope, "a");
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
  made_model_clear (&made);
}

/* What does not belong to the dataset, or is no trunk, is refused. */
static void
test_refused (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
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
  made_model_clear (&made);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/questions", test_questions);
  g_test_add_func ("/evaluation/swap", test_swap);
  g_test_add_func ("/evaluation/answers", test_answers);
  g_test_add_func ("/evaluation/by-folds", test_by_folds);
  g_test_add_func ("/evaluation/whole", test_whole);
  g_test_add_func ("/evaluation/styles", test_styles);
  g_test_add_func ("/evaluation/ava", test_ava);
  g_test_add_func ("/evaluation/themes", test_themes);
  g_test_add_func ("/evaluation/share", test_share);
  g_test_add_func ("/evaluation/own-shares", test_own_shares);
  g_test_add_func ("/evaluation/refused", test_refused);
  return g_test_run ();
}
