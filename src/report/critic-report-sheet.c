/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-sheet.h"

#include "critic-report-line.h"

#include <pango/pangocairo.h>

/* No line of a paragraph stands alone at the end or the beginning of a page. */
#define FEWEST_LINES 2

static void
piece_free (gpointer data)
{
  CriticPiece *piece = data;

  g_clear_object (&piece->layout);
  if (piece->free_data != NULL)
    piece->free_data (piece->data);
  g_free (piece->link);
  g_free (piece);
}

static void
sheet_free (gpointer data)
{
  CriticSheet *sheet = data;

  g_ptr_array_unref (sheet->pieces);
  g_free (sheet);
}

/**
 * critic_flow_new: (skip)
 * @context: for text; borrowed, outlives the flow
 * @width: of the paper, in points
 * @height: of the paper, in points
 *
 * Returns: (transfer full): a flow on its first, empty sheet
 */
CriticFlow *
critic_flow_new (PangoContext *context, gdouble width, gdouble height)
{
  CriticFlow *self = g_new0 (CriticFlow, 1);

  self->context = context;
  self->width = width;
  self->height = height;
  self->left = CRITIC_SHEET_MARGIN;
  self->right = width - CRITIC_SHEET_MARGIN;
  self->bottom = height - CRITIC_SHEET_FOOT;
  self->sheets = g_ptr_array_new_with_free_func (sheet_free);
  critic_flow_turn (self);

  return self;
}

/**
 * critic_flow_free: (skip)
 * @self: (transfer full): a flow, with its sheets
 */
void
critic_flow_free (CriticFlow *self)
{
  g_ptr_array_unref (self->sheets);
  g_free (self);
}

/**
 * critic_flow_turn: (skip)
 * @self: a flow
 *
 * Begins a new sheet.
 */
void
critic_flow_turn (CriticFlow *self)
{
  self->sheet = g_new0 (CriticSheet, 1);
  self->sheet->pieces = g_ptr_array_new_with_free_func (piece_free);
  g_ptr_array_add (self->sheets, self->sheet);
  self->y = CRITIC_SHEET_HEAD;
}

/**
 * critic_flow_need: (skip)
 * @self: a flow
 * @height: points that must not be parted
 *
 * Begins a new sheet where the last has not so much room. What is higher than a
 * sheet begins at the top of one.
 *
 * Returns: whether a sheet was begun
 */
gboolean
critic_flow_need (CriticFlow *self, gdouble height)
{
  if (self->y + height <= self->bottom || self->y <= CRITIC_SHEET_HEAD)
    return FALSE;

  critic_flow_turn (self);
  return TRUE;
}

static CriticPiece *
add_lines (CriticFlow *self, const char *tag, PangoLayout *layout, guint colour, gdouble x, gdouble y,
           guint first, guint n_lines, gdouble height)
{
  CriticPiece *piece = g_new0 (CriticPiece, 1);

  *piece = (CriticPiece) {
    .x = x, .y = y, .width = critic_report_type_width (layout), .height = height,
    .tag = tag, .colour = colour, .layout = g_object_ref (layout), .first = first, .n_lines = n_lines,
  };
  g_ptr_array_add (self->sheet->pieces, piece);
  return piece;
}

/**
 * critic_flow_put: (skip)
 * @self: a flow
 * @tag: (nullable): role
 * @layout: (transfer full): text
 * @colour: ink
 * @x: left
 * @y: top
 *
 * Puts text at its place on the last sheet.
 *
 * Returns: (transfer none): the piece
 */
CriticPiece *
critic_flow_put (CriticFlow *self, const char *tag, PangoLayout *layout, guint colour, gdouble x, gdouble y)
{
  CriticPiece *piece = add_lines (self, tag, layout, colour, x, y, 0, pango_layout_get_line_count (layout),
                                  critic_report_type_height (layout));

  g_object_unref (layout);
  return piece;
}

/* Top and bottom of each line, in points from the layout's top. */
static gdouble *
measure_lines (PangoLayout *layout, guint n)
{
  gdouble *ends = g_new0 (gdouble, n + 1);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  for (guint i = 0; i < n; i++)
    {
      int top, bottom;

      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      ends[i + 1] = bottom / (gdouble) PANGO_SCALE;
      pango_layout_iter_next_line (iter);
    }
  pango_layout_iter_free (iter);
  return ends;
}

/**
 * critic_flow_text: (skip)
 * @self: a flow
 * @tag: (nullable): role
 * @layout: (transfer full): text of any length
 * @colour: ink
 * @x: left
 *
 * Puts text from where the flow is on, on as many sheets as it takes, parted
 * between lines, never with one line alone.
 *
 * Returns: (transfer none): the last piece, whose last line ends the text
 */
CriticPiece *
critic_flow_text (CriticFlow *self, const char *tag, PangoLayout *layout, guint colour, gdouble x)
{
  guint n = pango_layout_get_line_count (layout), first = 0;
  g_autofree gdouble *ends = measure_lines (layout, n);
  CriticPiece *piece = NULL;

  while (first < n)
    {
      guint last = first;

      while (last < n && self->y + ends[last + 1] - ends[first] <= self->bottom)
        last++;

      if (last < n)
        {
          if (n - last < FEWEST_LINES && last > first + 1)
            last--;
          if (last - first < MIN (FEWEST_LINES, n - first))
            last = first;
          if (last == first && self->y <= CRITIC_SHEET_HEAD)
            last = first + 1;       /* a line higher than a sheet */
          if (last == first)
            {
              critic_flow_turn (self);
              continue;
            }
        }

      piece = add_lines (self, tag, layout, colour, x, self->y, first, last - first, ends[last] - ends[first]);
      self->y += piece->height;
      first = last;
      if (first < n)
        critic_flow_turn (self);
    }

  g_object_unref (layout);
  return piece;
}

