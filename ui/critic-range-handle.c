/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-range-handle.h"

#include <math.h>

#include "critic-format.h"

#define SIZE 16
#define KNOB 6.0
#define PAGE 10

struct _CriticRangeHandle
{
  GtkWidget parent_instance;

  gdouble   lowest, highest, step, value;
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticRangeHandle, critic_range_handle, GTK_TYPE_WIDGET)

static void
critic_range_handle_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (SIZE / 2.0 - KNOB, SIZE / 2.0 - KNOB, 2 * KNOB, 2 * KNOB);
  GskRoundedRect knob;
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "fill_color", &color))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gsk_rounded_rect_init_from_rect (&knob, &bounds, KNOB);
  gtk_snapshot_push_rounded_clip (snapshot, &knob);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
critic_range_handle_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

/* The argument: how many steps; the least and the greatest number: to the ends. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  CriticRangeHandle *self = CRITIC_RANGE_HANDLE (widget);
  gint steps = g_variant_get_int32 (args);

  if (steps == G_MININT32)
    critic_range_handle_set_value (self, self->lowest);
  else if (steps == G_MAXINT32)
    critic_range_handle_set_value (self, self->highest);
  else
    critic_range_handle_set_value (self, self->value + steps * self->step);

  return TRUE;
}

static void
critic_range_handle_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_double (value, CRITIC_RANGE_HANDLE (object)->value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_range_handle_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_VALUE:
      critic_range_handle_set_value (CRITIC_RANGE_HANDLE (object), g_value_get_double (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_range_handle_class_init (CriticRangeHandleClass *klass)
{
  static const struct
  {
    guint keyval, keypad;
    gint  steps;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 1 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, -PAGE },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, PAGE },
    { GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT32 },
    { GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT32 },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = critic_range_handle_get_property;
  object_class->set_property = critic_range_handle_set_property;
  widget_class->snapshot = critic_range_handle_snapshot;
  widget_class->measure = critic_range_handle_measure;

  properties[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].keyval, 0, move_cb, "i", keys[i].steps);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad, 0, move_cb, "i", keys[i].steps);
    }

  gtk_widget_class_set_css_name (widget_class, "rangehandle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
critic_range_handle_init (CriticRangeHandle *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "ew-resize");
}

/* @label: for a screen reader, translated. */
GtkWidget *
critic_range_handle_new (const char *label,
                         gdouble     lowest,
                         gdouble     highest,
                         gdouble     step)
{
  CriticRangeHandle *self = g_object_new (CRITIC_TYPE_RANGE_HANDLE, NULL);

  self->lowest = self->value = lowest;
  self->highest = highest;
  self->step = step;

  g_autofree char *text = critic_format_score (lowest);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, lowest,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, highest,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, lowest,
                                  -1);

  return GTK_WIDGET (self);
}

gdouble
critic_range_handle_get_value (CriticRangeHandle *self)
{
  g_return_val_if_fail (CRITIC_IS_RANGE_HANDLE (self), 0);

  return self->value;
}

/* Moves to the nearest step within the ends. */
void
critic_range_handle_set_value (CriticRangeHandle *self,
                               gdouble            value)
{
  g_return_if_fail (CRITIC_IS_RANGE_HANDLE (self));

  value = CLAMP (rint (value / self->step) * self->step, self->lowest, self->highest);
  if (fabs (value - self->value) < self->step / 2)
    return;

  g_autofree char *text = critic_format_score (value);

  self->value = value;
  /* The description as well: GTK tells the value of its own sliders only. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
