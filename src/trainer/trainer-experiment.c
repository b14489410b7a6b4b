/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-commands.h"
#include "trainer-encoders.h"
#include "trainer-evaluate-more.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "critic-json-writer.h"
#include "critic-model-directory.h"
#include "mcn-experiment.h"
#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-question.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"
#include "mcn-vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  char    *data, *output, *model, *words, *trunk, *text;
  char   **text_folds;
  gint     folds, seeds, teachers, epochs, width, threads, share, rounds, other_size;
  gdouble  budget;              /* hours */
  gboolean whole, maps, quiet;
} ExperimentOptions;

static gboolean
is_done (const McnExperiments *result, guint experiment)
{
  for (guint i = 0; i < result->rows->len; i++)
    if (g_array_index (result->rows, McnExperimentRow, i).experiment == experiment)
      return TRUE;
  return FALSE;
}

static char *
make_table (const ExperimentOptions *o, const McnExperiments *result)
{
  GString *text = g_string_new (NULL);
  gboolean any = FALSE;

  g_string_append_printf (text, "%d %% of the photographs of train and val (the same for all), without their critiques unless it says that these "
                          "are read, too, in %d group folds: each is judged by the network that has not seen its fold; d = %d, %d epochs, %d seeds; budget %g hours, used %.2f hours, "
                          "%u of %u cells done. The whole model: the one that was named, on val, which it was not fitted to. Shares and mixtures are measured where they "
                          "were not chosen. Critiques of AVA were read %s. [95 %% intervals of the paired difference, %d bootstrap samples.]\n\n",
                          o->share, o->folds, o->width, o->epochs, o->seeds, o->budget, result->seconds / 3600, result->n_done,
                          result->n_cells,
                          o->text_folds != NULL ? "by encoders that were not fitted to them" : "by one encoder, which was fitted to those of train: "
                          "what they say of them is flattered, in the base and beside it", o->rounds);
  g_string_append (text, "| | experiment | line | n | metric | base | with it | difference | seeds |\n|---|---|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < result->rows->len; i++)
    {
      const McnExperimentRow *row = &g_array_index (result->rows, McnExperimentRow, i);
      const McnExperiment *experiment = mcn_experiments_get (row->experiment);

      g_string_append_printf (text, "| %s | %s", experiment->letter, experiment->name);
      if (experiment->how == MCN_TRY_TAUGHT || experiment->how == MCN_TRY_SEEDS)
        g_string_append_printf (text, " (%d seeds)", MAX (o->seeds, o->teachers));
      g_string_append_printf (text, " | %s | %" G_GSIZE_FORMAT, row->line, row->n);
      if (row->n_positive > 0)
        g_string_append_printf (text, ", %" G_GSIZE_FORMAT " show it", row->n_positive);
      g_string_append_printf (text, " | %s | %.3f | ", row->metric, row->base);
      if (isnan (row->low))
        g_string_append_printf (text, "%.3f | too few to say | %u |\n", row->value, row->n_seeds);
      else if (experiment->how == MCN_TRY_BASE)
        g_string_append_printf (text, "%.3f | | %u |\n", row->value, row->n_seeds);
      else
        g_string_append_printf (text, "%.3f | %+.3f [%+.3f, %+.3f] | %u |\n", row->value, row->difference, row->low, row->high, row->n_seeds);
    }
  for (guint i = 0; i < mcn_experiments_n (); i++)
    if (!is_done (result, i))
      {
        g_string_append_printf (text, "%s%s", any ? "; " : "\nNot measured: ", mcn_experiments_get (i)->name);
        any = TRUE;
      }
  g_string_append (text, any ? ".\n" : "");
  if (result->chosen->len > 0)
    g_string_append (text, "\nShares that all folds together choose:\n\n| experiment | line | of | share |\n|---|---|---|---|\n");
  for (guint i = 0; i < result->chosen->len; i++)
    {
      const McnExperimentShare *share = &g_array_index (result->chosen, McnExperimentShare, i);

      g_string_append_printf (text, "| %s | %s | %s | %.1f |\n", mcn_experiments_get (share->experiment)->name, share->line, share->of, share->share);
    }
  return g_string_free (text, FALSE);
}

static void
put_row (CriticJsonWriter *json, const McnExperimentRow *row)
{
  const McnExperiment *experiment = mcn_experiments_get (row->experiment);

  critic_json_writer_begin_object (json);
  critic_json_writer_put_string (json, "letter", experiment->letter);
  critic_json_writer_put_string (json, "experiment", experiment->name);
  critic_json_writer_put_string (json, "line", row->line);
  critic_json_writer_put_string (json, "metric", row->metric);
  critic_json_writer_put_integer (json, "n", row->n);
  if (row->n_positive > 0)
    critic_json_writer_put_integer (json, "positives", row->n_positive);
  critic_json_writer_put_integer (json, "seeds", row->n_seeds);
  critic_json_writer_put_number (json, "base", row->base);
  critic_json_writer_put_number (json, "value", row->value);
  critic_json_writer_put_number (json, "difference", row->difference);
  trainer_interval_json (json, row->low, row->high);
  critic_json_writer_end_object (json);
}

static char *
make_json (const ExperimentOptions *o, const McnExperiments *result)
{
  g_autoptr (CriticJsonWriter) json = critic_json_writer_new (TRUE);

  critic_json_writer_begin_object (json);
  critic_json_writer_put_string (json, "format", "photo-critic-experiment");
  critic_json_writer_put_integer (json, "version", 1);
  critic_json_writer_put_integer (json, "share_percent", o->share);
  critic_json_writer_put_integer (json, "folds", o->folds);
  critic_json_writer_put_integer (json, "seeds", o->seeds);
  critic_json_writer_put_integer (json, "teachers", MAX (o->seeds, o->teachers));
  critic_json_writer_put_integer (json, "epochs", o->epochs);
  critic_json_writer_put_integer (json, "width", o->width);
  critic_json_writer_put_number (json, "budget_hours", o->budget);
  critic_json_writer_put_number (json, "used_hours", result->seconds / 3600);
  critic_json_writer_name (json, "rows");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < result->rows->len; i++)
    put_row (json, &g_array_index (result->rows, McnExperimentRow, i));
  critic_json_writer_end_array (json);
  critic_json_writer_name (json, "shares");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < result->chosen->len; i++)
    {
      const McnExperimentShare *share = &g_array_index (result->chosen, McnExperimentShare, i);

      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "experiment", mcn_experiments_get (share->experiment)->name);
      critic_json_writer_put_string (json, "line", share->line);
      critic_json_writer_put_string (json, "of", share->of);
      critic_json_writer_put_number (json, "share", share->share);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
  critic_json_writer_end_object (json);
  return critic_json_writer_take (json);
}

