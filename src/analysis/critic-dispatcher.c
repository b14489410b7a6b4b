/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-dispatcher.h"

#include "critic-request.h"
#include "critic-scorer.h"

#include <glib/gi18n-lib.h>

#define EVIDENCE_BYTES (8u << 20)     /* some hundreds of photographs */

/* One run, shared by everybody who asked for the same thing. */
typedef struct
{
  gatomicrefcount ref_count;
  CriticRequest  *request;
  GPtrArray      *tickets;      /* CriticTicket, borrowed; under the lock */
  McnCancel       cancel;       /* set once nobody waits any more */
  GCancellable   *cancellable;  /* the same for what reads files */
} Job;

struct _CriticTicket
{
  gatomicrefcount   ref_count;  /* the holder's, and one of the handler below */
  CriticDispatcher *dispatcher;
  GCancellable     *cancellable;
  gulong            handler;    /* set before the ticket can be done */
  CriticTicketDone  done;
  gpointer          data;
  Job              *job;        /* what it waits for; NULL before and after; under the lock */
  gboolean          cancelled;  /* under the lock */
};

typedef struct
{
  CriticDispatcher *dispatcher;
  GThread          *thread;
  GQueue            pending;    /* Job, first come, first served */
  Job              *running;
} Lane;

enum { LANE_LIVE, LANE_OTHER, N_LANES };

struct _CriticDispatcher
{
  CriticEngine     *engine;
  guint             n_threads;
  gsize             image_bytes, word_bytes;
  CriticPhotoCache *images;     /* made by the loader */
  CriticWordsCache *words;
  CriticPhotoCache *evidence;
  GThread          *loader;

  GMutex            lock;       /* of everything below, of jobs and of tickets */
  GCond             changed;
  gboolean          loaded;     /* successfully or not */
  GError           *load_error;
  gboolean          shut_down;
  Lane              lanes[N_LANES];
};

static Job *
job_new (const CriticRequest *request)
{
  Job *job = g_new0 (Job, 1);

  g_atomic_ref_count_init (&job->ref_count);
  job->request = critic_request_copy (request);
  job->tickets = g_ptr_array_new ();
  job->cancellable = g_cancellable_new ();

  return job;
}

static Job *
job_ref (Job *job)
{
  g_atomic_ref_count_inc (&job->ref_count);
  return job;
}

static void
job_unref (Job *job)
{
  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;

  critic_request_free (job->request);
  g_ptr_array_unref (job->tickets);
  g_object_unref (job->cancellable);
  g_free (job);
}

static CriticTicket *
ticket_ref (CriticTicket *ticket)
{
  g_atomic_ref_count_inc (&ticket->ref_count);
  return ticket;
}

static void
ticket_unref (gpointer data)
{
  CriticTicket *ticket = data;

  if (!g_atomic_ref_count_dec (&ticket->ref_count))
    return;

  g_clear_object (&ticket->cancellable);
  g_free (ticket);
}

/* Takes the tickets of @job away from it, so that each is answered by the
 * caller and by nobody else. Under the lock. */
static GPtrArray *
take_tickets (Job *job)
{
  GPtrArray *tickets = job->tickets;

  job->tickets = g_ptr_array_new ();
  for (guint i = 0; i < tickets->len; i++)
    ((CriticTicket *) tickets->pdata[i])->job = NULL;

  return tickets;
}

static void
answer (GPtrArray *tickets, CriticAssessment *assessment, const GError *error)
{
  for (guint i = 0; i < tickets->len; i++)
    {
      CriticTicket *ticket = tickets->pdata[i];

      ticket->done (ticket, assessment, error, ticket->data);
    }
}

static GError *
cancelled_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The assessment was cancelled."));
}

static void
answer_cancelled (CriticTicket *ticket)
{
  g_autoptr (GError) error = cancelled_error ();

  ticket->done (ticket, NULL, error, ticket->data);
}

/* On the thread of whoever cancels. A ticket leaves its job; a job that nobody
 * waits for leaves the queue, or is told to stop. The cancellable itself is
 * not touched: it may hold a lock of its own during this call. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  CriticTicket *ticket = data;
  CriticDispatcher *self = ticket->dispatcher;
  Job *abandoned = NULL;
  gboolean mine;

  g_mutex_lock (&self->lock);
  ticket->cancelled = TRUE;
  mine = ticket->job != NULL;
  if (mine)
    {
      Job *job = g_steal_pointer (&ticket->job);
      Lane *lane = &self->lanes[job->request->live ? LANE_LIVE : LANE_OTHER];

      g_ptr_array_remove (job->tickets, ticket);
      if (job->tickets->len == 0)
        {
          g_atomic_int_set (&job->cancel, 1);
          if (g_queue_remove (&lane->pending, job))
            abandoned = job;
          else
            abandoned = job_ref (job);
        }
    }
  g_mutex_unlock (&self->lock);

  if (abandoned != NULL)
    {
      g_cancellable_cancel (abandoned->cancellable);
      job_unref (abandoned);
    }
  if (mine)
    answer_cancelled (ticket);
}

/* The run whose answer will serve @request too, or NULL. A run that has begun
 * to read a file may have read what the file no longer says: it is not
 * joined. Under the lock. */
