/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences with their punctuation: the same words, marks where they stood, never too
 * long; and the word features that a network reads then. */
#include "mcn-marks.h"
#include "mcn-stage2.h"
#include "mcn-train-error.h"
#include "tiny-data.h"

#include <string.h>

/* The tiny model's vocabulary, with marks in unused places; at most so many entries, so that words fall apart. */
static McnWordpiece *
make_vocabulary (guint most)
{
  static const char *const marks[] = { ".", ",", "!", "?", "'", "-" };
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "tiny-model", "vocab.txt", NULL), *text = NULL, *all = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  McnWordpiece *wordpiece;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_free (lines[i + 1]);
      lines[i + 1] = g_strdup (marks[i]);
    }
  for (guint i = most; i < g_strv_length (lines); i++)
    *lines[i] = '\0';
  all = g_strjoinv ("\n", lines);
  g_strchomp (all);
  bytes = g_bytes_new (all, strlen (all));
  wordpiece = mcn_wordpiece_new (bytes, "test", &error);
  g_assert_no_error (error);
  return wordpiece;
}

/* Words and marks as the vocabulary writes them, "|" before each sentence. */
static char *
show (McnWordpiece *wordpiece, const McnMarks *marks)
{
  GString *text = g_string_new (NULL);
  guint at = 0;

  for (guint s = 0; s < marks->lengths->len; s++)
    {
      g_string_append_c (text, '|');
      for (gsize i = 0; i < g_array_index (marks->lengths, gsize, s); i++, at++)
        g_string_append_printf (text, " %s%s", mcn_wordpiece_get (wordpiece, g_array_index (marks->ids, guint32, at)),
                                g_array_index (marks->is_word, guint8, at) ? "" : "*");
    }
  g_assert_cmpuint (at, ==, marks->ids->len);
  return g_string_free (text, FALSE);
}

/* In a dataset every sample's marks keep its words, one by one, in sentences that fit. */
static void
test_words (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnWordpiece) wordpiece = make_vocabulary (G_MAXUINT);
  g_autoptr (McnMarks) marks = mcn_marks_new ();
  g_autofree char *first = NULL;
  guint n_marks = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (data->dataset); i++)
    {
      McnSample sample;
      gsize at = 0;

      mcn_dataset_get_sample (data->dataset, i, &sample);
      g_assert_true (mcn_marks_read (marks, wordpiece, &sample));
      g_assert_cmpuint (marks->lengths->len, ==, sample.n_sentences);
      for (guint s = 0; s < sample.n_sentences; s++)
        {
          guint text, n, word = 0;
          const guint16 *ids = mcn_sample_get_sentence (&sample, s, &text, &n);
          gsize length = g_array_index (marks->lengths, gsize, s);

          g_assert_cmpuint (length, <=, MCN_MAX_SENTENCE);
          for (gsize j = 0; j < length; j++, at++)
            if (g_array_index (marks->is_word, guint8, at))
              g_assert_cmpuint (g_array_index (marks->ids, guint32, at), ==, ids[word++]);
            else
              n_marks++;
          g_assert_cmpuint (word, ==, n);
        }
      if (i == 0)
        first = show (wordpiece, marks);
    }
  g_assert_cmpuint (n_marks, >, 40);
  g_test_message ("%s", first);
  g_assert_true (g_str_has_suffix (first, " .*"));
}

static gint
any_encoder (gpointer data, const McnSample *sample)
{
  return 0;
}

static McnWordStore *
open_store (TinyData *data, const char *name, gboolean marks, McnWordpiece *wordpiece, GError **error)
{
  const McnTextEncoder *encoders[] = { mcn_model_get_text_encoder (data->model) };
  g_autofree char *folder = tiny_data_path (data, "marks"), *path = g_build_filename (folder, name, NULL);

  return mcn_word_store_open_marks (data->dataset, path, marks ? "marks" : "words", encoders, any_encoder, NULL, wordpiece, 1, NULL, NULL, NULL, error);
}

