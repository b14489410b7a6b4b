/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives the keyboard back to the widget that a menu belongs to when the menu closes;
 * once for the whole program, after gtk_init (), on the main thread. */
void critic_menu_focus_watch (void);

G_END_DECLS
