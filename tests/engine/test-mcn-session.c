/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions on the tiny model: the same bits whatever the threads, the batch and
 * the order; nothing allocated; what is left out is left out. */
#include "count-allocations.h"
#include "mcn-cpu.h"
#include "mcn-session-private.h"

#include <string.h>

static McnModel *model;

static McnModel *
load_model (void)
{
  g_autoptr (GError) error = NULL;
  McnModel *loaded = mcn_model_load (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), NULL, &error);

  g_assert_no_error (error);
  return loaded;
}

static McnSession *
session_new (guint n_threads)
{
  g_autoptr (GError) error = NULL;
  McnSession *session = mcn_session_new (model, n_threads, &error);

  g_assert_no_error (error);
  return session;
}

/* A picture with @padding bytes behind each row. */
static McnPicture
make_picture (guint width, guint height, gsize padding, guint32 seed)
{
  McnPicture picture = { .width = width, .height = height, .stride = 3 * width + padding };
  guint8 *rgb = g_malloc (picture.stride * height);

  for (guint y = 0; y < height; y++)
    for (gsize i = 0; i < picture.stride; i++)
      rgb[y * picture.stride + i] = i < 3 * width ? (seed * 31 + (i / 24) * (i % 3 + 3) * 17 + (y / 9) * 29) % 256 : 99;
  picture.rgb = rgb;
  return picture;
}

static McnImage *
encode_image (McnSession *session, guint width, guint height, gsize padding)
{
  g_autoptr (GError) error = NULL;
  McnPicture picture = make_picture (width, height, padding, 5);
  McnImage *image = mcn_session_encode_image (session, &picture, NULL, &error);

  g_assert_no_error (error);
  g_free ((gpointer) picture.rgb);
  return image;
}

static const char *const texts[] = {
  "The light on the water is lovely. But the sky is empty, and the horizon tilts!",
  "Nice colours; I would crop the left side. Sharp where it should be.",
  "The subject sits on a third. Good depth of field.",
};

static McnCritique *
critique_new (const char *const *list, gsize n)
{
  return mcn_critique_new (mcn_model_get_wordpiece (model), list, NULL, n);
}

/* All sentences in one call, in their order. */
static GPtrArray *
encode (McnSession *session, McnCritique *critique)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_words_unref);
  g_autofree gsize *which = g_new (gsize, critique->n_sentences + 1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < critique->n_sentences; i++)
    which[i] = i;
  g_ptr_array_set_size (words, critique->n_sentences);
  g_assert_true (mcn_session_encode_sentences (session, critique, which, critique->n_sentences,
                                               (McnWords **) words->pdata, NULL, &error));
  g_assert_no_error (error);
  return words;
}

static McnLogits
fuse (McnSession *session, McnImage *image, GPtrArray *words, const guint8 *keep)
{
  McnLogits logits;
  g_autoptr (GError) error = NULL;

  memset (&logits, 0, sizeof logits);
  g_assert_true (mcn_session_fuse (session, image, words != NULL ? (McnWords *const *) words->pdata : NULL,
                                   words != NULL ? words->len : 0, keep, &logits, NULL, &error));
  g_assert_no_error (error);
  return logits;
}

