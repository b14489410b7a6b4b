/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"

G_BEGIN_DECLS

/* Word features of sentences read lately, by the ids of their tokens, shared
 * by all workers: a key press costs one sentence, and the same sentence in
 * another critique costs nothing. One cache belongs to one model. Any thread. */
typedef struct _CriticWordsCache CriticWordsCache;

CriticWordsCache  *critic_words_cache_new    (const CriticEngineClass *klass, gsize max_bytes);
void               critic_words_cache_free   (CriticWordsCache *self);
CriticEngineWords *critic_words_cache_lookup (CriticWordsCache *self, const McnCritique *critique, gsize sentence);
void               critic_words_cache_insert (CriticWordsCache *self, const McnCritique *critique, gsize sentence,
                                              CriticEngineWords *words);
gsize              critic_words_cache_get_bytes (CriticWordsCache *self);   /* held now */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticWordsCache, critic_words_cache_free)

G_END_DECLS
