/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-change.h"
#include "trainer-commands.h"
#include "trainer-encoders.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "critic-model-directory.h"
#include "mcn-expert-share.h"
#include "mcn-export.h"
#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-safetensors-writer.h"
#include "mcn-stage1.h"
#include "mcn-stage2.h"
#include "mcn-train-error.h"
#include "mcn-vocabulary.h"

#include <glib/gi18n-lib.h>

/* Between checkpoints: what a run that is killed loses at most. */
#define SAVE_SECONDS 240.

typedef struct
{
  char    *data, *output, *model, *text, *trunk, *fold, *words, *shard;
  char   **text_folds;
  gint     stage, epochs, threads, frozen, layers, width, batch, texts, average;
  gint64   seed, limit;
  gdouble  rate;
  gboolean resume, static_weights, single_task, quiet;
  TrainerChange change;
} FitOptions;

static char *
format_duration (gdouble seconds)
{
  guint64 s = MAX (seconds, 0);

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", s / 3600, (guint) (s / 60 % 60), (guint) (s % 60));
}

static void
report (gpointer data, const McnFitState *state)
{
  g_autofree char *left = format_duration (state->seconds_left);
  /* Translators: progress of a training. */
  g_autofree char *text = g_strdup_printf (_("Epoch %u of %u, step %u of %u, loss %.4f, %.2f steps a second, %s left, %u MB"),
                                           (guint) state->epoch + 1, (guint) state->n_epochs,
                                           (guint) state->batch, (guint) state->n_batches, state->loss,
                                           state->batches_per_second, left, (guint) (state->memory >> 20));

  trainer_show_line (text);
}

/* "K/N", from 1. */
static gboolean
parse_fold (const char *text, gint *fold, guint *n_folds)
{
  guint k, n;

  *fold = -1;
  *n_folds = 1;
  if (text == NULL)
    return TRUE;
  if (!trainer_parse_part (text, &k, &n) || n < 2 || n > 100)
    return FALSE;
  *fold = k - 1;
  *n_folds = n;
  return TRUE;
}

static gboolean
read_fold (const FitOptions *o, gint *fold, guint *n_folds, GError **error)
{
  if (parse_fold (o->fold, fold, n_folds))
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA, _("“%s” is no fold; write it as 1/2."), o->fold);
  return FALSE;
}

static McnFitOptions
fit_options (const FitOptions *o, const char *config)
{
  guint tasks = o->single_task ? 1u << MCN_TASK_SCORE : MCN_ALL_TASKS;

  return (McnFitOptions) {
    .n_epochs = o->epochs, .rate = o->rate, .warm_up = .06, .linear = o->stage == 1, .max_norm = 1, .average = o->average / 100., .seed = o->seed,
    .n_threads = o->threads, .tasks = tasks, .fixed_weights = o->static_weights, .folder = o->output, .config = config,
    .resume = o->resume, .save_seconds = SAVE_SECONDS, .stop = &trainer_stop, .report = o->quiet ? NULL : report,
  };
}

/* In the name of a configuration; runs without it keep the name that they had. */
static char *
average_name (const FitOptions *o)
{
  return o->average > 0 ? g_strdup_printf (", average %d", o->average) : g_strdup ("");
}

