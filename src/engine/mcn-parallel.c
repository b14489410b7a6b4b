/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-parallel.h"

#include <stdatomic.h>

#if defined (__x86_64__) || defined (__i386__)
#define spin_pause() __builtin_ia32_pause ()
#else
#define spin_pause() ((void) 0)
#endif

/* About 20 to 50 microseconds: longer than the gap between two layers, far
 * shorter than anything a person or a battery would notice. */
#define SPINS 1000

/* One run is open at a time. @state holds its number (high half) and the tiles
 * nobody has taken yet (low half). A worker takes a tile by lowering the low
 * half with a compare-and-swap; as long as it holds the tile the run cannot
 * end, so what it then reads of the run belongs to it. A worker that comes late
 * finds no tile left, or tiles of the next run: it never keeps anybody waiting. */
struct _McnTeam
{
  guint    n_threads;
  GThread **threads;            /* n_threads - 1; worker 0 is the caller */

  McnRangeFunc func;
  gpointer data;
  gsize    n, grain;
  guint32  n_tiles;

  _Alignas (64) _Atomic guint64 state;
  _Alignas (64) atomic_uint n_done;
  _Alignas (64) atomic_uint n_asleep;
  atomic_bool caller_waits;
  atomic_bool quit;

  GMutex   lock;
  GCond    wake;                /* a run was opened, or quit */
  GCond    done;                /* the last tile was finished */
};

typedef struct
{
  McnTeam *team;
  guint    worker;
} Start;

static inline guint32
tiles_left (guint64 state)
{
  return (guint32) state;
}

static gboolean
work_on_tile (McnTeam *team, guint worker)
{
  guint64 state = atomic_load (&team->state);
  guint32 n_tiles;
  gsize begin;

  do
    if (tiles_left (state) == 0)
      return FALSE;
  while (!atomic_compare_exchange_weak (&team->state, &state, state - 1));

  n_tiles = team->n_tiles;
  begin = (n_tiles - tiles_left (state)) * team->grain;
  team->func (team->data, begin, MIN (begin + team->grain, team->n), worker);

  if (atomic_fetch_add (&team->n_done, 1) + 1 == n_tiles && atomic_load (&team->caller_waits))
    {
      g_mutex_lock (&team->lock);
      g_cond_signal (&team->done);
      g_mutex_unlock (&team->lock);
    }

  return TRUE;
}

static void
wait_for_work (McnTeam *team)
{
  for (guint i = 0; i < SPINS; i++)
    {
      if (tiles_left (atomic_load_explicit (&team->state, memory_order_relaxed)) != 0 ||
          atomic_load_explicit (&team->quit, memory_order_relaxed))
        return;
      spin_pause ();
    }

  g_mutex_lock (&team->lock);
  atomic_fetch_add (&team->n_asleep, 1);
  while (tiles_left (atomic_load (&team->state)) == 0 && !atomic_load (&team->quit))
    g_cond_wait (&team->wake, &team->lock);
  atomic_fetch_sub (&team->n_asleep, 1);
  g_mutex_unlock (&team->lock);
}

static gpointer
worker_main (gpointer data)
{
  g_autofree Start *start = data;
  McnTeam *team = start->team;

  while (!atomic_load (&team->quit))
    if (!work_on_tile (team, start->worker))
      wait_for_work (team);

  return NULL;
}

/**
 * mcn_team_new:
 * @n_threads: how many, the caller included; 0 counts as 1
 *
 * A system that refuses a thread gives a smaller team: slower, same results.
 *
 * Returns: (transfer full): the team
 */
McnTeam *
mcn_team_new (guint n_threads)
{
  McnTeam *team = g_aligned_alloc0 (1, sizeof (McnTeam), G_ALIGNOF (McnTeam));

  g_mutex_init (&team->lock);
  g_cond_init (&team->wake);
  g_cond_init (&team->done);
  team->n_threads = 1;
  team->threads = g_new0 (GThread *, MAX (n_threads, 1));

  while (team->n_threads < n_threads)
    {
      Start *start = g_new (Start, 1);
      GThread *thread;

      *start = (Start) { team, team->n_threads };
      thread = g_thread_try_new ("mcn-worker", worker_main, start, NULL);
      if (thread == NULL)
        {
          g_free (start);
          break;
        }
      team->threads[team->n_threads - 1] = thread;
      team->n_threads++;
    }

  return team;
}

/**
 * mcn_team_free:
 * @team: (nullable) (transfer full): a team that is not running anything
 *
 * Ends and joins its threads.
 */
void
mcn_team_free (McnTeam *team)
{
  if (team == NULL)
    return;

  g_mutex_lock (&team->lock);
  atomic_store (&team->quit, TRUE);
  g_cond_broadcast (&team->wake);
  g_mutex_unlock (&team->lock);

  for (guint i = 0; i + 1 < team->n_threads; i++)
    g_thread_join (team->threads[i]);

  g_free (team->threads);
  g_cond_clear (&team->done);
  g_cond_clear (&team->wake);
  g_mutex_clear (&team->lock);
  g_aligned_free (team);
}

/**
 * mcn_team_get_n_threads:
 * @team: (nullable): the team
 *
 * Returns: how many threads work, the caller included; 1 without a team.
 *   Worker numbers are below it.
 */
guint
mcn_team_get_n_threads (McnTeam *team)
{
  return team != NULL ? team->n_threads : 1;
}

static void
wait_for_others (McnTeam *team)
{
  for (guint i = 0; i < SPINS; i++)
    {
      if (atomic_load (&team->n_done) == team->n_tiles)
        return;
      spin_pause ();
    }

  g_mutex_lock (&team->lock);
  atomic_store (&team->caller_waits, TRUE);
  while (atomic_load (&team->n_done) != team->n_tiles)
    g_cond_wait (&team->done, &team->lock);
  atomic_store (&team->caller_waits, FALSE);
  g_mutex_unlock (&team->lock);
}

/**
 * mcn_team_run:
 * @team: (nullable): the team
 * @n: how many items
 * @grain: items a tile, at least 1
 * @func: what to do with a tile
 * @data: closure
 *
 * Tiles are handed out in rising order, whoever is free takes the next.
 */
void
mcn_team_run (McnTeam *team, gsize n, gsize grain, McnRangeFunc func, gpointer data)
{
  guint64 run;
  gsize n_tiles;

  g_return_if_fail (grain > 0);

  n_tiles = n / grain + (n % grain != 0);
  g_return_if_fail (n_tiles <= G_MAXUINT32);

  if (team == NULL || team->n_threads == 1 || n_tiles <= 1)
    {
      for (gsize begin = 0; begin < n; begin += grain)
        func (data, begin, MIN (begin + grain, n), 0);
      return;
    }

  team->func = func;
  team->data = data;
  team->n = n;
  team->grain = grain;
  team->n_tiles = n_tiles;
  atomic_store (&team->n_done, 0);
  run = (atomic_load (&team->state) >> 32) + 1;
  atomic_store (&team->state, run << 32 | n_tiles);

  if (atomic_load (&team->n_asleep) > 0)
    {
      g_mutex_lock (&team->lock);
      g_cond_broadcast (&team->wake);
      g_mutex_unlock (&team->lock);
    }

  while (work_on_tile (team, 0))
    continue;

  wait_for_others (team);
}
