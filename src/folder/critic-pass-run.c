/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-run-private.h"

#include <math.h>

void
critic_pass_task_free (gpointer data)
{
  CriticPassTask *task = data;

  g_free (task->path);
  g_free (task);
}

CriticPassTask *
critic_pass_task_new (const char *path, guint64 size, gint64 mtime)
{
  CriticPassTask *task = g_new (CriticPassTask, 1);

  *task = (CriticPassTask) { g_strdup (path), size, mtime };
  return task;
}

/* Under the lock. */
gboolean
critic_pass_run_is_over (CriticPassRun *self)
{
  return self->cancelled || self->error != NULL;
}

/* Ends everything; the first error stays. */
void
critic_pass_run_fail (CriticPassRun *self, GError *error)
{
  g_mutex_lock (&self->lock);
  if (self->error == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  if (self->pool != NULL)
    critic_pool_cancel (self->pool);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);

  g_clear_error (&error);
  g_cancellable_cancel (self->cancellable);
}

void
critic_pass_run_tell (CriticPassRun *self, GArray *ids)
{
  self->plan.changed (ids != NULL ? (const gint64 *) ids->data : NULL, ids != NULL ? ids->len : 0, self->plan.data);
}

/**
 * critic_pass_run_new: (skip)
 * @plan: what to do; copied
 *
 * Returns: (transfer full): a run that has begun
 */
CriticPassRun *
critic_pass_run_new (const CriticPassPlan *plan)
{
  CriticPassRun *self = g_new0 (CriticPassRun, 1);

  self->plan = *plan;
  self->plan.roots = (const char *const *) g_strdupv ((char **) plan->roots);
  self->plan.retry = NULL;
  self->cancellable = g_cancellable_new ();
  self->gone = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->news);
  g_queue_init (&self->ahead);
  g_queue_init (&self->preferred);
  g_queue_init (&self->retried);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->early = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->in_hand = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->finished = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_pool_item_free);
  self->feeding = TRUE;
  self->walked = self->progress.discovered_all = !plan->walk;
  self->retry_all = plan->retry_all && plan->roots != NULL;
  for (gsize i = 0; plan->retry != NULL && plan->retry[i] != NULL; i++)
    g_queue_push_tail (&self->retried, g_strdup (plan->retry[i]));

  self->thread = g_thread_new ("critic-pass", critic_pass_run_feed, self);
  return self;
}

/**
 * critic_pass_run_free: (skip)
 * @self: (transfer full): a run
 *
 * Cancels it and joins its threads.
 */
void
critic_pass_run_free (CriticPassRun *self)
{
  critic_pass_run_cancel (self);
  g_thread_join (self->thread);

  g_strfreev ((char **) self->plan.roots);
  g_queue_clear_full (&self->ahead, critic_pass_task_free);
  g_queue_clear_full (&self->preferred, g_free);
  g_queue_clear_full (&self->retried, g_free);
  g_hash_table_unref (self->early);
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->in_hand);
  g_ptr_array_unref (self->finished);
  g_ptr_array_unref (self->gone);
  g_clear_error (&self->error);
  g_free (self->current);
  g_object_unref (self->cancellable);
  g_cond_clear (&self->news);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * critic_pass_run_pause: (skip)
 * @self: a run
 * @paused: whether to begin nothing new
 *
 * Any thread; returns at once.
 */
void
critic_pass_run_pause (CriticPassRun *self, gboolean paused)
{
  g_mutex_lock (&self->lock);
  self->paused = paused;
  critic_pass_rate_reset (&self->rate);
  if (self->pool != NULL)
    critic_pool_pause (self->pool, paused);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
}

/**
 * critic_pass_run_cancel: (skip)
 * @self: a run
 *
 * Any thread; returns at once. What was finished is still written.
 */
void
critic_pass_run_cancel (CriticPassRun *self)
{
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  if (self->pool != NULL)
    critic_pool_cancel (self->pool);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);

  g_cancellable_cancel (self->cancellable);
}

/**
 * critic_pass_run_prefer: (skip)
 * @self: a run
 * @paths: (array zero-terminated=1): what goes first
 *
 * Any thread; returns at once.
 */
void
critic_pass_run_prefer (CriticPassRun *self, const char *const *paths)
{
  g_mutex_lock (&self->lock);
  g_queue_clear_full (&self->preferred, g_free);
  for (gsize i = 0; paths[i] != NULL; i++)
    g_queue_push_tail (&self->preferred, g_strdup (paths[i]));
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
}

/**
 * critic_pass_run_retry: (skip)
 * @self: a run
 * @paths: (array zero-terminated=1) (nullable): files; %NULL: all that failed
 *
 * Any thread; returns at once.
 *
 * Returns: whether the run still takes them
 */
gboolean
critic_pass_run_retry (CriticPassRun *self, const char *const *paths)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = self->feeding && !critic_pass_run_is_over (self);
  if (taken && paths == NULL)
    self->retry_all = TRUE;
  for (gsize i = 0; taken && paths != NULL && paths[i] != NULL; i++)
    g_queue_push_tail (&self->retried, g_strdup (paths[i]));
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);

  return taken;
}

/**
 * critic_pass_run_get_progress: (skip)
 * @self: a run
 * @progress: (out caller-allocates): how far it is
 * @current: (out) (transfer full) (nullable): the newest finished file
 *
 * Any thread.
 */
void
critic_pass_run_get_progress (CriticPassRun *self, CriticPassProgress *progress, char **current)
{
  guint64 finished;

  g_mutex_lock (&self->lock);
  *progress = self->progress;
  progress->per_second = critic_pass_rate_get (&self->rate, g_get_monotonic_time ());
  *current = g_strdup (self->current);
  g_mutex_unlock (&self->lock);

  finished = progress->skipped + progress->done + progress->failed;
  progress->seconds_left = NAN;
  if (progress->discovered_all && finished >= progress->met)
    progress->seconds_left = 0.0;
  else if (progress->discovered_all && progress->per_second > 0.0)
    progress->seconds_left = (gdouble) (progress->met - finished) / progress->per_second;
}
