/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"
#include "critic-taste-keeper.h"

G_BEGIN_DECLS

/* Score, verdict, scale and how sure: one glance. */
#define CRITIC_TYPE_JUDGEMENT_PANEL (critic_judgement_panel_get_type ())
G_DECLARE_FINAL_TYPE (CriticJudgementPanel, critic_judgement_panel, CRITIC, JUDGEMENT_PANEL, GtkWidget)

void critic_judgement_panel_set_desk     (CriticJudgementPanel *self, CriticDesk *desk);
/* Whose word stands beside the model's; after the desk, once. */
void critic_judgement_panel_set_notebook (CriticJudgementPanel *self, CriticNotebook *notebook);
void critic_judgement_panel_set_taste    (CriticJudgementPanel *self, CriticTasteKeeper *keeper);

G_END_DECLS
