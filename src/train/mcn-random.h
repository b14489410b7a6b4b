/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Random numbers from a counter: the n-th number of a stream is a function of
 * seed, stream, item and n. Nothing has to be saved for a run to go on with the
 * same bits. */
typedef struct
{
  guint64 key;
  guint64 counter;
} McnRandom;

/* What a stream is for; items are epochs, steps or names. */
typedef enum
{
  MCN_RANDOM_PARAMETERS,
  MCN_RANDOM_ORDER,         /* which samples, in which order */
  MCN_RANDOM_TEXT,          /* which comments of a photograph */
  MCN_RANDOM_DROPOUT,
  MCN_RANDOM_BOOTSTRAP,
  MCN_RANDOM_MARKS,         /* which texts keep their punctuation */
  MCN_RANDOM_BLANKS,        /* frames of noise */
} McnRandomStream;

void    mcn_random_init    (McnRandom *self, guint64 seed, McnRandomStream stream, guint64 item);
guint64 mcn_random_bits    (McnRandom *self);
gdouble mcn_random_double  (McnRandom *self);               /* 0 .. 1, 1 excluded */
gdouble mcn_random_normal  (McnRandom *self);
guint64 mcn_random_below   (McnRandom *self, guint64 n);    /* 0 .. n - 1 */
void    mcn_random_shuffle (McnRandom *self, guint32 *x, gsize n);

G_END_DECLS
