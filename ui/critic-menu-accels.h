/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GTK 4.8 unrefs what knows the keys of a menu's item once too often when the item
 * loses its keys, and reads memory that is free already. Between the two calls the keys
 * of the menus that are there may change. Main thread.
 *
 * Returns: (transfer full): for critic_menu_accels_release() */
GPtrArray *critic_menu_accels_hold    (void);
void       critic_menu_accels_release (GPtrArray *held);

G_END_DECLS
