/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who judges first sees nothing of what the model says until then. */
#include "critic-window-private.h"

#include "critic-veil.h"

/* The hash of what lies on the desk; FALSE: nothing does. */
static gboolean
get_hash (CriticWindow *self,
          CriticHash   *hash)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);

  if (picture == NULL)
    return FALSE;

  memcpy (hash->bytes, critic_photo_get_content_hash (critic_picture_get_photo (picture)), sizeof hash->bytes);

  return TRUE;
}

static void
update (CriticWindow *self)
{
  CriticHash hash;

  critic_desk_set_veiled (self->desk, get_hash (self, &hash)
                                      && critic_veil_hides (critic_veil_get_default (), &hash,
                                                            critic_notebook_get_rating (self->notebook)));
}

/* The user asks: of what lies on the desk, or of what is selected in the folder. */
static void
unveil_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  CriticHash hash;

  if (!_critic_window_is_desk (self))
    critic_folder_view_unveil (self->folder);
  else if (get_hash (self, &hash))
    critic_veil_lift (critic_veil_get_default (), &hash, 1);
}

void
_critic_window_class_init_judge (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.unveil", NULL, unveil_cb);
}

/* After the notebook is there. */
void
_critic_window_init_judge (CriticWindow *self)
{
  CriticVeil *veil = critic_veil_get_default ();
  g_autoptr(GPropertyAction) first = g_property_action_new ("judge-first", veil, "on");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (first));
  if (self->settings != NULL)
    g_settings_bind (self->settings, "judge-first", veil, "on", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (veil, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notebook, "rated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
