/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter.h"
#include "critic-order.h"
#include "critic-shoot.h"
#include "folder-fixtures.h"
#include "row-fixtures.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#define MODEL "a-model"

typedef struct
{
  Scratch        scratch;
  char          *path;          /* of the library */
  CriticLibrary *library;
  CriticShoot   *shoot;
  GArray        *mirror;        /* gint64: what a view knows from items-changed alone */
  char          *error;
  guint          n_counted;
} Fixture;

static gint64
file_at (CriticShoot *shoot, guint position)
{
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (shoot), position);

  return critic_shoot_item_get_file_id (item);
}

/* In the middle of several changes the list must already be what was told. */
static void
assert_mirrored (Fixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, fixture->mirror->len);
  for (guint i = 0; i < fixture->mirror->len; i++)
    g_assert_cmpint (file_at (fixture->shoot, i), ==, g_array_index (fixture->mirror, gint64, i));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->shoot), fixture->mirror->len));
}

static void
items_changed (GListModel *model, guint position, guint removed, guint added, Fixture *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  if (removed > 0)
    g_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gint64 file_id = file_at (fixture->shoot, position + i);

      g_array_insert_val (fixture->mirror, position + i, file_id);
    }
  assert_mirrored (fixture);
}

static void
failed (CriticShoot *shoot, const char *message, Fixture *fixture)
{
  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_free (fixture->error);
  fixture->error = g_strdup (message);
}

static void
counted (CriticShoot *shoot, Fixture *fixture)
{
  fixture->n_counted++;
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  memset (fixture, 0, sizeof *fixture);
  scratch_init (&fixture->scratch);
  fixture->path = scratch_path (&fixture->scratch, "library.sqlite");
  fixture->library = critic_library_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->shoot = critic_shoot_new (fixture->library, MODEL);
  g_signal_connect (fixture->shoot, "items-changed", G_CALLBACK (items_changed), fixture);
  g_signal_connect (fixture->shoot, "error", G_CALLBACK (failed), fixture);
  g_signal_connect (fixture->shoot, "counted", G_CALLBACK (counted), fixture);
}

static gboolean
is_settled (Fixture *fixture)
{
  gboolean busy;

  g_object_get (fixture->shoot, "busy", &busy, NULL);
  return !busy;
}

static void
settle (Fixture *fixture)
{
  while (!is_settled (fixture))
    g_main_context_iteration (NULL, TRUE);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  GWeakRef weak;

  settle (fixture);
  g_signal_handlers_disconnect_by_data (fixture->shoot, fixture);
  g_weak_ref_init (&weak, fixture->shoot);
  g_object_unref (fixture->shoot);
  /* Workers may hold it a little longer. */
  for (;;)
    {
      g_autoptr (GObject) alive = g_weak_ref_get (&weak);

      if (alive == NULL)
        break;
      g_clear_object (&alive);
      g_main_context_iteration (NULL, TRUE);
    }
  g_weak_ref_clear (&weak);
  g_object_unref (fixture->library);
  g_array_unref (fixture->mirror);
  g_free (fixture->error);
  g_free (fixture->path);
  scratch_clear (&fixture->scratch);
}

static void
find_out (CriticFound *found, const char *path, guint number)
{
  guint32 bits = number * 2654435761u;

  memset (found, 0, sizeof *found);
  found->stamp = (CriticFileStamp) { .path = path, .size = 1000 + number, .mtime = 1 + number };
  memcpy (found->measured.hash.bytes, &number, sizeof number);
  found->measured.width = 60;
  found->measured.height = 40;
  found->measured.taken = 1600000000000 + (gint64) number * 60000;
  found->measured.sharpness = (number % 7) / 7.0f;
  found->measured.scale = 1;
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    {
      bits = bits * 1664525u + 1013904223u;
      found->measured.features[i] = (gint8) (bits >> 24);
    }
  found->photo_alone = (CriticJudgement) { .score = 2 + (number * 37 % 61) / 10.0, .error = 0.5, .percentile = (number * 37 % 61) / 61.0 };
  found->photo_alone.high = found->photo_alone.score > 5;
  found->photo_alone.style[number % MCN_N_STYLES] = 0.9;
}

static void
write_one (Fixture *fixture, const char *path, guint number)
{
  g_autoptr (GError) error = NULL;
  CriticFound found;

  find_out (&found, path, number);
  g_assert_true (critic_library_write_found (fixture->library, MODEL, &found, 1, &error));
  g_assert_no_error (error);
}

