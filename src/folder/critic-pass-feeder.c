/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-run-private.h"

#include <sys/stat.h>

#include "critic-pass-walk.h"
#include "critic-pool-private.h"

typedef enum
{
  WHAT_END,
  WHAT_MET,
  WHAT_PREFERRED,
  WHAT_RETRIED,
  WHAT_RETRY_ALL,
} What;

/* Under the lock. FALSE: it was judged before its turn. */
static gboolean
take_met (CriticPassRun *self, CriticPassTask *task)
{
  g_cond_broadcast (&self->news);
  g_hash_table_remove (self->waiting, task->path);
  if (g_hash_table_remove (self->early, task->path))
    {
      critic_pass_task_free (task);
      return FALSE;
    }
  g_hash_table_add (self->in_hand, g_strdup (task->path));
  return TRUE;
}

/* What is on screen, then what somebody asked for, then the rest in its order. */
static What
next_task (CriticPassRun *self, CriticPassTask **task)
{
  What what = WHAT_END;
  char *path;

  g_mutex_lock (&self->lock);
  while (what == WHAT_END && !critic_pass_run_is_over (self))
    {
      if (self->paused)
        {
          g_cond_wait (&self->news, &self->lock);
        }
      else if ((path = g_queue_pop_head (&self->preferred)) != NULL)
        {
          *task = g_new0 (CriticPassTask, 1);
          (*task)->path = path;
          what = WHAT_PREFERRED;
        }
      else if (self->retry_all)
        {
          self->retry_all = FALSE;
          what = WHAT_RETRY_ALL;
        }
      else if ((path = g_queue_pop_head (&self->retried)) != NULL)
        {
          *task = g_new0 (CriticPassTask, 1);
          (*task)->path = path;
          what = WHAT_RETRIED;
        }
      else if ((*task = g_queue_pop_head (&self->ahead)) != NULL)
        {
          if (take_met (self, *task))
            what = WHAT_MET;
        }
      else if (self->walked && g_hash_table_size (self->in_hand) == 0)
        {
          self->feeding = FALSE;
          break;
        }
      else
        {
          g_cond_wait (&self->news, &self->lock);
        }
    }
  g_mutex_unlock (&self->lock);

  return what;
}

static gboolean
is_under_roots (CriticPassRun *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  for (gsize i = 0; self->plan.roots != NULL && self->plan.roots[i] != NULL; i++)
    if (self->plan.recursive
        ? critic_path_is_under (path, self->plan.roots[i])
        : g_str_equal (folder, self->plan.roots[i]) || g_str_equal (path, self->plan.roots[i]))
      return TRUE;
  return FALSE;
}

/* Whether a file that somebody named is to be judged now. */
static gboolean
take_named (CriticPassRun *self, CriticPassTask *task, What what)
{
  struct stat info;
  gboolean there = stat (task->path, &info) == 0, taken;

  if (there)
    {
      task->size = (guint64) info.st_size;
      task->mtime = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    }
  if (what == WHAT_PREFERRED)
    {
      const CriticFileStamp stamp = { task->path, task->size, task->mtime };

      if (!there || !S_ISREG (info.st_mode) || !is_under_roots (self, task->path) ||
          critic_library_is_current (self->plan.library, &stamp, self->model_id))
        return FALSE;
    }

  g_mutex_lock (&self->lock);
  taken = g_hash_table_add (self->in_hand, g_strdup (task->path));
  if (taken)
    {
      g_hash_table_add (self->early, g_strdup (task->path));
      /* The walk counted it if it came to it. */
      if (!g_hash_table_contains (self->waiting, task->path))
        self->progress.met++;
    }
  g_mutex_unlock (&self->lock);
  return taken;
}

static void
find_failed (CriticPassRun *self)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = critic_library_rows (self->plan.library, self->plan.roots, self->plan.recursive,
                                                    self->model_id, self->cancellable, &error);

  if (rows == NULL)
    {
      critic_pass_run_fail (self, error);
      return;
    }
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < rows->len; i++)
    {
      const CriticRow *row = rows->pdata[i];

      if (row->state == CRITIC_ROW_FAILED)
        g_queue_push_tail (&self->retried, g_strdup (row->path));
    }
  g_mutex_unlock (&self->lock);
}

static void
feed (CriticPassRun *self)
{
  CriticPassTask *task = NULL;
  What what;

  while ((what = next_task (self, &task)) != WHAT_END)
    {
      if (what == WHAT_RETRY_ALL)
        {
          find_failed (self);
          continue;
        }
      if (what == WHAT_MET || take_named (self, task, what))
        {
          CriticPoolItem *item = critic_pool_item_new (task->path);

          item->size = task->size;
          item->mtime = task->mtime;
          critic_pool_push (self->pool, item);
        }
      critic_pass_task_free (task);
    }
}

static void
forget_gone (CriticPassRun *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  if (self->gone->len == 0)
    return;
  if (!critic_library_mark_gone (self->plan.library, (const char *const *) self->gone->pdata, self->gone->len, &error))
    {
      critic_pass_run_fail (self, error);
      return;
    }
  for (guint i = 0; i < self->gone->len; i++)
    {
      g_autoptr (CriticRow) row = critic_library_row_at (self->plan.library, self->gone->pdata[i], self->model_id, NULL);

      if (row != NULL)
        g_array_append_val (ids, row->file_id);
    }
  critic_pass_run_tell (self, ids);
}

static gboolean
open_pool (CriticPassRun *self)
{
  GError *error = NULL;
  CriticPool *pool = critic_pool_new_with_engine (self->plan.make_engine (self->plan.engine_data), self->plan.n_workers,
                                                  critic_pass_run_on_done, self, &error);

  if (pool == NULL)
    {
      critic_pass_run_fail (self, error);
      return FALSE;
    }
  critic_pool_set_known (pool, critic_pass_run_on_read);

  g_mutex_lock (&self->lock);
  self->pool = pool;
  self->model_id = critic_pool_get_model_id (pool);
  critic_pool_pause (pool, self->paused);
  if (critic_pass_run_is_over (self))
    critic_pool_cancel (pool);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* The pool's threads go first: they may still have something for the writer. */
static void
close_pool (CriticPassRun *self)
{
  CriticPool *pool;

  if (self->walker != NULL)
    g_clear_pointer (&self->walker, g_thread_join);

  g_mutex_lock (&self->lock);
  self->feeding = FALSE;
  g_mutex_unlock (&self->lock);
  critic_pool_cancel (self->pool);
  critic_pool_drain (self->pool);

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->writer, g_thread_join);

  if (!self->cancelled && self->error == NULL)
    forget_gone (self);

  g_mutex_lock (&self->lock);
  pool = g_steal_pointer (&self->pool);
  g_mutex_unlock (&self->lock);
  critic_pool_free (pool);
}

gpointer
critic_pass_run_feed (gpointer data)
{
  CriticPassRun *self = data;
  CriticPassState state;

  if (open_pool (self))
    {
      self->writer = g_thread_new ("critic-writer", critic_pass_run_write, self);
      if (self->plan.walk)
        self->walker = g_thread_new ("critic-walker", critic_pass_run_walk, self);
      feed (self);
      close_pool (self);
    }

  g_mutex_lock (&self->lock);
  self->feeding = FALSE;
  state = self->error != NULL ? CRITIC_PASS_FAILED : self->cancelled ? CRITIC_PASS_CANCELLED : CRITIC_PASS_FINISHED;
  g_mutex_unlock (&self->lock);

  self->plan.ended (state, self->error, self->plan.data);
  return NULL;
}
