/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-room.h"

/* All in widget pixels (desk.md, "The room"). */
#define NARROW 900
/* A panel below the stage has two columns from here on. */
#define TWO_COLUMNS 760
#define PANEL_MIN 380
#define PANEL_MAX 460
#define PANEL_SHARE 0.265
/* Share of the height that the stage takes in a narrow room. */
#define STAGE_SHARE 0.46
#define MIN_HEIGHT 320

struct _CriticRoom
{
  GtkWidget  parent_instance;

  GtkWidget *stage;
  GtkWidget *panel;
  gboolean   panel_visible;
  gboolean   narrow;
  gboolean   columns;
};

enum
{
  PROP_0,
  PROP_STAGE,
  PROP_PANEL,
  PROP_PANEL_VISIBLE,
  PROP_PANEL_COLUMNS,
  PROP_PANEL_ORIENTATION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticRoom, critic_room, GTK_TYPE_WIDGET)

static void
critic_room_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  CriticRoom *self = CRITIC_ROOM (widget);
  int stage_min, stage_nat, panel_min = 0, panel_nat = 0;

  gtk_widget_measure (self->stage, orientation, -1, &stage_min, &stage_nat, NULL, NULL);
  gtk_widget_measure (self->panel, orientation, -1, &panel_min, &panel_nat, NULL, NULL);

  /* It can always be narrow, so that is what it needs. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (stage_min, panel_min);
      *natural = MAX (*minimum, NARROW + PANEL_MIN);
    }
  else
    {
      *minimum = MAX (MIN_HEIGHT, stage_min + (self->panel_visible ? panel_min : 0));
      *natural = MAX (*minimum, MAX (stage_nat, panel_nat));
    }
}

static void
allocate (GtkWidget *child,
          int        x,
          int        y,
          int        width,
          int        height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
critic_room_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  CriticRoom *self = CRITIC_ROOM (widget);
  gboolean narrow = width < NARROW;
  gboolean columns = narrow && width >= TWO_COLUMNS;

  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      if (narrow)
        gtk_widget_add_css_class (widget, "narrow");
      else
        gtk_widget_remove_css_class (widget, "narrow");
    }
  /* Before the panel is measured. */
  if (columns != self->columns)
    {
      self->columns = columns;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANEL_COLUMNS]);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANEL_ORIENTATION]);
    }

  gtk_widget_set_child_visible (self->panel, self->panel_visible);
  if (!self->panel_visible)
    allocate (self->stage, 0, 0, width, height);
  else if (!narrow)
    {
      int panel = CLAMP (width * PANEL_SHARE, PANEL_MIN, PANEL_MAX);
      gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

      allocate (self->stage, rtl ? panel : 0, 0, width - panel, height);
      allocate (self->panel, rtl ? 0 : width - panel, 0, panel, height);
    }
  else
    {
      int stage_min, panel_min, stage;

      gtk_widget_measure (self->stage, GTK_ORIENTATION_VERTICAL, width, &stage_min, NULL, NULL, NULL);
      gtk_widget_measure (self->panel, GTK_ORIENTATION_VERTICAL, width, &panel_min, NULL, NULL, NULL);
      stage = MAX (stage_min, MIN (height * STAGE_SHARE, height - panel_min));
      allocate (self->stage, 0, 0, width, stage);
      allocate (self->panel, 0, stage, width, MAX (panel_min, height - stage));
    }
}

static void
critic_room_dispose (GObject *object)
{
  CriticRoom *self = CRITIC_ROOM (object);

  g_clear_pointer (&self->stage, gtk_widget_unparent);
  g_clear_pointer (&self->panel, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_room_parent_class)->dispose (object);
}

static void
critic_room_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  CriticRoom *self = CRITIC_ROOM (object);

  switch (prop_id)
    {
    case PROP_STAGE:
      g_value_set_object (value, self->stage);
      break;

    case PROP_PANEL:
      g_value_set_object (value, self->panel);
      break;

    case PROP_PANEL_VISIBLE:
      g_value_set_boolean (value, self->panel_visible);
      break;

    case PROP_PANEL_COLUMNS:
      g_value_set_boolean (value, self->columns);
      break;

    case PROP_PANEL_ORIENTATION:
      g_value_set_enum (value, self->columns ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_room_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  CriticRoom *self = CRITIC_ROOM (object);

  switch (prop_id)
    {
    case PROP_STAGE:
      self->stage = g_value_get_object (value);
      gtk_widget_insert_after (self->stage, GTK_WIDGET (self), NULL);
      break;

    case PROP_PANEL:
      self->panel = g_value_get_object (value);
      gtk_widget_insert_before (self->panel, GTK_WIDGET (self), NULL);
      break;

    case PROP_PANEL_VISIBLE:
      critic_room_set_panel_visible (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_room_class_init (CriticRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = critic_room_dispose;
  object_class->get_property = critic_room_get_property;
  object_class->set_property = critic_room_set_property;
  widget_class->measure = critic_room_measure;
  widget_class->size_allocate = critic_room_size_allocate;

  properties[PROP_STAGE] = g_param_spec_object ("stage", NULL, NULL, GTK_TYPE_WIDGET, once);
  properties[PROP_PANEL] = g_param_spec_object ("panel", NULL, NULL, GTK_TYPE_WIDGET, once);
  properties[PROP_PANEL_VISIBLE] = g_param_spec_boolean ("panel-visible", NULL, NULL, TRUE,
                                                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PANEL_COLUMNS] = g_param_spec_boolean ("panel-columns", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANEL_ORIENTATION] = g_param_spec_enum ("panel-orientation", NULL, NULL, GTK_TYPE_ORIENTATION, GTK_ORIENTATION_VERTICAL,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "room");
}

static void
critic_room_init (CriticRoom *self)
{
  self->panel_visible = TRUE;
}

gboolean
critic_room_get_panel_visible (CriticRoom *self)
{
  g_return_val_if_fail (CRITIC_IS_ROOM (self), FALSE);

  return self->panel_visible;
}

void
critic_room_set_panel_visible (CriticRoom *self,
                               gboolean    visible)
{
  g_return_if_fail (CRITIC_IS_ROOM (self));

  if (self->panel_visible == visible)
    return;

  self->panel_visible = visible;
  gtk_widget_set_visible (self->panel, visible);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PANEL_VISIBLE]);
}
