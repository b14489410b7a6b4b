/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells that are run once and compared as often as one likes, and what they are compared by. */
#include "made-model.h"
#include "mcn-claim.h"
#include "mcn-experiment.h"
#include "mcn-experts.h"
#include "mcn-features.h"
#include "mcn-metrics.h"
#include "mcn-question.h"
#include "mcn-train-error.h"
#include "mcn-trial.h"
#include "tiny-data.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
test_trial (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mcn-trial-XXXXXX", NULL), *path = g_build_filename (folder, "said.txt", NULL);
  g_autoptr (McnTrial) written = mcn_trial_new (3), read = mcn_trial_new (3), narrow = mcn_trial_new (2);
  g_autoptr (GError) error = NULL;
  const gdouble *said;

  mcn_trial_add (written, 7, (const gdouble[]) { 1.5, -2e-9, NAN });
  mcn_trial_add (written, 3, (const gdouble[]) { 0, 1, 2 });
  g_assert_true (mcn_trial_write (written, path, &error));
  g_assert_no_error (error);
  g_assert_true (mcn_trial_read (read, path));
  said = mcn_trial_find (read, 7);
  g_assert_cmpfloat (said[0], ==, 1.5);
  g_assert_cmpfloat (said[1], ==, -2e-9);
  g_assert_true (isnan (said[2]));
  g_assert_cmpfloat (mcn_trial_find (read, 3)[2], ==, 2);
  g_assert_null (mcn_trial_find (read, 4));

  g_assert_false (mcn_trial_read (narrow, path));
  g_assert_false (mcn_trial_read (read, "/nowhere/said.txt"));
  g_assert_true (g_file_set_contents (path, "7 1 2\n", -1, NULL));
  g_assert_false (mcn_trial_read (read, path));
  g_assert_true (g_file_set_contents (path, "x 1 2 3\n", -1, NULL));
  g_assert_false (mcn_trial_read (read, path));
  g_remove (path);
  g_rmdir (folder);
}

static gint
no_encoder (gpointer data, const McnSample *sample)
{
  return -1;
}

/* Skips that begin as the ridge say at once about what it says. */
static void
test_from_ridge (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  gsize n = mcn_dataset_get_n_photographs (data->dataset);
  g_autofree McnQuery *queries = g_new (McnQuery, n);
  gdouble srcc[2];

  for (gsize i = 0; i < n; i++)
    queries[i] = (McnQuery) { i, TRUE, i, MCN_TEXT_NONE };
  for (guint ridge = 0; ridge < 2; ridge++)
    {
      g_autofree char *folder = tiny_data_path (data, "stage"), *path = g_build_filename (folder, "words.f16", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (McnTape) tape = mcn_tape_new ();
      McnWordStore *words = mcn_word_store_open (data->dataset, path, "none", encoders, no_encoder, NULL, 1, NULL, NULL, NULL, &error);
      g_autoptr (McnStage2) stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
        .seed = 1, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .fold = -1, .n_folds = 1, .inputs = MCN_INPUTS_PHOTOGRAPH,
        .change = { .from_ridge = ridge, .no_auxiliary = TRUE },
      }, &error);
      const McnGoals *goals = mcn_stage2_get_goals (stage);
      g_autofree gfloat *score = g_new0 (gfloat, n * goals->n), *global = g_new (gfloat, mcn_stage2_get_scale (stage)->n_global);
      g_autofree gdouble *p = g_new (gdouble, n), *q = g_new (gdouble, n);
      McnExperts experts;

      g_assert_no_error (error);
      mcn_experts_fit (&experts, data->dataset, goals, mcn_stage2_get_scale (stage), NULL, -1, 1);
      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, n, queries,
                          &(McnOutputs) { .score = score }, NULL);
      for (gsize i = 0; i < n; i++)
        {
          McnFeatures features;

          mcn_dataset_get_features (data->dataset, i, FALSE, &features);
          mcn_feature_scale_global (mcn_stage2_get_scale (stage), &features, global);
          p[i] = score[i * goals->n + 2];
          q[i] = mcn_experts_say (&experts, 2, global);
        }
      srcc[ridge] = mcn_metric_srcc (n, p, q);
      for (guint k = 0; k < goals->n; k++)
        g_assert_true ((goals->weight[k] == 0) == !g_strv_contains ((const char *const[]) { "ava", "machine", "beauty", "appeal", "street", NULL }, goals->name[k]));
      mcn_experts_clear (&experts);
    }
  g_assert_cmpfloat (srcc[1], >, .8);
  g_assert_cmpfloat (srcc[1], >, srcc[0]);
}

static gboolean
covered (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample);
}

static gint
any_encoder (gpointer data, const McnSample *sample)
{
  return sample->part == MCN_PART_TEST ? -1 : 0;
}

