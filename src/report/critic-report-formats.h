/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* Between critic_report_write() and the formats only. Each writes the whole
 * report into @path, which is an empty file already (for those that write a
 * folder: an empty folder), and need not clean up after itself: @path is a
 * temporary beside the report's place, synced, renamed or removed by the
 * caller. Each looks at @cancellable at least once an entry and calls
 * @job->progress after each. The counts were checked. */
typedef gboolean (*CriticReportWriter) (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                        GCancellable *cancellable, GError **error);

gboolean critic_report_write_pdf    (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);
gboolean critic_report_write_html   (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);
/* One entry: a PNG file; several: a folder of them. */
gboolean critic_report_write_card   (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);
gboolean critic_report_write_csv    (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);
gboolean critic_report_write_json   (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);
gboolean critic_report_write_folder (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                                     GCancellable *cancellable, GError **error);

/* Sets CRITIC_REPORT_ERROR_WRITE: a whole sentence that names @path and says
 * why (@why, of strerror or cairo) and what to do. */
void     critic_report_set_write_error (GError **error, const char *path, const char *why);

G_END_DECLS