static Job *
find_equal (Lane *lane, const CriticRequest *request)
{
  for (GList *link = lane->pending.head; link != NULL; link = link->next)
    if (critic_request_equal (((Job *) link->data)->request, request))
      return link->data;

  if (lane->running != NULL && lane->running->request->file == NULL &&
      g_atomic_int_get (&lane->running->cancel) == 0 &&
      critic_request_equal (lane->running->request, request))
    return lane->running;

  return NULL;
}

/**
 * critic_dispatcher_submit: (skip)
 * @self: a dispatcher
 * @request: what to assess; copied
 * @cancellable: (nullable): cancels this ticket; a run stops when all its tickets are cancelled
 * @done: called exactly once
 * @data: for @done
 *
 * Any thread; returns at once. After critic_dispatcher_shutdown() every
 * request is answered with %G_IO_ERROR_CANCELLED.
 */
void
critic_dispatcher_submit (CriticDispatcher *self, const CriticRequest *request,
                          GCancellable *cancellable, CriticTicketDone done, gpointer data)
{
  Lane *lane = &self->lanes[request->live ? LANE_LIVE : LANE_OTHER];
  CriticTicket *ticket = g_new0 (CriticTicket, 1);
  gboolean refused;

  g_atomic_ref_count_init (&ticket->ref_count);
  ticket->dispatcher = self;
  ticket->done = done;
  ticket->data = data;

  /* Connected before the ticket has a job: whoever cancels from here on only
   * leaves a mark, and from the moment it has one, takes the ticket out. */
  if (cancellable != NULL)
    {
      ticket->cancellable = g_object_ref (cancellable);
      ticket->handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                               ticket_ref (ticket), ticket_unref);
    }

  g_mutex_lock (&self->lock);
  refused = ticket->cancelled || self->shut_down;
  if (!refused)
    {
      Job *job = find_equal (lane, request);

      if (job == NULL)
        {
          job = job_new (request);
          g_queue_push_tail (&lane->pending, job);
          g_cond_broadcast (&self->changed);
        }
      ticket->job = job;
      g_ptr_array_add (job->tickets, ticket);
    }
  g_mutex_unlock (&self->lock);

  if (refused)
    answer_cancelled (ticket);
}

/**
 * critic_ticket_close: (skip)
 * @ticket: (transfer full): a ticket that was answered
 *
 * Lets go of the cancellable. Waits for a cancellation that is under way on
 * another thread: so not to be called from a handler of the cancellable.
 */
void
critic_ticket_close (CriticTicket *ticket)
{
  if (ticket->handler != 0)
    g_cancellable_disconnect (ticket->cancellable, ticket->handler);
  ticket_unref (ticket);
}

/* Waits for a job; NULL when there will be no more. */
static Job *
next_job (CriticDispatcher *self, Lane *lane)
{
  Job *job = NULL;

  g_mutex_lock (&self->lock);
  while (!self->shut_down && (!self->loaded || lane->pending.length == 0))
    g_cond_wait (&self->changed, &self->lock);
  if (!self->shut_down)
    job = lane->running = g_queue_pop_head (&lane->pending);
  g_mutex_unlock (&self->lock);

  return job;
}

static gpointer
lane_thread (gpointer data)
{
  Lane *lane = data;
  CriticDispatcher *self = lane->dispatcher;
  g_autoptr (CriticScorer) scorer = NULL;
  Job *job;

  while ((job = next_job (self, lane)) != NULL)
    {
      g_autoptr (CriticAssessment) assessment = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tickets = NULL;

      if (self->load_error != NULL)
        error = g_error_copy (self->load_error);
      else
        {
          if (scorer == NULL)
            scorer = critic_scorer_new (self->engine, self->n_threads, self->images, self->words, self->evidence);
          assessment = critic_scorer_run (scorer, job->request, &job->cancel, job->cancellable, &error);
        }

      g_mutex_lock (&self->lock);
      lane->running = NULL;
      tickets = take_tickets (job);
      g_mutex_unlock (&self->lock);

      answer (tickets, assessment, error);
      job_unref (job);
    }

  return NULL;
}

