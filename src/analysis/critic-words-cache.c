/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-words-cache.h"

#include "critic-lru.h"

#include <string.h>

struct _CriticWordsCache
{
  const CriticEngineClass *klass;
  GMutex                   lock;
  CriticLru               *words;       /* Ids to CriticEngineWords */
};

/* The key: a sentence's ids, its engine hash kept so that it is not computed
 * again. A hash alone would one day give a sentence another one's features. */
typedef struct
{
  guint64 hash;
  gsize   n;
  guint32 id[];
} Ids;

static Ids *
ids_of (const McnCritique *critique, gsize index)
{
  const McnSentence *sentence = &critique->sentences[index];
  Ids *ids = g_malloc (sizeof (Ids) + sentence->n_tokens * sizeof (guint32));

  ids->hash = sentence->key;
  ids->n = sentence->n_tokens;
  for (gsize i = 0; i < ids->n; i++)
    ids->id[i] = critique->tokens[sentence->first_token + i].id;

  return ids;
}

static guint
ids_hash (gconstpointer data)
{
  const Ids *ids = data;

  return (guint) (ids->hash ^ (ids->hash >> 32));
}

static gboolean
ids_equal (gconstpointer a, gconstpointer b)
{
  const Ids *x = a, *y = b;

  return x->n == y->n && memcmp (x->id, y->id, x->n * sizeof (guint32)) == 0;
}

/**
 * critic_words_cache_new:
 * @klass: whose word features these are
 * @max_bytes: of all of them together
 *
 * Returns: (transfer full): an empty cache
 */
CriticWordsCache *
critic_words_cache_new (const CriticEngineClass *klass, gsize max_bytes)
{
  CriticWordsCache *self = g_new0 (CriticWordsCache, 1);

  self->klass = klass;
  g_mutex_init (&self->lock);
  self->words = critic_lru_new (max_bytes, ids_hash, ids_equal, g_free, (GDestroyNotify) klass->words_unref);

  return self;
}

void
critic_words_cache_free (CriticWordsCache *self)
{
  critic_lru_free (self->words);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * critic_words_cache_lookup:
 * @self: a cache
 * @critique: a critique
 * @sentence: index of one of its sentences
 *
 * Returns: (transfer full) (nullable): the sentence's word features, or %NULL
 */
CriticEngineWords *
critic_words_cache_lookup (CriticWordsCache *self, const McnCritique *critique, gsize sentence)
{
  g_autofree Ids *ids = ids_of (critique, sentence);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  CriticEngineWords *words = critic_lru_lookup (self->words, ids);

  return words != NULL ? self->klass->words_ref (words) : NULL;
}

/**
 * critic_words_cache_insert:
 * @self: a cache
 * @critique: a critique
 * @sentence: index of one of its sentences
 * @words: its word features; the cache takes a reference of its own
 */
void
critic_words_cache_insert (CriticWordsCache *self, const McnCritique *critique, gsize sentence, CriticEngineWords *words)
{
  Ids *ids = ids_of (critique, sentence);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  critic_lru_insert (self->words, ids, self->klass->words_ref (words), self->klass->words_get_size (words));
}

/**
 * critic_words_cache_get_bytes: (skip)
 * @self: a cache
 *
 * Returns: the bytes of all word features in it
 */
gsize
critic_words_cache_get_bytes (CriticWordsCache *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return critic_lru_get_bytes (self->words);
}
