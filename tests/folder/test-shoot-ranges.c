/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-ranges.h"

#define IDS 60

static void
shuffle (GRand *random, guint32 *ids, guint n, guint times)
{
  for (guint i = 0; i < times && n > 1; i++)
    {
      guint a = g_rand_int_range (random, 0, n), b = g_rand_int_range (random, 0, n);
      guint32 id = ids[a];

      ids[a] = ids[b];
      ids[b] = id;
    }
}

/* Some of the ids, nearly in order. */
static guint
choose (GRand *random, guint32 *ids)
{
  guint n = 0;

  for (guint i = 0; i < IDS; i++)
    if (g_rand_int_range (random, 0, 5) != 0)
      ids[n++] = i;
  shuffle (random, ids, n, g_rand_int_range (random, 0, 4));
  return n;
}

/* Applies the ranges to the old list one by one, as a view does: nothing
 * outside a range changes, and what is in both lists is in both halves of one. */
static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 5000; round++)
    {
      guint32 old_ids[IDS], new_ids[IDS];
      guint n_old = choose (random, old_ids), n_new = choose (random, new_ids);
      g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray) ranges = critic_shoot_ranges (old_ids, n_old, new_ids, n_new, IDS);
      guint end = 0;

      g_array_append_vals (list, old_ids, n_old);
      for (guint i = 0; i < ranges->len; i++)
        {
          const CriticShootRange *range = &g_array_index (ranges, CriticShootRange, i);
          gboolean left[IDS] = { FALSE };

          g_assert_cmpuint (range->position, >=, end);
          g_assert_cmpuint (range->position + range->removed, <=, list->len);
          g_assert_cmpuint (range->position + range->added, <=, n_new);
          for (guint j = 0; j < range->removed; j++)
            left[g_array_index (list, guint32, range->position + j)] = TRUE;
          g_array_remove_range (list, range->position, range->removed);
          g_array_insert_vals (list, range->position, new_ids + range->position, range->added);
          for (guint j = 0; j < range->added; j++)
            {
              guint32 id = new_ids[range->position + j];

              for (guint k = 0; k < n_old && !left[id]; k++)
                g_assert_cmpuint (old_ids[k], !=, id);
            }
          end = range->position + range->added;
        }
      g_assert_cmpuint (list->len, ==, n_new);
      for (guint i = 0; i < n_new; i++)
        g_assert_cmpuint (g_array_index (list, guint32, i), ==, new_ids[i]);
    }
}

static void
assert_ranges (const guint32 *old_ids, guint n_old, const guint32 *new_ids, guint n_new, const char *wanted)
{
  g_autoptr (GArray) ranges = critic_shoot_ranges (old_ids, n_old, new_ids, n_new, 10);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ranges->len; i++)
    {
      const CriticShootRange *range = &g_array_index (ranges, CriticShootRange, i);

      g_string_append_printf (text, "%u-%u+%u ", range->position, range->removed, range->added);
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_narrow (void)
{
  const guint32 all[] = { 0, 1, 2, 3, 4, 5 }, without[] = { 0, 2, 3, 5 }, moved[] = { 0, 3, 1, 2, 4, 5 }, two[] = { 1, 0, 2, 3, 5, 4 },
                other[] = { 0, G_MAXUINT32, 2, 3, 4, 5 };

  assert_ranges (all, 6, all, 6, "");
  assert_ranges (all, 6, without, 4, "1-1+0 3-1+0 ");
  assert_ranges (without, 4, all, 6, "1-0+1 4-0+1 ");
  assert_ranges (all, 6, moved, 6, "1-3+3 ");
  assert_ranges (all, 6, two, 6, "0-2+2 4-2+2 ");
  assert_ranges (other, 6, all, 6, "1-1+1 ");
  assert_ranges (NULL, 0, all, 6, "0-0+6 ");
  assert_ranges (all, 6, NULL, 0, "0-6+0 ");
  assert_ranges (NULL, 0, NULL, 0, "");
}

/* Every other row goes: told in few ranges, and still right. */
static void
test_joined (void)
{
  guint n = 5000;
  g_autofree guint32 *old_ids = g_new (guint32, n);
  g_autofree guint32 *new_ids = g_new (guint32, n / 2);
  g_autoptr (GArray) ranges = NULL;
  guint removed = 0, added = 0;

  for (guint i = 0; i < n; i++)
    old_ids[i] = new_ids[i / 2] = i;
  ranges = critic_shoot_ranges (old_ids, n, new_ids, n / 2, n);
  g_assert_cmpuint (ranges->len, <=, CRITIC_SHOOT_MOST_RANGES);
  g_assert_cmpuint (ranges->len, >, 0);
  for (guint i = 0; i < ranges->len; i++)
    {
      removed += g_array_index (ranges, CriticShootRange, i).removed;
      added += g_array_index (ranges, CriticShootRange, i).added;
    }
  g_assert_cmpuint (removed - added, ==, n / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shoot-ranges/random", test_random);
  g_test_add_func ("/shoot-ranges/narrow", test_narrow);
  g_test_add_func ("/shoot-ranges/joined", test_joined);

  return g_test_run ();
}
