/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-run-private.h"

#include <sys/stat.h>

#include "critic-pass-walk.h"

#define MAX_AHEAD 100000        /* paths that the walk is ahead of the pool */
#define MET_BATCH 512           /* new files that are told to the library together, */
#define MET_EVERY (G_TIME_SPAN_SECOND / 5)      /* and how long the first of them waits at most */

/* New files as rows that wait, so that views show what is to come. */
static gboolean
tell_met (CriticPassRun *self, GPtrArray *tasks)
{
  g_autofree CriticFileStamp *stamps = g_new (CriticFileStamp, tasks->len);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  for (guint i = 0; i < tasks->len; i++)
    {
      const CriticPassTask *task = tasks->pdata[i];

      stamps[i] = (CriticFileStamp) { task->path, task->size, task->mtime };
    }
  if (!critic_library_write_met (self->plan.library, stamps, tasks->len, &error))
    {
      critic_pass_run_fail (self, error);
      return FALSE;
    }
  for (guint i = 0; i < tasks->len; i++)
    {
      g_autoptr (CriticRow) row = critic_library_row_at (self->plan.library, stamps[i].path, self->model_id, NULL);

      if (row != NULL)
        g_array_append_val (ids, row->file_id);
    }
  critic_pass_run_tell (self, ids);
  return TRUE;
}

typedef struct
{
  CriticPassRun *run;
  GPtrArray     *met;           /* CriticPassTask: not told to the library yet */
  gint64         handed_over;   /* when the last ones were */
  GPtrArray     *unchanged;     /* paths whose marks were not looked at yet */
} Walking;

/* Told to the library first, to the feeder then: a row never waits after it is done. */
static gboolean
hand_over (Walking *walking)
{
  CriticPassRun *self = walking->run;
  gboolean goes_on;

  if (walking->met->len > 0 && !tell_met (self, walking->met))
    return FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < walking->met->len; i++)
    g_queue_push_tail (&self->ahead, walking->met->pdata[i]);
  g_ptr_array_set_free_func (walking->met, NULL);
  g_ptr_array_set_size (walking->met, 0);
  g_ptr_array_set_free_func (walking->met, critic_pass_task_free);
  g_cond_broadcast (&self->news);
  while (!critic_pass_run_is_over (self) && (self->ahead.length >= MAX_AHEAD || self->paused))
    g_cond_wait (&self->news, &self->lock);
  goes_on = !critic_pass_run_is_over (self);
  g_mutex_unlock (&self->lock);

  walking->handed_over = g_get_monotonic_time ();
  return goes_on;
}

static gboolean
on_fresh (const CriticMet *met, gpointer data)
{
  Walking *walking = data;
  CriticPassRun *self = walking->run;
  gboolean early;

  g_mutex_lock (&self->lock);
  early = g_hash_table_remove (self->early, met->path);
  if (!early)
    {
      self->progress.met++;
      g_hash_table_add (self->waiting, g_strdup (met->path));
    }
  g_mutex_unlock (&self->lock);

  if (!early)
    g_ptr_array_add (walking->met, critic_pass_task_new (met->path, met->size, met->mtime));
  if (walking->met->len >= MET_BATCH || g_get_monotonic_time () > walking->handed_over + MET_EVERY)
    return hand_over (walking);
  return TRUE;
}

/* The photograph is as it was; its sidecar need not be. */
static void
look_at_unchanged (Walking *walking)
{
  critic_pass_run_look (walking->run, (const char *const *) walking->unchanged->pdata, walking->unchanged->len);
  g_ptr_array_set_size (walking->unchanged, 0);
}

static gboolean
on_unchanged (const CriticMet *met, gpointer data)
{
  Walking *walking = data;
  CriticPassRun *self = walking->run;
  gboolean goes_on, worth_telling = FALSE;

  g_mutex_lock (&self->lock);
  if (!g_hash_table_remove (self->early, met->path))
    {
      self->progress.met++;
      self->progress.skipped++;
      worth_telling = self->progress.skipped % MET_BATCH == 0;
    }
  while (self->paused && !critic_pass_run_is_over (self))
    g_cond_wait (&self->news, &self->lock);
  goes_on = !critic_pass_run_is_over (self);
  g_mutex_unlock (&self->lock);

  if (worth_telling)
    critic_pass_run_tell (self, NULL);
  g_ptr_array_add (walking->unchanged, g_strdup (met->path));
  if (goes_on && walking->unchanged->len >= MET_BATCH)
    look_at_unchanged (walking);
  return goes_on;
}

/* A folder that cannot be read is a row that failed. */
static gboolean
on_trouble (const char *path, const GError *error, gpointer data)
{
  CriticPassRun *self = ((Walking *) data)->run;
  CriticPoolItem *item = critic_pool_item_new (path);
  struct stat info;
  gboolean goes_on;

  item->error = g_error_copy (error);
  if (stat (path, &info) == 0)
    {
      item->size = (guint64) info.st_size;
      item->mtime = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    }

  g_mutex_lock (&self->lock);
  self->progress.met++;
  goes_on = !critic_pass_run_is_over (self);
  g_mutex_unlock (&self->lock);
  critic_pass_run_on_done (item, self);
  return goes_on;
}

gpointer
critic_pass_run_walk (gpointer data)
{
  static const CriticPassWalkFuncs funcs = { on_fresh, on_unchanged, on_trouble };
  CriticPassRun *self = data;
  g_autoptr (GPtrArray) met = g_ptr_array_new_with_free_func (critic_pass_task_free);
  g_autoptr (GPtrArray) unchanged = g_ptr_array_new_with_free_func (g_free);
  Walking walking = { self, met, 0, unchanged };
  GError *error = NULL;

  if (!critic_pass_walk (self->plan.library, self->model_id, self->plan.roots, self->plan.recursive,
                         &funcs, &walking, self->gone, self->cancellable, &error))
    critic_pass_run_fail (self, error);
  else if (hand_over (&walking))
    look_at_unchanged (&walking);

  g_mutex_lock (&self->lock);
  self->walked = TRUE;
  self->progress.discovered_all = TRUE;
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
  critic_pass_run_tell (self, NULL);
  return NULL;
}
