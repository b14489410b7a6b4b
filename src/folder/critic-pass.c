/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-private.h"

#include <math.h>

#include "critic-model-engine.h"

#define CHANGED_EVERY  (G_TIME_SPAN_SECOND / 4)
#define PROGRESS_EVERY (G_TIME_SPAN_SECOND / 10)

struct _CriticPass
{
  GObject           parent_instance;

  CriticLibrary    *library;
  CriticEngineMaker make_engine;
  gpointer          engine_data;
  GDestroyNotify    free_engine_data;
  guint             n_workers;
  GMainContext     *context;            /* of the thread that made it: signals arrive there */
  GStrv             roots;              /* absolute; of the last start */
  gboolean          recursive;
  CriticPassRun    *run;                /* the newest, NULL before the first */
  char             *current;            /* lent out by get_progress() */
  GPtrArray        *retry_next;         /* paths for the next run; an empty one: all */

  GMutex            lock;               /* of everything below */
  GCond             ended;
  CriticPassState   state;
  GError           *error;
  GArray           *changed;            /* gint64: not told yet */
  gint64            changed_told, progress_told;
  GSource          *changed_source, *progress_source, *state_source;
};

enum { PROP_0, PROP_STATE, N_PROPERTIES };
static GParamSpec *properties[N_PROPERTIES];

enum { SIGNAL_CHANGED, SIGNAL_PROGRESS, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticPass, critic_pass, G_TYPE_OBJECT)

static gboolean
is_active (CriticPassState state)
{
  return state == CRITIC_PASS_RUNNING || state == CRITIC_PASS_PAUSED;
}

/* Under the lock. A source of its own for each kind of news; one that waits
 * takes the later news along. */
static void
post (CriticPass *self, GSource **slot, gint64 when, GSourceFunc func)
{
  const gint64 wait = MAX (when - g_get_monotonic_time (), 0) / 1000;

  if (*slot != NULL || self->context == NULL)
    return;
  *slot = g_timeout_source_new ((guint) wait);
  g_source_set_static_name (*slot, "[photo-critic] pass");
  g_source_set_callback (*slot, func, self, NULL);
  g_source_attach (*slot, self->context);
}

static void
clear_source (GSource **slot)
{
  if (*slot != NULL)
    g_source_destroy (*slot);
  g_clear_pointer (slot, g_source_unref);
}

static void
tell_changed (CriticPass *self)
{
  g_autoptr (GArray) changed = NULL;

  g_mutex_lock (&self->lock);
  clear_source (&self->changed_source);
  changed = g_steal_pointer (&self->changed);
  self->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->changed_told = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  if (changed->len > 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, changed);
}

