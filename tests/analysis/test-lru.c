/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-lru.h"

static int n_values;

static gpointer
value_new (int number)
{
  int *value = g_new (int, 1);

  *value = number;
  n_values++;
  return value;
}

static void
value_free (gpointer value)
{
  n_values--;
  g_free (value);
}

static CriticLru *
lru_new (gsize max_bytes)
{
  return critic_lru_new (max_bytes, g_str_hash, g_str_equal, g_free, value_free);
}

static void
test_bound (void)
{
  g_autoptr (CriticLru) lru = lru_new (100);

  for (int i = 0; i < 1000; i++)
    {
      gsize bytes = 1 + i % 40;
      g_autofree char *key = g_strdup_printf ("%d", i);

      critic_lru_insert (lru, g_strdup (key), value_new (i), bytes);
      g_assert_cmpuint (critic_lru_get_bytes (lru), <=, 100);
      g_assert_cmpuint (critic_lru_get_n (lru), ==, n_values);
      g_assert_cmpint (*(int *) critic_lru_lookup (lru, key), ==, i);
    }
}

static void
test_order (void)
{
  g_autoptr (CriticLru) lru = lru_new (3);

  critic_lru_insert (lru, g_strdup ("a"), value_new (1), 1);
  critic_lru_insert (lru, g_strdup ("b"), value_new (2), 1);
  critic_lru_insert (lru, g_strdup ("c"), value_new (3), 1);
  g_assert_cmpint (*(int *) critic_lru_lookup (lru, "a"), ==, 1);

  /* "b" was used longest ago. */
  critic_lru_insert (lru, g_strdup ("d"), value_new (4), 1);
  g_assert_null (critic_lru_lookup (lru, "b"));
  g_assert_nonnull (critic_lru_lookup (lru, "a"));
  g_assert_nonnull (critic_lru_lookup (lru, "c"));
  g_assert_nonnull (critic_lru_lookup (lru, "d"));

  /* Two must go for one of two bytes: now "a" and "c". */
  critic_lru_insert (lru, g_strdup ("e"), value_new (5), 2);
  g_assert_null (critic_lru_lookup (lru, "a"));
  g_assert_null (critic_lru_lookup (lru, "c"));
  g_assert_nonnull (critic_lru_lookup (lru, "d"));
}

static void
test_replace (void)
{
  g_autoptr (CriticLru) lru = lru_new (10);

  critic_lru_insert (lru, g_strdup ("a"), value_new (1), 4);
  critic_lru_insert (lru, g_strdup ("a"), value_new (2), 6);
  g_assert_cmpint (*(int *) critic_lru_lookup (lru, "a"), ==, 2);
  g_assert_cmpuint (critic_lru_get_bytes (lru), ==, 6);
  g_assert_cmpuint (critic_lru_get_n (lru), ==, 1);
  g_assert_cmpint (n_values, ==, 1);
}

static void
test_too_large (void)
{
  g_autoptr (CriticLru) lru = lru_new (10);

  critic_lru_insert (lru, g_strdup ("a"), value_new (1), 10);
  critic_lru_insert (lru, g_strdup ("b"), value_new (2), 11);
  g_assert_null (critic_lru_lookup (lru, "b"));
  g_assert_nonnull (critic_lru_lookup (lru, "a"));

  /* What is replaced by something too large is gone all the same. */
  critic_lru_insert (lru, g_strdup ("a"), value_new (3), G_MAXSIZE);
  g_assert_null (critic_lru_lookup (lru, "a"));
  g_assert_cmpuint (critic_lru_get_bytes (lru), ==, 0);
}

static void
check_empty (void)
{
  g_assert_cmpint (n_values, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lru/bound", test_bound);
  g_test_add_func ("/lru/order", test_order);
  g_test_add_func ("/lru/replace", test_replace);
  g_test_add_func ("/lru/too-large", test_too_large);
  status = g_test_run ();
  check_empty ();
  return status;
}
