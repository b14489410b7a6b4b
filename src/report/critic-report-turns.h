/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* The entries of a job one after the other in the order of the report, with
 * cancelling and progress: the loop of every format without pages. */
typedef gboolean (*CriticReportTurn) (const CriticReportEntry *entry, guint index, guint number, gpointer data,
                                      GCancellable *cancellable, GError **error);

gboolean critic_report_take_turns (const CriticReportJob *job, const CriticReportOptions *options,
                                   CriticReportTurn turn, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
