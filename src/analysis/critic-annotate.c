/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-annotate.h"

#include "critic-analysis-error.h"
#include "critic-heatmap.h"
#include "critic-preprocess.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#define LARGEST  1600   /* long side of the photograph in the picture */
#define NARROWEST 560   /* width that the footer needs */
#define FOOTER     84
#define MARGIN     16
#define STRENGTH 0.75
#define COLOUR   0.45   /* how much of the photograph's colour stays under the heat */

/* The photograph's size in the picture: as it is, but not larger than is
 * useful nor narrower than its footer. */
static void
choose_size (CriticPhoto *photo, guint *width, guint *height)
{
  gdouble w = critic_photo_get_width (photo), h = critic_photo_get_height (photo);
  gdouble scale = MIN (1.0, LARGEST / MAX (w, h));

  scale = MAX (scale, MIN (NARROWEST / w, 2 * LARGEST / MAX (w, h)));
  *width = (guint) MAX (1, lround (w * scale));
  *height = (guint) MAX (1, lround (h * scale));
}

/* The photograph, paler, as a cairo surface. */
static cairo_surface_t *
draw_photo (CriticPhoto *photo, guint width, guint height, GError **error)
{
  g_autofree guint8 *rgb = g_try_malloc_n ((gsize) width * height, 3);
  cairo_surface_t *surface;
  guint8 *pixels;
  gsize stride;

  if (rgb == NULL)
    {
      g_set_error_literal (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_WRITE,
                           _("There is not enough memory to draw the picture. Close something and try again."));
      return NULL;
    }
  if (!critic_preprocess_resize (g_bytes_get_data (critic_photo_get_pixels (photo), NULL),
                                 critic_photo_get_width (photo), critic_photo_get_height (photo),
                                 critic_photo_get_stride (photo), width, height, rgb, NULL, error))
    return NULL;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  pixels = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = rgb + ((gsize) y * width + x) * 3;
        gdouble grey = 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2];
        guint32 pixel = 0;

        for (int i = 0; i < 3; i++)
          pixel = pixel << 8 | (guint32) lround (grey + COLOUR * (p[i] - grey));
        ((guint32 *) (gpointer) (pixels + y * stride))[x] = pixel;
      }
  cairo_surface_mark_dirty (surface);

  return surface;
}

static void
draw_heat (cairo_t *cr, const CriticHeatmap *heat, guint width, guint height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = cairo_image_surface_get_stride (surface);

  critic_heatmap_render (heat, width, height, stride, STRENGTH, pixels);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    for (gsize i = 0; i < stride * height; i += 4)
      *(guint32 *) (gpointer) (pixels + i) = GUINT32_SWAP_LE_BE (*(guint32 *) (gpointer) (pixels + i));
  cairo_surface_mark_dirty (surface);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

/* Draws a line of text whose left (@align 0) or right (1) end is at @x and
 * whose middle is at @y; returns its width. */
static int
draw_text (cairo_t *cr, const char *text, int pixels, PangoWeight weight, gdouble grey, gdouble align, gdouble x, gdouble y)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  int width, height;

  pango_font_description_set_absolute_size (font, pixels * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);

  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, x - align * width, y - height / 2.0);
  pango_cairo_show_layout (cr, layout);

  return width;
}

/* A bar from blue over nothing to orange, and the numbers at its ends. */
static void
draw_legend (cairo_t *cr, const CriticHeatmap *heat, gboolean evidence, gdouble right, gdouble top)
{
  const int length = 150, thickness = 12;
  int decimals = heat->peak < 0.01f ? 4 : heat->peak < 0.1f ? 3 : 2;
  g_autofree char *plus = g_strdup_printf ("+%.*f", decimals, heat->peak);
  g_autofree char *minus = g_strdup_printf ("\xe2\x88\x92%.*f", decimals, heat->peak);
  gdouble x, y = top + 26;

  x = right - draw_text (cr, plus, 13, PANGO_WEIGHT_NORMAL, 0.85, 1.0, right, y) - 8 - length;
  for (int i = 0; i < length; i++)
    {
      guint8 c[4];

      critic_heatmap_colour (TRUE, (2.0 * i + 1.0) / length - 1.0, 1.0, c);
      cairo_set_source_rgb (cr, 0.25 * (255 - c[3]) / 255.0 + c[2] / 255.0,
                            0.25 * (255 - c[3]) / 255.0 + c[1] / 255.0,
                            0.25 * (255 - c[3]) / 255.0 + c[0] / 255.0);
      cairo_rectangle (cr, x + i, y - thickness / 2.0, 1, thickness);
      cairo_fill (cr);
    }
  draw_text (cr, minus, 13, PANGO_WEIGHT_NORMAL, 0.85, 1.0, x - 8, y);
  draw_text (cr, evidence ? _("blue lowers the score, orange raises it") : _("attention, not evidence"),
             12, PANGO_WEIGHT_NORMAL, 0.65, 1.0, right, top + 56);
}

