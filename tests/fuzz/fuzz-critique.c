/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte says what the others are: an odd one a vocabulary, an even one
 * a critique. */
#include "mcn-critique.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const pieces =
  "the\nlight\nis\nsoft\nphoto\n##graph\n##s\n##ing\na\nb\ni\ns\nx\n##a\n##b\n##x\né\nσ\nς\n##σ\n##ς\n字\nᄒ\n##ᅡ\n##ᆫ\n";

static McnWordpiece *
small_vocabulary (void)
{
  g_autoptr(GString) text = g_string_new ("");
  g_autoptr(GBytes) bytes = NULL;
  McnWordpiece *wordpiece;

  for (guint i = 0; i < MCN_TOKEN_UNKNOWN; i++)
    g_string_append_printf (text, "[unused%u]\n", i);
  g_string_append (text, "[UNK]\n[CLS]\n[SEP]\n");
  g_string_append (text, pieces);
  bytes = g_bytes_new (text->str, text->len);
  wordpiece = mcn_wordpiece_new (bytes, "vocab.txt", NULL);
  g_assert_nonnull (wordpiece);
  return wordpiece;
}

static void
check_sentences (const McnCritique *critique, gsize size)
{
  gsize token = 0;

  for (gsize i = 0; i < critique->n_sentences; i++)
    {
      const McnSentence *s = &critique->sentences[i];

      g_assert_cmpuint (s->critique, <, critique->n_texts);
      g_assert_cmpuint (s->first_token, ==, token);
      g_assert_cmpuint (s->n_tokens, >=, 1);
      g_assert_cmpuint (s->n_tokens, <=, MCN_MAX_SENTENCE);
      g_assert_cmpuint (s->n_counted, <=, s->n_tokens);
      g_assert_cmpuint (s->start, <, s->end);
      g_assert_cmpuint (s->end, <=, size);
      for (gsize j = 0; j < s->n_tokens; j++, token++)
        {
          const McnToken *t = &critique->tokens[token];

          g_assert_cmpuint (t->start, <, t->end);
          g_assert_cmpuint (t->start, >=, s->start);
          g_assert_cmpuint (t->end, <=, s->end);
          if (j > 0)
            g_assert_cmpuint (t->start, >=, t[-1].start);
          g_assert_cmpint (mcn_critique_sentence_of_token (critique, token), ==, (gssize) i);

          gssize at = mcn_critique_token_at (critique, s->critique, t->start);
          g_assert_cmpint (at, >=, 0);
          g_assert_cmpuint (critique->tokens[at].start, <=, t->start);
          g_assert_cmpuint (critique->tokens[at].end, >, t->start);
        }
    }
  g_assert_cmpuint (token, ==, critique->n_tokens);
}

static void
try_critique (const char *text, gsize size)
{
  g_autoptr(McnWordpiece) wordpiece = small_vocabulary ();
  const char *texts[] = { text, text };
  const gssize lengths[] = { (gssize) size, (gssize) size };
  g_autoptr(McnCritique) critique = mcn_critique_new (wordpiece, texts, lengths, G_N_ELEMENTS (texts));

  check_sentences (critique, size);

  /* The second text is the first again. */
  g_assert_cmpuint (critique->n_sentences % 2, ==, 0);
  for (gsize i = 0; i < critique->n_sentences / 2; i++)
    g_assert_cmpuint (critique->sentences[i].key, ==, critique->sentences[critique->n_sentences / 2 + i].key);
}

static void
try_vocabulary (const guint8 *data, gsize size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(McnWordpiece) wordpiece = mcn_wordpiece_new (bytes, "vocab.txt", &error);

  g_assert_true ((wordpiece == NULL) == (error != NULL));
  if (wordpiece == NULL)
    return;

  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));
  mcn_wordpiece_encode (wordpiece, (const char *) data, size, tokens);
  for (guint i = 0; i < tokens->len; i++)
    g_assert_nonnull (mcn_wordpiece_get (wordpiece, g_array_index (tokens, McnToken, i).id));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    try_critique ("", 0);
  else if (data[0] % 2 == 0)
    try_critique ((const char *) data + 1, size - 1);
  else
    try_vocabulary (data + 1, size - 1);
  return 0;
}
