/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-sheet.h"

G_BEGIN_DECLS

/* A critique in the list of a photograph's critiques: whether it is scored, who
 * wrote it, when, and the own score. */
#define CRITIC_TYPE_SHEET_ROW (critic_sheet_row_get_type ())
G_DECLARE_FINAL_TYPE (CriticSheetRow, critic_sheet_row, CRITIC, SHEET_ROW, GtkListBoxRow)

GtkWidget   *critic_sheet_row_new       (CriticSheet *sheet);
CriticSheet *critic_sheet_row_get_sheet (CriticSheetRow *self);

G_END_DECLS
