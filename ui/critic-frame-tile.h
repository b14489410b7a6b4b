/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-thumbnails.h"

G_BEGIN_DECLS

/* One photograph of the film strip: its small picture, or why there is none,
 * and what the user says of it. */
#define CRITIC_TYPE_FRAME_TILE (critic_frame_tile_get_type ())
G_DECLARE_FINAL_TYPE (CriticFrameTile, critic_frame_tile, CRITIC, FRAME_TILE, GtkWidget)

/* Widget pixels that every tile takes. */
#define CRITIC_FRAME_TILE_WIDTH 112
#define CRITIC_FRAME_TILE_HEIGHT 76

GtkWidget *critic_frame_tile_new      (CriticThumbnails *thumbnails);
/* @item: a CriticShootItem, a CriticFrame, or NULL: wants nothing any more. */
void       critic_frame_tile_set_item (CriticFrameTile *self, gpointer item);

G_END_DECLS
