/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-report-subjects.h"

G_BEGIN_DECLS

/* The pages of a report as they would be printed, one at a time. Planned and
 * drawn on a worker; what is outdated when it comes is dropped. Main thread.
 * Property "page" and "n-pages" (0: not known yet). */
#define CRITIC_TYPE_REPORT_PREVIEW (critic_report_preview_get_type ())
G_DECLARE_FINAL_TYPE (CriticReportPreview, critic_report_preview, CRITIC, REPORT_PREVIEW, GtkWidget)

void critic_report_preview_set  (CriticReportPreview *self, CriticReportSubjects *subjects, const CriticReportOptions *options);
void critic_report_preview_stop (CriticReportPreview *self);

G_END_DECLS
