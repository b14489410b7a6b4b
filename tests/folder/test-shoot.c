/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list: what is in it, in which order, and how it tells of changes. */
#include "critic-filter.h"
#include "shoot-fixtures.h"

#include <string.h>

static void
test_questions (ShootFixture *fixture, gconstpointer data)
{
  static const char *const filters[] = { "", "score > 5", "style macro or score > 7", "name ~ 1", "failed", "stars >= 2", "not rejected" };
  static const char *const orders[] = { "path", "score", "-score", "name", "style:macro", "taken", "-size", "stars" };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;

  shoot_write_many (fixture, 150);
  shoot_open (fixture);
  assert_shoot_list (fixture, "", "path");
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
          shoot_ask (fixture, filter, order);
        }
      if (i % 4 == 0 && fixture->mirror->len >= G_N_ELEMENTS (marked))
        {
          CriticRating rating = { .stars = (guint8) (i / 4 % 6), .flag = i / 4 % 3 };

          memcpy (marked, fixture->mirror->data, sizeof marked);
          critic_shoot_rate (fixture->shoot, marked, G_N_ELEMENTS (marked), CRITIC_SET_STARS | CRITIC_SET_FLAG, &rating);
        }
      shoot_settle (fixture);
      assert_shoot_list (fixture, filter, order);
    }
  g_assert_null (fixture->error);

  g_assert_false (critic_shoot_set_filter (fixture->shoot, "stars >", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_false (critic_shoot_set_order (fixture->shoot, "beauty", &error));
  g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
}

static void
test_not_read_yet (ShootFixture *fixture, gconstpointer data)
{
  CriticFileStamp stamps[] = { { "/shoot/a.jpg", 1, 1 }, { "/shoot/b.jpg", 1, 1 } };
  gint64 file_id;

  g_assert_true (critic_library_write_met (fixture->library, stamps, 2, NULL));
  shoot_open (fixture);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->waiting, ==, 2);
  file_id = g_array_index (fixture->mirror, gint64, 0);
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 5 });
  g_assert_nonnull (fixture->error);
  shoot_settle (fixture);
  g_assert_cmpuint (shoot_n_stars (fixture, 5), ==, 0);

  /* Read now, with others: one round for all that is told. */
  guint before = fixture->n_counted;
  shoot_write (fixture, "/shoot/a.jpg", 1);
  shoot_write (fixture, "/shoot/c.jpg", 2);
  shoot_write (fixture, "/elsewhere/d.jpg", 3);
  for (gint64 id = 1; id <= 4; id++)
    critic_shoot_look_again (fixture->shoot, &id, 1);
  while (fixture->mirror->len < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_counted, ==, before + 1);
  g_assert_cmpuint (critic_shoot_get_counts (fixture->shoot)->waiting, ==, 1);
  assert_shoot_list (fixture, "", "path");

  const char *gone[] = { "/shoot/a.jpg" };
  g_assert_true (critic_library_mark_gone (fixture->library, gone, 1, NULL));
  critic_shoot_look_again (fixture->shoot, &file_id, 1);
  while (fixture->mirror->len > 2)
    g_main_context_iteration (NULL, TRUE);
  shoot_ask (fixture, "gone", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  g_assert_cmpint (shoot_file_at (fixture->shoot, 0), ==, file_id);
  g_assert_cmpuint (critic_shoot_get_n_rows (fixture->shoot), ==, 2);
}

/* Two bursts of three and two that stand alone. */
static void
test_bursts (ShootFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%u.jpg", i);
      CriticFound found, first;

      shoot_find_out (&found, path, i);
      shoot_find_out (&first, path, i / 3 * 3);
      if (i < 6)
        {
          memcpy (found.measured.features, first.measured.features, sizeof first.measured.features);
          found.measured.taken = first.measured.taken + i % 3 * 100;
        }
      g_assert_true (critic_library_write_found (fixture->library, SHOOT_MODEL, &found, 1, NULL));
    }
  shoot_open (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 8);
  shoot_ask (fixture, "burst", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);

  shoot_ask (fixture, "", "path");
  critic_shoot_set_collapsed (fixture->shoot, TRUE);
  shoot_settle (fixture);
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
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), at + i);

      g_assert_cmpuint (critic_shoot_item_get_facts (item)->place->group, ==, group);
      g_assert_cmpuint (critic_shoot_item_get_facts (item)->place->rank, ==, i);
    }

  /* Without its best, the best of the rest stands for a burst. */
  critic_shoot_set_expanded (fixture->shoot, group, FALSE);
  shoot_ask (fixture, "not best", "path");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 4);
  critic_shoot_set_collapsed (fixture->shoot, FALSE);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 6);
}

