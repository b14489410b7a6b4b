/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "critic-filter.h"
#include "critic-order.h"
#include "row-fixtures.h"
#include "shoot-fixtures.h"

gint64
shoot_file_at (CriticShoot *shoot, guint position)
{
  g_autoptr (CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (shoot), position);

  return critic_shoot_item_get_file_id (item);
}

/* In the middle of several changes the list must already be what was told. */
static void
assert_shoot_mirrored (ShootFixture *fixture)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shoot)), ==, fixture->mirror->len);
  for (guint i = 0; i < fixture->mirror->len; i++)
    g_assert_cmpint (shoot_file_at (fixture->shoot, i), ==, g_array_index (fixture->mirror, gint64, i));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->shoot), fixture->mirror->len));
}

static void
items_changed (GListModel *model, guint position, guint removed, guint added, ShootFixture *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  if (removed > 0)
    g_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gint64 file_id = shoot_file_at (fixture->shoot, position + i);

      g_array_insert_val (fixture->mirror, position + i, file_id);
    }
  assert_shoot_mirrored (fixture);
}

static void
failed (CriticShoot *shoot, const char *message, ShootFixture *fixture)
{
  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_free (fixture->error);
  fixture->error = g_strdup (message);
}

static void
counted (CriticShoot *shoot, ShootFixture *fixture)
{
  fixture->n_counted++;
}

void
shoot_setup (ShootFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  memset (fixture, 0, sizeof *fixture);
  scratch_init (&fixture->scratch);
  fixture->path = scratch_path (&fixture->scratch, "library.sqlite");
  fixture->library = critic_library_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (gint64));
  fixture->shoot = critic_shoot_new (fixture->library, SHOOT_MODEL);
  g_signal_connect (fixture->shoot, "items-changed", G_CALLBACK (items_changed), fixture);
  g_signal_connect (fixture->shoot, "error", G_CALLBACK (failed), fixture);
  g_signal_connect (fixture->shoot, "counted", G_CALLBACK (counted), fixture);
}

static gboolean
is_settled (ShootFixture *fixture)
{
  gboolean busy;

  g_object_get (fixture->shoot, "busy", &busy, NULL);
  return !busy;
}

void
shoot_settle (ShootFixture *fixture)
{
  while (!is_settled (fixture))
    g_main_context_iteration (NULL, TRUE);
}

void
shoot_teardown (ShootFixture *fixture, gconstpointer data)
{
  GWeakRef weak;

  shoot_settle (fixture);
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

void
shoot_find_out (CriticFound *found, const char *path, guint number)
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

void
shoot_write (ShootFixture *fixture, const char *path, guint number)
{
  g_autoptr (GError) error = NULL;
  CriticFound found;

  shoot_find_out (&found, path, number);
  g_assert_true (critic_library_write_found (fixture->library, SHOOT_MODEL, &found, 1, &error));
  g_assert_no_error (error);
}

void
shoot_write_many (ShootFixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/shoot/%s%u.jpg", i % 3 == 0 ? "sub/" : "", i);

      shoot_write (fixture, path, i);
    }
}

void
shoot_open (ShootFixture *fixture)
{
  const char *const folders[] = { "/shoot", NULL };

  critic_shoot_open (fixture->shoot, folders, TRUE);
  shoot_settle (fixture);
  g_assert_null (fixture->error);
}

void
assert_shoot_list (ShootFixture *fixture, const char *filter_text, const char *keys)
{
  const char *const folders[] = { "/shoot", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (fixture->library, folders, TRUE, SHOOT_MODEL, NULL, &error);
  g_autoptr (CriticFilter) filter = critic_filter_new (filter_text, &error);
  g_autoptr (CriticOrder) order = critic_order_new (keys, &error);
  guint n = 0;

  g_assert_no_error (error);
  assert_shoot_mirrored (fixture);
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

void
shoot_ask (ShootFixture *fixture, const char *filter, const char *keys)
{
  g_autoptr (GError) error = NULL;

  critic_shoot_set_filter (fixture->shoot, filter, &error);
  g_assert_no_error (error);
  critic_shoot_set_order (fixture->shoot, keys, &error);
  g_assert_no_error (error);
}

guint
shoot_n_stars (ShootFixture *fixture, guint stars)
{
  return critic_shoot_get_counts (fixture->shoot)->stars[stars];
}
