/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explanations say exactly what a fusion without the thing would say. */
#include "fusion-case.h"
#include "mcn-explain.h"

#include <string.h>

static const McnCalibration calibration[MCN_N_MODES] = {
  [MCN_MODE_PHOTO] = { .slope = 1.1, .offset = -.3 },
  [MCN_MODE_CRITIQUE] = { .slope = .9, .offset = .6 },
  [MCN_MODE_BOTH] = { .slope = 1.2, .offset = -.7 },
};

static const gsize first[] = { 0, 5, 5, 12, 13 };       /* one sentence is empty, one has one word */
#define N_SENTENCES 4
#define N_WORDS 13

static McnExplanation *
explain (FusionCase *fusion, McnExplain what, McnCancel *cancel, GError **error)
{
  guint n_threads = mcn_team_get_n_threads (fusion->team);
  gsize m = fusion->image.n, n = fusion->text.n;
  McnArena **workers = g_new (McnArena *, n_threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  const gsize whole[] = { 0, fusion->n_words };
  McnExplanation *explanation;
  McnExplainTask task = {
    .mcn = fusion->mcn, .calibration = calibration, .team = fusion->team, .arena = arena, .workers = workers,
    .image = &fusion->image, .skips = fusion_case_skips (fusion), .columns = fusion->columns, .rows = fusion->rows,
    .text = &fusion->text, .n_sentences = fusion->n_words == N_WORDS ? N_SENTENCES : 1,
    .first = fusion->n_words == N_WORDS ? first : whole,
  };

  g_assert_true (mcn_arena_reserve (arena, mcn_explain_plan (fusion->mcn, m, n, n_threads), NULL));
  for (guint i = 0; i < n_threads; i++)
    {
      workers[i] = mcn_arena_new ();
      g_assert_true (mcn_arena_reserve (workers[i], mcn_explain_worker_plan (fusion->mcn, m, n), NULL));
    }

  explanation = mcn_explain (&task, what, cancel, error);

  g_assert_cmpuint (mcn_arena_mark (arena), ==, 0);
  for (guint i = 0; i < n_threads; i++)
    {
      g_assert_cmpuint (mcn_arena_mark (workers[i]), ==, 0);
      mcn_arena_free (workers[i]);
    }
  g_free (workers);
  return explanation;
}

static gfloat
calibrated (FusionCase *fusion, gsize n_words, const McnLogits *logits)
{
  McnMode mode = fusion->columns == 0 ? MCN_MODE_CRITIQUE : n_words > 0 ? MCN_MODE_BOTH : MCN_MODE_PHOTO;

  return calibration[mode].offset + calibration[mode].slope * (gdouble) logits->score;
}

/* Relevance @i of @n, all outputs, against what remains in @without. */
static void
assert_effect (FusionCase *fusion, const McnLogits *all, gsize n_words, const McnLogits *without,
               const gfloat *relevance, gsize n, gsize i)
{
  g_assert_cmpfloat_with_epsilon (relevance[i],
                                  calibrated (fusion, fusion->n_words, all) - calibrated (fusion, n_words, without), 2e-6);
  for (guint s = 0; s < MCN_N_STYLES; s++)
    g_assert_cmpfloat (relevance[(1 + s) * n + i], ==, all->style[s] - without->style[s]);
}

/* The whole critique anew on @n tokens, which are freed. */
static void
fuse_text (FusionCase *fusion, gfloat *tokens, gsize n, McnLogits *logits)
{
  McnBranch kept = fusion->text;
  gsize d = mcn_mcn_get_width (fusion->mcn);

  fusion->text = (McnBranch) { n, tokens, g_new (gfloat, n * d), g_new (gfloat, n * 3 * d) };
  mcn_mcn_run_branch (fusion->mcn, NULL, fusion->arena, MCN_MODALITY_TEXT, &fusion->text, NULL, NULL);
  fusion_case_run (fusion, logits);
  g_free (fusion->text.tokens);
  g_free (fusion->text.strm);
  g_free (fusion->text.crossed);
  fusion->text = kept;
}

static void
assert_sentence (FusionCase *fusion, const McnLogits *all, const gsize *from, const gfloat *relevance, gsize n, gsize i)
{
  gsize d = mcn_mcn_get_width (fusion->mcn), n_text = fusion->text.n;
  gfloat *tokens = g_memdup2 (fusion->text.tokens, n_text * d * sizeof (gfloat));
  McnLogits without;

  memmove (tokens + (1 + from[i]) * d, tokens + (1 + from[i + 1]) * d, (n_text - 1 - from[i + 1]) * d * sizeof (gfloat));
  n_text -= from[i + 1] - from[i];
  fuse_text (fusion, tokens, n_text, &without);
  assert_effect (fusion, all, n_text - 1, &without, relevance, n, i);
}

/* With word @i as the mean of the training, from the encoder's numbers on. */
static void
assert_word (FusionCase *fusion, const McnLogits *all, const gfloat *relevance, gsize i)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (fusion->mcn);
  g_autofree gfloat *mean = mcn_safetensors_load_f32 (fusion->weights, "word_mean", NULL, 1, tokens->n_word);
  gfloat *changed = g_memdup2 (fusion->text.tokens, fusion->text.n * tokens->d * sizeof (gfloat));
  McnLogits without;

  g_assert_nonnull (mean);
  mcn_tokens_words (tokens, NULL, 1, mean, changed + (1 + i) * tokens->d);
  fuse_text (fusion, changed, fusion->text.n, &without);
  assert_effect (fusion, all, fusion->n_words, &without, relevance, fusion->n_words, i);
}

