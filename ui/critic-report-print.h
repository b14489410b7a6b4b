/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-report-subjects.h"

G_BEGIN_DECLS

/* Prints a report: the pages of the PDF. Planned on a worker before the desktop
 * asks which printer; each page is recorded on a worker and replayed. Returns
 * at once; a failure is told in a dialog over @parent. */
void critic_report_print (GtkWindow *parent, CriticReportSubjects *subjects, const CriticReportOptions *options);

G_END_DECLS
