/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-groups.h"

#include <string.h>

static guint32 state;

static gint
next_byte (void)
{
  state = state * 1664525u + 1013904223u;
  return (gint) (state >> 24);
}

/* A photograph of scene @scene, @off steps of noise away from it. */
static CriticRow *
add_row (GPtrArray *rows, guint scene, gint off, gint64 taken, gdouble score, gdouble sharpness, gdouble clipped)
{
  CriticRow *row = g_new0 (CriticRow, 1);

  state = scene * 2654435761u + 17;
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    row->measured.features[i] = (gint8) ((next_byte () - 128) / 2);
  state = rows->len * 40503u + 99;
  for (guint i = 0; i < CRITIC_N_FEATURES && off > 0; i++)
    row->measured.features[i] = (gint8) (row->measured.features[i] + next_byte () % (2 * off + 1) - off);
  row->measured.scale = 1.0f;
  row->measured.taken = taken;
  row->measured.sharpness = (gfloat) sharpness;
  row->measured.exposure = 0.45f;
  row->measured.clipped = (gfloat) clipped;
  row->path = g_strdup_printf ("/photos/%05u.jpg", rows->len);
  row->state = CRITIC_ROW_DONE;
  row->assessed = TRUE;
  row->judgement.score = row->photo_alone.score = score;
  g_ptr_array_add (rows, row);
  return row;
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) critic_row_free);
}

static void
assert_says (const CriticPlace *place, const char *expected)
{
  g_autofree char *sentence = critic_groups_say (place);

  g_assert_cmpstr (sentence, ==, expected);
}

static void
test_bursts (void)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autofree CriticPlace *places = NULL;

  add_row (rows, 1, 20, 1000, 5, 0.2, 0);       /* 0: a burst of three */
  add_row (rows, 2, 20, 1500, 5, 0.2, 0);       /* 1: another scene between them */
  add_row (rows, 1, 20, 2000, 5, 0.4, 0);       /* 2 */
  add_row (rows, 1, 20, 3500, 5, 0.2, 0);       /* 3: by way of 2 */
  add_row (rows, 1, 20, 90000, 5, 0.2, 0);      /* 4: the same scene much later */
  add_row (rows, 1, 20, 0, 5, 0.2, 0);          /* 5: nobody knows when */
  places = critic_groups_find (rows, 2.0);

  for (guint i = 0; i < rows->len; i++)
    {
      const gboolean in = i == 0 || i == 2 || i == 3;

      g_assert_cmpuint (places[i].group, ==, in ? 0 : G_MAXUINT32);
      g_assert_cmpuint (places[i].size, ==, in ? 3 : 1);
    }
  g_assert_cmpuint (places[2].rank, ==, 0);
  assert_says (&places[2], "The sharpest of 3 like it.");
  assert_says (&places[0], "Number 2 of 3 like it.");
  assert_says (&places[1], NULL);
}

/* Copies belong together whenever they were taken. */
static void
test_copies (void)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autofree CriticPlace *places = NULL;

  for (guint i = 0; i < 40; i++)
    add_row (rows, i % 20, i < 20 ? 0 : 3, i * 1000000, 5, 0.2, 0);
  places = critic_groups_find (rows, 2.0);
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpuint (places[i].group, ==, i);
      g_assert_cmpuint (places[i + 20].group, ==, i);
      g_assert_cmpuint (places[i].size, ==, 2);
    }
}

static void
test_reasons (void)
{
  static const struct
  {
    gdouble     score[3], sharpness[3], clipped[3];
    guint       best;
    const char *says;
  } cases[] = {
    { { 5.0, 5.0, 5.0 }, { .20, .40, .21 }, { 0, 0, 0 }, 1, "The sharpest of 3 like it." },
    { { 5.0, 5.0, 5.0 }, { .20, .20, .21 }, { .3, .2, 0 }, 2, "The best exposed of 3 like it." },
    { { 6.0, 5.0, 5.1 }, { .20, .20, .21 }, { 0, 0, 0 }, 0, "The highest score of 3 like it." },
    { { 5.0, 5.05, 5.0 }, { .20, .20, .20 }, { 0, 0, 0 }, 1, "First of 3 like it, by no clear margin." },
    /* Sharp and burnt out: not the best, and not for that. */
    { { 5.0, 5.2, 5.0 }, { .20, .24, .26 }, { 0, 0, .5 }, 1, "The highest score of 3 like it." },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (GPtrArray) rows = new_rows ();
      g_autofree CriticPlace *places = NULL;

      for (guint i = 0; i < 3; i++)
        add_row (rows, 1, 10, 1000 + 100 * i, cases[c].score[i], cases[c].sharpness[i], cases[c].clipped[i]);
      places = critic_groups_find (rows, 2.0);
      g_assert_cmpuint (places[cases[c].best].rank, ==, 0);
      assert_says (&places[cases[c].best], cases[c].says);
    }
}

/* Rows without features, that failed, or none at all. */
static void
test_nothing (void)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autofree CriticPlace *none = critic_groups_find (rows, 2.0);
  g_autofree CriticPlace *places = NULL;

  for (guint i = 0; i < 4; i++)
    {
      CriticRow *row = add_row (rows, 1, 0, 1000, 5, 0.2, 0);

      if (i < 2)
        memset (row->measured.features, 0, sizeof row->measured.features);
      else
        row->state = i == 2 ? CRITIC_ROW_FAILED : CRITIC_ROW_WAITING;
    }
  places = critic_groups_find (rows, 2.0);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (places[i].group, ==, G_MAXUINT32);
}

/* An archive: bursts of four, each found, none with another. */
static void
test_many (void)
{
  enum { N = 100000 };
  g_autoptr (GPtrArray) rows = new_rows ();
  g_autofree CriticPlace *places = NULL;
  gint64 begin;

  for (guint i = 0; i < N; i++)
    add_row (rows, i / 4, 12, 1000000 + i / 4 * 60000 + i % 4 * 200, 5, 0.2, 0);
  begin = g_get_monotonic_time ();
  places = critic_groups_find (rows, 2.0);
  g_test_message ("%d rows in %.0f ms", N, (g_get_monotonic_time () - begin) / 1000.0);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpuint (places[i].size, ==, 4);
      g_assert_cmpuint (places[i].group, ==, i / 4);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/groups/bursts", test_bursts);
  g_test_add_func ("/groups/copies", test_copies);
  g_test_add_func ("/groups/reasons", test_reasons);
  g_test_add_func ("/groups/nothing", test_nothing);
  g_test_add_func ("/groups/many", test_many);

  return g_test_run ();
}
