/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made-model.h"
#include "mcn-train-error.h"
#include "mcn-word-store.h"
#include "tiny-data.h"

#include <glib/gstdio.h>
#include <string.h>

/* The features of a text, the file gone on with after it was cut, one of another
 * key made anew, what is left out. */
static void
test_words (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "words"), *path = g_build_filename (folder, "words.f16", NULL);
  g_autofree char *whole = NULL, *again = NULL, *other = NULL;
  gsize n_whole, n_again, n_other;
  g_autoptr (GError) error = NULL;
  McnWordStore *store = made_words_open (data, path, "a", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mcn_word_store_get_width (store), ==, 32);
  for (gsize i = 0; i < mcn_dataset_get_n_samples (data->dataset); i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (data->dataset, i, &sample);
      g_assert_true ((mcn_word_store_get (store, i, 0) == NULL) == (sample.part == MCN_PART_TEST));
    }
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &whole, &n_whole, NULL));

  g_assert_true (g_file_set_contents (path, whole, n_whole / 2 + 1, NULL));
  store = made_words_open (data, path, "a", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &again, &n_again, NULL));
  g_assert_cmpmem (whole, n_whole, again, n_again);

  /* A bit that fell over: made anew, and the same as before. */
  g_clear_pointer (&again, g_free);
  whole[n_whole / 2] ^= 4;
  g_assert_true (g_file_set_contents (path, whole, n_whole, NULL));
  whole[n_whole / 2] ^= 4;
  store = made_words_open (data, path, "a", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &again, &n_again, NULL));
  g_assert_cmpmem (whole, n_whole, again, n_again);

  store = made_words_open (data, path, "b", NULL, &error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &other, &n_other, NULL));
  g_assert_cmpuint (n_other, ==, n_whole);
  g_assert_cmpint (memcmp (other, whole, 64), !=, 0);
  g_assert_cmpmem (other + 64, n_other - 64, whole + 64, n_whole - 64);
}

static gboolean
make_part (TinyData *data, const char *path, guint part, guint n_parts, GError **error)
{
  const McnTextEncoder *encoder = mcn_model_get_text_encoder (data->model);
  const McnTextEncoder *encoders[] = { encoder, encoder };

  return mcn_word_store_make_part (data->dataset, path, "a", encoders, made_which_encoder, NULL, NULL, part, n_parts, 1, NULL, NULL, NULL, error);
}

/* Parts that others made are the same bytes as what one makes; one that is missing, broken off or damaged is made
 * anew, and they go when the whole is there. More parts than samples are no harm. */
static void
test_word_parts (void)
{
  static const guint numbers[] = { 1, 3, 7, 200 };
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "parts"), *path = g_build_filename (folder, "words.f16", NULL), *whole = NULL;
  g_autoptr (GError) error = NULL;
  McnWordStore *store = made_words_open (data, path, "a", NULL, &error);
  gsize n_whole;

  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &whole, &n_whole, NULL));
  for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
    for (guint harm = 0; harm < 4; harm++)
      {
        g_autofree char *again = NULL, *second = g_strdup_printf ("%s.%u-of-%u", path, MIN (2, numbers[j]), numbers[j]), *bytes = NULL;
        gsize n_again, size = 0, in_parts = 0;

        g_unlink (path);
        for (guint i = 1; i <= numbers[j]; i++)
          {
            g_autofree char *part = g_strdup_printf ("%s.%u-of-%u", path, i, numbers[j]);

            g_assert_true (make_part (data, path, i, numbers[j], &error));
            g_assert_no_error (error);
            g_assert_true (g_file_get_contents (part, &bytes, &size, NULL));
            g_clear_pointer (&bytes, g_free);
            in_parts += size - 64 - 16;
          }
        g_assert_cmpuint (in_parts, ==, n_whole - 64 - 16);
        g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
        g_assert_true (g_file_get_contents (second, &bytes, &size, NULL));
        if (harm == 1)
          g_unlink (second);
        bytes[size / 2] ^= 1;
        if (harm > 1)
          g_assert_true (g_file_set_contents (second, bytes, harm == 2 ? size : size / 2, NULL));
        store = made_words_open (data, path, "a", NULL, &error);
        g_assert_no_error (error);
        mcn_word_store_free (store);
        g_assert_true (g_file_get_contents (path, &again, &n_again, NULL));
        g_assert_cmpmem (whole, n_whole, again, n_again);
        g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS) && numbers[j] > 1);
        g_unlink (second);
      }

  /* Parts of other encoders are nobody's here. */
  g_assert_true (make_part (data, path, 1, 2, &error));
  g_unlink (path);
  store = made_words_open (data, path, "b", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  {
    g_autofree char *part = g_strconcat (path, ".1-of-2", NULL);

    g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  }
}

static void
assert_refused (TinyData *data, const char *path, gconstpointer bytes, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  gsize n_after;

  g_assert_true (g_file_set_contents (path, bytes, n, NULL));
  g_assert_null (made_words_open (data, path, "a", NULL, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, bytes, n);
}

/* A file that is somebody's stays what it is; one of before there was a magic is still a store. */
static void
test_foreign_words (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autofree char *folder = tiny_data_path (data, "words"), *path = g_build_filename (folder, "words.f16", NULL);
  g_autofree char *key = g_strconcat (mcn_dataset_get_id (data->dataset), " a", NULL), *after = NULL;
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1), *other = g_strnfill (64, '7');
  g_autofree char *list = g_strconcat (other, "  weights.safetensors\n", NULL), *old = NULL, *whole = NULL;
  g_autoptr (GError) error = NULL;
  McnWordStore *store = made_words_open (data, path, "a", NULL, &error);
  gsize n, n_after;

  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &whole, &n, NULL));
  g_assert_cmpmem (whole, 8, "MCNWORDS", 8);

  assert_refused (data, path, list, strlen (list));
  assert_refused (data, path, "A letter.", 9);
  assert_refused (data, path, whole + 8, n - 8);
  assert_refused (data, path, other, 64);

  old = g_memdup2 (whole, n);
  memcpy (old, hash, 64);
  g_assert_true (g_file_set_contents (path, old, n, NULL));
  store = made_words_open (data, path, "a", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, old, n);

  /* Broken off, and gone on with under the head that it has; a whole one of another key is made anew. */
  g_assert_true (g_file_set_contents (path, old, n / 2 + 1, NULL));
  store = made_words_open (data, path, "a", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_clear_pointer (&after, g_free);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, old, n);
  memcpy (old, other, 64);
  g_assert_true (g_file_set_contents (path, old, n, NULL));
  store = made_words_open (data, path, "a", NULL, &error);
  g_assert_no_error (error);
  mcn_word_store_free (store);
  g_clear_pointer (&after, g_free);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, whole, n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/word-store/words", test_words);
  g_test_add_func ("/train/word-store/parts", test_word_parts);
  g_test_add_func ("/train/word-store/foreign", test_foreign_words);
  return g_test_run ();
}
