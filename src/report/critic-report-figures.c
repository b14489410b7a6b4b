/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-figures.h"

#include "critic-format.h"
#include "critic-heatmap.h"
#include "critic-report-heat.h"
#include "critic-report-say.h"

#include <math.h>
#include <pango/pangocairo.h>

#define FIRST 1
#define LAST 10
#define HILL 30.0
#define RING 4.2
#define INSET 6.0           /* of the scale's ends, so that rings stay inside */
#define LEADER_STEP 5.0
#define LEADER_DOT 0.7
#define LEGEND_NUMBERS 36.0 /* room of a number at the legend's end */

static gdouble
at_score (const CriticPiece *piece, gdouble score)
{
  return piece->x + INSET + (CLAMP (score, FIRST, LAST) - FIRST) / (LAST - FIRST) * (piece->width - 2.0 * INSET);
}

/* Text whose left (0), middle (0.5) or right (1) is at @x and whose top is at @y. */
static void
draw_text (CriticCanvas *canvas, CriticFace face, const char *text, guint colour, gdouble align, gdouble x, gdouble y)
{
  g_autoptr (PangoLayout) layout = critic_report_type_set (canvas->context, face, text, 0.0, 1);

  critic_canvas_ink (canvas, colour);
  cairo_move_to (canvas->cr, x - align * critic_report_type_width (layout), y);
  pango_cairo_show_layout (canvas->cr, layout);
}

static void
draw_rule (const CriticPiece *piece, CriticCanvas *canvas)
{
  critic_canvas_ink (canvas, CRITIC_INK_FAINT);
  cairo_rectangle (canvas->cr, piece->x, piece->y, piece->width, piece->height);
  cairo_fill (canvas->cr);
}

/**
 * critic_flow_rule: (skip)
 * @self: a flow
 * @x: left
 * @y: top
 * @width: in points
 *
 * Puts a thin line.
 */
void
critic_flow_rule (CriticFlow *self, gdouble x, gdouble y, gdouble width)
{
  critic_flow_draw (self, NULL, draw_rule, NULL, NULL, x, y, width, 0.6);
}

/* Dots at the same places in every row. */
static void
draw_leader (const CriticPiece *piece, CriticCanvas *canvas)
{
  critic_canvas_ink (canvas, CRITIC_INK_FAINT);
  for (gdouble x = ceil (piece->x / LEADER_STEP) * LEADER_STEP; x <= piece->x + piece->width; x += LEADER_STEP)
    cairo_rectangle (canvas->cr, x, piece->y, piece->height, piece->height);
  cairo_fill (canvas->cr);
}

/**
 * critic_flow_leader: (skip)
 * @self: a flow
 * @x: left
 * @right: where it ends
 * @baseline: of the row
 *
 * Puts dots that lead the eye along a row; none where there is hardly room.
 */
void
critic_flow_leader (CriticFlow *self, gdouble x, gdouble right, gdouble baseline)
{
  if (right - x >= 2.0 * LEADER_STEP)
    critic_flow_draw (self, NULL, draw_leader, NULL, NULL, x, baseline - LEADER_DOT, right - x, LEADER_DOT);
}

static void
draw_bar (const CriticPiece *piece, CriticCanvas *canvas)
{
  gdouble share = *(const gdouble *) piece->data;

  critic_canvas_ink (canvas, CRITIC_INK_GROUND);
  cairo_rectangle (canvas->cr, piece->x, piece->y, piece->width, piece->height);
  cairo_fill (canvas->cr);
  critic_canvas_ink (canvas, CRITIC_INK_MARK);
  cairo_rectangle (canvas->cr, piece->x, piece->y, piece->width * CLAMP (share, 0.0, 1.0), piece->height);
  cairo_fill (canvas->cr);
}

/**
 * critic_flow_bar: (skip)
 * @self: a flow
 * @x: left
 * @y: top
 * @width: of the whole, in points
 * @height: in points
 * @share: 0 to 1
 *
 * Puts a bar, whose number stands beside it as text.
 */
void
critic_flow_bar (CriticFlow *self, gdouble x, gdouble y, gdouble width, gdouble height, gdouble share)
{
  critic_flow_draw (self, NULL, draw_bar, g_memdup2 (&share, sizeof share), g_free, x, y, width, height);
}

static void
draw_axis (const CriticPiece *piece, CriticCanvas *canvas, gdouble base)
{
  critic_canvas_ink (canvas, 0x8a8a8a);
  cairo_rectangle (canvas->cr, at_score (piece, FIRST), base - 0.4, at_score (piece, LAST) - at_score (piece, FIRST), 0.8);
  for (int i = FIRST; i <= LAST; i++)
    cairo_rectangle (canvas->cr, at_score (piece, i) - 0.3, base, 0.6, 2.6);
  cairo_fill (canvas->cr);

  for (int i = FIRST; i <= LAST; i++)
    {
      char text[8];

      g_snprintf (text, sizeof text, "%d", i);
      draw_text (canvas, CRITIC_FACE_FOOT, text, CRITIC_INK_DIM, 0.5, at_score (piece, i), base + 6.0);
    }
}

