/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"
#include "critic-model-directory.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

static void
print_help (void)
{
  g_autofree char *text = g_strconcat (
    _("Usage:"),
    "\n  photo-critic-cli assess [PHOTO\xe2\x80\xa6] [--critique TEXT | --critique-file FILE]"
    "\n  photo-critic-cli assess --pairs FILE.ndjson"
    "\n  photo-critic-cli rank PATH\xe2\x80\xa6 [--sort KEY] [--filter EXPR] [--format FORMAT]"
    "\n  photo-critic-cli rank --merge FILE\xe2\x80\xa6"
    "\n  photo-critic-cli export [PATH\xe2\x80\xa6] [--format csv | ndjson | xmp]"
    "\n  photo-critic-cli report PATH\xe2\x80\xa6 --output FILE [--template TEMPLATE] [--title TEXT]"
    "\n  photo-critic-cli model [--verify]"
    "\n  photo-critic-cli --version\n\n",
    _("Scores photographs together with written critiques, on this computer alone."), "\n\n",
    _("Commands:"),
    "\n  assess    ", _("score photographs, critiques, or both together"),
    "\n  rank      ", _("score all photographs of folders and rank them; merge rankings"),
    "\n  export    ", _("write what the library knows: as a table or as XMP sidecars"),
    "\n  report    ", _("write annotated pages: PDF, HTML, a card, tables, or a folder for teaching"),
    "\n  model     ", _("say which model is used; check its files"),
    "\n\n",
    _("“photo-critic-cli COMMAND --help” lists the options of a command."), "\n",
    NULL);

  cli_output_print (text);
}

int
cli_usage (const char *message)
{
  cli_output_error (message);
  g_printerr ("%s\n", _("Try “photo-critic-cli --help”."));

  return CLI_USAGE;
}

static int
run (GStrv arguments)
{
  const char *command = arguments[0];

  if (command == NULL)
    return cli_usage (_("No command was given."));
  if (g_str_equal (command, "--help") || g_str_equal (command, "-h") || g_str_equal (command, "help"))
    {
      print_help ();
      return CLI_OK;
    }
  if (g_str_equal (command, "--version"))
    {
      cli_output_write ("photo-critic-cli " PACKAGE_VERSION "\n");
      return CLI_OK;
    }
  if (g_str_equal (command, "assess"))
    return cli_assess (arguments + 1);
  if (g_str_equal (command, "model"))
    return cli_model (arguments + 1);
  if (g_str_equal (command, "rank"))
    return cli_rank (arguments + 1);
  if (g_str_equal (command, "export"))
    return cli_export (arguments + 1);
  if (g_str_equal (command, "report"))
    return cli_report (arguments + 1);

  {
    g_autofree char *message = g_strdup_printf (_("There is no command “%s”."), command);

    return cli_usage (message);
  }
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = NULL;
  int status;

  /* A reader that goes away shows as a failed write, not as a sudden end. */
  signal (SIGPIPE, SIG_IGN);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, critic_is_uninstalled () ? PHOTO_CRITIC_BUILDROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("photo-critic-cli");

  arguments = g_strdupv (argv);
  status = run (argc > 0 ? arguments + 1 : arguments);

  if (!cli_output_flush () && status == CLI_OK)
    status = CLI_FAILED;

  return status;
}
