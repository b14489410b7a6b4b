/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lies on the desk, for a room. */
#include "critic-window-private.h"

#include "critic-present-view.h"

static void
step_cb (CriticWindow *self,
         int           by)
{
  _critic_window_step_by (self, by);
}

/* From the folder: what is selected there, else the first. */
static void
open_from_folder (CriticWindow *self)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self->folder);
  g_autoptr(CriticShootItem) first = shoot != NULL ? g_list_model_get_item (G_LIST_MODEL (shoot), 0) : NULL;

  if (ids->len > 0)
    _critic_window_open_row (self, g_array_index (ids, gint64, 0));
  else if (first != NULL)
    _critic_window_open_row (self, critic_shoot_item_get_file_id (first));
}

static void
present_cb (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  CriticPresentView *view;

  if (!_critic_window_is_desk (self))
    open_from_folder (self);
  if (critic_desk_get_picture (self->desk) == NULL && !critic_desk_get_loading (self->desk))
    return;

  view = critic_present_view_new (GTK_WINDOW (self), self->desk, self->notebook, self->keymap);
  g_signal_connect_object (view, "step", G_CALLBACK (step_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (view));
}

void
_critic_window_class_init_present (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.present", NULL, present_cb);
}