static McnWordStore *
open_words (gpointer user_data, gboolean marks, GError **error)
{
  TinyData *data = user_data;
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, "cells"), *path = g_build_filename (folder, marks ? "marks.f16" : "words-cells.f16", NULL);

  return mcn_word_store_open_marks (data->dataset, path, "cells", encoders, any_encoder, NULL,
                                    marks ? mcn_model_get_wordpiece (data->model) : NULL, 1, NULL, NULL, NULL, error);
}

static McnExperimentOptions
make_options (TinyData *data, const char *folder, const char *model)
{
  return (McnExperimentOptions) {
    .dataset = data->dataset, .model = model, .folder = folder, .n_folds = 2, .n_seeds = 2, .n_epochs = 1, .d = 16, .rounds = 40,
    .n_threads = 1, .share = 1, .budget = 3600,
    .open_words = open_words, .words_data = data, .words_id = "tiny",
  };
}

static const McnExperimentRow *
find_row (const McnExperiments *result, McnTry how, const char *line)
{
  for (guint i = 0; i < result->rows->len; i++)
    {
      const McnExperimentRow *row = &g_array_index (result->rows, McnExperimentRow, i);

      if (mcn_experiments_get (row->experiment)->how == how && g_str_equal (row->line, line))
        return row;
    }
  return NULL;
}

/* Every cell that the data allow, for two seeds; what is there is not done again. */
static void
test_cells (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells"), *model = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  g_autofree char *words = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (McnStage2) stage = made_stage_new (data, 1, -1);
  MadeModel made = made_model (data, stage, "model", NULL);
  const char *trunks[] = { made.trunk, NULL };
  McnQuestionScope scope = { .dataset = data->dataset, .part = MCN_PART_VAL };
  McnExperimentOptions options = make_options (data, folder, model);
  g_autoptr (McnCandidate) candidate = NULL;
  g_autoptr (McnExperiments) result = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  McnCancel stop = 1;

  candidate = mcn_candidate_open (made.model, trunks, data->dataset, &error);
  g_assert_no_error (error);
  g_assert_true (mcn_candidate_read_words (candidate, words, covered, &scope, "val", 1, NULL, NULL, NULL, &error));
  options.candidate = candidate;
  options.candidate_id = "tiny";
  result = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_cells, ==, 35);       /* sixteen networks, twice; a ridge, and two beside the whole model */
  g_assert_cmpuint (result->n_done, ==, result->n_cells);

  g_assert_cmpfloat (find_row (result, MCN_TRY_RIDGE, "machine")->value, >, .5);
  g_assert_cmpuint (find_row (result, MCN_TRY_BASE, "machine")->n, ==, 24);
  g_assert_cmpuint (find_row (result, MCN_TRY_NETWORK, "beauty")->n_seeds, ==, 2);
  g_assert_nonnull (find_row (result, MCN_TRY_SEEDS, "beauty"));
  g_assert_cmpuint (find_row (result, MCN_TRY_BASE, "AVA critiques, one random comment, with punctuation")->n_seeds, ==, 2);
  g_assert_cmpuint (find_row (result, MCN_TRY_NETWORK, "AVA critiques, all comments, with punctuation")->n, ==, 34);
  g_assert_cmpuint (find_row (result, MCN_TRY_TAUGHT, "beauty")->n_seeds, ==, 2);
  g_assert_cmpuint (find_row (result, MCN_TRY_TAUGHT, "AVA critiques, all comments")->n_seeds, ==, 2);
  g_assert_cmpuint (find_row (result, MCN_TRY_BASE, "AVA critiques, all comments")->n, ==, 34);
  g_assert_cmpuint (find_row (result, MCN_TRY_NETWORK, "AVA critiques, one random comment")->n_seeds, ==, 2);
  g_assert_cmpuint (find_row (result, MCN_TRY_NETWORK, "machine, photo + critique 1")->n, ==, 24);
  g_assert_true (mcn_experiments_get (find_row (result, MCN_TRY_NETWORK, "machine, photo + critique 1")->experiment)->texts);
  g_assert_cmpfloat (find_row (result, MCN_TRY_BASE, "beauty")->difference, ==, 0);
  /* A random model knows nothing of critiques, the ridge does. */
  g_assert_cmpfloat (find_row (result, MCN_TRY_WORDS, "all comments")->difference, >, 0);
  g_assert_cmpuint (find_row (result, MCN_TRY_EXPERTS, "machine")->n, ==, 6);
  g_assert_null (find_row (result, MCN_TRY_BASE, "appeal"));
  g_assert_null (find_row (result, MCN_TRY_EXPERTS, "appeal"));
  for (guint i = 0; i < result->rows->len; i++)
    {
      const McnExperimentRow *row = &g_array_index (result->rows, McnExperimentRow, i);

      g_assert_cmpfloat (fabs (row->value - row->base - row->difference), <, 1e-12);
      g_assert_true (row->low <= row->high || row->n_positive > 0);
    }
  for (guint i = 0; i < result->chosen->len; i++)
    g_assert_true (g_array_index (result->chosen, McnExperimentShare, i).share >= 0);
  g_assert_cmpuint (result->chosen->len, >, 2);

  /* The cancelled run has nothing left to do. */
  options.stop = &stop;
  again = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->rows->len, ==, result->rows->len);
  for (guint i = 0; i < result->rows->len; i++)
    g_assert_cmpfloat (g_array_index (again->rows, McnExperimentRow, i).value, ==, g_array_index (result->rows, McnExperimentRow, i).value);
  made_model_clear (&made);
}

