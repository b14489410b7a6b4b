/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-csv-reader.h"
#include "mcn-dataset.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Tables that somebody gives, on their way in. Every mistake is
 * MCN_DATASET_ERROR_TABLE and names file and line. */

/* Sets @error to "“@path”, line @line: ..." (0: no line). FALSE, for returning. */
gboolean mcn_input_refuse (GError **error, const char *path, guint64 line, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* Lines of a text file, gunzipped where its name ends in .gz. Memory: one line. */
typedef struct _McnLines McnLines;

/* MCN_DATASET_ERROR_MISSING when it cannot be read. */
McnLines   *mcn_lines_open       (const char *path, GError **error);
void        mcn_lines_free       (McnLines *self);
/* Without its end, NUL behind it; good until the next call. NULL at the end and with @error set. */
const char *mcn_lines_next       (McnLines *self, gsize *length, GError **error);
guint64     mcn_lines_get_number (McnLines *self);
/* The next line as one JSON object. NULL likewise. */
JsonNode   *mcn_lines_next_json  (McnLines *self, GError **error);

/* Comma-separated values with a header, at one row. */
typedef struct
{
  CriticCsvReader *reader;
  char            *path;
} McnTable;

/* Gives @read every row of the table @path. FALSE with @error set: what it said, or the table. */
gboolean    mcn_table_each       (const char *path, gboolean (*read) (gpointer data, McnTable *table, GError **error),
                                  gpointer data, GError **error);
/* The cell of a column, which must be there; NULL with @error set where it is not. */
const char *mcn_table_text       (McnTable *self, const char *column, GError **error);
/* @value: NAN where the cell is empty. FALSE with @error set. */
gboolean    mcn_table_number     (McnTable *self, const char *column, gdouble *value, GError **error);
/* @n columns called @prefix with 1 .. @n behind it; FALSE with @error set when one is
 * no count. @known: NULL, or whether the first cell has one: if not, nothing is read. */
gboolean    mcn_table_counts     (McnTable *self, const char *prefix, guint n, guint32 *counts, gboolean *known, GError **error);
guint64     mcn_table_line       (McnTable *self);

/* A whole number of a text, digits alone, up to @most; -1: it is none. */
gint64      mcn_number_parse     (const char *text, gint64 most);

/* Members of a JSON object; of the wrong kind counts as absent. */
const char *mcn_json_string      (JsonObject *object, const char *name);
gdouble     mcn_json_number      (JsonObject *object, const char *name);     /* NAN: absent */
JsonArray  *mcn_json_array       (JsonObject *object, const char *name);
JsonObject *mcn_json_object      (JsonObject *object, const char *name);
/* An element of an array likewise; NULL, NAN. */
const char *mcn_json_string_at   (JsonArray *array, guint i);
gdouble     mcn_json_number_at   (JsonArray *array, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnLines, mcn_lines_free)

G_END_DECLS
