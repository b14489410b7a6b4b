/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-row-reader.h"

#include "cli-input.h"
#include "critic-json-line.h"
#include "cli-lines.h"
#include "cli-output.h"
#include "cli-row-csv.h"
#include "cli-row-json.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST (1u << 20)      /* bytes of a line of JSON: a path and some numbers */

/* One of the two. */
struct _CliRowReader
{
  char         *name;
  CriticCsvReader *table;
  CliLines     *lines;
};

static gboolean
open_table (CliRowReader *self, const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = cli_input_open (path, error);

  if (stream != NULL)
    self->table = critic_csv_reader_new (stream, self->name, error);
  if (self->table == NULL)
    return FALSE;
  if (cli_row_csv_check (self->table))
    return TRUE;

  g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
               _("%s is no ranking. Give a file that “rank --format csv” or “rank --format ndjson” wrote."), self->name);
  return FALSE;
}

CliRowReader *
cli_row_reader_open (const char *path, GError **error)
{
  g_autoptr (CliRowReader) self = g_new0 (CliRowReader, 1);
  g_autoptr (GInputStream) stream = NULL;
  char first = '\0';

  self->name = cli_output_name_input (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                   _("%s is not a file. Rankings are read twice: save this one in a file first."), self->name);
      return NULL;
    }

  stream = cli_input_open (path, error);
  if (stream == NULL)
    return NULL;
  if (g_input_stream_read (stream, &first, 1, NULL, error) < 0)
    {
      g_prefix_error (error, "%s: ", self->name);
      return NULL;
    }

  if (first == '{')
    self->lines = cli_lines_open (path, LONGEST, error);
  else if (!open_table (self, path, error))
    return NULL;

  return self->lines != NULL || self->table != NULL ? g_steal_pointer (&self) : NULL;
}

void
cli_row_reader_free (CliRowReader *self)
{
  g_clear_pointer (&self->table, critic_csv_reader_free);
  g_clear_pointer (&self->lines, cli_lines_free);
  g_free (self->name);
  g_free (self);
}

static void
refuse (const CliRowReader *self, guint64 line, const char *what, GError **error)
{
  if (what != NULL)
    g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
                 _("%s, line %zu: “%s” is missing or makes no sense there. Write the ranking again."),
                 self->name, (gsize) line, what);
  else
    g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
                 _("%s, line %zu is no row of a ranking. Write the ranking again."), self->name, (gsize) line);
}

static CliRow *
next_of_lines (CliRowReader *self, GError **error)
{
  const char *line, *wrong = NULL;
  gsize length;
  CliLineStatus status = cli_lines_next (self->lines, &line, &length, error);
  g_autoptr (JsonNode) root = NULL;
  CliRow *row = NULL;

  if (status == CLI_LINE_END || status == CLI_LINE_ERROR)
    return NULL;

  if (status == CLI_LINE_OK && g_utf8_validate (line, length, NULL))
    root = critic_json_line_parse (line, length);
  if (root != NULL)
    row = cli_row_json_parse (json_node_get_object (root), &wrong);
  if (row == NULL)
    refuse (self, cli_lines_get_number (self->lines), wrong, error);

  return row;
}

CliRow *
cli_row_reader_next (CliRowReader *self, GError **error)
{
  const char *wrong = NULL;
  CliRow *row;

  if (self->lines != NULL)
    return next_of_lines (self, error);
  if (!critic_csv_reader_next (self->table, error))
    return NULL;

  row = cli_row_csv_parse (self->table, &wrong);
  if (row == NULL)
    refuse (self, critic_csv_reader_get_line (self->table), wrong, error);

  return row;
}