static void
test_likeness_and_taste (ShootFixture *fixture, gconstpointer data)
{
  g_autoptr (CriticTaste) taste = NULL;
  g_autoptr (GError) error = NULL;
  gint64 file_id;

  shoot_write_many (fixture, 60);
  shoot_open (fixture);
  file_id = g_array_index (fixture->mirror, gint64, 17);
  shoot_ask (fixture, "likeness >= -1", "likeness");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  critic_shoot_like (fixture->shoot, file_id);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 60);
  g_assert_cmpint (shoot_file_at (fixture->shoot, 0), ==, file_id);

  shoot_ask (fixture, "taste > 0", "taste");
  shoot_settle (fixture);
  g_assert_null (critic_shoot_get_taste (fixture->shoot));
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  shoot_ask (fixture, "", "path");
  shoot_settle (fixture);
  for (guint i = 0; i < 40; i++)
    critic_shoot_rate (fixture->shoot, &g_array_index (fixture->mirror, gint64, i), 1, CRITIC_SET_STARS,
                       &(CriticRating) { .stars = (guint8) (1 + i % 5) });
  shoot_settle (fixture);
  taste = critic_taste_learn (fixture->library, SHOOT_MODEL, &error);
  g_assert_no_error (error);
  critic_shoot_set_taste (fixture->shoot, taste);
  shoot_ask (fixture, "taste > 0", "taste");
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 60);
  critic_shoot_set_taste (fixture->shoot, NULL);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
}

/* What is hidden from who judges first is found by nothing that the model says. */
static void
test_veil (ShootFixture *fixture, gconstpointer data)
{
  g_autoptr (CriticVeil) veil = g_object_new (CRITIC_TYPE_VEIL, "on", TRUE, NULL);
  const CriticShootCounts *counts = critic_shoot_get_counts (fixture->shoot);
  g_autoptr (CriticShootItem) item = NULL;
  guint n_binned = 0, n_shown;
  gint64 file_id;

  shoot_write_many (fixture, 60);
  shoot_open (fixture);
  shoot_ask (fixture, "score >= 1", "-score");
  shoot_settle (fixture);
  n_shown = fixture->mirror->len;
  g_assert_cmpuint (n_shown, >, 40);
  file_id = g_array_index (fixture->mirror, gint64, 30);

  critic_shoot_set_veil (fixture->shoot, veil);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  counts = critic_shoot_get_counts (fixture->shoot);
  for (guint i = 0; i < CRITIC_SHOOT_BINS; i++)
    n_binned += counts->bins[i];
  g_assert_cmpuint (n_binned + counts->high, ==, 0);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_assert_cmpuint (counts->style[i], ==, 0);

  /* In the order of the score they stand as by their paths. */
  shoot_ask (fixture, "", "-score");
  shoot_settle (fixture);
  for (guint i = 1; i < fixture->mirror->len; i++)
    {
      g_autoptr (CriticShootItem) a = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), i - 1);
      g_autoptr (CriticShootItem) b = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), i);

      g_assert_cmpstr (critic_shoot_item_get_facts (a)->row->path, <, critic_shoot_item_get_facts (b)->row->path);
      g_assert_false (critic_shoot_item_get_facts (a)->row->assessed);
    }

  /* A verdict shows one, taken back it hides it; so does undo. */
  shoot_ask (fixture, "score >= 1", "-score");
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { .stars = 3 });
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  critic_shoot_rate (fixture->shoot, &file_id, 1, CRITIC_SET_STARS, &(CriticRating) { 0 });
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->shoot), 0);
  g_assert_cmpint (critic_shoot_item_get_file_id (item), ==, file_id);
  critic_shoot_undo (fixture->shoot);
  critic_shoot_undo (fixture->shoot);
  shoot_settle (fixture);
  g_assert_true (critic_shoot_item_get_facts (item)->row->veiled);

  /* Asked for; put on anew it is hidden again. */
  critic_veil_lift (veil, &critic_shoot_item_get_facts (item)->row->measured.hash, 1);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 1);
  critic_veil_set_on (veil, FALSE);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, n_shown);
  critic_veil_set_on (veil, TRUE);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);

  /* What is read anew, too. */
  critic_shoot_look_again (fixture->shoot, &file_id, 1);
  shoot_open (fixture);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 0);
}

