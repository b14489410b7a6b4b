/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-commands.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "critic-json-writer.h"
#include "critic-model-directory.h"
#include "mcn-ablation.h"
#include "mcn-model-id.h"
#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  char    *data, *output, *model, *words;
  gint     seeds, epochs, width, threads, share;
  gdouble  budget;              /* hours */
  gboolean six, quiet;
} AblateOptions;

/* The paper's table 2, whole (mcn-mtl.md, "Results reported"), and which of our variants stands for a row. */
static const struct { const char *name, *accuracy, *rho, *variant; } paper[] = {
  { "Murray et al.", "68.00", "", NULL },
  { "Reg+Rank+Att+Cont", "77.33", "0.5581", NULL },
  { "MT_CNN", "78.56", "", NULL },
  { "Att_GAN", "", "0.6313", NULL },
  { "Multimodal DBM", "78.88", "", NULL },
  { "MULTIGAP", "82.27", "", "concatenation only (MULTIGAP-like)" },
  { "NIMA", "81.51", "0.612", NULL },
  { "MLSP", "81.72", "0.756", "image only (MLSP-like)" },
  { "A-Lamp", "82.0", "", NULL },
  { "MPA", "83.03", "", NULL },
  { "RGNet", "83.59", "", NULL },
  { "MCN (no multi-task)", "84.44", "0.7753", "without multi-task (MCN)" },
  { "MCN-MTL", "85.63", "0.7835", "MCN-MTL (2 MTRL)" },
};

static void
append_figure (GString *text, const McnSpread *spread)
{
  if (spread->n == 0)
    g_string_append (text, " |");
  else if (spread->n == 1)
    g_string_append_printf (text, " %.3f |", spread->mean);
  else
    g_string_append_printf (text, " %.3f ± %.3f |", spread->mean, spread->sd);
}

/* NULL: the paper's row is none of ours. */
static const McnSpread *
find_spread (const McnAblation *ablation, const char *variant)
{
  for (guint v = 0; variant != NULL && v < ablation->n_variants; v++)
    if (g_str_equal (mcn_ablation_variant (v)->name, variant))
      return ablation->spread[v];
  return NULL;
}

static void
append_paper (GString *text, const McnAblation *ablation)
{
  g_string_append (text, "\n| paper’s table 2 | ACC | rho | here | ACC | rho |\n|---|---|---|---|---|---|\n");
  for (guint i = 0; i < G_N_ELEMENTS (paper); i++)
    {
      const McnSpread *ours = find_spread (ablation, paper[i].variant);

      g_string_append_printf (text, "| %s | %s | %s |", paper[i].name, paper[i].accuracy, paper[i].rho);
      if (ours == NULL)
        {
          g_string_append (text, " not built here | | |\n");
          continue;
        }
      g_string_append_printf (text, " %s |", paper[i].variant);
      append_figure (text, &ours[MCN_ABLATION_ACCURACY_BOTH]);
      append_figure (text, &ours[MCN_ABLATION_SRCC_BOTH]);
      g_string_append_c (text, '\n');
    }
}