static void
write_many (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%s%u.jpg", i % 3 == 0 ? "sub/" : "", i);

      write_one (fixture, path, i);
    }
}

static void
open_shoot (Fixture *fixture)
{
  const char *const folders[] = { "/shoot", NULL };

  critic_shoot_open (fixture->shoot, folders, TRUE);
  settle (fixture);
  g_assert_null (fixture->error);
}

/* The list as the library, the filter and the order say, found the plain way. */
static void
assert_list (Fixture *fixture, const char *filter_text, const char *keys)
{
  const char *const folders[] = { "/shoot", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (fixture->library, folders, TRUE, MODEL, NULL, &error);
  g_autoptr (CriticFilter) filter = critic_filter_new (filter_text, &error);
  g_autoptr (CriticOrder) order = critic_order_new (keys, &error);
  guint n = 0;

  g_assert_no_error (error);
  assert_mirrored (fixture);
  for (guint i = 0; i < rows->len; i++)
    {
      CriticFacts facts = test_facts (rows->pdata[i]);

      n += facts.row->state != CRITIC_ROW_GONE && critic_filter_matches (filter, &facts);
    }
  g_assert_cmpuint (fixture->mirror->len, ==, n);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->shown, ==, n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), i);
      CriticFacts facts = *critic_shoot_item_get_facts (item);

      g_assert_true (critic_filter_matches (filter, &facts));
      g_assert_cmpuint (critic_shoot_find (fixture->shoot, facts.row->file_id), ==, i);
      if (i > 0)
        {
          g_autoptr (CriticShootItem) last = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), i - 1);

          g_assert_cmpint (critic_order_compare (order, critic_shoot_item_get_facts (last), &facts), <, 0);
        }
    }
}

static void
ask (Fixture *fixture, const char *filter, const char *keys)
{
  g_autoptr (GError) error = NULL;

  critic_shoot_set_filter (fixture->shoot, filter, &error);
  g_assert_no_error (error);
  critic_shoot_set_order (fixture->shoot, keys, &error);
  g_assert_no_error (error);
}

static void
test_questions (Fixture *fixture, gconstpointer data)
{
  static const char *const filters[] = { "", "score > 5", "style macro or score > 7", "name ~ 1", "failed", "stars >= 2", "not rejected" };
  static const char *const orders[] = { "path", "score", "-score", "name", "style:macro", "taken", "-size", "stars" };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;

  write_many (fixture, 150);
  open_shoot (fixture);
  assert_list (fixture, "", "path");
  g_assert_cmpuint (critic_shoot_get_n_rows (fixture->shoot), ==, 150);

  for (guint i = 0; i < 40; i++)
    {
      const char *filter = NULL, *order = NULL;
      gint64 marked[20];

      /* Questions that come faster than answers: only the last one counts. */
      for (guint j = g_rand_int_range (random, 1, 4); j > 0; j--)
        {
          filter = filters[g_rand_int_range (random, 0, G_N_ELEMENTS (filters))];
          order = orders[g_rand_int_range (random, 0, G_N_ELEMENTS (orders))];
          ask (fixture, filter, order);
        }
      if (i % 4 == 0 && fixture->mirror->len >= G_N_ELEMENTS (marked))
        {
          CriticRating rating = { .stars = (guint8) (i / 4 % 6), .flag = i / 4 % 3 };

          memcpy (marked, fixture->mirror->data, sizeof marked);
          critic_shoot_rate (fixture->shoot, marked, G_N_ELEMENTS (marked), CRITIC_SET_STARS | CRITIC_SET_FLAG, &rating);
        }
      settle (fixture);
      assert_list (fixture, filter, order);
    }
  g_assert_null (fixture->error);

  g_assert_false (critic_shoot_set_filter (fixture->shoot, "stars >", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_false (critic_shoot_set_order (fixture->shoot, "beauty", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
}

static void
count_notify (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_items (Fixture *fixture, gconstpointer data)
{
  CriticRating rating = { .stars = 4, .flag = CRITIC_FLAG_PICK };
  g_autoptr (CriticShootItem) item = NULL;
  gint64 file_id;
  guint n = 0;
  GWeakRef weak;

  write_many (fixture, 30);
  open_shoot (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 7);
  file_id = critic_shoot_item_get_file_id (item);
  g_signal_connect (item, "notify::row", G_CALLBACK (count_notify), &n);

  ask (fixture, "", "-score");
  settle (fixture);
  g_autoptr (CriticShootItem) again = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), critic_shoot_find (fixture->shoot, file_id));
  g_assert_true (again == item);
  g_assert_cmpuint (n, ==, 0);

  /* Shown before anything else happens. */
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &rating);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 4);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.flag, ==, CRITIC_FLAG_NONE);
  settle (fixture);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 4);

  g_clear_object (&again);
  g_weak_ref_init (&weak, item);
  g_clear_object (&item);
  g_assert_null (g_weak_ref_get (&weak));
  g_weak_ref_clear (&weak);
  g_assert_cmpint (file_at (fixture->shoot, critic_shoot_find (fixture->shoot, file_id)), ==, file_id);
}