static gpointer
loader_thread (gpointer data)
{
  CriticDispatcher *self = data;
  const CriticEngineClass *klass = self->engine->klass;
  g_autoptr (GError) error = NULL;

  klass->load (self->engine, &error);

  g_mutex_lock (&self->lock);
  self->load_error = g_steal_pointer (&error);
  self->loaded = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return NULL;
}

/**
 * critic_dispatcher_new: (skip)
 * @engine: (transfer full): not yet loaded; a thread loads it at once
 * @n_threads: threads of each lane's session, 1 or more
 * @image_bytes: bound of the image cache
 * @word_bytes: bound of the words cache
 *
 * Returns: (transfer full): a dispatcher whose threads have been started
 */
CriticDispatcher *
critic_dispatcher_new (CriticEngine *engine, guint n_threads, gsize image_bytes, gsize word_bytes)
{
  static const char *const names[N_LANES] = { "critic-live", "critic-other" };
  CriticDispatcher *self = g_new0 (CriticDispatcher, 1);

  self->engine = engine;
  self->n_threads = n_threads;
  self->images = critic_photo_cache_new (image_bytes, (CriticPhotoCacheRef) engine->klass->image_ref,
                                         (GDestroyNotify) engine->klass->image_unref,
                                         (CriticPhotoCacheSize) engine->klass->image_get_size);
  self->words = critic_words_cache_new (engine->klass, word_bytes);
  self->evidence = critic_photo_cache_new (EVIDENCE_BYTES, (CriticPhotoCacheRef) critic_evidence_ref,
                                           (GDestroyNotify) critic_evidence_unref,
                                           (CriticPhotoCacheSize) critic_evidence_get_bytes);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  self->loader = g_thread_new ("critic-loader", loader_thread, self);
  for (int i = 0; i < N_LANES; i++)
    {
      Lane *lane = &self->lanes[i];

      lane->dispatcher = self;
      g_queue_init (&lane->pending);
      lane->thread = g_thread_new (names[i], lane_thread, lane);
    }

  return self;
}

/**
 * critic_dispatcher_shutdown: (skip)
 * @self: a dispatcher
 *
 * Answers every open ticket with %G_IO_ERROR_CANCELLED, stops the runs, joins
 * the threads. A model that is being loaded is waited for. Not on a worker;
 * idempotent.
 */
void
critic_dispatcher_shutdown (CriticDispatcher *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_unref);
  g_autoptr (GPtrArray) tickets = g_ptr_array_new ();
  g_autoptr (GError) error = cancelled_error ();

  g_mutex_lock (&self->lock);
  self->shut_down = TRUE;
  for (int i = 0; i < N_LANES; i++)
    {
      Lane *lane = &self->lanes[i];
      Job *job;

      while ((job = g_queue_pop_head (&lane->pending)) != NULL)
        g_ptr_array_add (jobs, job);
      if (lane->running != NULL)
        g_ptr_array_add (jobs, job_ref (lane->running));
    }
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      g_atomic_int_set (&job->cancel, 1);
      g_ptr_array_extend_and_steal (tickets, take_tickets (job));
    }
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < jobs->len; i++)
    g_cancellable_cancel (((Job *) jobs->pdata[i])->cancellable);
  answer (tickets, NULL, error);

  for (int i = 0; i < N_LANES; i++)
    g_clear_pointer (&self->lanes[i].thread, g_thread_join);
  g_clear_pointer (&self->loader, g_thread_join);
}

/**
 * critic_dispatcher_free: (skip)
 * @self: a dispatcher none of whose tickets is open
 */
void
critic_dispatcher_free (CriticDispatcher *self)
{
  critic_dispatcher_shutdown (self);

  critic_photo_cache_free (self->images);
  critic_words_cache_free (self->words);
  critic_photo_cache_free (self->evidence);
  self->engine->klass->free (self->engine);
  g_clear_error (&self->load_error);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * critic_dispatcher_wait: (skip)
 * @self: a dispatcher
 * @error: return location
 *
 * Blocks until the engine is loaded. Any thread.
 *
 * Returns: %FALSE with the engine's error, or with %G_IO_ERROR_CANCELLED when
 *   the dispatcher was shut down meanwhile
 */
gboolean
critic_dispatcher_wait (CriticDispatcher *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (!self->loaded && !self->shut_down)
    g_cond_wait (&self->changed, &self->lock);

  if (self->load_error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->load_error));
      return FALSE;
    }
  if (!self->loaded)
    {
      g_propagate_error (error, cancelled_error ());
      return FALSE;
    }

  return TRUE;
}

/**
 * critic_dispatcher_get_engine: (skip)
 * @self: a dispatcher
 *
 * Returns: (transfer none): its engine
 */
CriticEngine *
critic_dispatcher_get_engine (CriticDispatcher *self)
{
  return self->engine;
}
