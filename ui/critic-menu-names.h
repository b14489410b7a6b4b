/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* GTK 4.18 tells a screen reader of the items of a menu, but not what they are
 * called. From this call on every menu of the program names its items whenever it
 * opens. Main thread, after GTK was initialised; once. */
void critic_menu_names_watch (void);

G_END_DECLS
