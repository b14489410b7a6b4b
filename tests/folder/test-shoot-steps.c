/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps (marks, critiques, moves): shown at once, written behind, taken back. */
#include "shoot-fixtures.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

static void
count_notify (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_items (ShootFixture *fixture, gconstpointer data)
{
  CriticRating rating = { .stars = 4, .flag = CRITIC_FLAG_PICK };
  g_autoptr (CriticShootItem) item = NULL;
  gint64 file_id;
  guint n = 0;
  GWeakRef weak;

  shoot_write_many (fixture, 30);
  shoot_open (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 7);
  file_id = critic_shoot_item_get_file_id (item);
  g_signal_connect (item, "notify::row", G_CALLBACK (count_notify), &n);

  shoot_ask (fixture, "", "-score");
  shoot_settle (fixture);
  g_autoptr (CriticShootItem) again = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), critic_shoot_find (fixture->shoot, file_id));
  g_assert_true (again == item);
  g_assert_cmpuint (n, ==, 0);

  /* Shown before anything else happens. */
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &rating);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 4);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.flag, ==, CRITIC_FLAG_NONE);
  shoot_settle (fixture);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 4);

  g_clear_object (&again);
  g_weak_ref_init (&weak, item);
  g_clear_object (&item);
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
  g_assert_cmpint (shoot_file_at (fixture->shoot, critic_shoot_find (fixture->shoot, file_id)), ==, file_id);
}

static void
assert_shoot_names (ShootFixture *fixture, const char *undo, const char *redo)
{
  g_autofree char *undo_name = NULL;
  g_autofree char *redo_name = NULL;

  g_object_get (fixture->shoot, "undo-name", &undo_name, "redo-name", &redo_name, NULL);
  g_assert_cmpstr (undo_name, ==, undo);
  g_assert_cmpstr (redo_name, ==, redo);
}

static void
test_undo (ShootFixture *fixture, gconstpointer data)
{
  CriticRating rating = { .stars = 3, .label = CRITIC_LABEL_RED };
  gint64 files[6];

  shoot_write_many (fixture, 20);
  shoot_write (fixture, "/shoot/a copy of 1.jpg", 1);
  shoot_open (fixture);
  assert_shoot_names (fixture, NULL, NULL);

  memcpy (files, fixture->mirror->data, sizeof files);
  critic_shoot_rate (fixture->shoot, files, 5, CRITIC_SET_STARS, &rating);
  critic_shoot_rate (fixture->shoot, files + 5, 1, CRITIC_SET_LABEL, &rating);
  shoot_settle (fixture);
  assert_shoot_names (fixture, "Red label for 1 photograph", NULL);
  guint starred = shoot_n_stars (fixture, 3);
  g_assert_cmpuint (starred, >=, 5);
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  assert_shoot_names (fixture, "Three stars for 5 photographs", "Red label for 1 photograph");
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->label[CRITIC_LABEL_RED], ==, 0);

  critic_shoot_undo (fixture->shoot);
  critic_shoot_undo (fixture->shoot);       /* there is nothing */
  critic_shoot_redo (fixture->shoot);
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  assert_shoot_names (fixture, NULL, "Three stars for 5 photographs");
  g_assert_cmpuint (shoot_n_stars (fixture, 3), ==, 0);
  critic_shoot_redo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_cmpuint (shoot_n_stars (fixture, 3), ==, starred);

  /* Marks that are there already are no step. */
  critic_shoot_rate (fixture->shoot, files, 5, CRITIC_SET_STARS, &rating);
  shoot_settle (fixture);
  assert_shoot_names (fixture, "Three stars for 5 photographs", "Red label for 1 photograph");
  g_assert_null (fixture->error);

  /* A copy has the marks of its photograph. */
  shoot_ask (fixture, "name ~ \"copy of 1\" or name = 1.jpg", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 2);
  critic_shoot_rate (fixture->shoot, &g_array_index (fixture->mirror, gint64, 0), 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  shoot_settle (fixture);
  g_assert_cmpuint (shoot_n_stars (fixture, 5), ==, 2);
  assert_shoot_names (fixture, "Five stars for 1 photograph", NULL);
}

