/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-menu-names.h"

#include "critic-button-name.h"

/* An item says that it is labelled by its own label, which is hidden from screen
 * readers as a part of it; what it says goes before a name of its own. */
static gboolean
is_item (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton");
}

static void
name_items (GtkWidget *widget)
{
  if (is_item (widget))
    {
      g_autofree char *text = NULL;

      g_object_get (widget, "text", &text, NULL);
      critic_button_name (widget, text != NULL ? text : "");
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               user_data)
{
  GObject *widget = g_value_get_object (values);

  /* An item may come while its menu is open. */
  if (GTK_IS_POPOVER_MENU (widget) || is_item (GTK_WIDGET (widget)))
    name_items (GTK_WIDGET (widget));

  return TRUE;
}

void
critic_menu_names_watch (void)
{
  /* The signal is there once its class is. */
  g_type_class_unref (g_type_class_ref (GTK_TYPE_POPOVER_MENU));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
}
