/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-dataset.h"

#include "cli-output.h"
#include "cli-progress.h"
#include "critic-model-directory.h"
#include "mcn-build.h"

#include <glib/gi18n-lib.h>

static void
print_result (const McnBuildResult *result)
{
  g_autofree char *text = g_strdup_printf (
    "pages read: %" G_GUINT64_FORMAT ", broken: %" G_GUINT64_FORMAT ", comments by the photographer: %" G_GUINT64_FORMAT "\n"
    "comments: %" G_GUINT64_FORMAT ", nothing left of: %" G_GUINT64_FORMAT ", duplicates: %" G_GUINT64_FORMAT ", shortened: %" G_GUINT64_FORMAT "\n",
    result->n_pages, result->n_broken, result->n_own,
    result->cleaner.texts, result->cleaner.empty, result->cleaner.duplicates, result->cleaner.changed);

  cli_output_print (text);
}

/* photo-critic-train dataset build AVA --output FOLDER */
int
trainer_dataset_build (GStrv arguments)
{
  g_autofree char *output = NULL, *model = NULL, *images = NULL, *pages = NULL, *vocabulary = NULL;
  g_auto (GStrv) comments = NULL;
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("The dataset’s folder, new or unfinished"), N_("FOLDER") },
    { "pages", 0, 0, G_OPTION_ARG_FILENAME, &pages, N_("Saved pages image.php?IMAGE_ID=N of dpchallenge.com"), N_("FOLDER") },
    { "comments", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &comments, N_("Comments as JSON or CSV; may be given more than once"), N_("FILE") },
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &images, N_("The photographs, N.jpg; “images” in AVA when not given"), N_("FOLDER") },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &model, N_("The model’s folder"), N_("DIR") },
    { NULL }
  };
  static const char *const no_tables[] = { NULL };
  McnBuildOptions options = { .made_by = TRAINER_MADE_BY " build", .progress = trainer_show_progress };
  McnBuildResult result;
  CliProgress *progress;
  gboolean done;

  if (!trainer_parse ("dataset build", _("Builds AVA-m from the tables of AVA in the folder AVA, comments and photographs."), entries, arguments, &rest))
    return TRAINER_USAGE;
  if (g_strv_length (rest) != 1 || output == NULL)
    return trainer_usage (_("Name the folder of AVA and, with --output, that of the dataset."));
  if (model == NULL)
    model = critic_model_directory ();

  vocabulary = g_build_filename (model, "vocab.txt", NULL);
  progress = cli_progress_new (FALSE);
  options.ava = rest[0];
  options.images = images;
  options.pages = pages;
  options.tables = comments != NULL ? (const char *const *) comments : no_tables;
  options.folder = output;
  options.vocabulary = vocabulary;
  options.progress_data = progress;
  done = mcn_dataset_build (&options, &result, &error);
  cli_progress_free (progress);
  if (!done)
    return trainer_failed (error->message);

  print_result (&result);
  return trainer_print_dataset (output);
}
