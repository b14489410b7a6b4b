/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* The words under a page's pictures, so that each of them is told also to who
 * cannot see it. (transfer full), translated; any thread. */
char *critic_report_caption_heat  (CriticAssessment *assessment, gboolean numbered);
char *critic_report_caption_rings (CriticAssessment *assessment);
char *critic_report_caption_scale (CriticAssessment *assessment);

/* The styles worth telling, the most probable first. */
guint critic_report_find_styles   (CriticAssessment *assessment, McnStyle styles[MCN_N_STYLES]);

G_END_DECLS
