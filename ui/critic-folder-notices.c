/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a folder has to say: in its own line when it is seen, else through the
 * window. */
#include "critic-folder-view-private.h"

/* "3 photographs moved · Undo" is true until the next step. */
void
_critic_folder_view_outdate_notice (CriticFolderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->notice));

  critic_notice_outdate (self->notice, "folder.undo");
  critic_notice_outdate (self->notice, "win.undo-step");
  critic_notice_outdate (self->notice, "win.redo-step");
  if (had_focus && !gtk_widget_get_visible (GTK_WIDGET (self->notice)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
_critic_folder_view_walked (CriticFolderView   *self,
                            const CriticChange *change,
                            gboolean            redo)
{
  critic_shelf_tell_walked (self->shelf, G_OBJECT (self), change, redo);
}

gboolean
critic_folder_view_back (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), FALSE);

  return critic_notice_close (self->notice);
}

void
critic_folder_view_say (CriticFolderView *self,
                        const char       *text,
                        const char       *label,
                        const char       *action)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  /* Said where somebody reads it. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL && !gtk_widget_get_child_visible (GTK_WIDGET (self)))
    g_signal_emit_by_name (self, "said", text, label, action);
  else
    critic_notice_say (self->notice, text, label, action);
}
