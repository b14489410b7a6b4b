/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* A report on its way into a file, a little at a time. The first failure is
 * kept and told at the end, so that no piece needs a check of its own. One
 * thread at a time. */
typedef struct _CriticReportStream CriticReportStream;

CriticReportStream *critic_report_stream_new    (const char *path, GError **error);
/* Closes the file if it is still open. */
void                critic_report_stream_free   (CriticReportStream *self);
void                critic_report_stream_put    (CriticReportStream *self, const char *text);
void                critic_report_stream_bytes  (CriticReportStream *self, gconstpointer data, gsize size);
/* In base 64, without a copy of it all. */
void                critic_report_stream_base64 (CriticReportStream *self, GBytes *bytes);
/* FALSE with an error when something could not be written. */
gboolean            critic_report_stream_check  (CriticReportStream *self, GError **error);
gboolean            critic_report_stream_close  (CriticReportStream *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportStream, critic_report_stream_free)

G_END_DECLS
