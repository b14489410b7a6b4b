/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ablation.h"

#include "mcn-claim.h"
#include "mcn-config.h"
#include "mcn-metrics.h"
#include "mcn-model-id.h"
#include "mcn-question.h"
#include "mcn-safetensors-writer.h"
#include "mcn-spent.h"
#include "mcn-train-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define N_HEADS 4
#define N_TEXTS 5000
#define RATE 6e-4
#define SAVE_SECONDS 240.

/* Figures of the paper: mcn-mtl.md, "Results reported". */
static const McnVariant variants[] = {
  { "MCN-MTL (2 MTRL)", MCN_TRUNK_MCN, 2, FALSE, FALSE, MCN_INPUTS_BOTH, "85.63", "0.7835" },
  { "without multi-task (MCN)", MCN_TRUNK_MCN, 2, TRUE, FALSE, MCN_INPUTS_BOTH, "84.44", "0.7753" },
  { "static weights", MCN_TRUNK_MCN, 2, FALSE, TRUE, MCN_INPUTS_BOTH, "", "" },
  { "without STRM", MCN_TRUNK_NO_STRM, 2, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
  { "without CTRM", MCN_TRUNK_NO_CTRM, 2, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
  { "concatenation only (MULTIGAP-like)", MCN_TRUNK_CONCAT, 2, FALSE, FALSE, MCN_INPUTS_BOTH, "82.27", "" },
  { "image only (MLSP-like)", MCN_TRUNK_MCN, 2, FALSE, FALSE, MCN_INPUTS_PHOTOGRAPH, "81.72", "0.756" },
  { "text only", MCN_TRUNK_MCN, 2, FALSE, FALSE, MCN_INPUTS_TEXT, "", "" },
  { "1 MTRL", MCN_TRUNK_MCN, 1, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
  { "3 MTRL", MCN_TRUNK_MCN, 3, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
  { "4 MTRL", MCN_TRUNK_MCN, 4, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
  { "6 MTRL", MCN_TRUNK_MCN, 6, FALSE, FALSE, MCN_INPUTS_BOTH, "", "" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (variants) <= MCN_MAX_VARIANTS);

typedef struct
{
  const McnAblationOptions *options;
  McnTextEncoder *encoder;
  char           *text_hash;
  GPtrArray      *questions;    /* McnQuestion */
  McnGoals        goals;
} Ablation;

guint
mcn_ablation_n_variants (gboolean six)
{
  return G_N_ELEMENTS (variants) - (six ? 0 : 1);
}

const McnVariant *
mcn_ablation_variant (guint i)
{
  return &variants[i];
}

static gint
which_encoder (gpointer data, const McnSample *sample)
{
  const Ablation *self = data;

  if (sample->part == MCN_PART_VAL)
    return 0;
  return sample->part == MCN_PART_TRAIN && mcn_goals_listed (self->options->dataset, sample, self->options->share) ? 0 : -1;
}

static McnWordStore *
open_words (Ablation *self, GError **error)
{
  const McnAblationOptions *o = self->options;
  const McnTextEncoder *encoders[] = { self->encoder };
  g_autofree char *key = g_strdup_printf ("ablation %g %s", o->share, self->text_hash);

  return mcn_word_store_open (o->dataset, o->words, key, encoders, which_encoder, self, o->n_threads, o->report_words, NULL, o->stop, error);
}

static const McnQuestion *
find_question (Ablation *self, const char *source, const char *input)
{
  for (guint i = 0; i < self->questions->len; i++)
    {
      const McnQuestion *question = g_ptr_array_index (self->questions, i);

      if (g_str_equal (question->source, source) && g_str_equal (question->input, input))
        return question;
    }
  return NULL;
}

static void
measure (Ablation *self, McnStage2 *stage, McnTeam *team, const char *source, const char *input, gdouble *srcc, gdouble *accuracy)
{
  const McnQuestion *question = find_question (self, source, input);
  g_autoptr (McnTape) tape = mcn_tape_new ();
  McnStep step = { .team = team, .tape = tape, .params = mcn_stage2_get_params (stage) };
  g_autofree gfloat *score = NULL;
  g_autofree gdouble *p = NULL;
  gsize n = question != NULL ? question->queries->len : 0;

  *srcc = *accuracy = NAN;
  if (n == 0)
    return;
  score = g_new0 (gfloat, n * self->goals.n);
  p = g_new (gdouble, n);
  mcn_stage2_predict (stage, &step, n, (const McnQuery *) question->queries->data, &(McnOutputs) { .score = score }, self->options->stop);
  for (gsize i = 0; i < n; i++)
    p[i] = score[i * self->goals.n + question->k] * self->goals.sd[question->k] + self->goals.mean[question->k];
  *srcc = mcn_metric_srcc (n, p, (const gdouble *) question->truth->data);
  *accuracy = mcn_metric_accuracy (n, p, (const gdouble *) question->truth->data);
}

/* "seconds figure figure ...", whatever the locale. */
static gboolean
write_cell (const char *path, gdouble seconds, const gdouble *figures, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_dtostr (number, sizeof number, seconds));
  for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
    g_string_append_printf (text, " %s", g_ascii_dtostr (number, sizeof number, figures[f]));
  g_string_append_c (text, '\n');
  return mcn_save_bytes (path, text->str, text->len, error);
}

static gboolean
read_cell (const char *path, gdouble *seconds, gdouble *figures)
{
  g_autofree char *text = NULL;
  char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  *seconds = g_ascii_strtod (text, &at);
  for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
    figures[f] = g_ascii_strtod (at, &at);
  return TRUE;
}

/* Everything that the figures of a cell depend on names its folder. */
static char *
cell_folder (const Ablation *self, guint variant, guint seed)
{
  const McnAblationOptions *o = self->options;
  g_autofree char *all = g_strdup_printf ("data %s, features %s, text %s, share %g, epochs %u, d %u, variant %s, seed %u",
                                          mcn_dataset_get_id (o->dataset), mcn_dataset_get_backbone (o->dataset), self->text_hash, o->share,
                                          o->n_epochs, o->d, variants[variant].name, seed);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  g_autofree char *name = g_strdup_printf ("cell-%u-%u-%.8s", variant + 1, seed, hash);

  return g_build_filename (o->folder, name, NULL);
}

static void
measure_cell (Ablation *self, const McnVariant *variant, McnStage2 *stage, gdouble *figures)
{
  static const char *const inputs[2][3] = { { "photo + critique 1", "photo", "critique 1" }, { "photo + all comments", "photo", "all comments" } };
  g_autoptr (McnTeam) team = mcn_team_new (self->options->n_threads);
  gboolean ava = mcn_questions_have_ava (self->questions);

  measure (self, stage, team, ava ? "ava" : "machine", inputs[ava][variant->inputs], &figures[MCN_ABLATION_SRCC_BOTH], &figures[MCN_ABLATION_ACCURACY_BOTH]);
  figures[MCN_ABLATION_SRCC_TEXT] = figures[MCN_ABLATION_ACCURACY_TEXT] = NAN;
  if (variant->inputs != MCN_INPUTS_PHOTOGRAPH)
    measure (self, stage, team, "ava", "all comments", &figures[MCN_ABLATION_SRCC_TEXT], &figures[MCN_ABLATION_ACCURACY_TEXT]);
}

/* A cell that runs. */
typedef struct
{
  const McnAblationOptions *options;
  const McnVariant *variant;
  McnSpent spent;
} Watch;

static void
watch (gpointer data, const McnFitState *state)
{
  Watch *self = data;

  mcn_spent_keep (&self->spent);
  if (self->options->report != NULL)
    self->options->report ((gpointer) self->variant->name, state);
}

static gboolean
train_cell (Ablation *self, Watch *watched, guint seed, McnWordStore *words, const char *folder, GError **error)
{
  const McnAblationOptions *o = self->options;
  const McnVariant *variant = watched->variant;
  g_autofree char *path = g_build_filename (folder, "cell.txt", NULL);
  g_autoptr (McnStage2) stage = NULL;
  gdouble figures[MCN_N_ABLATION_FIGURES];
  McnFitProblem problem;
  McnFitOptions fit = {
    .n_epochs = o->n_epochs, .rate = RATE, .warm_up = .06, .max_norm = 1, .seed = seed, .n_threads = o->n_threads,
    .tasks = variant->single_task ? 1u << MCN_TASK_SCORE : MCN_ALL_TASKS, .fixed_weights = variant->fixed_weights,
    .folder = folder, .config = folder, .resume = TRUE, .save_seconds = SAVE_SECONDS, .stop = o->stop, .report = watch,
    .report_data = watched,
  };

  stage = mcn_stage2_new (o->dataset, words, &(McnStage2Options) {
    .seed = seed, .d = o->d, .n_heads = N_HEADS, .n_layers = variant->n_layers, .trunk = variant->trunk, .inputs = variant->inputs,
    .batch = 48, .n_texts = N_TEXTS, .fold = -1, .share = o->share,
  }, error);
  if (stage == NULL)
    return FALSE;
  problem = mcn_stage2_problem (stage);
  problem.validate = NULL;
  if (!mcn_fit_run (&problem, &fit, error))
    return FALSE;
  measure_cell (self, variant, stage, figures);
  return write_cell (path, mcn_spent_now (&watched->spent), figures, error);
}

/* The critiques are read once for all cells: no cell's time. */
static gboolean
run_cell (Ablation *self, guint number, guint seed, const char *folder, GError **error)
{
  McnWordStore *words = open_words (self, error);
  Watch watched = { self->options, &variants[number] };
  gboolean good;

  if (words == NULL)
    return FALSE;
  mcn_spent_begin (&watched.spent, folder);
  good = train_cell (self, &watched, seed, words, folder, error);
  mcn_spent_end (&watched.spent, good);
  return good;
}

static void
gather (Ablation *self, McnAblation *result)
{
  const McnAblationOptions *o = self->options;

  result->n_done = 0;
  result->seconds = result->seconds_done = 0;
  for (guint v = 0; v < o->n_variants; v++)
    {
      gdouble sum[MCN_N_ABLATION_FIGURES] = { 0 }, squares[MCN_N_ABLATION_FIGURES] = { 0 };

      result->n_seeds[v] = 0;
      memset (result->spread[v], 0, sizeof result->spread[v]);
      for (guint seed = 0; seed < o->n_seeds; seed++)
        {
          g_autofree char *folder = cell_folder (self, v, seed), *path = g_build_filename (folder, "cell.txt", NULL);
          gdouble figures[MCN_N_ABLATION_FIGURES], seconds;

          if (!read_cell (path, &seconds, figures))
            {
              result->seconds += mcn_spent_read (folder);
              continue;
            }
          result->n_done++;
          result->n_seeds[v]++;
          result->seconds += seconds;
          result->seconds_done += seconds;
          for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
            if (isfinite (figures[f]))
              {
                result->spread[v][f].n++;
                sum[f] += figures[f];
                squares[f] += figures[f] * figures[f];
              }
        }
      for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
        {
          McnSpread *spread = &result->spread[v][f];

          spread->mean = sum[f] / MAX (spread->n, 1);
          spread->sd = spread->n > 1 ? sqrt (MAX (squares[f] - spread->n * spread->mean * spread->mean, 0) / (spread->n - 1)) : 0;
        }
    }
}

/* What another process is at is left to it. */
static gboolean
claim_cell (Ablation *self, guint variant, guint seed, const char *folder, const char *figures, GError **error)
{
  McnClaim claim;
  gboolean good;

  if (!mcn_make_folder (folder, error))
    return FALSE;
  if (!mcn_claim_take (&claim, folder))
    return TRUE;
  /* It may have been done while this one began. */
  good = g_file_test (figures, G_FILE_TEST_EXISTS) || run_cell (self, variant, seed, folder, error);
  mcn_claim_release (&claim);
  return good;
}

static gboolean
run_cells (Ablation *self, McnAblation *result, GError **error)
{
  const McnAblationOptions *o = self->options;

  for (guint seed = 0; seed < o->n_seeds; seed++)
    for (guint v = 0; v < o->n_variants; v++)
      {
        g_autofree char *folder = cell_folder (self, v, seed), *path = g_build_filename (folder, "cell.txt", NULL);

        gather (self, result);
        /* A cell takes about as long as those before it did; one that was broken off the rest of that. */
        if (g_file_test (path, G_FILE_TEST_EXISTS) ||
            result->seconds + MAX (result->seconds_done / MAX (result->n_done, 1) - mcn_spent_read (folder), 0) > o->budget)
          continue;
        if (!claim_cell (self, v, seed, folder, path, error))
          return FALSE;
      }
  gather (self, result);
  return TRUE;
}

static gboolean
open_encoder (Ablation *self, GError **error)
{
  g_autofree char *config_path = g_build_filename (self->options->model, mcn_model_file_name (MCN_FILE_CONFIG), NULL);
  g_autofree char *path = g_build_filename (self->options->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autoptr (GMappedFile) bytes = NULL, json = g_mapped_file_new (config_path, FALSE, error);
  g_autoptr (GBytes) text = json != NULL ? g_mapped_file_get_bytes (json) : NULL;
  g_autoptr (McnConfig) config = text != NULL ? mcn_config_new (text, config_path, error) : NULL;
  g_autoptr (McnSafetensors) file = NULL;

  if (config == NULL || (bytes = g_mapped_file_new (path, FALSE, error)) == NULL)
    return FALSE;
  self->text_hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (bytes),
                                                 g_mapped_file_get_length (bytes));
  file = mcn_safetensors_open (path, error);
  self->encoder = file != NULL ? mcn_text_encoder_new (file, config->text_heads, error) : NULL;
  return self->encoder != NULL;
}

/**
 * mcn_ablation_run:
 * @options: what, where, for how long
 * @result: (out): what all cells that are done say
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR; cells that are done stay so
 */
gboolean
mcn_ablation_run (const McnAblationOptions *options, McnAblation *result, GError **error)
{
  Ablation self = { .options = options };
  McnQuestionScope scope = { options->dataset, &self.goals, MCN_PART_VAL };
  gboolean good;

  memset (result, 0, sizeof *result);
  result->n_variants = options->n_variants;
  result->n_cells = options->n_variants * options->n_seeds;
  g_snprintf (result->share, sizeof result->share, "%.0f %%", 100 * options->share);
  mcn_goals_init (&self.goals, options->dataset);
  self.questions = mcn_questions_new (&scope);
  result->has_ava = mcn_questions_have_ava (self.questions);
  good = open_encoder (&self, error) && run_cells (&self, result, error);
  g_ptr_array_unref (self.questions);
  g_clear_pointer (&self.encoder, mcn_text_encoder_free);
  g_free (self.text_hash);
  return good;
}
