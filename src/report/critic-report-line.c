/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A line of text on a page with structure, in the order in which it is read.
 *
 * Where a glyph does not simply stand for one character, cairo says what it stands
 * for in a mark of its own (ActualText), and poppler, when that mark ends, takes
 * the role round it for ended: the rest of the text belongs to nothing and nobody
 * reads it. So a line is cut behind every such glyph, each part is a Span of its
 * own, or, as cairo 1.18 loses links that hold Spans, a Link, and nothing is lost.
 * Parts of a line with two directions are drawn in the order of the text, not from
 * left to right. */
#include "critic-report-line.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

typedef struct
{
  PangoGlyphItem *item;     /* owned */
  gdouble         x;        /* of its left, from the left of the line */
  gboolean        open;     /* what stands behind it may be read in the same Span */
} Part;

static void
part_clear (gpointer data)
{
  pango_glyph_item_free (((Part *) data)->item);
}

static int
by_text (gconstpointer a, gconstpointer b)
{
  int x = ((const Part *) a)->item->item->offset, y = ((const Part *) b)->item->item->offset;

  return (x > y) - (x < y);
}

/**
 * critic_canvas_glyphs_new: (skip)
 *
 * Returns: (transfer full): what glyphs stand for in a PDF that has none yet, for
 *   all its pages
 */
GHashTable *
critic_canvas_glyphs_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static char *
name_face (PangoFont *font)
{
  PangoFontDescription *face = pango_font_describe (font);
  char *name;

  pango_font_description_unset_fields (face, PANGO_FONT_MASK_SIZE);
  name = pango_font_description_to_string (face);
  pango_font_description_free (face);

  return name;
}

/* Whether that glyph stood for another text before: cairo keeps the first. */
static gboolean
stands_for_another (GHashTable *glyphs, const char *face, PangoGlyph glyph, const char *text, gsize length)
{
  g_autofree char *key = g_strdup_printf ("%u %s", glyph, face);
  const char *before = g_hash_table_lookup (glyphs, key);

  if (before != NULL)
    return strlen (before) != length || memcmp (before, text, length) != 0;

  g_hash_table_insert (glyphs, g_steal_pointer (&key), g_strndup (text, length));
  return FALSE;
}

/* Adds the part of @rest before byte @end of the text and takes it away from
 * there; the whole of it when nothing is left. */
static void
cut (GArray *parts, PangoGlyphItem **rest, const char *text, int end, gboolean open)
{
  int at = end - (*rest)->item->offset;
  Part part = { .open = open };

  if (at <= 0)
    return;

  part.item = at >= (*rest)->item->length ? g_steal_pointer (rest) : pango_glyph_item_split (*rest, text, at);
  g_array_append_val (parts, part);
}

static gboolean
is_shape (const PangoItem *item)
{
  for (const GSList *node = item->analysis.extra_attrs; node != NULL; node = node->next)
    if (((const PangoAttribute *) node->data)->klass->type == PANGO_ATTR_SHAPE)
      return TRUE;

  return FALSE;
}

static gboolean
is_rtl (const PangoItem *item)
{
  return (item->analysis.level & 1) != 0;
}

/* Adds the parts of a run, in the order of its text. */
static void
cut_run (CriticCanvas *canvas, GArray *parts, PangoGlyphItem *run, const char *text)
{
  PangoGlyphItem *rest = pango_glyph_item_copy (run);
  g_autofree char *face = name_face (run->item->analysis.font);
  PangoGlyphItemIter iter;

  for (gboolean more = !is_shape (run->item) && pango_glyph_item_iter_init_start (&iter, run, text); more && rest != NULL;
       more = pango_glyph_item_iter_next_cluster (&iter))
    {
      PangoGlyph glyph = run->glyphs->glyphs[iter.start_glyph].glyph;
      gboolean single = ABS (iter.end_glyph - iter.start_glyph) == 1;

      /* Nothing is drawn for it, as for the space at which a line ends. */
      if (single && glyph == PANGO_GLYPH_EMPTY)
        {
          cut (parts, &rest, text, iter.start_index, TRUE);
          cut (parts, &rest, text, iter.end_index, FALSE);
        }
      else if (!single || iter.end_char - iter.start_char != 1 ||
               stands_for_another (canvas->glyphs, face, glyph, text + iter.start_index, iter.end_index - iter.start_index))
        cut (parts, &rest, text, iter.end_index, FALSE);
    }
  if (rest != NULL)
    cut (parts, &rest, text, G_MAXINT, TRUE);
}

