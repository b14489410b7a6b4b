/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "critic-application.h"
#include "critic-model-directory.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(CriticApplication) application = NULL;
  gboolean uninstalled = critic_is_uninstalled ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? PHOTO_CRITIC_BUILDROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (APP_ID);

  if (uninstalled)
    g_setenv ("GSETTINGS_SCHEMA_DIR", PHOTO_CRITIC_BUILDROOT "/data", FALSE);

  application = critic_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
