/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Nothing goes on moving by itself where the desktop wants no animations: GTK stops
 * transitions and spinners then, but not a list that was flung. Once. */
void critic_motion_watch (void);

G_END_DECLS
