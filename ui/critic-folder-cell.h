/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-row-widget.h"
#include "critic-text-cache.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_COLUMN_NAME,         /* with the picture */
  CRITIC_COLUMN_SCORE,
  CRITIC_COLUMN_ERROR,
  CRITIC_COLUMN_PERCENTILE,
  CRITIC_COLUMN_VERDICT,
  CRITIC_COLUMN_STYLES,
  CRITIC_COLUMN_STARS,
  CRITIC_COLUMN_FLAG,
  CRITIC_COLUMN_LABEL,
  CRITIC_COLUMN_CRITIQUES,
  CRITIC_COLUMN_DISAGREEMENT,
  CRITIC_COLUMN_FAILURE,
  CRITIC_N_COLUMNS
} CriticColumn;

/* One cell of the table. That with the name listens to the row for all of them. */
#define CRITIC_TYPE_FOLDER_CELL (critic_folder_cell_get_type ())
G_DECLARE_FINAL_TYPE (CriticFolderCell, critic_folder_cell, CRITIC, FOLDER_CELL, CriticRowWidget)

/* @texts: of its column. */
GtkWidget *critic_folder_cell_new (CriticColumn column, CriticTextCache *texts);

G_END_DECLS