/* As many rows, other numbers; a file that was cut is gone on with; another vocabulary is refused. */
static void
test_store (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  g_autoptr (McnWordpiece) wordpiece = make_vocabulary (G_MAXUINT);
  g_autofree char *folder = tiny_data_path (data, "marks"), *path = g_build_filename (folder, "b", NULL), *whole = NULL, *again = NULL;
  g_autoptr (McnWordpiece) other = make_vocabulary (400);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnWordStore) words = open_store (data, "a", FALSE, NULL, &error), marks = open_store (data, "b", TRUE, wordpiece, &error);
  gsize n, n_again, width = mcn_word_store_get_width (words);

  g_assert_no_error (error);
  g_assert_cmpint (memcmp (mcn_word_store_get (words, 0, 0), mcn_word_store_get (marks, 0, 0), width * sizeof (guint16)), !=, 0);
  g_assert_true (g_file_get_contents (path, &whole, &n, NULL));
  g_clear_pointer (&marks, mcn_word_store_free);
  g_assert_true (g_file_set_contents (path, whole, n * 2 / 3 + 1, NULL));
  marks = open_store (data, "b", TRUE, wordpiece, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &again, &n_again, NULL));
  g_assert_cmpmem (whole, n, again, n_again);

  g_assert_null (open_store (data, "c", TRUE, other, &error));
  g_assert_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_MISMATCH);
}

static McnStage2 *
make_stage (TinyData *data, gboolean learns)
{
  g_autoptr (McnWordpiece) wordpiece = make_vocabulary (G_MAXUINT);
  g_autoptr (GError) error = NULL;
  McnStage2 *stage = mcn_stage2_new (data->dataset, open_store (data, "a", FALSE, NULL, NULL), &(McnStage2Options) {
    .seed = 1, .d = 16, .n_heads = 2, .n_layers = 2, .batch = 12, .n_texts = 20, .fold = -1, .change = { .marks = learns },
  }, &error);

  g_assert_no_error (error);
  mcn_stage2_set_marks (stage, open_store (data, "b", TRUE, wordpiece, &error));
  g_assert_no_error (error);
  return stage;
}

static gfloat
say (McnStage2 *stage, gboolean marks)
{
  g_autoptr (McnTape) tape = mcn_tape_new ();
  gfloat score[MCN_MAX_SOURCES];

  mcn_stage2_read_marks (stage, marks);
  mcn_stage2_predict (stage, &(McnStep) { .tape = tape, .params = mcn_stage2_get_params (stage) }, 1, &(McnQuery) { 30, FALSE, 30, MCN_TEXT_ALL },
                      &(McnOutputs) { .score = score }, NULL);
  return score[0];
}

/* A stage that learns from them differs from one that does not, and in two parts has the same bits. */
static void
test_stage (void)
{
  g_autoptr (TinyData) data = tiny_data_new ();
  gfloat said[3];

  for (guint way = 0; way < G_N_ELEMENTS (said); way++)
    {
      g_autofree char *name = g_strdup_printf ("run %u", way), *folder = tiny_data_path (data, name);
      McnCancel stop = way == 2;

      for (guint part = 0; part <= (way == 2); part++)
        {
          g_autoptr (McnStage2) stage = make_stage (data, way > 0);
          McnFitProblem problem = mcn_stage2_problem (stage);
          McnFitOptions fit = {
            .n_epochs = 2, .rate = 2e-3, .max_norm = 1, .seed = 1, .n_threads = 1, .tasks = MCN_ALL_TASKS, .folder = folder, .config = "a",
            .save_seconds = 1e9, .resume = TRUE, .stop = &stop,
          };

          problem.validate = NULL;
          g_assert_true (mcn_fit_run (&problem, &fit, NULL) != (way == 2 && part == 0));
          stop = 0;
          said[way] = say (stage, FALSE);
          g_assert_cmpfloat (say (stage, TRUE), !=, said[way]);
        }
    }
  g_assert_cmpfloat (said[1], !=, said[0]);
  g_assert_cmpfloat (said[2], ==, said[1]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/marks/words", test_words);
  g_test_add_func ("/train/marks/store", test_store);
  g_test_add_func ("/train/marks/stage", test_stage);
  return g_test_run ();
}
