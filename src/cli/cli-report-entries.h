/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-critique-table.h"

#include "critic-analyzer.h"
#include "critic-library.h"
#include "critic-report.h"

G_BEGIN_DECLS

/* The photographs of a report, each with what its page says. Assessed when
 * first asked for; assessments hold no pixels and are kept, for a report asks
 * several times. One thread. */
typedef struct _CliReportEntries CliReportEntries;

/* @paths: of photographs (borrowed). @table, @library: nullable, borrowed: whose
 * critiques and ratings; a photograph's critiques come from the table where it
 * has any there. @analyzer: borrowed. */
CliReportEntries  *cli_report_entries_new  (GPtrArray *paths, CriticAnalyzer *analyzer, const char *model_id,
                                            const CliCritiqueTable *table, CriticLibrary *library);
void               cli_report_entries_free (CliReportEntries *self);
/* A CriticReportSource; @data: the entries. */
CriticReportEntry *cli_report_entries_get  (guint index, gpointer data, GCancellable *cancellable, GError **error);
/* Photographs that could not be assessed, of those asked for. */
guint              cli_report_entries_get_n_failed (const CliReportEntries *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliReportEntries, cli_report_entries_free)

G_END_DECLS
