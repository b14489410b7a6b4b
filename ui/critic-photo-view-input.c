/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-photo-view-private.h"

#include <math.h>

/* One notch of a wheel. */
#define STEP 1.2

static void
set_cursor (CriticPhotoView *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->viewport.fit || self->picture == NULL ? NULL : "grab");
}

/* Tells the spotlight which region lies under the pointer. */
void
_critic_photo_view_point (CriticPhotoView *self)
{
  CriticAssessment *explained;
  graphene_rect_t rect;
  guint columns, rows;
  gint region = -1;

  set_cursor (self);

  if (self->spotlight == NULL)
    return;

  explained = critic_desk_get_explained (critic_spotlight_get_desk (self->spotlight));

  if (self->pointer_x >= 0 && explained != NULL && _critic_photo_view_get_rect (self, &rect)
      && critic_assessment_get_grid (explained, &columns, &rows))
    {
      gint column = floor ((self->pointer_x - rect.origin.x) / rect.size.width * columns);
      gint row = floor ((self->pointer_y - rect.origin.y) / rect.size.height * rows);

      if (column >= 0 && column < (gint) columns && row >= 0 && row < (gint) rows)
        region = row * columns + column;
    }

  critic_spotlight_point_at_place (self->spotlight, region);
}

static void
motion_cb (CriticPhotoView *self,
           gdouble          x,
           gdouble          y)
{
  self->pointer_x = x;
  self->pointer_y = y;
  _critic_photo_view_point (self);
}

static void
leave_cb (CriticPhotoView *self)
{
  self->pointer_x = self->pointer_y = -1;
  _critic_photo_view_point (self);
}

static gboolean
scroll_cb (CriticPhotoView          *self,
           gdouble                   dx,
           gdouble                   dy,
           GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (self->picture == NULL)
    return GDK_EVENT_PROPAGATE;

  /* Two fingers on a touchpad pan, a wheel zooms. */
  if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE && !(state & GDK_CONTROL_MASK))
    critic_photo_view_pan_by (self, -dx, -dy);
  else if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE)
    critic_photo_view_zoom_by (self, pow (STEP, -dy / 32));
  else
    critic_photo_view_zoom_by (self, pow (STEP, -dy));

  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (CriticPhotoView *self)
{
  self->gesture_x = self->gesture_y = 0;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->viewport.fit)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
drag_update_cb (CriticPhotoView *self,
                gdouble          dx,
                gdouble          dy)
{
  critic_photo_view_pan_by (self, dx - self->gesture_x, dy - self->gesture_y);
  self->gesture_x = dx;
  self->gesture_y = dy;
}

/* What two fingers do: @scale is how far apart they are, by how far they were; (x, y)
 * lies in the middle of them. */
void
_critic_photo_view_begin_pinch (CriticPhotoView *self)
{
  self->gesture_zoom = critic_photo_view_get_zoom (self);
}

void
_critic_photo_view_pinch (CriticPhotoView *self,
                          gdouble          scale,
                          gdouble          x,
                          gdouble          y)
{
  _critic_photo_view_zoom_at (self, self->gesture_zoom * scale, x, y);
}

static void
pinch_begin_cb (CriticPhotoView *self)
{
  _critic_photo_view_begin_pinch (self);
}

static void
pinch_cb (CriticPhotoView *self,
          gdouble          scale,
          GtkGesture      *pinch)
{
  gdouble x, y;

  if (gtk_gesture_get_bounding_box_center (pinch, &x, &y))
    _critic_photo_view_pinch (self, scale, x, y);
}

static void
pressed_cb (CriticPhotoView *self,
            int              n_press,
            gdouble          x,
            gdouble          y)
{
  if (n_press != 2 || self->picture == NULL)
    return;

  if (self->viewport.fit)
    _critic_photo_view_zoom_at (self, 1, x, y);
  else
    critic_photo_view_set_fit (self);
}

void
_critic_photo_view_init_input (CriticPhotoView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *controller;
  GtkGesture *gesture;

  controller = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (controller, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (controller, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (controller, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, controller);

  controller = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect_swapped (controller, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, controller);

  gesture = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), 0);
  g_signal_connect_swapped (gesture, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (gesture, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (gesture, "drag-end", G_CALLBACK (set_cursor), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_zoom_new ();
  g_signal_connect_swapped (gesture, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (gesture, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));

  gesture = gtk_gesture_click_new ();
  g_signal_connect_swapped (gesture, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (gesture));
}