static void
draw_hill (const CriticPiece *piece, CriticCanvas *canvas, const CriticJudgement *judgement, gdouble base)
{
  gdouble sigma = MAX (judgement->spread, 0.1);

  cairo_new_path (canvas->cr);
  cairo_move_to (canvas->cr, at_score (piece, FIRST), base);
  for (gdouble score = FIRST; score <= LAST; score += 0.1)
    {
      gdouble z = (score - judgement->score) / sigma;

      cairo_line_to (canvas->cr, at_score (piece, score), base - (HILL - 2.0) * exp (-z * z / 2.0));
    }
  cairo_line_to (canvas->cr, at_score (piece, LAST), base);
  cairo_close_path (canvas->cr);
  critic_canvas_ink (canvas, CRITIC_INK_GROUND);
  cairo_fill (canvas->cr);
}

static void
draw_ring (CriticCanvas *canvas, gdouble x, gdouble y, gdouble radius, gboolean filled)
{
  cairo_new_path (canvas->cr);
  cairo_arc (canvas->cr, x, y, radius + 1.0, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (canvas->cr, 1.0, 1.0, 1.0);
  cairo_fill (canvas->cr);
  cairo_arc (canvas->cr, x, y, radius - (filled ? 0.0 : 0.6), 0.0, 2.0 * G_PI);
  critic_canvas_ink (canvas, CRITIC_INK);
  cairo_set_line_width (canvas->cr, 1.3);
  if (filled)
    cairo_fill (canvas->cr);
  else
    cairo_stroke (canvas->cr);
}

static void
draw_scale (const CriticPiece *piece, CriticCanvas *canvas)
{
  CriticAssessment *assessment = piece->data;
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  const gdouble *deciles = critic_assessment_get_deciles (assessment);
  gdouble base = piece->y + HILL + 4.0;

  draw_hill (piece, canvas, judgement, base);
  critic_canvas_ink (canvas, 0x8a8a8a);
  /* The median stands out. */
  for (int i = 0; i < 9; i++)
    cairo_rectangle (canvas->cr, at_score (piece, deciles[i]) - 0.25, base - (i == 4 ? 8.0 : 4.5), 0.5, i == 4 ? 8.0 : 4.5);
  cairo_fill (canvas->cr);
  draw_axis (piece, canvas, base);

  if (alone != NULL)
    draw_ring (canvas, at_score (piece, alone->score), base, RING, FALSE);
  if (critic_assessment_get_mode (assessment) != MCN_MODE_PHOTO)
    draw_ring (canvas, at_score (piece, judgement->score), base,
               alone != NULL && fabs (judgement->score - alone->score) < 0.2 ? RING - 1.8 : RING, TRUE);
}

/**
 * critic_flow_scale: (skip)
 * @self: a flow
 * @assessment: what is shown
 * @x: left
 * @y: top
 * @width: in points
 *
 * Puts the scale of scores, %CRITIC_FIGURE_SCALE_HEIGHT points high: the hill of
 * people's votes, the tenths of contest photographs, a hollow ring for the
 * photograph alone, a full one with the critique.
 */
void
critic_flow_scale (CriticFlow *self, CriticAssessment *assessment, gdouble x, gdouble y, gdouble width)
{
  critic_flow_draw (self, "Figure", draw_scale, g_object_ref (assessment), g_object_unref, x, y, width, CRITIC_FIGURE_SCALE_HEIGHT);
}

static void
draw_legend (const CriticPiece *piece, CriticCanvas *canvas)
{
  gdouble peak = *(const gdouble *) piece->data;
  guint decimals = peak < 0.01 ? 4 : peak < 0.1 ? 3 : 2;
  g_autofree char *plus = critic_format_signed (peak, decimals), *minus = critic_format_signed (-peak, decimals);
  gdouble left = piece->x + LEGEND_NUMBERS, width = piece->width - 2.0 * LEGEND_NUMBERS;
  cairo_pattern_t *ramp = cairo_pattern_create_linear (left, 0.0, left + width, 0.0);
  const guint ends[2] = { CRITIC_HEAT_LOWERS, CRITIC_HEAT_RAISES };

  for (int i = 0; i < 2; i++)
    cairo_pattern_add_color_stop_rgb (ramp, i, (ends[i] >> 16 & 0xff) / 255.0, (ends[i] >> 8 & 0xff) / 255.0, (ends[i] & 0xff) / 255.0);
  cairo_pattern_add_color_stop_rgb (ramp, 0.5, 0.9, 0.9, 0.9);
  cairo_set_source (canvas->cr, ramp);
  cairo_rectangle (canvas->cr, left, piece->y + 2.5, width, 6.0);
  cairo_fill (canvas->cr);
  cairo_pattern_destroy (ramp);

  draw_text (canvas, CRITIC_FACE_FOOT, minus, CRITIC_REPORT_LOWERS, 0.0, piece->x, piece->y);
  draw_text (canvas, CRITIC_FACE_FOOT, plus, CRITIC_REPORT_RAISES, 1.0, piece->x + piece->width, piece->y);
}

/**
 * critic_flow_legend: (skip)
 * @self: a flow
 * @assessment: with regions
 * @x: left
 * @y: top
 * @width: in points
 *
 * Puts the legend of the heat map, %CRITIC_FIGURE_LEGEND_HEIGHT points high.
 */
void
critic_flow_legend (CriticFlow *self, CriticAssessment *assessment, gdouble x, gdouble y, gdouble width)
{
  g_autoptr (CriticHeatmap) heat = critic_heatmap_for_score (assessment);
  gdouble peak = heat != NULL ? heat->peak : 0.0;

  critic_flow_draw (self, "Figure", draw_legend, g_memdup2 (&peak, sizeof peak), g_free, x, y, width, CRITIC_FIGURE_LEGEND_HEIGHT);
}

static void
draw_histogram (const CriticPiece *piece, CriticCanvas *canvas)
{
  const guint *data = piece->data, n = data[0], *counts = data + 1;
  gdouble base = piece->y + piece->height - 16.0, tall = base - piece->y - 11.0;
  guint most = 1;

  for (guint i = 0; i < n; i++)
    most = MAX (most, counts[i]);

  critic_canvas_ink (canvas, CRITIC_INK_MARK);
  for (guint i = 0; i < n; i++)
    {
      gdouble left = at_score (piece, FIRST + (gdouble) (LAST - FIRST) * i / n);
      gdouble right = at_score (piece, FIRST + (gdouble) (LAST - FIRST) * (i + 1) / n);
      gdouble height = tall * counts[i] / most;

      cairo_rectangle (canvas->cr, left + 0.4, base - height, right - left - 0.8, height);
    }
  cairo_fill (canvas->cr);
  draw_axis (piece, canvas, base);

  for (guint i = 0; i < n; i++)
    if (counts[i] == most)
      {
        g_autofree char *text = g_strdup_printf ("%u", most);

        draw_text (canvas, CRITIC_FACE_FOOT, text, CRITIC_INK_DIM, 0.5,
                   at_score (piece, FIRST + (LAST - FIRST) * (i + 0.5) / n), piece->y);
        break;
      }
}

/**
 * critic_flow_histogram: (skip)
 * @self: a flow
 * @counts: how many, for each bar from the left
 * @n: bars from score 1 to 10
 * @x: left
 * @y: top
 * @width: in points
 * @height: in points
 *
 * Puts a histogram of scores; the number of its highest bar stands over it.
 */
void
critic_flow_histogram (CriticFlow *self, const guint *counts, guint n, gdouble x, gdouble y, gdouble width, gdouble height)
{
  guint *data = g_new (guint, n + 1);

  data[0] = n;
  memcpy (data + 1, counts, n * sizeof *data);
  critic_flow_draw (self, "Figure", draw_histogram, data, g_free, x, y, width, height);
}

static void
draw_line_up (const CriticPiece *piece, CriticCanvas *canvas)
{
  const gdouble *data = piece->data;
  guint n = (guint) data[0];
  gdouble base = piece->y + piece->height - 18.0, last = -100.0;
  guint order[8], level = 0;

  for (guint i = 0; i < n; i++)
    {
      guint at = i;

      for (; at > 0 && data[1 + order[at - 1]] > data[1 + i]; at--)
        order[at] = order[at - 1];
      order[at] = i;
    }

  draw_axis (piece, canvas, base);
  for (guint k = 0; k < n; k++)
    {
      gdouble score = data[1 + order[k]], x;
      char letter[2] = { (char) ('A' + order[k]), 0 };

      if (isnan (score))
        continue;
      x = at_score (piece, score);
      level = x - last < 13.0 ? level + 1 : 0;
      last = x;
      critic_canvas_ink (canvas, CRITIC_INK);
      cairo_rectangle (canvas->cr, x - 0.3, base - 8.0, 0.6, 8.0);
      cairo_fill (canvas->cr);
      draw_text (canvas, CRITIC_FACE_HEADING, letter, CRITIC_INK, 0.5, x, base - 20.0 - 9.0 * (level % 2));
    }
}

/**
 * critic_flow_line_up: (skip)
 * @self: a flow
 * @scores: of each photograph, NAN: none
 * @n: at most 8
 * @x: left
 * @y: top
 * @width: in points
 *
 * Puts several scores on one line, each under its letter, A first.
 */
void
critic_flow_line_up (CriticFlow *self, const gdouble *scores, guint n, gdouble x, gdouble y, gdouble width)
{
  gdouble *data = g_new (gdouble, n + 1);

  data[0] = n;
  memcpy (data + 1, scores, n * sizeof *data);
  critic_flow_draw (self, "Figure", draw_line_up, data, g_free, x, y, width, CRITIC_FIGURE_LINE_UP_HEIGHT);
}
