/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-csv-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BLOCK        65536
#define LARGEST      (16u << 20)    /* bytes of a record; a critique of a megabyte passes */
#define MOST_COLUMNS 1024

struct _CriticCsvReader
{
  GInputStream *stream;
  char         *name;
  GStrv         header;
  guint         n_columns;      /* of the header, 0 while it is read */

  GString      *text;           /* the record's fields, each with a NUL behind it */
  GArray       *starts;         /* gsize: where they begin in @text */
  guint64       line;           /* of what is read next */
  guint64       record;         /* where the record begins */

  gsize         begin, end;     /* what of @block is not yet used */
  guint8        block[BLOCK];
};

G_DEFINE_QUARK (critic-csv-error-quark, critic_csv_error)

enum { END = -1, BROKEN = -2 };

/* The next byte without taking it; END, or BROKEN with @error set. */
static int
peek (CriticCsvReader *self, GError **error)
{
  if (self->begin == self->end)
    {
      g_autoptr (GError) local = NULL;
      gssize n = g_input_stream_read (self->stream, self->block, BLOCK, NULL, &local);

      if (n < 0)
        {
          g_set_error (error, G_IO_ERROR, local->domain == G_IO_ERROR ? local->code : (int) G_IO_ERROR_FAILED,
                       _("%s could not be read: %s. Check its name and its permissions."), self->name, local->message);
          return BROKEN;
        }
      if (n == 0)
        return END;
      self->begin = 0;
      self->end = n;
    }

  return self->block[self->begin];
}

static void
take (CriticCsvReader *self)
{
  if (self->block[self->begin++] == '\n')
    self->line++;
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (CriticCsvReader *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* Translators: a file's name, a line's number, a sentence that says what is wrong there */
  g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX, _("%s, line %zu: %s"), self->name, (gsize) self->line, what);
  return FALSE;
}

/* Takes LF or CR LF at the place; FALSE when something else stands there. */
static gboolean
take_line_end (CriticCsvReader *self, int c, GError **error)
{
  if (c == '\r')
    {
      take (self);
      c = peek (self, error);
      if (c == BROKEN)
        return FALSE;
      if (c != '\n')
        return refuse (self, error, _("A carriage return stands alone. Quote the field it belongs to, or end lines with LF or CR LF."));
    }
  take (self);

  return TRUE;
}

static gboolean
append (CriticCsvReader *self, int c, GError **error)
{
  if (c == '\0')
    return refuse (self, error, _("There is a NUL byte. Save the table as UTF-8."));
  if (self->text->len >= LARGEST)
    return refuse (self, error, _("The record is larger than %u MiB. Is a closing quote missing?"), LARGEST >> 20);

  g_string_append_c (self->text, (char) c);
  take (self);
  return TRUE;
}

/* After the opening quote, to behind the closing one. */
static gboolean
read_quoted (CriticCsvReader *self, GError **error)
{
  for (;;)
    {
      int c = peek (self, error);

      if (c == BROKEN)
        return FALSE;
      if (c == END)
        return refuse (self, error, _("The table ends inside quotes that were opened on line %zu or later. Close them."), (gsize) self->record);
      if (c == '"')
        {
          take (self);
          c = peek (self, error);
          if (c == BROKEN)
            return FALSE;
          if (c != '"')
            return TRUE;
        }
      if (!append (self, c, error))
        return FALSE;
    }
}

static gboolean
read_plain (CriticCsvReader *self, GError **error)
{
  int c;

  while ((c = peek (self, error)) >= 0 && c != ',' && c != '\n' && c != '\r')
    {
      if (c == '"')
        return refuse (self, error, _("A quote stands inside a field without quotes. Put the whole field in quotes and write the quote twice."));
      if (!append (self, c, error))
        return FALSE;
    }

  return c != BROKEN;
}

static gboolean
check_field (CriticCsvReader *self, gsize start, GError **error)
{
  if (!g_utf8_validate (self->text->str + start, self->text->len - start, NULL))
    return refuse (self, error, _("A field is not UTF-8. Save the table as UTF-8."));

  g_string_append_c (self->text, '\0');
  return TRUE;
}

/* One record of at least one field, its line end taken. */
static gboolean
read_record (CriticCsvReader *self, GError **error)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->starts, 0);
  self->record = self->line;

  for (;;)
    {
      gsize start = self->text->len;
      int c = peek (self, error);
      gboolean ok;

      if (self->starts->len == MOST_COLUMNS)
        return refuse (self, error, _("The record has more than %d fields. Is this a table of comma-separated values?"), MOST_COLUMNS);
      g_array_append_val (self->starts, start);

      if (c == BROKEN)
        return FALSE;
      if (c == '"')
        {
          take (self);
          ok = read_quoted (self, error);
        }
      else
        ok = read_plain (self, error);
      if (!ok || !check_field (self, start, error))
        return FALSE;

      c = peek (self, error);
      if (c == BROKEN)
        return FALSE;
      if (c == END)
        return TRUE;
      if (c == '\n' || c == '\r')
        return take_line_end (self, c, error);
      if (c != ',')
        return refuse (self, error, _("Something follows a closing quote. Only a comma or the end of the line may."));
      take (self);
    }
}

