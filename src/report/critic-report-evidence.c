/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-evidence.h"

#include "critic-evidence-draw.h"
#include "critic-report-captions.h"
#include "critic-report-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CLEARLY    0.25         /* strength from which evidence is drawn */
#define TALLEST   62.0          /* points */
#define WIDEST   112.0
#define CELL     230.0          /* of a drawing and its caption */
#define BESIDE     8.0          /* between them */
#define GAP       14.0
#define PIXELS    3.0           /* a point, in a PNG */

/**
 * critic_report_find_drawings: (skip)
 * @entry: an entry
 * @styles: (out): the styles to draw
 *
 * Styles that the page names, from the most probable on, with evidence that is
 * clear enough to be looked at. The wheel of hues is drawn once.
 *
 * Returns: how many there are
 */
guint
critic_report_find_drawings (const CriticReportEntry *entry, McnStyle styles[CRITIC_REPORT_DRAWINGS])
{
  CriticEvidence *evidence = entry->assessment != NULL ? critic_assessment_get_evidence (entry->assessment) : NULL;
  McnStyle named[MCN_N_STYLES];
  gboolean wheel = FALSE;
  guint n_named, n = 0;

  if (evidence == NULL)
    return 0;

  n_named = critic_report_find_styles (entry->assessment, named);
  for (guint i = 0; i < n_named && n < CRITIC_REPORT_DRAWINGS; i++)
    {
      if (critic_evidence_get_strength (evidence, named[i]) < CLEARLY || !critic_evidence_has_drawing (evidence, named[i])
          || (wheel && critic_evidence_is_wheel (named[i])))
        continue;
      wheel |= critic_evidence_is_wheel (named[i]);
      styles[n++] = named[i];
    }

  return n;
}

/**
 * critic_report_say_drawing: (skip)
 * @style: a style with a drawing
 *
 * Returns: (transfer full): what the drawing shows, in words
 */
char *
critic_report_say_drawing (McnStyle style)
{
  const char *name = _(mcn_style_info (style)->name);

  if (critic_evidence_is_wheel (style))
    return g_strdup_printf (_("%s: the wheel of hues"), name);

  switch (style)
    {
    case MCN_STYLE_RULE_OF_THIRDS:
      return g_strdup_printf (_("%s: what stands out, and the lines of the thirds"), name);

    case MCN_STYLE_VANISHING_POINT:
      return g_strdup_printf (_("%s: lines that meet"), name);

    case MCN_STYLE_MOTION_BLUR:
      return g_strdup_printf (_("%s: the direction"), name);

    case MCN_STYLE_SHALLOW_DOF:
      return g_strdup_printf (_("%s: the darker, the sharper"), name);

    case MCN_STYLE_LIGHT_ON_WHITE:
      return g_strdup_printf (_("%s: the white, left white"), name);

    case MCN_STYLE_SILHOUETTES:
      return g_strdup_printf (_("%s: the dark shape"), name);

    case MCN_STYLE_COMPLEMENTARY_COLORS:
    case MCN_STYLE_DUOTONES:
    case MCN_STYLE_HDR:
    case MCN_STYLE_IMAGE_GRAIN:
    case MCN_STYLE_LONG_EXPOSURE:
    case MCN_STYLE_MACRO:
    case MCN_STYLE_NEGATIVE_IMAGE:
    case MCN_STYLE_SOFT_FOCUS:
    case MCN_N_STYLES:
    default:
      return g_strdup (name);
    }
}

static void
get_size (const CriticReportEntry *entry, McnStyle style, gdouble widest, gdouble *width, gdouble *height)
{
  gdouble aspect = critic_evidence_is_wheel (style) ? 1.0 : critic_report_aspect (entry->width, entry->height);

  critic_report_fit (CLAMP (aspect, 0.4, 4.0), widest, TALLEST, width, height);
}

typedef struct
{
  CriticEvidence *evidence;
  McnStyle        style;
} Figure;