static void
make_features (TinyData *data, gsize n_synthetic, guint long_side, gboolean maps)
{
  McnFeaturesResult result;
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_dataset_make_features (&(McnFeaturesOptions) {
    .folder = data->data, .model = data->model, .n_threads = 1, .n_views = 2, .part = 1, .n_parts = 1, .n_synthetic = n_synthetic, .long_side = long_side, .maps = maps,
  }, &result, &error));
  g_assert_no_error (error);
}

/* What reads photographs alone, with one seed. */
static McnExperiments *
run_pictures (TinyData *data, McnDataset *other_size, McnDataset *maps, const char *folder)
{
  g_autofree char *model = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  McnExperimentOptions options = make_options (data, folder, model);
  g_autoptr (GError) error = NULL;
  McnExperiments *result;

  options.n_seeds = 1;
  options.open_words = NULL;
  options.other_size = other_size;
  options.maps = maps;
  result = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  return result;
}

/* Made pictures and another size are tried where there are some; styles are judged on what is real. A cell of a time
 * when nobody asked about styles is asked without being trained again. */
static void
test_pictures (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells"), *text = NULL, *again_text = NULL;
  g_autoptr (McnDataset) other_size = NULL, maps = NULL;
  g_autoptr (McnExperiments) before = run_pictures (data, NULL, NULL, folder), result = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  const McnExperimentRow *mean = NULL, *few = NULL;
  guint n_rows = 0;

  make_features (data, 8, 0, FALSE);
  make_features (data, 0, 96, FALSE);
  make_features (data, 0, 0, TRUE);
  mcn_dataset_unref (data->dataset);
  data->dataset = mcn_dataset_open (data->data, &error);
  g_assert_no_error (error);
  other_size = mcn_dataset_open_size (data->data, 96, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mcn_dataset_get_long_side (data->dataset), ==, 320);
  g_assert_cmpuint (mcn_dataset_get_long_side (other_size), ==, 96);
  g_assert_cmpuint (mcn_dataset_get_n_synthetic (other_size), ==, 0);

  maps = mcn_dataset_open_maps (data->data, &error);
  g_assert_no_error (error);
  result = run_pictures (data, other_size, maps, folder);
  g_assert_cmpuint (result->n_cells, ==, before->n_cells + 3);       /* made pictures, the top, another size */
  g_assert_cmpuint (result->n_done, ==, result->n_cells);
  g_assert_nonnull (find_row (result, MCN_TRY_SIZES, "machine"));
  g_assert_null (find_row (before, MCN_TRY_SIZES, "machine"));
  for (guint i = 0; i < result->rows->len; i++)
    {
      const McnExperimentRow *row = &g_array_index (result->rows, McnExperimentRow, i);
      gboolean made = mcn_experiments_get (row->experiment)->change.synthetic;

      if (g_str_equal (row->metric, "map") && made)
        mean = row;
      if (!g_str_equal (row->metric, "ap"))
        continue;
      /* Every fifth of 24 photographs shows it: too few to say anything. */
      g_assert_cmpuint (row->n, ==, 24);
      g_assert_cmpuint (row->n_positive, >=, 4);
      g_assert_cmpuint (row->n_positive, <=, 5);
      g_assert_true (isnan (row->low) && isnan (row->high) && row->value > 0);
      n_rows += made;
      few = row;
    }
  g_assert_null (mean);
  g_assert_nonnull (few);
  g_assert_cmpuint (n_rows, ==, MCN_N_STYLES);

  /* Of the base: its answers about styles are lost, nothing else. */
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        if (g_str_has_prefix (name, "cell-0-0-"))
          {
            g_autofree char *path = g_build_filename (folder, name, "styles-0.txt", NULL);

            if (!g_file_test (path, G_FILE_TEST_EXISTS))
              continue;
            g_assert_true (g_file_get_contents (path, pass ? &again_text : &text, NULL, NULL));
            if (pass == 0)
              g_remove (path);
          }
      if (pass == 0)
        again = run_pictures (data, other_size, maps, folder);
    }
  g_assert_cmpstr (text, ==, again_text);
  g_assert_cmpuint (again->n_done, ==, again->n_cells);
}

