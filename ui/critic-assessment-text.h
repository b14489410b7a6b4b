/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/* Score, verdict and percentile in a sentence, and what the photograph alone would have. (transfer full) */
char *critic_assessment_text_score (CriticAssessment *assessment);

/* An assessment as a text that can be pasted anywhere: score, verdict, likely
 * styles, and each sentence of @critique with its effect. @name: of the
 * photograph, or NULL. (transfer full) */
char *critic_assessment_text (CriticAssessment *assessment, const char *name, const char *critique);

G_END_DECLS