static gboolean
fit_text (const FitOptions *o, McnDataset *dataset, GError **error)
{
  g_autoptr (McnConfig) model = mcn_model_json_read (o->model, error);
  g_autofree char *path = o->text != NULL ? g_strdup (o->text) : g_build_filename (o->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autofree char *average = average_name (o), *hash = NULL, *config = NULL, *export = g_build_filename (o->output, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autoptr (McnSafetensors) file = NULL;
  g_autoptr (McnStage1) stage = NULL;
  McnStage1Options options = {
    .seed = o->seed, .n_frozen = o->frozen, .batch = o->batch > 0 ? o->batch : 32, .max_pieces = 200, .max_samples = o->limit,
    .d = 192, .d_heads = 6,
  };
  McnFitProblem problem;
  McnFitOptions fit;

  if (model == NULL || (hash = trainer_hash_file (path, error)) == NULL || (file = mcn_safetensors_open (path, error)) == NULL)
    return FALSE;
  options.n_heads = model->text_heads;
  if (!read_fold (o, &options.fold, &options.n_folds, error))
    return FALSE;
  stage = mcn_stage1_new (dataset, file, &options, error);
  if (stage == NULL)
    return FALSE;
  config = g_strdup_printf ("stage 1, data %s, text %s, seed %" G_GUINT64_FORMAT ", epochs %d, rate %g, frozen %u, batch %u, pieces %u"
                            ", fold %d/%u, limit %" G_GSIZE_FORMAT ", static %d, single %d%s",
                            mcn_dataset_get_id (dataset), hash, options.seed, o->epochs, o->rate, options.n_frozen, options.batch,
                            options.max_pieces, options.fold, options.n_folds, options.max_samples, o->static_weights, o->single_task, average);
  problem = mcn_stage1_problem (stage);
  fit = fit_options (o, config);
  return mcn_fit_run (&problem, &fit, error) && mcn_stage1_export (stage, export, error);
}

/* The model's folder, and the trunk with the heads of every source. Ridges on pooled features of the frozen backbone
 * would not fit one that was trained: such a model is exported without them. */
static gboolean
export_trunk (const FitOptions *o, McnDataset *dataset, McnStage2 *stage, const McnStage2Options *options, const char *text,
              gsize n_word, GError **error)
{
  g_autofree char *folder = g_build_filename (o->output, "model", NULL);
  g_autofree char *trunk = g_build_filename (o->output, "trunk.safetensors", NULL);
  g_autofree gfloat *mean_word = g_new (gfloat, n_word);
  g_autoptr (McnTeam) team = mcn_team_new (o->threads);
  g_autoptr (McnBlanks) blanks = mcn_stage2_get_top (stage) == NULL ? mcn_blanks_new (o->model, error) : NULL;
  McnExperts experts;
  McnExport export = {
    .params = mcn_stage2_get_params (stage), .scale = mcn_stage2_get_scale (stage), .n_heads = 4, .n_layers = o->layers,
    .mean_word = mean_word, .n_word = n_word, .experts = mcn_stage2_get_top (stage) == NULL ? &experts : NULL, .top = mcn_stage2_get_top (stage),
    .base = o->model, .text = text, .name = "MCN-MTL",
  };
  gboolean good;

  if (export.experts != NULL && blanks == NULL)
    return FALSE;
  mcn_stage2_mean_word (stage, mean_word);
  if (export.experts != NULL)
    mcn_experts_fit (&experts, dataset, mcn_stage2_get_goals (stage), mcn_stage2_get_scale (stage), blanks, options->fold, options->n_folds);
  /* A fold that is left out must not choose anything. */
  if (export.experts != NULL && options->fold < 0)
    mcn_expert_shares (&experts, stage, dataset, team);
  good = mcn_make_folder (folder, error) && mcn_export_model (&export, folder, error) && mcn_export_trunk (&export, trunk, error);
  if (export.experts != NULL)
    mcn_experts_clear (&experts);
  return good;
}

static gboolean
parse_trunk (const char *name, McnTrunk *trunk)
{
  static const char *const names[] = { "mcn", "concat", "no-strm", "no-ctrm" };

  *trunk = MCN_TRUNK_MCN;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      *trunk = i;
  return name == NULL || g_str_equal (name, names[*trunk]);
}

/* Everything that the run depends on. Runs whose photographs all have features, and that follow the recipe, keep the
 * name that they had before anything else was named. NULL: a teacher cannot be read. */
static char *
trunk_config (const FitOptions *o, McnDataset *dataset, const TrainerEncoders *encoders, const McnStage2Options *options, GError **error)
{
  gsize with_features = mcn_dataset_count_features (dataset);
  g_autofree char *average = average_name (o);
  g_autoptr (GString) config = g_string_new (NULL);

  g_string_append_printf (config, "stage 2, data %s, features %s, text%s, seed %" G_GUINT64_FORMAT ", epochs %d, rate %g, d %u, layers %u, trunk %d, batch %u, "
                          "texts %" G_GSIZE_FORMAT ", fold %d/%u, limit %" G_GSIZE_FORMAT ", static %d, single %d%s",
                          mcn_dataset_get_id (dataset), mcn_dataset_get_backbone (dataset), trainer_encoders_get_key (encoders), options->seed, o->epochs, o->rate,
                          options->d, options->n_layers, options->trunk, options->batch, options->n_texts, options->fold, options->n_folds,
                          options->max_photographs, o->static_weights, o->single_task, average);
  if (with_features < mcn_dataset_get_n_photographs (dataset))
    g_string_append_printf (config, ", photographs %" G_GSIZE_FORMAT, with_features);
  return trainer_change_name (&o->change, dataset, config, error) ? g_strdup (config->str) : NULL;
}

/* Said before hours are spent on the rest: without a photograph's features its critiques alone are learned from. */
static gboolean
check_features (const FitOptions *o, McnDataset *dataset, GError **error)
{
  gsize n = mcn_dataset_get_n_photographs (dataset), lacking = n - mcn_dataset_count_features (dataset);
  g_autofree char *message = NULL, *folder = g_filename_display_name (o->data);

  if (n == lacking)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("The dataset has no features of photographs to train with. "
                             "Compute them first: photo-critic-train dataset features."));
      return FALSE;
    }
  if (lacking == 0)
    return TRUE;
  message = g_strdup_printf (_("%zu of %zu photographs have no features, so that nothing is learned from what they show. "
                               "Compute them by “photo-critic-train dataset features %s”."), lacking, n, folder);
  cli_output_error (message);
  return TRUE;
}

