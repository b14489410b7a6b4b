/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-input.h"

#include "critic-json-line.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define BLOCK 65536
#define LONGEST (16u << 20)     /* bytes of a line; nobody writes a longer critique */

gboolean
mcn_input_refuse (GError **error, const char *path, guint64 line, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (line > 0)
    g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_TABLE, _("“%s”, line %zu: %s"), path, (gsize) line, what);
  else
    g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_TABLE, "\xe2\x80\x9c%s\xe2\x80\x9d: %s", path, what);
  return FALSE;
}

static GInputStream *
open_stream (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, &local));

  if (stream == NULL)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("“%s” could not be read: %s. Check its name and its permissions."), path, local->message);
      return NULL;
    }
  if (g_str_has_suffix (path, ".gz"))
    {
      g_autoptr (GConverter) unzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));

      return g_converter_input_stream_new (stream, unzip);
    }

  return g_steal_pointer (&stream);
}

/* ---- lines ----------------------------------------------------------------- */

struct _McnLines
{
  GInputStream *stream;
  char         *path;
  GString      *line;
  guint64       number;
  gsize         begin, end;
  char          block[BLOCK];
};

McnLines *
mcn_lines_open (const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = open_stream (path, error);
  McnLines *self;

  if (stream == NULL)
    return NULL;
  self = g_new0 (McnLines, 1);
  self->stream = g_steal_pointer (&stream);
  self->path = g_strdup (path);
  self->line = g_string_new (NULL);
  return self;
}

void
mcn_lines_free (McnLines *self)
{
  g_object_unref (self->stream);
  g_free (self->path);
  g_string_free (self->line, TRUE);
  g_free (self);
}

static gboolean
fill (McnLines *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gssize n = g_input_stream_read (self->stream, self->block, BLOCK, NULL, &local);

  if (n < 0)
    return mcn_input_refuse (error, self->path, self->number + 1, _("It could not be read on: %s. Is the file whole?"), local->message);
  self->begin = 0;
  self->end = (gsize) n;
  return n > 0;
}

const char *
mcn_lines_next (McnLines *self, gsize *length, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean any = FALSE, ended = FALSE;

  g_string_truncate (self->line, 0);
  while (!ended && (self->begin < self->end || fill (self, &local)))
    {
      const char *from = self->block + self->begin, *stop = memchr (from, '\n', self->end - self->begin);
      gsize n = stop != NULL ? (gsize) (stop - from) : self->end - self->begin;

      any = TRUE;
      ended = stop != NULL;
      g_string_append_len (self->line, from, (gssize) n);
      self->begin += n + ended;
      if (self->line->len > LONGEST)
        {
          mcn_input_refuse (error, self->path, self->number + 1, _("The line is longer than %u MiB. Is this the right file?"), LONGEST >> 20);
          return NULL;
        }
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!any)
    return NULL;

  self->number++;
  if (self->line->len > 0 && self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);
  if (length != NULL)
    *length = self->line->len;
  return self->line->str;
}

guint64
mcn_lines_get_number (McnLines *self)
{
  return self->number;
}

JsonNode *
mcn_lines_next_json (McnLines *self, GError **error)
{
  gsize length;
  const char *line = mcn_lines_next (self, &length, error);
  JsonNode *node;

  if (line == NULL)
    return NULL;
  node = g_utf8_validate_len (line, length, NULL) ? critic_json_line_parse (line, length) : NULL;
  if (node == NULL)
    mcn_input_refuse (error, self->path, self->number, _("This is no JSON object. Is the file whole?"));
  return node;
}

/* ---- tables ---------------------------------------------------------------- */

static void
take_over (GError **error, GError *local)
{
  if (local != NULL)
    {
      g_set_error_literal (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_TABLE, local->message);
      g_error_free (local);
    }
}

static McnTable *
table_open (const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = open_stream (path, error);
  g_autofree char *name = g_strdup_printf ("\xe2\x80\x9c%s\xe2\x80\x9d", path);
  CriticCsvReader *reader;
  GError *local = NULL;
  McnTable *self;

  if (stream == NULL)
    return NULL;
  reader = critic_csv_reader_new (stream, name, &local);
  if (reader == NULL)
    {
      take_over (error, local);
      return NULL;
    }
  self = g_new0 (McnTable, 1);
  self->reader = reader;
  self->path = g_strdup (path);
  return self;
}

static void
table_free (McnTable *self)
{
  critic_csv_reader_free (self->reader);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTable, table_free)

/* FALSE at the end and with @error set. */
static gboolean
next_row (McnTable *self, GError **error)
{
  GError *local = NULL;
  gboolean any = critic_csv_reader_next (self->reader, &local);

  take_over (error, local);
  return any;
}

gboolean
mcn_table_each (const char *path, gboolean (*read) (gpointer data, McnTable *table, GError **error), gpointer data, GError **error)
{
  g_autoptr (McnTable) table = table_open (path, error);
  g_autoptr (GError) local = NULL;

  if (table == NULL)
    return FALSE;
  while (next_row (table, &local))
    if (!read (data, table, error))
      return FALSE;

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

guint64
mcn_table_line (McnTable *self)
{
  return critic_csv_reader_get_line (self->reader);
}

const char *
mcn_table_text (McnTable *self, const char *column, GError **error)
{
  gint place = critic_csv_reader_find (self->reader, column);

  if (place >= 0)
    return critic_csv_reader_get (self->reader, place);
  mcn_input_refuse (error, self->path, 1, _("There is no column “%s”."), column);
  return NULL;
}

gboolean
mcn_table_number (McnTable *self, const char *column, gdouble *value, GError **error)
{
  const char *text = mcn_table_text (self, column, error);
  char *end;

  if (text == NULL)
    return FALSE;
  *value = NAN;
  if (*text == '\0')
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (*value))
    return mcn_input_refuse (error, self->path, mcn_table_line (self), _("“%s” is no number, as the column “%s” wants one."), text, column);

  return TRUE;
}

gboolean
mcn_table_counts (McnTable *self, const char *prefix, guint n, guint32 *counts, gboolean *known, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *column = g_strdup_printf ("%s%u", prefix, i + 1);
      const char *text = mcn_table_text (self, column, error);
      gint64 count;

      if (text == NULL)
        return FALSE;
      if (known != NULL && i == 0)
        {
          *known = *text != '\0';
          if (!*known)
            return TRUE;
        }
      count = mcn_number_parse (text, G_MAXINT32);
      if (count < 0)
        return mcn_input_refuse (error, self->path, mcn_table_line (self), _("“%s” is no number, as the column “%s” wants one."), text, column);
      counts[i] = (guint32) count;
    }

  return TRUE;
}

gint64
mcn_number_parse (const char *text, gint64 most)
{
  gint64 value = 0;

  if (!g_ascii_isdigit (*text))
    return -1;
  for (; g_ascii_isdigit (*text); text++)
    {
      value = 10 * value + (*text - '0');
      if (value > most)
        return -1;
    }

  return *text == '\0' ? value : -1;
}

/* ---- JSON ------------------------------------------------------------------ */

static gdouble
number_of (JsonNode *node)
{
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE ? json_node_get_double (node) : NAN;
}

const char *
mcn_json_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

gdouble
mcn_json_number (JsonObject *object, const char *name)
{
  return number_of (json_object_get_member (object, name));
}

JsonArray *
mcn_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
mcn_json_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
mcn_json_string_at (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

gdouble
mcn_json_number_at (JsonArray *array, guint i)
{
  return number_of (json_array_get_element (array, i));
}
