/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-draw.h"

#include <math.h>

#define LINE       0.008        /* widths, as shares of the shorter side of a figure */
#define DOT        0.030
#define THIN_PHOTO 1.5          /* over the photograph: pixels, whatever its zoom */
#define DOT_PHOTO  7.0
#define N_ARROWS   3
#define HOLE       0.34         /* radii of the wheel, as shares of half its side */
#define RING       0.86
#define RIM        0.96

typedef struct
{
  cairo_t              *cr;
  CriticEvidenceSurface surface;
  gdouble               width, height;
  gdouble               line, dot;
} Drawing;

static void
ink (const Drawing *d, gdouble alpha)
{
  gdouble v = d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.1 : 0.95;

  cairo_set_source_rgba (d->cr, v, v, v, alpha);
}

/* The path in ink; over the photograph with a dark edge. */
static void
stroke (const Drawing *d, gdouble width, gdouble alpha)
{
  if (d->surface == CRITIC_EVIDENCE_ON_PHOTO)
    {
      cairo_set_line_width (d->cr, width + 2.0);
      cairo_set_source_rgba (d->cr, 0, 0, 0, 0.55 * alpha);
      cairo_stroke_preserve (d->cr);
    }
  cairo_set_line_width (d->cr, width);
  ink (d, alpha);
  cairo_stroke (d->cr);
}

static void
draw_line (const Drawing *d, gdouble x0, gdouble y0, gdouble x1, gdouble y1, gdouble width, gdouble alpha)
{
  cairo_move_to (d->cr, x0 * d->width, y0 * d->height);
  cairo_line_to (d->cr, x1 * d->width, y1 * d->height);
  stroke (d, width, alpha);
}

/* A ring with a dot in it. */
static void
draw_target (const Drawing *d, gdouble x, gdouble y)
{
  cairo_new_sub_path (d->cr);
  cairo_arc (d->cr, x * d->width, y * d->height, 2.0 * d->dot, 0, 2.0 * G_PI);
  stroke (d, 1.2 * d->line, 1.0);
  cairo_arc (d->cr, x * d->width, y * d->height, 0.6 * d->dot, 0, 2.0 * G_PI);
  ink (d, 1.0);
  cairo_fill (d->cr);
}

/* Cells as a soft veil: black or white, as strong as @from for 0 and @to for 1. */
static void
draw_map (const Drawing *d, const CriticEvidenceMap *map, gdouble grey, gdouble from, gdouble to)
{
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) map->columns, (int) map->rows);
  guint8 *bytes = cairo_image_surface_get_data (mask);
  int stride = cairo_image_surface_get_stride (mask);
  cairo_pattern_t *pattern;

  if (bytes == NULL)
    {
      cairo_surface_destroy (mask);
      return;
    }
  cairo_surface_flush (mask);
  for (guint y = 0; y < map->rows; y++)
    for (guint x = 0; x < map->columns; x++)
      bytes[y * stride + x] = (guint8) lrint (255.0 * CLAMP (from + (to - from) * map->values[y * map->columns + x], 0.0, 1.0));
  cairo_surface_mark_dirty (mask);

  cairo_save (d->cr);
  cairo_rectangle (d->cr, 0, 0, d->width, d->height);
  cairo_clip (d->cr);
  cairo_scale (d->cr, d->width / map->columns, d->height / map->rows);
  pattern = cairo_pattern_create_for_surface (mask);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_BILINEAR);
  cairo_set_source_rgb (d->cr, grey, grey, grey);
  cairo_mask (d->cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_restore (d->cr);
  cairo_surface_destroy (mask);
}

static void
draw_frame (const Drawing *d)
{
  if (d->surface == CRITIC_EVIDENCE_ON_PHOTO)
    return;
  cairo_rectangle (d->cr, 0.5 * d->line, 0.5 * d->line, d->width - d->line, d->height - d->line);
  stroke (d, d->line, 0.5);
}

static void
draw_thirds (const Drawing *d, const CriticEvidence *self)
{
  const CriticEvidenceThirds *thirds = critic_evidence_get_thirds (self);
  CriticEvidenceMap map;

  if (d->surface != CRITIC_EVIDENCE_ON_PHOTO && critic_evidence_get_map (self, MCN_STYLE_RULE_OF_THIRDS, &map))
    draw_map (d, &map, d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.0 : 1.0, 0.0, 0.45);
  for (int i = 1; i < 3; i++)
    {
      draw_line (d, i / 3.0, 0.0, i / 3.0, 1.0, d->line, 0.85);
      draw_line (d, 0.0, i / 3.0, 1.0, i / 3.0, d->line, 0.85);
    }
  draw_line (d, thirds->x, thirds->y, thirds->point_x, thirds->point_y, d->line, 0.85);
  draw_target (d, thirds->x, thirds->y);
}

