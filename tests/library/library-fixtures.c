/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "library-fixtures.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>

void
place_init (Place *self)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("photo-critic-library-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = place_file (self, "library.sqlite");
}

static void
remove_tree (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_tree (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
place_clear (Place *self)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

char *
place_file (Place *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

CriticLibrary *
open_library (const char *path)
{
  g_autoptr (GError) error = NULL;
  CriticLibrary *library = critic_library_open (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);
  return library;
}

/* Uneven numbers, so that nothing rounds to what it was by luck. */
static gdouble
uneven (guint number, guint place)
{
  return fmod ((number + 1) * 0.618033988749895 + (place + 1) * 0.7320508075688772, 1.0);
}

void
make_found (CriticFound *found, const char *path, guint number)
{
  CriticMeasured *measured = &found->measured;
  CriticJudgement *judgement = &found->photo_alone;

  memset (found, 0, sizeof *found);
  found->stamp.path = path;
  found->stamp.size = 1000 + number;
  found->stamp.mtime = G_GINT64_CONSTANT (1700000000123456789) + number;

  memcpy (measured->hash.bytes, &number, sizeof number);
  measured->hash.bytes[CRITIC_HASH_SIZE - 1] = 0x5a;
  measured->width = 6000 + number;
  measured->height = 4000 + number;
  measured->taken = G_GINT64_CONSTANT (1600000000000) + number;
  measured->sharpness = uneven (number, 1);
  measured->exposure = uneven (number, 2);
  measured->clipped = uneven (number, 3);
  measured->scale = uneven (number, 4);
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    measured->features[i] = (gint8) (number * 7 + i);
  measured->turned = (guint8) (number % 9);

  judgement->score = 1 + 9 * uneven (number, 5);
  judgement->raw = 1 + 9 * uneven (number, 6);
  judgement->error = uneven (number, 7);
  judgement->spread = uneven (number, 8);
  judgement->percentile = uneven (number, 9);
  judgement->p_high = uneven (number, 10);
  judgement->high = judgement->score > 5;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    judgement->style[i] = uneven (number, 11 + i);
}

void
write_one (CriticLibrary *library, const char *path, guint number)
{
  g_autoptr (GError) error = NULL;
  CriticFound found;

  make_found (&found, path, number);
  g_assert_true (critic_library_write_found (library, MODEL, &found, 1, &error));
  g_assert_no_error (error);
}

CriticRow *
read_one (CriticLibrary *library, const char *path)
{
  g_autoptr (GError) error = NULL;
  CriticRow *row = critic_library_row_at (library, path, MODEL, &error);

  g_assert_no_error (error);
  return row;
}

gint64
image_of (CriticLibrary *library, const char *path)
{
  g_autoptr (CriticRow) row = read_one (library, path);

  g_assert_nonnull (row);
  g_assert_cmpint (row->image_id, !=, 0);
  return row->image_id;
}

void
assert_judgement (const CriticJudgement *a, const CriticJudgement *b)
{
  g_assert_cmpmem (&a->score, sizeof (gdouble), &b->score, sizeof (gdouble));
  g_assert_cmpmem (&a->raw, sizeof (gdouble), &b->raw, sizeof (gdouble));
  g_assert_cmpmem (&a->error, sizeof (gdouble), &b->error, sizeof (gdouble));
  g_assert_cmpmem (&a->spread, sizeof (gdouble), &b->spread, sizeof (gdouble));
  g_assert_cmpmem (&a->percentile, sizeof (gdouble), &b->percentile, sizeof (gdouble));
  g_assert_cmpmem (&a->p_high, sizeof (gdouble), &b->p_high, sizeof (gdouble));
  g_assert_cmpint (a->high, ==, b->high);
  g_assert_cmpmem (a->style, sizeof a->style, b->style, sizeof b->style);
}

void
make_rating (CriticRating *rating, guint number)
{
  memset (rating, 0, sizeof *rating);
  rating->flag = number % 3;
  rating->stars = number % 6;
  rating->label = number % 6;
  rating->score = number % 4 == 0 ? 0 : 1 + 9 * uneven (number, 40);
  rating->high = number / 2 % 3;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    rating->style[i] = (number / 3 + i) % 3;
}

void
assert_rating (const CriticRating *a, const CriticRating *b)
{
  g_assert_cmpint (a->flag, ==, b->flag);
  g_assert_cmpint (a->stars, ==, b->stars);
  g_assert_cmpint (a->label, ==, b->label);
  g_assert_cmpmem (&a->score, sizeof (gdouble), &b->score, sizeof (gdouble));
  g_assert_cmpint (a->high, ==, b->high);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_assert_cmpint (a->style[i], ==, b->style[i]);
}

void
rate (CriticLibrary *library, gint64 image_id, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("Rating %u", number);
  g_autoptr (CriticStep) step = critic_step_new (name);
  CriticRating rating;

  make_rating (&rating, number);
  critic_step_set_rating (step, image_id, &rating);
  g_assert_true (critic_library_apply (library, step, NULL, &error));
  g_assert_no_error (error);
}

gint64
add_critique (CriticLibrary *library, gint64 image_id, const char *text, gboolean counts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticStep) step = critic_step_new ("Critique");
  g_autofree gint64 *ids = NULL;
  CriticCritiqueEntry entry = { 0, (char *) "", (char *) text, NAN, 10, 1234567890123, counts };

  critic_step_set_critique (step, image_id, &entry);
  g_assert_true (critic_library_apply (library, step, &ids, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ids[0], >, 0);
  g_assert_cmpint (ids[1], ==, 0);
  return ids[0];
}

static void
describe_critiques (CriticLibrary *library, gint64 image_id, GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const CriticCritiqueEntry *entry = entries->pdata[i];

      g_string_append_printf (text, "  %" G_GINT64_FORMAT " by '%s': '%s' %a of %a at %" G_GINT64_FORMAT " %d\n",
                              entry->id, entry->author, entry->text, entry->own_score, entry->own_scale,
                              entry->written, entry->counts);
    }
}

char *
describe (CriticLibrary *library)
{
  const char *const folders[] = { "/", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];

      g_string_append_printf (text, "%s state %d flag %d stars %d label %d score %a high %d styles", row->path, row->state,
                              row->rating.flag, row->rating.stars, row->rating.label, row->rating.score, row->rating.high);
      for (guint j = 0; j < MCN_N_STYLES; j++)
        g_string_append_printf (text, " %d", row->rating.style[j]);
      g_string_append_printf (text, " critiques %u stale %d judged %a\n", row->n_critiques, row->stale, row->judgement.score);
      describe_critiques (library, row->image_id, text);
    }

  return g_string_free (text, FALSE);
}

static sqlite3 *
open_alone (const char *path)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);
  return handle;
}

gint64
ask_number (const char *path, const char *sql)
{
  sqlite3 *handle = open_alone (path);
  sqlite3_stmt *statement;
  gint64 number;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return number;
}

void
run_sql (const char *path, const char *sql)
{
  sqlite3 *handle = open_alone (path);
  char *message = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

void
assert_whole (const char *path)
{
  sqlite3 *handle = open_alone (path);
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, "PRAGMA integrity_check", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "PRAGMA foreign_key_check", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
}
