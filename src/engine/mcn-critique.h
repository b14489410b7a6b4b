/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-wordpiece.h"

G_BEGIN_DECLS

#define MCN_MAX_WORDS 512       /* tokens that count (recipe.md, "words") */
#define MCN_MAX_SENTENCE 48     /* word pieces; a longer sentence is cut into equal parts */

typedef enum
{
  MCN_LANGUAGE_OK,
  MCN_LANGUAGE_UNKNOWN_WORDS,   /* more than 30 % [UNK] */
  MCN_LANGUAGE_NOT_LATIN,       /* mostly outside the Latin script */
} McnLanguage;

/* A sentence, or an equal part of one: encoded alone by MiniLM. */
typedef struct
{
  guint   critique;             /* index of the text it belongs to */
  guint32 start, end;           /* bytes in that text, surrounding white space left out */
  gsize   first_token, n_tokens;/* in McnCritique.tokens */
  gsize   n_counted;            /* of them inside the first 512 of all; 0: the sentence does not count */
  guint64 key;                  /* hash of its ids, for caches (compare ids too) */
} McnSentence;

/* One or several critiques of one photograph, normalised, split and tokenised
 * (recipe.md; sentences.py). Immutable, reference counted, any thread.
 * Invalid UTF-8 is replaced by U+FFFD before anything else, byte for byte
 * ranges still meaning the caller's bytes; NUL ends nothing: length counts. */
typedef struct _McnCritique McnCritique;
struct _McnCritique
{
  gatomicrefcount ref_count;
  gsize           n_texts;
  gsize           n_sentences;
  McnSentence    *sentences;
  gsize           n_tokens;     /* all of them */
  McnToken       *tokens;
  gsize           n_counted;    /* min (n_tokens, 512) */
  gsize           n_unknown;
  gdouble         latin_share;  /* of the letters; 1 when there are none */
  McnLanguage     language;     /* not OK: score the photograph alone and say so */
};

McnCritique *mcn_critique_new   (McnWordpiece *wordpiece, const char *const *texts, const gssize *lengths /* NULL: NUL-terminated */, gsize n_texts);
McnCritique *mcn_critique_ref   (McnCritique *self);
void         mcn_critique_unref (McnCritique *self);

/* For a pointer or a caret: the token of text @critique that covers byte
 * @offset, -1 where none does. And the sentence that holds token @token, -1 past
 * the end. */
gssize       mcn_critique_token_at          (const McnCritique *self, gsize critique, gsize offset);
gssize       mcn_critique_sentence_of_token (const McnCritique *self, gsize token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnCritique, mcn_critique_unref)

G_END_DECLS
