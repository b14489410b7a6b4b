/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-analyzer-private.h"

#include "critic-dispatcher.h"

#include <glib/gi18n-lib.h>

#define IMAGE_BYTES (64u << 20)     /* some hundreds of photographs */
#define WORD_BYTES  (32u << 20)     /* some thousands of sentences */
#define MAX_THREADS 64

struct _CriticAnalyzer
{
  GObject           parent_instance;
  CriticDispatcher *dispatcher;
};

G_DEFINE_FINAL_TYPE (CriticAnalyzer, critic_analyzer, G_TYPE_OBJECT)

static void
critic_analyzer_dispose (GObject *object)
{
  critic_analyzer_shutdown (CRITIC_ANALYZER (object));

  G_OBJECT_CLASS (critic_analyzer_parent_class)->dispose (object);
}

static void
critic_analyzer_finalize (GObject *object)
{
  CriticAnalyzer *self = CRITIC_ANALYZER (object);

  g_clear_pointer (&self->dispatcher, critic_dispatcher_free);

  G_OBJECT_CLASS (critic_analyzer_parent_class)->finalize (object);
}

static void
critic_analyzer_class_init (CriticAnalyzerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_analyzer_dispose;
  object_class->finalize = critic_analyzer_finalize;
}

static void
critic_analyzer_init (CriticAnalyzer *self)
{
}

/**
 * critic_analyzer_new_with_caches: (skip)
 * @engine: (transfer full): an engine that has not been loaded yet
 * @n_threads: threads of each session; 0: one for each processor
 * @image_bytes: bound of the image cache
 * @word_bytes: bound of the words cache
 *
 * Returns: (transfer full): an analyzer; @engine is being loaded
 */
CriticAnalyzer *
critic_analyzer_new_with_caches (CriticEngine *engine, guint n_threads, gsize image_bytes, gsize word_bytes)
{
  CriticAnalyzer *self = g_object_new (CRITIC_TYPE_ANALYZER, NULL);

  if (n_threads == 0)
    n_threads = g_get_num_processors ();
  self->dispatcher = critic_dispatcher_new (engine, MIN (n_threads, MAX_THREADS), image_bytes, word_bytes);

  return self;
}

/**
 * critic_analyzer_new_with_engine: (skip)
 * @engine: (transfer full): an engine that has not been loaded yet
 * @n_threads: threads of each session; 0: one for each processor
 *
 * Returns: (transfer full): an analyzer; @engine is being loaded
 */
CriticAnalyzer *
critic_analyzer_new_with_engine (CriticEngine *engine, guint n_threads)
{
  return critic_analyzer_new_with_caches (engine, n_threads, IMAGE_BYTES, WORD_BYTES);
}

/* One answer on its way to the context it was asked in. */
typedef struct
{
  CriticTicket     *ticket;
  GTask            *task;
  CriticAssessment *assessment;
  GError           *error;
} Delivery;

static gboolean
deliver (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->ticket, critic_ticket_close);
  if (delivery->assessment != NULL)
    g_task_return_pointer (delivery->task, g_steal_pointer (&delivery->assessment), g_object_unref);
  else
    g_task_return_error (delivery->task, g_steal_pointer (&delivery->error));

  return G_SOURCE_REMOVE;
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->ticket, critic_ticket_close);
  g_clear_object (&delivery->assessment);
  g_clear_error (&delivery->error);
  g_object_unref (delivery->task);
  g_free (delivery);
}

/* On any thread. An idle source even when the context is that of this thread:
 * the answer to a cancelled request must not come from inside
 * g_cancellable_cancel(). */
static void
post (CriticTicket *ticket, CriticAssessment *assessment, const GError *error, gpointer data)
{
  GTask *task = data;
  Delivery *delivery = g_new0 (Delivery, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  delivery->ticket = ticket;
  delivery->task = task;
  if (assessment != NULL)
    delivery->assessment = g_object_ref (assessment);
  else
    delivery->error = g_error_copy (error);

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_static_name (source, "[photo-critic] assessment");
  g_source_set_callback (source, deliver, delivery, delivery_free);
  g_source_attach (source, g_task_get_context (task));
}

/**
 * critic_analyzer_assess_async:
 * @self: an analyzer
 * @request: what to assess; copied before the call returns
 * @cancellable: (nullable): cancels this call; a run that others wait for goes on
 * @callback: called in the thread-default context of the call, never inside it
 * @user_data: for @callback
 *
 * Equal requests share one run. Live requests never wait for others; within
 * each kind, first come, first served. A request that is cancelled while it
 * waits is never run.
 */
void
critic_analyzer_assess_async (CriticAnalyzer *self, const CriticRequest *request, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CRITIC_IS_ANALYZER (self));
  g_return_if_fail (request != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, critic_analyzer_assess_async);
  g_task_set_name (task, "[photo-critic] assess");
  critic_dispatcher_submit (self->dispatcher, request, cancellable, post, task);
}

