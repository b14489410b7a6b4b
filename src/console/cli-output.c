/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

static gboolean broken;

/* Says once why nothing more will be written; a reader that went away
 * (`| head`) is nothing to talk about. */
static gboolean
check (gboolean ok)
{
  if (ok || broken)
    return !broken;

  broken = TRUE;
  if (errno != EPIPE)
    {
      g_autofree char *message = g_strdup_printf (_("The result could not be written: %s."), g_strerror (errno));

      cli_output_error (message);
    }

  return FALSE;
}

gboolean
cli_output_write (const char *text)
{
  return check (!broken && fputs (text, stdout) >= 0);
}

/* From UTF-8 to what the terminal reads; what it cannot show is shown as well
 * as it can be. */
char *
cli_output_localise (const char *text)
{
  const char *charset;
  char *local;

  if (g_get_charset (&charset))
    return g_strdup (text);

  local = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  if (local == NULL || g_str_has_prefix (charset, "ANSI_X3.4"))
    {
      g_free (local);
      local = g_str_to_ascii (text, NULL);
    }

  return local;
}

gboolean
cli_output_print (const char *text)
{
  g_autofree char *local = cli_output_localise (text);

  return cli_output_write (local);
}

gboolean
cli_output_flush (void)
{
  return check (!broken && fflush (stdout) == 0);
}

/* TRUE when standard output takes no more: stop working. */
gboolean
cli_output_is_broken (void)
{
  return broken;
}

void
cli_output_error (const char *message)
{
  g_autofree char *clean = cli_output_clean (message, -1, G_MAXUINT);
  g_autofree char *local = cli_output_localise (clean);

  fprintf (stderr, "%s: %s\n", g_get_prgname (), local);
}

char *
cli_output_name_input (const char *path)
{
  g_autofree char *name = NULL;

  if (g_str_equal (path, "-"))
    return g_strdup (_("Standard input"));

  name = g_filename_display_name (path);
  return g_strdup_printf ("\xe2\x80\x9c%s\xe2\x80\x9d", name);
}

/* Colour is for terminals only (and see no-color.org). */
gboolean
cli_output_colours (void)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  return isatty (STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
         term != NULL && !g_str_equal (term, "dumb");
}

static guint
columns_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
cli_output_columns (const char *text)
{
  guint columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    columns += columns_of (g_utf8_get_char (text));

  return columns;
}

/* A critique may hold escape sequences that a terminal would obey: whatever
 * cannot be printed becomes a space, runs of which are one. What does not fit
 * into @max_columns ends with an ellipsis. */
char *
cli_output_clean (const char *text, gssize length, guint max_columns)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *clean = g_string_new (NULL);
  gsize fits = 0;
  guint columns = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isprint (c) && !g_unichar_iszerowidth (c))
        c = ' ';
      if (g_unichar_type (c) == G_UNICODE_FORMAT)       /* overrides of direction among them */
        continue;
      if (g_unichar_isspace (c) && (clean->len == 0 || clean->str[clean->len - 1] == ' '))
        continue;
      if (g_unichar_isspace (c))
        c = ' ';

      if (columns + 1 <= max_columns)
        fits = clean->len;
      columns += columns_of (c);
      g_string_append_unichar (clean, c);
      if (columns > max_columns)
        {
          g_string_truncate (clean, fits);
          g_string_append (clean, "\xe2\x80\xa6");
          break;
        }
    }

  while (clean->len > 0 && clean->str[clean->len - 1] == ' ')
    g_string_truncate (clean, clean->len - 1);

  return g_string_free (clean, FALSE);
}
