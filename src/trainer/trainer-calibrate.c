/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-calibrate-report.h"
#include "trainer-candidate.h"
#include "trainer-commands.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "critic-model-directory.h"
#include "mcn-alone-choice.h"
#include "mcn-calibrate.h"
#include "mcn-model-id.h"
#include "mcn-model-json.h"
#include "mcn-question.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char    *data, *output, *model, *words, *part, *heads;
  char   **trunks, **text_folds;
  gint     threads;
  gboolean quiet;
} CalibrateOptions;

static gboolean
copy_weights (const char *from, const char *to, GError **error)
{
  for (McnFile file = 0; file < MCN_N_FILES; file++)
    {
      g_autofree char *source = g_build_filename (from, mcn_model_file_name (file), NULL);
      g_autofree char *target = g_build_filename (to, mcn_model_file_name (file), NULL);
      g_autoptr (GMappedFile) bytes = NULL;

      if (file == MCN_FILE_CONFIG || mcn_model_may_lack (from, file))
        continue;
      bytes = g_mapped_file_new (source, FALSE, error);
      if (bytes == NULL || !mcn_save_bytes (target, g_mapped_file_get_contents (bytes), g_mapped_file_get_length (bytes), error))
        return FALSE;
    }
  return TRUE;
}

/* The head of photographs alone, into the weights that were copied. */
static gboolean
write_alone (const CalibrateOptions *o, McnDataset *dataset, const McnAloneChoice *choice, GError **error)
{
  const char *heads[] = { o->heads != NULL ? o->heads : o->trunks[0], NULL };
  g_autoptr (McnCandidate) whole = mcn_candidate_open (o->model, heads, dataset, error);
  g_autofree char *source = g_build_filename (o->model, mcn_model_file_name (MCN_FILE_MCN), NULL);
  g_autofree char *target = g_build_filename (o->output, mcn_model_file_name (MCN_FILE_MCN), NULL);
  g_autoptr (McnSafetensors) file = whole != NULL ? mcn_safetensors_open (source, error) : NULL;
  McnGoals goals;
  McnAlone alone;
  gboolean good;

  if (file == NULL)
    return FALSE;
  mcn_goals_init (&goals, dataset);
  mcn_candidate_fold_alone (whole, mcn_alone_appeal (&goals), choice->share, &alone);
  good = mcn_alone_write (&alone, file, target, error);
  mcn_alone_clear (&alone);
  return good;
}

/* Ridges of train and the shares, into the weights that were copied, and into a copy of the heads of all sources. */
static gboolean
write_shares (const CalibrateOptions *o, McnDataset *dataset, McnCandidate *candidate, const McnShares *shares, gdouble words_share, gboolean words,
              const McnStyleChoice *chosen, GError **error)
{
  g_autofree char *path = g_build_filename (o->output, mcn_model_file_name (MCN_FILE_MCN), NULL);
  g_autofree char *trunk = g_build_filename (o->output, "trunk.safetensors", NULL);
  const char *heads = o->heads != NULL ? o->heads : o->trunks != NULL ? o->trunks[0] : NULL;
  g_autoptr (McnSafetensors) file = mcn_safetensors_open (path, error), from = NULL;
  g_autoptr (GPtrArray) ridges = NULL, own = NULL;
  const McnWordsRidge *ridge;
  McnStyleRidge styles = { 0 };
  gboolean good;

  if (file == NULL || (heads != NULL && (from = mcn_safetensors_open (heads, error)) == NULL))
    return FALSE;
  ridges = trainer_candidate_words (dataset, 1);
  own = trainer_candidate_own_words (dataset, 1);
  ridge = words ? g_ptr_array_index (ridges, 0) : NULL;
  if (chosen->n_styles > 0)
    mcn_style_ridge_fit (&styles, dataset, mcn_candidate_get_scale (candidate), -1, 1, chosen->penalty);
  good = mcn_shares_write (shares, ridge, words_share, g_ptr_array_index (own, 0), styles.weight != NULL ? &styles : NULL, &chosen->mix, file, path, error) &&
         (from == NULL || mcn_shares_write (shares, ridge, words_share, g_ptr_array_index (own, 0), styles.weight != NULL ? &styles : NULL, &chosen->mix,
                                            from, trunk, error));
  mcn_style_ridge_clear (&styles);
  return good;
}

/* How a photograph alone is scored by the heads of all sources: the model's own head stays what it is without them. */
static gboolean
has_heads (const CalibrateOptions *o, McnPart part)
{
  return o->trunks != NULL && (part == MCN_PART_VAL || o->heads != NULL);
}

