/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"
#include "mcn-model-id.h"

#include <glib/gi18n-lib.h>

static const char *
mode_name (McnMode mode)
{
  switch (mode)
    {
    case MCN_MODE_PHOTO:
      return _("photograph alone");
    case MCN_MODE_CRITIQUE:
      return _("critique alone");
    case MCN_MODE_BOTH:
    case MCN_N_MODES:
    default:
      return _("photograph and critique");
    }
}

static void
print_row (const char *name, const char *value)
{
  guint columns = cli_output_columns (name);
  g_autofree char *line = g_strdup_printf ("%s%*s  %s\n", name, columns < 26 ? (int) (26 - columns) : 0, "", value);

  cli_output_print (line);
}

/* Told of a model that can: nothing. */
static void
print_lacking (const char *directory)
{
  if (!mcn_model_may_lack (directory, MCN_FILE_SEARCH))
    return;
  cli_output_print (_("This model cannot find photographs by words: it has no search.safetensors."));
  cli_output_write ("\n");
}

static void
print_model (McnModel *model)
{
  g_autofree char *directory = g_filename_display_name (mcn_model_get_directory (model));

  print_row (_("Name"), mcn_model_get_name (model));
  print_row (_("Id"), mcn_model_get_id (model));
  print_row (_("Folder"), directory);
  for (int mode = 0; mode < MCN_N_MODES; mode++)
    {
      const McnCalibration *calibration = mcn_model_get_calibration (model, mode);
      g_autofree char *value = g_strdup_printf (_("off by %.2f on average, measured on %zu"),
                                                calibration->error, calibration->n);

      print_row (mode_name (mode), value);
    }
  print_lacking (mcn_model_get_directory (model));
}

/* photo-critic-cli model [--verify] [--model DIR] */
int
cli_model (GStrv arguments)
{
  gboolean verify = FALSE;
  g_autofree char *chosen = NULL;
  const GOptionEntry entries[] = {
    { "verify", 0, 0, G_OPTION_ARG_NONE, &verify, N_("Hash every file of the model and compare"), NULL },
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &chosen, N_("The model’s folder"), N_("DIR") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_new0 (char *, g_strv_length (arguments) + 2);
  g_autofree char *directory = NULL;
  g_autoptr (GError) error = NULL;

  rest[0] = g_strdup ("photo-critic-cli model");
  for (gsize i = 0; arguments[i] != NULL; i++)
    rest[i + 1] = g_strdup (arguments[i]);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Says which model is used."));
  if (!g_option_context_parse_strv (context, &rest, &error))
    return cli_usage (error->message);
  if (rest[0] != NULL && rest[1] != NULL)
    return cli_usage (_("The command “model” takes no file."));

  directory = chosen != NULL ? g_steal_pointer (&chosen) : critic_model_directory ();

  if (verify)
    {
      g_autofree char *id = NULL;
      g_autofree char *line = NULL;

      if (!mcn_model_verify (directory, &id, &error))
        {
          cli_output_error (error->message);
          return CLI_FAILED;
        }
      line = g_strdup_printf (_("The model’s files are as they should be: %s"), id);
      cli_output_print (line);
      cli_output_write ("\n");
      print_lacking (directory);
    }
  else
    {
      g_autoptr (McnModel) model = mcn_model_load (directory, NULL, &error);

      if (model == NULL)
        {
          cli_output_error (error->message);
          return CLI_FAILED;
        }
      print_model (model);
    }

  return CLI_OK;
}