/* With region @i as the mean of the training, from the backbone's numbers on. */
static void
assert_region (FusionCase *fusion, const McnLogits *all, const gfloat *relevance, gsize i)
{
  const McnTokens *tokens = mcn_mcn_get_tokens (fusion->mcn);
  gsize n = (gsize) fusion->columns * fusion->rows, n_region = tokens->n_region;
  g_autofree gfloat *regions = g_memdup2 (fusion->regions, n * n_region * sizeof (gfloat));
  McnBranch kept = fusion->image, image = fusion->image;
  McnLogits without;

  image.tokens = g_new (gfloat, image.n * tokens->d);
  image.strm = g_new (gfloat, image.n * tokens->d);
  image.crossed = g_new (gfloat, image.n * 3 * tokens->d);
  memcpy (regions + i * n_region, tokens->region_mean, n_region * sizeof (gfloat));
  mcn_tokens_image (tokens, NULL, fusion->arena, fusion->global, regions, fusion->columns, fusion->rows, image.tokens);
  mcn_mcn_run_branch (fusion->mcn, NULL, fusion->arena, MCN_MODALITY_IMAGE, &image, NULL, NULL);
  fusion->image = image;
  fusion_case_run (fusion, &without);
  fusion->image = kept;
  g_free (image.tokens);
  g_free (image.strm);
  g_free (image.crossed);

  assert_effect (fusion, all, fusion->n_words, &without, relevance, n, i);
}

static void
test_exact (gconstpointer data)
{
  gboolean photo = GPOINTER_TO_INT (data);
  g_autoptr (FusionCase) fusion = fusion_case_new (2, photo ? 4 : 0, photo ? 3 : 0, N_WORDS, 31);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnExplanation) explanation = explain (fusion, MCN_EXPLAIN_ALL, NULL, &error);
  McnLogits all;

  g_assert_no_error (error);
  g_assert_cmpuint (explanation->n_tokens, ==, N_WORDS);
  g_assert_cmpuint (explanation->n_sentences, ==, N_SENTENCES);
  g_assert_cmpuint (explanation->n_regions, ==, photo ? 12 : 0);
  g_assert_cmpuint (explanation->n_layers, ==, 2);

  fusion_case_run (fusion, &all);

  for (gsize i = 0; i < explanation->n_regions; i++)
    assert_region (fusion, &all, explanation->region, i);
  for (gsize i = 0; i < N_WORDS; i++)
    assert_word (fusion, &all, explanation->token, i);
  for (gsize i = 0; i < N_SENTENCES; i++)
    assert_sentence (fusion, &all, first, explanation->sentence, N_SENTENCES, i);

  /* An empty sentence does nothing. */
  for (guint s = 0; s < MCN_N_OUTPUTS; s++)
    g_assert_cmpfloat (explanation->sentence[s * N_SENTENCES + 1], ==, 0);
}

/* Where the only sentence goes, the photograph stands alone, on its own scale. */
static void
test_only_sentence (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (1, 4, 3, 6, 31);
  g_autoptr (McnExplanation) explanation = explain (fusion, MCN_EXPLAIN_SENTENCES, NULL, NULL);
  McnLogits all;

  g_assert_cmpuint (explanation->n_sentences, ==, 1);
  fusion_case_run (fusion, &all);
  assert_sentence (fusion, &all, (const gsize[]) { 0, 6 }, explanation->sentence, 1, 0);
}

