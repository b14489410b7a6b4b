/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comma-separated values as RFC 4180 has them, read and written. */
#include <math.h>
#include <string.h>

#include "critic-csv-reader.h"
#include "cli-csv-writer.h"
#include "cli-number.h"

static CriticCsvReader *
open_text (const char *text, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);

  return critic_csv_reader_new (stream, "t.csv", error);
}

/* The table as one string: fields in brackets, records on lines; the error's
 * message where there is one. */
static char *
show (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticCsvReader) reader = open_text (text, &error);
  g_autoptr (GString) shown = g_string_new (NULL);

  while (reader != NULL && critic_csv_reader_next (reader, &error))
    {
      g_string_append_printf (shown, "%" G_GUINT64_FORMAT ":", critic_csv_reader_get_line (reader));
      for (guint i = 0; i < critic_csv_reader_get_n_columns (reader); i++)
        g_string_append_printf (shown, "[%s]", critic_csv_reader_get (reader, i));
      g_string_append_c (shown, ' ');
    }
  if (error != NULL)
    {
      g_assert_true (error->domain == CRITIC_CSV_ERROR);
      g_string_append (shown, error->message);
    }

  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static void
check_shown (const char *text, const char *expected)
{
  g_autofree char *shown = show (text);

  g_assert_cmpstr (shown, ==, expected);
}

static void
check_refused (const char *text, guint line, const char *words)
{
  g_autofree char *shown = show (text);
  g_autofree char *where = g_strdup_printf ("t.csv, line %u: ", line);

  g_assert_nonnull (strstr (shown, where));
  g_assert_nonnull (strstr (shown, words));
}

static void
test_records (void)
{
  check_shown ("a,b\n1,2\n3,4\n", "2:[1][2] 3:[3][4] ");
  check_shown ("a,b\r\n1,2\r\n3,4", "2:[1][2] 3:[3][4] ");
  check_shown ("\xef\xbb\xbf" "a,b\n1,2", "2:[1][2] ");
  check_shown ("a,b\n\n\r\n,\n", "4:[][] ");
  check_shown ("a,b\n\"1,2\",\"say \"\"no\"\"\"\n", "2:[1,2][say \"no\"] ");
  check_shown ("a,b\n\"1\n2\r\n3\",x\ny,z\n", "2:[1\n2\r\n3][x] 5:[y][z] ");
  check_shown ("a,b\n\"\", x \n", "2:[][ x ] ");
  check_shown ("a\n", "");
}

static void
test_refused (void)
{
  check_refused ("", 1, "no header");
  check_refused ("\n\n", 3, "no header");
  check_refused ("a,a\n", 2, "Two columns");
  check_refused ("a,b\n1\n", 2, "1 fields and the header 2");
  check_refused ("a,b\n1,2\n\"x\ny\",2,3\n", 3, "3 fields and the header 2");
  check_refused ("a,b\n1,\"2\n3\n", 4, "line 2 or later");
  check_refused ("a,b\n1,2\"3\n", 2, "quote stands inside");
  check_refused ("a,b\n1,\"2\"3\n", 2, "follows a closing quote");
  check_refused ("a,b\n1\r2,3\n", 2, "carriage return");
  check_refused ("a,b\n1,2\r", 2, "carriage return");
  check_refused ("a,b\n1,\xff\n", 2, "UTF-8");
  check_refused ("\xef\xbb" "a,b\n", 1, "UTF-8");
}

static void
test_nul (void)
{
  static const char bytes[] = "a,b\n1,2\0\n";
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (bytes, sizeof bytes - 1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticCsvReader) reader = critic_csv_reader_new (stream, "t.csv", &error);

  g_assert_no_error (error);
  g_assert_false (critic_csv_reader_next (reader, &error));
  g_assert_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX);
}

static void
test_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticCsvReader) reader = open_text ("file,Author\nx,y\n", &error);

  g_assert_no_error (error);
  g_assert_cmpint (critic_csv_reader_find (reader, "file"), ==, 0);
  g_assert_cmpint (critic_csv_reader_find (reader, "Author"), ==, 1);
  g_assert_cmpint (critic_csv_reader_find (reader, "author"), ==, -1);
  g_assert_true (critic_csv_reader_next (reader, &error));
  g_assert_cmpstr (critic_csv_reader_get (reader, 1), ==, "y");
  g_assert_null (critic_csv_reader_get (reader, -1));
}

