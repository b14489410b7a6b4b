/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-session-private.h"

static gsize
size_of (gsize n_tokens, gsize d)
{
  return sizeof (McnWords) + n_tokens * (d * sizeof (gfloat) + sizeof (guint32));
}

McnWords *
mcn_words_new (const McnCritique *critique, gsize sentence, gsize d)
{
  const McnSentence *from = &critique->sentences[sentence];
  McnWords *self = g_malloc (size_of (from->n_tokens, d));

  g_atomic_ref_count_init (&self->ref_count);
  self->n_tokens = from->n_tokens;
  self->d = d;
  self->has_aspects = FALSE;
  self->pieces = (guint32 *) (self->tokens + from->n_tokens * d);
  for (gsize j = 0; j < from->n_tokens; j++)
    self->pieces[j] = critique->tokens[from->first_token + j].id | (j == 0 ? MCN_PIECE_BEGINS : 0);
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
  return size_of (self->n_tokens, self->d);
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
