/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys as the user wants them, and the window that changes them. */
#include "critic-window-private.h"

#include "critic-preferences.h"

static void
keymap_cb (CriticWindow *self)
{
  critic_keymap_fill (self->keymap, self->window_keys, CRITIC_COMMAND_IN_WINDOW);
  critic_keymap_fill (self->keymap, self->desk_keys, CRITIC_COMMAND_ON_DESK);
  critic_keymap_update_tooltips (self->keymap, GTK_WIDGET (self));
}

static void
preferences_cb (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);

  if (self->settings == NULL)
    return;

  if (self->preferences == NULL)
    {
      self->preferences = GTK_WINDOW (critic_preferences_new (GTK_WINDOW (self), self->settings, self->keymap));
      g_object_add_weak_pointer (G_OBJECT (self->preferences), (gpointer *) &self->preferences);
    }
  gtk_window_present (self->preferences);
}

void
_critic_window_class_init_keys (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.preferences", NULL, preferences_cb);
}

void
_critic_window_forget_keys (CriticWindow *self)
{
  if (self->preferences != NULL)
    {
      g_object_remove_weak_pointer (G_OBJECT (self->preferences), (gpointer *) &self->preferences);
      g_clear_pointer (&self->preferences, gtk_window_destroy);
    }
  g_clear_object (&self->keymap);
}

/**
 * critic_window_get_help_page:
 * @self: a window
 *
 * Returns: (transfer none): the id of the page of the help that is about what has the
 *   keyboard, or what is shown
 */
const char *
critic_window_get_help_page (CriticWindow *self)
{
  GtkWidget *focus;

  g_return_val_if_fail (CRITIC_IS_WINDOW (self), "first-steps");

  focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (!_critic_window_is_desk (self))
    return focus != NULL && GTK_IS_EDITABLE (focus) ? "filters" : "folder";
  if (_critic_window_is_comparing (self))
    return "culling";
  if (focus != NULL && (focus == GTK_WIDGET (self->editor) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->critique_bar))
                        || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->aspects))))
    return "critique";
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->judgement)))
    return "judgement";
  if (focus != NULL && (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->heat_bar))
                        || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->styles))))
    return "heat";

  return "first-steps";
}

/* Letters reach the window only when no text wanted them. */
void
_critic_window_init_keys (CriticWindow *self)
{
  self->keymap = critic_keymap_new (self->settings);
  self->window_keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->window_keys));
  self->desk_keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());
  gtk_widget_add_controller (GTK_WIDGET (self->room), GTK_EVENT_CONTROLLER (self->desk_keys));

  critic_keymap_name_widget (GTK_WIDGET (self->open_button), "open open-folder");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.preferences", self->settings != NULL);
  g_signal_connect_object (self->keymap, "changed", G_CALLBACK (keymap_cb), self, G_CONNECT_SWAPPED);
  keymap_cb (self);
}