static void
assert_same (McnLogits a, McnLogits b)
{
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
assert_near (McnLogits a, McnLogits b, gdouble tolerance)
{
  g_assert_cmpfloat_with_epsilon (a.score, b.score, tolerance);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_assert_cmpfloat_with_epsilon (a.style[i], b.style[i], tolerance);
}

static void
assert_same_image (McnImage *a, McnImage *b)
{
  gsize d = mcn_mcn_get_width (mcn_model_get_mcn (model));

  g_assert_cmpuint (a->branch.n, ==, b->branch.n);
  g_assert_cmpmem (a->global, a->n_global * sizeof (gfloat), b->global, b->n_global * sizeof (gfloat));
  g_assert_cmpmem (&a->skips, sizeof a->skips, &b->skips, sizeof b->skips);
  g_assert_cmpmem (a->branch.tokens, a->branch.n * d * sizeof (gfloat), b->branch.tokens, b->branch.n * d * sizeof (gfloat));
  g_assert_cmpmem (a->branch.strm, a->branch.n * d * sizeof (gfloat), b->branch.strm, b->branch.n * d * sizeof (gfloat));
  g_assert_cmpmem (a->branch.crossed, a->branch.n * 3 * d * sizeof (gfloat),
                   b->branch.crossed, b->branch.n * 3 * d * sizeof (gfloat));
}

static void
assert_same_words (McnWords *a, McnWords *b)
{
  g_assert_cmpuint (a->n_tokens, ==, b->n_tokens);
  g_assert_cmpmem (a->tokens, a->n_tokens * a->d * sizeof (gfloat), b->tokens, b->n_tokens * b->d * sizeof (gfloat));
}

static void
test_threads (void)
{
  static const guint n_threads[] = { 1, 2, 3, 7 };
  g_autoptr (McnSession) one = session_new (1);
  g_autoptr (McnImage) image = encode_image (one, 320, 224, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, G_N_ELEMENTS (texts));
  g_autoptr (GPtrArray) words = encode (one, critique);
  McnLogits logits = fuse (one, image, words, NULL);

  g_assert_cmpuint (mcn_image_get_columns (image), ==, 10);
  g_assert_cmpuint (mcn_image_get_rows (image), ==, 7);

  for (gsize k = 1; k < G_N_ELEMENTS (n_threads); k++)
    {
      g_autoptr (McnSession) session = session_new (n_threads[k]);
      g_autoptr (McnImage) same_image = encode_image (session, 320, 224, 0);
      g_autoptr (GPtrArray) same_words = encode (session, critique);

      assert_same_image (image, same_image);
      for (gsize i = 0; i < words->len; i++)
        assert_same_words (words->pdata[i], same_words->pdata[i]);
      assert_same (logits, fuse (session, image, words, NULL));
      assert_same (logits, fuse (session, same_image, same_words, NULL));
    }
}

/* A sentence gives the same bits alone, among others, and whatever ran before. */
static void
test_batch (void)
{
  g_autoptr (McnSession) session = session_new (2);
  g_autoptr (McnCritique) critique = critique_new (texts, G_N_ELEMENTS (texts));
  g_autoptr (GPtrArray) words = encode (session, critique);
  g_autoptr (McnImage) image = encode_image (session, 256, 320, 0);
  McnLogits logits = fuse (session, image, words, NULL);

  g_assert_cmpuint (words->len, ==, 7);
  for (gsize i = critique->n_sentences; i-- > 0; )
    {
      g_autoptr (McnWords) alone = NULL;
      McnWords *out[1];

      g_assert_true (mcn_session_encode_sentences (session, critique, &i, 1, out, NULL, NULL));
      alone = out[0];
      g_assert_cmpuint (mcn_words_get_n_tokens (alone), ==, critique->sentences[i].n_tokens);
      assert_same_words (alone, words->pdata[i]);
    }

  {
    g_autoptr (McnImage) again = encode_image (session, 256, 320, 0);

    assert_same_image (image, again);
  }
  assert_same (logits, fuse (session, image, words, NULL));
}

/* Many sentences, more than go through the encoder at once. */
static void
test_many_sentences (void)
{
  g_autoptr (McnSession) session = session_new (2);
  g_autofree const char **list = g_new (const char *, 90);
  g_autoptr (McnCritique) critique = NULL;
  g_autoptr (GPtrArray) words = NULL;

  for (gsize i = 0; i < 90; i++)
    list[i] = texts[i % G_N_ELEMENTS (texts)];
  critique = critique_new (list, 90);
  words = encode (session, critique);
  g_assert_cmpuint (words->len, ==, 210);
  for (gsize i = 7; i < words->len; i++)
    assert_same_words (words->pdata[i], words->pdata[i % 7]);
}

/* Bytes between the rows do not matter. */
static void
test_stride (void)
{
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) tight = encode_image (session, 96, 64, 0);
  g_autoptr (McnImage) padded = encode_image (session, 96, 64, 13);

  assert_same_image (tight, padded);
}