/* A field longer than the reader's block, and blocks that end between the two
 * bytes of CR LF and of a doubled quote. */
static void
test_blocks (void)
{
  for (gsize n = 65520; n < 65545; n++)
    {
      g_autofree char *filler = g_strnfill (n, 'x');
      g_autofree char *text = g_strconcat ("a,b\r\n", filler, ",\"q\"\"q\"\r\n1,2\r\n", NULL);
      g_autofree char *expected = g_strconcat ("2:[", filler, "][q\"q] 3:[1][2] ", NULL);

      check_shown (text, expected);
    }
}

static void
test_too_large (void)
{
  g_autofree char *filler = g_strnfill (17 << 20, 'x');
  g_autofree char *text = g_strconcat ("a,b\n", filler, ",1\n", NULL);

  check_refused (text, 2, "larger than 16 MiB");
}

static void
test_written (void)
{
  g_autoptr (CliCsvWriter) writer = cli_csv_writer_new ();
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  cli_csv_writer_text (writer, "a,\"b\"");
  cli_csv_writer_number (writer, -0.5);
  cli_csv_writer_number (writer, NAN);
  cli_csv_writer_integer (writer, 12);
  cli_csv_writer_empty (writer);
  first = cli_csv_writer_take (writer);
  g_assert_cmpstr (first, ==, "\"a,\"\"b\"\"\",-0.5,,12,\n");

  cli_csv_writer_text (writer, "two\nlines ");
  second = cli_csv_writer_take (writer);
  g_assert_cmpstr (second, ==, "\"two\nlines \"\n");
}

static void
test_formulas (void)
{
  static const char *const cells[][2] = {
    { "=1+2", "'=1+2\n" },
    { "+1", "'+1\n" },
    { "-x", "'-x\n" },
    { "@SUM(A1)", "'@SUM(A1)\n" },
    { "\t=1", "\"'\t=1\"\n" },
    { "'=1", "''=1\n" },
    { "'quoted'", "'quoted'\n" },
    { "a=b", "a=b\n" },
    { "", "\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (CliCsvWriter) writer = cli_csv_writer_new ();
      g_autofree char *written = NULL;
      g_autofree char *table = NULL;
      g_autoptr (CriticCsvReader) reader = NULL;

      cli_csv_writer_text (writer, cells[i][0]);
      written = cli_csv_writer_take (writer);
      g_assert_cmpstr (written, ==, cells[i][1]);

      table = g_strconcat ("a\n", written, NULL);
      reader = open_text (table, NULL);
      if (critic_csv_reader_next (reader, NULL))
        g_assert_cmpstr (critic_csv_text (critic_csv_reader_get (reader, 0)), ==, cells[i][0]);
      else
        g_assert_cmpstr (cells[i][0], ==, "");
    }
}

static void
test_numbers (void)
{
  char digits[CRITIC_NUMBER_SIZE];

  g_assert_cmpstr (critic_number_format (6.4, digits), ==, "6.4");
  g_assert_cmpstr (critic_number_format (-0.0000001, digits), ==, "0");
  g_assert_cmpstr (critic_number_format (1e20, digits), ==, "100000000000000000000");
  g_assert_cmpfloat (cli_number_shown (1.23456789), ==, 1.234568);
  g_assert_cmpfloat (cli_number_parse ("7.5"), ==, 7.5);
  g_assert_true (isnan (cli_number_parse ("")) && isnan (cli_number_parse ("7,5")) && isnan (cli_number_parse ("nan")) &&
                 isnan (cli_number_parse (" 7")) && isnan (cli_number_parse ("1e999")) && isnan (cli_number_parse ("seven")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/records", test_records);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/nul", test_nul);
  g_test_add_func ("/csv/columns", test_columns);
  g_test_add_func ("/csv/blocks", test_blocks);
  g_test_add_func ("/csv/too-large", test_too_large);
  g_test_add_func ("/csv/written", test_written);
  g_test_add_func ("/csv/formulas", test_formulas);
  g_test_add_func ("/csv/numbers", test_numbers);

  return g_test_run ();
}
