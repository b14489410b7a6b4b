/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-candidate.h"
#include "trainer-commands.h"
#include "trainer-evaluate-report.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "critic-model-directory.h"
#include "mcn-explanation-test.h"
#include "mcn-limits.h"
#include "mcn-model-json.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char    *data, *output, *model, *words, *compare, *part, *shares;
  char   **trunks, **compare_trunks, **text_folds, **compare_text_folds;
  gint     rounds, threads, explanations;
  gboolean limits, record, quiet;
} EvaluateOptions;

/* OASIS by folds of themes, its test part read, too. */
static const char all_themes[] = "all";

static void
report (gpointer data, gdouble share)
{
  g_autofree char *text = g_strdup_printf (_("Measuring: %.1f %%"), 100 * share);

  trainer_show_line (text);
}

static void
report_test (gpointer data, gdouble share)
{
  g_autofree char *text = g_strdup_printf (_("Testing explanations: %.1f %%"), 100 * share);

  trainer_show_line (text);
}

/* Of the trunks that answer in a model's place; "" when it answers itself. */
static char *
identify (const char *const *trunks, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  if (trunks == NULL || trunks[0] == NULL)
    return g_strdup ("");
  for (; *trunks != NULL; trunks++)
    {
      g_autofree char *hash = trainer_hash_file (*trunks, error);

      if (hash == NULL)
        return NULL;
      g_string_append (all, hash);
    }
  return all->len == 64 ? g_strdup (all->str) : g_compute_checksum_for_string (G_CHECKSUM_SHA256, all->str, all->len);
}

static gboolean
write_all (const EvaluateOptions *o, const McnEvaluation *evaluation, const EvaluationHead *head, GError **error)
{
  g_autofree char *table = trainer_evaluation_table (evaluation, head), *json = trainer_evaluation_json (evaluation, head);
  g_autofree char *plot = g_build_filename (o->output, "evaluation.svg", NULL);

  if (!trainer_save_figures (o->output, "evaluation", table, json, error) || !mcn_evaluation_plot (evaluation, plot, error))
    return FALSE;
  trainer_erase_line ();
  cli_output_print (table);
  return TRUE;
}

/* What is asked of the program's own engine, on request; by folds there is no one model to ask. */
static gboolean
ask_engine (const EvaluateOptions *o, McnDataset *dataset, McnPart part, GArray **explanations, GArray **limits, GError **error)
{
  g_autoptr (McnModel) model = NULL;

  if (o->explanations == 0 && !o->limits)
    return TRUE;
  model = mcn_model_load (o->model, NULL, error);
  if (model == NULL)
    return FALSE;
  if (o->explanations > 0 &&
      (*explanations = mcn_explanation_test (dataset, model, part, o->explanations, o->threads, o->rounds, o->quiet ? NULL : report_test,
                                             NULL, &trainer_stop, error)) == NULL)
    return FALSE;
  return !o->limits || (*limits = mcn_limits_measure (dataset, model, part, o->threads, &trainer_stop, error)) != NULL;
}

/* What the program may call evidence, into the model's own description. */
static gboolean
record (const EvaluateOptions *o, const GArray *explanations, GError **error)
{
  g_autoptr (McnConfig) config = mcn_model_json_read (o->model, error);

  if (config == NULL)
    return FALSE;
  mcn_explanation_record (explanations, config->evidence);
  return mcn_model_json_write (config, o->model, error);
}

static gboolean
evaluate (const EvaluateOptions *o, McnPart part, GError **error)
{
  g_autoptr (McnDataset) dataset = mcn_dataset_open (o->data, error);
  g_autoptr (McnCandidate) candidate = NULL, other = NULL;
  g_autoptr (McnEvaluation) evaluation = NULL;
  g_autoptr (GArray) explanations = NULL, limits = NULL;
  g_autofree char *words = o->words != NULL ? g_strdup (o->words) : g_build_filename (o->output, "words.f16", NULL);
  g_autofree char *other_words = g_strconcat (words, ".other", NULL), *trunk = NULL, *other_trunk = NULL;
  gboolean themes = g_str_equal (o->part, all_themes);
  McnQuestionScope scope = { .dataset = dataset, .part = part, .themes = themes };
  EvaluationHead head;

  if (dataset == NULL || !mcn_make_folder (o->output, error))
    return FALSE;
  candidate = trainer_candidate_open (&(TrainerCandidate) { o->model, o->trunks, o->text_folds, o->shares, words, o->part, o->threads, o->quiet }, &scope, error);
  if (candidate == NULL || (trunk = identify ((const char *const *) o->trunks, error)) == NULL)
    return FALSE;
  if (o->compare != NULL &&
      ((other = trainer_candidate_open (&(TrainerCandidate) { o->compare, o->compare_trunks, o->compare_text_folds, NULL, other_words, o->part,
                                                              o->threads, o->quiet }, &scope, error)) == NULL ||
       (other_trunk = identify ((const char *const *) o->compare_trunks, error)) == NULL))
    return FALSE;

  evaluation = mcn_evaluation_new (&(McnEvaluationOptions) {
    .dataset = dataset, .part = part, .themes = themes, .candidate = candidate, .other = other, .rounds = o->rounds, .seed = 1,
    .n_threads = o->threads, .report = o->quiet ? NULL : report, .cancel = &trainer_stop,
  }, error);
  if (evaluation == NULL || !ask_engine (o, dataset, part, &explanations, &limits, error))
    return FALSE;
  head = (EvaluationHead) {
    .part = o->part, .data = mcn_dataset_get_id (dataset), .model = mcn_candidate_get_config (candidate)->id, .trunk = trunk,
    .other = other != NULL ? mcn_candidate_get_config (other)->id : NULL, .other_trunk = other_trunk,
    .reading = part == MCN_PART_NONE && !themes ? trainer_candidate_reading (o->text_folds) : NULL,
    .rounds = o->rounds, .explanations = explanations, .limits = limits,
  };
  return write_all (o, evaluation, &head, error) && (!o->record || record (o, explanations, error));
}

