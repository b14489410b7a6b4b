/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-golden.h"

char *
text_golden_model_path (const char *name)
{
  return g_build_filename (g_getenv ("PHOTO_CRITIC_SOURCE"), "model", name, NULL);
}

char *
text_golden_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "golden", name, NULL);
}

McnWordpiece *
text_golden_vocabulary (void)
{
  g_autofree char *path = text_golden_model_path ("vocab.txt");
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  McnWordpiece *wordpiece;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  wordpiece = mcn_wordpiece_new (bytes, path, &error);
  g_assert_no_error (error);
  return wordpiece;
}

/* A vocabulary whose first entry after [SEP], number 103, is the first line of
 * @pieces. */
McnWordpiece *
text_golden_small (const char *pieces)
{
  g_autoptr(GString) text = g_string_new ("");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  McnWordpiece *wordpiece;

  for (guint i = 0; i < MCN_TOKEN_UNKNOWN; i++)
    g_string_append_printf (text, "[unused%u]\n", i);
  g_string_append (text, "[UNK]\n[CLS]\n[SEP]\n");
  g_string_append (text, pieces);
  bytes = g_bytes_new (text->str, text->len);
  wordpiece = mcn_wordpiece_new (bytes, "small.txt", &error);
  g_assert_no_error (error);
  return wordpiece;
}

JsonArray *
text_golden_load (void)
{
  g_autofree char *path = text_golden_path ("texts.json");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_array_ref (json_node_get_array (json_parser_get_root (parser)));
}