/* Read when the first cell needs them. */
typedef struct
{
  const ExperimentOptions *options;
  TrainerEncoders         *encoders;
} Words;

static McnWordStore *
open_words (gpointer data, gboolean marks, GError **error)
{
  const Words *self = data;
  const ExperimentOptions *o = self->options;
  g_autofree char *path = g_build_filename (o->output, marks ? "words-cells-marks.f16" : "words-cells.f16", NULL);
  g_autofree char *vocabulary = g_build_filename (o->model, mcn_model_file_name (MCN_FILE_VOCABULARY), NULL);
  g_autofree char *hash = NULL;
  g_autoptr (McnWordpiece) wordpiece = NULL;

  if (marks && (wordpiece = mcn_vocabulary_load (vocabulary, &hash, error)) == NULL)
    return NULL;
  return trainer_encoders_read (self->encoders, path, wordpiece, o->threads, o->quiet, error);
}

static TrainerEncoders *
open_encoders (const ExperimentOptions *o, McnDataset *dataset, GError **error)
{
  g_autoptr (McnConfig) model = mcn_model_json_read (o->model, error);
  g_autofree char *text = o->text != NULL ? g_strdup (o->text) : g_build_filename (o->model, mcn_model_file_name (MCN_FILE_TEXT), NULL);

  return model != NULL ? trainer_encoders_open (dataset, text, o->text_folds, TRUE, model->text_heads, error) : NULL;
}

