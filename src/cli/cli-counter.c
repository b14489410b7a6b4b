/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-counter.h"

#include "cli-sources.h"

struct _CliCounter
{
  CliSources *sources;
  GThread    *thread;
  GMutex      lock;
  guint64     n;            /* met so far, the thread's own */
  guint64     result;       /* 0: not there yet */
};

static gboolean
count (const char *path, const GError *trouble, gpointer data)
{
  CliCounter *self = data;

  self->n++;
  return TRUE;
}

static gpointer
counter_thread (gpointer data)
{
  CliCounter *self = data;

  cli_sources_walk (self->sources, count, self, NULL);
  g_mutex_lock (&self->lock);
  self->result = self->n;
  g_mutex_unlock (&self->lock);

  return NULL;
}

CliCounter *
cli_counter_new (const char *const *paths, guint shard, guint n_shards)
{
  CliCounter *self = g_new0 (CliCounter, 1);

  g_mutex_init (&self->lock);
  self->sources = cli_sources_new (paths, NULL, FALSE, NULL);
  cli_sources_set_shard (self->sources, shard, n_shards);
  self->thread = g_thread_new ("cli-counter", counter_thread, self);

  return self;
}

void
cli_counter_free (CliCounter *self)
{
  cli_sources_stop (self->sources);
  g_thread_join (self->thread);
  cli_sources_free (self->sources);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint64
cli_counter_get (CliCounter *self)
{
  guint64 result = 0;

  if (self == NULL)
    return 0;

  g_mutex_lock (&self->lock);
  result = self->result;
  g_mutex_unlock (&self->lock);

  return result;
}
