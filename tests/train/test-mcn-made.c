/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures made to show a style, on their way into the network: what is known of them, what they
 * look like, and that they are left out with their photograph. */
#include "mcn-features.h"
#include "mcn-stage2.h"
#include "mcn-synthetic-list.h"
#include "mcn-train-error.h"
#include "tiny-data.h"

#include <math.h>
#include <string.h>

#define PER_STYLE 8

static gint
nothing (gpointer data, const McnSample *sample)
{
  return -1;
}

static McnWordStore *
no_words (TinyData *data)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, "words"), *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (GError) error = NULL;
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "none", encoders, nothing, NULL, 1, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return words;
}

static void
make_pictures (TinyData *data)
{
  McnFeaturesResult result;
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_dataset_make_features (&(McnFeaturesOptions) {
    .folder = data->data, .model = data->model, .n_threads = 2, .n_views = 2, .part = 1, .n_parts = 1, .n_synthetic = PER_STYLE,
  }, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.n_photographs, ==, PER_STYLE * MCN_N_SYNTHETIC);
  mcn_dataset_unref (data->dataset);
  data->dataset = mcn_dataset_open (data->data, &error);
  g_assert_no_error (error);
}

/* Each of a photograph of train that does not show the style, no photograph twice for one. */
static void
test_list (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (GArray) list = mcn_synthetic_list (data->dataset, PER_STYLE), longer = mcn_synthetic_list (data->dataset, PER_STYLE + 2);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_assert_cmpuint (list->len, ==, PER_STYLE * MCN_N_SYNTHETIC);
  g_assert_cmpuint (longer->len, ==, (PER_STYLE + 2) * MCN_N_SYNTHETIC);
  g_assert_cmpmem (longer->data, list->len * sizeof (McnSyntheticItem), list->data, list->len * sizeof (McnSyntheticItem));
  for (guint i = 0; i < list->len; i++)
    {
      const McnSyntheticItem *item = &g_array_index (list, McnSyntheticItem, i);
      McnSample sample;

      mcn_dataset_get_sample (data->dataset, mcn_dataset_get_photograph (data->dataset, item->photograph), &sample);
      g_assert_cmpint (sample.part, ==, MCN_PART_TRAIN);
      g_assert_cmpfloat (sample.styles[item->style], ==, 0);
      g_assert_cmpint (item->style, ==, mcn_synthetic_style (i % MCN_N_SYNTHETIC));
      g_assert_true (g_hash_table_add (seen, GSIZE_TO_POINTER (1 + item->photograph * MCN_N_STYLES + item->style)));
    }
}

