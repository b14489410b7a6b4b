/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"
#include "critic-model-directory.h"

G_BEGIN_DECLS

/* A photograph on its way through a pool. The pool owns it from push to done. */
typedef struct
{
  guint64          number;          /* the caller's: place in its order */
  gpointer         data;            /* the caller's */
  char            *path;            /* in the file system's own bytes */
  GStrv            critiques;       /* NULL: the photograph alone */

  /* Filled in by the worker. */
  guint64          size;            /* kept as pushed when the file cannot be read */
  gint64           mtime;           /* nanoseconds; as @size */
  GError          *error;           /* set: nothing below counts */
  CriticMeasured   measured;
  CriticJudgement  photo_alone;
  CriticJudgement  judgement;       /* with the critiques, where there are any that count */
  gboolean         has_critique;    /* they took part in @judgement */
  gdouble          seconds_read, seconds_decode, seconds_model;
} CriticPoolItem;

CriticPoolItem *critic_pool_item_new  (const char *path);
void            critic_pool_item_free (CriticPoolItem *self);

/* Called on a worker's thread, in any order; (transfer full) item. */
typedef void (*CriticPoolDone) (CriticPoolItem *item, gpointer data);
/* Called on a worker's thread once a file was read: @size, @mtime and of
 * @measured the hash, the time taken, how it is turned, and of a JPEG width and height. TRUE: it set the rest from
 * what is known of this photograph, and nothing is computed. It may set
 * @critiques. */
typedef gboolean (*CriticPoolKnown) (CriticPoolItem *item, gpointer data);

/* Workers that each read, hash, decode at reduced size, measure and judge one
 * photograph at a time, with a session and one thread each, at low priority
 * unless told otherwise.
 * Results do not depend on the number of workers, to the bit. Memory is flat:
 * at most 2 x n_workers items wait in the queue, push() blocks above. */
typedef struct _CriticPool CriticPool;

CriticPool *critic_pool_new     (const char *model_directory, guint n_workers /* 0: cores - 1, at least 1 */,
                                 CriticPoolDone done, gpointer data, GError **error);
/* Before the first push; called with the data of critic_pool_new(). */
void        critic_pool_set_known (CriticPool *self, CriticPoolKnown known);
/* Before the first push; the workers are as urgent as the program is. */
void        critic_pool_keep_priority (CriticPool *self);
const char *critic_pool_get_model_id (CriticPool *self);
/* Blocks while the queue is full. FALSE: the pool was cancelled, item freed. */
gboolean    critic_pool_push    (CriticPool *self, CriticPoolItem *item);
/* As push, before everything that waits; never blocks. */
gboolean    critic_pool_push_first (CriticPool *self, CriticPoolItem *item);
/* Paused workers finish what they have begun. */
void        critic_pool_pause   (CriticPool *self, gboolean paused);
/* Blocks until everything pushed is done. */
void        critic_pool_drain   (CriticPool *self);
/* What is running ends soon, what was not finished is freed unseen. Any thread; returns at once. */
void        critic_pool_cancel  (CriticPool *self);
void        critic_pool_free    (CriticPool *self);   /* cancels, joins */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPool, critic_pool_free)

G_END_DECLS
