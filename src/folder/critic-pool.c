/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pool-private.h"

#include <sys/resource.h>
#include <unistd.h>

#include "critic-content-hash.h"
#include "critic-features.h"
#include "critic-measure.h"
#include "critic-metadata.h"
#include "critic-model-engine.h"
#include "critic-photo.h"
#include "critic-scorer.h"

#define NICE 10                 /* a program that somebody waits for goes first */
#define MAX_WORKERS 256
#define WAITING_PER_WORKER 2

typedef struct
{
  CriticPool   *pool;
  GThread      *thread;
  CriticScorer *scorer;
} Worker;

struct _CriticPool
{
  CriticEngine   *engine;
  CriticPoolDone  done;
  CriticPoolKnown known;
  gboolean        keeps_priority;
  gpointer        data;
  guint           n_workers;
  Worker         *workers;

  McnCancel       cancel;       /* both set by critic_pool_cancel() */
  GCancellable   *cancellable;

  GMutex          lock;         /* of everything below */
  GCond           work;         /* there may be something to do, or nothing ever again */
  GCond           room;         /* something left the queue, or nothing ever will */
  GCond           idle;         /* everything that was pushed is done */
  GQueue          waiting;      /* CriticPoolItem */
  guint           n_running;
  gboolean        paused, cancelled, quit;
};

static void
lower_priority (void)
{
#ifdef __linux__
  /* Linux gives each thread a niceness of its own. One that may not be set is
   * no reason not to work. */
  const id_t thread = (id_t) gettid ();

  if (getpriority (PRIO_PROCESS, thread) < NICE)
    (void) setpriority (PRIO_PROCESS, thread, NICE);
#endif
}

static gdouble
seconds_since (gint64 *then)
{
  const gint64 now = g_get_monotonic_time ();
  const gdouble seconds = (gdouble) (now - *then) / G_TIME_SPAN_SECOND;

  *then = now;
  return seconds;
}

static GBytes *
read_item (CriticPool *self, CriticPoolItem *item, char **name)
{
  g_autoptr (GFile) file = g_file_new_for_path (item->path);
  g_autoptr (CriticMetadata) metadata = NULL;
  GBytes *bytes = critic_photo_read (file, name, &item->mtime, self->cancellable, &item->error);
  gsize size;

  if (bytes == NULL)
    return NULL;

  critic_content_hash (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes), item->measured.hash.bytes);
  item->size = size;
  critic_photo_probe_jpeg (bytes, &item->measured.width, &item->measured.height);
  metadata = critic_metadata_read_bytes (bytes);
  item->measured.taken = critic_metadata_get_taken (metadata);
  item->measured.turned = (guint8) critic_metadata_get_orientation (metadata);
  return bytes;
}

static CriticPhoto *
decode_item (CriticPool *self, CriticPoolItem *item, GBytes *bytes, const char *name)
{
  const guint long_side = self->engine->klass->get_facts (self->engine)->long_side;
  CriticPhoto *photo = critic_photo_load_bytes (bytes, name, long_side, self->cancellable, &item->error);

  if (photo == NULL)
    return NULL;

  item->measured.width = critic_photo_get_full_width (photo);
  item->measured.height = critic_photo_get_full_height (photo);
  critic_measure_photo (photo, &item->measured);
  return photo;
}

static void
judge_item (Worker *worker, CriticPoolItem *item, CriticPhoto *photo)
{
  CriticPool *self = worker->pool;
  CriticScore score;

  if (!critic_scorer_judge (worker->scorer, photo, (const char *const *) item->critiques, &score,
                            &self->cancel, self->cancellable, &item->error))
    return;

  item->photo_alone = score.photo_alone;
  item->judgement = score.judgement;
  item->has_critique = score.has_critique;
  critic_features_project (score.features, score.n_features, &item->measured);
}

/* A file from disk to judgement. One reading serves hash, EXIF and decoder;
 * its bytes are gone before the network runs. */
static void
process (Worker *worker, CriticPoolItem *item)
{
  CriticPool *self = worker->pool;
  g_autoptr (CriticPhoto) photo = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  gint64 then = g_get_monotonic_time ();

  bytes = read_item (self, item, &name);
  item->seconds_read = seconds_since (&then);
  if (bytes == NULL || (self->known != NULL && self->known (item, self->data)))
    return;

  photo = decode_item (self, item, bytes, name);
  g_clear_pointer (&bytes, g_bytes_unref);
  item->seconds_decode = seconds_since (&then);
  if (photo == NULL)
    return;

  judge_item (worker, item, photo);
  item->seconds_model = seconds_since (&then);
}

