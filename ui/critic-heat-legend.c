/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heat-legend.h"

#define WIDTH 96
#define HEIGHT 8

struct _CriticHeatLegend
{
  GtkWidget parent_instance;

  gboolean  is_signed;
};

G_DEFINE_FINAL_TYPE (CriticHeatLegend, critic_heat_legend, GTK_TYPE_WIDGET)

static void
critic_heat_legend_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  CriticHeatLegend *self = CRITIC_HEAT_LEGEND (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GdkRGBA grey = { 0.5, 0.5, 0.5, 1 }, raise = { 1, 0.6, 0.2, 1 }, lower = { 0.3, 0.55, 1, 1 };
  GskRoundedRect round;

  gtk_style_context_lookup_color (context, "raise_color", &raise);
  gtk_style_context_lookup_color (context, "lower_color", &lower);

  gsk_rounded_rect_init_from_rect (&round, &bounds, height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  if (self->is_signed)
    gtk_snapshot_append_linear_gradient (snapshot, &bounds,
                                         &GRAPHENE_POINT_INIT (0, 0), &GRAPHENE_POINT_INIT (width, 0),
                                         (const GskColorStop[]) { { 0, lower }, { 0.5, grey }, { 1, raise } }, 3);
  else
    gtk_snapshot_append_linear_gradient (snapshot, &bounds,
                                         &GRAPHENE_POINT_INIT (0, 0), &GRAPHENE_POINT_INIT (width, 0),
                                         (const GskColorStop[]) { { 0, { 0.25, 0.25, 0.25, 1 } }, { 1, { 1, 1, 1, 1 } } }, 2);
  gtk_snapshot_pop (snapshot);
}

static void
critic_heat_legend_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH / 3 : HEIGHT;
}

static void
critic_heat_legend_class_init (CriticHeatLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = critic_heat_legend_snapshot;
  widget_class->measure = critic_heat_legend_measure;

  gtk_widget_class_set_css_name (widget_class, "legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_heat_legend_init (CriticHeatLegend *self)
{
  self->is_signed = TRUE;
}

void
critic_heat_legend_set_signed (CriticHeatLegend *self,
                               gboolean          is_signed)
{
  g_return_if_fail (CRITIC_IS_HEAT_LEGEND (self));

  if (self->is_signed == is_signed)
    return;

  self->is_signed = is_signed;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