/**
 * critic_analyzer_assess_finish:
 * @self: an analyzer
 * @result: as given to the callback
 * @error: return location
 *
 * Errors: %G_IO_ERROR_CANCELLED when the call was cancelled, even after its
 * run had ended, or the analyzer shut down; %CRITIC_ANALYSIS_ERROR for
 * requests that hold nothing to assess; %CRITIC_PHOTO_ERROR and %MCN_ERROR
 * from below.
 *
 * Returns: (transfer full): the assessment, or %NULL with @error set
 */
CriticAssessment *
critic_analyzer_assess_finish (CriticAnalyzer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A thread that waits for its answer. */
typedef struct
{
  GMutex            lock;
  GCond             cond;
  CriticTicket     *ticket;     /* set when answered */
  CriticAssessment *assessment;
  GError           *error;
} Waiter;

static void
wake (CriticTicket *ticket, CriticAssessment *assessment, const GError *error, gpointer data)
{
  Waiter *waiter = data;

  g_mutex_lock (&waiter->lock);
  waiter->ticket = ticket;
  if (assessment != NULL)
    waiter->assessment = g_object_ref (assessment);
  else
    waiter->error = g_error_copy (error);
  g_cond_signal (&waiter->cond);
  g_mutex_unlock (&waiter->lock);
}

/**
 * critic_analyzer_assess:
 * @self: an analyzer
 * @request: what to assess
 * @cancellable: (nullable): cancels the call, from another thread
 * @error: return location
 *
 * The synchronous twin of [method@Analyzer.assess_async], for tests and tools.
 * Blocks without running a main loop; any thread that holds a reference.
 *
 * Returns: (transfer full): the assessment, or %NULL with @error set
 */
CriticAssessment *
critic_analyzer_assess (CriticAnalyzer *self, const CriticRequest *request, GCancellable *cancellable, GError **error)
{
  Waiter waiter = { .ticket = NULL };

  g_return_val_if_fail (CRITIC_IS_ANALYZER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  g_mutex_init (&waiter.lock);
  g_cond_init (&waiter.cond);

  critic_dispatcher_submit (self->dispatcher, request, cancellable, wake, &waiter);

  g_mutex_lock (&waiter.lock);
  while (waiter.ticket == NULL)
    g_cond_wait (&waiter.cond, &waiter.lock);
  g_mutex_unlock (&waiter.lock);

  critic_ticket_close (waiter.ticket);
  g_mutex_clear (&waiter.lock);
  g_cond_clear (&waiter.cond);

  if (waiter.error != NULL)
    g_propagate_error (error, waiter.error);
  return waiter.assessment;
}

/**
 * critic_analyzer_wait_model:
 * @self: an analyzer
 * @error: return location
 *
 * Blocks until the model is loaded. For tools; any thread.
 *
 * Returns: (transfer none): the model, or %NULL with its error
 */
McnModel *
critic_analyzer_wait_model (CriticAnalyzer *self, GError **error)
{
  CriticEngine *engine;

  g_return_val_if_fail (CRITIC_IS_ANALYZER (self), NULL);

  if (!critic_dispatcher_wait (self->dispatcher, error))
    return NULL;

  engine = critic_dispatcher_get_engine (self->dispatcher);
  return engine->klass->get_model (engine);
}

/**
 * critic_analyzer_shutdown:
 * @self: an analyzer
 *
 * Cancels every call, which is answered once with %G_IO_ERROR_CANCELLED, and
 * joins the threads. Later calls are answered the same way. Idempotent.
 */
void
critic_analyzer_shutdown (CriticAnalyzer *self)
{
  g_return_if_fail (CRITIC_IS_ANALYZER (self));

  if (self->dispatcher != NULL)
    critic_dispatcher_shutdown (self->dispatcher);
}
