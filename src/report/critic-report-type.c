/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-type.h"

#include "critic-report-text.h"

#include <pango/pangocairo.h>

/* Cantarell where it is installed, as in the window; what it lacks comes from
 * any font that has it. */
#define FAMILY "Cantarell, Noto Sans, DejaVu Sans, Sans"

/* No ligatures: a reader of the page's structure (pdfinfo -struct-text) loses a
 * line's rest behind a glyph that stands for two letters. Figures of one width. */
#define FEATURES "liga=0, clig=0, dlig=0, tnum=1"

#define OBJECT_BYTES 3      /* of U+FFFC */

typedef struct
{
  gdouble     size;         /* points */
  PangoWeight weight;
  guint       colour;
  gdouble     spacing;      /* of lines, as a share of their height */
  gboolean    users;        /* holds a user's text alone, which says its own direction */
} Face;

static const Face faces[] = {
  [CRITIC_FACE_COVER]   = { 30.0, PANGO_WEIGHT_BOLD, CRITIC_INK, 1.1, TRUE },
  [CRITIC_FACE_LEAD]    = { 12.0, PANGO_WEIGHT_NORMAL, CRITIC_INK_DIM, 1.25 },
  [CRITIC_FACE_TITLE]   = { 15.0, PANGO_WEIGHT_BOLD, CRITIC_INK, 1.1, TRUE },
  [CRITIC_FACE_HEADING] = { 9.5, PANGO_WEIGHT_BOLD, CRITIC_INK, 1.15 },
  [CRITIC_FACE_BODY]    = { 10.0, PANGO_WEIGHT_NORMAL, CRITIC_INK, 1.25, TRUE },
  [CRITIC_FACE_LINE]    = { 10.0, PANGO_WEIGHT_NORMAL, CRITIC_INK, 1.25 },
  [CRITIC_FACE_STRONG]  = { 10.0, PANGO_WEIGHT_BOLD, CRITIC_INK, 1.25 },
  [CRITIC_FACE_SMALL]   = { 8.5, PANGO_WEIGHT_NORMAL, CRITIC_INK_DIM, 1.2 },
  [CRITIC_FACE_CELL]    = { 9.0, PANGO_WEIGHT_NORMAL, CRITIC_INK, 1.15 },
  [CRITIC_FACE_NUMBER]  = { 46.0, PANGO_WEIGHT_LIGHT, CRITIC_INK, 0.0 },
  [CRITIC_FACE_FIGURE]  = { 26.0, PANGO_WEIGHT_LIGHT, CRITIC_INK, 0.0 },
  [CRITIC_FACE_FOOT]    = { 8.0, PANGO_WEIGHT_NORMAL, CRITIC_INK_DIM, 1.1 },
};

/* The circle of @number, at the cairo's current point; the room is the shape's. */
static void
draw_circle (cairo_t *cr, PangoAttrShape *shape, gboolean do_path, gpointer data)
{
  guint number = GPOINTER_TO_UINT (shape->data);
  gdouble size = -shape->ink_rect.y / (gdouble) PANGO_SCALE * 1.0, x, y;
  gdouble radius = size * 0.56;
  PangoContext *context = data;
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle logical;

  if (do_path)
    return;

  cairo_get_current_point (cr, &x, &y);
  x += shape->logical_rect.width / (gdouble) PANGO_SCALE / 2.0;
  y -= size * 0.42;
  layout = critic_report_type_set (context, CRITIC_FACE_FOOT, text, 0.0, 1);
  pango_layout_get_extents (layout, NULL, &logical);

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  cairo_set_line_width (cr, 0.7);
  cairo_stroke (cr);
  cairo_move_to (cr, x - logical.width / (gdouble) PANGO_SCALE / 2.0, y - logical.height / (gdouble) PANGO_SCALE / 2.0);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

/**
 * critic_report_type_context: (skip)
 *
 * A context for pages in points, with a font map of its own: one thread at a
 * time, any thread. What it measures does not depend on a screen.
 *
 * Returns: (transfer full): the context
 */
PangoContext *
critic_report_type_context (void)
{
  g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
  PangoContext *context;
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (map), 72.0);
  context = pango_font_map_create_context (map);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_context_set_shape_renderer (context, draw_circle, context, NULL);

  return context;
}

/* Chinese read in a locale that writes no Han gets Chinese glyphs, not those of
 * whichever font comes first. */
static gboolean
is_chinese (const char *text)
{
  gboolean han = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    switch (g_unichar_get_script (g_utf8_get_char (p)))
      {
      case G_UNICODE_SCRIPT_HAN:
        han = TRUE;
        break;
      case G_UNICODE_SCRIPT_HIRAGANA:
      case G_UNICODE_SCRIPT_KATAKANA:
      case G_UNICODE_SCRIPT_HANGUL:
        return FALSE;
      default:
        break;
      }

  return han;
}

