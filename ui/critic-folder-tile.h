/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-row-widget.h"

G_BEGIN_DECLS

/* A photograph in the grid: its picture, score, place on the scale, stars, name
 * and style; the best of a collapsed burst as a stack. */
#define CRITIC_TYPE_FOLDER_TILE (critic_folder_tile_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderTile, critic_folder_tile, CRITIC, FOLDER_TILE, CriticRowWidget)

GtkWidget *critic_folder_tile_new       (void);
/* How wide it wants to be at least, widget pixels. */
void       critic_folder_tile_set_width (CriticFolderTile *self, int width);

G_END_DECLS