static gdouble
measure (PangoGlyphItem *item)
{
  return pango_glyph_string_get_width (item->glyphs) / (gdouble) PANGO_SCALE;
}

/* In the order of the text. */
static GArray *
find_parts (CriticCanvas *canvas, PangoLayoutLine *line)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));
  gdouble left = 0.0;

  g_array_set_clear_func (parts, part_clear);
  for (const GSList *node = line->runs; node != NULL; node = node->next)
    {
      PangoGlyphItem *run = node->data;
      guint first = parts->len;
      gdouble right = left + measure (run), x = is_rtl (run->item) ? right : left;

      cut_run (canvas, parts, run, pango_layout_get_text (line->layout));
      for (guint i = first; i < parts->len; i++)
        {
          Part *part = &g_array_index (parts, Part, i);
          gdouble width = measure (part->item);

          part->x = is_rtl (run->item) ? x - width : x;
          x += is_rtl (run->item) ? -width : width;
        }
      left = right;
    }

  g_array_sort (parts, by_text);
  return parts;
}

/* The parts from @from on that stand beside one another as they are read. */
static guint
find_end (GArray *parts, guint from)
{
  guint i = from;

  for (; i + 1 < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i), *next = part + 1;

      if (!part->open || is_rtl (part->item->item) || is_rtl (next->item->item) ||
          fabs (part->x + measure (part->item) - next->x) > 0.01)
        break;
    }

  return i + 1;
}

/* As the line's only runs. */
static void
draw_parts (CriticCanvas *canvas, PangoLayoutLine *line, GArray *parts, guint from, guint to, gdouble x, gdouble y,
            const char *tag, const char *attributes)
{
  GSList *runs = line->runs, *own = NULL;

  for (guint i = to; i > from; i--)
    own = g_slist_prepend (own, g_array_index (parts, Part, i - 1).item);

  line->runs = own;
  cairo_move_to (canvas->cr, x + g_array_index (parts, Part, from).x, y);
  cairo_tag_begin (canvas->cr, tag, attributes);
  pango_cairo_show_layout_line (canvas->cr, line);
  cairo_tag_end (canvas->cr, tag);
  line->runs = runs;
  g_slist_free (own);
}

/**
 * critic_canvas_line: (skip)
 * @canvas: a canvas
 * @layout: text
 * @line: which of its lines
 * @x: left of the line, in points
 * @y: its baseline
 * @role: the text has one in the structure
 * @link: (nullable): the destination that it leads to
 *
 * Draws a line of text in the canvas's ink. On a PDF with structure it becomes as
 * many Spans or Links as a reader of the structure needs.
 */
void
critic_canvas_line (CriticCanvas *canvas, PangoLayout *layout, guint line, gdouble x, gdouble y,
                    gboolean role, const char *link)
{
  PangoLayoutLine *drawn;
  g_autoptr (GArray) parts = NULL;
  g_autofree char *where = link != NULL ? g_strdup_printf ("dest='%s'", link) : NULL;

  if (!canvas->tagged || !role)
    {
      cairo_move_to (canvas->cr, x, y);
      pango_cairo_show_layout_line (canvas->cr, pango_layout_get_line_readonly (layout, (int) line));
      return;
    }

  /* Not the read-only one: of that pango would keep what it measures. */
  drawn = pango_layout_get_line (layout, (int) line);
  parts = find_parts (canvas, drawn);
  for (guint from = 0, to; from < parts->len; from = to)
    {
      to = find_end (parts, from);
      draw_parts (canvas, drawn, parts, from, to, x, y, link != NULL ? CAIRO_TAG_LINK : "Span", where);
    }
}
