/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-score-scale.h"

#include <math.h>

#define FIRST 1
#define LAST 10
#define N_LABELS (LAST - FIRST + 1)
#define HILL 46.0
#define RING 6.5
/* Smaller, so that both are seen when they meet. */
#define DOT 4.0
#define TICK 4.0
#define DECILE 5.0
#define GAP 3.0
#define HEAD 5.0

struct _CriticScoreScale
{
  GtkWidget         parent_instance;

  CriticAssessment *assessment;
  gdouble           own, taste;         /* 0: none */
  PangoLayout      *labels[N_LABELS];
};

G_DEFINE_FINAL_TYPE (CriticScoreScale, critic_score_scale, GTK_TYPE_WIDGET)

static void
clear_labels (CriticScoreScale *self)
{
  for (guint i = 0; i < N_LABELS; i++)
    g_clear_object (&self->labels[i]);
}

static void
ensure_labels (CriticScoreScale *self)
{
  if (self->labels[0] != NULL)
    return;

  for (guint i = 0; i < N_LABELS; i++)
    {
      char text[16];

      g_snprintf (text, sizeof text, "%u", FIRST + i);
      self->labels[i] = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
    }
}

static gdouble
to_x (gdouble score,
      gdouble width)
{
  return RING + 1 + (CLAMP (score, FIRST, LAST) - FIRST) / (LAST - FIRST) * (width - 2 * (RING + 1));
}

static void
draw_hill (cairo_t               *cr,
           const CriticJudgement *judgement,
           gdouble                width,
           gdouble                base)
{
  gdouble sigma = MAX (judgement->spread, 0.1);

  cairo_move_to (cr, to_x (FIRST, width), base);
  for (gdouble x = to_x (FIRST, width); x <= to_x (LAST, width); x += 1)
    {
      gdouble score = FIRST + (x - to_x (FIRST, width)) / (to_x (LAST, width) - to_x (FIRST, width)) * (LAST - FIRST);
      gdouble z = (score - judgement->score) / sigma;

      cairo_line_to (cr, x, base - (HILL - 4) * exp (-z * z / 2));
    }
  cairo_line_to (cr, to_x (LAST, width), base);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_ring (cairo_t       *cr,
           gdouble        x,
           gdouble        y,
           gdouble        radius,
           const GdkRGBA *fill,
           const GdkRGBA *line,
           const GdkRGBA *halo)
{
  cairo_arc (cr, x, y, radius + 1, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, halo);
  cairo_fill (cr);

  cairo_arc (cr, x, y, radius - 1, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, line);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

/* A line that stands on the scale, with a triangle on top that points down it, or a diamond. */
static void
draw_needle (cairo_t       *cr,
             gdouble        x,
             gdouble        base,
             gboolean       diamond,
             const GdkRGBA *line,
             const GdkRGBA *halo)
{
  const gdouble top = base - HILL + (diamond ? HEAD : 0);

  gdk_cairo_set_source_rgba (cr, halo);
  cairo_set_line_width (cr, 4);
  cairo_move_to (cr, x, top);
  cairo_line_to (cr, x, base);
  cairo_stroke (cr);

  gdk_cairo_set_source_rgba (cr, line);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x, top);
  cairo_line_to (cr, x, base);
  cairo_stroke (cr);
  cairo_move_to (cr, x - HEAD, top);
  if (diamond)
    cairo_line_to (cr, x, top - HEAD);
  cairo_line_to (cr, x + HEAD, top);
  cairo_line_to (cr, x, top + (diamond ? 1 : 1.6) * HEAD);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
lookup (GtkStyleContext *context,
        const char      *name,
        const GdkRGBA   *fallback,
        GdkRGBA         *color)
{
  if (!gtk_style_context_lookup_color (context, name, color))
    *color = *fallback;
}

static void
critic_score_scale_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  CriticScoreScale *self = CRITIC_SCORE_SCALE (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  gdouble width = gtk_widget_get_width (widget);
  gdouble height = gtk_widget_get_height (widget);
  const gdouble base = floor (HILL + RING) + 0.5;
  const CriticJudgement *judgement = NULL, *alone = NULL;
  GdkRGBA color, faint, raise, lower, panel;
  cairo_t *cr;

  gtk_style_context_get_color (context, &color);
  lookup (context, "raise_color", &color, &raise);
  lookup (context, "lower_color", &color, &lower);
  lookup (context, "panel_color", &(GdkRGBA) { 0, 0, 0, 1 }, &panel);
  faint = color;
  faint.alpha *= 0.5;

  if (self->assessment != NULL)
    {
      judgement = critic_assessment_get_judgement (self->assessment);
      alone = critic_assessment_get_photo_alone (self->assessment);
    }

  ensure_labels (self);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  if (judgement != NULL)
    {
      GdkRGBA hill = color;

      hill.alpha *= 0.2;
      gdk_cairo_set_source_rgba (cr, &hill);
      draw_hill (cr, judgement, width, base);

      const gdouble *deciles = critic_assessment_get_deciles (self->assessment);

      gdk_cairo_set_source_rgba (cr, &faint);
      cairo_set_line_width (cr, 1);
      for (guint i = 0; deciles != NULL && i < 9; i++)
        {
          gdouble x = floor (to_x (deciles[i], width)) + 0.5;
          /* The median stands out. */
          cairo_move_to (cr, x, base - (i == 4 ? 2 * DECILE : DECILE));
          cairo_line_to (cr, x, base);
        }
      cairo_stroke (cr);
    }

  gdk_cairo_set_source_rgba (cr, &faint);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, to_x (FIRST, width), base);
  cairo_line_to (cr, to_x (LAST, width), base);
  for (guint i = 0; i < N_LABELS; i++)
    {
      gdouble x = floor (to_x (FIRST + i, width)) + 0.5;

      cairo_move_to (cr, x, base);
      cairo_line_to (cr, x, base + TICK);
    }
  cairo_stroke (cr);

  if (self->own > 0)
    draw_needle (cr, to_x (self->own, width), base, FALSE, &color, &panel);
  if (self->taste > 0)
    draw_needle (cr, to_x (self->taste, width), base, TRUE, &color, &panel);

  if (alone != NULL)
    draw_ring (cr, to_x (alone->score, width), base, RING, &panel, &color, &panel);

  if (judgement != NULL && critic_assessment_get_mode (self->assessment) != MCN_MODE_PHOTO)
    {
      const GdkRGBA *fill = alone == NULL || fabs (judgement->score - alone->score) < 0.05
        ? &color : judgement->score > alone->score ? &raise : &lower;

      draw_ring (cr, to_x (judgement->score, width), base, DOT, fill, fill, &panel);
    }

  cairo_destroy (cr);

  for (guint i = 0; i < N_LABELS; i++)
    {
      int w, h;
      GdkRGBA text = color;

      text.alpha *= 0.7;
      pango_layout_get_pixel_size (self->labels[i], &w, &h);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (CLAMP (to_x (FIRST + i, width) - w / 2.0, 0, width - w),
                                                    base + RING + GAP));
      gtk_snapshot_append_layout (snapshot, self->labels[i], &text);
      gtk_snapshot_restore (snapshot);
    }
}

