/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-csv-reader.h"
#include "cli-row.h"

G_BEGIN_DECLS

/* Rankings as comma-separated values; data/ranking.schema.json names the
 * columns too. @timings: with the columns of --timings. (transfer full) text. */
char     *cli_row_csv_header (gboolean timings);
char     *cli_row_csv_line   (const CliRow *row, gboolean timings);

/* Whether @reader's header is that of a ranking. */
gboolean  cli_row_csv_check  (CriticCsvReader *reader);
/* The reader's record as a row (transfer full); NULL when a cell of it is none. */
CliRow   *cli_row_csv_parse  (CriticCsvReader *reader, const char **column);

G_END_DECLS
