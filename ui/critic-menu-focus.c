/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-menu-focus.h"

#include <gtk/gtk.h>

/* Something chosen in a submenu leaves the focus on the item, which is not shown any
 * more, and every key goes there (GTK 4.8). */
static gboolean
give_back_cb (gpointer user_data)
{
  GtkWidget *owner = user_data;
  GtkRoot *root = gtk_widget_get_root (owner);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root != NULL && gtk_widget_get_mapped (owner) && focus != NULL && !gtk_widget_get_mapped (focus) &&
      !gtk_widget_grab_focus (owner))
    gtk_root_set_focus (root, NULL);

  return G_SOURCE_REMOVE;
}

static gboolean
unmapped_cb (GSignalInvocationHint *hint,
             guint                  n_values,
             const GValue          *values,
             gpointer               user_data)
{
  GtkWidget *widget = g_value_get_object (values);
  GtkWidget *owner = GTK_IS_POPOVER_MENU (widget) ? gtk_widget_get_parent (widget) : NULL;

  /* Not in the middle of closing. */
  if (owner != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, give_back_cb, g_object_ref (owner), g_object_unref);

  return TRUE;
}

void
critic_menu_focus_watch (void)
{
  g_type_class_unref (g_type_class_ref (GTK_TYPE_POPOVER_MENU));
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, unmapped_cb, NULL, NULL);
}