static void
test_matrix (gconstpointer data)
{
  gboolean photo = GPOINTER_TO_INT (data);
  g_autoptr (FusionCase) fusion = fusion_case_new (1, photo ? 5 : 0, photo ? 4 : 0, N_WORDS, 6);
  g_autoptr (McnExplanation) explanation = explain (fusion, MCN_EXPLAIN_MATRIX, NULL, NULL);
  gsize n = explanation->n_regions;

  for (gsize i = 0; i < N_WORDS; i++)
    {
      gdouble sum = explanation->nowhere_of_token[i];

      g_assert_cmpfloat (explanation->nowhere_of_token[i], >, 0);
      for (gsize j = 0; j < n; j++)
        {
          g_assert_cmpfloat (explanation->token_region[i * n + j], >=, 0);
          sum += explanation->token_region[i * n + j];
        }
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
    }
  for (gsize j = 0; j < n; j++)
    {
      g_assert_cmpfloat (explanation->nowhere_of_region[j], >, 0);
      g_assert_cmpfloat (explanation->nowhere_of_region[j], <, 1);
    }
}

static void
test_parts (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (1, 4, 3, N_WORDS, 6);
  g_autoptr (McnExplanation) all = explain (fusion, MCN_EXPLAIN_ALL, NULL, NULL);
  g_autoptr (McnExplanation) sentences = explain (fusion, MCN_EXPLAIN_SENTENCES, NULL, NULL);
  g_autoptr (McnExplanation) regions = explain (fusion, MCN_EXPLAIN_REGIONS, NULL, NULL);

  g_assert_null (sentences->token);
  g_assert_null (sentences->region);
  g_assert_null (sentences->token_region);
  g_assert_null (regions->sentence);
  g_assert_cmpmem (sentences->sentence, MCN_N_OUTPUTS * N_SENTENCES * sizeof (gfloat),
                   all->sentence, MCN_N_OUTPUTS * N_SENTENCES * sizeof (gfloat));
  g_assert_cmpmem (regions->region, MCN_N_OUTPUTS * 12 * sizeof (gfloat),
                   all->region, MCN_N_OUTPUTS * 12 * sizeof (gfloat));
}

static void
test_threads (void)
{
  static const guint n_threads[] = { 1, 2, 3, 7 };
  g_autoptr (McnExplanation) one = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (n_threads); k++)
    {
      g_autoptr (FusionCase) fusion = fusion_case_new (n_threads[k], 10, 7, N_WORDS, 12);
      g_autoptr (McnExplanation) other = explain (fusion, MCN_EXPLAIN_ALL, NULL, NULL);

      if (one == NULL)
        {
          one = g_steal_pointer (&other);
          continue;
        }
      g_assert_cmpmem (one->region, MCN_N_OUTPUTS * 70 * sizeof (gfloat), other->region, MCN_N_OUTPUTS * 70 * sizeof (gfloat));
      g_assert_cmpmem (one->token, MCN_N_OUTPUTS * N_WORDS * sizeof (gfloat), other->token, MCN_N_OUTPUTS * N_WORDS * sizeof (gfloat));
      g_assert_cmpmem (one->sentence, MCN_N_OUTPUTS * N_SENTENCES * sizeof (gfloat),
                       other->sentence, MCN_N_OUTPUTS * N_SENTENCES * sizeof (gfloat));
      g_assert_cmpmem (one->token_region, N_WORDS * 70 * sizeof (gfloat), other->token_region, N_WORDS * 70 * sizeof (gfloat));
      g_assert_cmpmem (one->nowhere_of_region, 70 * sizeof (gfloat), other->nowhere_of_region, 70 * sizeof (gfloat));
    }
}

static gpointer
set_flag (gpointer data)
{
  g_usleep (500);
  g_atomic_int_set ((McnCancel *) data, 1);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (2, 10, 10, 400, 12);
  McnCancel cancel = 1;
  GThread *thread;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (McnExplanation) explanation = NULL;

      /* Before it begins, then from another thread in the middle. */
      if (i == 1)
        {
          g_atomic_int_set (&cancel, 0);
          thread = g_thread_new ("cancel", set_flag, &cancel);
        }
      explanation = explain (fusion, MCN_EXPLAIN_TOKENS, &cancel, &error);
      if (i == 1)
        g_thread_join (thread);
      g_assert_null (explanation);
      g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/mcn/explain/exact/both", GINT_TO_POINTER (TRUE), test_exact);
  g_test_add_data_func ("/mcn/explain/exact/critique", GINT_TO_POINTER (FALSE), test_exact);
  g_test_add_func ("/mcn/explain/only-sentence", test_only_sentence);
  g_test_add_data_func ("/mcn/explain/matrix/both", GINT_TO_POINTER (TRUE), test_matrix);
  g_test_add_data_func ("/mcn/explain/matrix/critique", GINT_TO_POINTER (FALSE), test_matrix);
  g_test_add_func ("/mcn/explain/parts", test_parts);
  g_test_add_func ("/mcn/explain/threads", test_threads);
  g_test_add_func ("/mcn/explain/cancel", test_cancel);

  return g_test_run ();
}