/* "words.f16" is beside "words-marks.f16". */
static char *
marks_path (const char *words)
{
  gsize length = g_str_has_suffix (words, ".f16") ? strlen (words) - strlen (".f16") : strlen (words);

  return g_strdup_printf ("%.*s-marks.f16", (int) length, words);
}

static McnWordpiece *
open_vocabulary (const FitOptions *o, GError **error)
{
  g_autofree char *vocabulary = g_build_filename (o->model, mcn_model_file_name (MCN_FILE_VOCABULARY), NULL), *hash = NULL;

  return mcn_vocabulary_load (vocabulary, &hash, error);
}

static gboolean
read_marks (const FitOptions *o, TrainerEncoders *encoders, const char *words, McnStage2 *stage, GError **error)
{
  g_autofree char *path = marks_path (words);
  g_autoptr (McnWordpiece) wordpiece = NULL;
  McnWordStore *marks;

  if (!o->change.what.marks)
    return TRUE;
  wordpiece = open_vocabulary (o, error);
  marks = wordpiece != NULL ? trainer_encoders_read (encoders, path, wordpiece, o->threads, o->quiet, error) : NULL;
  mcn_stage2_set_marks (stage, marks);
  return marks != NULL;
}

/* One process's part of the word features, and nothing else: the run without --shard finds them. */
static gboolean
read_part (const FitOptions *o, TrainerEncoders *encoders, GError **error)
{
  g_autofree char *path = marks_path (o->words);
  g_autoptr (McnWordpiece) wordpiece = NULL;
  guint part, n_parts;

  trainer_parse_part (o->shard, &part, &n_parts);
  if (!trainer_encoders_read_part (encoders, o->words, NULL, part, n_parts, o->threads, o->quiet, error))
    return FALSE;
  return !o->change.what.marks || ((wordpiece = open_vocabulary (o, error)) != NULL &&
                                   trainer_encoders_read_part (encoders, path, wordpiece, part, n_parts, o->threads, o->quiet, error));
}

static gboolean
teach (const FitOptions *o, McnStage2 *stage, GError **error)
{
  g_autoptr (McnTeam) team = mcn_team_new (o->threads);

  return o->change.teachers == NULL ||
         mcn_stage2_teach (stage, (const char *const *) o->change.teachers, MCN_TEACHER_SHARE, team, &trainer_stop, error);
}

