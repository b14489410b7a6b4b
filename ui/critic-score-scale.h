/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-assessment.h"

G_BEGIN_DECLS

/* The scale from 1 to 10: the spread of the votes as a hill, a hollow ring for
 * the photograph alone, a filled one for photograph and critique, ticks where
 * AVA's deciles lie. */
#define CRITIC_TYPE_SCORE_SCALE (critic_score_scale_get_type ())
G_DECLARE_FINAL_TYPE (CriticScoreScale, critic_score_scale, CRITIC, SCORE_SCALE, GtkWidget)

void critic_score_scale_set_assessment (CriticScoreScale *self, CriticAssessment *assessment);
/* The user's own score, a needle with a triangle; 0: none. */
void critic_score_scale_set_own        (CriticScoreScale *self, gdouble score);
/* What the user would say, a needle with a diamond; 0: none. */
void critic_score_scale_set_taste      (CriticScoreScale *self, gdouble score);

G_END_DECLS
