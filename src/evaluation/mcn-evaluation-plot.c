/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation.h"

#include "mcn-safetensors-writer.h"

#include <cairo-svg.h>
#include <math.h>

#define WIDTH 760
#define LABEL 330
#define BAR 22
#define SQUARE 200
#define MARGIN 40

static const gdouble colours[][3] = { { .80, .30, .05 }, { .50, .25, .60 }, { .10, .40, .70 }, { .15, .55, .25 }, { .45, .45, .45 }, { .05, .45, .55 } };
static const char *const predictors[] = { "model", "other model", "ridge", "tf-idf ridge", "count of comments", "ridge + tf-idf ridge" };

static const McnFigure *
find_srcc (const McnRow *row)
{
  for (guint i = 0; row->style == NULL && i < row->figures->len; i++)
    {
      const McnFigure *figure = &g_array_index (row->figures, McnFigure, i);

      if (g_str_equal (figure->metric, "srcc") && isfinite (figure->value))
        return figure;
    }
  return NULL;
}

static gint
colour_of (const McnRow *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (predictors); i++)
    if (g_str_equal (row->predictor, predictors[i]))
      return i;
  return -1;
}

static guint
count_bars (const McnEvaluation *self)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (self->rows, i);

      n += find_srcc (row) != NULL && colour_of (row) >= 0;
    }
  return n;
}

static gdouble
bar_x (gdouble value)
{
  return LABEL + (WIDTH - LABEL - MARGIN) * CLAMP (value, 0, 1);
}

/* Rank correlations, a bar each, with their intervals. */
static gdouble
draw_bars (const McnEvaluation *self, cairo_t *cr, gdouble y)
{
  cairo_move_to (cr, 8, y);
  cairo_show_text (cr, "Rank correlation, with 95 % interval");
  y += 12;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (self->rows, i);
      const McnFigure *figure = find_srcc (row);
      gint colour = colour_of (row);
      g_autofree char *label = NULL, *number = NULL;

      if (figure == NULL || colour < 0)
        continue;
      label = g_strdup_printf ("%s, %s: %s", row->source, row->input, row->predictor);
      number = g_strdup_printf ("%.3f", figure->value);
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, 8, y + 14);
      cairo_show_text (cr, label);
      cairo_set_source_rgb (cr, colours[colour][0], colours[colour][1], colours[colour][2]);
      cairo_rectangle (cr, LABEL, y + 4, bar_x (figure->value) - LABEL, BAR - 10);
      cairo_fill (cr);
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_set_line_width (cr, 1.5);
      cairo_move_to (cr, bar_x (figure->low), y + BAR / 2. - 1);
      cairo_line_to (cr, bar_x (figure->high), y + BAR / 2. - 1);
      cairo_stroke (cr);
      cairo_move_to (cr, WIDTH - MARGIN + 4, y + 14);
      cairo_show_text (cr, number);
      y += BAR;
    }
  return y + 24;
}

/* How often a verdict of some probability was high. */
static void
draw_verdicts (const McnEvaluation *self, cairo_t *cr, gdouble y)
{
  static const char *const titles[MCN_N_MODES] = { "photo", "one comment", "photo + critique" };

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_move_to (cr, 8, y);
  cairo_show_text (cr, "How often the verdict was high (up) where its probability was said to be (right); areas are numbers of samples");
  for (guint m = 0; m < MCN_N_MODES; m++)
    {
      gdouble left = MARGIN + m * (SQUARE + MARGIN), top = y + 30;
      gsize most = 1;

      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_move_to (cr, left, top - 6);
      cairo_show_text (cr, titles[m]);
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, left + .5, top + .5, SQUARE, SQUARE);
      cairo_move_to (cr, left, top + SQUARE);
      cairo_line_to (cr, left + SQUARE, top);
      cairo_stroke (cr);
      cairo_set_source_rgb (cr, colours[0][0], colours[0][1], colours[0][2]);
      for (guint i = 0; i < MCN_N_BINS; i++)
        most = MAX (most, self->verdicts[m][i].n);
      for (guint i = 0; i < MCN_N_BINS; i++)
        {
          const McnBin *bin = &self->verdicts[m][i];

          if (bin->n == 0)
            continue;
          cairo_arc (cr, left + SQUARE * bin->said, top + SQUARE * (1 - bin->was), 2 + 8 * sqrt (bin->n / (gdouble) most), 0, 2 * G_PI);
          cairo_fill (cr);
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
 * mcn_evaluation_plot:
 * @self: figures
 * @path: of an SVG file
 * @error: return location
 *
 * Returns: %FALSE with %MCN_TRAIN_ERROR_WRITE
 */
gboolean
mcn_evaluation_plot (const McnEvaluation *self, const char *path, GError **error)
{
  g_autoptr (GByteArray) svg = g_byte_array_new ();
  gdouble height = 24 + 12 + count_bars (self) * BAR + 24 + SQUARE + 60;
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, svg, WIDTH + 20, height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_font_size (cr, 12);
  draw_verdicts (self, cr, draw_bars (self, cr, 24));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return mcn_save_bytes (path, svg->data, svg->len, error);
}
