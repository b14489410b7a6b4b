/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-ranking.h"

#include "cli-output.h"
#include "cli-row-csv.h"
#include "cli-row-json.h"

#include "critic-json-writer.h"

#include <string.h>

static const char *const names[] = { "table", "csv", "json", "ndjson" };

gboolean
cli_ranking_format_parse (const char *name, CliRankingFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *format = (CliRankingFormat) i;
        return TRUE;
      }

  return FALSE;
}

/* The members before the rows. One row a line, so that a document of millions
 * of rows is neither held in memory nor hard to look into. */
static void
begin_document (const CliRanking *self)
{
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  g_autofree char *text = NULL;

  critic_json_writer_begin_object (writer);
  critic_json_writer_put_string (writer, "format", "photo-critic-ranking");
  critic_json_writer_put_integer (writer, "version", CLI_ROW_VERSION);
  critic_json_writer_put_string (writer, "program", "photo-critic-cli " PACKAGE_VERSION);
  critic_json_writer_name (writer, "order");
  if (self->order != NULL)
    critic_json_writer_string (writer, self->order);
  else
    critic_json_writer_null (writer);
  critic_json_writer_end_object (writer);

  text = critic_json_writer_take (writer);
  text[strlen (text) - strlen ("}\n")] = '\0';
  cli_output_write (text);
  cli_output_write (", \"rows\": [");
}

void
cli_ranking_begin (CliRanking *self)
{
  if (self->format == CLI_RANKING_TABLE)
    cli_ranking_table_head ();
  else if (self->format == CLI_RANKING_JSON)
    begin_document (self);
  else if (self->format == CLI_RANKING_CSV)
    {
      g_autofree char *header = cli_row_csv_header (self->timings);

      cli_output_write (header);
    }
}

void
cli_ranking_put (CliRanking *self, const CliRow *row)
{
  g_autofree char *line = NULL;

  self->n_rows++;
  switch (self->format)
    {
    case CLI_RANKING_TABLE:
      cli_ranking_table_row (row, self->n_rows);
      return;
    case CLI_RANKING_CSV:
      line = cli_row_csv_line (row, self->timings);
      break;
    case CLI_RANKING_JSON:
      line = cli_row_json_line (row, self->timings);
      line[strlen (line) - 1] = '\0';
      cli_output_write (self->n_rows > 1 ? ",\n" : "\n");
      break;
    case CLI_RANKING_NDJSON:
    default:
      line = cli_row_json_line (row, self->timings);
      break;
    }
  cli_output_write (line);
}

void
cli_ranking_end (CliRanking *self)
{
  if (self->format == CLI_RANKING_JSON)
    cli_output_write ("\n]}\n");
  cli_output_flush ();
}
