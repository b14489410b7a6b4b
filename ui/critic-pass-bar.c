/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _CriticPassBar
{
  GtkWidget       parent_instance;

  CriticPass     *pass;
  GtkWidget      *box;
  GtkProgressBar *progress;
  GtkLabel       *progress_label;
  GtkLabel       *file_label;
  GtkButton      *pause_button;
  GtkButton      *cancel_button;
};

G_DEFINE_FINAL_TYPE (CriticPassBar, critic_pass_bar, GTK_TYPE_WIDGET)

/* "12 s", "3 min", "2 h": as precise as it can be known. */
static char *
format_time (gdouble seconds)
{
  if (seconds < 60)
    return g_strdup_printf (_("%d\xc2\xa0s left"), MAX (1, (int) lrint (seconds)));
  if (seconds < 3600)
    return g_strdup_printf (_("%d\xc2\xa0min left"), (int) lrint (seconds / 60));

  return g_strdup_printf (_("%d\xc2\xa0h %d\xc2\xa0min left"), (int) (seconds / 3600), (int) fmod (seconds / 60, 60));
}

static char *
format_progress (const CriticPassProgress *progress,
                 CriticPassState           state)
{
  gsize seen = progress->skipped + progress->done + progress->failed, met = progress->met, failed = progress->failed;
  GString *text = g_string_new (NULL);

  g_string_printf (text, _("%'zu of %'zu"), seen, met);
  if (state == CRITIC_PASS_PAUSED)
    g_string_append_printf (text, " · %s", _("paused"));
  else
    {
      if (!progress->discovered_all)
        g_string_append_printf (text, " · %s", _("still looking for photographs"));
      if (progress->per_second > 0)
        {
          g_string_append (text, " · ");
          g_string_append_printf (text, progress->per_second < 10 ? _("%.1f a second") : _("%.0f a second"), progress->per_second);
        }
      if (progress->discovered_all && isfinite (progress->seconds_left))
        {
          g_autofree char *left = format_time (progress->seconds_left);

          g_string_append_printf (text, " · %s", left);
        }
    }
  if (failed > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%zu failed", "%zu failed", failed), failed);
    }

  return g_string_free (text, FALSE);
}

static void
progress_cb (CriticPassBar *self)
{
  CriticPassProgress progress;
  CriticPassState state = critic_pass_get_state (self->pass);
  g_autofree char *text = NULL, *file = NULL;
  guint64 seen;

  critic_pass_get_progress (self->pass, &progress);
  seen = progress.skipped + progress.done + progress.failed;

  if (state == CRITIC_PASS_FAILED)
    text = g_strdup (critic_pass_get_error (self->pass) != NULL ? critic_pass_get_error (self->pass)->message
                                                               : _("The pass over the folder failed."));
  else
    text = format_progress (&progress, state);
  gtk_label_set_label (self->progress_label, text);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), state != CRITIC_PASS_FAILED);
  gtk_progress_bar_set_fraction (self->progress, progress.met > 0 ? CLAMP ((gdouble) seen / progress.met, 0, 1) : 0);
  file = state != CRITIC_PASS_FAILED && progress.current != NULL ? g_filename_display_name (progress.current) : g_strdup ("");
  gtk_label_set_label (self->file_label, file);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file_label), file);
}

static void
state_cb (CriticPassBar *self)
{
  CriticPassState state = critic_pass_get_state (self->pass);
  gboolean is_paused = state == CRITIC_PASS_PAUSED, has_failed = state == CRITIC_PASS_FAILED;

  gtk_widget_set_visible (GTK_WIDGET (self), state == CRITIC_PASS_RUNNING || is_paused || has_failed);
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), !has_failed);
  gtk_button_set_label (self->pause_button, is_paused ? _("Resume") : _("Pause"));
  gtk_button_set_label (self->cancel_button, has_failed ? _("Try Again") : _("Cancel"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->cancel_button), has_failed ? "folder.restart" : NULL);
  progress_cb (self);
}

static void
pause_cb (CriticPassBar *self)
{
  if (self->pass == NULL)
    return;

  if (critic_pass_get_state (self->pass) == CRITIC_PASS_PAUSED)
    critic_pass_resume (self->pass);
  else
    critic_pass_pause (self->pass);
}

static void
cancel_cb (CriticPassBar *self)
{
  if (self->pass != NULL && critic_pass_get_state (self->pass) != CRITIC_PASS_FAILED)
    critic_pass_cancel (self->pass);
}

static void
critic_pass_bar_dispose (GObject *object)
{
  CriticPassBar *self = CRITIC_PASS_BAR (object);

  if (self->pass != NULL)
    g_signal_handlers_disconnect_by_data (self->pass, self);
  g_clear_object (&self->pass);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_pass_bar_parent_class)->dispose (object);
}

static void
critic_pass_bar_class_init (CriticPassBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_pass_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-pass-bar.ui");
  gtk_widget_class_set_css_name (widget_class, "passbar");
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, box);
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, progress);
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, progress_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, file_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, pause_button);
  gtk_widget_class_bind_template_child (widget_class, CriticPassBar, cancel_button);
}

static void
critic_pass_bar_init (CriticPassBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->pause_button, "clicked", G_CALLBACK (pause_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cancel_button, "clicked", G_CALLBACK (cancel_cb), self, G_CONNECT_SWAPPED);
}

/* @pass NULL: none. */
void
critic_pass_bar_set_pass (CriticPassBar *self,
                          CriticPass    *pass)
{
  g_return_if_fail (CRITIC_IS_PASS_BAR (self));

  if (self->pass != NULL)
    g_signal_handlers_disconnect_by_data (self->pass, self);
  g_set_object (&self->pass, pass);

  if (pass == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  g_signal_connect_object (pass, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pass, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  state_cb (self);
}