/* @words: where they are kept. */
static gboolean
train_trunk (const FitOptions *o, McnDataset *dataset, TrainerEncoders *encoders, const char *text, const char *words_path, const char *config,
             McnStage2Options *options, GError **error)
{
  McnWordStore *words = trainer_encoders_read (encoders, words_path, NULL, o->threads, o->quiet, error);
  gsize n_word = words != NULL ? mcn_word_store_get_width (words) : 0;
  g_autofree char *backbone = g_build_filename (o->model, mcn_model_file_name (MCN_FILE_BACKBONE), NULL);
  g_autoptr (McnDataset) maps = NULL;
  g_autoptr (McnStage2) stage = NULL;
  McnFitOptions fit = fit_options (o, config);
  McnFitProblem problem;

  if (words == NULL)
    return FALSE;
  if (!trainer_change_open (&o->change, o->data, &maps, error))
    {
      mcn_word_store_free (words);
      return FALSE;
    }
  options->maps = maps;
  options->backbone = backbone;
  stage = mcn_stage2_new (dataset, words, options, error);
  if (stage == NULL || !read_marks (o, encoders, words_path, stage, error) || !teach (o, stage, error))
    return FALSE;
  problem = mcn_stage2_problem (stage);
  return mcn_fit_run (&problem, &fit, error) &&
         (options->trunk != MCN_TRUNK_MCN || export_trunk (o, dataset, stage, options, text, n_word, error));
}

static gboolean
fit_trunk (const FitOptions *o, McnDataset *dataset, GError **error)
{
  g_autoptr (McnConfig) model = mcn_model_json_read (o->model, error);
  g_autofree char *text = o->text != NULL ? g_strdup (o->text) : g_build_filename (o->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);
  g_autofree char *words = o->words != NULL ? g_strdup (o->words) : g_build_filename (o->output, "words.f16", NULL), *config = NULL;
  g_autoptr (TrainerEncoders) encoders = NULL;
  McnStage2Options options = {
    .seed = o->seed, .d = o->width, .n_heads = 4, .n_layers = o->layers, .batch = o->batch > 0 ? o->batch : 48,
    .n_texts = o->texts, .max_photographs = o->limit, .change = o->change.what,
  };
  McnFitOptions fit;

  if (model == NULL || !read_fold (o, &options.fold, &options.n_folds, error))
    return FALSE;
  parse_trunk (o->trunk, &options.trunk);
  encoders = trainer_encoders_open (dataset, text, o->text_folds, o->change.what.elsewhere, model->text_heads, error);
  if (encoders != NULL && o->shard != NULL)
    return read_part (o, encoders, error);
  config = encoders != NULL ? trunk_config (o, dataset, encoders, &options, error) : NULL;
  if (config == NULL)
    return FALSE;
  fit = fit_options (o, config);
  /* What another run has left here is not made anew for one that is refused. */
  return mcn_fit_may_begin (&fit, error) && check_features (o, dataset, error) &&
         train_trunk (o, dataset, encoders, text, words, config, &options, error);
}

static gboolean
check (FitOptions *o, gchar **rest)
{
  const char *message = NULL;
  McnTrunk trunk;
  guint part, n_parts;

  if (rest[0] != NULL || o->data == NULL || (o->output == NULL && o->shard == NULL))
    message = _("Name the dataset by --data and the folder of the run by --output.");
  else if (o->shard != NULL && (o->stage != 2 || o->words == NULL || !trainer_parse_part (o->shard, &part, &n_parts)))
    message = _("Give --shard I/N, from 1/N to N/N, with --stage 2 and --words.");
  else if (o->stage != 1 && o->stage != 2)
    message = _("Say --stage 1 for the text encoder, or --stage 2 for the trunk.");
  else if (o->epochs < 0 || o->epochs > 1000 || o->threads < 1 || o->threads > 256 || o->seed < 0 || o->rate < 0 ||
           o->layers < 1 || o->layers > MCN_NET_MAX_LAYERS || o->width < 4 || o->width > 1024 || o->width % 4 != 0 ||
           o->batch < 0 || o->batch > 4096 || o->texts < 0 || o->frozen < 0 || o->frozen > MCN_TEXT_NET_MAX_LAYERS || o->limit < 0 ||
           o->average < 0 || o->average > 100)
    message = _("An option’s number is out of range; --help lists them.");
  else if (!parse_trunk (o->trunk, &trunk))
    message = _("There is no such trunk; there are mcn, concat, no-strm and no-ctrm.");
  else
    message = trainer_change_problem (&o->change, o->stage == 2, o->single_task, o->texts, trunk);
  return trainer_may_run (message);
}

