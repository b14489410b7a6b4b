/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the scale of people: the line, what is said of errors, and how a photograph
 * alone is scored. */
#include "made-model.h"
#include "mcn-alone-choice.h"
#include "mcn-calibrate.h"
#include "mcn-evaluation.h"
#include "mcn-metrics.h"
#include "mcn-model-json.h"
#include "mcn-random.h"
#include "mcn-scene.h"
#include "mcn-session.h"
#include "mcn-train-error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
  g_assert_true (mcn_calibrate_mode (N / 2, raw, truth, fold, 5, NULL, &c));
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

  /* Along a line that is given: a wrong one costs. */
  g_assert_true (mcn_calibrate_mode (N / 2, raw, truth, fold, 5, &(McnCalibration) { .slope = 1, .offset = 2 }, &few));
  g_assert_cmpfloat (few.slope, ==, 1);
  g_assert_cmpfloat (few.offset, ==, 2);
  g_assert_cmpfloat (few.error, >, c.error + .3);

  /* The same ten samples: wider than their own errors, as it should be with few. */
  g_assert_true (mcn_calibrate_mode (10, raw, truth, fold, 5, NULL, &few));
  g_assert_cmpfloat (few.half_width, >=, few.error);
  for (guint i = 0; i < 10; i++)
    truth[i] = -raw[i];
  g_assert_false (mcn_calibrate_mode (10, raw, truth, fold, 5, NULL, &few));
  g_assert_false (mcn_calibrate_mode (0, raw, truth, fold, 5, NULL, &few));
}

/* What was chosen is what a trunk says that has it: of the vote, by AVA's own photographs where they are there, and of
 * appeal, which has no critiques. */
