/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-json-writer.h"

#include <math.h>
#include <string.h>

#include "critic-number.h"

#define MAX_DEPTH 16

struct _CriticJsonWriter
{
  GString *text;
  gboolean pretty;
  guint    depth;
  gboolean filled[MAX_DEPTH];   /* the object or array of this depth has a member */
  gboolean named;               /* a name waits for its value */
};

/**
 * critic_json_writer_new: (skip)
 * @pretty: indent, one member a line; else everything on one line
 *
 * Returns: (transfer full): a writer
 */
CriticJsonWriter *
critic_json_writer_new (gboolean pretty)
{
  CriticJsonWriter *self = g_new0 (CriticJsonWriter, 1);

  self->text = g_string_new (NULL);
  self->pretty = pretty;

  return self;
}

void
critic_json_writer_free (CriticJsonWriter *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
new_line (CriticJsonWriter *self)
{
  if (!self->pretty)
    return;

  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < self->depth; i++)
    g_string_append (self->text, "  ");
}

/* What stands before a name, or before a value of an array. */
static void
separate (CriticJsonWriter *self)
{
  if (self->named)
    {
      self->named = FALSE;
      return;
    }
  if (self->depth == 0)
    return;
  if (self->filled[self->depth])
    g_string_append (self->text, self->pretty ? "," : ", ");
  self->filled[self->depth] = TRUE;
  new_line (self);
}

static void
begin (CriticJsonWriter *self, char bracket)
{
  g_return_if_fail (self->depth + 1 < MAX_DEPTH);

  separate (self);
  g_string_append_c (self->text, bracket);
  self->filled[++self->depth] = FALSE;
}

static void
end (CriticJsonWriter *self, char bracket)
{
  gboolean filled;

  g_return_if_fail (self->depth > 0);

  filled = self->filled[self->depth--];
  if (filled)
    new_line (self);
  g_string_append_c (self->text, bracket);
}

/**
 * critic_json_writer_begin_object: (skip)
 * @self: a writer
 *
 * Begins an object, to be ended by critic_json_writer_end_object().
 */
void
critic_json_writer_begin_object (CriticJsonWriter *self)
{
  begin (self, '{');
}

/**
 * critic_json_writer_end_object: (skip)
 * @self: a writer
 *
 * Ends the innermost object.
 */
void
critic_json_writer_end_object (CriticJsonWriter *self)
{
  end (self, '}');
}

/**
 * critic_json_writer_begin_array: (skip)
 * @self: a writer
 *
 * Begins an array, to be ended by critic_json_writer_end_array().
 */
void
critic_json_writer_begin_array (CriticJsonWriter *self)
{
  begin (self, '[');
}

/**
 * critic_json_writer_end_array: (skip)
 * @self: a writer
 *
 * Ends the innermost array.
 */
void
critic_json_writer_end_array (CriticJsonWriter *self)
{
  end (self, ']');
}

/* Bytes that are no UTF-8 become U+FFFD: JSON has no way to say them. */
static void
append_quoted (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *p = valid; *p != '\0'; p++)
    switch (*p)
      {
      case '"':  g_string_append (text, "\\\""); break;
      case '\\': g_string_append (text, "\\\\"); break;
      case '\n': g_string_append (text, "\\n"); break;
      case '\r': g_string_append (text, "\\r"); break;
      case '\t': g_string_append (text, "\\t"); break;
      default:
        if ((guchar) *p < 0x20 || *p == 0x7f)
          g_string_append_printf (text, "\\u%04x", (guint) *p);
        else
          g_string_append_c (text, *p);
      }
  g_string_append_c (text, '"');
}

/**
 * critic_json_writer_name: (skip)
 * @self: a writer, inside an object
 * @name: a name
 *
 * Names the value that is written next.
 */
void
critic_json_writer_name (CriticJsonWriter *self, const char *name)
{
  separate (self);
  append_quoted (self->text, name);
  g_string_append (self->text, ": ");
  self->named = TRUE;
}

