/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

/* The name of a folder for people; (transfer full). */
char *
_critic_folder_view_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);

  return g_filename_display_name (base);
}

static GtkWindow *
get_window (CriticFolderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* The computer does not fall asleep over the work. */
static void
stay_awake (CriticFolderView *self,
            gboolean          awake)
{
  GtkWindow *window = get_window (self);
  GtkApplication *application = window != NULL ? gtk_window_get_application (window) : NULL;

  if (application == NULL)
    return;

  if (awake && self->inhibited == 0)
    self->inhibited = gtk_application_inhibit (application, window, GTK_APPLICATION_INHIBIT_SUSPEND,
                                               _("Photographs are being judged"));
  else if (!awake && self->inhibited != 0)
    {
      gtk_application_uninhibit (application, self->inhibited);
      self->inhibited = 0;
    }
}

/* A pass of minutes says when it is done, to whoever looks elsewhere. */
static void
pass_state_cb (CriticFolderView *self)
{
  GtkWindow *window = get_window (self);
  GtkApplication *application = window != NULL ? gtk_window_get_application (window) : NULL;
  CriticPassState state = critic_pass_get_state (self->pass);

  stay_awake (self, state == CRITIC_PASS_RUNNING);
  if (state == CRITIC_PASS_FINISHED || state == CRITIC_PASS_CANCELLED || state == CRITIC_PASS_FAILED)
    g_signal_emit_by_name (self, "passed");
  if (state == CRITIC_PASS_FINISHED && self->must_look_again)
    {
      critic_folder_view_look_again (self);
      return;
    }

  if (state == CRITIC_PASS_FINISHED && application != NULL && !gtk_window_is_active (window))
    {
      g_autoptr(GNotification) notification = NULL;
      g_autofree char *name = _critic_folder_view_name (self->folder), *title = NULL, *body = NULL;
      CriticPassProgress progress;

      critic_pass_get_progress (self->pass, &progress);
      if (progress.done + progress.failed > 0)
        {
          title = g_strdup_printf (_("“%s” is judged"), name);
          notification = g_notification_new (title);
          body = g_strdup_printf (ngettext ("%'zu photograph", "%'zu photographs", progress.done), (gsize) progress.done);
          g_notification_set_body (notification, body);
          g_application_send_notification (G_APPLICATION (application), "pass", notification);
        }
    }

  _critic_folder_view_update_page (self);
}

/* Also of a view that is being disposed of. */
void
_critic_folder_view_end_pass (CriticFolderView *self)
{
  if (self->pass == NULL)
    return;

  stay_awake (self, FALSE);
  g_signal_handlers_disconnect_by_data (self->pass, self);
  critic_pass_cancel (self->pass);
  if (self->pass_bar != NULL)
    critic_pass_bar_set_pass (self->pass_bar, NULL);
  g_clear_object (&self->pass);
}

void
critic_folder_view_look_again (CriticFolderView *self)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  /* A pass that was stopped stays so. */
  self->must_look_again = self->pass != NULL && critic_pass_get_state (self->pass) == CRITIC_PASS_RUNNING;
  if (self->pass != NULL && critic_pass_get_state (self->pass) == CRITIC_PASS_FINISHED)
    _critic_folder_view_restart (self);
}

/* A pass from the start: what is current is skipped. */
void
_critic_folder_view_restart (CriticFolderView *self)
{
  const char *roots[] = { self->folder, NULL };

  if (self->shoot == NULL)
    return;

  _critic_folder_view_end_pass (self);
  self->pass = critic_pass_new (critic_shelf_get_library (self->shelf), critic_shelf_get_model_directory (self->shelf), 0);
  g_signal_connect_object (self->pass, "notify::state", G_CALLBACK (pass_state_cb), self, G_CONNECT_SWAPPED);
  critic_shoot_watch (self->shoot, self->pass);
  critic_pass_bar_set_pass (self->pass_bar, self->pass);
  critic_pass_start (self->pass, roots, TRUE);
  _critic_folder_view_update_page (self);
}
