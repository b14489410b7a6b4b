/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/* How far off such scores are on what the model never saw: a sentence, translated (transfer full). */
char       *critic_trust_say_error (CriticAssessment *assessment);
/* NULL, or why nothing is known of how well @style is told: translated. */
const char *critic_trust_say_style (CriticAssessment *assessment, McnStyle style);

G_END_DECLS
