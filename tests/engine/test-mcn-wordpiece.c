/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-golden.h"

#include <string.h>

/* Tokens as "text@start-end" in one string, easy to read in a test. */
static char *
show (McnWordpiece *wordpiece, const char *text, gssize length)
{
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));
  g_autoptr(GString) out = g_string_new ("");

  mcn_wordpiece_encode (wordpiece, text, length < 0 ? strlen (text) : (gsize) length, tokens);
  for (guint i = 0; i < tokens->len; i++)
    {
      const McnToken *t = &g_array_index (tokens, McnToken, i);
      g_string_append_printf (out, "%s%s@%u-%u", i > 0 ? " " : "", mcn_wordpiece_get (wordpiece, t->id), t->start, t->end);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

#define assert_tokens(wordpiece, text, length, expected) G_STMT_START { \
    g_autofree char *shown = show (wordpiece, text, length); \
    g_assert_cmpstr (shown, ==, expected); \
  } G_STMT_END

/* The tokenizers package on the same 500 texts: ids, and the bytes of each. */
static void
test_golden (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_vocabulary ();
  g_autoptr(JsonArray) texts = text_golden_load ();
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));

  g_assert_cmpuint (mcn_wordpiece_get_size (wordpiece), ==, 30522);
  g_assert_cmpuint (json_array_get_length (texts), ==, 500);

  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      JsonObject *row = json_array_get_object_element (texts, i);
      const char *text = json_object_get_string_member (row, "text");
      JsonArray *ids = json_object_get_array_member (row, "raw");
      JsonArray *spans = json_object_get_array_member (row, "spans");

      g_array_set_size (tokens, 0);
      mcn_wordpiece_encode (wordpiece, text, strlen (text), tokens);
      if (tokens->len != json_array_get_length (ids))
        g_test_message ("text %u: %s", i, text);
      g_assert_cmpuint (tokens->len, ==, json_array_get_length (ids));
      for (guint j = 0; j < tokens->len; j++)
        {
          const McnToken *t = &g_array_index (tokens, McnToken, j);
          g_assert_cmpint (t->id, ==, json_array_get_int_element (ids, j));
          g_assert_cmpint (t->start, ==, json_array_get_int_element (spans, 2 * j));
          g_assert_cmpint (t->end, ==, json_array_get_int_element (spans, 2 * j + 1));
        }
    }
}

static void
test_longest_first (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("photo\nphotos\n##graph\n##s\n##gr\np\nthe\nthe\n");

  assert_tokens (wordpiece, "photos photographs", -1, "photos@0-6 photo@7-12 ##graph@12-17 ##s@17-18");
  /* Greedy: "##gr" fits and leaves "##ap", which nothing fits. */
  assert_tokens (wordpiece, "photograp the", -1, "[UNK]@0-9 the@10-13");
  assert_tokens (wordpiece, "", 0, "");
  assert_tokens (wordpiece, "##s [UNK]", -1, "[UNK]@0-1 [UNK]@1-2 [UNK]@2-3 [UNK]@4-5 [UNK]@5-8 [UNK]@8-9");

  /* Of equal lines the later counts. */
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));
  mcn_wordpiece_encode (wordpiece, "the", 3, tokens);
  g_assert_cmpuint (g_array_index (tokens, McnToken, 0).id, ==, 110);
  g_assert_null (mcn_wordpiece_get (wordpiece, 111));
  g_assert_cmpstr (mcn_wordpiece_get (wordpiece, 105), ==, "##graph");
}

static void
test_long_words (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("a\n##a\n.\n");
  g_autoptr(GArray) tokens = g_array_new (FALSE, FALSE, sizeof (McnToken));
  char word[102];

  memset (word, 'a', sizeof word);
  mcn_wordpiece_encode (wordpiece, word, 100, tokens);
  g_assert_cmpuint (tokens->len, ==, 100);

  g_array_set_size (tokens, 0);
  mcn_wordpiece_encode (wordpiece, word, 101, tokens);
  g_assert_cmpuint (tokens->len, ==, 1);
  g_assert_cmpuint (g_array_index (tokens, McnToken, 0).id, ==, MCN_TOKEN_UNKNOWN);
  g_assert_cmpuint (g_array_index (tokens, McnToken, 0).end, ==, 101);
}

static void
test_ranges (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("cafe\n##x\n字\n\xe1\x84\x92\n##\xe1\x85\xa1\n##\xe1\x86\xab\n!\n");

  assert_tokens (wordpiece, "CAFÉx", -1, "cafe@0-5 ##x@5-6");
  assert_tokens (wordpiece, "cafe\xcc\x81x", -1, "cafe@0-4 ##x@6-7");          /* the accent between them is dropped */
  assert_tokens (wordpiece, "\xc2\xad" "ca\xe2\x80\x8b" "fe!", -1, "cafe@2-9 !@9-10");
  assert_tokens (wordpiece, "cafe字字cafe", -1, "cafe@0-4 字@4-7 字@7-10 cafe@10-14");
  /* A Hangul syllable is three letters, all of them at its bytes. */
  assert_tokens (wordpiece, " 한", -1, "\xe1\x84\x92@1-4 ##\xe1\x85\xa1@1-4 ##\xe1\x86\xab@1-4");
  /* Bytes that are no UTF-8, and NUL, are dropped. */
  assert_tokens (wordpiece, "ca\xff" "f\0e\xc3", 7, "cafe@0-6");
}

static void
assert_refused (const char *text, gsize size, McnError code)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, size);
  g_autoptr(GError) error = NULL;

  g_assert_null (mcn_wordpiece_new (bytes, "some vocab.txt", &error));
  g_assert_error (error, MCN_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "some vocab.txt"));
}

static void
test_bad_vocabulary (void)
{
  g_autoptr(GString) text = g_string_new ("");

  assert_refused ("", 0, MCN_ERROR_CORRUPT);
  assert_refused ("[UNK]\n[CLS]\n[SEP]\n", 18, MCN_ERROR_CORRUPT);

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "word%u\n", i);
  assert_refused (text->str, text->len, MCN_ERROR_MISMATCH);

  g_string_append (text, "\xff\n");
  assert_refused (text->str, text->len, MCN_ERROR_CORRUPT);
  text->str[text->len - 2] = '\0';
  assert_refused (text->str, text->len, MCN_ERROR_CORRUPT);
  text->str[text->len - 2] = 'x';
  for (guint i = 0; i < 70000; i++)
    g_string_append_c (text, 'y');
  assert_refused (text->str, text->len, MCN_ERROR_CORRUPT);
}

/* Carriage returns do not belong to the entries, and the last line needs no end. */
static void
test_line_ends (void)
{
  g_autoptr(McnWordpiece) wordpiece = text_golden_small ("soft\r\nlight");

  g_assert_cmpuint (mcn_wordpiece_get_size (wordpiece), ==, 105);
  assert_tokens (wordpiece, "Soft light", -1, "soft@0-4 light@5-10");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wordpiece/golden", test_golden);
  g_test_add_func ("/wordpiece/longest-first", test_longest_first);
  g_test_add_func ("/wordpiece/long-words", test_long_words);
  g_test_add_func ("/wordpiece/ranges", test_ranges);
  g_test_add_func ("/wordpiece/bad-vocabulary", test_bad_vocabulary);
  g_test_add_func ("/wordpiece/line-ends", test_line_ends);
  return g_test_run ();
}
