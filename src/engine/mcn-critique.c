/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-critique.h"

#include "mcn-sentences.h"

#include <string.h>

/* More than this share of unknown tokens is not the language of the model. */
#define MAX_UNKNOWN 0.3
/* Of the letters, fewer than this share in Latin script. */
#define MIN_LATIN 0.5

typedef struct
{
  McnWordpiece *wordpiece;
  guint         critique;
  GArray       *tokens;         /* McnToken */
  GArray       *sentences;      /* McnSentence */
} Builder;

/* A hash of the ids alone: the same words anywhere have the same key. */
static guint64
hash_ids (const McnToken *tokens, gsize n)
{
  guint64 hash = n;

  for (gsize i = 0; i < n; i++)
    {
      hash = (hash ^ tokens[i].id) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 29;
    }
  return hash;
}

static gsize
divide_up (gsize a, gsize b)
{
  return (a + b - 1) / b;
}

/* Tokens of one part, cut into equal sentences of at most MCN_MAX_SENTENCE. */
static void
add_part (const McnChar *chars, gsize n, guint32 start, guint32 end, gpointer data)
{
  Builder *builder = data;
  gsize first = builder->tokens->len;

  mcn_wordpiece_encode_chars (builder->wordpiece, chars, n, builder->tokens);
  gsize n_tokens = builder->tokens->len - first;
  if (n_tokens == 0)
    return;

  const McnToken *tokens = &g_array_index (builder->tokens, McnToken, first);
  gsize step = divide_up (n_tokens, divide_up (n_tokens, MCN_MAX_SENTENCE));

  for (gsize at = 0; at < n_tokens; at += step)
    {
      gsize length = MIN (step, n_tokens - at);
      McnSentence sentence = {
        .critique = builder->critique,
        .start = at == 0 ? start : tokens[at].start,
        .end = at + length == n_tokens ? end : tokens[at + length - 1].end,
        .first_token = first + at,
        .n_tokens = length,
        .key = hash_ids (tokens + at, length),
      };
      g_array_append_val (builder->sentences, sentence);
    }
}

static void
count_letters (const char *text, gsize length, gsize *n_letters, gsize *n_latin)
{
  for (gsize at = 0; at < length;)
    {
      gunichar c;
      at += mcn_unicode_decode (text + at, length - at, &c);

      if (c < 0x80)
        {
          *n_letters += g_ascii_isalpha (c);
          *n_latin += g_ascii_isalpha (c);
        }
      else if (g_unichar_isalpha (c))
        {
          GUnicodeScript script = g_unichar_get_script (c);
          *n_letters += script != G_UNICODE_SCRIPT_COMMON && script != G_UNICODE_SCRIPT_INHERITED;
          *n_latin += script == G_UNICODE_SCRIPT_LATIN;
        }
    }
}

static McnLanguage
judge_language (const McnCritique *self)
{
  if (self->latin_share < MIN_LATIN)
    return MCN_LANGUAGE_NOT_LATIN;
  if ((gdouble) self->n_unknown > MAX_UNKNOWN * (gdouble) self->n_tokens)
    return MCN_LANGUAGE_UNKNOWN_WORDS;
  return MCN_LANGUAGE_OK;
}

/**
 * mcn_critique_new:
 * @wordpiece: the tokenizer, needed during the call only
 * @texts: (array length=n_texts): the critiques; bytes of any kind
 * @lengths: (nullable) (array length=n_texts): bytes of each, -1 for up to
 *   its NUL; %NULL: all are NUL-terminated
 * @n_texts: their number, 0 for no critique
 *
 * Cuts the texts into sentences and tokens by the rules the model was trained
 * with, and judges whether it can have learned the language. A text without a
 * letter (empty, white space, emoji) has no sentence, which is no fault. Takes
 * time and memory linear in the length of the texts, which must be less than
 * 4 GiB each; what exceeds that is left out. Blocks for under 0.1 s a megabyte.
 *
 * Returns: (transfer full): the critique
 */
