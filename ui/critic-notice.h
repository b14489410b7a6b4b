/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line that says what was just done, with the way back; or what went wrong.
 * Stays until it is closed or something else is said. */
#define CRITIC_TYPE_NOTICE (critic_notice_get_type ())
G_DECLARE_FINAL_TYPE (CriticNotice, critic_notice, CRITIC, NOTICE, GtkWidget)

/* @label, @action: of the button; NULL: none. */
void     critic_notice_say   (CriticNotice *self, const char *text, const char *label, const char *action);
/* FALSE: there was nothing to close. */
gboolean critic_notice_close (CriticNotice *self);
/* Closes it if its button does @action, which means something else from now on. */
void     critic_notice_outdate (CriticNotice *self, const char *action);

G_END_DECLS