/* Waits for an item; NULL when there will be no more. */
static CriticPoolItem *
next_item (CriticPool *self)
{
  CriticPoolItem *item = NULL;

  g_mutex_lock (&self->lock);
  while (!self->quit && (self->paused || self->waiting.length == 0))
    g_cond_wait (&self->work, &self->lock);
  if (!self->quit)
    {
      item = g_queue_pop_head (&self->waiting);
      self->n_running++;
      g_cond_signal (&self->room);
    }
  g_mutex_unlock (&self->lock);

  return item;
}

static void
finish_item (CriticPool *self, CriticPoolItem *item)
{
  /* Cut in the middle: it was neither judged nor did it fail. */
  if (item->error != NULL && g_atomic_int_get (&self->cancel) != 0)
    critic_pool_item_free (item);
  else
    self->done (item, self->data);

  g_mutex_lock (&self->lock);
  self->n_running--;
  if (self->n_running == 0 && self->waiting.length == 0)
    g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);
}

static gpointer
worker_thread (gpointer data)
{
  Worker *worker = data;
  CriticPoolItem *item;
  gboolean lowered = FALSE;

  critic_photo_use_one_thread ();
  while ((item = next_item (worker->pool)) != NULL)
    {
      if (!lowered && !worker->pool->keeps_priority)
        lower_priority ();
      lowered = TRUE;
      process (worker, item);
      finish_item (worker->pool, item);
    }

  return NULL;
}

static gboolean
start_workers (CriticPool *self, GError **error)
{
  for (guint i = 0; i < self->n_workers; i++)
    {
      self->workers[i].pool = self;
      self->workers[i].scorer = critic_scorer_new (self->engine, 1, NULL, NULL, NULL);
      if (!critic_scorer_prepare (self->workers[i].scorer, error))
        return FALSE;
    }
  for (guint i = 0; i < self->n_workers; i++)
    {
      self->workers[i].thread = g_thread_try_new ("critic-pool", worker_thread, &self->workers[i], error);
      if (self->workers[i].thread == NULL)
        return FALSE;
    }

  return TRUE;
}

/**
 * critic_pool_new_with_engine: (skip)
 * @engine: (transfer full): an engine that has not been loaded yet; freed on error too
 * @n_workers: as in critic_pool_new()
 * @done: as in critic_pool_new()
 * @data: for @done
 * @error: return location
 *
 * Returns: (transfer full): a pool, or %NULL with @error
 */
