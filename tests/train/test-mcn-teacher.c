/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Soft targets: what is mixed with what, who may speak of which text, and that a stage
 * follows its teacher. */
#include "mcn-export.h"
#include "mcn-stage2-private.h"
#include "mcn-teacher.h"
#include "mcn-train-error.h"
#include "mcn-words-ridge.h"
#include "tiny-data.h"

#include <math.h>
#include <string.h>

static void
say_three (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score)
{
  if (item->sample == 1)
    score[0] = score[1] = 3;
}

static void
test_mix (void)
{
  const McnNetItem items[] = { { .sample = 0 }, { .sample = 1 } };
  McnTeacher teacher = { .share = .25, .say = say_three };

  for (guint fills = 0; fills < 2; fills++)
    {
      gfloat score[] = { 1, NAN, 2, 1, NAN, 2 };

      teacher.fills = fills;
      mcn_teacher_mix (&teacher, NULL, 2, items, 3, score);
      g_assert_cmpfloat (score[0], ==, 1);
      g_assert_true (isnan (score[1]));
      g_assert_cmpfloat (score[3], ==, .75 + .25 * 3);
      g_assert_true (fills ? score[4] == 3 : isnan (score[4]));
      g_assert_cmpfloat (score[5], ==, 2);
    }
  mcn_teacher_clear (&teacher);
  g_assert_true (teacher.say == NULL);
}

/* The teacher speaks of AVA's critiques alone, by the ridge that was not fitted to them. */
static void
test_words (gconstpointer folds)
{
  guint n_folds = GPOINTER_TO_UINT (folds);
  gint fold = n_folds > 1 ? 0 : -1;
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  McnNetInput input = { .dataset = data->dataset, .picks = picks };
  McnGoals goals;
  McnTeacher teacher;
  McnWordsRidge without[2];
  guint spoken = 0;

  mcn_goals_init (&goals, data->dataset);
  mcn_teacher_words (&teacher, .5, data->dataset, &goals, fold, n_folds);
  for (guint h = 0; h < 2; h++)
    mcn_words_ridge_fit_without (&without[h], data->dataset, &goals, fold, n_folds, h, 2);
  for (gsize i = 0; i < mcn_dataset_get_n_samples (data->dataset); i++)
    {
      McnSample sample;
      gboolean ava;

      mcn_dataset_get_sample (data->dataset, i, &sample);
      ava = sample.set == 0;
      mcn_picks_clear (picks);
      mcn_net_input_pick (&input, &(McnQuery) { i, FALSE, i, MCN_TEXT_ALL });
      for (guint photograph = 0; photograph < 2; photograph++)
        {
          McnNetItem item = { i, i, mcn_picks_get (picks, 0), photograph, FALSE };
          gfloat said[MCN_MAX_SOURCES];
          gdouble wanted;

          for (guint k = 0; k < goals.n; k++)
            said[k] = NAN;
          teacher.say (teacher.data, picks, &item, said);
          g_assert_cmpint (!isnan (said[0]), ==, ava && !photograph);
          g_assert_true (isnan (said[1]));
          if (!ava || photograph)
            continue;
          mcn_words_ridge_say (&without[mcn_goals_part (data->dataset, &sample, n_folds, 2)], 1, &(McnQuery) { i, FALSE, i, MCN_TEXT_ALL }, &wanted);
          g_assert_cmpfloat_with_epsilon (said[0], wanted, 1e-5);
          spoken++;
        }
    }
  g_assert_cmpuint (spoken, ==, 36);
  for (guint h = 0; h < 2; h++)
    mcn_words_ridge_clear (&without[h]);
  mcn_teacher_clear (&teacher);
}

static void
say_much (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score)
{
  score[1] = 5;
}

static gint
no_encoder (gpointer data, const McnSample *sample)
{
  return -1;
}

static gfloat
train (TinyData *data, const char *name, const McnTeacher *teacher)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, name), *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "none", encoders, no_encoder, NULL, 1, NULL, NULL, NULL, &error);
  g_autoptr (McnStage2) stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .fold = -1, .inputs = MCN_INPUTS_PHOTOGRAPH,
  }, &error);
  McnFitProblem problem = mcn_stage2_problem (stage);
  McnFitOptions fit = {
    .n_epochs = 12, .rate = 3e-3, .max_norm = 1, .seed = 1, .n_threads = 1, .tasks = MCN_ALL_TASKS, .folder = folder, .config = "a", .save_seconds = 1e9,
  };
  guint n = mcn_stage2_get_goals (stage)->n;
  gfloat score[4 * MCN_MAX_SOURCES], sum = 0;

  g_assert_no_error (error);
  if (teacher != NULL)
    mcn_stage2_set_teacher (stage, teacher);
  problem.validate = NULL;
  g_assert_true (mcn_fit_run (&problem, &fit, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < 4; i++)
    {
      McnQuery query = { i, TRUE, i, MCN_TEXT_NONE };

      mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, 1, &query, &(McnOutputs) { .score = score }, NULL);
      sum += score[1];
    }
  g_assert_cmpuint (n, >, 1);
  return sum / 4;
}

static void
test_stage (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  gfloat plain = train (data, "plain", NULL), taught = train (data, "taught", &(McnTeacher) { .share = .8, .say = say_much });

  g_assert_cmpfloat (taught, >, plain + 1.5);
}

static gint
first_encoder (gpointer data, const McnSample *sample)
{
  return sample->part == MCN_PART_TEST ? -1 : 0;
}

