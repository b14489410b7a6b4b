/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of critiques becomes critiques of photographs, as one step; what is
 * not taken is told with its line. */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "critic-critique-import.h"
#include "critic-csv-reader.h"
#include "critic-journal.h"
#include "folder-fixtures.h"

#define MODEL "a-model"

static gint64
add_photo (CriticLibrary *library, const char *path, guint8 number)
{
  g_autoptr (GError) error = NULL;
  CriticFound found = { .stamp = { path, 1, 1 } };

  memset (found.measured.hash.bytes, number, CRITIC_HASH_SIZE);
  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_assert_no_error (error);

  g_autoptr (CriticRow) row = critic_library_row_at (library, path, MODEL, &error);
  return row->image_id;
}

static CriticImportReport *
import (CriticLibrary *library, const char *table, const CriticImportPlan *plan, GError **error)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "t.csv");
  g_assert_true (g_file_set_contents (path, table, -1, NULL));
  file = g_file_new_for_path (path);
  return critic_critique_import (library, file, plan, NULL, error);
}

/* "author: text score/scale" of each, on lines. */
static void
assert_critiques (CriticLibrary *library, gint64 image_id, const char *expected)
{
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, NULL);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const CriticCritiqueEntry *entry = entries->pdata[i];

      g_string_append_printf (said, "%s: %s", entry->author, entry->text);
      if (!isnan (entry->own_score))
        g_string_append_printf (said, " %g/%g", entry->own_score, entry->own_scale);
      g_string_append (said, entry->counts ? "\n" : " does not count\n");
    }
  g_assert_cmpstr (said->str, ==, expected);
}

static void
test_rows (void)
{
  g_autoptr (CriticLibrary) library = critic_library_open (NULL, NULL);
  const char *const folders[] = { "/shoot", NULL };
  CriticImportPlan plan = { .folders = folders, .scale = 20, .model_id = MODEL, .desk_path = "/elsewhere/d.jpg" };
  gint64 a = add_photo (library, "/shoot/a.jpg", 1), b = add_photo (library, "/shoot/in/b.jpg", 2);
  gint64 c = add_photo (library, "/shoot/c.jpg", 3), other_c = add_photo (library, "/shoot/in/c.jpg", 4), d;
  g_autoptr (CriticImportReport) report = NULL;
  g_autoptr (CriticImportReport) again = NULL;
  g_autoptr (GError) error = NULL;
  const char *table =
    "critique,score,file,author,unknown\n"
    "\"Calm, wide\",14,a.jpg,Ana,x\n"
    "Busy.,,in/b.jpg,,x\n"
    "Twice.,\"12,5\",c.jpg,Ben,x\n"
    ",7,/shoot/a.jpg,Ben,x\n"
    "On the desk.,,d.jpg,,x\n"
    "Lost.,,nowhere.jpg,,x\n"
    "Too good.,21,a.jpg,Ana,x\n"
    "Odd.,nan,a.jpg,Ana,x\n"
    ",,a.jpg,Ana,x\n"
    "'=1+1,,a.jpg,,x\n";

  plan.desk_hash.bytes[0] = 9;
  report = import (library, table, &plan, &error);
  g_assert_no_error (error);
  g_assert_true (critic_library_find_image (library, &plan.desk_hash, FALSE, &d, &error));
  assert_critiques (library, a, "Ana: Calm, wide 14/20\nBen:  7/20\n: =1+1\n");
  assert_critiques (library, b, ": Busy.\n");
  assert_critiques (library, c, "Ben: Twice. 12.5/20\n");
  assert_critiques (library, other_c, "Ben: Twice. 12.5/20\n");
  assert_critiques (library, d, ": On the desk.\n");
  g_assert_cmpuint (report->n_written, ==, 7);
  g_assert_cmpuint (report->n_known, ==, 0);
  g_assert_cmpuint (report->image_ids->len, ==, 5);
  g_assert_cmpuint (report->refused->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *line = g_strdup_printf ("Line %u: ", 7 + i);

      g_assert_true (g_str_has_prefix (report->refused->pdata[i], line));
    }
  g_assert_nonnull (strstr (report->refused->pdata[0], "nowhere.jpg"));

  /* The same table says nothing new. */
  again = import (library, table, &plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_written, ==, 0);
  g_assert_cmpuint (again->n_known, ==, 7);

  /* All of it is one step. */
  critic_change_free (critic_library_undo (library, &error));
  assert_critiques (library, a, "");
  assert_critiques (library, d, "");
  g_assert_null (critic_library_undo (library, &error));
  g_assert_no_error (error);
}

/* A scale for each row, and nothing else but scores. */
static void
test_scale (void)
{
  g_autoptr (CriticLibrary) library = critic_library_open (NULL, NULL);
  const char *const folders[] = { "/shoot", NULL };
  const CriticImportPlan plan = { .folders = folders, .scale = 10, .model_id = MODEL };
  gint64 a = add_photo (library, "/shoot/a.jpg", 1);
  g_autoptr (CriticImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  report = import (library, "file,score,scale\na.jpg,60,100\na.jpg,8,\na.jpg,8,0\n", &plan, &error);
  g_assert_no_error (error);
  assert_critiques (library, a, ":  60/100\n:  8/10\n");
  g_assert_cmpuint (report->refused->len, ==, 1);
}

static void
assert_refused (CriticLibrary *library, const char *table, const char *words)
{
  const char *const folders[] = { "/shoot", NULL };
  const CriticImportPlan plan = { .folders = folders, .scale = 10, .model_id = MODEL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticImportReport) report = import (library, table, &plan, &error);

  g_assert_null (report);
  g_assert_error (error, CRITIC_CSV_ERROR, CRITIC_CSV_ERROR_SYNTAX);
  g_assert_nonnull (strstr (error->message, words));
}

/* A table that is none changes nothing, however late that is seen. */
static void
test_refused (void)
{
  g_autoptr (CriticLibrary) library = critic_library_open (NULL, NULL);
  const CriticImportPlan plan = { .scale = 10, .model_id = MODEL };
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/t.csv");
  gint64 a = add_photo (library, "/shoot/a.jpg", 1);
  g_autoptr (GError) error = NULL;

  assert_refused (library, "name,critique\na.jpg,x\n", "file");
  assert_refused (library, "file,author\na.jpg,x\n", "critique");
  assert_refused (library, "file,critique\na.jpg,Fine.\na.jpg,\"open\n", "line");
  assert_refused (library, "file,critique\na.jpg,Fine.\na.jpg,a,b\n", "line 3");
  assert_critiques (library, a, "");

  g_assert_null (critic_critique_import (library, missing, &plan, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "t.csv"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/critique-import/rows", test_rows);
  g_test_add_func ("/critique-import/scale", test_scale);
  g_test_add_func ("/critique-import/refused", test_refused);

  return g_test_run ();
}
