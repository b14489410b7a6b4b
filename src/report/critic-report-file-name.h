/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"

G_BEGIN_DECLS

/* A name, without a suffix, for what is written about an entry: safe on every
 * file system, told only what may be told, unlike all names in @used, to which
 * it is added. @used: a set of case-folded names; @n_entries: numbers are
 * padded to its width. (transfer full). */
char *critic_report_file_name (GHashTable *used, const CriticReportEntry *entry, guint number, guint n_entries,
                               const CriticReportOptions *options);

G_END_DECLS