static void
critic_score_scale_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  CriticScoreScale *self = CRITIC_SCORE_SCALE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 340;
    }
  else
    {
      int h;

      ensure_labels (self);
      pango_layout_get_pixel_size (self->labels[0], NULL, &h);
      *minimum = *natural = HILL + 2 * RING + GAP + 1 + h;
    }
}

static void
critic_score_scale_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (critic_score_scale_parent_class)->css_changed (widget, change);

  clear_labels (CRITIC_SCORE_SCALE (widget));
  gtk_widget_queue_resize (widget);
}

static void
critic_score_scale_dispose (GObject *object)
{
  CriticScoreScale *self = CRITIC_SCORE_SCALE (object);

  g_clear_object (&self->assessment);
  clear_labels (self);

  G_OBJECT_CLASS (critic_score_scale_parent_class)->dispose (object);
}

static void
critic_score_scale_class_init (CriticScoreScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_score_scale_dispose;
  widget_class->snapshot = critic_score_scale_snapshot;
  widget_class->measure = critic_score_scale_measure;
  widget_class->css_changed = critic_score_scale_css_changed;

  gtk_widget_class_set_css_name (widget_class, "scorescale");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
critic_score_scale_init (CriticScoreScale *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, (double) FIRST,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) LAST,
                                  -1);
}

/* @assessment NULL: an empty scale. */
void
critic_score_scale_set_assessment (CriticScoreScale *self,
                                   CriticAssessment *assessment)
{
  g_return_if_fail (CRITIC_IS_SCORE_SCALE (self));

  if (!g_set_object (&self->assessment, assessment))
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
critic_score_scale_set_own (CriticScoreScale *self,
                            gdouble           score)
{
  g_return_if_fail (CRITIC_IS_SCORE_SCALE (self));

  if (self->own == score)
    return;

  self->own = score;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
critic_score_scale_set_taste (CriticScoreScale *self,
                              gdouble           score)
{
  g_return_if_fail (CRITIC_IS_SCORE_SCALE (self));

  if (self->taste == score)
    return;

  self->taste = score;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
