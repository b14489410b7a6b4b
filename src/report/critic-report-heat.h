/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-heatmap.h"
#include "critic-report-photo.h"

G_BEGIN_DECLS

/* The colours of the two signs on white paper, 0xrrggbb: those of the window,
 * dark enough to be read as text (4.5 : 1). */
#define CRITIC_REPORT_RAISES 0xab4a00
#define CRITIC_REPORT_LOWERS 0x1a5fb4

/**
 * CriticReportSign:
 * @raises: + or −
 * @x: 0 (left) to 1 (right)
 * @y: 0 (top) to 1 (bottom)
 * @value: AVA points
 *
 * The place that raises or lowers the score most, to be marked with its sign
 * so that the map can be read without colour.
 */
typedef struct
{
  gboolean raises;
  gdouble  x, y, value;
} CriticReportSign;

guint              critic_report_heat_signs (const CriticHeatmap *heat, CriticReportSign signs[2]);
/* The photograph paler, the heat over it. */
CriticReportPhoto *critic_report_heat_draw  (const CriticReportPhoto *photo, const CriticHeatmap *heat,
                                             guint long_side, gsize most_bytes,
                                             GCancellable *cancellable, GError **error);

G_END_DECLS