/* A budget that is used up, and a run that is stopped, leave what is done. */
static void
test_broken_off (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells"), *model = g_test_build_filename (G_TEST_BUILT, "tiny-model", NULL);
  McnExperimentOptions options = make_options (data, folder, model);
  g_autoptr (McnExperiments) result = NULL, again = NULL, taught = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  McnCancel stop = 1;
  const char *name;
  guint n_begun = 0;

  options.n_seeds = 1;
  options.stop = &stop;
  g_assert_null (mcn_experiments_run (&options, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_INTERRUPTED);
  g_clear_error (&error);

  dir = g_dir_open (folder, 0, NULL);
  options.stop = NULL;
  options.budget = 1e-9;
  result = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_done, ==, 1);
  g_assert_cmpuint (result->rows->len, ==, 0);      /* the cheap one first: a ridge, and no base to compare it with */

  /* What the run took that was stopped is not forgotten. */
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, "spent.txt", NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      g_assert_true (g_file_set_contents (path, "7200", -1, NULL));
      n_begun++;
    }
  g_assert_cmpuint (n_begun, ==, 1);
  options.budget = 7000;
  again = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_done, ==, 1);
  g_assert_cmpfloat (again->seconds, >=, 7200);

  /* More teachers than seeds: two bases with one seed more, and two pupils. */
  options.n_teachers = 2;
  taught = mcn_experiments_run (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taught->n_cells, ==, again->n_cells + 4);

  options.model = "/nowhere";
  g_assert_null (mcn_experiments_run (&options, &error));
  g_assert_nonnull (error);
}

/* Each cell is one process's: what another is at is left to it, and is there for whoever comes later. */
static void
test_shared (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells");
  g_autoptr (McnExperiments) first = run_pictures (data, NULL, NULL, folder), without = NULL, again = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *ridge = NULL, *seconds = NULL;
  const char *name;
  McnClaim claim, other;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "cell-2-0-"))
      ridge = g_build_filename (folder, name, NULL);
  g_assert_nonnull (ridge);
  seconds = g_build_filename (ridge, "seconds.txt", NULL);
  g_assert_cmpint (g_remove (seconds), ==, 0);
  g_assert_true (mcn_claim_take (&claim, ridge));
  g_assert_false (mcn_claim_take (&other, ridge));
  without = run_pictures (data, NULL, NULL, folder);
  g_assert_cmpuint (without->n_done, ==, first->n_done - 1);
  g_assert_false (g_file_test (seconds, G_FILE_TEST_EXISTS));
  mcn_claim_release (&claim);
  mcn_claim_release (&claim);
  again = run_pictures (data, NULL, NULL, folder);
  g_assert_cmpuint (again->n_done, ==, first->n_done);
  g_assert_true (g_file_test (seconds, G_FILE_TEST_EXISTS));
}

typedef struct
{
  McnClaim claim;
  gboolean waited;
} Waiting;

static gpointer
give_up_the_file (gpointer data)
{
  Waiting *self = data;

  g_usleep (G_USEC_PER_SEC / 3);
  g_atomic_int_set (&self->waited, TRUE);
  mcn_claim_release (&self->claim);
  return NULL;
}

/* Word features that another process makes are waited for; who is cancelled waits no longer. */
static void
test_words_are_waited_for (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "cells"), *path = g_build_filename (folder, "words-cells.f16", NULL);
  g_autoptr (McnWordStore) words = NULL;
  g_autoptr (GError) error = NULL;
  Waiting other = { 0 };
  McnCancel cancel = 1;
  McnClaim mine;
  GThread *thread;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_true (mcn_claim_wait (&other.claim, path, NULL));
  g_assert_false (mcn_claim_wait (&mine, path, &cancel));
  thread = g_thread_new ("other", give_up_the_file, &other);
  words = open_words (data, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (g_atomic_int_get (&other.waited));
  g_thread_join (thread);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/trial", test_trial);
  g_test_add_func ("/experiment/from-ridge", test_from_ridge);
  g_test_add_func ("/experiment/cells", test_cells);
  g_test_add_func ("/experiment/pictures", test_pictures);
  g_test_add_func ("/experiment/broken-off", test_broken_off);
  g_test_add_func ("/experiment/shared", test_shared);
  g_test_add_func ("/experiment/words-are-waited-for", test_words_are_waited_for);
  return g_test_run ();
}
