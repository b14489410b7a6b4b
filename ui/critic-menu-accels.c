/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-menu-accels.h"

#include <gtk/gtk.h>

static void
hold_items (GtkWidget *widget,
            GPtrArray *held)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          GtkEventController *controller = g_list_model_get_item (controllers, i);

          /* One reference for us, and one for GTK to let go of. */
          if (GTK_IS_SHORTCUT_CONTROLLER (controller))
            g_ptr_array_add (held, g_object_ref (controller));
          else
            g_object_unref (controller);
        }
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    hold_items (child, held);
}

GPtrArray *
critic_menu_accels_hold (void)
{
  GPtrArray *held = g_ptr_array_new ();
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      hold_items (window, held);
    }

  return held;
}

void
critic_menu_accels_release (GPtrArray *held)
{
  for (guint i = 0; i < held->len; i++)
    {
      GObject *controller = g_ptr_array_index (held, i);
      /* Taken off its item it is only ours; and GTK has let go of one reference too many, or not. */
      guint n = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)) != NULL ? 2 : controller->ref_count;

      while (n-- > 0)
        g_object_unref (controller);
    }
  g_ptr_array_unref (held);
}