/* Passes over empty lines. FALSE at the end and on errors. */
static gboolean
skip_empty (CriticCsvReader *self, GError **error)
{
  int c;

  while ((c = peek (self, error)) == '\n' || c == '\r')
    if (!take_line_end (self, c, error))
      return FALSE;

  return c >= 0;
}

static gboolean
skip_byte_order_mark (CriticCsvReader *self, GError **error)
{
  static const guint8 mark[] = { 0xef, 0xbb, 0xbf };

  for (gsize i = 0; i < sizeof mark; i++)
    {
      int c = peek (self, error);

      if (c == BROKEN)
        return FALSE;
      if (c != mark[i])
        return i == 0 || refuse (self, error, _("A field is not UTF-8. Save the table as UTF-8."));
      take (self);
    }

  return TRUE;
}

static gboolean
read_header (CriticCsvReader *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!skip_byte_order_mark (self, error))
    return FALSE;
  if (!skip_empty (self, &local))
    {
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      return refuse (self, error, _("There is no header. Name the columns in the first line."));
    }
  if (!read_record (self, error))
    return FALSE;

  self->n_columns = self->starts->len;
  self->header = g_new0 (char *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *column = critic_csv_reader_get (self, i);

      for (guint j = 0; j < i; j++)
        if (g_str_equal (self->header[j], column))
          return refuse (self, error, _("Two columns are called “%s”. Rename one."), column);
      self->header[i] = g_strdup (column);
    }

  return TRUE;
}

/**
 * critic_csv_reader_new:
 * @stream: the bytes of the table
 * @name: what messages call it
 * @error: return location, or %NULL
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): a reader before its first record
 */
CriticCsvReader *
critic_csv_reader_new (GInputStream *stream, const char *name, GError **error)
{
  g_autoptr (CriticCsvReader) self = g_new0 (CriticCsvReader, 1);

  self->stream = g_object_ref (stream);
  self->name = g_strdup (name);
  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->line = 1;

  return read_header (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * critic_csv_reader_free:
 * @self: (transfer full): a reader
 */
void
critic_csv_reader_free (CriticCsvReader *self)
{
  g_clear_object (&self->stream);
  g_free (self->name);
  g_strfreev (self->header);
  g_string_free (self->text, TRUE);
  g_array_unref (self->starts);
  g_free (self);
}

/**
 * critic_csv_reader_find:
 * @self: a reader
 * @column: its name, to the letter
 *
 * Returns: the place of the column, -1 without
 */
gint
critic_csv_reader_find (CriticCsvReader *self, const char *column)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_str_equal (self->header[i], column))
      return (gint) i;

  return -1;
}

/**
 * critic_csv_reader_next:
 * @self: a reader
 * @error: return location for an error of %CRITIC_CSV_ERROR or %G_IO_ERROR
 *
 * Goes to the next record. Blocks.
 *
 * Returns: %FALSE at the end, without an error, and when something is wrong
 */
gboolean
critic_csv_reader_next (CriticCsvReader *self, GError **error)
{
  if (!skip_empty (self, error) || !read_record (self, error))
    return FALSE;
  if (self->starts->len == self->n_columns)
    return TRUE;

  g_set_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX,
               _("%s, line %zu: The record has %u fields and the header %u. Quote fields with commas in them."),
               self->name, (gsize) self->record, self->starts->len, self->n_columns);
  return FALSE;
}

/**
 * critic_csv_reader_get:
 * @self: a reader
 * @column: place of a column, or -1
 *
 * Returns: (transfer none) (nullable): the record's field, good until the next
 *   call; %NULL where @column is -1
 */
const char *
critic_csv_reader_get (CriticCsvReader *self, gint column)
{
  return column < 0 ? NULL : self->text->str + g_array_index (self->starts, gsize, column);
}

/**
 * critic_csv_reader_get_n_columns:
 * @self: a reader
 *
 * Returns: how many columns the header names
 */
guint
critic_csv_reader_get_n_columns (CriticCsvReader *self)
{
  return self->n_columns;
}

/**
 * critic_csv_reader_get_line:
 * @self: a reader
 *
 * Returns: the line on which the record begins, from 1
 */
guint64
critic_csv_reader_get_line (CriticCsvReader *self)
{
  return self->record;
}

/**
 * critic_csv_is_armed:
 * @text: a field
 *
 * Returns: whether a spreadsheet would take it for a formula, with or without
 *   apostrophes in front
 */
gboolean
critic_csv_is_armed (const char *text)
{
  text += strspn (text, "'");

  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/**
 * critic_csv_text:
 * @cell: a field as it stands in a table
 *
 * Returns: (transfer none): what it means: without the apostrophe that disarms it
 */
const char *
critic_csv_text (const char *cell)
{
  return *cell == '\'' && critic_csv_is_armed (cell) ? cell + 1 : cell;
}
