/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-parallel.h"

#define MOST 4096

typedef struct
{
  guint threads;
  gsize n, grain;
  gint  seen[MOST];         /* how often an item was done */
  gint  tile[MOST];         /* 1 + length of the tile which begins here */
} Job;

static void
count (gpointer data, gsize begin, gsize end, guint worker)
{
  Job *job = data;

  g_assert_cmpuint (worker, <, job->threads);
  g_assert_cmpuint (begin, <, end);
  g_assert_cmpuint (end, <=, job->n);
  g_atomic_int_add (&job->tile[begin], end - begin + 1);
  for (gsize i = begin; i < end; i++)
    g_atomic_int_inc (&job->seen[i]);
}

static void
check (McnTeam *team, guint threads, gsize n, gsize grain)
{
  g_autofree Job *job = g_new0 (Job, 1);

  job->threads = threads;
  job->n = n;
  job->grain = grain;
  mcn_team_run (team, n, grain, count, job);

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (job->seen[i], ==, 1);
      /* The cut is the same for every team. */
      g_assert_cmpint (job->tile[i], ==, i % grain != 0 ? 0 : (gint) (MIN (grain, n - i) + 1));
    }
}

static void
test_tiles (void)
{
  guint threads[] = { 1, 2, 3, 7 };

  for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
    {
      g_autoptr (McnTeam) team = mcn_team_new (threads[t]);

      g_assert_cmpuint (mcn_team_get_n_threads (team), ==, threads[t]);
      for (gsize n = 0; n < 40; n++)
        for (gsize grain = 1; grain < 9; grain++)
          check (team, threads[t], n, grain);
      check (team, threads[t], MOST, 1);
      check (team, threads[t], MOST, 1000);
    }
}

static void
test_no_team (void)
{
  g_assert_cmpuint (mcn_team_get_n_threads (NULL), ==, 1);
  check (NULL, 1, 0, 1);
  check (NULL, 1, 33, 4);
  mcn_team_free (NULL);
}

static void
test_no_threads (void)
{
  g_autoptr (McnTeam) team = mcn_team_new (0);

  g_assert_cmpuint (mcn_team_get_n_threads (team), ==, 1);
  check (team, 1, 10, 3);
}

static void
add (gpointer data, gsize begin, gsize end, guint worker)
{
  gsize *sums = data;

  for (gsize i = begin; i < end; i++)
    sums[worker * 64] += i;
}

/* Many short runs, so that workers come late, and pauses, so that they sleep. */
static void
test_many (void)
{
  g_autoptr (McnTeam) team = mcn_team_new (4);

  for (gint run = 0; run < 3000; run++)
    {
      gsize sums[4 * 64] = { 0 };

      mcn_team_run (team, 20, 1, add, sums);
      g_assert_cmpuint (sums[0] + sums[64] + sums[128] + sums[192], ==, 190);
      if (run % 500 == 499)
        g_usleep (2000);
    }
}

static void
test_idle (void)
{
  /* Never used, asleep when it is ended. */
  g_autoptr (McnTeam) team = mcn_team_new (7);

  g_usleep (20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parallel/tiles", test_tiles);
  g_test_add_func ("/parallel/no-team", test_no_team);
  g_test_add_func ("/parallel/no-threads", test_no_threads);
  g_test_add_func ("/parallel/many", test_many);
  g_test_add_func ("/parallel/idle", test_idle);

  return g_test_run ();
}
