/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked into tests that are built with -Db_sanitize=thread. A distribution's
 * GLib is not built with that sanitizer, which therefore does not see the
 * order that GLib's locks, reference counts, sources and cancellables make,
 * and calls everything a race. These definitions stand before GLib's own: locks on top of
 * pthread's, and for the rest GLib's own function between two notes to the
 * sanitizer. */
#include <dlfcn.h>
#include <errno.h>
#include <gio/gio.h>
#include <pthread.h>
#include <sanitizer/tsan_interface.h>
#include <time.h>

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static pthread_mutex_t *
mutex_of (GMutex *mutex)
{
  pthread_mutex_t *made = __atomic_load_n ((pthread_mutex_t **) &mutex->p, __ATOMIC_ACQUIRE), *none = NULL;

  if (made != NULL)
    return made;

  made = malloc (sizeof *made);
  pthread_mutex_init (made, NULL);
  if (__atomic_compare_exchange_n ((pthread_mutex_t **) &mutex->p, &none, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return made;
  free (made);
  return none;
}

static pthread_cond_t *
cond_of (GCond *cond)
{
  pthread_cond_t *made = __atomic_load_n ((pthread_cond_t **) &cond->p, __ATOMIC_ACQUIRE), *none = NULL;
  pthread_condattr_t attributes;

  if (made != NULL)
    return made;

  made = malloc (sizeof *made);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (made, &attributes);
  if (__atomic_compare_exchange_n ((pthread_cond_t **) &cond->p, &none, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return made;
  free (made);
  return none;
}

void
g_mutex_init (GMutex *mutex)
{
  mutex->p = NULL;
}

void
g_mutex_clear (GMutex *mutex)
{
  if (mutex->p != NULL)
    pthread_mutex_destroy (mutex->p);
  free (mutex->p);
}

void
g_mutex_lock (GMutex *mutex)
{
  pthread_mutex_lock (mutex_of (mutex));
}

void
g_mutex_unlock (GMutex *mutex)
{
  pthread_mutex_unlock (mutex_of (mutex));
}

void
g_cond_init (GCond *cond)
{
  cond->p = NULL;
}

void
g_cond_clear (GCond *cond)
{
  if (cond->p != NULL)
    pthread_cond_destroy (cond->p);
  free (cond->p);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  pthread_cond_wait (cond_of (cond), mutex_of (mutex));
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  struct timespec end = { end_time / G_USEC_PER_SEC, end_time % G_USEC_PER_SEC * 1000 };

  return pthread_cond_timedwait (cond_of (cond), mutex_of (mutex), &end) != ETIMEDOUT;
}

void
g_cond_signal (GCond *cond)
{
  pthread_cond_signal (cond_of (cond));
}

void
g_cond_broadcast (GCond *cond)
{
  pthread_cond_broadcast (cond_of (cond));
}

void
(g_atomic_ref_count_inc) (gatomicrefcount *count)
{
  __atomic_add_fetch (count, 1, __ATOMIC_RELAXED);
}

gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  return __atomic_sub_fetch (count, 1, __ATOMIC_ACQ_REL) == 0;
}

void
(g_object_unref) (gpointer object)
{
  __tsan_release (object);
  __tsan_acquire (object);
  REAL (g_object_unref) (object);
}

/* A callback with the notes round it. */
typedef struct
{
  GCallback      callback;
  gpointer       data;
  GDestroyNotify notify;
} Closure;

static Closure *
closure_new (GCallback callback, gpointer data, GDestroyNotify notify)
{
  Closure *closure = malloc (sizeof *closure);

  *closure = (Closure) { callback, data, notify };
  __tsan_release (closure);
  return closure;
}

static void
closure_free (gpointer data)
{
  Closure *closure = data;

  __tsan_acquire (closure);
  if (closure->notify != NULL)
    closure->notify (closure->data);
  free (closure);
}

static gboolean
source_called (gpointer data)
{
  Closure *closure = data;

  __tsan_acquire (closure);
  return ((GSourceFunc) closure->callback) (closure->data);
}

void
g_source_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  REAL (g_source_set_callback) (source, source_called, closure_new (G_CALLBACK (func), data, notify), closure_free);
}

static char attached;   /* its address: the inside of all main contexts */

guint
g_source_attach (GSource *source, GMainContext *context)
{
  guint id;

  __tsan_acquire (&attached);
  id = REAL (g_source_attach) (source, context);
  __tsan_release (&attached);
  return id;
}

static char handlers;   /* its address: all handlers of cancellables */

static void
cancellable_called (GCancellable *cancellable, gpointer data)
{
  Closure *closure = data;

  __tsan_acquire (closure);
  ((void (*) (GCancellable *, gpointer)) closure->callback) (cancellable, closure->data);
  __tsan_release (closure);
  __tsan_release (&handlers);
}

gulong
g_cancellable_connect (GCancellable *cancellable, GCallback callback, gpointer data, GDestroyNotify notify)
{
  return REAL (g_cancellable_connect) (cancellable, G_CALLBACK (cancellable_called),
                                       closure_new (callback, data, notify), closure_free);
}

void
g_cancellable_disconnect (GCancellable *cancellable, gulong handler)
{
  __tsan_acquire (&handlers);
  REAL (g_cancellable_disconnect) (cancellable, handler);
  __tsan_acquire (&handlers);
}
