/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-notice.h"

#include <glib/gi18n-lib.h>

struct _CriticNotice
{
  GtkWidget  parent_instance;

  GtkWidget *box;
  GtkLabel  *label;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (CriticNotice, critic_notice, GTK_TYPE_WIDGET)

static void
close_cb (CriticNotice *self)
{
  critic_notice_close (self);
}

static void
critic_notice_dispose (GObject *object)
{
  g_clear_pointer (&CRITIC_NOTICE (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_notice_parent_class)->dispose (object);
}

static void
critic_notice_class_init (CriticNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_notice_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
critic_notice_init (CriticNotice *self)
{
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->button = GTK_BUTTON (gtk_button_new ());

  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (close, GTK_ALIGN_CENTER);
  gtk_button_set_has_frame (GTK_BUTTON (close), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close the message"), -1);
  g_signal_connect_object (close, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->button));
  gtk_box_append (GTK_BOX (self->box), close);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
critic_notice_say (CriticNotice *self,
                   const char   *text,
                   const char   *label,
                   const char   *action)
{
  g_return_if_fail (CRITIC_IS_NOTICE (self));

  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

gboolean
critic_notice_close (CriticNotice *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTICE (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  return TRUE;
}

void
critic_notice_outdate (CriticNotice *self,
                       const char   *action)
{
  g_return_if_fail (CRITIC_IS_NOTICE (self));

  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)), action) == 0)
    critic_notice_close (self);
}