McnCritique *
mcn_critique_new (McnWordpiece *wordpiece, const char *const *texts, const gssize *lengths, gsize n_texts)
{
  g_return_val_if_fail (wordpiece != NULL, NULL);

  Builder builder = {
    .wordpiece = wordpiece,
    .tokens = g_array_new (FALSE, FALSE, sizeof (McnToken)),
    .sentences = g_array_new (FALSE, FALSE, sizeof (McnSentence)),
  };
  gsize n_letters = 0, n_latin = 0;

  for (gsize i = 0; i < n_texts; i++)
    {
      gsize length = lengths != NULL && lengths[i] >= 0 ? (gsize) lengths[i] : strlen (texts[i]);

      length = MIN (length, G_MAXUINT32);
      builder.critique = (guint) i;
      mcn_sentences_split (texts[i], length, add_part, &builder);
      count_letters (texts[i], length, &n_letters, &n_latin);
    }

  McnCritique *self = g_new0 (McnCritique, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_texts = n_texts;
  self->n_sentences = builder.sentences->len;
  self->sentences = (McnSentence *) (gpointer) g_array_free (builder.sentences, FALSE);
  self->n_tokens = builder.tokens->len;
  self->tokens = (McnToken *) (gpointer) g_array_free (builder.tokens, FALSE);
  self->n_counted = MIN (self->n_tokens, MCN_MAX_WORDS);
  self->latin_share = n_letters > 0 ? (gdouble) n_latin / (gdouble) n_letters : 1;

  for (gsize i = 0; i < self->n_tokens; i++)
    self->n_unknown += self->tokens[i].id == MCN_TOKEN_UNKNOWN;
  for (gsize i = 0; i < self->n_sentences; i++)
    {
      McnSentence *sentence = &self->sentences[i];
      if (sentence->first_token < self->n_counted)
        sentence->n_counted = MIN (sentence->n_tokens, self->n_counted - sentence->first_token);
    }
  self->language = judge_language (self);
  return self;
}

McnCritique *
mcn_critique_ref (McnCritique *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mcn_critique_unref (McnCritique *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->sentences);
  g_free (self->tokens);
  g_free (self);
}

/**
 * mcn_critique_token_at:
 * @self: the critique
 * @critique: index of the text
 * @offset: a byte of that text
 *
 * The word piece under a pointer or a caret; where several come from one
 * character, the first. Takes logarithmic time.
 *
 * Returns: an index into @self's tokens, or -1 where no token is
 */
gssize
mcn_critique_token_at (const McnCritique *self, gsize critique, gsize offset)
{
  gsize low = 0, high = self->n_sentences;

  /* The first token that ends behind offset, or belongs to a later text: first
   * the sentence, then inside it. */
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      const McnSentence *sentence = &self->sentences[middle];
      const McnToken *last = &self->tokens[sentence->first_token + sentence->n_tokens - 1];
      if (sentence->critique < critique || (sentence->critique == critique && last->end <= offset))
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->n_sentences || self->sentences[low].critique != critique)
    return -1;

  const McnSentence *sentence = &self->sentences[low];
  low = sentence->first_token;
  high = low + sentence->n_tokens;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (self->tokens[middle].end <= offset)
        low = middle + 1;
      else
        high = middle;
    }
  return self->tokens[low].start <= offset ? (gssize) low : -1;
}

/**
 * mcn_critique_sentence_of_token:
 * @self: the critique
 * @token: an index into its tokens
 *
 * Takes logarithmic time.
 *
 * Returns: the index of the sentence that holds @token, or -1 past the end
 */
gssize
mcn_critique_sentence_of_token (const McnCritique *self, gsize token)
{
  gsize low = 0, high = self->n_sentences;

  if (token >= self->n_tokens)
    return -1;

  /* The first sentence that begins behind the token. */
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (self->sentences[middle].first_token <= token)
        low = middle + 1;
      else
        high = middle;
    }
  return (gssize) low - 1;
}
