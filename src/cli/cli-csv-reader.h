/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads comma-separated values as RFC 4180 has them, and no others: a field
 * either has no quote in it or stands wholly inside quotes, where a quote is
 * written twice and a line may end; every record has as many fields as the
 * header. Beyond the RFC: LF ends a record as CR LF does, a byte order mark
 * may come first, empty lines are passed over, all is UTF-8 without NUL.
 * Memory: one record. */
typedef struct _CliCsvReader CliCsvReader;

#define CLI_CSV_ERROR (cli_csv_error_quark ())
GQuark cli_csv_error_quark (void);
typedef enum
{
  CLI_CSV_ERROR_SYNTAX,     /* not RFC 4180, or too large; the message names file and line */
} CliCsvError;

/* Reads the header at once. @name: what messages call the input, quotes included. */
CliCsvReader *cli_csv_reader_new        (GInputStream *stream, const char *name, GError **error);
void          cli_csv_reader_free       (CliCsvReader *self);
/* Place of a column, -1 without; names are compared to the letter. */
gint          cli_csv_reader_find       (CliCsvReader *self, const char *column);
/* The next record. FALSE at the end (no error) and when something is wrong. */
gboolean      cli_csv_reader_next       (CliCsvReader *self, GError **error);
/* A field of the record, good until the next call; NULL where @column is -1. */
const char   *cli_csv_reader_get        (CliCsvReader *self, gint column);
guint         cli_csv_reader_get_n_columns (CliCsvReader *self);
/* The line on which the record begins, from 1. */
guint64       cli_csv_reader_get_line   (CliCsvReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliCsvReader, cli_csv_reader_free)

G_END_DECLS
