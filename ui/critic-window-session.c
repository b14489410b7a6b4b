/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lay there when the window was last open lies there again. */
#include "critic-window-private.h"

#define SAVE_MS 400

/* Written down a moment later: whoever holds an arrow key goes by many. */
static gboolean
save_cb (gpointer user_data)
{
  CriticWindow *self = user_data;
  const char *folder = critic_folder_view_get_folder (self->folder);
  GFile *file = critic_desk_get_picture (self->desk) != NULL ? critic_desk_get_file (self->desk) : NULL;
  g_autofree char *folder_uri = folder != NULL ? g_filename_to_uri (folder, NULL, NULL) : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  self->save_source = 0;
  g_settings_set_string (self->settings, "session-folder", folder_uri != NULL ? folder_uri : "");
  g_settings_set_string (self->settings, "session-photograph", uri != NULL ? uri : "");
  g_settings_set_boolean (self->settings, "session-of-folder", critic_folder_view_get_current (self->folder) != 0);
  g_settings_set_string (self->settings, "session-view", _critic_window_is_desk (self) ? "desk" : "folder");

  return G_SOURCE_REMOVE;
}

static void
save_soon (CriticWindow *self)
{
  if (self->save_source != 0)
    return;

  self->save_source = g_timeout_add (SAVE_MS, save_cb, self);
  g_source_set_name_by_id (self->save_source, "[photo-critic] session");
}

void
_critic_window_save_session (CriticWindow *self)
{
  if (self->save_source == 0)
    return;

  g_clear_handle_id (&self->save_source, g_source_remove);
  save_cb (self);
}

/* The folder has been listed: the photograph that lay on the desk is in it, or gone. */
static void
subtitle_cb (CriticWindow *self)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);
  gboolean loading = TRUE;

  if (self->returning == NULL || shoot == NULL)
    return;

  g_object_get (shoot, "loading", &loading, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shoot)); i++)
    {
      g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (shoot), i);

      if (g_str_equal (critic_shoot_item_get_facts (item)->row->path, self->returning))
        {
          g_clear_pointer (&self->returning, g_free);
          if (!_critic_window_is_desk (self) && critic_folder_view_get_current (self->folder) == 0)
            {
              critic_photo_view_start_fit (self->view);
              _critic_window_open_row (self, critic_shoot_item_get_file_id (item));
            }
          return;
        }
    }
  if (!loading && g_list_model_get_n_items (G_LIST_MODEL (shoot)) > 0)
    g_clear_pointer (&self->returning, g_free);
}

void
_critic_window_init_session (CriticWindow *self)
{
  if (self->settings == NULL)
    return;

  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (save_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (save_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::title", G_CALLBACK (save_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::subtitle", G_CALLBACK (subtitle_cb), self, G_CONNECT_SWAPPED);
}

/**
 * critic_window_restore:
 * @self: a window in which nothing was opened yet
 *
 * Opens what was open when a window was last closed, unless the user does not want that.
 */
void
critic_window_restore (CriticWindow *self)
{
  g_autofree char *folder = NULL, *photograph = NULL, *view = NULL;
  g_autoptr(GFile) file = NULL;
  gboolean on_desk;

  g_return_if_fail (CRITIC_IS_WINDOW (self));

  if (self->settings == NULL || !g_settings_get_boolean (self->settings, "restore-session"))
    return;

  folder = g_settings_get_string (self->settings, "session-folder");
  photograph = g_settings_get_string (self->settings, "session-photograph");
  view = g_settings_get_string (self->settings, "session-view");
  on_desk = g_str_equal (view, "desk") && *photograph != '\0';
  file = on_desk ? g_file_new_for_uri (photograph) : NULL;

  if (*folder != '\0')
    {
      g_autoptr(GFile) place = g_file_new_for_uri (folder);

      critic_window_open_folder (self, place);
      if (on_desk && g_settings_get_boolean (self->settings, "session-of-folder"))
        {
          self->returning = g_file_get_path (file);
          return;
        }
    }
  if (on_desk)
    critic_window_open (self, file, NULL);
}