static void
assert_names (Fixture *fixture, const char *undo, const char *redo)
{
  g_autofree char *undo_name = NULL;
  g_autofree char *redo_name = NULL;

  g_object_get (fixture->shoot, "undo-name", &undo_name, "redo-name", &redo_name, NULL);
  g_assert_cmpstr (undo_name, ==, undo);
  g_assert_cmpstr (redo_name, ==, redo);
}

static guint
n_stars (Fixture *fixture, guint stars)
{
  return critic_shoot_get_counts (fixture->shoot)->stars[stars];
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  CriticRating rating = { .stars = 3, .label = CRITIC_LABEL_RED };
  gint64 files[6];

  write_many (fixture, 20);
  write_one (fixture, "/shoot/a copy of 1.jpg", 1);
  open_shoot (fixture);
  assert_names (fixture, NULL, NULL);

  memcpy (files, fixture->mirror->data, sizeof files);
  critic_shoot_rate (fixture->shoot, files, 5, CRITIC_SET_STARS, &rating);
  critic_shoot_rate (fixture->shoot, files + 5, 1, CRITIC_SET_LABEL, &rating);
  settle (fixture);
  assert_names (fixture, "Red label for 1 photograph", NULL);
  guint starred = n_stars (fixture, 3);
  g_assert_cmpuint (starred, >=, 5);
  critic_shoot_undo (fixture->shoot);
  settle (fixture);
  assert_names (fixture, "Three stars for 5 photographs", "Red label for 1 photograph");
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->label[CRITIC_LABEL_RED], ==, 0);

  critic_shoot_undo (fixture->shoot);
  critic_shoot_undo (fixture->shoot);       /* there is nothing */
  critic_shoot_redo (fixture->shoot);
  critic_shoot_undo (fixture->shoot);
  settle (fixture);
  assert_names (fixture, NULL, "Three stars for 5 photographs");
  g_assert_cmpuint (n_stars (fixture, 3), ==, 0);
  critic_shoot_redo (fixture->shoot);
  settle (fixture);
  g_assert_cmpuint (n_stars (fixture, 3), ==, starred);

  /* Marks that are there already are no step. */
  critic_shoot_rate (fixture->shoot, files, 5, CRITIC_SET_STARS, &rating);
  settle (fixture);
  assert_names (fixture, "Three stars for 5 photographs", "Red label for 1 photograph");
  g_assert_null (fixture->error);

  /* A copy has the marks of its photograph. */
  ask (fixture, "name ~ \"copy of 1\" or name = 1.jpg", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 2);
  critic_shoot_rate (fixture->shoot, &g_array_index (fixture->mirror, gint64, 0), 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  settle (fixture);
  g_assert_cmpuint (n_stars (fixture, 5), ==, 2);
  assert_names (fixture, "Five stars for 1 photograph", NULL);
}

static void
run_sql (Fixture *fixture, const char *sql)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  sqlite3_busy_timeout (database, 60000);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_write_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CriticShootItem) item = NULL;
  gint64 file_id;

  write_many (fixture, 5);
  open_shoot (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 0);
  file_id = critic_shoot_item_get_file_id (item);
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 2 });
  settle (fixture);

  run_sql (fixture, "CREATE TRIGGER no_stars BEFORE INSERT ON rating WHEN NEW.stars = 5 BEGIN SELECT RAISE (ABORT, 'no'); END");
  run_sql (fixture, "CREATE TRIGGER no_stars_either BEFORE UPDATE ON rating WHEN NEW.stars = 5 BEGIN SELECT RAISE (ABORT, 'no'); END");
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_FLAG, &(CriticRating) { .flag = CRITIC_FLAG_PICK });
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 5);
  settle (fixture);

  g_assert_nonnull (fixture->error);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.stars, ==, 2);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->rating.flag, ==, CRITIC_FLAG_PICK);
  g_assert_cmpuint (n_stars (fixture, 5), ==, 0);
  assert_list (fixture, "", "path");
}

