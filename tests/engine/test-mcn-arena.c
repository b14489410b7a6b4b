/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-arena.h"
#include "mcn-error.h"

#include <string.h>

static void
test_take (void)
{
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GError) error = NULL;
  gsize sizes[] = { 1, 63, 64, 65, 1000 };
  gsize total = 0, mark;
  guint8 *end = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    total += MCN_ARENA_BYTES (sizes[i]);
  g_assert_true (mcn_arena_reserve (arena, total, &error));
  g_assert_no_error (error);
  mark = mcn_arena_mark (arena);

  for (gint round = 0; round < 2; round++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          guint8 *p = mcn_arena_take (arena, sizes[i]);

          g_assert_cmpuint (GPOINTER_TO_SIZE (p) % MCN_ALIGN, ==, 0);
          g_assert_true (i == 0 || p >= end);
          memset (p, 0xa5, sizes[i]);
          end = p + sizes[i];
        }
      mcn_arena_reset (arena, mark);
    }
}

static void
test_marks (void)
{
  g_autoptr (McnArena) arena = mcn_arena_new ();
  gfloat *outer, *inner;
  gsize start, mark;

  g_assert_true (mcn_arena_reserve (arena, MCN_ARENA_FLOATS (10) + MCN_ARENA_FLOATS (20), NULL));
  start = mcn_arena_mark (arena);
  outer = mcn_arena_floats (arena, 10);
  mark = mcn_arena_mark (arena);
  inner = mcn_arena_floats (arena, 20);
  mcn_arena_reset (arena, mark);
  g_assert_true (mcn_arena_floats (arena, 20) == inner);
  mcn_arena_reset (arena, start);
  g_assert_true (mcn_arena_floats (arena, 10) == outer);
}

static void
test_grow (void)
{
  g_autoptr (McnArena) arena = mcn_arena_new ();
  gpointer first;

  g_assert_true (mcn_arena_reserve (arena, 0, NULL));
  g_assert_true (mcn_arena_reserve (arena, 1000, NULL));
  first = mcn_arena_take (arena, 1000);
  mcn_arena_reset (arena, 0);

  /* Less is no reason to move. */
  g_assert_true (mcn_arena_reserve (arena, 10, NULL));
  g_assert_true (mcn_arena_take (arena, 1000) == first);
  mcn_arena_reset (arena, 0);

  g_assert_true (mcn_arena_reserve (arena, 100000, NULL));
  memset (mcn_arena_take (arena, 100000), 1, 100000);
}

static void
test_too_much (void)
{
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_arena_reserve (arena, 100, NULL));
  g_assert_false (mcn_arena_reserve (arena, G_MAXSIZE - 1, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_MEMORY);
  /* What was there still is. */
  memset (mcn_arena_take (arena, 100), 1, 100);
}

static void
test_overflow (void)
{
  if (g_test_subprocess ())
    {
      McnArena *arena = mcn_arena_new ();

      mcn_arena_reserve (arena, 128, NULL);
      mcn_arena_take (arena, 129);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*the plan is wrong*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/take", test_take);
  g_test_add_func ("/arena/marks", test_marks);
  g_test_add_func ("/arena/grow", test_grow);
  g_test_add_func ("/arena/too-much", test_too_much);
  g_test_add_func ("/arena/overflow", test_overflow);

  return g_test_run ();
}