/* No word left is the photograph alone, in whatever way they went. */
static void
test_photo_alone (void)
{
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 1);
  g_autoptr (GPtrArray) words = encode (session, critique);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const guint8 keep[2] = { 0, 0 };
  McnLogits alone = fuse (session, image, NULL, NULL);

  g_assert_cmpuint (words->len, ==, 2);
  g_ptr_array_set_size (none, 2);
  assert_same (alone, fuse (session, image, words, keep));
  assert_same (alone, fuse (session, image, none, NULL));
  g_assert_cmpfloat (ABS (alone.score - fuse (session, image, words, NULL).score), >, 1e-4);
}

static void
test_critique_alone (void)
{
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 2);
  g_autoptr (GPtrArray) words = encode (session, critique);
  McnLogits alone = fuse (session, NULL, words, NULL);

  g_assert_cmpfloat (ABS (alone.score - fuse (session, image, words, NULL).score), >, 1e-4);
}

/* A list of critiques is their sentences: reordered, the score stays. */
static void
test_order (void)
{
  static const char *const turned[] = {
    "The subject sits on a third. Good depth of field.",
    "The light on the water is lovely. But the sky is empty, and the horizon tilts!",
    "Nice colours; I would crop the left side. Sharp where it should be.",
  };
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
  g_autoptr (McnCritique) one = critique_new (texts, 3), other = critique_new (turned, 3);
  g_autoptr (GPtrArray) a = encode (session, one), b = encode (session, other);

  assert_near (fuse (session, image, a, NULL), fuse (session, image, b, NULL), 1e-4);
}

/* Leaving a sentence out is not having written it. */
static void
test_keep (void)
{
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 3);
  g_autoptr (GPtrArray) words = encode (session, critique);

  for (gsize i = 0; i < words->len; i++)
    {
      g_autofree guint8 *keep = g_malloc (words->len);
      g_autoptr (GPtrArray) rest = g_ptr_array_new ();

      memset (keep, 1, words->len);
      keep[i] = 0;
      for (gsize j = 0; j < words->len; j++)
        if (j != i)
          g_ptr_array_add (rest, words->pdata[j]);
      assert_same (fuse (session, image, words, keep), fuse (session, image, rest, NULL));
    }
}

/* Words past the 512th change nothing, and a sentence across the line counts up to it. */
static void
test_limit (void)
{
  g_autoptr (McnSession) session = session_new (2);
  g_autoptr (McnImage) image = encode_image (session, 320, 320, 0);
  g_autofree const char **list = g_new (const char *, 60);
  g_autoptr (McnCritique) critique = NULL;
  g_autoptr (GPtrArray) words = NULL, counted = NULL, fewer = NULL;
  g_autoptr (McnExplanation) explanation = NULL;
  McnLogits all;
  gsize n = 0, last = 0;

  for (gsize i = 0; i < 60; i++)
    list[i] = texts[i % G_N_ELEMENTS (texts)];
  critique = critique_new (list, 60);
  words = encode (session, critique);
  g_assert_cmpuint (critique->n_tokens, >, MCN_MAX_WORDS + 40);
  g_assert_cmpuint (critique->n_counted, ==, MCN_MAX_WORDS);

  counted = g_ptr_array_new ();
  fewer = g_ptr_array_new ();
  for (gsize i = 0; i < words->len && n < MCN_MAX_WORDS; i++)
    {
      n += mcn_words_get_n_tokens (words->pdata[i]);
      last = i;
      g_ptr_array_add (counted, words->pdata[i]);
      if (n < MCN_MAX_WORDS)
        g_ptr_array_add (fewer, words->pdata[i]);
    }
  g_assert_cmpuint (critique->sentences[last].n_counted, >, 0);
  g_assert_cmpuint (critique->sentences[last + 1].n_counted, ==, 0);

  all = fuse (session, image, words, NULL);
  assert_same (all, fuse (session, image, counted, NULL));
  g_assert_cmpfloat (ABS (all.score - fuse (session, image, fewer, NULL).score), >, 0);

  /* The largest there is fits the plan. */
  explanation = mcn_session_explain (session, image, (McnWords *const *) words->pdata, words->len,
                                     MCN_EXPLAIN_SENTENCES | MCN_EXPLAIN_REGIONS | MCN_EXPLAIN_MATRIX, NULL, NULL);
  g_assert_nonnull (explanation);
  g_assert_cmpuint (explanation->n_tokens, ==, MCN_MAX_WORDS);
  g_assert_cmpuint (explanation->n_regions, ==, 100);
  g_assert_cmpuint (explanation->n_sentences, ==, words->len);
  g_assert_cmpfloat (explanation->sentence[0], !=, 0);
  g_assert_cmpfloat (explanation->sentence[last + 1], ==, 0);
}