static void
test_not_read_yet (Fixture *fixture, gconstpointer data)
{
  CriticFileStamp stamps[] = { { "/shoot/a.jpg", 1, 1 }, { "/shoot/b.jpg", 1, 1 } };
  gint64 file_id;

  g_assert_true (critic_library_write_met (fixture->library, stamps, 2, NULL));
  open_shoot (fixture);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->waiting, ==, 2);
  file_id = g_array_index (fixture->mirror, gint64, 0);
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  g_assert_nonnull (fixture->error);
  settle (fixture);
  g_assert_cmpuint (n_stars (fixture, 5), ==, 0);

  /* Read now, with others: one round for all that is told. */
  guint before = fixture->n_counted;
  write_one (fixture, "/shoot/a.jpg", 1);
  write_one (fixture, "/shoot/c.jpg", 2);
  write_one (fixture, "/elsewhere/d.jpg", 3);
  for (gint64 id = 1; id <= 4; id++)
    critic_shoot_look_again (fixture->shoot, &id, 1);
  while (fixture->mirror->len < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_counted, ==, before + 1);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->waiting, ==, 1);
  assert_list (fixture, "", "path");

  const char *gone[] = { "/shoot/a.jpg" };
  g_assert_true (critic_library_mark_gone (fixture->library, gone, 1, NULL));
  critic_shoot_look_again (fixture->shoot, &file_id, 1);
  while (fixture->mirror->len > 2)
    g_main_context_iteration (NULL, TRUE);
  ask (fixture, "gone", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  g_assert_cmpint (file_at (fixture->shoot, 0), ==, file_id);
  g_assert_cmpuint (critic_shoot_get_n_rows (fixture->shoot), ==, 2);
}

static void
test_text (Fixture *fixture, gconstpointer data)
{
  CriticStep *step = critic_step_new ("Write");
  CriticCritiqueEntry entry = { .author = (char *) "", .text = (char *) "The Horizon is level.", .own_score = NAN, .own_scale = 10, .counts = TRUE };
  gint64 file_id;

  write_many (fixture, 5);
  open_shoot (fixture);
  ask (fixture, "critique ~ horizon and not critique ~ skyline", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);

  ask (fixture, "", "path");
  settle (fixture);
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 2);
  file_id = critic_shoot_item_get_file_id (item);
  critic_step_set_critique (step, critic_shoot_item_get_facts (item)->row->image_id, &entry);
  critic_shoot_apply (fixture->shoot, step, &file_id, 1);
  ask (fixture, "critique ~ horizon and not critique ~ skyline", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  g_assert_cmpint (file_at (fixture->shoot, 0), ==, file_id);
  g_assert_cmpuint (critic_shoot_item_get_facts (item)->row->n_critiques, ==, 1);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->with_words, ==, 1);
  assert_names (fixture, "Write", NULL);
}

/* Two bursts of three and two that stand alone. */
static void
test_bursts (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%u.jpg", i);
      CriticFound found, first;

      find_out (&found, path, i);
      find_out (&first, path, i / 3 * 3);
      if (i < 6)
        {
          memcpy (found.measured.features, first.measured.features, sizeof first.measured.features);
          found.measured.taken = first.measured.taken + i % 3 * 100;
        }
      g_assert_true (critic_library_write_found (fixture->library, MODEL, &found, 1, NULL));
    }
  open_shoot (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 8);
  ask (fixture, "burst", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);

  ask (fixture, "", "path");
  critic_shoot_set_collapsed (fixture->shoot, TRUE);
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 4);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->shown, ==, 8);

  guint32 group = G_MAXUINT32;
  guint at = 0;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), i);
      const CriticPlace *place = critic_shoot_item_get_facts (item)->place;

      g_assert_cmpuint (place->rank, ==, 0);
      if (place->group != G_MAXUINT32)
        {
          g_assert_cmpuint (place->size, ==, 3);
          group = place->group;
          at = i;
        }
    }
  critic_shoot_set_expanded (fixture->shoot, group, TRUE);
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), at + i);

      g_assert_cmpuint (critic_shoot_item_get_facts (item)->place->group, ==, group);
      g_assert_cmpuint (critic_shoot_item_get_facts (item)->place->rank, ==, i);
    }

  /* Without its best, the best of the rest stands for a burst. */
  critic_shoot_set_expanded (fixture->shoot, group, FALSE);
  ask (fixture, "not best", "path");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 4);
  critic_shoot_set_collapsed (fixture->shoot, FALSE);
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);
}