static gboolean
parse_part (const char *name, McnPart *part)
{
  static const struct { const char *name; McnPart part; } parts[] = {
    { "val", MCN_PART_VAL }, { "test", MCN_PART_TEST }, { "folds", MCN_PART_NONE }, { all_themes, MCN_PART_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (name, parts[i].name))
      {
        *part = parts[i].part;
        return TRUE;
      }
  return FALSE;
}

static gboolean
check (EvaluateOptions *o, gchar **rest, McnPart *part)
{
  const char *message = NULL;

  if (rest[0] != NULL || o->data == NULL || o->output == NULL)
    message = _("Name the dataset by --data and the folder of the figures by --output.");
  else if (!parse_part (o->part, part))
    message = _("There is no such part; there are val, test, folds and all.");
  else if (o->rounds < 0 || o->rounds > 100000 || o->explanations < 0 || o->threads < 1 || o->threads > 256)
    message = _("An option’s number is out of range; --help lists them.");
  else if ((o->explanations > 0 || o->limits) && (*part == MCN_PART_NONE || o->trunks != NULL))
    message = _("Explanations and limits are those of a whole model: without --trunk, and not by folds.");
  else if (o->record && o->explanations == 0)
    message = _("--record needs --explanations.");
  else if (o->shares != NULL && *part != MCN_PART_NONE)
    message = _("--shares is for the parts “folds” and “all”; other trunks have their own.");
  else if (o->compare == NULL && o->compare_trunks != NULL)
    message = _("--compare-trunk needs --compare.");
  else if (!g_str_equal (o->part, "folds") && (o->text_folds != NULL || o->compare_text_folds != NULL))
    message = _("--text-fold is for the part “folds”.");
  return trainer_may_run (message);
}

int
trainer_evaluate (GStrv arguments)
{
  EvaluateOptions o = { .rounds = 1000, .threads = MIN (g_get_num_processors (), 2) };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  McnPart part = MCN_PART_VAL;
  int status = TRAINER_USAGE;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o.data, N_("The dataset’s folder"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("Where table, JSON and plot are written"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_("The model to measure"), N_("DIR") },
    { "trunk", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.trunks, N_("The trunk to measure in place of the model’s; once a fold"), N_("FILE") },
    { "text-fold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.text_folds, N_("With folds: the encoder of a fold, once for each, in their order, as fit has it"), N_("FILE") },
    { "shares", 0, 0, G_OPTION_ARG_FILENAME, &o.shares, N_("With folds: the trunk that calibrate left, as whose shares theirs mix"), N_("FILE") },
    { "compare", 0, 0, G_OPTION_ARG_FILENAME, &o.compare, N_("A model to compare with, sample by sample"), N_("DIR") },
    { "compare-trunk", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.compare_trunks, N_("Its trunk, in place of its own; once a fold"), N_("FILE") },
    { "compare-text-fold", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o.compare_text_folds, N_("Its encoders of the folds"), N_("FILE") },
    { "part", 0, 0, G_OPTION_ARG_STRING, &o.part, N_("val (without this option), test, folds of train and val, or all: OASIS alone, by folds of themes, its test part, too"), N_("PART") },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &o.words, N_("Where word features are kept; with folds those of fit will do"), N_("FILE") },
    { "explanations", 0, 0, G_OPTION_ARG_INT, &o.explanations, N_("Test explanations on so many photographs and critiques"), N_("N") },
    { "record", 0, 0, G_OPTION_ARG_NONE, &o.record, N_("Write into the model’s model.json which explanations are evidence"), NULL },
    { "limits", 0, 0, G_OPTION_ARG_NONE, &o.limits, N_("Try black frames, noise, praise, neutral and empty texts"), NULL },
    { "bootstrap", 0, 0, G_OPTION_ARG_INT, &o.rounds, N_("Samples of the bootstrap (1000)"), N_("N") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &o.threads, N_("Threads; the result does not depend on them"), N_("N") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o.quiet, N_("Show no progress"), NULL },
    { NULL }
  };

  if (trainer_parse ("evaluate", _("Measures a model on people’s judgements, beside baselines."), entries, arguments, &rest))
    {
      o.part = o.part != NULL ? o.part : g_strdup ("val");
      o.model = o.model != NULL ? o.model : critic_model_directory ();
      if (check (&o, rest, &part))
        {
          trainer_catch_signals ();
          status = evaluate (&o, part, &error) ? TRAINER_OK : trainer_failed (error->message);
        }
    }
  g_free (o.data);
  g_free (o.output);
  g_free (o.model);
  g_free (o.words);
  g_free (o.compare);
  g_free (o.shares);
  g_free (o.part);
  g_strfreev (o.trunks);
  g_strfreev (o.compare_trunks);
  g_strfreev (o.text_folds);
  g_strfreev (o.compare_text_folds);
  return status;
}
