/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"
#include "critic-score-scale.h"
#include "critic-taste-keeper.h"

G_BEGIN_DECLS

/* What the user would say by what was learnt of their taste, and how much that
 * is worth; moves the second needle of a scale. A switch, and a button that
 * forgets. */
#define CRITIC_TYPE_TASTE_ROW (critic_taste_row_get_type ())
G_DECLARE_FINAL_TYPE (CriticTasteRow, critic_taste_row, CRITIC, TASTE_ROW, GtkWidget)

/* @scale: beside it. Once. */
void critic_taste_row_set (CriticTasteRow *self, CriticDesk *desk, CriticTasteKeeper *keeper, CriticScoreScale *scale);

G_END_DECLS