static gboolean
locale_writes_han (void)
{
  const char *language = pango_language_to_string (pango_language_get_default ());

  return g_str_has_prefix (language, "zh") || g_str_has_prefix (language, "ja") || g_str_has_prefix (language, "ko");
}

/* Behind a no-break space, as behind a ligature, a reader of the structure loses
 * the rest: it becomes a space at which no line may break. Our own texts only,
 * in which nobody counts bytes. */
static char *
take_no_break_spaces (const char *text, PangoAttrList *attributes)
{
  g_auto (GStrv) parts = g_strsplit (text, "\xc2\xa0", -1);
  guint at = 0;

  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    {
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

      at += (guint) strlen (parts[i]) + 1;
      attribute->start_index = at - 1;
      attribute->end_index = at + 1;
      pango_attr_list_insert (attributes, attribute);
    }

  return g_strjoinv (" ", parts);
}

/* Whether the first letter is written from right to left. */
static gboolean
begins_rtl (const char *text)
{
  while (*text != '\0' && !g_unichar_isalpha (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);

  return critic_report_text_is_rtl (g_utf8_get_char (text));
}

/**
 * critic_report_type_set: (skip)
 * @context: of critic_report_type_context()
 * @face: the face
 * @text: valid UTF-8
 * @width: points, 0: as wide as the text
 * @most_lines: 0: any number; else the text ends in "…" there
 *
 * Returns: (transfer full): the text, set
 */
PangoLayout *
critic_report_type_set (PangoContext *context, CriticFace face, const char *text, gdouble width, guint most_lines)
{
  const Face *f = &faces[face];
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_from_string (FAMILY);
  PangoAttrList *attributes = pango_attr_list_new ();
  g_autofree char *clean = f->users ? g_strdup (text) : take_no_break_spaces (text, attributes);

  pango_font_description_set_size (font, (int) (f->size * PANGO_SCALE));
  pango_font_description_set_weight (font, f->weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  pango_attr_list_insert (attributes, pango_attr_font_features_new (FEATURES));
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));   /* none that nobody wrote */
  if (!locale_writes_han () && is_chinese (text))
    pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string ("zh-cn")));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_set_line_spacing (layout, (float) f->spacing);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_auto_dir (layout, f->users);
  /* A title of another direction stands at the page's margin all the same. */
  if (most_lines > 0 && f->users && begins_rtl (text))
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  if (width > 0.0)
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  if (most_lines > 0)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_height (layout, -(int) most_lines);
    }
  pango_layout_set_text (layout, clean, -1);

  return layout;
}

/**
 * critic_report_type_colour: (skip)
 * @face: a face
 *
 * Returns: its ink, 0xrrggbb
 */
guint
critic_report_type_colour (CriticFace face)
{
  return faces[face].colour;
}

/**
 * critic_report_type_width: (skip)
 * @layout: a text
 *
 * Returns: its width in points
 */
gdouble
critic_report_type_width (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return logical.width / (gdouble) PANGO_SCALE;
}

/**
 * critic_report_type_height: (skip)
 * @layout: a text
 *
 * Returns: its height in points
 */
gdouble
critic_report_type_height (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return logical.height / (gdouble) PANGO_SCALE;
}

/**
 * critic_report_type_baseline: (skip)
 * @layout: a text
 *
 * Returns: from its top to the first baseline, in points
 */
gdouble
critic_report_type_baseline (PangoLayout *layout)
{
  return pango_layout_get_baseline (layout) / (gdouble) PANGO_SCALE;
}

/**
 * critic_report_type_circle: (skip)
 * @attributes: of the text
 * @face: of the text
 * @at: byte of the text where U+FFFC stands, behind a space
 * @number: what is drawn there, in a circle
 */
void
critic_report_type_circle (PangoAttrList *attributes, CriticFace face, guint at, guint number)
{
  int size = (int) (faces[face].size * PANGO_SCALE);
  PangoRectangle room = { 0, -size, (int) (size * (number > 9 ? 1.5 : 1.3)), (int) (size * 1.2) };
  PangoAttribute *shape = pango_attr_shape_new_with_data (&room, &room, GUINT_TO_POINTER (number), NULL, NULL);
  PangoAttribute *keep = pango_attr_allow_breaks_new (FALSE);

  shape->start_index = at;
  shape->end_index = at + OBJECT_BYTES;
  pango_attr_list_insert (attributes, shape);
  /* It stays with its word. */
  keep->start_index = at - 1;
  keep->end_index = at + OBJECT_BYTES;
  pango_attr_list_insert (attributes, keep);
}
