/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-dataset.h"
#include "trainer-run.h"

#include "cli-output.h"
#include "cli-progress.h"
#include "critic-model-directory.h"
#include "mcn-features.h"
#include "mcn-import.h"
#include "mcn-inspect.h"

#include <glib/gi18n-lib.h>

void
trainer_show_progress (guint64 done, guint64 all, gpointer data)
{
  cli_progress_show (data, done, all, NULL);
}

static int
print_dataset (const char *folder, guint long_side)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (McnDataset) dataset = mcn_dataset_open_size (folder, long_side, &error);
  g_autofree char *text = dataset != NULL ? mcn_dataset_describe (dataset) : NULL;

  if (text == NULL)
    return trainer_failed (error->message);
  cli_output_print (text);
  return TRAINER_OK;
}

int
trainer_print_dataset (const char *folder)
{
  return print_dataset (folder, 0);
}

/* ---- import ---------------------------------------------------------------- */

static int
import (GStrv arguments)
{
  g_autofree char *output = NULL, *model = NULL, *vocabulary = NULL;
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  gboolean clean = FALSE, done;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The dataset’s folder, new or unfinished"), N_("FOLDER") },
    { "clean", 0, 0, G_OPTION_ARG_NONE, &clean, N_("Keep the texts clean: take out what tells the votes"), NULL },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &model, N_("The model’s folder"), N_("DIR") },
    { NULL }
  };
  McnImportOptions options = { .made_by = TRAINER_MADE_BY " import", .progress = trainer_show_progress };
  CliProgress *progress;

  if (!trainer_parse ("dataset import", _("Brings the research data in the folder DATA into the form of a dataset."), entries, arguments, &rest))
    return TRAINER_USAGE;
  if (g_strv_length (rest) != 1 || output == NULL)
    return trainer_usage (_("Name the folder of the data and, with --output, that of the dataset."));
  if (model == NULL)
    model = critic_model_directory ();

  vocabulary = g_build_filename (model, "vocab.txt", NULL);
  progress = cli_progress_new (FALSE);
  options.data = rest[0];
  options.folder = output;
  options.vocabulary = vocabulary;
  options.clean = clean;
  options.progress_data = progress;
  done = mcn_dataset_import (&options, &error);
  cli_progress_free (progress);

  return done ? trainer_print_dataset (output) : trainer_failed (error->message);
}

/* ---- features -------------------------------------------------------------- */

static int
report_features (const McnFeaturesResult *result)
{
  g_autofree char *line = g_strdup_printf ("computed: %zu\nthere already: %zu\nunreadable: %zu\n",
                                           result->n_photographs, result->n_before, result->n_unreadable);
  g_autofree char *message = NULL;

  cli_output_print (line);
  if (result->n_unreadable == 0)
    return TRAINER_OK;

  message = g_strdup_printf (_("Photographs that could not be read: %zu. Run “photo-critic-train dataset check” to see which and why."),
                             result->n_unreadable);
  return trainer_failed (message);
}

static gboolean
side_is_possible (gint side)
{
  return side >= MCN_MIN_SIDE && side <= MCN_MAX_SIDE && side % MCN_STRIDE == 0;
}

static int
features (GStrv arguments)
{
  g_autofree char *model_folder = NULL, *photographs = NULL, *part = NULL;
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnModel) model = NULL;
  gint jobs = 0, synthetic = 0, long_side = 0;
  gboolean no_mirror = FALSE, maps = FALSE, done;
  const GOptionEntry entries[] = {
    { "photographs", 0, 0, G_OPTION_ARG_FILENAME, &photographs, N_("The folder of the photographs, if it was moved"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &model_folder, N_("The model’s folder"), N_("DIR") },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, N_("Threads; as many as processors when not given"), N_("N") },
    { "no-mirror", 0, 0, G_OPTION_ARG_NONE, &no_mirror, N_("Without the mirrored photographs"), NULL },
    { "long-side", 0, 0, G_OPTION_ARG_INT, &long_side, N_("Of photographs of another long side than the model’s, in a folder of their own"), N_("PIXELS") },
    { "synthetic", 0, 0, G_OPTION_ARG_INT, &synthetic, N_("Of N pictures for each of six styles, made of photographs that do not show it, instead of the photographs"), N_("N") },
    { "maps", 0, 0, G_OPTION_ARG_NONE, &maps, N_("Maps at stride 16 for training the blocks behind, in a folder of their own"), NULL },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &part, N_("Only part I of N, for many processes on one dataset"), N_("I/N") },
    { NULL }
  };
  McnFeaturesOptions options = { .part = 1, .n_parts = 1, .progress = trainer_show_progress };
  McnFeaturesResult result;
  CliProgress *progress;

  if (!trainer_parse ("dataset features", _("Computes the frozen features of a dataset’s photographs, once."), entries, arguments, &rest))
    return TRAINER_USAGE;
  if (g_strv_length (rest) != 1)
    return trainer_usage (_("Name the folder of one dataset."));
  if (jobs < 0 || jobs > 1024)
    return trainer_usage (_("Give --jobs a number from 1 to 1024."));
  if (synthetic < 0 || synthetic > G_MAXUINT16)
    return trainer_usage (_("Give --synthetic a number from 1 to 65535."));
  if (long_side != 0 && (!side_is_possible (long_side) || synthetic > 0))
    return trainer_usage (_("Give --long-side a multiple of 32 from 64 to 4096, and not with --synthetic."));
  if (maps && (long_side != 0 || synthetic > 0 || no_mirror))
    return trainer_usage (_("Give --maps without --long-side, --synthetic and --no-mirror."));
  if (part != NULL && !trainer_parse_part (part, &options.part, &options.n_parts))
    return trainer_usage (_("Give --shard I/N, from 1/N to N/N."));
  if (model_folder == NULL)
    model_folder = critic_model_directory ();
  model = mcn_model_load (model_folder, NULL, &error);
  if (model == NULL)
    return trainer_failed (error->message);

  progress = cli_progress_new (FALSE);
  options.folder = rest[0];
  options.photographs = photographs;
  options.model = model;
  options.n_threads = jobs > 0 ? (guint) jobs : g_get_num_processors ();
  options.n_views = no_mirror ? 1 : 2;
  options.long_side = (guint) long_side;
  options.maps = maps;
  options.n_synthetic = (gsize) synthetic;
  options.progress_data = progress;
  done = mcn_dataset_make_features (&options, &result, &error);
  cli_progress_free (progress);

  return done ? report_features (&result) : trainer_failed (error->message);
}

