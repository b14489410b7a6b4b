/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-csv-writer.h"

#include "critic-csv-reader.h"

#include "cli-number.h"

#include <math.h>
#include <string.h>

struct _CliCsvWriter
{
  GString *text;
  gboolean filled;      /* a cell of this record was written */
};

CliCsvWriter *
cli_csv_writer_new (void)
{
  CliCsvWriter *self = g_new0 (CliCsvWriter, 1);

  self->text = g_string_new (NULL);
  return self;
}

void
cli_csv_writer_free (CliCsvWriter *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
separate (CliCsvWriter *self)
{
  if (self->filled)
    g_string_append_c (self->text, ',');
  self->filled = TRUE;
}

void
cli_csv_writer_text (CliCsvWriter *self, const char *text)
{
  gboolean armed = critic_csv_is_armed (text);
  gsize length = strlen (text);
  gboolean quoted = strpbrk (text, ",\"\r\n") != NULL ||
                    (length > 0 && (g_ascii_isspace (text[0]) || g_ascii_isspace (text[length - 1])));

  separate (self);
  if (quoted)
    g_string_append_c (self->text, '"');
  if (armed)
    g_string_append_c (self->text, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (self->text, '"');
      g_string_append_c (self->text, *p);
    }
  if (quoted)
    g_string_append_c (self->text, '"');
}

void
cli_csv_writer_number (CliCsvWriter *self, gdouble value)
{
  char digits[CRITIC_NUMBER_SIZE];

  separate (self);
  if (isfinite (value))
    g_string_append (self->text, critic_number_format (value, digits));
}

void
cli_csv_writer_integer (CliCsvWriter *self, guint64 value)
{
  separate (self);
  g_string_append_printf (self->text, "%" G_GUINT64_FORMAT, value);
}

void
cli_csv_writer_empty (CliCsvWriter *self)
{
  separate (self);
}

char *
cli_csv_writer_take (CliCsvWriter *self)
{
  char *text;

  g_string_append_c (self->text, '\n');
  text = g_strdup (self->text->str);
  g_string_truncate (self->text, 0);
  self->filled = FALSE;

  return text;
}
