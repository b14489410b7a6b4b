/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-fake-words.h"

McnWordpiece *
critic_fake_wordpiece (void)
{
  g_autoptr (GString) vocab = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  McnWordpiece *wordpiece;

  for (int i = 0; i < 100; i++)
    g_string_append_printf (vocab, "[unused%d]\n", i);
  g_string_append (vocab, "[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_string_append_printf (vocab, "%s\n", known[i].word);
  for (char c = 'a'; c <= 'z'; c++)
    {
      if (c != 'a')
        g_string_append_printf (vocab, "%c\n", c);
      g_string_append_printf (vocab, "##%c\n", c);
    }

  bytes = g_bytes_new (vocab->str, vocab->len);
  wordpiece = mcn_wordpiece_new (bytes, "the fake engine's vocabulary", &error);
  g_assert_no_error (error);
  return wordpiece;
}
