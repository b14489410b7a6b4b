/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is shown, and so looked at and watched. */
static void
show_cb (CriticWindow *self)
{
  critic_sidecars_show (self->sidecars, critic_desk_get_file (self->desk), critic_folder_view_get_folder (self->folder),
                        _critic_window_is_desk (self));
}

static void
said_cb (CriticWindow *self,
         const char   *text)
{
  if (_critic_window_is_desk (self))
    critic_notice_say (self->desk_notice, text, NULL, NULL);
  else
    critic_folder_view_say (self->folder, text, NULL, NULL);
}

static void
differing_cb (CriticWindow *self)
{
  critic_disagreement_bar_set (self->disagreement, critic_sidecars_get_differing (self->sidecars));
}

static void
settled_cb (CriticWindow *self,
            gboolean      theirs,
            gboolean      all)
{
  critic_sidecars_settle (self->sidecars, theirs, all);
}

/* The desk, the film strip and the folder each see to what is theirs. */
static void
arrived_cb (CriticWindow      *self,
            const char *const *paths)
{
  const char *folder = critic_folder_view_get_folder (self->folder);
  const gsize length = folder != NULL ? strlen (folder) : 0;
  gboolean is_below = FALSE;

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_path (paths[i]);

      critic_pictures_look (critic_desk_get_pictures (self->desk), file);
      is_below |= folder != NULL && strncmp (paths[i], folder, length) == 0 && paths[i][length] == '/';
    }
  if (is_below)
    critic_folder_view_look_again (self->folder);
  _critic_window_list_again (self);
}

/* Of the photograph on the desk, or of the selection in the folder. */
static void
write_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  GFile *file = critic_desk_get_file (self->desk);
  g_auto(GStrv) paths = NULL;

  if (!_critic_window_is_desk (self))
    paths = critic_folder_view_get_paths (self->folder);
  else if (file != NULL && g_file_peek_path (file) != NULL)
    {
      const char *const one[] = { g_file_peek_path (file), NULL };

      paths = g_strdupv ((GStrv) one);
    }
  if (paths == NULL || *paths == NULL)
    said_cb (self, _("Select the photographs whose sidecars are to be written."));
  else
    critic_sidecars_save (self->sidecars, (const char *const *) paths);
}

void
_critic_window_class_init_sidecars (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.write-sidecars", NULL, write_cb);
}

void
_critic_window_init_sidecars (CriticWindow *self,
                              CriticShelf  *shelf)
{
  static const char *const keys[] = { "sidecars-automatic", "sidecar-name", "sidecar-subjects" };
  GtkWidget *views = gtk_window_get_child (GTK_WINDOW (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (gsize i = 0; self->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (self), action);
    }

  /* Above the desk and the folder alike. */
  self->disagreement = CRITIC_DISAGREEMENT_BAR (critic_disagreement_bar_new ());
  g_object_ref (views);
  gtk_window_set_child (GTK_WINDOW (self), box);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->disagreement));
  gtk_box_append (GTK_BOX (box), views);
  gtk_widget_set_vexpand (views, TRUE);
  g_object_unref (views);
  g_signal_connect_object (self->disagreement, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);

  self->sidecars = critic_sidecars_new (shelf, self->settings);
  g_signal_connect_object (self->sidecars, "said", G_CALLBACK (said_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidecars, "differing", G_CALLBACK (differing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidecars, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::title", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "passed", G_CALLBACK (critic_sidecars_list), self->sidecars, G_CONNECT_SWAPPED);
}
