/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Stage and panel side by side; the panel below the stage when the room is
 * narrow. "panel-columns" says whether it then is wide enough for two columns,
 * "panel-orientation" how its parts stand to one another. */
#define CRITIC_TYPE_ROOM (critic_room_get_type ())
G_DECLARE_FINAL_TYPE (CriticRoom, critic_room, CRITIC, ROOM, GtkWidget)

gboolean critic_room_get_panel_visible (CriticRoom *self);
void     critic_room_set_panel_visible (CriticRoom *self, gboolean visible);

G_END_DECLS