static void
test_open_again (ShootFixture *fixture, gconstpointer data)
{
  const char *const sub[] = { "/shoot/sub", NULL }, *const here[] = { "/shoot", NULL }, *const none[] = { "/nowhere", NULL };

  shoot_write_many (fixture, 30);
  critic_shoot_open (fixture->shoot, sub, TRUE);
  critic_shoot_open (fixture->shoot, none, TRUE);
  critic_shoot_open (fixture->shoot, sub, FALSE);
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 10);
  critic_shoot_open (fixture->shoot, here, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 10);      /* the old list stays */
  shoot_settle (fixture);
  g_assert_cmpuint (fixture->mirror->len, ==, 20);
  shoot_open (fixture);
  assert_shoot_list (fixture, "", "path");
}

/* Until as many as @n fit filter @index. */
static void
await_tally (ShootFixture *fixture, guint index, gint64 n)
{
  while (critic_shoot_get_tally (fixture->shoot, index) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_tally (ShootFixture *fixture, gconstpointer data)
{
  static const char *const filters[] = { "stars >= 2", "", "stars >", "name ~ 1.jpg and score > 1", NULL };
  const CriticRating rating = { .stars = 3 };
  gint64 marked[7];

  critic_shoot_set_tallied (fixture->shoot, filters);
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 0), ==, -1);
  shoot_write_many (fixture, 60);
  shoot_open (fixture);
  await_tally (fixture, 1, 60);
  await_tally (fixture, 0, 0);
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 2), ==, -1);

  /* Of all photographs, whatever is shown, and again after every change. */
  memcpy (marked, fixture->mirror->data, sizeof marked);
  critic_shoot_rate (fixture->shoot, marked, G_N_ELEMENTS (marked), CRITIC_SET_STARS, &rating);
  shoot_ask (fixture, "name ~ 1.jpg", "path");
  await_tally (fixture, 0, 7);
  shoot_settle (fixture);
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 3), ==, fixture->mirror->len);
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 1), ==, 60);

  critic_shoot_set_tallied (fixture->shoot, (const char *const[]) { "stars = 0", NULL });
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 0), ==, -1);
  await_tally (fixture, 0, 53);
  g_assert_cmpint (critic_shoot_get_tally (fixture->shoot, 1), ==, -1);
}

/* Of a raw file and the picture beside it one tile, whatever lies between them. */
static void
test_pairs (ShootFixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/shoot/A.NEF", "/shoot/A.NEF.jpg", "/shoot/A.b.jpg", "/shoot/A.jpg", "/shoot/B.NEF", "/shoot/sub/B.jpg" };
  g_autoptr (CriticRow) raw = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    shoot_write (fixture, paths[i], i);
  critic_shoot_set_order (fixture->shoot, "path", NULL);
  shoot_open (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 6);
  raw = critic_library_row_at (fixture->library, paths[0], SHOOT_MODEL, NULL);

  critic_shoot_set_paired (fixture->shoot, TRUE);
  shoot_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 5);
  g_assert_cmpuint (critic_shoot_find (fixture->shoot, raw->file_id), >=, 5);

  /* The picture is gone: the raw file is shown. */
  g_assert_true (critic_library_mark_gone (fixture->library, &paths[3], 1, NULL));
  critic_shoot_open (fixture->shoot, (const char *const[]) { "/shoot", NULL }, TRUE);
  shoot_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 5);
  g_assert_cmpuint (critic_shoot_find (fixture->shoot, raw->file_id), <, 5);

  critic_shoot_set_paired (fixture->shoot, FALSE);
  shoot_settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/shoot/" name, ShootFixture, NULL, shoot_setup, func, shoot_teardown)
  ADD ("questions", test_questions);
  ADD ("not-read-yet", test_not_read_yet);
  ADD ("bursts", test_bursts);
  ADD ("likeness-and-taste", test_likeness_and_taste);
  ADD ("veil", test_veil);
  ADD ("open-again", test_open_again);
  ADD ("tally", test_tally);
  ADD ("pairs", test_pairs);

  return g_test_run ();
}
