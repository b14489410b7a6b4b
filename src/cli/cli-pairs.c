/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "critic-json-line.h"
#include "cli-lines.h"
#include "cli-output.h"
#include "cli-pipeline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST (8u << 20)      /* bytes of a line; a critique of 1 MB may be escaped throughout */

typedef struct
{
  CliLines   *lines;
  CliDecoder *decoder;
  gboolean    ended;
} Source;

G_GNUC_PRINTF (2, 3)
static void
fail (CliItem *item, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_clear_error (&item->error);
  item->error = g_error_new_valist (CRITIC_ANALYSIS_ERROR, CRITIC_ANALYSIS_ERROR_NOTHING, format, arguments);
  va_end (arguments);
}

static gboolean
take_photo (CliItem *item, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING || *json_node_get_string (node) == '\0')
    {
      fail (item, _("“photo” is not a path. Give a string, or leave it out."));
      return FALSE;
    }

  item->path = json_node_dup_string (node);
  return TRUE;
}

static gboolean
take_critiques (CliItem *item, JsonNode *node)
{
  g_autoptr (GStrvBuilder) critiques = g_strv_builder_new ();

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_strv_builder_add (critiques, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
            {
              fail (item, _("“critique” holds something that is not a text. Give strings only."));
              return FALSE;
            }
          g_strv_builder_add (critiques, json_node_get_string (element));
        }
    }
  else
    {
      fail (item, _("“critique” is not a text. Give a string or a list of strings, or leave it out."));
      return FALSE;
    }

  item->critiques = g_strv_builder_end (critiques);
  return TRUE;
}

static void
parse (CliItem *item, const char *line, gsize length)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonNode *id;

  if (!g_utf8_validate (line, length, NULL))
    {
      fail (item, _("The line is not UTF-8. Convert the file to UTF-8."));
      return;
    }
  root = critic_json_line_parse (line, length);
  if (root == NULL)
    {
      fail (item, _("The line is not a JSON object. Write {\"id\": …, \"photo\": …, \"critique\": …} on one line."));
      return;
    }

  object = json_node_get_object (root);
  id = json_object_get_member (object, "id");
  if (id == NULL)
    {
      fail (item, _("The line has no “id”. Give one, so that the answer can be told from others."));
      return;
    }
  item->id = json_to_string (id, FALSE);

  if (take_photo (item, json_object_get_member (object, "photo")))
    take_critiques (item, json_object_get_member (object, "critique"));
}

static gboolean
is_blank (const char *line)
{
  while (g_ascii_isspace (*line))
    line++;
  return *line == '\0';
}

static CliItem *
produce (gpointer data)
{
  static const char bom[] = "\xef\xbb\xbf";
  Source *source = data;
  g_autoptr (CliItem) item = cli_item_new ();
  const char *line;
  gsize length;

  while (!source->ended)
    {
      CliLineStatus status = cli_lines_next (source->lines, &line, &length, &item->error);

      item->line = cli_lines_get_number (source->lines);
      if (status == CLI_LINE_END)
        break;
      if (status == CLI_LINE_ERROR)
        {
          source->ended = TRUE;
          return g_steal_pointer (&item);
        }
      if (status == CLI_LINE_TOO_LONG)
        {
          fail (item, _("The line is longer than %u MiB. Shorten its critique."), LONGEST >> 20);
          return g_steal_pointer (&item);
        }

      if (item->line == 1 && g_str_has_prefix (line, bom))
        {
          line += strlen (bom);
          length -= strlen (bom);
        }
      if (is_blank (line) && strlen (line) == length)
        continue;

      parse (item, line, length);
      cli_decoder_load (source->decoder, item);
      return g_steal_pointer (&item);
    }

  source->ended = TRUE;
  return NULL;
}

static gboolean
answer (CriticAnalyzer *analyzer, CliItem *item, gboolean evidence, CriticJsonWriter *writer)
{
  CriticRequest request = { .photo = item->photo, .critiques = (const char *const *) item->critiques, .evidence = evidence };
  g_autoptr (CriticAssessment) assessment = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (item->error == NULL)
    assessment = critic_analyzer_assess (analyzer, &request, NULL, &error);

  critic_json_writer_begin_object (writer);
  cli_write_item (writer, item, assessment, item->error != NULL ? item->error : error);
  critic_json_writer_end_object (writer);
  text = critic_json_writer_take (writer);

  /* Flushed each time: who sends one line and waits gets its answer. */
  cli_output_write (text);
  cli_output_flush ();

  return assessment != NULL;
}

/* Streams: one answer a line, in order, while the next photograph is decoded. */
int
cli_pairs (CriticAnalyzer *analyzer, guint long_side, const char *path, gboolean evidence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliLines) lines = cli_lines_open (path, LONGEST, &error);
  g_autoptr (CliDecoder) decoder = cli_decoder_new (long_side);
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  Source source = { lines, decoder, FALSE };
  CliPipeline *pipeline;
  CliItem *item;
  int status = CLI_OK;

  if (lines == NULL)
    {
      cli_output_error (error->message);
      return CLI_FAILED;
    }

  pipeline = cli_pipeline_new (produce, &source);
  while (!cli_output_is_broken () && (item = cli_pipeline_next (pipeline)) != NULL)
    {
      if (!answer (analyzer, item, evidence, writer))
        status = CLI_FAILED;
      cli_item_free (item);
    }

  cli_lines_stop (lines);
  cli_pipeline_free (pipeline);
  return status;
}
