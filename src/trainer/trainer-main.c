/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-commands.h"

#include "cli-output.h"
#include "critic-model-directory.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

typedef struct
{
  const char *name;
  const char *summary;
  int       (*run) (GStrv arguments);
} Command;

static const Command commands[] = {
  { "dataset", N_("build, import, inspect and check a dataset; compute its frozen features"), trainer_dataset },
#ifdef TRAINER_CAN_FIT
  { "fit", N_("train the text encoder, or the trunk on frozen features"), trainer_fit },
  { "calibrate", N_("put a model’s scores on the scale of people"), trainer_calibrate },
  { "evaluate", N_("measure a model, with baselines and intervals"), trainer_evaluate },
  { "ablate", N_("repeat the paper’s ablations within a budget"), trainer_ablate },
  { "experiment", N_("try what might make the model better, in folds"), trainer_experiment },
#endif
};

static void
print_help (void)
{
  g_autoptr (GString) text = g_string_new (_("Usage:"));

  g_string_append (text, "\n  photo-critic-train COMMAND [OPTION\xe2\x80\xa6]\n\n");
  g_string_append_printf (text, "%s\n\n%s\n", _("Makes the data and the model of Photo Critic."), _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s%s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (text, "\n%s\n", _("“photo-critic-train COMMAND --help” lists the options of a command."));
  cli_output_print (text->str);
}

int
trainer_usage (const char *message)
{
  cli_output_error (message);
  g_printerr ("%s\n", _("Try “photo-critic-train --help”."));

  return TRAINER_USAGE;
}

int
trainer_failed (const char *message)
{
  cli_output_error (message);

  return TRAINER_FAILED;
}

gboolean
trainer_parse (const char *name, const char *summary, const GOptionEntry *entries, GStrv arguments, GStrv *rest)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) all = g_new0 (char *, g_strv_length (arguments) + 2);
  g_autoptr (GError) error = NULL;

  all[0] = g_strdup_printf ("photo-critic-train %s", name);
  for (gsize i = 0; arguments[i] != NULL; i++)
    all[i + 1] = g_strdup (arguments[i]);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  if (!g_option_context_parse_strv (context, &all, &error))
    {
      trainer_usage (error->message);
      return FALSE;
    }

  *rest = g_strdupv (all[0] != NULL ? all + 1 : all);
  return TRUE;
}

static int
run (GStrv arguments)
{
  const char *name = arguments[0];
  g_autofree char *message = NULL;

  if (name == NULL)
    return trainer_usage (_("No command was given."));
  if (g_str_equal (name, "--help") || g_str_equal (name, "-h") || g_str_equal (name, "help"))
    {
      print_help ();
      return TRAINER_OK;
    }
  if (g_str_equal (name, "--version"))
    {
      cli_output_write ("photo-critic-train " PACKAGE_VERSION "\n");
      return TRAINER_OK;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (name, commands[i].name))
      return commands[i].run (arguments + 1);

  message = g_strdup_printf (_("There is no command “%s”."), name);
  return trainer_usage (message);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = NULL;
  int status;

  /* A reader that goes away, and a limit on the size of files, show as a failed
   * write, not as a sudden end. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, critic_is_uninstalled () ? PHOTO_CRITIC_BUILDROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("photo-critic-train");

  arguments = g_strdupv (argv);
  status = run (argc > 0 ? arguments + 1 : arguments);

  if (!cli_output_flush () && status == TRAINER_OK)
    status = TRAINER_FAILED;

  return status;
}