static void
run_sql (ShootFixture *fixture, const char *sql)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 60000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_write_fails (ShootFixture *fixture, gconstpointer data)
{
  g_autoptr (CriticShootItem) item = NULL;
  gint64 file_id;

  shoot_write_many (fixture, 5);
  shoot_open (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 0);
  file_id = critic_shoot_item_get_file_id (item);
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 2 });
  shoot_settle (fixture);

  run_sql (fixture, "CREATE TRIGGER no_stars BEFORE INSERT ON rating WHEN NEW.stars = 5 BEGIN SELECT RAISE (ABORT, 'no'); END");
  run_sql (fixture, "CREATE TRIGGER no_stars_either BEFORE UPDATE ON rating WHEN NEW.stars = 5 BEGIN SELECT RAISE (ABORT, 'no'); END");
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_FLAG, &(CriticRating) { .flag = CRITIC_FLAG_PICK });
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 5);
  shoot_settle (fixture);

  g_assert_nonnull (fixture->error);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 2);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.flag, ==, CRITIC_FLAG_PICK);
  g_assert_cmpuint (shoot_n_stars (fixture, 5), ==, 0);
  assert_shoot_list (fixture, "", "path");
}

/* A step that moved a file: undo and redo move it, or say why not and stay. */
static void
test_files (ShootFixture *fixture, gconstpointer data)
{
  g_autofree char *from = scratch_path (&fixture->scratch, "here/a.jpg");
  g_autofree char *to = scratch_path (&fixture->scratch, "there/a.jpg");
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  const char *const folders[] = { folder, NULL };
  CriticStep *step = critic_step_new ("Move");

  scratch_write (&fixture->scratch, "there/a.jpg", "a");
  shoot_write (fixture, from, 1);
  critic_shoot_open (fixture->shoot, folders, TRUE);
  shoot_settle (fixture);
  critic_step_moved (step, from, to);
  critic_shoot_apply (fixture->shoot, step, &g_array_index (fixture->mirror, gint64, 0), 1);
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_null (fixture->error);
  g_assert_true (g_file_test (from, G_FILE_TEST_EXISTS) && !g_file_test (to, G_FILE_TEST_EXISTS));
  assert_shoot_names (fixture, NULL, "Move");

  critic_shoot_redo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_null (fixture->error);
  g_assert_true (g_file_test (to, G_FILE_TEST_EXISTS) && !g_file_test (from, G_FILE_TEST_EXISTS));
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 0);
  g_assert_cmpstr (critic_shoot_item_get_facts (item)->row->path, ==, to);

  scratch_write (&fixture->scratch, "here/a.jpg", "in the way");
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_cmpstr (critic_shoot_item_get_facts (item)->row->path, ==, to);
  assert_shoot_names (fixture, "Move", NULL);
}

static void
test_text (ShootFixture *fixture, gconstpointer data)
{
  CriticStep *step = critic_step_new ("Write");
  CriticCritiqueEntry entry = { .author = (char *) "", .text = (char *) "The Horizon is level.", .own_score = NAN, .own_scale = 10, .counts = TRUE };
  gint64 file_id;

  shoot_write_many (fixture, 5);
  shoot_open (fixture);
  shoot_ask (fixture, "critique ~ horizon and not critique ~ skyline", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);

  shoot_ask (fixture, "", "path");
  shoot_settle (fixture);
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 2);
  file_id = critic_shoot_item_get_file_id (item);
  critic_step_set_critique (step, critic_shoot_item_get_facts (item)->row->image_id, &entry);
  critic_shoot_apply (fixture->shoot, step, &file_id, 1);
  shoot_ask (fixture, "critique ~ horizon and not critique ~ skyline", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  g_assert_cmpint (shoot_file_at (fixture->shoot, 0), ==, file_id);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->n_critiques, ==, 1);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->with_words, ==, 1);
  assert_shoot_names (fixture, "Write", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/shoot-steps/" name, ShootFixture, NULL, shoot_setup, func, shoot_teardown)
  ADD ("items", test_items);
  ADD ("undo", test_undo);
  ADD ("write-fails", test_write_fails);
  ADD ("text", test_text);
  ADD ("files", test_files);

  return g_test_run ();
}