static int
run (FitOptions *o)
{
  g_autoptr (McnDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (o->epochs == 0)
    o->epochs = o->stage == 1 ? 3 : 6;
  if (!(o->rate > 0))
    o->rate = o->stage == 1 ? 5e-5 : 6e-4;
  if (o->model == NULL)
    o->model = critic_model_directory ();

  trainer_catch_signals ();
  done = (o->output == NULL || mcn_make_folder (o->output, &error)) && (dataset = mcn_dataset_open (o->data, &error)) != NULL &&
         (o->stage == 1 ? fit_text (o, dataset, &error) : fit_trunk (o, dataset, &error));
  if (!o->quiet)
    trainer_erase_line ();
  return done ? TRAINER_OK : trainer_failed (error->message);
}

static void
clear (FitOptions *o)
{
  g_free (o->data);
  g_free (o->output);
  g_free (o->model);
  g_free (o->text);
  g_free (o->trunk);
  g_free (o->fold);
  g_free (o->words);
  g_free (o->shard);
  g_strfreev (o->text_folds);
  g_strfreev (o->change.teachers);
}

int
trainer_fit (GStrv arguments)
{
  FitOptions o = { .stage = 0, .threads = MIN (g_get_num_processors (), 2), .layers = 2, .width = 128, .texts = 5000, .frozen = 0 };
  g_auto (GStrv) rest = NULL;
  int status = TRAINER_USAGE;
  const GOptionEntry entries[] = {
    { "stage", 's', 0, G_OPTION_ARG_INT, &o.stage, N_("1: the text encoder; 2: the trunk on frozen features"), N_("N") },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o.data, N_("The dataset’s folder"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("The run’s folder: checkpoint, log, result"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_("The model to start from"), N_("DIR") },
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &o.text, N_("The text encoder to start from, or of stage 1"), N_("FILE") },
    { "text-fold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.text_folds, N_("Stage 2: the encoder of a fold, once for each, in their order"), N_("FILE") },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &o.words, N_("Stage 2: where word features are kept, for runs with the same encoders"), N_("FILE") },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &o.shard, N_("Stage 2: only make part I of N of the word features, for many processes; the same command without it goes on"), N_("I/N") },
    { "fold", 0, 0, G_OPTION_ARG_STRING, &o.fold, N_("Leave fold K of N out: of train, in stage 2 of train and val"), N_("K/N") },
    { "frozen", 0, 0, G_OPTION_ARG_INT, &o.frozen, N_("Stage 1: lowest layers that stay as they are"), N_("N") },
    { "trunk", 0, 0, G_OPTION_ARG_STRING, &o.trunk, N_("Stage 2: mcn, concat, no-strm or no-ctrm"), N_("NAME") },
    { "layers", 0, 0, G_OPTION_ARG_INT, &o.layers, N_("Stage 2: MTRL layers"), N_("N") },
    { "width", 0, 0, G_OPTION_ARG_INT, &o.width, N_("Stage 2: width of a token"), N_("N") },
    { "texts", 0, 0, G_OPTION_ARG_INT, &o.texts, N_("Stage 2: critiques without a photograph in an epoch"), N_("N") },
    { "epochs", 'e', 0, G_OPTION_ARG_INT, &o.epochs, N_("Epochs (3, or 6 in stage 2)"), N_("N") },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &o.rate, N_("Learning rate (5e-5, or 6e-4 in stage 2)"), N_("R") },
    { "batch", 0, 0, G_OPTION_ARG_INT, &o.batch, N_("Samples in a step (32, or 48 in stage 2)"), N_("N") },
    { "average", 0, 0, G_OPTION_ARG_INT, &o.average, N_("Keep the mean of the parameters over the last N per cent of the steps (0)"), N_("N") },
    { "synthetic", 0, 0, G_OPTION_ARG_NONE, &o.change.what.synthetic, N_("Stage 2: learn styles from made pictures, too (dataset features --synthetic)"), NULL },
    { "from-ridge", 0, 0, G_OPTION_ARG_NONE, &o.change.what.from_ridge, N_("Stage 2: begin with skips that say what ridges on pooled features say"), NULL },
    { "ranks", 0, 0, G_OPTION_ARG_DOUBLE, &o.change.what.ranks, N_("Stage 2: ranks within a source in the loss, at this weight (0)"), N_("WEIGHT") },
    { "foretell", 0, 0, G_OPTION_ARG_DOUBLE, &o.change.what.embedding, N_("Stage 2: the image branch foretells its photograph’s critiques, at this weight (0)"), N_("WEIGHT") },
    { "voters", 0, 0, G_OPTION_ARG_NONE, &o.change.what.voters, N_("Stage 2: weigh distributions of votes by how many voted"), NULL },
    { "censored", 0, 0, G_OPTION_ARG_DOUBLE, &o.change.what.censored, N_("Stage 2: let high and tail bound unknown votes, at this weight (0)"), N_("WEIGHT") },
    { "elsewhere", 0, 0, G_OPTION_ARG_NONE, &o.change.what.elsewhere, N_("Stage 2: learn from other sites’ critiques, too, with heads of their own"), NULL },
    { "read-alone", 0, 0, G_OPTION_ARG_NONE, &o.change.what.read_alone, N_("Stage 2: read the critiques of photographs once more each epoch, without their photograph"), NULL },
    { "words-ridge", 0, 0, G_OPTION_ARG_DOUBLE, &o.change.what.words, N_("Stage 2: mix what a ridge on words says into votes, at this share (0)"), N_("SHARE") },
    { "marks", 0, 0, G_OPTION_ARG_NONE, &o.change.what.marks, N_("Stage 2: read half of the critiques with their punctuation"), NULL },
    { "attributes", 0, 0, G_OPTION_ARG_NONE, &o.change.what.attributes, N_("Stage 2: learn all seven attributes of streets, not three"), NULL },
    { "no-auxiliary", 0, 0, G_OPTION_ARG_NONE, &o.change.what.no_auxiliary, N_("Stage 2: learn nothing that only helps the rest"), NULL },
    { "top", 0, 0, G_OPTION_ARG_DOUBLE, &o.change.what.top, N_("Stage 2: train the backbone’s last blocks, too, at this share of the rate (0; dataset features --maps)"), N_("SHARE") },
    { "teacher", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.change.teachers, N_("Stage 2: learn half of what this trunk says, and of others that are named so (trunk.safetensors of the same fold)"), N_("TRUNK") },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &o.limit, N_("Learn from so many samples only"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &o.seed, N_("Where random numbers begin"), N_("N") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &o.threads, N_("Threads; the result does not depend on them"), N_("N") },
    { "static-weights", 0, 0, G_OPTION_ARG_NONE, &o.static_weights, N_("Do not weigh tasks by how they come on"), NULL },
    { "single-task", 0, 0, G_OPTION_ARG_NONE, &o.single_task, N_("Learn the score alone"), NULL },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &o.resume, N_("Go on with the run in the output folder"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o.quiet, N_("Show no progress"), NULL },
    { NULL }
  };

  if (trainer_parse ("fit", _("Trains the network on a dataset."), entries, arguments, &rest) && check (&o, rest))
    status = run (&o);
  clear (&o);
  return status;
}
