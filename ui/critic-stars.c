/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-stars.h"

#include <glib/gi18n-lib.h>

#define N 5

struct _CriticStars
{
  GtkWidget    parent_instance;

  PangoLayout *star[2];     /* hollow, filled */
  int          width, height;
  guint        value;
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticStars, critic_stars, GTK_TYPE_WIDGET)

static void
ensure_stars (CriticStars *self)
{
  int w, h;

  if (self->star[0] != NULL)
    return;

  self->width = self->height = 0;
  for (guint i = 0; i < 2; i++)
    {
      self->star[i] = gtk_widget_create_pango_layout (GTK_WIDGET (self), i == 0 ? "☆" : "★");
      pango_layout_get_pixel_size (self->star[i], &w, &h);
      self->width = MAX (self->width, w + 2);
      self->height = MAX (self->height, h);
    }
}

static void
critic_stars_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  CriticStars *self = CRITIC_STARS (widget);
  GdkRGBA color, dim;
  gdouble y;

  ensure_stars (self);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "dim_color", &dim))
    dim = color;
  y = (gtk_widget_get_height (widget) - self->height) / 2;

  for (guint i = 0; i < N; i++)
    {
      gboolean is_filled = i < self->value;

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (i * self->width + 1, y));
      gtk_snapshot_append_layout (snapshot, self->star[is_filled], is_filled ? &color : &dim);
      gtk_snapshot_restore (snapshot);
    }
}

static void
critic_stars_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  CriticStars *self = CRITIC_STARS (widget);

  ensure_stars (self);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? N * self->width : MAX (self->height, 24);
}

static void
clear_stars (CriticStars *self)
{
  g_clear_object (&self->star[0]);
  g_clear_object (&self->star[1]);
}

static void
critic_stars_css_changed (GtkWidget         *widget,
                          GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (critic_stars_parent_class)->css_changed (widget, change);

  clear_stars (CRITIC_STARS (widget));
  gtk_widget_queue_resize (widget);
}

static void
choose (CriticStars *self,
        gint         value)
{
  value = CLAMP (value, 0, N);
  if (value == (gint) self->value)
    return;

  critic_stars_set_value (self, value);
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* A second click on the last of them takes all away. */
static void
pressed_cb (CriticStars *self,
            int          n_press,
            gdouble      x,
            gdouble      y)
{
  gint value = (gint) (x / MAX (self->width, 1)) + 1;

  choose (self, value == (gint) self->value ? 0 : value);
}

static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  CriticStars *self = CRITIC_STARS (widget);

  choose (self, (gint) self->value + g_variant_get_int32 (args));

  return TRUE;
}

static void
critic_stars_dispose (GObject *object)
{
  clear_stars (CRITIC_STARS (object));

  G_OBJECT_CLASS (critic_stars_parent_class)->dispose (object);
}

static void
critic_stars_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_VALUE:
      g_value_set_uint (value, CRITIC_STARS (object)->value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_stars_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_VALUE:
      critic_stars_set_value (CRITIC_STARS (object), g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_stars_class_init (CriticStarsClass *klass)
{
  static const struct
  {
    guint keyval, keypad;
    gint  by;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 1 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, -N },
    { GDK_KEY_End, GDK_KEY_KP_End, N },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_stars_dispose;
  object_class->get_property = critic_stars_get_property;
  object_class->set_property = critic_stars_set_property;
  widget_class->snapshot = critic_stars_snapshot;
  widget_class->measure = critic_stars_measure;
  widget_class->css_changed = critic_stars_css_changed;

  properties[PROP_VALUE] = g_param_spec_uint ("value", NULL, NULL, 0, N, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].keyval, 0, move_cb, "i", keys[i].by);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad, 0, move_cb, "i", keys[i].by);
    }

  gtk_widget_class_set_css_name (widget_class, "stars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

/* In words as well: GTK tells screen readers the numbers of its own sliders only. */
static void
tell (CriticStars *self)
{
  g_autofree char *words = g_strdup_printf (ngettext ("%u star", "%u stars", self->value), self->value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) self->value,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

static void
critic_stars_init (CriticStars *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stars"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) N,
                                  -1);
  tell (self);
}

guint
critic_stars_get_value (CriticStars *self)
{
  g_return_val_if_fail (CRITIC_IS_STARS (self), 0);

  return self->value;
}

void
critic_stars_set_value (CriticStars *self,
                        guint        value)
{
  g_return_if_fail (CRITIC_IS_STARS (self));

  value = MIN (value, N);
  if (self->value == value)
    return;

  self->value = value;
  tell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
