/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-critique.h"

#include "text-golden.h"

#include <string.h>

static McnCritique *
critique_of (McnWordpiece *wordpiece, const char *text)
{
  return mcn_critique_new (wordpiece, &text, NULL, 1);
}

/* Python's rules and the tokenizers package on the same 500 texts. */
static void
test_golden (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_vocabulary ();
  g_autoptr(JsonArray) texts = text_golden_load ();

  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      JsonObject *row = json_array_get_object_element (texts, i);
      const char *text = json_object_get_string_member (row, "text");
      JsonArray *sentences = json_object_get_array_member (row, "sentences");
      g_autoptr(McnCritique) critique = critique_of (wordpiece, text);

      if (critique->n_sentences != json_array_get_length (sentences))
        g_test_message ("text %u: %s", i, text);
      g_assert_cmpuint (critique->n_sentences, ==, json_array_get_length (sentences));
      for (gsize j = 0; j < critique->n_sentences; j++)
        {
          const McnSentence *sentence = &critique->sentences[j];
          JsonArray *ids = json_array_get_array_element (sentences, (guint) j);

          g_assert_cmpuint (sentence->n_tokens, ==, json_array_get_length (ids));
          for (gsize k = 0; k < sentence->n_tokens; k++)
            g_assert_cmpint (critique->tokens[sentence->first_token + k].id, ==, json_array_get_int_element (ids, (guint) k));
        }
    }
}

static void
test_ranges (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\nlight\nbut\n##s\n");
  const char *texts[] = { " Soft, LIGHTS!  but...\n", "", "(Light)" };
  g_autoptr(McnCritique) critique = mcn_critique_new (wordpiece, texts, NULL, 3);

  g_assert_cmpuint (critique->n_texts, ==, 3);
  g_assert_cmpuint (critique->n_sentences, ==, 3);
  g_assert_cmpuint (critique->n_tokens, ==, 5);
  g_assert_cmpuint (critique->n_counted, ==, 5);
  g_assert_cmpuint (critique->n_unknown, ==, 0);

  const McnSentence *s = critique->sentences;
  g_assert_cmpuint (s[0].start, ==, 1);
  g_assert_cmpuint (s[0].end, ==, 14);
  g_assert_cmpuint (s[1].start, ==, 16);
  g_assert_cmpuint (s[1].end, ==, 22);
  g_assert_cmpuint (s[2].critique, ==, 2);
  g_assert_cmpuint (s[2].start, ==, 0);
  g_assert_cmpuint (s[2].end, ==, 7);
  g_assert_cmpuint (s[2].first_token, ==, 4);

  const McnToken *t = critique->tokens;
  g_assert_cmpuint (t[0].start, ==, 1);
  g_assert_cmpuint (t[0].end, ==, 5);
  g_assert_cmpuint (t[2].start, ==, 12);
  g_assert_cmpuint (t[2].end, ==, 13);
  g_assert_cmpuint (t[4].start, ==, 1);
  g_assert_cmpuint (t[4].end, ==, 6);
}