static void
draw_vanishing (const Drawing *d, const CriticEvidence *self)
{
  const CriticEvidenceVanishing *vanishing = critic_evidence_get_vanishing (self);

  cairo_save (d->cr);
  cairo_rectangle (d->cr, 0, 0, d->width, d->height);
  cairo_clip (d->cr);
  for (guint i = 0; i < vanishing->n_kept; i++)
    {
      const CriticEvidenceLine *line = &vanishing->lines[i];
      gdouble first = hypot (line->x0 - vanishing->x, line->y0 - vanishing->y);
      gdouble last = hypot (line->x1 - vanishing->x, line->y1 - vanishing->y);

      /* From its nearer end on to the point it runs to. */
      draw_line (d, first < last ? line->x0 : line->x1, first < last ? line->y0 : line->y1,
                 vanishing->x, vanishing->y, 0.5 * d->line, 0.4);
    }
  for (guint i = 0; i < vanishing->n_kept; i++)
    draw_line (d, vanishing->lines[i].x0, vanishing->lines[i].y0, vanishing->lines[i].x1, vanishing->lines[i].y1, 1.5 * d->line, 1.0);
  cairo_restore (d->cr);
  draw_target (d, vanishing->x, vanishing->y);
}

static void
draw_arrow (const Drawing *d, gdouble x, gdouble y, gdouble length, gdouble angle)
{
  gdouble dx = 0.5 * length * cos (angle), dy = -0.5 * length * sin (angle), head = 2.5 * d->dot;

  cairo_move_to (d->cr, x - dx, y - dy);
  cairo_line_to (d->cr, x + dx, y + dy);
  for (int end = -1; end <= 1; end += 2)
    for (int side = -1; side <= 1; side += 2)
      {
        cairo_move_to (d->cr, x + end * dx, y + end * dy);
        cairo_rel_line_to (d->cr, -end * head * cos (angle + side * 0.45), end * head * sin (angle + side * 0.45));
      }
  stroke (d, 1.5 * d->line, 1.0);
}

/* Arrows both ways: a blur does not tell which end came first. */
static void
draw_motion (const Drawing *d, const CriticEvidence *self)
{
  gdouble angle = critic_evidence_get_motion (self)->direction * G_PI / 180.0, side = MIN (d->width, d->height);

  for (int i = 0; i < N_ARROWS; i++)
    {
      gdouble off = (i - 0.5 * (N_ARROWS - 1)) * side / (N_ARROWS + 1);

      draw_arrow (d, 0.5 * d->width - off * sin (angle), 0.5 * d->height - off * cos (angle), 0.55 * side, angle);
    }
}

static void
hsv_rgb (gdouble hue, gdouble rgb[3])
{
  static const gdouble shift[3] = { 5, 3, 1 };

  for (int c = 0; c < 3; c++)
    {
      gdouble k = fmod (shift[c] + hue / 60.0, 6.0);

      rgb[c] = 0.9 - 0.75 * CLAMP (MIN (k, 4.0 - k), 0.0, 1.0);
    }
}

