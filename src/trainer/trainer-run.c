/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-run.h"

#include "mcn-safetensors-writer.h"
#include "mcn-train-error.h"
#include "trainer-commands.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

McnCancel trainer_stop;

static void
on_signal (int number)
{
  g_atomic_int_set (&trainer_stop, 1);
}

/**
 * trainer_catch_signals:
 *
 * The first signal stops the run in good order; a second one ends the program.
 */
void
trainer_catch_signals (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

/**
 * trainer_show_line:
 * @text: how far the work is
 */
void
trainer_show_line (const char *text)
{
  static gint64 shown;

  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K%s", text);
  else if (shown == 0 || g_get_monotonic_time () - shown > 60 * G_USEC_PER_SEC)
    {
      g_printerr ("%s\n", text);
      shown = g_get_monotonic_time ();
    }
}

/**
 * trainer_erase_line:
 *
 * Where a line is written over, takes it away.
 */
void
trainer_erase_line (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}

/**
 * trainer_report_words:
 * @data: unused
 * @share: that is done
 */
void
trainer_report_words (gpointer data, gdouble share)
{
  g_autofree char *text = g_strdup_printf (_("Reading the critiques: %.1f %%"), 100 * share);

  trainer_show_line (text);
}

/**
 * trainer_report_cell:
 * @data: the cell's name
 * @state: how far it is
 */
void
trainer_report_cell (gpointer data, const McnFitState *state)
{
  g_autofree char *text = g_strdup_printf (_("%s: epoch %u of %u, step %u of %u"), (const char *) data, (guint) state->epoch + 1,
                                           (guint) state->n_epochs, (guint) state->batch, (guint) state->n_batches);

  trainer_show_line (text);
}

/**
 * trainer_may_run:
 * @message: (nullable): what is wrong with the options
 *
 * Returns: whether nothing is; else it is said
 */
gboolean
trainer_may_run (const char *message)
{
  if (message != NULL)
    trainer_usage (message);
  return message == NULL;
}

static gboolean
save (const char *folder, const char *name, const char *ending, const char *text, GError **error)
{
  g_autofree char *file = g_strconcat (name, ending, NULL), *path = g_build_filename (folder, file, NULL);

  return mcn_save_bytes (path, text, strlen (text), error);
}

/**
 * trainer_save_figures:
 * @folder: where
 * @name: of both files, without its ending
 * @table: in Markdown
 * @json: the same as JSON
 * @error: return location
 */
gboolean
trainer_save_figures (const char *folder, const char *name, const char *table, const char *json, GError **error)
{
  return save (folder, name, ".md", table, error) && save (folder, name, ".json", json, error);
}

/**
 * trainer_hash_file:
 * @path: of a file
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its SHA-256
 */
char *
trainer_hash_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  return file == NULL ? NULL
       : g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
}

/**
 * trainer_parse_part:
 * @text: of an option
 * @part: (out): from 1
 * @n_parts: (out): of how many
 */
gboolean
trainer_parse_part (const char *text, guint *part, guint *n_parts)
{
  g_auto (GStrv) pieces = g_strsplit (text, "/", 2);
  guint64 i, n;

  if (g_strv_length (pieces) != 2 || !g_ascii_string_to_unsigned (pieces[0], 10, 1, G_MAXUINT16, &i, NULL) ||
      !g_ascii_string_to_unsigned (pieces[1], 10, 1, G_MAXUINT16, &n, NULL) || i > n)
    return FALSE;
  *part = (guint) i;
  *n_parts = (guint) n;
  return TRUE;
}
