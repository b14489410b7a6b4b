/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-session-private.h"

McnWords *
mcn_words_new (gsize n_tokens, gsize d)
{
  McnWords *self = g_malloc (sizeof (McnWords) + n_tokens * d * sizeof (gfloat));

  g_atomic_ref_count_init (&self->ref_count);
  self->n_tokens = n_tokens;
  self->d = d;
  self->has_aspects = FALSE;
  return self;
}

/**
 * mcn_words_ref:
 * @self: a sentence's words
 *
 * Returns: (transfer full): @self
 */
McnWords *
mcn_words_ref (McnWords *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mcn_words_unref:
 * @self: (nullable) (transfer full): a sentence's words
 */
void
mcn_words_unref (McnWords *self)
{
  if (self != NULL && g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * mcn_words_get_n_tokens:
 * @self: a sentence's words
 *
 * Returns: its word pieces, 1 .. 48
 */
gsize
mcn_words_get_n_tokens (const McnWords *self)
{
  return self->n_tokens;
}

/**
 * mcn_words_get_size:
 * @self: a sentence's words
 *
 * Returns: the bytes it holds, for caches
 */
gsize
mcn_words_get_size (const McnWords *self)
{
  return sizeof *self + self->n_tokens * self->d * sizeof (gfloat);
}

/**
 * mcn_words_get_aspects:
 * @self: a sentence's words
 *
 * Returns: (transfer none) (nullable) (array fixed-size=6): what mcn_aspects_run()
 *   said of the sentence; %NULL when the model has no aspects
 */
const gfloat *
mcn_words_get_aspects (const McnWords *self)
{
  return self->has_aspects ? self->aspects : NULL;
}
