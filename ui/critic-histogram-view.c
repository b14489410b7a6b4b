/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-histogram-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEIGHT 84
#define MIN_WIDTH 160

struct _CriticHistogramView
{
  GtkWidget        parent_instance;

  CriticHistogram *histogram;       /* NULL: none */
};

G_DEFINE_FINAL_TYPE (CriticHistogramView, critic_histogram_view, GTK_TYPE_WIDGET)

/* The root, so that few pixels are seen beside many; the ends do not count for the
 * scale, where a white sky would press all else down. */
static gdouble
get_top (const CriticHistogram *histogram)
{
  guint32 top = 1;

  for (guint i = 1; i < 255; i++)
    top = MAX (top, MAX (MAX (histogram->red[i], histogram->green[i]), MAX (histogram->blue[i], histogram->luminance[i])));

  return sqrt (top);
}

static void
trace (cairo_t       *cr,
       const guint32 *counts,
       gdouble        top,
       gdouble        width,
       gdouble        height)
{
  for (guint i = 0; i < 256; i++)
    cairo_line_to (cr, (i + 0.5) / 256 * width, height - MIN (1, sqrt (counts[i]) / top) * (height - 1));
}

static void
critic_histogram_view_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  CriticHistogramView *self = CRITIC_HISTOGRAM_VIEW (widget);
  static const gdouble dashes[] = { 5, 3 }, dots[] = { 1.5, 2.5 };
  gdouble width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA color;
  gdouble top;
  cairo_t *cr;

  if (self->histogram == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  top = get_top (self->histogram);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  color.alpha = 0.30;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_move_to (cr, 0, height);
  trace (cr, self->histogram->luminance, top, width, height);
  cairo_line_to (cr, width, height);
  cairo_close_path (cr);
  cairo_fill (cr);

  color.alpha = 0.9;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1);
  trace (cr, self->histogram->red, top, width, height);
  cairo_stroke (cr);
  cairo_set_dash (cr, dashes, 2, 0);
  trace (cr, self->histogram->green, top, width, height);
  cairo_stroke (cr);
  cairo_set_dash (cr, dots, 2, 0);
  trace (cr, self->histogram->blue, top, width, height);
  cairo_stroke (cr);

  color.alpha = 0.25;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, 0, height - 0.5);
  cairo_line_to (cr, width, height - 0.5);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
critic_histogram_view_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
}

static void
critic_histogram_view_finalize (GObject *object)
{
  g_free (CRITIC_HISTOGRAM_VIEW (object)->histogram);

  G_OBJECT_CLASS (critic_histogram_view_parent_class)->finalize (object);
}

static void
critic_histogram_view_class_init (CriticHistogramViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = critic_histogram_view_finalize;
  widget_class->snapshot = critic_histogram_view_snapshot;
  widget_class->measure = critic_histogram_view_measure;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_histogram_view_init (CriticHistogramView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Histogram"), -1);
}

GtkWidget *
critic_histogram_view_new (void)
{
  return g_object_new (CRITIC_TYPE_HISTOGRAM_VIEW, NULL);
}

/* The values below which a share of the pixels lies. */
static guint
get_quantile (const CriticHistogram *histogram,
              gdouble                share)
{
  guint64 sum = 0;
  guint i;

  for (i = 0; i < 255; i++)
    {
      sum += histogram->luminance[i];
      if (sum >= share * histogram->n)
        break;
    }

  return i;
}

void
critic_histogram_view_set (CriticHistogramView   *self,
                           const CriticHistogram *histogram)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CRITIC_IS_HISTOGRAM_VIEW (self));

  g_clear_pointer (&self->histogram, g_free);
  if (histogram != NULL)
    {
      self->histogram = g_memdup2 (histogram, sizeof *histogram);
      text = g_strdup_printf (_("Half of the pixels are darker than %u of 255; one in ten is darker than %u, one in ten lighter than %u."),
                              get_quantile (histogram, 0.5), get_quantile (histogram, 0.1), get_quantile (histogram, 0.9));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
