/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-report-subjects.h"

G_BEGIN_DECLS

/* Writing a report, or looking for characters that no font draws, on a worker.
 * @progress comes on the main thread, the newest step only. @options: copied. */
typedef void (*CriticReportTaskProgress) (guint done, guint all, gpointer data);

void     critic_report_task_write        (GObject *owner, CriticReportSubjects *subjects, const CriticReportOptions *options,
                                          GFile *output, CriticReportTaskProgress progress,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean critic_report_task_write_finish (GAsyncResult *result, GError **error);
/* Whether it can be written to @output, too. */
void     critic_report_task_missing        (GObject *owner, CriticReportSubjects *subjects, const CriticReportOptions *options,
                                            GFile *output, CriticReportTaskProgress progress,
                                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* NULL without error: every character is drawn. */
char    *critic_report_task_missing_finish (GAsyncResult *result, GError **error);

G_END_DECLS
