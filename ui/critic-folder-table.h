/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-seen-rows.h"

G_BEGIN_DECLS

/* The photographs of a shoot as rows. Signals "open" (position) and "order"
 * (key as of critic_order_new(), when a header was clicked). */
#define CRITIC_TYPE_FOLDER_TABLE (critic_folder_table_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderTable, critic_folder_table, CRITIC, FOLDER_TABLE, GtkWidget)

void            critic_folder_table_set_thumbnails (CriticFolderTable *self, CriticThumbnails *thumbnails);
/* @model NULL: shows nothing and costs nothing. */
void            critic_folder_table_set_model      (CriticFolderTable *self, GtkSelectionModel *model);
/* Shows the arrow where the order is a column's. */
void            critic_folder_table_set_order      (CriticFolderTable *self, const char *key);
CriticSeenRows *critic_folder_table_get_seen       (CriticFolderTable *self);
void            critic_folder_table_scroll_to      (CriticFolderTable *self, guint position);
gboolean        critic_folder_table_focus          (CriticFolderTable *self, gint64 file_id);

G_END_DECLS