/* The effect of a sentence is what the shown number does without it. */
static void
test_explain (void)
{
  g_autoptr (McnSession) session = session_new (3);
  g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 3);
  g_autoptr (GPtrArray) words = encode (session, critique);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnExplanation) explanation = mcn_session_explain (session, image, (McnWords *const *) words->pdata, words->len,
                                                                MCN_EXPLAIN_ALL, NULL, &error);
  McnLogits all = fuse (session, image, words, NULL);
  gdouble shown = mcn_model_calibrate (model, MCN_MODE_BOTH, all.score);

  g_assert_no_error (error);
  g_assert_cmpuint (explanation->n_tokens, ==, critique->n_counted);
  for (gsize i = 0; i < words->len; i++)
    {
      g_autofree guint8 *keep = g_malloc (words->len);
      McnLogits without;

      memset (keep, 1, words->len);
      keep[i] = 0;
      without = fuse (session, image, words, keep);
      g_assert_cmpfloat_with_epsilon (explanation->sentence[i],
                                      shown - mcn_model_calibrate (model, MCN_MODE_BOTH, without.score), 1e-5);
      for (guint s = 0; s < MCN_N_STYLES; s++)
        g_assert_cmpfloat (explanation->sentence[(1 + s) * words->len + i], ==, all.style[s] - without.style[s]);
    }
}

static void
test_attention (void)
{
  static const char *const names[] = { "si", "st", "ci.0", "ct.0", "ki.0", "kt.0", "ci.1", "ct.1", "ki.1", "kt.1" };
  g_autoptr (McnSession) session = session_new (2);
  g_autoptr (McnImage) image = encode_image (session, 96, 64, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 1);
  g_autoptr (GPtrArray) words = encode (session, critique);
  g_autoptr (GPtrArray) maps = mcn_session_attention (session, image, (McnWords *const *) words->pdata, words->len, NULL, NULL);
  gsize m = 2 + 3 * 2, n = 1 + critique->n_counted;

  g_assert_cmpuint (maps->len, ==, G_N_ELEMENTS (names));
  for (gsize k = 0; k < maps->len; k++)
    {
      McnAttentionMap *map = maps->pdata[k];

      g_assert_cmpstr (map->name, ==, names[k]);
      g_assert_cmpuint (map->n_queries, ==, names[k][1] == 'i' ? m : n);
      g_assert_cmpuint (map->n_keys, ==, (names[k][0] == 'c') == (names[k][1] == 'i') ? n : m);
      for (gsize i = 0; i < map->n_heads * map->n_queries; i++)
        {
          gdouble sum = 0;

          for (gsize j = 0; j < map->n_keys; j++)
            sum += map->weights[i * map->n_keys + j];
          g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
        }
    }
}

static void
test_cancel (void)
{
  g_autoptr (McnSession) session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 96, 64, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 1);
  g_autoptr (GPtrArray) words = encode (session, critique);
  McnPicture picture = make_picture (96, 64, 0, 1);
  const gsize which[] = { 0, 1 };
  McnWords *out[2] = { GINT_TO_POINTER (1), GINT_TO_POINTER (1) };
  McnCancel cancel = 1;
  McnLogits logits;
  GError *error = NULL;

