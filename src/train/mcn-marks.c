/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-marks.h"

#include "mcn-unicode.h"

/* Of a run ("!!!!!!") so many count. */
#define MOST_ALIKE 3

/**
 * mcn_marks_new:
 *
 * Returns: (transfer full): no sentence
 */
McnMarks *
mcn_marks_new (void)
{
  McnMarks *self = g_new (McnMarks, 1);

  self->ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->is_word = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->lengths = g_array_new (FALSE, FALSE, sizeof (gsize));
  return self;
}

void
mcn_marks_free (McnMarks *self)
{
  g_array_unref (self->ids);
  g_array_unref (self->is_word);
  g_array_unref (self->lengths);
  g_free (self);
}

static void
add (McnMarks *self, guint32 id, guint8 is_word)
{
  g_array_append_val (self->ids, id);
  g_array_append_val (self->is_word, is_word);
}

/* The marks among the bytes [start, end). */
static void
add_marks (McnMarks *self, McnWordpiece *wordpiece, const char *text, gsize start, gsize end)
{
  gunichar before = 0;
  guint alike = 0;

  while (start < end)
    {
      g_autoptr (GArray) tokens = NULL;
      McnChar one = { 0 };

      start += mcn_unicode_decode (text + start, end - start, &one.c);
      alike = one.c == before ? alike + 1 : 1;
      before = one.c;
      if (!(mcn_unicode_classify (one.c) & MCN_UNICODE_PUNCTUATION) || alike > MOST_ALIKE)
        continue;
      tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));
      mcn_wordpiece_encode_chars (wordpiece, &one, 1, tokens);
      if (tokens->len == 1 && g_array_index (tokens, McnToken, 0).id != MCN_TOKEN_UNKNOWN)
        add (self, g_array_index (tokens, McnToken, 0).id, FALSE);
    }
}

/* Takes the first marks since @first away until the sentence is short enough. */
static void
shorten (McnMarks *self, guint first)
{
  guint at = first;

  while (self->ids->len - first > MCN_MAX_SENTENCE)
    if (g_array_index (self->is_word, guint8, at))
      at++;
    else
      {
        g_array_remove_index (self->ids, at);
        g_array_remove_index (self->is_word, at);
      }
}

static void
add_sentence (McnMarks *self, McnWordpiece *wordpiece, const McnCritique *critique, const McnSentence *sentence, const char *text)
{
  guint first = self->ids->len;
  gsize at = sentence->start, length;

  for (gsize i = 0; i < sentence->n_tokens; i++)
    {
      const McnToken *token = &critique->tokens[sentence->first_token + i];

      add_marks (self, wordpiece, text, at, MAX (at, token->start));
      add (self, token->id, TRUE);
      at = MAX (at, token->end);
    }
  add_marks (self, wordpiece, text, at, MAX (at, sentence->end));
  shorten (self, first);
  length = self->ids->len - first;
  g_array_append_val (self->lengths, length);
}

static gboolean
is_same (const McnCritique *critique, const McnSentence *sentence, const McnSample *sample, guint number)
{
  guint text, length;
  const guint16 *ids;

  if (number >= sample->n_sentences)
    return FALSE;
  ids = mcn_sample_get_sentence (sample, number, &text, &length);
  if (text != sentence->critique || length != sentence->n_tokens)
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (ids[i] != critique->tokens[sentence->first_token + i].id)
      return FALSE;
  return TRUE;
}

/**
 * mcn_marks_read:
 * @self: what is filled
 * @wordpiece: the vocabulary that the dataset was made with
 * @sample: whose texts
 *
 * Returns: %FALSE when it is another vocabulary
 */
gboolean
mcn_marks_read (McnMarks *self, McnWordpiece *wordpiece, const McnSample *sample)
{
  g_autofree const char **texts = g_new (const char *, MAX (sample->n_texts, 1));
  g_autofree gssize *lengths = g_new (gssize, MAX (sample->n_texts, 1));
  g_autoptr (McnCritique) critique = NULL;

  for (guint i = 0; i < sample->n_texts; i++)
    {
      gsize length;

      texts[i] = mcn_sample_get_text (sample, i, &length, NULL);
      lengths[i] = length;
    }
  critique = mcn_critique_new (wordpiece, texts, lengths, sample->n_texts);
  g_array_set_size (self->ids, 0);
  g_array_set_size (self->is_word, 0);
  g_array_set_size (self->lengths, 0);
  if (critique->n_sentences != sample->n_sentences)
    return FALSE;
  for (gsize s = 0; s < critique->n_sentences; s++)
    {
      if (!is_same (critique, &critique->sentences[s], sample, s))
        return FALSE;
      add_sentence (self, wordpiece, critique, &critique->sentences[s], texts[critique->sentences[s].critique]);
    }
  return TRUE;
}