/**
 * critic_flow_draw: (skip)
 * @self: a flow
 * @tag: (nullable): role
 * @draw: draws it
 * @data: (nullable): for @draw
 * @free_data: (nullable): frees @data
 * @x: left
 * @y: top
 * @width: in points
 * @height: in points
 *
 * Puts what is not text at its place on the last sheet.
 *
 * Returns: (transfer none): the piece
 */
CriticPiece *
critic_flow_draw (CriticFlow *self, const char *tag, CriticPieceDraw draw, gpointer data, GDestroyNotify free_data,
                  gdouble x, gdouble y, gdouble width, gdouble height)
{
  CriticPiece *piece = g_new0 (CriticPiece, 1);

  *piece = (CriticPiece) {
    .x = x, .y = y, .width = width, .height = height, .tag = tag, .colour = CRITIC_INK,
    .draw = draw, .data = data, .free_data = free_data,
  };
  g_ptr_array_add (self->sheet->pieces, piece);
  return piece;
}

/**
 * critic_flow_say: (skip)
 * @self: a flow
 * @tag: (nullable): role
 * @face: the face
 * @text: valid UTF-8
 * @x: left
 * @y: top
 * @width: points, 0: as wide as it is
 * @most_lines: 0: any number
 *
 * Returns: the height of the text that was put
 */
gdouble
critic_flow_say (CriticFlow *self, const char *tag, CriticFace face, const char *text,
                 gdouble x, gdouble y, gdouble width, guint most_lines)
{
  PangoLayout *layout = critic_report_type_set (self->context, face, text, width, most_lines);

  return critic_flow_put (self, tag, layout, critic_report_type_colour (face), x, y)->height;
}

/**
 * critic_canvas_ink: (skip)
 * @canvas: a canvas
 * @colour: 0xrrggbb
 */
void
critic_canvas_ink (CriticCanvas *canvas, guint colour)
{
  cairo_set_source_rgb (canvas->cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
}

/**
 * critic_canvas_clear: (skip)
 * @canvas: a canvas
 *
 * Lets go of the photograph that was kept.
 */
void
critic_canvas_clear (CriticCanvas *canvas)
{
  g_clear_pointer (&canvas->photo, critic_report_photo_free);
  g_clear_object (&canvas->photo_file);
}

static void
draw_lines (const CriticPiece *piece, CriticCanvas *canvas)
{
  PangoLayoutIter *iter = pango_layout_get_iter (piece->layout);
  int top = 0;

  critic_canvas_ink (canvas, piece->colour);
  for (guint i = 0; i < piece->first + piece->n_lines; i++)
    {
      if (i >= piece->first)
        {
          PangoRectangle logical;
          int line_top;

          pango_layout_iter_get_line_extents (iter, NULL, &logical);
          pango_layout_iter_get_line_yrange (iter, &line_top, NULL);
          if (i == piece->first)
            top = line_top;
          critic_canvas_line (canvas, piece->layout, i, piece->x + logical.x / (gdouble) PANGO_SCALE,
                              piece->y + (pango_layout_iter_get_baseline (iter) - top) / (gdouble) PANGO_SCALE,
                              piece->tag != NULL, piece->link);
        }
      pango_layout_iter_next_line (iter);
    }
  pango_layout_iter_free (iter);
}

static void
draw_piece (const CriticPiece *piece, CriticCanvas *canvas)
{
  gboolean linked = canvas->tagged && piece->link != NULL && piece->draw != NULL;

  if (canvas->tagged && piece->tag != NULL)
    cairo_tag_begin (canvas->cr, piece->tag, NULL);
  if (linked)
    {
      g_autofree char *where = g_strdup_printf ("dest='%s'", piece->link);

      cairo_tag_begin (canvas->cr, CAIRO_TAG_LINK, where);
    }

  cairo_save (canvas->cr);
  if (piece->layout != NULL)
    draw_lines (piece, canvas);
  if (piece->draw != NULL)
    piece->draw (piece, canvas);
  cairo_restore (canvas->cr);

  if (linked)
    cairo_tag_end (canvas->cr, CAIRO_TAG_LINK);
  if (canvas->tagged && piece->tag != NULL)
    cairo_tag_end (canvas->cr, piece->tag);
}

/**
 * critic_sheet_draw: (skip)
 * @self: a sheet
 * @canvas: what it is drawn on; its error is set where that fails
 *
 * Draws the pieces in the order in which they are read.
 */
void
critic_sheet_draw (const CriticSheet *self, CriticCanvas *canvas)
{
  for (guint i = 0; i < self->pieces->len && canvas->error == NULL; i++)
    {
      if (g_cancellable_set_error_if_cancelled (canvas->cancellable, &canvas->error))
        return;
      draw_piece (self->pieces->pdata[i], canvas);
    }
}