static gboolean
calibrate (const CalibrateOptions *o, McnPart part, GError **error)
{
  g_autoptr (McnDataset) dataset = mcn_dataset_open (o->data, error);
  g_autoptr (McnConfig) config = NULL;
  g_autoptr (McnCandidate) candidate = NULL;
  g_autofree char *words = NULL, *table = NULL, *json = NULL;
  McnQuestionScope scope = { .dataset = dataset, .part = part };
  McnAloneChoice choice = { 0 };
  McnShares shares;
  g_auto (McnStyleChoice) styles = { 0 };
  McnGoals goals;
  TrainerCalibration told = { .choice = &choice, .part = o->part };
  McnCalibrateOptions options;
  g_autoptr (GPtrArray) ridges = NULL, own = NULL;
  gboolean good, has_words;

  if (dataset == NULL || (config = mcn_model_json_read (o->model, error)) == NULL || !mcn_make_folder (o->output, error))
    return FALSE;
  words = o->words != NULL ? g_strdup (o->words) : g_build_filename (o->output, "words.f16", NULL);
  candidate = trainer_candidate_open (&(TrainerCandidate) { o->model, o->trunks, o->text_folds, NULL, words, o->part, o->threads, o->quiet }, &scope, error);
  if (candidate == NULL)
    return FALSE;
  ridges = trainer_candidate_words (dataset, mcn_candidate_get_n_folds (candidate));
  own = trainer_candidate_own_words (dataset, mcn_candidate_get_n_folds (candidate));
  has_words = trainer_candidate_knows_words (ridges);
  options = (McnCalibrateOptions) {
    .asked = { dataset, part, candidate, (McnWordsRidge **) ridges->pdata, (McnWordsRidge **) own->pdata, has_words ? ridges->len : 0,
               .n_threads = o->threads, .cancel = &trainer_stop },
  };
  mcn_goals_init (&goals, dataset);
  options.asked.appeal = mcn_alone_appeal (&goals);
  options.asked.own_alone = !has_heads (o, part);
  good = (options.asked.own_alone || mcn_alone_choose (dataset, part, candidate, o->threads, &trainer_stop, &choice, error)) &&
         (!has_words || mcn_calibrate_words (&options.asked, &told.words_share, &told.words_gain, error));
  options.asked.alone = choice.n > 0 ? choice.share : NULL;
  good = good && mcn_shares_choose (&options.asked, &shares, error);
  options.shares = &shares;
  options.styles = &styles;
  options.words_share = told.words_share;
  good = good && mcn_calibrate (&options, config, error);
  if (!good || !copy_weights (o->model, o->output, error) || (choice.n > 0 && !write_alone (o, dataset, &choice, error)) ||
      !write_shares (o, dataset, candidate, &shares, told.words_share, has_words, &styles, error) || !mcn_model_json_write (config, o->output, error))
    return FALSE;
  told.config = config;
  told.shares = &shares;
  told.styles = &styles;
  told.goals = &goals;
  told.reading = part == MCN_PART_NONE ? trainer_candidate_reading (o->text_folds) : NULL;
  table = trainer_calibration_table (&told);
  json = trainer_calibration_json (&told);
  if (!trainer_save_figures (o->output, "calibration", table, json, error))
    return FALSE;
  trainer_erase_line ();
  cli_output_print (table);
  return TRUE;
}

static gboolean
check (const CalibrateOptions *o, gchar **rest, McnPart *part)
{
  const char *message = NULL;

  *part = g_str_equal (o->part, "folds") ? MCN_PART_NONE : MCN_PART_VAL;
  if (rest[0] != NULL || o->data == NULL || o->output == NULL)
    message = _("Name the dataset by --data and the calibrated model’s folder by --output.");
  else if (*part == MCN_PART_VAL && !g_str_equal (o->part, "val"))
    message = _("There is no such part; there are val and folds.");
  else if (*part != MCN_PART_NONE && o->text_folds != NULL)
    message = _("--text-fold is for the part “folds”.");
  else if (o->threads < 1 || o->threads > 256)
    message = _("An option’s number is out of range; --help lists them.");
  return trainer_may_run (message);
}

int
trainer_calibrate (GStrv arguments)
{
  CalibrateOptions o = { .threads = MIN (g_get_num_processors (), 2) };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  McnPart part;
  int status = TRAINER_USAGE;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o.data, N_("The dataset’s folder"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("The calibrated model’s folder"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_("The model to calibrate"), N_("DIR") },
    { "trunk", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.trunks, N_("Who answers in the model’s place: once a fold"), N_("FILE") },
    { "heads", 0, 0, G_OPTION_ARG_FILENAME, &o.heads, N_("With folds: the model’s own trunk with the heads of all sources"), N_("FILE") },
    { "text-fold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.text_folds, N_("With folds: the encoder of a fold, once for each, in their order, as fit has it"), N_("FILE") },
    { "part", 0, 0, G_OPTION_ARG_STRING, &o.part, N_("val (without this option), or folds of train and val"), N_("PART") },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &o.words, N_("Where word features are kept; with folds those of fit will do"), N_("FILE") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &o.threads, N_("Threads; the result does not depend on them"), N_("N") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o.quiet, N_("Show no progress"), NULL },
    { NULL }
  };

  if (trainer_parse ("calibrate", _("Puts a model’s scores on the scale of people, and says how far off they are."), entries, arguments, &rest))
    {
      o.part = o.part != NULL ? o.part : g_strdup ("val");
      o.model = o.model != NULL ? o.model : critic_model_directory ();
      if (check (&o, rest, &part))
        {
          trainer_catch_signals ();
          status = calibrate (&o, part, &error) ? TRAINER_OK : trainer_failed (error->message);
        }
    }
  g_free (o.data);
  g_free (o.output);
  g_free (o.model);
  g_free (o.words);
  g_free (o.part);
  g_free (o.heads);
  g_strfreev (o.trunks);
  g_strfreev (o.text_folds);
  return status;
}