static char *
make_table (const AblateOptions *o, const McnAblation *ablation)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s of the samples of train (the same for all), d = %d, %d epochs, %d seeds; budget %g hours, used %.2f hours, %u of %u cells done.\n"
                          "Truth: %s; both of val. ± is the deviation over the seeds.\n\n",
                          ablation->share, o->width, o->epochs, o->seeds, o->budget, ablation->seconds / 3600, ablation->n_done,
                          ablation->n_cells,
                          ablation->has_ava ? "AVA’s votes, for photographs with all their comments and for the comments alone"
                          : "the machine’s raters A to D for photographs with their first critique, AVA’s votes for critiques");
  g_string_append (text, "| variant | rho, photo + critique | ACC | rho, critiques | ACC | paper: ACC | rho | seeds |\n|---|---|---|---|---|---|---|---|\n");
  for (guint v = 0; v < ablation->n_variants; v++)
    {
      const McnVariant *variant = mcn_ablation_variant (v);
      const McnSpread *row = ablation->spread[v];

      g_string_append_printf (text, "| %s |", variant->name);
      for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
        append_figure (text, &row[f]);
      g_string_append_printf (text, " %s | %s | %u |\n", variant->paper_accuracy, variant->paper_rho, ablation->n_seeds[v]);
    }
  append_paper (text, ablation);
  g_string_append (text, ablation->has_ava
                   ? "\nThe paper trained on 220,000 pairs of AVA-m and measures photograph and comments against AVA’s votes, as here; with another backbone and text "
                     "encoder, a wider trunk, more epochs and all samples.\n"
                   : "\nThe paper trained on 220,000 pairs of AVA-m, whose photographs are not here: it measures photograph and comments against AVA’s votes. "
                     "Here the photographs are others, rated by a machine, and AVA’s critiques stand alone. What can be compared is the order of the variants.\n");
  return g_string_free (text, FALSE);
}

static char *
make_json (const AblateOptions *o, const McnAblation *ablation)
{
  static const char *const figures[MCN_N_ABLATION_FIGURES] = { "srcc, both", "accuracy, both", "srcc, critiques", "accuracy, critiques" };
  g_autoptr (CriticJsonWriter) json = critic_json_writer_new (TRUE);

  critic_json_writer_begin_object (json);
  critic_json_writer_put_string (json, "format", "photo-critic-ablation");
  critic_json_writer_put_integer (json, "version", 1);
  critic_json_writer_put_integer (json, "width", o->width);
  critic_json_writer_put_integer (json, "epochs", o->epochs);
  critic_json_writer_put_integer (json, "seeds", o->seeds);
  critic_json_writer_put_string (json, "share", ablation->share);
  critic_json_writer_put_number (json, "budget_hours", o->budget);
  critic_json_writer_put_string (json, "truth_of_photographs", ablation->has_ava ? "ava" : "machine");
  critic_json_writer_put_number (json, "used_hours", ablation->seconds / 3600);
  critic_json_writer_put_integer (json, "cells", ablation->n_cells);
  critic_json_writer_put_integer (json, "cells_done", ablation->n_done);
  critic_json_writer_name (json, "paper");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < G_N_ELEMENTS (paper); i++)
    {
      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "model", paper[i].name);
      critic_json_writer_put_string (json, "accuracy", paper[i].accuracy);
      critic_json_writer_put_string (json, "rho", paper[i].rho);
      if (paper[i].variant != NULL)
        critic_json_writer_put_string (json, "variant", paper[i].variant);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
  critic_json_writer_name (json, "variants");
  critic_json_writer_begin_array (json);
  for (guint v = 0; v < ablation->n_variants; v++)
    {
      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "variant", mcn_ablation_variant (v)->name);
      critic_json_writer_put_integer (json, "seeds", ablation->n_seeds[v]);
      critic_json_writer_put_string (json, "paper_accuracy", mcn_ablation_variant (v)->paper_accuracy);
      critic_json_writer_put_string (json, "paper_rho", mcn_ablation_variant (v)->paper_rho);
      for (guint f = 0; f < MCN_N_ABLATION_FIGURES; f++)
        {
          const McnSpread *spread = &ablation->spread[v][f];

          critic_json_writer_name (json, figures[f]);
          critic_json_writer_begin_array (json);
          critic_json_writer_number (json, spread->n > 0 ? spread->mean : NAN);
          critic_json_writer_number (json, spread->n > 1 ? spread->sd : NAN);
          critic_json_writer_end_array (json);
        }
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
  critic_json_writer_end_object (json);
  return critic_json_writer_take (json);
}