static void
test_likeness_and_taste (Fixture *fixture, gconstpointer data)
{
  gint64 file_id;

  write_many (fixture, 60);
  open_shoot (fixture);
  file_id = g_array_index (fixture->mirror, gint64, 17);
  ask (fixture, "likeness >= -1", "likeness");
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  critic_shoot_like (fixture->shoot, file_id);
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 60);
  g_assert_cmpint (file_at (fixture->shoot, 0), ==, file_id);

  ask (fixture, "taste > 0", "taste");
  settle (fixture);
  g_assert_null (critic_shoot_get_taste (fixture->shoot));
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  ask (fixture, "", "path");
  settle (fixture);
  for (guint i = 0; i < 40; i++)
    critic_shoot_rate (fixture->shoot, &g_array_index (fixture->mirror, gint64, i), 1, CRITIC_SET_STARS,
                       &(CriticRating) { .stars = (guint8) (1 + i % 5) });
  ask (fixture, "taste > 0", "taste");
  while (critic_shoot_get_taste (fixture->shoot) == NULL || fixture->mirror->len < 60)
    g_main_context_iteration (NULL, TRUE);
}

/* A step that moved a file: undo and redo move it, or say why not and stay. */
static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *from = scratch_path (&fixture->scratch, "here/a.jpg");
  g_autofree char *to = scratch_path (&fixture->scratch, "there/a.jpg");
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  const char *const folders[] = { folder, NULL };
  CriticStep *step = critic_step_new ("Move");

  scratch_write (&fixture->scratch, "there/a.jpg", "a");
  write_one (fixture, from, 1);
  critic_shoot_open (fixture->shoot, folders, TRUE);
  settle (fixture);
  critic_step_moved (step, from, to);
  critic_shoot_apply (fixture->shoot, step, &g_array_index (fixture->mirror, gint64, 0), 1);
  critic_shoot_undo (fixture->shoot);
  settle (fixture);
  g_assert_null (fixture->error);
  g_assert_true (g_file_test (from, G_FILE_TEST_EXISTS) && !g_file_test (to, G_FILE_TEST_EXISTS));
  assert_names (fixture, NULL, "Move");

  critic_shoot_redo (fixture->shoot);
  settle (fixture);
  g_assert_null (fixture->error);
  g_assert_true (g_file_test (to, G_FILE_TEST_EXISTS) && !g_file_test (from, G_FILE_TEST_EXISTS));
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 0);
  g_assert_cmpstr (critic_shoot_item_get_facts (item)->row->path, ==, to);

  scratch_write (&fixture->scratch, "here/a.jpg", "in the way");
  critic_shoot_undo (fixture->shoot);
  settle (fixture);
  g_assert_nonnull (fixture->error);
  g_assert_cmpstr (critic_shoot_item_get_facts (item)->row->path, ==, to);
  assert_names (fixture, "Move", NULL);
}

static void
test_open_again (Fixture *fixture, gconstpointer data)
{
  const char *const sub[] = { "/shoot/sub", NULL }, *const here[] = { "/shoot", NULL }, *const none[] = { "/nowhere", NULL };

  write_many (fixture, 30);
  critic_shoot_open (fixture->shoot, sub, TRUE);
  critic_shoot_open (fixture->shoot, none, TRUE);
  critic_shoot_open (fixture->shoot, sub, FALSE);
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 10);
  critic_shoot_open (fixture->shoot, here, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 10);      /* the old list stays */
  settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 20);
  open_shoot (fixture);
  assert_list (fixture, "", "path");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/shoot/" name, Fixture, NULL, setup, func, teardown)
  ADD ("questions", test_questions);
  ADD ("items", test_items);
  ADD ("undo", test_undo);
  ADD ("write-fails", test_write_fails);
  ADD ("not-read-yet", test_not_read_yet);
  ADD ("text", test_text);
  ADD ("bursts", test_bursts);
  ADD ("likeness-and-taste", test_likeness_and_taste);
  ADD ("files", test_files);
  ADD ("open-again", test_open_again);

  return g_test_run ();
}