/* NULL without an error: none was asked for. */
static McnDataset *
open_other_size (const ExperimentOptions *o, GError **error)
{
  g_autoptr (McnDataset) dataset = o->other_size > 0 ? mcn_dataset_open_size (o->data, (guint) o->other_size, error) : NULL;

  if (dataset == NULL || mcn_dataset_get_backbone (dataset) != NULL)
    return g_steal_pointer (&dataset);
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
               _("The dataset has no features of photographs of %d pixels. Compute them first: photo-critic-train dataset features --long-side %d."),
               o->other_size, o->other_size);
  return NULL;
}

/* As open_other_size(). */
static McnDataset *
open_maps (const ExperimentOptions *o, GError **error)
{
  g_autoptr (McnDataset) dataset = o->maps ? mcn_dataset_open_maps (o->data, error) : NULL;

  if (dataset == NULL || mcn_dataset_get_backbone (dataset) != NULL)
    return g_steal_pointer (&dataset);
  g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                       _("The dataset has not all maps of this backbone. Compute them first: photo-critic-train dataset features --maps."));
  return NULL;
}

static gboolean
wants_words (gpointer data, const McnSample *sample)
{
  return mcn_question_covers (data, sample);
}

static gboolean
experiment (const ExperimentOptions *o, GError **error)
{
  g_autoptr (McnDataset) dataset = mcn_dataset_open (o->data, error), other_size = NULL, maps = NULL;
  g_autofree char *words = o->words != NULL ? g_strdup (o->words) : g_build_filename (o->output, "words.f16", NULL);
  g_autofree char *table = NULL, *json = NULL;
  g_autoptr (McnCandidate) candidate = NULL;
  g_autoptr (McnExperiments) result = NULL;
  McnQuestionScope scope = { .dataset = dataset, .part = MCN_PART_VAL };
  const char *trunks[] = { o->trunk, NULL };
  g_autofree char *id = NULL;
  g_autoptr (TrainerEncoders) encoders = NULL;
  Words cell_words;

  if (dataset == NULL || !mcn_make_folder (o->output, error) || (encoders = open_encoders (o, dataset, error)) == NULL ||
      ((other_size = open_other_size (o, error)) == NULL && o->other_size > 0) || ((maps = open_maps (o, error)) == NULL && o->maps))
    return FALSE;
  cell_words = (Words) { o, encoders };
  if (o->whole &&
      ((candidate = mcn_candidate_open (o->model, trunks, dataset, error)) == NULL ||
       (o->trunk != NULL && (id = trainer_hash_file (o->trunk, error)) == NULL) ||
       !mcn_candidate_read_words (candidate, words, wants_words, &scope, "val", o->threads, o->quiet ? NULL : trainer_report_words,
                                  NULL, &trainer_stop, error)))
    return FALSE;
  result = mcn_experiments_run (&(McnExperimentOptions) {
    .dataset = dataset, .other_size = other_size, .maps = maps, .model = o->model, .folder = o->output, .candidate = candidate,
    .candidate_id = id != NULL || candidate == NULL ? id : mcn_candidate_get_config (candidate)->id, .n_folds = o->folds, .n_seeds = o->seeds, .n_teachers = o->teachers,
    .n_epochs = o->epochs, .d = o->width, .rounds = o->rounds, .n_threads = o->threads, .share = o->share / 100.,
    .budget = o->budget * 3600, .open_words = open_words, .words_data = &cell_words, .words_id = trainer_encoders_get_key (encoders), .report = o->quiet ? NULL : trainer_report_cell, .stop = &trainer_stop,
  }, error);
  if (result == NULL)
    return FALSE;
  table = make_table (o, result);
  json = make_json (o, result);
  if (!trainer_save_figures (o->output, "experiment", table, json, error))
    return FALSE;
  trainer_erase_line ();
  cli_output_print (table);
  return TRUE;
}

