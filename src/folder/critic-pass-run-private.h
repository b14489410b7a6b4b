/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pass-rate.h"
#include "critic-pass-run.h"

G_BEGIN_DECLS

/* What the threads of a run share: critic-pass-feeder.c, critic-pass-walker.c
 * and critic-pass-results.c, and nobody else. */

/* A file to be judged. */
typedef struct
{
  char   *path;
  guint64 size;
  gint64  mtime;
} CriticPassTask;

struct _CriticPassRun
{
  CriticPassPlan  plan;         /* its strings are copies */
  GCancellable   *cancellable;  /* of the walk */
  GThread        *thread;       /* feeds the pool; starts and joins the two below */
  GThread        *walker, *writer;
  CriticPool     *pool;         /* of the feeder; others touch it under the lock */
  const char     *model_id;     /* set before walker and writer start */
  GPtrArray      *gone;         /* of the walker, then of the feeder */

  GMutex          lock;         /* of everything below */
  GCond           news;         /* anything changed that somebody may wait for */
  gboolean        paused, cancelled;
  gboolean        walked;       /* nothing more will be met */
  gboolean        feeding;      /* takes more to do */
  gboolean        closing;      /* the writer ends when it has nothing left */
  GError         *error;
  GQueue          ahead;        /* CriticPassTask, as the walk met them */
  GQueue          preferred;    /* paths */
  GQueue          retried;      /* paths */
  gboolean        retry_all;
  GHashTable     *early;        /* paths judged before the walk came to them, or before their turn */
  GHashTable     *waiting;      /* paths that the walk came to and whose turn did not come yet */
  GHashTable     *in_hand;      /* paths from the pool's queue to the library */
  GPtrArray      *finished;     /* CriticPoolItem: not written yet */
  CriticPassProgress progress;  /* met: each file once, and each retry once more */
  char           *current;
  CriticPassRate  rate;
};


CriticPassTask *critic_pass_task_new  (const char *path, guint64 size, gint64 mtime);
void            critic_pass_task_free (gpointer task);

gboolean critic_pass_run_is_over (CriticPassRun *self);                 /* under the lock */
/* Ends everything; takes @error, the first one stays. */
void     critic_pass_run_fail    (CriticPassRun *self, GError *error);
void     critic_pass_run_tell    (CriticPassRun *self, GArray *ids);    /* (nullable) @ids */

/* Marks that files have; on the walker and the writer. */
void     critic_pass_run_look    (CriticPassRun *self, const char *const *paths, gsize n);

/* The bodies of the three threads. */
gpointer critic_pass_run_feed    (gpointer run);
gpointer critic_pass_run_walk    (gpointer run);
gpointer critic_pass_run_write   (gpointer run);

/* Of the pool's workers. */
void     critic_pass_run_on_done (CriticPoolItem *item, gpointer run);
gboolean critic_pass_run_on_read (CriticPoolItem *item, gpointer run);

G_END_DECLS