static void
draw_sector (cairo_t *cr, gdouble inner, gdouble outer, gdouble hue)
{
  gdouble from = -hue * G_PI / 180.0, to = -(hue + 360.0 / CRITIC_EVIDENCE_N_HUES) * G_PI / 180.0, rgb[3];

  cairo_new_path (cr);
  cairo_arc_negative (cr, 0, 0, outer, from, to);
  cairo_arc (cr, 0, 0, inner, to, from);
  cairo_close_path (cr);
  hsv_rgb (hue + 180.0 / CRITIC_EVIDENCE_N_HUES, rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_fill (cr);
}

/* Red at the right, counterclockwise: bars outward from the hole as long as the
 * hue is strong, a rim of all hues, and a spoke to each peak. Length and place
 * say it in grey print, too. */
static void
draw_wheel (const Drawing *d, const CriticEvidence *self)
{
  const CriticEvidenceHues *hues = critic_evidence_get_hues (self);
  gdouble radius = 0.5 * MIN (d->width, d->height), most = 1e-6;
  cairo_t *cr = d->cr;

  for (int i = 0; i < CRITIC_EVIDENCE_N_HUES; i++)
    most = MAX (most, hues->hue[i]);

  cairo_save (cr);
  cairo_translate (cr, 0.5 * d->width, 0.5 * d->height);
  for (int i = 0; i < CRITIC_EVIDENCE_N_HUES; i++)
    {
      gdouble hue = i * 360.0 / CRITIC_EVIDENCE_N_HUES;

      draw_sector (cr, RIM * radius * 0.95, RIM * radius, hue);
      if (hues->hue[i] > 0.002 * most)
        draw_sector (cr, HOLE * radius, radius * (HOLE + (RING - HOLE) * sqrt (hues->hue[i] / most)), hue);
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, 0, 0, HOLE * radius, 0, 2.0 * G_PI);
  stroke (d, d->line, 0.6);
  for (guint i = 0; i < hues->n_peaks; i++)
    {
      gdouble c = cos (hues->peak[i] * G_PI / 180.0), s = -sin (hues->peak[i] * G_PI / 180.0);

      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, RIM * radius * c, RIM * radius * s);
      stroke (d, 2.0 * d->line, 1.0);
    }
  cairo_arc (cr, 0, 0, 0.06 * radius, 0, 2.0 * G_PI);
  ink (d, 1.0);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * critic_evidence_is_wheel:
 * @style: a style
 *
 * Returns: whether its drawing is the wheel of hues
 */
gboolean
critic_evidence_is_wheel (McnStyle style)
{
  return style == MCN_STYLE_COMPLEMENTARY_COLORS || style == MCN_STYLE_DUOTONES;
}

/**
 * critic_evidence_has_drawing:
 * @self: evidence
 * @style: a style
 *
 * Returns: %FALSE for styles that are not drawn, and where there is nothing to draw
 */
gboolean
critic_evidence_has_drawing (const CriticEvidence *self, McnStyle style)
{
  CriticEvidenceMap map;

  switch (style)
    {
    case MCN_STYLE_COMPLEMENTARY_COLORS:
    case MCN_STYLE_DUOTONES:
      return critic_evidence_get_hues (self)->n_peaks > 0;

    case MCN_STYLE_MOTION_BLUR:
      return critic_evidence_get_motion (self)->share > 0.0;

    case MCN_STYLE_VANISHING_POINT:
      return critic_evidence_get_vanishing (self)->n_kept > 0;

    case MCN_STYLE_SHALLOW_DOF:
      return critic_evidence_get_focus (self)->plain < 1.0;

    case MCN_STYLE_LIGHT_ON_WHITE:
    case MCN_STYLE_RULE_OF_THIRDS:
    case MCN_STYLE_SILHOUETTES:
      return critic_evidence_get_map (self, style, &map);

    case MCN_STYLE_HDR:
    case MCN_STYLE_IMAGE_GRAIN:
    case MCN_STYLE_LONG_EXPOSURE:
    case MCN_STYLE_MACRO:
    case MCN_STYLE_NEGATIVE_IMAGE:
    case MCN_STYLE_SOFT_FOCUS:
    case MCN_N_STYLES:
    default:
      return FALSE;
    }
}

/* Over the photograph a veil dims what does not belong; alone, ink shows what does. */
static void
draw_veil (const Drawing *d, const CriticEvidence *self, McnStyle style)
{
  CriticEvidenceMap map;

  if (!critic_evidence_get_map (self, style, &map))
    return;
  if (d->surface == CRITIC_EVIDENCE_ON_PHOTO)
    draw_map (d, &map, style == MCN_STYLE_SILHOUETTES ? 1.0 : 0.0, style == MCN_STYLE_SILHOUETTES ? 0.0 : 0.75,
              style == MCN_STYLE_SILHOUETTES ? 0.5 : 0.0);
  else if (style == MCN_STYLE_LIGHT_ON_WHITE)
    draw_map (d, &map, d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.0 : 1.0,
              d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.55 : 0.1, d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.0 : 0.8);
  else
    draw_map (d, &map, d->surface == CRITIC_EVIDENCE_ON_PAPER ? 0.0 : 1.0, 0.0, 0.8);
}

/**
 * critic_evidence_draw:
 * @self: evidence
 * @style: a style with a drawing
 * @surface: what it is drawn on
 * @cr: where to
 * @width: of the figure, or of the whole photograph as it lies on the screen
 * @height: of the same
 *
 * Draws what was measured. Draws nothing where critic_evidence_has_drawing()
 * is %FALSE, and the wheel never over the photograph.
 */
void
critic_evidence_draw (const CriticEvidence *self, McnStyle style, CriticEvidenceSurface surface,
                      cairo_t *cr, gdouble width, gdouble height)
{
  gboolean on_photo = surface == CRITIC_EVIDENCE_ON_PHOTO;
  gdouble side = MIN (width, height);
  const Drawing d = {
    cr, surface, width, height,
    on_photo ? THIN_PHOTO : MAX (LINE * side, 0.4), on_photo ? DOT_PHOTO : MAX (DOT * side, 1.2),
  };

  if (!critic_evidence_has_drawing (self, style) || (on_photo && critic_evidence_is_wheel (style)))
    return;

  cairo_save (cr);
  cairo_new_path (cr);
  if (critic_evidence_is_wheel (style))
    draw_wheel (&d, self);
  else
    {
      if (style == MCN_STYLE_RULE_OF_THIRDS)
        draw_thirds (&d, self);
      else if (style == MCN_STYLE_VANISHING_POINT)
        draw_vanishing (&d, self);
      else if (style == MCN_STYLE_MOTION_BLUR)
        draw_motion (&d, self);
      else
        draw_veil (&d, self, style);
      draw_frame (&d);
    }
  cairo_restore (cr);
}