static void
test_samples (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  McnStep step = { .tape = tape };
  McnFeatureScale scale;
  McnNetItem items[2];
  McnSample samples[2];
  const McnSample *pointers[] = { &samples[0], &samples[1] };
  McnNetBatch batch;
  McnTargets targets;
  McnGoals goals;
  McnWordStore *words;

  g_assert_cmpuint (mcn_dataset_get_n_synthetic (data->dataset), ==, 0);
  make_pictures (data);
  words = no_words (data);
  mcn_goals_init (&goals, data->dataset);
  g_assert_true (mcn_feature_scale_measure (&scale, data->dataset, NULL));
  g_assert_cmpuint (mcn_dataset_get_n_synthetic (data->dataset), ==, PER_STYLE * MCN_N_SYNTHETIC);
  for (gsize i = 0; i < mcn_dataset_get_n_synthetic (data->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (data->dataset, mcn_dataset_get_synthetic_photograph (data->dataset, i));
      g_autofree gfloat *global = g_new (gfloat, scale.n_global);
      McnFeatures features;

      mcn_tape_rewind (tape, (McnTapeMark) { 0 });
      mcn_picks_clear (picks);
      mcn_net_input_pick (&(McnNetInput) { data->dataset, words, &scale, picks }, &(McnQuery) { number, TRUE, number, MCN_TEXT_NONE });
      for (guint plain = 0; plain < 2; plain++)
        items[plain] = (McnNetItem) { number, number, mcn_picks_get (picks, 0), TRUE, i % 2, plain ? 0 : i + 1 };
      mcn_net_input_make (&(McnNetInput) { data->dataset, words, &scale, picks }, &step, 2, items, &batch, samples);
      mcn_goals_fill (&goals, tape, 2, pointers, &targets);

      /* One style, and nothing else; the plain one has all. */
      g_assert_cmpstr (samples[0].id, ==, samples[1].id);
      g_assert_true (isnan (targets.high[0]) && !isnan (targets.high[1]));
      g_assert_true (isnan (targets.votes[0]));
      for (guint k = 0; k < goals.n; k++)
        g_assert_true (isnan (targets.score[k]));
      for (guint s = 0; s < MCN_N_STYLES; s++)
        {
          gboolean shown = s == mcn_synthetic_style (i % MCN_N_SYNTHETIC);

          g_assert_true (shown ? targets.style[s] == 1 : isnan (targets.style[s]));
          g_assert_true (shown ? targets.style[MCN_N_STYLES + s] == 0 : !isnan (targets.style[MCN_N_STYLES + s]));
        }

      /* What is seen is the made picture, mirrored or not. */
      g_assert_true (mcn_dataset_get_synthetic_features (data->dataset, i, i % 2, &features));
      mcn_feature_scale_global (&scale, &features, global);
      g_assert_cmpmem (batch.global, scale.n_global * sizeof (gfloat), global, scale.n_global * sizeof (gfloat));
      g_assert_cmpint (memcmp (batch.global, batch.global + scale.n_global, scale.n_global * sizeof (gfloat)), !=, 0);
    }
  mcn_feature_scale_clear (&scale);
  mcn_word_store_free (words);
}

static gsize
count_items (TinyData *data, gint fold, gboolean synthetic, GError **error)
{
  g_autoptr (McnStage2) stage = mcn_stage2_new (data->dataset, no_words (data), &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 1, .batch = 1, .fold = fold, .n_folds = 2, .inputs = MCN_INPUTS_PHOTOGRAPH,
    .change = { .synthetic = synthetic },
  }, error);
  McnFitProblem problem;

  if (stage == NULL)
    return 0;
  problem = mcn_stage2_problem (stage);
  return problem.begin_epoch (problem.data, 0);
}

/* Once an epoch; left out with the photograph; an error where there are none. */
static void
test_epoch (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (GError) error = NULL;
  gsize all, some = 0;

  count_items (data, -1, TRUE, &error);
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA);
  g_clear_error (&error);
  make_pictures (data);
  all = count_items (data, -1, TRUE, &error) - count_items (data, -1, FALSE, &error);
  g_assert_cmpuint (all, ==, PER_STYLE * MCN_N_SYNTHETIC);
  for (gint fold = 0; fold < 2; fold++)
    {
      gsize more = count_items (data, fold, TRUE, &error) - count_items (data, fold, FALSE, &error);

      g_assert_cmpuint (more, >, 0);
      g_assert_cmpuint (more, <, all);
      some += more;
    }
  g_assert_cmpuint (some, ==, all);
  g_assert_no_error (error);
}

/* Gradients flow, and the task of styles is told of one number a made picture. */
static void
test_trained (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnStage2) stage = NULL;
  McnFitProblem problem;

  make_pictures (data);
  folder = tiny_data_path (data, "run");
  stage = mcn_stage2_new (data->dataset, no_words (data), &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 1, .batch = 12, .fold = -1, .inputs = MCN_INPUTS_PHOTOGRAPH, .change = { .synthetic = TRUE },
  }, &error);
  g_assert_no_error (error);
  problem = mcn_stage2_problem (stage);
  g_assert_true (mcn_fit_run (&problem, &(McnFitOptions) {
    .n_epochs = 2, .rate = 1e-3, .warm_up = .1, .max_norm = 1, .seed = 1, .n_threads = 1, .tasks = MCN_ALL_TASKS, .folder = folder,
    .config = "test", .save_seconds = 1e9,
  }, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/made/list", test_list);
  g_test_add_func ("/train/made/samples", test_samples);
  g_test_add_func ("/train/made/epoch", test_epoch);
  g_test_add_func ("/train/made/trained", test_trained);
  return g_test_run ();
}
