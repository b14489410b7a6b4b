/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-sheet.h"

G_BEGIN_DECLS

#define CRITIC_REPORT_DRAWINGS 4        /* the most that stand in a row */

/* Of the styles that a page names, those whose evidence is drawn. */
guint   critic_report_find_drawings (const CriticReportEntry *entry, McnStyle styles[CRITIC_REPORT_DRAWINGS]);
char   *critic_report_say_drawing   (McnStyle style);

/* What was measured as a row of figures with captions, from where the flow is on. */
void    critic_flow_evidence        (CriticFlow *self, const CriticReportEntry *entry, gdouble x, gdouble scale);
/* One figure as a PNG file; NULL: no memory. (transfer full) */
GBytes *critic_report_evidence_png  (const CriticReportEntry *entry, McnStyle style, guint *width, guint *height);

G_END_DECLS
