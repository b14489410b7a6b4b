/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The help, with pictures of the window: pages at the left, found by their words; the
 * one chosen at the right. Needs nothing that is not in the program. */
#define CRITIC_TYPE_HELP_WINDOW (critic_help_window_get_type ())
G_DECLARE_FINAL_TYPE (CriticHelpWindow, critic_help_window, CRITIC, HELP_WINDOW, GtkWindow)

GtkWidget *critic_help_window_new  (void);
/* @page: its id (critic-help-pages.h). */
void       critic_help_window_show (CriticHelpWindow *self, const char *page);

G_END_DECLS