static void
tell_progress (CriticPass *self)
{
  g_mutex_lock (&self->lock);
  clear_source (&self->progress_source);
  self->progress_told = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

static gboolean
on_changed_due (gpointer data)
{
  g_autoptr (CriticPass) self = g_object_ref (data);

  tell_changed (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_progress_due (gpointer data)
{
  g_autoptr (CriticPass) self = g_object_ref (data);

  tell_progress (self);
  return G_SOURCE_REMOVE;
}

static void begin (CriticPass *self, gboolean walk);

/* A new state, and before it all that led to it. */
static gboolean
on_state_due (gpointer data)
{
  g_autoptr (CriticPass) self = g_object_ref (data);
  gboolean active;

  g_mutex_lock (&self->lock);
  clear_source (&self->state_source);
  active = is_active (self->state);
  g_mutex_unlock (&self->lock);

  tell_changed (self);
  tell_progress (self);
  if (!active && self->retry_next != NULL)
    begin (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  return G_SOURCE_REMOVE;
}

/* Under the lock. */
static void
set_state (CriticPass *self, CriticPassState state)
{
  self->state = state;
  post (self, &self->state_source, 0, on_state_due);
  g_cond_broadcast (&self->ended);
}

/* On threads of the run. */
static void
on_run_changed (const gint64 *ids, gsize n, gpointer data)
{
  CriticPass *self = data;

  g_mutex_lock (&self->lock);
  if (n > 0)
    {
      g_array_append_vals (self->changed, ids, (guint) n);
      post (self, &self->changed_source, self->changed_told + CHANGED_EVERY, on_changed_due);
    }
  post (self, &self->progress_source, self->progress_told + PROGRESS_EVERY, on_progress_due);
  g_mutex_unlock (&self->lock);
}

static void
on_run_ended (CriticPassState state, const GError *error, gpointer data)
{
  CriticPass *self = data;

  g_mutex_lock (&self->lock);
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  set_state (self, state);
  g_mutex_unlock (&self->lock);
}

static void
critic_pass_dispose (GObject *object)
{
  CriticPass *self = CRITIC_PASS (object);

  g_clear_pointer (&self->run, critic_pass_run_free);
  g_mutex_lock (&self->lock);
  clear_source (&self->changed_source);
  clear_source (&self->progress_source);
  clear_source (&self->state_source);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_unlock (&self->lock);

  G_OBJECT_CLASS (critic_pass_parent_class)->dispose (object);
}

static void
critic_pass_finalize (GObject *object)
{
  CriticPass *self = CRITIC_PASS (object);

  if (self->free_engine_data != NULL)
    self->free_engine_data (self->engine_data);
  g_object_unref (self->library);
  g_strfreev (self->roots);
  g_free (self->current);
  g_clear_pointer (&self->retry_next, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_array_unref (self->changed);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (critic_pass_parent_class)->finalize (object);
}

static void
critic_pass_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_uint (value, critic_pass_get_state (CRITIC_PASS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
critic_pass_class_init (CriticPassClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_pass_dispose;
  object_class->finalize = critic_pass_finalize;
  object_class->get_property = critic_pass_get_property;

  /**
   * CriticPass:state:
   *
   * A CriticPassState. It changes after the "changed" and "progress" signals of
   * all that led to it.
   */
  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, CRITIC_PASS_READY, CRITIC_PASS_FAILED, CRITIC_PASS_READY,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * CriticPass::changed:
   * @self: the pass
   * @ids: (element-type gint64): of files whose rows changed, some perhaps twice
   *
   * At most four times a second.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", CRITIC_TYPE_PASS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);

  /**
   * CriticPass::progress:
   * @self: the pass
   *
   * At most ten times a second: see critic_pass_get_progress().
   */
  signals[SIGNAL_PROGRESS] =
    g_signal_new ("progress", CRITIC_TYPE_PASS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_pass_init (CriticPass *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  self->context = g_main_context_ref_thread_default ();
  self->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * critic_pass_new_with_engine: (skip)
 * @library: where the results go
 * @make_engine: gives an engine to each run
 * @data: for @make_engine
 * @free_data: (nullable): of @data
 * @n_workers: as in critic_pass_new()
 *
 * Returns: (transfer full): a pass that was not started
 */
CriticPass *
critic_pass_new_with_engine (CriticLibrary *library, CriticEngineMaker make_engine, gpointer data,
                             GDestroyNotify free_data, guint n_workers)
{
  CriticPass *self = g_object_new (CRITIC_TYPE_PASS, NULL);

  self->library = g_object_ref (library);
  self->make_engine = make_engine;
  self->engine_data = data;
  self->free_engine_data = free_data;
  self->n_workers = n_workers;
  return self;
}

static CriticEngine *
make_model_engine (gpointer directory)
{
  return critic_model_engine_new (directory);
}

/**
 * critic_pass_new:
 * @library: where the results go
 * @model_directory: where the model's files are, see critic_model_directory()
 * @n_workers: threads that judge; 0: all processors but one
 *
 * Signals arrive in the thread-default main context of this call.
 *
 * Returns: (transfer full): a pass that was not started
 */
CriticPass *
critic_pass_new (CriticLibrary *library, const char *model_directory, guint n_workers)
{
  return critic_pass_new_with_engine (library, make_model_engine, g_strdup (model_directory), g_free, n_workers);
}

/* The threads of the run before have ended, or are ending. */
static void
begin (CriticPass *self, gboolean walk)
{
  g_autoptr (GPtrArray) retry = g_steal_pointer (&self->retry_next);
  const CriticPassPlan plan = {
    .library = self->library,
    .make_engine = self->make_engine,
    .engine_data = self->engine_data,
    .n_workers = self->n_workers,
    .roots = (const char *const *) self->roots,
    .recursive = self->recursive,
    .walk = walk,
    .retry = retry != NULL ? (const char *const *) retry->pdata : NULL,
    .retry_all = retry != NULL && retry->len == 1,
    .changed = on_run_changed,
    .ended = on_run_ended,
    .data = self,
  };

  g_clear_pointer (&self->run, critic_pass_run_free);
  g_mutex_lock (&self->lock);
  g_clear_error (&self->error);
  set_state (self, CRITIC_PASS_RUNNING);
  g_mutex_unlock (&self->lock);
  self->run = critic_pass_run_new (&plan);
}

/**
 * critic_pass_start:
 * @self: a pass that does not run
 * @roots: (array zero-terminated=1): files and folders, in the file system's own bytes
 * @recursive: whether to walk the folders in those folders
 *
 * Files that are unchanged since they were judged, or since they could not be,
 * are skipped. Ones that are known and no longer there are marked gone.
 */
void
critic_pass_start (CriticPass *self, const char *const *roots, gboolean recursive)
{
  g_autoptr (GPtrArray) absolute = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (CRITIC_IS_PASS (self) && roots != NULL);
  g_return_if_fail (!is_active (critic_pass_get_state (self)));

  for (gsize i = 0; roots[i] != NULL; i++)
    g_ptr_array_add (absolute, g_canonicalize_filename (roots[i], NULL));
  g_ptr_array_add (absolute, NULL);
  g_strfreev (self->roots);
  self->roots = (GStrv) g_ptr_array_free (g_steal_pointer (&absolute), FALSE);
  self->recursive = recursive;
  g_clear_pointer (&self->retry_next, g_ptr_array_unref);
  begin (self, TRUE);
}

static void
change_state (CriticPass *self, CriticPassState from, CriticPassState to)
{
  gboolean changes;

  g_mutex_lock (&self->lock);
  changes = self->state == from;
  if (changes)
    set_state (self, to);
  g_mutex_unlock (&self->lock);

  if (changes)
    critic_pass_run_pause (self->run, to == CRITIC_PASS_PAUSED);
}

/**
 * critic_pass_pause:
 * @self: a pass
 *
 * Nothing new is begun; what has begun is finished and written. No effect on
 * a pass that does not run.
 */
void
critic_pass_pause (CriticPass *self)
{
  g_return_if_fail (CRITIC_IS_PASS (self));

  change_state (self, CRITIC_PASS_RUNNING, CRITIC_PASS_PAUSED);
}

/**
 * critic_pass_resume:
 * @self: a pass
 *
 * Goes on after a pause. A pass that failed or was cancelled starts anew over
 * the same files, of which those that were finished are skipped.
 */
void
critic_pass_resume (CriticPass *self)
{
  CriticPassState state;

  g_return_if_fail (CRITIC_IS_PASS (self));

  state = critic_pass_get_state (self);
  if (state == CRITIC_PASS_PAUSED)
    change_state (self, CRITIC_PASS_PAUSED, CRITIC_PASS_RUNNING);
  else if (state == CRITIC_PASS_FAILED || state == CRITIC_PASS_CANCELLED)
    begin (self, TRUE);
}

/**
 * critic_pass_cancel:
 * @self: a pass
 *
 * Returns at once; the state changes when what was finished is written.
 */
void
critic_pass_cancel (CriticPass *self)
{
  g_return_if_fail (CRITIC_IS_PASS (self));

  g_clear_pointer (&self->retry_next, g_ptr_array_unref);
  if (self->run != NULL)
    critic_pass_run_cancel (self->run);
}

/**
 * critic_pass_prefer:
 * @self: a pass
 * @paths: (array zero-terminated=1): files under its roots, the first one first
 *
 * They are judged before everything else, whether or not the walk has come to
 * them. Replaces the last such list. Returns at once.
 */
void
critic_pass_prefer (CriticPass *self, const char *const *paths)
{
  g_return_if_fail (CRITIC_IS_PASS (self) && paths != NULL);

  if (self->run != NULL)
    critic_pass_run_prefer (self->run, paths);
}

/**
 * critic_pass_retry:
 * @self: a pass
 * @paths: (array zero-terminated=1) (nullable): files that failed; %NULL: all under the roots
 *
 * Tries them again, though they are unchanged: while a pass runs, in between;
 * else in a run that walks no folder. Returns at once.
 */
void
critic_pass_retry (CriticPass *self, const char *const *paths)
{
  g_return_if_fail (CRITIC_IS_PASS (self));

  if (is_active (critic_pass_get_state (self)) && critic_pass_run_retry (self->run, paths))
    return;

  g_clear_pointer (&self->retry_next, g_ptr_array_unref);
  self->retry_next = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    g_ptr_array_add (self->retry_next, g_strdup (paths[i]));
  g_ptr_array_add (self->retry_next, NULL);
  if (!is_active (critic_pass_get_state (self)))
    begin (self, FALSE);
}

/**
 * critic_pass_get_state:
 * @self: a pass
 *
 * Any thread.
 *
 * Returns: what it does
 */
CriticPassState
critic_pass_get_state (CriticPass *self)
{
  CriticPassState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

/**
 * critic_pass_get_progress:
 * @self: a pass
 * @progress: (out caller-allocates): how far it is; its path lives until the next call
 *
 * Of the newest run.
 */
void
critic_pass_get_progress (CriticPass *self, CriticPassProgress *progress)
{
  g_return_if_fail (CRITIC_IS_PASS (self));

  *progress = (CriticPassProgress) { .seconds_left = NAN };
  g_clear_pointer (&self->current, g_free);
  if (self->run != NULL)
    critic_pass_run_get_progress (self->run, progress, &self->current);
  progress->current = self->current;
}

/**
 * critic_pass_get_error:
 * @self: a pass
 *
 * Returns: (transfer none) (nullable): why it failed, in a sentence; until the next start
 */
const GError *
critic_pass_get_error (CriticPass *self)
{
  const GError *error;

  g_mutex_lock (&self->lock);
  error = self->error;
  g_mutex_unlock (&self->lock);
  return error;
}

/**
 * critic_pass_wait:
 * @self: a pass
 *
 * Blocks until it neither runs nor is paused, without running a main loop. For
 * tools and tests, on the thread that owns the pass.
 *
 * Returns: its state then
 */
CriticPassState
critic_pass_wait (CriticPass *self)
{
  CriticPassState state;

  g_mutex_lock (&self->lock);
  while (is_active (self->state))
    g_cond_wait (&self->ended, &self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}