static void
test_token_at (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\nlight\nbut\n##s\n");
  const char *texts[] = { " Soft, LIGHTS!  but...\n", "", "(Light)" };
  static const gssize first[] = { -1, 0, 0, 0, 0, -1, -1, 1, 1, 1, 1, 1, 2, -1, -1, -1, 3, 3, 3, -1, -1 };
  g_autoptr(McnCritique) critique = mcn_critique_new (wordpiece, texts, NULL, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_cmpint (mcn_critique_token_at (critique, 0, i), ==, first[i]);
  g_assert_cmpint (mcn_critique_token_at (critique, 0, 1000), ==, -1);
  g_assert_cmpint (mcn_critique_token_at (critique, 1, 0), ==, -1);
  g_assert_cmpint (mcn_critique_token_at (critique, 2, 0), ==, -1);
  g_assert_cmpint (mcn_critique_token_at (critique, 2, 1), ==, 4);
  g_assert_cmpint (mcn_critique_token_at (critique, 2, 6), ==, -1);
  g_assert_cmpint (mcn_critique_token_at (critique, 3, 0), ==, -1);

  g_assert_cmpint (mcn_critique_sentence_of_token (critique, 0), ==, 0);
  g_assert_cmpint (mcn_critique_sentence_of_token (critique, 2), ==, 0);
  g_assert_cmpint (mcn_critique_sentence_of_token (critique, 3), ==, 1);
  g_assert_cmpint (mcn_critique_sentence_of_token (critique, 4), ==, 2);
  g_assert_cmpint (mcn_critique_sentence_of_token (critique, 5), ==, -1);
}

static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_new ("");

  while (n-- > 0)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/* A sentence of more than 48 pieces is cut into equal parts. */
static void
test_equal_parts (void)
{
  static const struct { guint n, parts, first, last; } cases[] = {
    { 1, 1, 1, 1 }, { 48, 1, 48, 48 }, { 49, 2, 25, 24 }, { 96, 2, 48, 48 }, { 97, 3, 33, 31 }, { 145, 4, 37, 34 },
  };
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\n");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat ("soft, ", cases[i].n);
      g_autoptr(McnCritique) critique = critique_of (wordpiece, text);
      const McnSentence *last = &critique->sentences[critique->n_sentences - 1];

      g_assert_cmpuint (critique->n_sentences, ==, cases[i].parts);
      g_assert_cmpuint (critique->sentences[0].n_tokens, ==, cases[i].first);
      g_assert_cmpuint (last->n_tokens, ==, cases[i].last);
      g_assert_cmpuint (critique->sentences[0].start, ==, 0);
      g_assert_cmpuint (last->end, ==, strlen (text) - 1);
      if (cases[i].parts > 1)
        g_assert_cmpuint (critique->sentences[1].start, ==, critique->sentences[0].end + 2);
    }
}

/* The first 512 tokens count, and the rest is known not to. */
static void
test_counted (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\n");
  g_autofree char *line = repeat ("soft ", 20);
  g_autofree char *lines = g_strconcat (line, "\n", NULL);
  g_autofree char *text = repeat (lines, 30);
  g_autoptr(McnCritique) critique = critique_of (wordpiece, text);

  g_assert_cmpuint (critique->n_sentences, ==, 30);
  g_assert_cmpuint (critique->n_tokens, ==, 600);
  g_assert_cmpuint (critique->n_counted, ==, 512);
  g_assert_cmpuint (critique->sentences[24].n_counted, ==, 20);
  g_assert_cmpuint (critique->sentences[25].n_counted, ==, 12);
  g_assert_cmpuint (critique->sentences[26].n_counted, ==, 0);
  g_assert_cmpuint (critique->sentences[29].n_counted, ==, 0);
}

static void
test_keys (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_vocabulary ();
  const char *texts[] = { "Soft light. Soft LIGHT!\nlight, soft. soft", "soft light" };
  g_autoptr(McnCritique) critique = mcn_critique_new (wordpiece, texts, NULL, 2);
  const McnSentence *s = critique->sentences;

  g_assert_cmpuint (critique->n_sentences, ==, 5);
  g_assert_cmpuint (s[0].key, ==, s[1].key);
  g_assert_cmpuint (s[0].key, ==, s[4].key);
  g_assert_cmpuint (s[0].key, !=, s[2].key);
  g_assert_cmpuint (s[0].key, !=, s[3].key);
  g_assert_cmpuint (s[2].key, !=, s[3].key);
}

static void
test_language (void)
{
  static const struct { const char *text; McnLanguage language; } cases[] = {
    { "The light is soft, but the horizon is tilted.", MCN_LANGUAGE_OK },
    { "这张照片的构图很好,光线柔和。", MCN_LANGUAGE_NOT_LATIN },
    { "Прекрасный снимок, но горизонт завален.", MCN_LANGUAGE_NOT_LATIN },
    { "写真はとても美しいです。", MCN_LANGUAGE_NOT_LATIN },
    { "Όμορφη φωτογραφία με απαλό φως", MCN_LANGUAGE_NOT_LATIN },
    { "The Russian word свет means light, and a beautiful one", MCN_LANGUAGE_OK },
    { "ŋŧħ ŋħŧ ǁǃǂ soft light", MCN_LANGUAGE_UNKNOWN_WORDS },
    { "", MCN_LANGUAGE_OK },
    { " \n\t ", MCN_LANGUAGE_OK },
    { "😀👍🏽 ❤️", MCN_LANGUAGE_OK },
    { "7/10 !!!", MCN_LANGUAGE_OK },
  };
  g_autoptr(McnWordpiece) wordpiece = text_golden_vocabulary ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(McnCritique) critique = critique_of (wordpiece, cases[i].text);
      g_test_message ("%s: %zu tokens, %zu unknown, %.2f Latin", cases[i].text, critique->n_tokens, critique->n_unknown, critique->latin_share);
      g_assert_cmpint (critique->language, ==, cases[i].language);
    }

  /* Three in ten is not more than 30 %. */
  g_autoptr(McnWordpiece) small = text_golden_small ("soft\n");
  g_autoptr(McnCritique) three = critique_of (small, "soft soft soft soft soft soft soft x x x");
  g_autoptr(McnCritique) four = critique_of (small, "soft soft soft soft soft soft x x x x");
  g_assert_cmpuint (three->n_unknown, ==, 3);
  g_assert_cmpint (three->language, ==, MCN_LANGUAGE_OK);
  g_assert_cmpint (four->language, ==, MCN_LANGUAGE_UNKNOWN_WORDS);
}

