/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-score-histogram.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"
#include "critic-range-handle.h"

#define FIRST 1.0
#define LAST 10.0
#define STEP 0.1
#define BARS 58
#define LINE 2.0
#define HANDLE 16
#define GAP 2

struct _CriticScoreHistogram
{
  GtkWidget          parent_instance;

  CriticRangeHandle *low;
  CriticRangeHandle *high;
  guint              all[CRITIC_SHOOT_BINS];
  guint              shown[CRITIC_SHOOT_BINS];
  PangoLayout       *text[2];

  CriticRangeHandle *dragged;       /* NULL: both */
  gdouble            drag_x, drag_low, drag_high;
};

enum
{
  PROP_0,
  PROP_LOW,
  PROP_HIGH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticScoreHistogram, critic_score_histogram, GTK_TYPE_WIDGET)

static gdouble
to_x (CriticScoreHistogram *self,
      gdouble               score)
{
  gdouble width = gtk_widget_get_width (GTK_WIDGET (self)) - HANDLE;

  return HANDLE / 2.0 + (score - FIRST) / (LAST - FIRST) * width;
}

static gdouble
to_score (CriticScoreHistogram *self,
          gdouble               x)
{
  gdouble width = gtk_widget_get_width (GTK_WIDGET (self)) - HANDLE;

  return width > 0 ? FIRST + (x - HANDLE / 2.0) / width * (LAST - FIRST) : FIRST;
}

static void
update_text (CriticScoreHistogram *self)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = critic_format_score (critic_range_handle_get_value (i == 0 ? self->low : self->high));

      if (self->text[i] == NULL)
        self->text[i] = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      else
        pango_layout_set_text (self->text[i], text, -1);
    }
}

/* No handle passes the other. */
static void
value_cb (CriticScoreHistogram *self,
          GParamSpec           *pspec,
          CriticRangeHandle    *handle)
{
  gdouble low = critic_range_handle_get_value (self->low), high = critic_range_handle_get_value (self->high);

  if (low > high)
    critic_range_handle_set_value (handle == self->low ? self->high : self->low, handle == self->low ? low : high);

  update_text (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[handle == self->low ? PROP_LOW : PROP_HIGH]);
}

static void
drag_begin_cb (CriticScoreHistogram *self,
               gdouble               x,
               gdouble               y)
{
  gdouble low = to_x (self, critic_range_handle_get_value (self->low));
  gdouble high = to_x (self, critic_range_handle_get_value (self->high));
  gboolean is_whole = low <= HANDLE && high >= gtk_widget_get_width (GTK_WIDGET (self)) - HANDLE;

  self->drag_x = x;
  self->drag_low = critic_range_handle_get_value (self->low);
  self->drag_high = critic_range_handle_get_value (self->high);

  /* Within a range and off its ends: the range as it is, to another place. */
  if (!is_whole && x > low + HANDLE && x < high - HANDLE)
    self->dragged = NULL;
  else
    {
      self->dragged = fabs (x - low) < fabs (x - high) || (low == high && x < low) ? self->low : self->high;
      critic_range_handle_set_value (self->dragged, to_score (self, x));
      gtk_widget_grab_focus (GTK_WIDGET (self->dragged));
    }
}

static void
drag_update_cb (CriticScoreHistogram *self,
                gdouble               dx,
                gdouble               dy)
{
  if (self->dragged != NULL)
    critic_range_handle_set_value (self->dragged, to_score (self, self->drag_x + dx));
  else
    {
      gdouble by = to_score (self, self->drag_x + dx) - to_score (self, self->drag_x);

      by = CLAMP (by, FIRST - self->drag_low, LAST - self->drag_high);
      critic_score_histogram_set_range (self, self->drag_low + by, self->drag_high + by);
    }
}

static void
lookup (GtkWidget  *widget,
        const char *name,
        GdkRGBA    *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

static void
critic_score_histogram_snapshot (GtkWidget   *widget,
                                 GtkSnapshot *snapshot)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (widget);
  gdouble width = gtk_widget_get_width (widget);
  gdouble bar = (width - HANDLE) / CRITIC_SHOOT_BINS;
  gdouble y = BARS + GAP + HANDLE / 2.0;
  GdkRGBA track, fill, dim;
  guint most = 1;
  int w;

  lookup (widget, "track_color", &track);
  lookup (widget, "fill_color", &fill);
  lookup (widget, "dim_color", &dim);

  for (guint i = 0; i < CRITIC_SHOOT_BINS; i++)
    most = MAX (most, self->all[i]);

  for (guint i = 0; i < CRITIC_SHOOT_BINS; i++)
    {
      gdouble x = HANDLE / 2.0 + i * bar;
      /* One photograph is seen beside ten thousand. */
      gdouble all = self->all[i] > 0 ? MAX (1.5, BARS * (gdouble) self->all[i] / most) : 0;
      gdouble shown = self->shown[i] > 0 ? MAX (1.5, BARS * (gdouble) self->shown[i] / most) : 0;

      if (all > 0)
        gtk_snapshot_append_color (snapshot, &track, &GRAPHENE_RECT_INIT (x + 0.5, BARS - all, MAX (1, bar - 1), all));
      if (shown > 0)
        gtk_snapshot_append_color (snapshot, &fill, &GRAPHENE_RECT_INIT (x + 0.5, BARS - shown, MAX (1, bar - 1), shown));
    }

  gdouble low = to_x (self, critic_range_handle_get_value (self->low));
  gdouble high = to_x (self, critic_range_handle_get_value (self->high));

  gtk_snapshot_append_color (snapshot, &track, &GRAPHENE_RECT_INIT (HANDLE / 2.0, y - LINE / 2, width - HANDLE, LINE));
  gtk_snapshot_append_color (snapshot, &fill, &GRAPHENE_RECT_INIT (low, y - LINE / 2, MAX (0, high - low), LINE));

  if (self->text[0] == NULL)
    update_text (self);
  for (guint i = 0; i < 2; i++)
    {
      pango_layout_get_pixel_size (self->text[i], &w, NULL);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (i == 0 ? 0 : width - w, BARS + GAP + HANDLE + GAP));
      gtk_snapshot_append_layout (snapshot, self->text[i], &dim);
      gtk_snapshot_restore (snapshot);
    }

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->low), snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->high), snapshot);
}