/**
 * critic_json_writer_raw: (skip)
 * @self: a writer
 * @json: a whole JSON value
 *
 * Writes what is JSON already.
 */
void
critic_json_writer_raw (CriticJsonWriter *self, const char *json)
{
  separate (self);
  g_string_append (self->text, json);
}

/**
 * critic_json_writer_string: (skip)
 * @self: a writer
 * @value: a text; bytes that are no UTF-8 become U+FFFD
 *
 * Writes a string.
 */
void
critic_json_writer_string (CriticJsonWriter *self, const char *value)
{
  separate (self);
  append_quoted (self->text, value);
}

/**
 * critic_json_writer_number: (skip)
 * @self: a writer
 * @value: a number
 *
 * Writes a number with six decimals at most; what is no number in JSON as null.
 */
void
critic_json_writer_number (CriticJsonWriter *self, gdouble value)
{
  char digits[CRITIC_NUMBER_SIZE];

  if (!isfinite (value))
    {
      critic_json_writer_null (self);
      return;
    }

  critic_json_writer_raw (self, critic_number_format (value, digits));
}

/**
 * critic_json_writer_integer: (skip)
 * @self: a writer
 * @value: a number
 *
 * Writes an integer.
 */
void
critic_json_writer_integer (CriticJsonWriter *self, gint64 value)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  critic_json_writer_raw (self, digits);
}

/**
 * critic_json_writer_boolean: (skip)
 * @self: a writer
 * @value: true or false
 *
 * Writes true or false.
 */
void
critic_json_writer_boolean (CriticJsonWriter *self, gboolean value)
{
  critic_json_writer_raw (self, value ? "true" : "false");
}

/**
 * critic_json_writer_null: (skip)
 * @self: a writer
 *
 * Writes null.
 */
void
critic_json_writer_null (CriticJsonWriter *self)
{
  critic_json_writer_raw (self, "null");
}

/**
 * critic_json_writer_put_string: (skip)
 * @self: a writer, inside an object
 * @name: a name
 * @value: a text
 *
 * As critic_json_writer_name() and critic_json_writer_string().
 */
void
critic_json_writer_put_string (CriticJsonWriter *self, const char *name, const char *value)
{
  critic_json_writer_name (self, name);
  critic_json_writer_string (self, value);
}

/**
 * critic_json_writer_put_number: (skip)
 * @self: a writer, inside an object
 * @name: a name
 * @value: a number
 *
 * As critic_json_writer_name() and critic_json_writer_number().
 */
void
critic_json_writer_put_number (CriticJsonWriter *self, const char *name, gdouble value)
{
  critic_json_writer_name (self, name);
  critic_json_writer_number (self, value);
}

/**
 * critic_json_writer_put_integer: (skip)
 * @self: a writer, inside an object
 * @name: a name
 * @value: a number
 *
 * As critic_json_writer_name() and critic_json_writer_integer().
 */
void
critic_json_writer_put_integer (CriticJsonWriter *self, const char *name, gint64 value)
{
  critic_json_writer_name (self, name);
  critic_json_writer_integer (self, value);
}

/**
 * critic_json_writer_put_boolean: (skip)
 * @self: a writer, inside an object
 * @name: a name
 * @value: true or false
 *
 * As critic_json_writer_name() and critic_json_writer_boolean().
 */
void
critic_json_writer_put_boolean (CriticJsonWriter *self, const char *name, gboolean value)
{
  critic_json_writer_name (self, name);
  critic_json_writer_boolean (self, value);
}

/**
 * critic_json_writer_take: (skip)
 * @self: a writer; every object and array was ended
 *
 * Returns: (transfer full): the text
 */
char *
critic_json_writer_take (CriticJsonWriter *self)
{
  char *text;

  g_warn_if_fail (self->depth == 0);

  g_string_append_c (self->text, '\n');
  text = g_strdup (self->text->str);
  g_string_truncate (self->text, 0);
  self->named = FALSE;

  return text;
}