#define ASSERT_CANCELLED() g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED); g_clear_error (&error)
  g_assert_null (mcn_session_encode_image (session, &picture, &cancel, &error));
  ASSERT_CANCELLED ();
  g_assert_false (mcn_session_encode_sentences (session, critique, which, 2, out, &cancel, &error));
  ASSERT_CANCELLED ();
  g_assert_null (out[0]);
  g_assert_null (out[1]);
  g_assert_false (mcn_session_fuse (session, image, (McnWords *const *) words->pdata, 2, NULL, &logits, &cancel, &error));
  ASSERT_CANCELLED ();
  g_assert_null (mcn_session_explain (session, image, (McnWords *const *) words->pdata, 2, MCN_EXPLAIN_ALL, &cancel, &error));
  ASSERT_CANCELLED ();
  g_assert_null (mcn_session_attention (session, image, (McnWords *const *) words->pdata, 2, &cancel, &error));
  ASSERT_CANCELLED ();

  /* The session is as good as before. */
  cancel = 0;
  g_assert_true (mcn_session_fuse (session, image, (McnWords *const *) words->pdata, 2, NULL, &logits, &cancel, &error));
  assert_same (logits, fuse (session, image, words, NULL));
  g_free ((gpointer) picture.rgb);
}

static void
test_bad_picture (void)
{
  static const struct { guint width, height; } sizes[] = {
    { 0, 0 }, { 32, 64 }, { 64, 32 }, { 65, 64 }, { 64, 100 }, { 352, 64 }, { 64, 4096 }, { 65536, 65536 },
  };
  g_autoptr (McnSession) session = session_new (1);
  guint8 byte = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      McnPicture picture = { .rgb = &byte, .stride = 3 * (gsize) sizes[i].width, .width = sizes[i].width, .height = sizes[i].height };
      g_autoptr (GError) error = NULL;

      g_assert_null (mcn_session_encode_image (session, &picture, NULL, &error));
      g_assert_error (error, MCN_ERROR, MCN_ERROR_INPUT);
    }
}

/* Photometry counts as zero, and as nothing else. */
static void
test_tiny_source (void)
{
  g_autoptr (McnSession) session = session_new (1);
  McnPicture picture = make_picture (96, 64, 0, 1);
  g_autoptr (McnImage) large = mcn_session_encode_image (session, &picture, NULL, NULL);
  g_autoptr (McnImage) tiny = NULL;
  gsize n = large->n_global - MCN_PHOTOMETRY;

  picture.tiny = TRUE;
  tiny = mcn_session_encode_image (session, &picture, NULL, NULL);
  g_assert_cmpmem (large->global, n * sizeof (gfloat), tiny->global, n * sizeof (gfloat));
  for (gsize i = n; i < large->n_global; i++)
    g_assert_cmpfloat (tiny->global[i], ==, 0);
  g_assert_cmpfloat (fuse (session, large, NULL, NULL).score, !=, fuse (session, tiny, NULL, NULL).score);
  g_free ((gpointer) picture.rgb);
}

/* A run allocates what it hands out, and nothing else. */
static void
test_allocations (void)
{
  g_autoptr (McnSession) session = session_new (2);
  g_autoptr (McnImage) image = encode_image (session, 320, 320, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 3);
  g_autoptr (GPtrArray) words = encode (session, critique);
  McnPicture picture = make_picture (320, 256, 0, 2);
  McnWords *out[7];
  gsize which[7] = { 0, 1, 2, 3, 4, 5, 6 };
  McnLogits logits;
  guint before;

  before = count_allocations ();
  g_assert_true (mcn_session_fuse (session, image, (McnWords *const *) words->pdata, words->len, NULL, &logits, NULL, NULL));
  g_assert_true (mcn_session_fuse (session, image, NULL, 0, NULL, &logits, NULL, NULL));
  g_assert_true (mcn_session_fuse (session, NULL, (McnWords *const *) words->pdata, words->len, NULL, &logits, NULL, NULL));
  g_assert_cmpuint (count_allocations (), ==, before);

  g_assert_true (mcn_session_encode_sentences (session, critique, which, 7, out, NULL, NULL));
  g_assert_cmpuint (count_allocations (), ==, before + 7);
  for (gsize i = 0; i < 7; i++)
    mcn_words_unref (out[i]);

  /* The image and its numbers; photometry has working memory of its own. */
  before = count_allocations ();
  mcn_image_unref (mcn_session_encode_image (session, &picture, NULL, NULL));
  g_assert_cmpuint (count_allocations (), >, before);
  g_assert_cmpuint (count_allocations (), <=, before + 2 + 5);
  g_free ((gpointer) picture.rgb);
}