static gboolean
ablate (const AblateOptions *o, GError **error)
{
  g_autoptr (McnDataset) dataset = mcn_dataset_open (o->data, error);
  g_autofree char *words = o->words != NULL ? g_strdup (o->words) : g_build_filename (o->output, "words.f16", NULL);
  g_autofree char *table = NULL, *json = NULL;
  McnAblation ablation;
  gboolean good;

  if (dataset == NULL || !mcn_make_folder (o->output, error))
    return FALSE;
  good = mcn_ablation_run (&(McnAblationOptions) {
    .dataset = dataset, .model = o->model, .folder = o->output, .words = words, .n_seeds = o->seeds, .n_epochs = o->epochs, .d = o->width,
    .n_variants = mcn_ablation_n_variants (o->six), .share = o->share / 100., .budget = o->budget * 3600, .n_threads = o->threads,
    .report_words = o->quiet ? NULL : trainer_report_words, .report = o->quiet ? NULL : trainer_report_cell, .stop = &trainer_stop,
  }, &ablation, error);
  if (!good)
    return FALSE;
  table = make_table (o, &ablation);
  json = make_json (o, &ablation);
  if (!trainer_save_figures (o->output, "ablation", table, json, error))
    return FALSE;
  trainer_erase_line ();
  cli_output_print (table);
  return TRUE;
}

static gboolean
check (const AblateOptions *o, gchar **rest)
{
  const char *message = NULL;

  if (rest[0] != NULL || o->data == NULL || o->output == NULL)
    message = _("Name the dataset by --data and the folder of the cells by --output.");
  else if (o->seeds < 1 || o->seeds > 100 || o->epochs < 1 || o->epochs > 1000 || o->width < 4 || o->width > 1024 || o->width % 4 != 0 ||
           o->share < 1 || o->share > 100 || !(o->budget > 0) || o->threads < 1 || o->threads > 256)
    message = _("An option’s number is out of range; --help lists them.");
  return trainer_may_run (message);
}

int
trainer_ablate (GStrv arguments)
{
  AblateOptions o = { .seeds = 3, .epochs = 4, .width = 64, .share = 20, .budget = 3, .threads = MIN (g_get_num_processors (), 2) };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  int status = TRAINER_USAGE;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &o.data, N_("The dataset’s folder"), N_("FOLDER") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("The folder of cells and table; what is there is not done again"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &o.model, N_("The model whose text encoder reads the critiques"), N_("DIR") },
    { "words", 0, 0, G_OPTION_ARG_FILENAME, &o.words, N_("Where word features are kept"), N_("FILE") },
    { "budget", 'b', 0, G_OPTION_ARG_DOUBLE, &o.budget, N_("Hours in all (3); no cell begins that would not end in time"), N_("HOURS") },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &o.seeds, N_("Seeds (3)"), N_("N") },
    { "epochs", 'e', 0, G_OPTION_ARG_INT, &o.epochs, N_("Epochs of a cell (4)"), N_("N") },
    { "width", 0, 0, G_OPTION_ARG_INT, &o.width, N_("Width of a token (64)"), N_("N") },
    { "share", 0, 0, G_OPTION_ARG_INT, &o.share, N_("Per cent of train to learn from (20), the same for all cells"), N_("N") },
    { "six", 0, 0, G_OPTION_ARG_NONE, &o.six, N_("Try six MTRL layers, too"), NULL },
    { "threads", 't', 0, G_OPTION_ARG_INT, &o.threads, N_("Threads; the result does not depend on them"), N_("N") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &o.quiet, N_("Show no progress"), NULL },
    { NULL }
  };

  if (trainer_parse ("ablate", _("Repeats the paper’s ablations, each cell a run that can be gone on with."), entries, arguments, &rest) &&
      check (&o, rest))
    {
      o.model = o.model != NULL ? o.model : critic_model_directory ();
      trainer_catch_signals ();
      status = ablate (&o, &error) ? TRAINER_OK : trainer_failed (error->message);
    }
  g_free (o.data);
  g_free (o.output);
  g_free (o.model);
  g_free (o.words);
  return status;
}