static void
test_any_bytes (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\nlight\n");
  const char *texts[] = { "soft\0light", "\xff" "soft\xc3\xfe light\xed\xa0\x80", "soft\0light" };
  const gssize lengths[] = { 10, 16, -1 };
  g_autoptr(McnCritique) critique = mcn_critique_new (wordpiece, texts, lengths, 3);

  /* U+FFFD is no letter, NUL neither: both part words. */
  g_assert_cmpuint (critique->n_sentences, ==, 3);
  g_assert_cmpuint (critique->n_tokens, ==, 5);
  g_assert_cmpuint (critique->n_unknown, ==, 0);
  g_assert_cmpuint (critique->tokens[1].start, ==, 5);
  g_assert_cmpuint (critique->tokens[2].start, ==, 1);
  g_assert_cmpuint (critique->tokens[3].start, ==, 8);
  g_assert_cmpuint (critique->tokens[3].end, ==, 13);
  g_assert_cmpuint (critique->sentences[1].end, ==, 16);

  g_autoptr(McnCritique) none = mcn_critique_new (wordpiece, NULL, NULL, 0);
  g_assert_cmpuint (none->n_sentences, ==, 0);
  g_assert_cmpfloat (none->latin_share, ==, 1);
  g_assert_cmpint (mcn_critique_token_at (none, 0, 0), ==, -1);
  g_assert_cmpint (mcn_critique_sentence_of_token (none, 0), ==, -1);
}

/* A megabyte of one sentence, of one word, of nothing but sigmas and accents,
 * of line feeds: all of it comes back, whatever the shape. */
static void
test_megabyte (void)
{
  static const struct { const char *unit; gsize n_tokens; } cases[] = {
    { "soft ", 200000 }, { "soft", 1 }, { "\xce\xa3\xcc\x81", 250000 }, { "\n", 0 }, { ". ", 0 }, { "soft.\n", 166666 },
  };
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\nσ\nς\n");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = repeat (cases[i].unit, 1000000 / (guint) strlen (cases[i].unit));
      g_autoptr(McnCritique) critique = critique_of (wordpiece, text);
      gsize sum = 0;

      g_assert_cmpuint (critique->n_tokens, ==, cases[i].n_tokens);
      for (gsize j = 0; j < critique->n_sentences; j++)
        sum += critique->sentences[j].n_tokens;
      g_assert_cmpuint (sum, ==, critique->n_tokens);
      g_assert_cmpuint (critique->n_counted, ==, MIN (critique->n_tokens, MCN_MAX_WORDS));
    }
}

static void
test_references (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\n");
  McnCritique *critique = critique_of (wordpiece, "soft");

  g_assert_true (mcn_critique_ref (critique) == critique);
  mcn_critique_unref (critique);
  g_assert_cmpuint (critique->n_tokens, ==, 1);
  mcn_critique_unref (critique);
  mcn_critique_unref (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/critique/golden", test_golden);
  g_test_add_func ("/critique/ranges", test_ranges);
  g_test_add_func ("/critique/token-at", test_token_at);
  g_test_add_func ("/critique/equal-parts", test_equal_parts);
  g_test_add_func ("/critique/counted", test_counted);
  g_test_add_func ("/critique/keys", test_keys);
  g_test_add_func ("/critique/language", test_language);
  g_test_add_func ("/critique/any-bytes", test_any_bytes);
  g_test_add_func ("/critique/megabyte", test_megabyte);
  g_test_add_func ("/critique/references", test_references);
  return g_test_run ();
}
