/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-marks.h"
#include "critic-report-sheet.h"

G_BEGIN_DECLS

/* One photograph's page, and as many more as its critiques need. Reads no file. */
CriticFlow *critic_report_entry_sheets (PangoContext *context, const CriticReportEntry *entry, guint index,
                                        const CriticReportOptions *options, gdouble width, gdouble height);

/* A page's title at its head, with the rule under it. */
void        critic_flow_head           (CriticFlow *self, const char *title);
/* A heading in the flow, kept together with @follow points of what comes after. */
void        critic_flow_heading        (CriticFlow *self, const char *text, gdouble follow);

/* The critiques of an entry; @beside: the bottom of what stands left of the
 * first sentences, down to which they begin at @x, else at the left. */
void        critic_flow_critiques      (CriticFlow *self, const CriticReportEntry *entry, const CriticReportMarks *marks,
                                        gboolean scored, gdouble x, gdouble beside);

G_END_DECLS