CriticPool *
critic_pool_new_with_engine (CriticEngine *engine, guint n_workers, CriticPoolDone done, gpointer data, GError **error)
{
  g_autoptr (CriticPool) self = g_new0 (CriticPool, 1);

  if (n_workers == 0)
    n_workers = g_get_num_processors () - 1;

  self->engine = engine;
  self->done = done;
  self->data = data;
  self->n_workers = CLAMP (n_workers, 1, MAX_WORKERS);
  self->workers = g_new0 (Worker, self->n_workers);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->room);
  g_cond_init (&self->idle);
  g_queue_init (&self->waiting);

  if (!engine->klass->load (engine, error) || !start_workers (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * critic_pool_new:
 * @model_directory: where the model's files are, see critic_model_directory()
 * @n_workers: threads, each with a session; 0: all processors but one
 * @done: receives every item, on the thread of the worker that finished it
 * @data: for @done
 * @error: return location
 *
 * Loads the model, which blocks for a moment. A model that the process has
 * loaded already is shared.
 *
 * Returns: (transfer full): a pool, or %NULL with an error of %MCN_ERROR
 */
CriticPool *
critic_pool_new (const char *model_directory, guint n_workers, CriticPoolDone done, gpointer data, GError **error)
{
  return critic_pool_new_with_engine (critic_model_engine_new (model_directory), n_workers, done, data, error);
}

/**
 * critic_pool_set_known:
 * @self: a pool into which nothing was pushed yet
 * @known: (nullable): asked about every file that could be read
 *
 * For whoever remembers photographs: a file that was renamed or retagged has
 * the hash it had.
 */
void
critic_pool_set_known (CriticPool *self, CriticPoolKnown known)
{
  self->known = known;
}

/**
 * critic_pool_keep_priority:
 * @self: a pool into which nothing was pushed yet
 *
 * For a program whose only work this is: whoever started it has said how urgent
 * it is. Otherwise the workers step back behind everything else.
 */
void
critic_pool_keep_priority (CriticPool *self)
{
  self->keeps_priority = TRUE;
}

/**
 * critic_pool_get_model_id:
 * @self: a pool
 *
 * Returns: (transfer none): the id of its model, 64 hex digits
 */
const char *
critic_pool_get_model_id (CriticPool *self)
{
  return self->engine->klass->get_facts (self->engine)->id;
}

/**
 * critic_pool_push:
 * @self: a pool
 * @item: (transfer full): a photograph
 *
 * Blocks while 2 items a worker wait. Any thread but a worker's.
 *
 * Returns: %FALSE when the pool was cancelled; @item was freed then
 */
gboolean
critic_pool_push (CriticPool *self, CriticPoolItem *item)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  while (!self->cancelled && self->waiting.length >= WAITING_PER_WORKER * self->n_workers)
    g_cond_wait (&self->room, &self->lock);
  taken = !self->cancelled;
  if (taken)
    {
      g_queue_push_tail (&self->waiting, item);
      g_cond_signal (&self->work);
    }
  g_mutex_unlock (&self->lock);

  if (!taken)
    critic_pool_item_free (item);
  return taken;
}

/**
 * critic_pool_push_first:
 * @self: a pool
 * @item: (transfer full): a photograph
 *
 * Puts it before everything that waits. Never blocks; any thread.
 *
 * Returns: %FALSE when the pool was cancelled; @item was freed then
 */
gboolean
critic_pool_push_first (CriticPool *self, CriticPoolItem *item)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = !self->cancelled;
  if (taken)
    {
      g_queue_push_head (&self->waiting, item);
      g_cond_signal (&self->work);
    }
  g_mutex_unlock (&self->lock);

  if (!taken)
    critic_pool_item_free (item);
  return taken;
}

/**
 * critic_pool_pause:
 * @self: a pool
 * @paused: whether to begin nothing new
 *
 * Any thread; returns at once.
 */
void
critic_pool_pause (CriticPool *self, gboolean paused)
{
  g_mutex_lock (&self->lock);
  self->paused = paused;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
}

/**
 * critic_pool_drain:
 * @self: a pool
 *
 * Blocks until everything that was pushed is done, or the pool was cancelled
 * and what ran has ended. Any thread but a worker's.
 */
void
critic_pool_drain (CriticPool *self)
{
  g_mutex_lock (&self->lock);
  while (self->n_running > 0 || self->waiting.length > 0)
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * critic_pool_cancel:
 * @self: a pool
 *
 * Items that wait, and items whose work is cut, are freed and never seen
 * again; one that was just being finished may still arrive. Any thread;
 * returns at once. There is no way back.
 */
void
critic_pool_cancel (CriticPool *self)
{
  CriticPoolItem *item;

  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  g_atomic_int_set (&self->cancel, 1);
  while ((item = g_queue_pop_head (&self->waiting)) != NULL)
    critic_pool_item_free (item);
  g_cond_broadcast (&self->room);
  if (self->n_running == 0)
    g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);

  g_cancellable_cancel (self->cancellable);
}

/**
 * critic_pool_free:
 * @self: (transfer full): a pool
 *
 * Cancels it and joins its threads, which takes a moment. Not on a worker.
 */
void
critic_pool_free (CriticPool *self)
{
  critic_pool_cancel (self);

  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < self->n_workers; i++)
    {
      g_clear_pointer (&self->workers[i].thread, g_thread_join);
      g_clear_pointer (&self->workers[i].scorer, critic_scorer_free);
    }
  self->engine->klass->free (self->engine);
  g_object_unref (self->cancellable);
  g_free (self->workers);
  g_cond_clear (&self->work);
  g_cond_clear (&self->room);
  g_cond_clear (&self->idle);
  g_mutex_clear (&self->lock);
  g_free (self);
}
