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
typedef struct _CriticCsvReader CriticCsvReader;

#define CRITIC_CSV_ERROR (critic_csv_error_quark ())
GQuark critic_csv_error_quark (void);
typedef enum
{
  CRITIC_CSV_ERROR_SYNTAX,     /* not RFC 4180, or too large; the message names file and line */
} CriticCsvError;

/* Reads the header at once. @name: what messages call the input, quotes included. */
CriticCsvReader *critic_csv_reader_new        (GInputStream *stream, const char *name, GError **error);
void          critic_csv_reader_free       (CriticCsvReader *self);
/* Place of a column, -1 without; names are compared to the letter. */
gint          critic_csv_reader_find       (CriticCsvReader *self, const char *column);
/* The next record. FALSE at the end (no error) and when something is wrong. */
gboolean      critic_csv_reader_next       (CriticCsvReader *self, GError **error);
/* A field of the record, good until the next call; NULL where @column is -1. */
const char   *critic_csv_reader_get        (CriticCsvReader *self, gint column);
guint         critic_csv_reader_get_n_columns (CriticCsvReader *self);
/* The line on which the record begins, from 1. */
guint64       critic_csv_reader_get_line   (CriticCsvReader *self);

/* A spreadsheet would take it for a formula. */
gboolean      critic_csv_is_armed       (const char *text);
/* What a text cell of a table means: without the apostrophe that disarms it. */
const char   *critic_csv_text           (const char *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticCsvReader, critic_csv_reader_free)

G_END_DECLS
