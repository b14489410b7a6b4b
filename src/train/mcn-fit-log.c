/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-fit-log.h"

#include "mcn-safetensors-writer.h"

#include <cairo-svg.h>
#include <math.h>
#include <string.h>

static char *
log_path (const char *folder)
{
  return g_build_filename (folder, "log.ndjson", NULL);
}

/* Whatever the locale; what is no number is null. */
static void
append_number (GString *line, gdouble value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (line, isfinite (value) ? g_ascii_formatd (text, sizeof text, "%.6g", value) : "null");
}

static char *
read_log (const char *folder)
{
  g_autofree char *path = log_path (folder);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

static gboolean
write_log (const char *folder, const char *text, gsize length, GError **error)
{
  g_autofree char *path = log_path (folder);

  return mcn_save_bytes (path, text, length, error);
}

static void
append_tasks (GString *line, const McnFitLogEntry *entry)
{
  const char *comma = "";

  g_string_append (line, ",\"tasks\":{");
  for (guint t = 0; t < MCN_N_TASKS; t++)
    if (entry->tasks >> t & 1)
      {
        g_string_append_printf (line, "%s\"%s\":{\"loss\":", comma, mcn_task_name (t));
        append_number (line, entry->losses->n[t] > 0 ? entry->losses->loss[t] : NAN);
        g_string_append (line, ",\"weight\":");
        append_number (line, entry->weights[t]);
        g_string_append (line, ",\"targets\":");
        append_number (line, entry->losses->n[t]);
        g_string_append_c (line, '}');
        comma = ",";
      }
  g_string_append_c (line, '}');
}

/**
 * mcn_fit_log_add:
 * @folder: of the run
 * @entry: an epoch
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE
 */
gboolean
mcn_fit_log_add (const char *folder, const McnFitLogEntry *entry, GError **error)
{
  g_autofree char *before = read_log (folder);
  g_autoptr (GString) text = g_string_new (before);

  g_string_append_printf (text, "{\"epoch\":%" G_GUINT64_FORMAT ",\"seconds\":", entry->epoch);
  append_number (text, entry->seconds);
  append_tasks (text, entry);
  g_string_append (text, ",\"val\":{");
  for (guint i = 0; i < entry->figures->n; i++)
    {
      g_string_append_printf (text, "%s\"%s\":", i > 0 ? "," : "", entry->figures->figure[i].name);
      append_number (text, entry->figures->figure[i].value);
    }
  g_string_append (text, "}}\n");
  return write_log (folder, text->str, text->len, error);
}

/**
 * mcn_fit_log_cut:
 * @folder: of the run
 * @n_epochs: lines that stay
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE
 */
gboolean
mcn_fit_log_cut (const char *folder, guint64 n_epochs, GError **error)
{
  g_autofree char *text = read_log (folder);
  const char *end = text;

  for (guint64 i = 0; i < n_epochs && strchr (end, '\n') != NULL; i++)
    end = strchr (end, '\n') + 1;
  return *end == '\0' || write_log (folder, text, end - text, error);
}

/* What stands behind @key of @task in a line of ours. */
static gdouble
find_number (const char *line, const char *end, const char *task, const char *key)
{
  g_autofree char *wanted = g_strdup_printf ("\"%s\":{", task);
  g_autofree char *field = g_strdup_printf ("\"%s\":", key);
  const char *at = g_strstr_len (line, end - line, wanted);

  at = at != NULL ? g_strstr_len (at, end - at, field) : NULL;
  at = at != NULL ? at + strlen (field) : NULL;
  return at != NULL && *at != 'n' ? g_ascii_strtod (at, NULL) : NAN;
}

#define WIDTH 640
#define PANEL 220
#define MARGIN 48

static const gdouble colours[MCN_N_TASKS][3] = { { .80, .30, .05 }, { .10, .40, .70 }, { .15, .55, .25 }, { .50, .25, .60 } };

/* One panel: a line for each task over the epochs. */
static void
draw_panel (cairo_t *cr, gdouble top, const char *title, GPtrArray *lines, const char *key, gboolean relative)
{
  gdouble highest = 1e-9;
  g_autofree gdouble *y = g_new (gdouble, MCN_N_TASKS * MAX (lines->len, 1));
  char label[32], number[16];

  for (guint t = 0; t < MCN_N_TASKS; t++)
    {
      gdouble first = NAN;

      for (guint e = 0; e < lines->len; e++)
        {
          const char *line = g_ptr_array_index (lines, e);
          gdouble value = find_number (line, line + strlen (line), mcn_task_name (t), key);

          first = isnan (first) ? value : first;
          value = relative ? value / first : value;
          y[t * lines->len + e] = value;
          highest = isfinite (value) ? MAX (highest, value) : highest;
        }
    }

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, MARGIN, top + 16);
  cairo_show_text (cr, title);
  g_snprintf (label, sizeof label, "%s", g_ascii_formatd (number, sizeof number, "%.3g", highest));
  cairo_move_to (cr, 6, top + 34);
  cairo_show_text (cr, label);
  cairo_move_to (cr, 6, top + PANEL - 16);
  cairo_show_text (cr, "0");
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, MARGIN + .5, top + 26.5, WIDTH - MARGIN - 110, PANEL - 48);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 2);
  for (guint t = 0; t < MCN_N_TASKS; t++)
    {
      gboolean drawn = FALSE;

      cairo_set_source_rgb (cr, colours[t][0], colours[t][1], colours[t][2]);
      for (guint e = 0; e < lines->len; e++)
        {
          gdouble value = y[t * lines->len + e];
          gdouble x = MARGIN + (lines->len > 1 ? (WIDTH - MARGIN - 110.) * e / (lines->len - 1) : 0);

          if (!isfinite (value))
            continue;
          cairo_line_to (cr, x, top + 26 + (PANEL - 48) * (1 - value / highest));
          drawn = TRUE;
        }
      cairo_stroke (cr);
      if (drawn)
        {
          cairo_move_to (cr, WIDTH - 100, top + 40 + 16 * t);
          cairo_show_text (cr, mcn_task_name (t));
        }
    }
}

static cairo_status_t
append_bytes (void *closure, const guint8 *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * mcn_fit_log_plot:
 * @folder: of the run
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE
 */
gboolean
mcn_fit_log_plot (const char *folder, GError **error)
{
  g_autofree char *text = read_log (folder);
  g_autofree char *path = g_build_filename (folder, "log.svg", NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autoptr (GByteArray) svg = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, svg, WIDTH, 2 * PANEL);
  cairo_t *cr = cairo_create (surface);

  for (char *line = text, *end; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      *end = '\0';
      g_ptr_array_add (lines, line);
    }
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_font_size (cr, 12);
  draw_panel (cr, 0, "Loss of each task over that of the first epoch", lines, "loss", TRUE);
  draw_panel (cr, PANEL, "Weight of each task", lines, "weight", FALSE);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return mcn_save_bytes (path, svg->data, svg->len, error);
}
