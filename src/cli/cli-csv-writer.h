/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes comma-separated values, RFC 4180 with LF at the end of a record.
 *
 * A spreadsheet takes text that begins with = + - @ (tab, CR) for a formula:
 * such text gets an apostrophe in front, and so does text that already has
 * apostrophes before one of these, so that critic_csv_text() gives back exactly
 * what was written. Numbers are not touched. */
typedef struct _CliCsvWriter CliCsvWriter;

/* An empty table. */
CliCsvWriter *cli_csv_writer_new     (void);
void          cli_csv_writer_free    (CliCsvWriter *self);
/* The cells of a record from left to right. @text: UTF-8. */
void          cli_csv_writer_text    (CliCsvWriter *self, const char *text);
/* Six decimals at most, a point in every locale; nothing for what is not finite. */
void          cli_csv_writer_number  (CliCsvWriter *self, gdouble value);
void          cli_csv_writer_integer (CliCsvWriter *self, guint64 value);
void          cli_csv_writer_empty   (CliCsvWriter *self);
/* Ends the record. (transfer full): all that was written; begins anew. */
char         *cli_csv_writer_take    (CliCsvWriter *self);


G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliCsvWriter, cli_csv_writer_free)

G_END_DECLS