static void
draw_footer (cairo_t *cr, CriticAssessment *assessment, const CriticHeatmap *heat, guint width, guint top)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  g_autofree char *score = g_strdup_printf ("%.1f", judgement->score);
  g_autofree char *above = g_strdup_printf (_("above %.0f %% of AVA\xe2\x80\x99s photographs"), 100.0 * judgement->percentile);
  gdouble x = MARGIN;

  cairo_set_source_rgb (cr, 0.118, 0.118, 0.118);
  cairo_rectangle (cr, 0, top, width, FOOTER);
  cairo_fill (cr);

  x += draw_text (cr, score, 44, PANGO_WEIGHT_BOLD, 1.0, 0.0, x, top + FOOTER / 2.0) + MARGIN;
  draw_text (cr, judgement->high ? C_("verdict", "High") : C_("verdict", "Low"), 18, PANGO_WEIGHT_BOLD, 0.95, 0.0, x, top + 30);
  draw_text (cr, above, 13, PANGO_WEIGHT_NORMAL, 0.75, 0.0, x, top + 56);

  if (heat != NULL)
    draw_legend (cr, heat, critic_assessment_regions_are_evidence (assessment), width - MARGIN, top);
}

static cairo_status_t
append (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * critic_annotate:
 * @photo: the photograph that was assessed
 * @assessment: its assessment, with %MCN_EXPLAIN_REGIONS
 * @error: return location
 *
 * Draws the photograph with the heat of the score over it and a footer: score,
 * verdict, legend. The photograph is at most 1600 pixels long in it. Blocks;
 * any thread.
 *
 * Returns: (transfer full): a PNG file, or %NULL with @error set
 */
GBytes *
critic_annotate (CriticPhoto *photo, CriticAssessment *assessment, GError **error)
{
  g_autoptr (CriticHeatmap) heat = critic_heatmap_for_score (assessment);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_surface_t *paper, *picture;
  cairo_status_t status;
  cairo_t *cr;
  guint width, height;

  choose_size (photo, &width, &height);
  picture = draw_photo (photo, width, height, error);
  if (picture == NULL)
    return NULL;

  paper = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height + FOOTER);
  cr = cairo_create (paper);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  if (heat != NULL)
    draw_heat (cr, heat, width, height);
  draw_footer (cr, assessment, heat, width, height);

  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (paper, append, png);
  cairo_surface_destroy (paper);
  cairo_surface_destroy (picture);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_WRITE,
                   _("The picture could not be drawn: %s. Try a smaller photograph."),
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&png));
}

/**
 * critic_annotate_save:
 * @photo: the photograph that was assessed
 * @assessment: its assessment
 * @path: where the PNG file shall be
 * @error: return location
 *
 * As critic_annotate(), into a file: it is written beside its place and then
 * put there, so that at no time half a picture stands at @path.
 *
 * Returns: %FALSE with @error set
 */
gboolean
critic_annotate_save (CriticPhoto *photo, CriticAssessment *assessment, const char *path, GError **error)
{
  g_autoptr (GBytes) png = critic_annotate (photo, assessment, error);
  g_autoptr (GError) local = NULL;

  if (png == NULL)
    return FALSE;

  if (!g_file_set_contents_full (path, g_bytes_get_data (png, NULL), g_bytes_get_size (png),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0666, &local))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_WRITE,
                   _("The picture “%s” could not be written: %s. Choose a folder you may write to."),
                   name, local->message);
      return FALSE;
    }

  return TRUE;
}
