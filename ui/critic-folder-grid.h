/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-seen-rows.h"

G_BEGIN_DECLS

/* The photographs of a shoot as tiles. Signal "open" (position). */
#define CRITIC_TYPE_FOLDER_GRID (critic_folder_grid_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderGrid, critic_folder_grid, CRITIC, FOLDER_GRID, GtkWidget)

void            critic_folder_grid_set_thumbnails (CriticFolderGrid *self, CriticThumbnails *thumbnails);
/* @model NULL: shows nothing and costs nothing. */
void            critic_folder_grid_set_model      (CriticFolderGrid *self, GtkSelectionModel *model);
CriticSeenRows *critic_folder_grid_get_seen       (CriticFolderGrid *self);
void            critic_folder_grid_scroll_to      (CriticFolderGrid *self, guint position);
/* Takes the focus to that file's tile; FALSE while it has none. */
gboolean        critic_folder_grid_focus          (CriticFolderGrid *self, gint64 file_id);

G_END_DECLS
