/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "critic-report.h"

G_BEGIN_DECLS

/* The laid-out report: the same pages for PDF, preview and print. Planning and
 * drawing block (photographs are read); one thread at a time, not the main
 * loop's: the preview asks a worker for a recording surface and replays it. */
typedef struct _CriticReportPages CriticReportPages;

CriticReportPages *critic_report_pages_new    (const CriticReportJob *job, const CriticReportOptions *options,
                                               GCancellable *cancellable, GError **error);
void               critic_report_pages_free   (CriticReportPages *self);
guint              critic_report_pages_get_n  (CriticReportPages *self);
void               critic_report_pages_get_size (CriticReportPages *self, gdouble *width, gdouble *height); /* points */
/* Onto any surface, in points; tags and links where the surface is a PDF. */
gboolean           critic_report_pages_draw   (CriticReportPages *self, guint page, cairo_t *cr,
                                               GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportPages, critic_report_pages_free)

G_END_DECLS