/* ---- inspect, check -------------------------------------------------------- */

static gboolean
parse_folder (const char *name, const char *summary, GStrv arguments, char **folder, gint *long_side)
{
  const GOptionEntry entries[] = {
    { "long-side", 0, 0, G_OPTION_ARG_INT, long_side, N_("With features of photographs of another long side than the model’s"), N_("PIXELS") },
    { NULL }
  };
  g_auto (GStrv) rest = NULL;

  if (!trainer_parse (name, summary, entries, arguments, &rest))
    return FALSE;
  if (g_strv_length (rest) != 1 || *long_side < 0)
    {
      trainer_usage (_("Name the folder of one dataset."));
      return FALSE;
    }
  *folder = g_strdup (rest[0]);
  return TRUE;
}

static int
inspect (GStrv arguments)
{
  g_autofree char *folder = NULL;
  gint long_side = 0;

  if (!parse_folder ("dataset inspect", _("Says what a dataset consists of."), arguments, &folder, &long_side))
    return TRAINER_USAGE;

  return print_dataset (folder, (guint) long_side);
}

static void
print_unreadable (const char *file, const char *why, gpointer data)
{
  g_autofree char *line = g_strdup_printf ("unreadable: %s: %s\n", file, why);

  cli_output_print (line);
}

static int
check (GStrv arguments)
{
  g_autofree char *folder = NULL;
  gint long_side = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnDataset) dataset = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (!parse_folder ("dataset check", _("Compares all checksums of a dataset and lists the photographs that could not be read."), arguments, &folder, &long_side))
    return TRAINER_USAGE;
  dataset = mcn_dataset_open_size (folder, (guint) long_side, &error);
  if (dataset == NULL)
    return trainer_failed (error->message);

  mcn_dataset_check (dataset, folder, problems);
  mcn_dataset_foreach_unreadable (dataset, print_unreadable, NULL);
  for (guint i = 0; i < problems->len; i++)
    cli_output_error (g_ptr_array_index (problems, i));
  if (problems->len > 0)
    return TRAINER_FAILED;

  cli_output_print ("all checksums are as they were written\n");
  return TRAINER_OK;
}

/* ---- dataset --------------------------------------------------------------- */

static const struct
{
  const char *name;
  int       (*run) (GStrv arguments);
} actions[] = {
  { "build", trainer_dataset_build },
  { "import", import },
  { "features", features },
  { "inspect", inspect },
  { "check", check },
};

static void
print_help (void)
{
  g_autofree char *text = g_strconcat (
    _("Usage:"),
    "\n  photo-critic-train dataset build AVA --output FOLDER [--pages FOLDER] [--comments FILE] [--images FOLDER]"
    "\n  photo-critic-train dataset import DATA --output FOLDER [--clean]"
    "\n  photo-critic-train dataset features FOLDER [--synthetic N | --long-side PIXELS | --maps] [--shard I/N] [--jobs N]"
    "\n  photo-critic-train dataset inspect FOLDER"
    "\n  photo-critic-train dataset check FOLDER\n\n",
    _("“photo-critic-train dataset ACTION --help” lists the options of an action."), "\n",
    NULL);

  cli_output_print (text);
}

/* photo-critic-train dataset ACTION */
int
trainer_dataset (GStrv arguments)
{
  const char *name = arguments[0];
  g_autofree char *message = NULL;

  if (name == NULL)
    return trainer_usage (_("Say what to do: build, import, features, inspect or check."));
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h"))
    {
      print_help ();
      return TRAINER_OK;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (name, actions[i].name))
      return actions[i].run (arguments + 1);

  message = g_strdup_printf (_("There is no command “%s”."), name);
  return trainer_usage (message);
}
