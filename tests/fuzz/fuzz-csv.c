/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as comma-separated values: an error that names the line, or
 * records that come out again as they went in. */
#include <string.h>

#include "critic-csv-reader.h"
#include "cli-csv-writer.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The record written anew and read back. */
static void
check_round_trip (CriticCsvReader *reader)
{
  guint n = critic_csv_reader_get_n_columns (reader);
  g_autoptr (CliCsvWriter) writer = cli_csv_writer_new ();
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticCsvReader) again = NULL;
  char *text;

  /* A header of names that differ. */
  for (guint i = 0; i < n; i++)
    cli_csv_writer_integer (writer, i);
  text = cli_csv_writer_take (writer);
  g_memory_input_stream_add_data (G_MEMORY_INPUT_STREAM (stream), text, -1, g_free);
  for (guint i = 0; i < n; i++)
    cli_csv_writer_text (writer, critic_csv_reader_get (reader, i));
  text = cli_csv_writer_take (writer);
  if (g_str_equal (text, "\n"))
    {
      g_free (text);
      return;
    }
  g_memory_input_stream_add_data (G_MEMORY_INPUT_STREAM (stream), text, -1, g_free);

  again = critic_csv_reader_new (stream, "again", &error);
  g_assert_no_error (error);
  g_assert_true (critic_csv_reader_next (again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (critic_csv_reader_get_n_columns (again), ==, n);
  for (guint i = 0; i < n; i++)
    {
      const char *cell = critic_csv_reader_get (again, i);

      g_assert_true (*cell == '\0' || strchr ("=+-@\t\r", *cell) == NULL);
      g_assert_cmpstr (critic_csv_text (cell), ==, critic_csv_reader_get (reader, i));
    }
  g_assert_false (critic_csv_reader_next (again, &error));
  g_assert_no_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticCsvReader) reader = critic_csv_reader_new (stream, "fuzz", &error);
  guint64 line = 0;

  g_assert_true ((reader == NULL) == (error != NULL));
  while (reader != NULL && critic_csv_reader_next (reader, &error))
    {
      g_assert_cmpuint (critic_csv_reader_get_line (reader), >, line);
      line = critic_csv_reader_get_line (reader);
      g_assert_cmpint (critic_csv_reader_find (reader, critic_csv_reader_get (reader, 0)), <, (gint) critic_csv_reader_get_n_columns (reader));
      check_round_trip (reader);
    }
  if (error != NULL)
    g_assert_true (error->domain == CRITIC_CSV_ERROR && g_utf8_validate (error->message, -1, NULL));

  return 0;
}