static void
critic_score_histogram_measure (GtkWidget      *widget,
                                GtkOrientation  orientation,
                                int             for_size,
                                int            *minimum,
                                int            *natural,
                                int            *minimum_baseline,
                                int            *natural_baseline)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 220;
    }
  else
    {
      int h;

      if (self->text[0] == NULL)
        update_text (self);
      pango_layout_get_pixel_size (self->text[0], NULL, &h);
      *minimum = *natural = BARS + GAP + HANDLE + GAP + h;
    }
}

static void
critic_score_histogram_size_allocate (GtkWidget *widget,
                                      int        width,
                                      int        height,
                                      int        baseline)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (widget);
  int low = lrint (to_x (self, critic_range_handle_get_value (self->low)) - HANDLE / 2.0);
  int high = lrint (to_x (self, critic_range_handle_get_value (self->high)) - HANDLE / 2.0);

  gtk_widget_size_allocate (GTK_WIDGET (self->low), &(GtkAllocation) { low, BARS + GAP, HANDLE, HANDLE }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->high), &(GtkAllocation) { high, BARS + GAP, HANDLE, HANDLE }, -1);
}

static void
critic_score_histogram_css_changed (GtkWidget         *widget,
                                    GtkCssStyleChange *change)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (widget);

  GTK_WIDGET_CLASS (critic_score_histogram_parent_class)->css_changed (widget, change);

  g_clear_object (&self->text[0]);
  g_clear_object (&self->text[1]);
  gtk_widget_queue_resize (widget);
}

static void
critic_score_histogram_dispose (GObject *object)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (object);

  g_clear_object (&self->text[0]);
  g_clear_object (&self->text[1]);
  g_clear_pointer ((GtkWidget **) &self->low, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->high, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_score_histogram_parent_class)->dispose (object);
}

static void
critic_score_histogram_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  CriticScoreHistogram *self = CRITIC_SCORE_HISTOGRAM (object);

  switch (prop_id)
    {
    case PROP_LOW:
      g_value_set_double (value, critic_range_handle_get_value (self->low));
      break;

    case PROP_HIGH:
      g_value_set_double (value, critic_range_handle_get_value (self->high));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_score_histogram_class_init (CriticScoreHistogramClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_score_histogram_dispose;
  object_class->get_property = critic_score_histogram_get_property;
  widget_class->snapshot = critic_score_histogram_snapshot;
  widget_class->measure = critic_score_histogram_measure;
  widget_class->size_allocate = critic_score_histogram_size_allocate;
  widget_class->css_changed = critic_score_histogram_css_changed;

  properties[PROP_LOW] = g_param_spec_double ("low", NULL, NULL, FIRST, LAST, FIRST,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_HIGH] = g_param_spec_double ("high", NULL, NULL, FIRST, LAST, LAST,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
critic_score_histogram_init (CriticScoreHistogram *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->low = CRITIC_RANGE_HANDLE (critic_range_handle_new (_("Lowest score shown"), FIRST, LAST, STEP));
  self->high = CRITIC_RANGE_HANDLE (critic_range_handle_new (_("Highest score shown"), FIRST, LAST, STEP));
  critic_range_handle_set_value (self->high, LAST);
  gtk_widget_set_parent (GTK_WIDGET (self->low), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->high), GTK_WIDGET (self));
  g_signal_connect_object (self->low, "notify::value", G_CALLBACK (value_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->high, "notify::value", G_CALLBACK (value_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Range of scores"), -1);
}

void
critic_score_histogram_set_bins (CriticScoreHistogram *self,
                                 const guint          *all,
                                 const guint          *shown)
{
  g_return_if_fail (CRITIC_IS_SCORE_HISTOGRAM (self));

  memcpy (self->all, all, sizeof self->all);
  memcpy (self->shown, shown, sizeof self->shown);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gdouble
critic_score_histogram_get_low (CriticScoreHistogram *self)
{
  g_return_val_if_fail (CRITIC_IS_SCORE_HISTOGRAM (self), FIRST);

  return critic_range_handle_get_value (self->low);
}

gdouble
critic_score_histogram_get_high (CriticScoreHistogram *self)
{
  g_return_val_if_fail (CRITIC_IS_SCORE_HISTOGRAM (self), LAST);

  return critic_range_handle_get_value (self->high);
}

void
critic_score_histogram_set_range (CriticScoreHistogram *self,
                                  gdouble               low,
                                  gdouble               high)
{
  g_return_if_fail (CRITIC_IS_SCORE_HISTOGRAM (self));

  /* The one that leads first, so that neither pushes the other. */
  if (low > critic_range_handle_get_value (self->low))
    {
      critic_range_handle_set_value (self->high, high);
      critic_range_handle_set_value (self->low, low);
    }
  else
    {
      critic_range_handle_set_value (self->low, low);
      critic_range_handle_set_value (self->high, high);
    }
}
