/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-marks.h"
#include "critic-report-sheet.h"

G_BEGIN_DECLS

/* Photographs and their maps on a sheet: JPEGs in a PDF, read from their files
 * when they are drawn. A photograph that cannot be read leaves a grey place
 * with a sentence. */

/* Width over height, upright; 3 : 2 where it is not known. */
gdouble      critic_report_aspect  (guint width, guint height);
/* The largest of that shape in @width x @height points. */
void         critic_report_fit     (gdouble aspect, gdouble width, gdouble height, gdouble *fit_width, gdouble *fit_height);

CriticPiece *critic_flow_photo     (CriticFlow *self, GFile *file, gdouble x, gdouble y, gdouble width, gdouble height,
                                    gsize most_bytes);
/* The pale photograph, the heat of the score, signs and numbers. */
CriticPiece *critic_flow_heat      (CriticFlow *self, const CriticReportEntry *entry, const CriticReportTies *ties,
                                    gdouble x, gdouble y, gdouble width, gdouble height, gsize most_bytes);

G_END_DECLS
