/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-motion.h"

static gboolean
may_move (void)
{
  gboolean animations;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);

  return animations;
}

static void
set_below (GtkWidget *widget,
           gboolean   kinetic)
{
  if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (widget), kinetic);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    set_below (child, kinetic);
}

static void
changed_cb (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean kinetic = may_move ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      set_below (window, kinetic);
    }
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               user_data)
{
  GObject *widget = g_value_get_object (values);

  if (GTK_IS_SCROLLED_WINDOW (widget))
    gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (widget), may_move ());

  return TRUE;
}

void
critic_motion_watch (void)
{
  /* The signal is there once its class is. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_SCROLLED_WINDOW));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
  g_signal_connect (gtk_settings_get_default (), "notify::gtk-enable-animations", G_CALLBACK (changed_cb), NULL);
}