static McnStage2 *
make_seed (TinyData *data, const char *folder, guint64 seed, guint d, guint n_layers)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *path = g_build_filename (folder, "words.f16", NULL);
  g_autoptr (GError) error = NULL;
  McnWordStore *words = mcn_word_store_open (data->dataset, path, "seeds", encoders, first_encoder, NULL, 1, NULL, NULL, NULL, &error);
  McnStage2 *stage;

  g_assert_no_error (error);
  stage = mcn_stage2_new (data->dataset, words, &(McnStage2Options) {
    .seed = seed, .d = d, .n_heads = 2, .n_layers = n_layers, .batch = 12, .n_texts = 20, .fold = -1,
  }, &error);
  g_assert_no_error (error);
  return stage;
}

static char *
export_seed (McnStage2 *stage, const char *folder, guint seed)
{
  g_autofree char *name = g_strdup_printf ("trunk-%u.safetensors", seed);
  char *path = g_build_filename (folder, name, NULL);
  gfloat mean_word[32];
  g_autoptr (GError) error = NULL;

  mcn_stage2_mean_word (stage, mean_word);
  g_assert_true (mcn_export_trunk (&(McnExport) {
    .params = mcn_stage2_get_params (stage), .scale = mcn_stage2_get_scale (stage), .n_heads = 2, .n_layers = 1, .mean_word = mean_word, .n_word = 32,
  }, path, &error));
  g_assert_no_error (error);
  return path;
}

/* Two trunks teach a third: it is told the mean of what each says of what is shown, and begins where it would without. */
static void
test_trunks (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "seeds");
  g_auto (GStrv) trunks = g_new0 (char *, 3);
  g_autoptr (McnStage2) pupil = make_seed (data, folder, 9, 16, 1), wider = make_seed (data, folder, 9, 20, 1), deeper = make_seed (data, folder, 9, 16, 2);
  g_autofree gfloat *start = g_memdup2 (pupil->params->values, pupil->params->n * sizeof (gfloat));
  g_autoptr (McnTape) tape = mcn_tape_new ();
  g_autoptr (GError) error = NULL;
  const McnQuery queries[] = { { 0, TRUE, 0, MCN_TEXT_NONE }, { 0, TRUE, 0, MCN_TEXT_ALL }, { 24, FALSE, 24, MCN_TEXT_ALL } };
  gfloat said[2][3 * MCN_MAX_SOURCES], told[MCN_MAX_SOURCES];
  guint n = pupil->goals.n;
  McnCancel stop = 1;

  for (guint t = 0; t < 2; t++)
    {
      g_autoptr (McnStage2) seed = make_seed (data, folder, t + 1, 16, 1);

      /* As the file keeps them. */
      for (gsize i = 0; i < seed->params->n; i++)
        seed->params->values[i] = roundf (seed->params->values[i] * 256) / 256;
      trunks[t] = export_seed (seed, folder, t);
      mcn_stage2_predict (seed, &(McnStep) { .tape = tape, .params = seed->params }, 3, queries, &(McnOutputs) { .score = said[t] }, NULL);
    }
  g_assert_true (mcn_stage2_teach (pupil, (const char *const *) trunks, .5, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (pupil->params->values, pupil->params->n * sizeof (gfloat), start, pupil->params->n * sizeof (gfloat));
  for (guint q = 0; q < 3; q++)
    {
      McnPick pick = { .sample = queries[q].sample, .n_pieces = queries[q].text == MCN_TEXT_NONE ? 0 : 5 };
      McnNetItem item = { .sample = queries[q].sample, .text_of = queries[q].sample, .pick = &pick, .photograph = queries[q].photograph };

      pupil->teacher.say (pupil->teacher.data, NULL, &item, told);
      for (guint k = 0; k < n; k++)
        g_assert_cmpfloat_with_epsilon (told[k], (said[0][q * n + k] + said[1][q * n + k]) / 2, 1e-3);
    }
  /* Of a sample of val nothing is said. */
  pupil->teacher.say (pupil->teacher.data, NULL, &(McnNetItem) { .sample = 3, .text_of = 3, .pick = &(McnPick) { 3 }, .photograph = TRUE }, told);
  g_assert_true (isnan (told[0]));

  g_assert_false (mcn_stage2_teach (wider, (const char *const *) trunks, .5, NULL, NULL, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_false (mcn_stage2_teach (deeper, (const char *const *) trunks, .5, NULL, NULL, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
  g_clear_error (&error);
  g_free (trunks[1]);
  trunks[1] = export_seed (deeper, folder, 2);
  g_assert_false (mcn_stage2_teach (pupil, (const char *const *) trunks, .5, NULL, NULL, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_cmpmem (pupil->params->values, pupil->params->n * sizeof (gfloat), start, pupil->params->n * sizeof (gfloat));
  trunks[1][0] = '\0';
  g_assert_false (mcn_stage2_teach (pupil, (const char *const *) trunks, .5, NULL, &stop, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/teacher/mix", test_mix);
  g_test_add_data_func ("/train/teacher/words", GUINT_TO_POINTER (1), test_words);
  g_test_add_data_func ("/train/teacher/words/folds", GUINT_TO_POINTER (2), test_words);
  g_test_add_func ("/train/teacher/stage", test_stage);
  g_test_add_func ("/train/teacher/trunks", test_trunks);
  return g_test_run ();
}