static void
check_shares (const McnShares *shares, gboolean ava, TinyData *data)
{
  g_autoptr (McnStage2) stage = made_stage_new (data, 3, -1);
  MadeModel made = made_model (data, stage, "shares", NULL);
  g_autofree char *path = g_build_filename (made.model, "shared.safetensors", NULL);
  const char *trunks[] = { path, NULL };
  McnQuestionScope val = { .dataset = data->dataset, .part = MCN_PART_VAL };
  const McnQuery queries[] = { { 3, TRUE, 3, MCN_TEXT_NONE }, { 3, TRUE, 3, 0 }, { 3, FALSE, 3, 0 } };
  const char *own[] = { made.trunk, NULL };
  g_autoptr (McnCandidate) candidate = NULL, before = made_candidate_open (data, made.model, own, &val, "shares");
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (made.trunk, NULL);
  g_autoptr (GError) error = NULL;
  const McnSharesOfSource *vote = &shares->source[0];
  McnAnswer answer[3], was[3];
  McnGoals goals;
  McnWordsRidge ridge, *own_words;
  McnStyleRidge styles;
  McnStyleMix mix = { .share = .5 };
  McnFeatures features;
  g_autofree gfloat *global = g_new (gfloat, mcn_candidate_get_scale (before)->n_global);
  gdouble adds, said, evidence;

  mcn_goals_init (&goals, data->dataset);
  g_assert_cmpuint (shares->n, ==, goals.n);
  g_assert_cmpuint (vote->n_photo, ==, ava ? 34 : 24);
  g_assert_cmpuint (vote->n_both, >=, vote->n_photo);
  g_assert_cmpmem (vote, sizeof *vote, &shares->source[1], sizeof *vote);
  for (guint k = 0; k < shares->n; k++)
    {
      const McnSharesOfSource *s = &shares->source[k];

      g_assert_true (s->photo >= 0 && s->photo <= 1 && s->both >= 0 && s->both <= 1 && s->words >= 0);
      g_assert_true (s->n_both == 0 || s->low <= s->high);
      /* Of beauty both critiques of each photograph alone, by ridges of its own; the vote has another. */
      g_assert_cmpuint (s->n_critique, ==, k == 2 ? s->n_both : 0);
      g_assert_true (s->critique >= 0 && s->critique <= 1 && s->critique_low <= s->critique_high);
    }

  mcn_words_ridge_fit_all (&ridge, data->dataset, &goals, -1, 1);
  own_words = mcn_own_words_new (data->dataset, &goals, -1, 1);
  g_assert_nonnull (own_words[2].weight);
  mcn_style_ridge_fit (&styles, data->dataset, mcn_candidate_get_scale (before), -1, 1, 1e3);
  for (guint j = 1; j < MCN_N_STYLES; j++)
    {
      mix.mixed[j] = TRUE;
      mix.scale[j] = .5 + .1 * j;
      mix.shift[j] = .25 * j;
    }
  g_assert_true (mcn_shares_write (shares, &ridge, .5, own_words, &styles, &mix, file, path, &error));
  g_assert_no_error (error);
  candidate = made_candidate_open (data, made.model, trunks, &val, "shares");
  g_assert_true (mcn_candidate_ask (candidate, NULL, 3, queries, answer, NULL, &error));
  g_assert_true (mcn_candidate_ask (before, NULL, 3, queries, was, NULL, &error));
  g_assert_true (mcn_dataset_get_features (data->dataset, 3, FALSE, &features));
  mcn_feature_scale_global (mcn_candidate_get_scale (before), &features, global);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      said = mcn_style_ridge_say (&styles, j, global);
      g_assert_cmpfloat (fabs (said), >, .01);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpfloat_with_epsilon (answer[i].style[j], j == 0 ? was[i].style[j] : mix.scale[j] * (was[i].style[j] + .5 * said) + mix.shift[j], 2e-3);
      g_assert_cmpfloat (answer[2].style[j], ==, was[2].style[j]);
    }

  /* Once more, of what is calibrated already: the lines lie one behind the other. */
  {
    g_autoptr (McnSafetensors) calibrated = mcn_safetensors_open (path, NULL);
    g_autofree char *again = g_build_filename (made.model, "again.safetensors", NULL);
    const char *third[] = { again, NULL };
    g_autoptr (McnCandidate) twice = NULL;

    g_assert_true (mcn_shares_write (shares, &ridge, .5, own_words, &styles, &mix, calibrated, again, &error));
    g_assert_no_error (error);
    twice = made_candidate_open (data, made.model, third, &val, "shares");
    g_assert_true (mcn_candidate_ask (twice, NULL, 3, queries, was, NULL, &error));
    for (guint j = 1; j < MCN_N_STYLES; j++)
      g_assert_cmpfloat_with_epsilon (was[0].style[j], mix.scale[j] * (answer[0].style[j] + .5 * mcn_style_ridge_say (&styles, j, global)) + mix.shift[j], 5e-3);
  }
  mcn_style_ridge_clear (&styles);
  mcn_words_ridge_adds (&ridge, 1, queries + 1, &adds);
  mcn_words_ridge_say (&ridge, 1, queries + 1, &said);
  evidence = adds / (said - ridge.bias);
  g_assert_cmpfloat (evidence, >, .1);
  g_assert_cmpfloat (evidence, <, .9);
  for (guint k = 0; k < shares->n; k++)
    {
      gdouble alone = mcn_shares_say (shares, k, MCN_MODE_PHOTO, &answer[0]), both = mcn_shares_say (shares, k, MCN_MODE_BOTH, &answer[1]);

      /* The vote's changes as much as there are words. */
      if (k < MCN_N_SHARED_SOURCES)
        both = alone + evidence * (both - alone);
      g_assert_cmpfloat_with_epsilon (answer[0].score[k], alone, 1e-3);
      g_assert_cmpfloat_with_epsilon (answer[1].score[k], both + shares->source[k].words * adds, 5e-3);
    }
  /* A text branch that has learned nothing leaves it to the ridge. */
  g_assert_cmpfloat (shares->source[2].critique, >, .4);
  g_assert_cmpfloat (shares->source[2].critique_mixed, >, MAX (shares->source[2].critique_net, 0) + .1); /* of two critiques one is the same for all */
  mcn_words_ridge_say (&own_words[2], 1, queries + 2, &said);
  g_assert_cmpfloat (fabs (said - answer[2].net[2]), >, .01);
  g_assert_cmpfloat_with_epsilon (answer[2].score[2], (1 - shares->source[2].critique) * answer[2].net[2] + shares->source[2].critique * said, 2e-3);

  /* Trunks of folds take the shares, and have ridges that have not seen their fold. */
  {
    McnWordsRidge *other = mcn_own_words_new (data->dataset, &goals, 0, 2), *of_vote = &ridge;
    McnAnswer taken;
    gdouble others;

    g_assert_true (mcn_candidate_take_shares (before, path, &of_vote, &other, &error));
    g_assert_no_error (error);
    g_assert_true (mcn_candidate_ask (before, NULL, 1, queries + 2, &taken, NULL, &error));
    mcn_words_ridge_say (&other[2], 1, queries + 2, &others);
    g_assert_cmpfloat (fabs (said - others), >, 1e-4);
    g_assert_cmpfloat_with_epsilon (taken.score[2], (1 - shares->source[2].critique) * taken.net[2] + shares->source[2].critique * others, 1e-4);
    mcn_own_words_free (other);
  }
  mcn_own_words_free (own_words);
  mcn_words_ridge_clear (&ridge);
  made_model_clear (&made);
}

