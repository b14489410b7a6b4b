/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-order.h"

#include "critic-filter.h"
#include "row-fixtures.h"

#include <math.h>
#include <string.h>

static const char *const keys[] = {
  "score", "low", "photo", "error", "percentile", "verdict", "style:HDR", "stars", "own", "flag", "label", "critiques",
  "disagreement", "taste", "likeness", "sharpness", "size", "taken", "state", "failure", "name", "path",
};

static void
test_plain_form (void)
{
  static const struct { const char *keys, *plain; } cases[] = {
    { "Score", "score" },
    { "-score", "-score" },
    { "stars, -style:rule ,name", "stars,-style:Rule_of_Thirds,name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CriticOrder) order = critic_order_new (cases[i].keys, &error);

      g_assert_no_error (error);
      g_autofree char *plain = critic_order_to_string (order);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_mistakes (void)
{
  static const char *const bad[] = {
    "", "-", ",", "score,", "beauty", "style", "style:", "style:s", "score:HDR", "--score", "score name", "\xff",
    "score,score,score,score,score,score,score,score,score",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (critic_order_new (bad[i], &error));
      g_assert_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* The rows' paths as @keys sorts them, spaces between. */
static char *
sorted (const char *order_keys, CriticRow **rows, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticOrder) order = critic_order_new (order_keys, &error);
  g_autofree CriticFacts *facts = g_new (CriticFacts, n);
  g_autofree guint32 *indices = g_new (guint32, n);
  GString *paths = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      facts[i] = test_facts (rows[i]);
      indices[i] = i;
    }
  critic_order_sort (order, facts, FALSE, indices, n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (paths, "%s%s", i > 0 ? " " : "", rows[indices[i]]->path);
  return g_string_free (paths, FALSE);
}

static void
assert_sorted (const char *order_keys, CriticRow **rows, guint n, const char *wanted)
{
  g_autofree char *paths = sorted (order_keys, rows, n);

  g_assert_cmpstr (paths, ==, wanted);
}

static void
test_names (void)
{
  static const char *const paths[] = { "/b/img_10", "/a/IMG_9", "/c/img_010", "/a/img", "/a/img_1a", "/a/img_1", "/é", "/a/img_00" };
  CriticRow *rows[G_N_ELEMENTS (paths)];

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    rows[i] = test_row_new (paths[i]);
  assert_sorted ("name", rows, G_N_ELEMENTS (paths), "/a/img /a/img_00 /a/img_1 /a/img_1a /a/IMG_9 /b/img_10 /c/img_010 /é");
  assert_sorted ("-name", rows, G_N_ELEMENTS (paths), "/é /b/img_10 /c/img_010 /a/IMG_9 /a/img_1a /a/img_1 /a/img_00 /a/img");
  assert_sorted ("path", rows, G_N_ELEMENTS (paths), "/a/img /a/img_00 /a/img_1 /a/img_1a /a/IMG_9 /b/img_10 /c/img_010 /é");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    test_row_free (rows[i]);
}

static void
test_directions (void)
{
  CriticRow *rows[4];

  /* a: the best; b: worse but starred; c: failed; d: as b, without stars */
  for (guint i = 0; i < 4; i++)
    {
      char path[] = { '/', (char) ('a' + i), '\0' };
      rows[i] = test_row_new (path);
      rows[i]->judgement.score = i == 0 ? 8 : 4;
      rows[i]->judgement.error = i == 0 ? 5 : 0.5;
    }
  rows[1]->rating = (CriticRating) { .stars = 3, .flag = CRITIC_FLAG_REJECT, .label = CRITIC_LABEL_GREEN };
  rows[2]->state = CRITIC_ROW_FAILED;
  rows[2]->assessed = FALSE;
  rows[3]->rating = (CriticRating) { .flag = CRITIC_FLAG_PICK, .label = CRITIC_LABEL_RED };
  rows[3]->measured.taken = 1;

  assert_sorted ("score", rows, 4, "/a /b /d /c");
  assert_sorted ("-score", rows, 4, "/b /d /a /c");
  assert_sorted ("low", rows, 4, "/b /d /a /c");
  assert_sorted ("error", rows, 4, "/b /d /a /c");
  assert_sorted ("stars", rows, 4, "/b /a /c /d");
  assert_sorted ("-stars", rows, 4, "/b /a /c /d");
  assert_sorted ("stars,score", rows, 4, "/b /a /d /c");
  assert_sorted ("flag", rows, 4, "/d /a /c /b");
  assert_sorted ("label", rows, 4, "/d /b /a /c");
  assert_sorted ("state", rows, 4, "/c /a /b /d");
  assert_sorted ("taken", rows, 4, "/d /a /b /c");
  assert_sorted ("-taken,-path", rows, 4, "/d /c /b /a");
  for (guint i = 0; i < 4; i++)
    test_row_free (rows[i]);
}

static gint
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CriticRow *const *) a)->path, (*(CriticRow *const *) b)->path);
}

/* Every key both ways over rows that are alike often: sorting agrees with
 * comparing, whatever the rows' order before, and nothing is lost. */
static void
test_sort_like_compare (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (test_row_free);
  CriticFacts facts[300];
  guint n = G_N_ELEMENTS (facts);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, test_row_random (random, i));
  g_ptr_array_sort (rows, by_path);
  for (guint i = 0; i < n; i++)
    {
      facts[i] = test_facts (rows->pdata[i]);
      facts[i].taste = g_rand_boolean (random) ? NAN : g_rand_int_range (random, 1, 10);
      facts[i].likeness = g_rand_int_range (random, -2, 3) / 2.0;
    }

  for (guint k = 0; k < 4 * G_N_ELEMENTS (keys); k++)
    {
      g_autofree char *key = g_strdup_printf ("%s%s%s", k % 2 == 0 ? "" : "-", keys[k / 4], k / 2 % 2 == 0 ? "" : ",-flag,name");
      g_autoptr (CriticOrder) order = critic_order_new (key, NULL);
      guint32 forwards[300], backwards[300];
      gboolean seen[300] = { FALSE };

      for (guint i = 0; i < n; i++)
        {
          forwards[i] = i;
          backwards[i] = n - 1 - i;
        }
      critic_order_sort (order, facts, TRUE, forwards, n);
      critic_order_sort (order, facts, FALSE, backwards, n);
      g_assert_cmpmem (forwards, sizeof forwards, backwards, sizeof backwards);
      for (guint i = 0; i < n; i++)
        {
          g_assert_false (seen[forwards[i]]);
          seen[forwards[i]] = TRUE;
          g_assert_cmpint (critic_order_compare (order, &facts[forwards[i]], &facts[forwards[i]]), ==, 0);
          if (i > 0 && critic_order_compare (order, &facts[forwards[i - 1]], &facts[forwards[i]]) >= 0)
            g_error ("%s: %s before %s", key, facts[forwards[i - 1]].row->path, facts[forwards[i]].row->path);
          if (i > 0)
            g_assert_cmpint (critic_order_compare (order, &facts[forwards[i]], &facts[forwards[i - 1]]), >, 0);
        }
      critic_order_sort (order, facts, TRUE, forwards, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/order/plain-form", test_plain_form);
  g_test_add_func ("/order/mistakes", test_mistakes);
  g_test_add_func ("/order/names", test_names);
  g_test_add_func ("/order/directions", test_directions);
  g_test_add_func ("/order/sort-like-compare", test_sort_like_compare);

  return g_test_run ();
}