static gboolean
check (const ExperimentOptions *o, gchar **rest)
{
  const char *message = NULL;

  if (rest[0] != NULL || o->data == NULL || o->output == NULL)
    message = _("Name the dataset by --data and the folder of the cells by --output.");
  else if (o->folds < 2 || o->folds > 100 || o->seeds < 1 || o->seeds > 16 || o->teachers < 0 || o->teachers > 16 || o->epochs < 1 || o->epochs > 1000 || o->width < 4 ||
           o->width > 1024 || o->width % 4 != 0 || o->share < 1 || o->share > 100 || o->rounds < 0 || o->other_size < 0 || o->rounds > 100000 ||
           !(o->budget > 0) || o->threads < 1 || o->threads > 256)
    message = _("An option’s number is out of range; --help lists them.");
  return trainer_may_run (message);
}

int
trainer_experiment (GStrv arguments)
{
  ExperimentOptions o = {
    .folds = 3, .seeds = 3, .epochs = 4, .width = 64, .share = 100, .rounds = 1000, .budget = 3, .threads = MIN (g_get_num_processors (), 2),
  };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  int status = TRAINER_USAGE;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o.data, N_("The dataset’s folder"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("The folder of cells and table; what is there is not done again"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_("The whole model that is asked"), N_("DIR") },
    { "whole", 0, 0, G_OPTION_ARG_NONE, &o.whole, N_("Try ridges beside the whole model on val, too"), NULL },
    { "trunk", 0, 0, G_OPTION_ARG_FILENAME, &o.trunk, N_("Its trunk with the heads of all sources, in place of its own"), N_("FILE") },
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &o.text, N_("The text encoder that reads the critiques of cells, in place of the model’s"), N_("FILE") },
    { "text-fold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.text_folds, N_("The encoder of a fold, once for each, in their order: texts of train are read by the one not fitted to them"), N_("FILE") },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &o.words, N_("Where the whole model’s word features are kept"), N_("FILE") },
    { "budget", 'b', 0, G_OPTION_ARG_DOUBLE, &o.budget, N_("Hours in all (3); no cell begins that would not end in time"), N_("HOURS") },
    { "folds", 0, 0, G_OPTION_ARG_INT, &o.folds, N_("Group folds (3)"), N_("N") },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &o.seeds, N_("Seeds (3)"), N_("N") },
    { "teachers", 0, 0, G_OPTION_ARG_INT, &o.teachers, N_("Seeds of the base that are distilled into one; as many as --seeds without this option"), N_("N") },
    { "epochs", 'e', 0, G_OPTION_ARG_INT, &o.epochs, N_("Epochs of a cell (4)"), N_("N") },
    { "width", 0, 0, G_OPTION_ARG_INT, &o.width, N_("Width of a token (64)"), N_("N") },
    { "share", 0, 0, G_OPTION_ARG_INT, &o.share, N_("Per cent of the photographs to learn from (100), the same for all cells"), N_("N") },
    { "bootstrap", 0, 0, G_OPTION_ARG_INT, &o.rounds, N_("Samples of the bootstrap (1000)"), N_("N") },
    { "maps", 0, 0, G_OPTION_ARG_NONE, &o.maps, N_("Try to train the backbone’s last blocks, too (dataset features --maps)"), NULL },
    { "other-size", 0, 0, G_OPTION_ARG_INT, &o.other_size, N_("Try features of photographs of another long side, too (dataset features --long-side)"), N_("PIXELS") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &o.threads, N_("Threads; the result does not depend on them"), N_("N") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o.quiet, N_("Show no progress"), NULL },
    { NULL }
  };

  if (trainer_parse ("experiment", _("Tries what might make the model better, each thing alone, in folds."), entries, arguments, &rest) &&
      check (&o, rest))
    {
      o.model = o.model != NULL ? o.model : critic_model_directory ();
      trainer_catch_signals ();
      status = experiment (&o, &error) ? TRAINER_OK : trainer_failed (error->message);
    }
  g_free (o.data);
  g_free (o.output);
  g_free (o.model);
  g_free (o.words);
  g_free (o.trunk);
  g_free (o.text);
  g_strfreev (o.text_folds);
  return status;
}
