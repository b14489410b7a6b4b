/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-pipeline.h"

/* Decoded photographs that may wait. Each can be large. */
#define AHEAD 2

struct _CliPipeline
{
  GThread   *thread;
  CliProduce produce;
  gpointer   data;

  GMutex     lock;
  GCond      changed;
  GQueue     ready;     /* CliItem */
  gboolean   ended;     /* the producer has no more */
  gboolean   stopped;   /* the consumer wants no more */
};

static gpointer
producer_thread (gpointer data)
{
  CliPipeline *self = data;
  gboolean more = TRUE;

  while (more)
    {
      CliItem *item = self->produce (self->data);

      g_mutex_lock (&self->lock);
      while (!self->stopped && self->ready.length >= AHEAD)
        g_cond_wait (&self->changed, &self->lock);
      if (item != NULL)
        g_queue_push_tail (&self->ready, item);
      more = item != NULL && !self->stopped;
      self->ended = !more;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->lock);
    }

  return NULL;
}

/**
 * cli_pipeline_new:
 * @produce: makes the items, on the pipeline's thread
 * @data: for @produce
 *
 * Starts at once.
 *
 * Returns: (transfer full): a pipeline
 */
CliPipeline *
cli_pipeline_new (CliProduce produce, gpointer data)
{
  CliPipeline *self = g_new0 (CliPipeline, 1);

  self->produce = produce;
  self->data = data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->ready);
  self->thread = g_thread_new ("cli-producer", producer_thread, self);

  return self;
}

/**
 * cli_pipeline_next:
 * @self: a pipeline
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): the next item in order, %NULL at the end
 */
CliItem *
cli_pipeline_next (CliPipeline *self)
{
  CliItem *item;

  g_mutex_lock (&self->lock);
  while (!self->ended && self->ready.length == 0)
    g_cond_wait (&self->changed, &self->lock);
  item = g_queue_pop_head (&self->ready);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return item;
}

void
cli_pipeline_free (CliPipeline *self)
{
  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_thread_join (self->thread);
  g_queue_clear_full (&self->ready, (GDestroyNotify) cli_item_free);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}