/* By folds into a model's folder, which loads; a dataset with few votes keeps AVA's distribution. With AVA's own
 * photographs it is their votes that photographs are calibrated by. */
static void
test_calibrate (gconstpointer own)
{
  gboolean ava = GPOINTER_TO_INT (own);
  g_autoptr (TinyData) data = tiny_data_new_of (TINY_STYLES | (ava ? TINY_AVA : 0));
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  const double ridge_alone[MCN_N_SHARES][3] = { { 1, 1, 1 }, { 1, 1, 1 } };
  MadeModel one = made_model (data, first, "one", ridge_alone), two = made_model (data, second, "two", ridge_alone);
  const char *trunks[] = { one.trunk, two.trunk, NULL };
  McnQuestionScope folds = { .dataset = data->dataset, .part = MCN_PART_NONE }, val = { .dataset = data->dataset, .part = MCN_PART_VAL };
  g_autoptr (McnCandidate) candidate = made_candidate_open (data, one.model, trunks, &folds, "a"), few = made_candidate_open (data, one.model, NULL, &val, "b");
  g_autoptr (McnConfig) config = NULL, read = NULL;
  g_autoptr (McnModel) model = NULL;
  g_autoptr (GError) error = NULL;
  McnShares shares;
  g_auto (McnStyleChoice) styles = { 0 };
  McnCalibrateOptions options = { .asked = { .dataset = data->dataset, .part = MCN_PART_VAL, .candidate = few, .n_threads = 1 }, .shares = &shares };
  McnWordsRidge ridge[2], *ridges[] = { &ridge[0], &ridge[1] }, *own_words[2];
  McnGoals goals;
  gdouble median;

  mcn_goals_init (&goals, data->dataset);
  for (guint f = 0; f < 2; f++)
    {
      mcn_words_ridge_fit_all (ridges[f], data->dataset, &goals, f, 2);
      own_words[f] = mcn_own_words_new (data->dataset, &goals, f, 2);
    }
  config = mcn_model_json_read (one.model, &error);
  g_assert_no_error (error);
  median = config->quantiles[50];
  if (!ava)
    {
      options.asked.own_alone = TRUE;
      g_assert_true (mcn_shares_choose (&options.asked, &shares, &error));
      g_assert_false (mcn_calibrate (&options, config, &error));
      options.asked.own_alone = FALSE;
      g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
      g_clear_error (&error);
    }

  options.asked.part = MCN_PART_NONE;
  options.asked.candidate = candidate;
  /* A text branch that has learned nothing may fall with the votes: the ridges on words speak for it. */
  options.asked.words = ridges;
  options.asked.own = own_words;
  options.asked.n_words = 2;
  options.words_share = 1;
  options.styles = &styles;
  g_assert_true (mcn_shares_choose (&options.asked, &shares, &error));
  g_assert_no_error (error);
  check_shares (&shares, ava, data);
  g_assert_true (mcn_calibrate (&options, config, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (config->mcn.beta_both, ==, shares.source[0].both);
  g_assert_cmpuint (styles.n_styles, ==, MCN_N_STYLES);
  g_assert_true (styles.mix.share >= 0 && styles.before > 0 && styles.after > 0 && styles.after <= 1 && styles.low <= styles.high);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    g_assert_true (styles.mix.mixed[j] && styles.mix.scale[j] > 0 && isfinite (styles.mix.shift[j]));
  g_assert_true (styles.loss_before > 0 && styles.loss_after > 0);
  g_assert_cmpuint (config->calibration[MCN_MODE_PHOTO].n, ==, ava ? 34 : 24);
  g_assert_cmpuint (config->calibration[MCN_MODE_BOTH].n, ==, ava ? 34 : 24);
  g_assert_cmpuint (config->calibration[MCN_MODE_CRITIQUE].n, ==, 34);
  for (guint mode = 0; mode < MCN_N_MODES; mode++)
    {
      g_assert_cmpfloat (config->calibration[mode].half_width, >, 0);
      g_assert_cmpfloat (config->calibration[mode].slope, >, 0);
    }
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      g_assert_cmpint (config->style_test[j].n_positive, ==, 12);
      g_assert_cmpfloat (config->style_test[j].precision, >, 0);
      g_assert_cmpfloat (config->style_test[j].precision, <=, 1);
    }
  for (guint f = 0; f < 2; f++)
    {
      mcn_words_ridge_clear (ridges[f]);
      mcn_own_words_free (own_words[f]);
    }
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
  made_model_clear (&one);
  made_model_clear (&two);
}

/* A photograph alone is scored by the mixture, in the engine as here; with a critique nothing changes. */
static void
test_alone (void)
{
  static const gdouble share[MCN_N_ALONE] = { .4, .3, .2, .1 };
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
  const char *trunks[] = { made.trunk, NULL };
  McnQuestionScope scope = { .dataset = data->dataset, .part = MCN_PART_VAL };
  g_autoptr (McnCandidate) whole = made_candidate_open (data, made.model, trunks, &scope, "a"), before = made_candidate_open (data, made.model, NULL, &scope, "a");
  g_autoptr (McnCandidate) after = NULL;
  g_autoptr (McnConfig) config = mcn_model_json_read (made.model, NULL);
  g_autofree char *path = g_build_filename (made.model, "mcn.safetensors", NULL);
  g_autoptr (McnModel) model = NULL;
  g_autoptr (McnScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  const McnQuery queries[] = { { 3, TRUE, 3, MCN_TEXT_NONE }, { 3, TRUE, 3, 0 }, { 3, FALSE, 3, 0 } };
  McnAnswer answer[3], was[3], is[3];
  gdouble x[MCN_N_ALONE], expected = 0;
  McnFeatures features;
  McnGoals goals;
  guint appeal;

  mcn_goals_init (&goals, data->dataset);
  appeal = mcn_alone_appeal (&goals);
  g_assert_cmpuint (appeal, ==, 3);
  for (guint twice = 0; twice < 2; twice++)
    {
      g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, &error);
      McnAlone alone;

      g_assert_no_error (error);
      mcn_candidate_fold_alone (whole, appeal, share, &alone);
      g_assert_true (mcn_alone_write (&alone, file, path, &error));
      g_assert_no_error (error);
      mcn_alone_clear (&alone);
    }
  g_assert_true (mcn_model_json_write (config, made.model, &error));

  g_assert_true (mcn_candidate_ask (whole, NULL, 3, queries, answer, NULL, &error));
  g_assert_true (mcn_candidate_ask (before, NULL, 3, queries, was, NULL, &error));
  mcn_alone_columns (&answer[0], appeal, x);
  for (guint j = 0; j < MCN_N_ALONE; j++)
    expected += share[j] * x[j];
  after = made_candidate_open (data, made.model, NULL, &scope, "a");
  g_assert_true (mcn_candidate_ask (after, NULL, 3, queries, is, NULL, &error));
  g_assert_cmpfloat (fabs (expected - was[0].score[0]), >, .01);
  g_assert_cmpfloat_with_epsilon (is[0].score[0], expected, 5e-3);
  g_assert_cmpfloat (is[0].score[1], ==, is[0].score[0]);
  g_assert_cmpfloat (is[1].score[0], ==, was[1].score[0]);
  g_assert_cmpfloat (is[2].score[0], ==, was[2].score[0]);

  model = mcn_model_load (made.model, NULL, &error);
  g_assert_no_error (error);
  scene = mcn_scene_new (model, 1, &error);
  g_assert_true (mcn_dataset_get_features (data->dataset, 3, FALSE, &features));
  mcn_scene_set_features (scene, &features);
  g_assert_cmpfloat_with_epsilon (mcn_scene_score (scene, NULL, NULL),
                                  mcn_model_calibrate (model, MCN_MODE_PHOTO, MCN_AVA_MEAN + MCN_AVA_SD * expected), 5e-3);
  made_model_clear (&made);
}

/* What an explanation says of a word or a region is what hiding it does. */
static void
check_occlusion (McnScene *scene)
{
  g_autoptr (McnExplanation) explanation = mcn_scene_explain (scene, MCN_EXPLAIN_ALL);
  gdouble base = mcn_scene_score (scene, NULL, NULL);
  gsize n_words = mcn_scene_get_n_words (scene), n_regions = mcn_scene_get_n_regions (scene);

  for (gsize i = 0; i < n_words + n_regions; i++)
    {
      g_autofree guint8 *words = g_new0 (guint8, MAX (n_words, 1)), *regions = g_new0 (guint8, MAX (n_regions, 1));
      gfloat said = i < n_words ? explanation->token[i] : explanation->region[i - n_words];

      *(i < n_words ? &words[i] : &regions[i - n_words]) = 1;
      g_assert_cmpfloat_with_epsilon (base - mcn_scene_score (scene, regions, words), said, 1e-4);
    }
}

/* A critique alone has the ridge's share, and a photograph with it what the ridge adds, in the engine's session, its scene
 * and its explanations as here. */
static void
test_words (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
  McnQuestionScope scope = { .dataset = data->dataset, .part = MCN_PART_VAL };
  g_autoptr (McnCandidate) before = made_candidate_open (data, made.model, NULL, &scope, "a"), after = NULL;
  g_autoptr (McnConfig) config = mcn_model_json_read (made.model, NULL);
  g_autofree char *path = g_build_filename (made.model, "mcn.safetensors", NULL);
  g_autoptr (McnModel) model = NULL;
  g_autoptr (McnScene) scene = NULL;
  g_autoptr (McnSession) session = NULL;
  g_autoptr (McnCritique) critique = NULL;
  g_autoptr (McnExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  const McnQuery queries[] = { { 28, FALSE, 28, MCN_TEXT_ALL }, { 3, TRUE, 3, 0 }, { 3, TRUE, 3, MCN_TEXT_NONE } };
  McnShareOptions options = { .dataset = data->dataset, .part = MCN_PART_VAL, .candidate = before, .n_words = 1, .n_threads = 1 };
  const McnShares shares = { .n = 1, .source = { { .words = .6 } } };
  McnFeatures features;
  McnWordsRidge ridge, *ridges[] = { &ridge };
  McnAnswer was[3], is[3];
  McnWords *words = NULL;
  McnLogits logits;
  McnGoals goals;
  McnSample sample;
  const char *text;
  gdouble said, adds, evidence, share, gain;
  gsize which = 0, n;

  mcn_goals_init (&goals, data->dataset);
  mcn_words_ridge_fit_all (&ridge, data->dataset, &goals, -1, 1);
  options.words = ridges;
  g_assert_true (mcn_calibrate_words (&options, &share, &gain, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (share, >, 0);          /* the network has learned nothing, the ridge has */
  g_assert_cmpfloat (gain, >, 0);
  for (guint twice = 0; twice < 2; twice++)
    {
      g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, &error);

      g_assert_true (mcn_shares_write (&shares, &ridge, .5, NULL, NULL, NULL, file, path, &error));
      g_assert_no_error (error);
    }
  g_assert_true (mcn_model_json_write (config, made.model, &error));

  after = made_candidate_open (data, made.model, NULL, &scope, "a");
  g_assert_true (mcn_candidate_ask (before, NULL, 3, queries, was, NULL, &error));
  g_assert_true (mcn_candidate_ask (after, NULL, 3, queries, is, NULL, &error));
  mcn_words_ridge_say (&ridge, 1, queries, &said);
  g_assert_cmpfloat_with_epsilon (is[0].score[0], .5 * was[0].score[0] + .5 * said, 2e-3);
  g_assert_cmpfloat (fabs (is[0].score[0] - was[0].score[0]), >, .01);
  mcn_words_ridge_adds (&ridge, 1, queries + 1, &adds);
  g_assert_cmpfloat (fabs (adds), >, .01);
  mcn_words_ridge_say (&ridge, 1, queries + 1, &said);
  evidence = adds / (said - ridge.bias);
  g_assert_cmpfloat (is[2].score[0], ==, was[2].score[0]);
  g_assert_cmpfloat_with_epsilon (is[1].score[0], was[2].score[0] + evidence * (was[1].score[0] - was[2].score[0]) + .6 * adds, 2e-3);
  g_assert_cmpfloat (is[1].score[1], ==, is[1].score[0]);

  model = mcn_model_load (made.model, NULL, &error);
  g_assert_no_error (error);
  scene = mcn_scene_new (model, 1, &error);
  g_assert_true (mcn_dataset_get_features (data->dataset, 3, FALSE, &features));
  mcn_scene_set_features (scene, &features);
  mcn_dataset_get_sample (data->dataset, 3, &sample);
  mcn_scene_set_text (scene, mcn_sample_get_text (&sample, 0, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (mcn_scene_score (scene, NULL, NULL),
                                  mcn_model_calibrate (model, MCN_MODE_BOTH, MCN_AVA_MEAN + MCN_AVA_SD * is[1].score[0]), 5e-3);
  check_occlusion (scene);
  g_clear_pointer (&scene, mcn_scene_free);
  mcn_dataset_get_sample (data->dataset, 28, &sample);
  g_assert_cmpuint (sample.n_texts, ==, 2);
  session = mcn_session_new (model, 1, &error);
  {
    const char *texts[] = { mcn_sample_get_text (&sample, 0, NULL, NULL), mcn_sample_get_text (&sample, 1, NULL, NULL) };
    McnWords *both[2];
    gsize all[] = { 0, 1 };

    critique = mcn_critique_new (mcn_model_get_wordpiece (model), texts, NULL, 2);
    g_assert_cmpuint (critique->n_sentences, ==, 2);
    g_assert_true (mcn_session_encode_sentences (session, critique, all, 2, both, NULL, &error));
    g_assert_true (mcn_session_fuse (session, NULL, both, 2, NULL, &logits, NULL, &error));
    g_assert_cmpfloat_with_epsilon (logits.score, MCN_AVA_MEAN + MCN_AVA_SD * is[0].score[0], 5e-3);
    mcn_words_unref (both[0]);
    mcn_words_unref (both[1]);
    text = texts[0];
  }

  scene = mcn_scene_new (model, 1, &error);
  mcn_scene_set_text (scene, text);
  check_occlusion (scene);
  explanation = mcn_scene_explain (scene, MCN_EXPLAIN_ALL);
  n = mcn_scene_get_n_words (scene);
  /* The session, which keeps the words of a sentence, explains the same. */
  g_clear_pointer (&critique, mcn_critique_unref);
  critique = mcn_critique_new (mcn_model_get_wordpiece (model), &text, NULL, 1);
  g_assert_true (mcn_session_encode_sentences (session, critique, &which, 1, &words, NULL, &error));
  {
    g_autoptr (McnExplanation) other = mcn_session_explain (session, NULL, &words, 1, MCN_EXPLAIN_ALL, NULL, &error);

    for (gsize i = 0; i < n; i++)
      g_assert_cmpfloat_with_epsilon (other->token[i], explanation->token[i], 1e-4);
    g_assert_cmpfloat_with_epsilon (other->sentence[0], explanation->sentence[0], 1e-4);
  }
  mcn_words_unref (words);
  mcn_words_ridge_clear (&ridge);
  made_model_clear (&made);
}

/* The mixture for AVA's own photographs: by folds, from a candidate that has all heads. */
static void
test_choice (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) first = made_stage_new (data, 1, 0), second = made_stage_new (data, 2, 1);
  MadeModel one = made_model (data, first, "one", NULL), two = made_model (data, second, "two", NULL);
  const char *trunks[] = { one.trunk, two.trunk, NULL };
  McnQuestionScope folds = { .dataset = data->dataset, .part = MCN_PART_NONE }, val = { .dataset = data->dataset, .part = MCN_PART_VAL };
  g_autoptr (McnCandidate) candidate = made_candidate_open (data, one.model, trunks, &folds, "a"), shipped = made_candidate_open (data, one.model, NULL, &val, "b");
  g_autoptr (GError) error = NULL;
  McnAloneChoice choice;
  McnCancel stop = 1;
  gdouble sum = 0;

  g_assert_true (mcn_alone_choose (data->dataset, MCN_PART_NONE, candidate, 1, NULL, &choice, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (choice.n, ==, 24);
  g_assert_cmpuint (choice.n_mean, ==, 0);
  for (guint j = 0; j < MCN_N_ALONE; j++)
    sum += choice.share[j];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  g_assert_cmpfloat (choice.auc_by_folds, >=, 0);
  g_assert_cmpfloat (choice.low, <=, choice.high);

  /* Too few, and no heads. */
  g_assert_true (mcn_alone_choose (data->dataset, MCN_PART_VAL, shipped, 1, NULL, &choice, &error));
  g_assert_cmpuint (choice.n, ==, 0);
  g_assert_cmpfloat (choice.share[MCN_ALONE_VOTE], ==, 1);
  g_assert_false (mcn_alone_choose (data->dataset, MCN_PART_NONE, candidate, 1, &stop, &choice, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
  made_model_clear (&one);
  made_model_clear (&two);
}

/* How many means lie within the half-width of a calibrated model: here it lies between the errors of two samples. */
static void
test_coverage (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
  g_autoptr (McnConfig) config = mcn_model_json_read (made.model, NULL);
  McnCalibration *c = &config->calibration[MCN_MODE_CRITIQUE];
  McnGoals goals;
  McnQuestionScope scope = { data->dataset, &goals, MCN_PART_VAL };
  g_autoptr (McnCandidate) before = NULL, candidate = NULL;
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;
  guint n_found = 0;
  gsize within = 0;

  mcn_goals_init (&goals, data->dataset);
  before = made_candidate_open (data, made.model, NULL, &scope, "a");
  questions = mcn_questions_new (&scope);
  *c = (McnCalibration) { .slope = .5, .offset = 2.5, .error = .5, .sigma = .6, .n = 100 };
  for (guint q = 0; q < questions->len; q++)
    {
      const McnQuestion *question = g_ptr_array_index (questions, q);
      gsize n = question->queries->len;
      g_autofree McnAnswer *answers = g_new (McnAnswer, n + 1);
      g_autofree gdouble *off = g_new (gdouble, n + 1);

      if (!g_str_equal (question->source, "ava") || !g_str_equal (question->input, "all comments"))
        continue;
      g_assert_true (mcn_candidate_ask (before, NULL, n, (const McnQuery *) question->queries->data, answers, NULL, &error));
      for (gsize i = 0; i < n; i++)
        off[i] = fabs (CLAMP (c->offset + c->slope * (MCN_AVA_MEAN + MCN_AVA_SD * answers[i].score[0]), 1, 10) -
                       g_array_index (question->truth, gdouble, i));
      qsort (off, n, sizeof *off, mcn_metric_by_number);
      /* Between the two that lie furthest apart: model.json has not all the digits. */
      for (gsize i = 1; i + 1 < n; i++)
        if (within == 0 || off[i] - off[i - 1] > off[within] - off[within - 1])
          within = i;
      g_assert_cmpfloat (off[within] - off[within - 1], >, .01);
      c->half_width = (off[within - 1] + off[within]) / 2;
      c->n = n;
    }
  g_assert_true (mcn_model_json_write (config, made.model, NULL));
  candidate = made_candidate_open (data, made.model, NULL, &scope, "a");
  evaluation = mcn_evaluation_new (&(McnEvaluationOptions) {
    .dataset = data->dataset, .part = MCN_PART_VAL, .candidate = candidate, .rounds = 50, .seed = 1, .n_threads = 1,
  }, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);
      const McnFigure *last = row->figures->len > 0 ? &g_array_index (row->figures, McnFigure, row->figures->len - 1) : NULL;

      if (!g_str_equal (row->source, "ava") || !g_str_equal (row->input, "all comments") || !g_str_equal (row->predictor, "model"))
        continue;
      g_assert_cmpstr (last->metric, ==, "coverage");
      g_assert_cmpfloat_with_epsilon (last->value, within / (gdouble) c->n, 1e-9);
      g_assert_true (last->low <= last->value && last->value <= last->high && last->low < last->high);
      n_found++;
    }
  g_assert_cmpuint (n_found, ==, 1);
  made_model_clear (&made);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibrate/line", test_line);
  g_test_add_data_func ("/calibrate/folds", GINT_TO_POINTER (FALSE), test_calibrate);
  g_test_add_data_func ("/calibrate/ava", GINT_TO_POINTER (TRUE), test_calibrate);
  g_test_add_func ("/calibrate/alone", test_alone);
  g_test_add_func ("/calibrate/words", test_words);
  g_test_add_func ("/calibrate/choice", test_choice);
  g_test_add_func ("/calibrate/coverage", test_coverage);
  return g_test_run ();
}
