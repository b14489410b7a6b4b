/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-report-subjects.h"

G_BEGIN_DECLS

/* Asks what a report shall be, shows it as it will be, writes it. What was
 * chosen is remembered. @settings: NULL: nothing is. */
#define CRITIC_TYPE_REPORT_DIALOG (critic_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (CriticReportDialog, critic_report_dialog, CRITIC, REPORT_DIALOG, GtkWindow)

GtkWidget *critic_report_dialog_new (GtkWindow *parent, CriticReportSubjects *subjects, GSettings *settings);
/* What was chosen the last time, without strings; @settings: NULL: the defaults. */
void       critic_report_dialog_recall (GSettings *settings, CriticReportOptions *options);

G_END_DECLS
