/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-build-inputs.h"

#include "mcn-ava-tables.h"
#include "mcn-dataset-file.h"

#include <glib/gstdio.h>
#include <string.h>

/* Size and time of a file; those of what is none are -1. */
static char *
state_of (const char *path)
{
  GStatBuf st;

  if (g_stat (path, &st) != 0 || !S_ISREG (st.st_mode))
    return g_strdup ("-1 -1");
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", (gint64) st.st_size, (gint64) st.st_mtim.tv_sec, (long) st.st_mtim.tv_nsec);
}

static void
describe_file (GString *text, const char *what, const char *path)
{
  g_autofree char *state = state_of (path);

  g_string_append_printf (text, "%s %s %s\n", what, path, state);
}

/* All names in a folder, in any order, and with @states what state_of() says of each. */
static void
describe_folder (GString *text, const char *what, const char *path, gboolean states)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint64 n = 0, sum = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *state = states ? state_of (file) : NULL;
      g_autofree char *line = g_strconcat (name, "\n", state, NULL);

      n++;
      sum += mcn_checksum (line, strlen (line));
    }
  g_string_append_printf (text, "%s %s %" G_GUINT64_FORMAT " %016" G_GINT64_MODIFIER "x\n", what, path, n, sum);
}

char *
mcn_build_describe_inputs (const McnBuildOptions *options, const char *images, const char *vocabulary)
{
  const char *const *files = mcn_ava_tables_files ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (options->ava, files[i], NULL);

      describe_file (text, "build", path);
    }
  describe_folder (text, "images", images, FALSE);
  if (options->pages != NULL)
    describe_folder (text, "pages", options->pages, TRUE);
  for (guint i = 0; options->tables[i] != NULL; i++)
    describe_file (text, "comments", options->tables[i]);
  g_string_append_printf (text, "vocabulary %s\n", vocabulary);
  return g_string_free (text, FALSE);
}