/* Portable, AVX2 and AVX-512 kernels give the same score to a thousandth. */
static void
test_paths (void)
{
  McnCpuPath usual = mcn_cpu_get_path ();
  McnModel *kept = model;
  McnLogits portable = { 0 };

  for (McnCpuPath path = MCN_CPU_PORTABLE; path < MCN_N_CPU_PATHS; path++)
    {
      McnLogits logits;

      if (!mcn_cpu_has_path (path))
        continue;

      mcn_cpu_set_path (path);
      model = load_model ();
      {
        g_autoptr (McnSession) session = session_new (1);
        g_autoptr (McnImage) image = encode_image (session, 320, 224, 0);
        g_autoptr (McnCritique) critique = critique_new (texts, 3);
        g_autoptr (GPtrArray) words = encode (session, critique);

        logits = fuse (session, image, words, NULL);
      }
      mcn_model_unref (model);
      if (path == MCN_CPU_PORTABLE)
        portable = logits;
      assert_near (portable, logits, 1e-3);
    }
  model = kept;
  mcn_cpu_set_path (usual);
}

/* Images and words outlive their session and go to another. */
static void
test_outlive (void)
{
  g_autoptr (McnSession) other = session_new (2);
  McnSession *session = session_new (1);
  g_autoptr (McnImage) image = encode_image (session, 96, 64, 0);
  g_autoptr (McnCritique) critique = critique_new (texts, 1);
  g_autoptr (GPtrArray) words = encode (session, critique);
  McnLogits logits = fuse (session, image, words, NULL);

  mcn_session_free (session);
  assert_same (logits, fuse (other, image, words, NULL));
  g_assert_cmpuint (mcn_image_get_size (image), >, image->branch.n * mcn_mcn_get_width (mcn_model_get_mcn (model)) * sizeof (gfloat));
  g_assert_cmpuint (mcn_words_get_size (words->pdata[0]), >, mcn_words_get_n_tokens (words->pdata[0]) * sizeof (gfloat));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  model = load_model ();

  g_test_add_func ("/mcn/session/threads", test_threads);
  g_test_add_func ("/mcn/session/batch", test_batch);
  g_test_add_func ("/mcn/session/many-sentences", test_many_sentences);
  g_test_add_func ("/mcn/session/stride", test_stride);
  g_test_add_func ("/mcn/session/photo-alone", test_photo_alone);
  g_test_add_func ("/mcn/session/critique-alone", test_critique_alone);
  g_test_add_func ("/mcn/session/order", test_order);
  g_test_add_func ("/mcn/session/keep", test_keep);
  g_test_add_func ("/mcn/session/limit", test_limit);
  g_test_add_func ("/mcn/session/explain", test_explain);
  g_test_add_func ("/mcn/session/attention", test_attention);
  g_test_add_func ("/mcn/session/cancel", test_cancel);
  g_test_add_func ("/mcn/session/bad-picture", test_bad_picture);
  g_test_add_func ("/mcn/session/tiny-source", test_tiny_source);
  g_test_add_func ("/mcn/session/allocations", test_allocations);
  g_test_add_func ("/mcn/session/paths", test_paths);
  g_test_add_func ("/mcn/session/outlive", test_outlive);

  status = g_test_run ();
  mcn_model_unref (model);
  return status;
}