static void
figure_free (gpointer data)
{
  Figure *figure = data;

  critic_evidence_unref (figure->evidence);
  g_free (figure);
}

static void
draw_figure (const CriticPiece *piece, CriticCanvas *canvas)
{
  const Figure *figure = piece->data;

  cairo_save (canvas->cr);
  cairo_translate (canvas->cr, piece->x, piece->y);
  critic_evidence_draw (figure->evidence, figure->style, CRITIC_EVIDENCE_ON_PAPER, canvas->cr, piece->width, piece->height);
  cairo_restore (canvas->cr);
}

/**
 * critic_flow_evidence: (skip)
 * @self: a flow
 * @entry: the entry
 * @x: left
 * @scale: of the drawings, 1 as large as they become
 *
 * Says that what stands at the styles was measured, and draws what can be drawn.
 */
void
critic_flow_evidence (CriticFlow *self, const CriticReportEntry *entry, gdouble x, gdouble scale)
{
  McnStyle styles[CRITIC_REPORT_DRAWINGS];
  guint n = critic_report_find_drawings (entry, styles);
  gdouble cell = MIN (CELL, (self->right - x + GAP) / MAX (n, 1) - GAP), drawn = MIN (WIDEST, cell / 2.0) * scale;
  gdouble caption = cell - drawn - BESIDE, tallest = 0.0, label_height, width, height;
  CriticEvidence *evidence = critic_assessment_get_evidence (entry->assessment);
  PangoLayout *label;

  if (evidence == NULL)
    return;

  label = critic_report_type_set (self->context, CRITIC_FACE_SMALL, critic_evidence_label (), self->right - x, 0);
  label_height = critic_report_type_height (label);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = critic_report_say_drawing (styles[i]);
      g_autoptr (PangoLayout) layout = critic_report_type_set (self->context, CRITIC_FACE_SMALL, text, caption, 0);

      get_size (entry, styles[i], drawn, &width, &height);
      tallest = MAX (tallest, MAX (height, critic_report_type_height (layout)));
    }

  critic_flow_need (self, label_height + 3.0 + (n > 0 ? tallest + 10.0 : 0.0));
  critic_flow_put (self, "P", label, CRITIC_INK_DIM, x, self->y + 2.0);
  self->y += label_height + 5.0;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = critic_report_say_drawing (styles[i]);
      const gdouble left = x + i * (cell + GAP);
      Figure *figure = g_new (Figure, 1);

      *figure = (Figure) { critic_evidence_ref (evidence), styles[i] };
      get_size (entry, styles[i], drawn, &width, &height);
      critic_flow_draw (self, "Figure", draw_figure, figure, figure_free, left, self->y + 3.0, width, height);
      critic_flow_say (self, "Caption", CRITIC_FACE_SMALL, text, left + width + BESIDE, self->y + 1.0, caption, 0);
    }
  if (n > 0)
    self->y += tallest + 7.0;
}

static cairo_status_t
append (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * critic_report_evidence_png: (skip)
 * @entry: an entry with evidence
 * @style: a style with a drawing
 * @width: (out): in CSS pixels
 * @height: (out): in CSS pixels
 *
 * Returns: (transfer full) (nullable): the figure on white, or %NULL
 */
GBytes *
critic_report_evidence_png (const CriticReportEntry *entry, McnStyle style, guint *width, guint *height)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gdouble w, h;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  get_size (entry, style, WIDEST, &w, &h);
  *width = MAX (1, (guint) lround (w * 1.5));
  *height = MAX (1, (guint) lround (h * 1.5));
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (w * PIXELS), (int) ceil (h * PIXELS));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, PIXELS, PIXELS);
  critic_evidence_draw (critic_assessment_get_evidence (entry->assessment), style, CRITIC_EVIDENCE_ON_PAPER, cr, w, h);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_destroy (surface);

  return status == CAIRO_STATUS_SUCCESS ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}
