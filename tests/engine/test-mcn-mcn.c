/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole trunk and its heads against the naive twin; what goes wrong when a
 * file or a configuration does not fit. */
#include "fusion-case.h"
#include "mcn-cpu.h"
#include "naive-mcn.h"

#include <string.h>

static const struct { guint columns, rows; gsize n_words; } shapes[] = {
  { 10, 7, 31 }, { 2, 10, 1 }, { 10, 10, 200 }, { 10, 2, 0 }, { 0, 0, 17 }, { 0, 0, 0 }, { 3, 5, 512 },
};

static void
assert_near (const McnLogits *got, const McnLogits *wanted, gdouble tolerance)
{
  g_assert_cmpfloat_with_epsilon (got->score, wanted->score, tolerance);
  g_assert_cmpfloat_with_epsilon (got->high, wanted->high, tolerance);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_assert_cmpfloat_with_epsilon (got->style[i], wanted->style[i], tolerance);
}

static void
test_naive (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (FusionCase) fusion = fusion_case_new (1 + i % 2, shapes[i].columns, shapes[i].rows, shapes[i].n_words, 10 * i);
      McnLogits got, wanted;

      fusion_case_run (fusion, &got);
      naive_mcn (fusion->weights, &fusion->config, shapes[i].columns > 0 ? fusion->raw_global : NULL, FALSE,
                 fusion->regions, fusion->columns, fusion->rows, fusion->words, fusion->n_words, &wanted);
      assert_near (&got, &wanted, 1e-4);
    }
}

/* Photometry that counts as zero. */
static void
test_tiny_source (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (1, 4, 3, 9, 77);
  const McnTokens *tokens = mcn_mcn_get_tokens (fusion->mcn);
  gsize n = (gsize) fusion->columns * fusion->rows * tokens->n_region;
  g_autofree gfloat *regions = g_memdup2 (fusion->regions, n * sizeof (gfloat));
  McnLogits with, got, wanted;

  fusion_case_run (fusion, &with);
  mcn_tokens_standardise_global (tokens, fusion->raw_global, TRUE, fusion->global);
  for (gsize i = tokens->n_global - MCN_PHOTOMETRY; i < tokens->n_global; i++)
    g_assert_cmpfloat (fusion->global[i], ==, 0);

  mcn_heads_skip (mcn_mcn_get_heads (fusion->mcn), fusion->global, &fusion->skips);
  mcn_tokens_image (tokens, fusion->team, fusion->arena, fusion->global, regions, 4, 3, fusion->image.tokens);
  mcn_mcn_run_branch (fusion->mcn, fusion->team, fusion->arena, MCN_MODALITY_IMAGE, &fusion->image, NULL, NULL);
  fusion_case_run (fusion, &got);
  naive_mcn (fusion->weights, &fusion->config, fusion->raw_global, TRUE, fusion->regions, 4, 3,
             fusion->words, fusion->n_words, &wanted);

  assert_near (&got, &wanted, 1e-4);
  g_assert_cmpfloat (ABS (with.score - got.score), >, 1e-3);
}

static void
test_threads (void)
{
  static const guint n_threads[] = { 1, 2, 3, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      McnLogits first = { 0 };

      for (gsize k = 0; k < G_N_ELEMENTS (n_threads); k++)
        {
          g_autoptr (FusionCase) fusion = fusion_case_new (n_threads[k], shapes[i].columns, shapes[i].rows, shapes[i].n_words, 5);
          McnLogits logits;

          fusion_case_run (fusion, k == 0 ? &first : &logits);
          if (k > 0)
            g_assert_cmpmem (&first, sizeof first, &logits, sizeof logits);
        }
    }
}

/* Portable, AVX2 and AVX-512 agree where the machine has them. */
static void
test_paths (void)
{
  McnCpuPath usual = mcn_cpu_get_path ();
  McnLogits portable;

  for (McnCpuPath path = MCN_CPU_PORTABLE; path < MCN_N_CPU_PATHS; path++)
    {
      McnLogits logits;

      if (!mcn_cpu_has_path (path))
        continue;

      /* Weights are packed for a path, so the case is made anew. */
      mcn_cpu_set_path (path);
      {
        g_autoptr (FusionCase) fusion = fusion_case_new (2, 10, 7, 40, 3);

        fusion_case_run (fusion, &logits);
      }
      if (path == MCN_CPU_PORTABLE)
        portable = logits;
      assert_near (&logits, &portable, 1e-4);
    }
  mcn_cpu_set_path (usual);
}

/* Words carry no position: any order gives the same score. */
static void
test_order (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (1, 10, 7, 60, 8);
  gsize d = mcn_mcn_get_width (fusion->mcn);
  McnLogits before, after;

  fusion_case_run (fusion, &before);
  for (gsize i = 1, j = fusion->n_words; i < j; i++, j--)
    for (gsize c = 0; c < d; c++)
      {
        gfloat kept = fusion->text.tokens[i * d + c];

        fusion->text.tokens[i * d + c] = fusion->text.tokens[j * d + c];
        fusion->text.tokens[j * d + c] = kept;
      }
  mcn_mcn_run_branch (fusion->mcn, fusion->team, fusion->arena, MCN_MODALITY_TEXT, &fusion->text, NULL, NULL);
  fusion_case_run (fusion, &after);
  assert_near (&after, &before, 1e-4);
}

/* Both modalities reach the score. */
static void
test_both_count (void)
{
  g_autoptr (FusionCase) a = fusion_case_new (1, 10, 7, 30, 1);
  g_autoptr (FusionCase) b = fusion_case_new (1, 10, 7, 30, 2);
  McnLogits own, others_words, others_photo;

  fusion_case_run (a, &own);
  g_assert_true (mcn_mcn_fuse (a->mcn, a->team, a->arena, &a->image, &a->skips, &b->text, &others_words, NULL, NULL, NULL));
  g_assert_true (mcn_mcn_fuse (a->mcn, a->team, a->arena, &b->image, &b->skips, &a->text, &others_photo, NULL, NULL, NULL));
  g_assert_cmpfloat (ABS (own.score - others_words.score), >, 1e-3);
  g_assert_cmpfloat (ABS (own.score - others_photo.score), >, 1e-3);
}

/* Attention on request: shares that sum to one, and the same result. */
static void
test_attention (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (2, 5, 4, 13, 4);
  gsize m = fusion->image.n, n = fusion->text.n, heads = fusion->config.n_heads;
  McnAttention attention = { 0 };
  McnLogits with, without;

  for (guint l = 0; l < 2; l++)
    {
      attention.layer[l].ci = g_new0 (gfloat, heads * m * n);
      attention.layer[l].ct = g_new0 (gfloat, heads * n * m);
      attention.layer[l].ki = g_new0 (gfloat, heads * m * m);
      attention.layer[l].kt = g_new0 (gfloat, heads * n * n);
    }

  fusion_case_run (fusion, &without);
  memset (&with, 0, sizeof with);
  g_assert_true (mcn_mcn_fuse (fusion->mcn, fusion->team, fusion->arena, &fusion->image, &fusion->skips, &fusion->text,
                               &with, &attention, NULL, NULL));
  g_assert_cmpmem (&with, sizeof with, &without, sizeof without);

  for (guint l = 0; l < 2; l++)
    {
      struct { gfloat *weights; gsize rows, columns; } map[] = {
        { attention.layer[l].ci, m, n }, { attention.layer[l].ct, n, m },
        { attention.layer[l].ki, m, m }, { attention.layer[l].kt, n, n },
      };

      for (gsize k = 0; k < G_N_ELEMENTS (map); k++)
        {
          for (gsize i = 0; i < heads * map[k].rows; i++)
            {
              gdouble sum = 0;

              for (gsize j = 0; j < map[k].columns; j++)
                {
                  g_assert_cmpfloat (map[k].weights[i * map[k].columns + j], >=, 0);
                  sum += map[k].weights[i * map[k].columns + j];
                }
              g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
            }
          g_free (map[k].weights);
        }
    }
}

static void
test_cancel (void)
{
  g_autoptr (FusionCase) fusion = fusion_case_new (1, 5, 4, 13, 4);
  g_autoptr (GError) error = NULL;
  McnCancel cancel = 1;
  McnLogits logits;

  g_assert_false (mcn_mcn_fuse (fusion->mcn, fusion->team, fusion->arena, &fusion->image, &fusion->skips, &fusion->text,
                                &logits, NULL, &cancel, &error));
  g_assert_error (error, MCN_ERROR, MCN_ERROR_CANCELLED);
}

static void
test_mismatch (void)
{
  static const struct { guint n_heads, n_layers; } wrong[] = { { 3, 2 }, { 0, 2 }, { 2, 0 }, { 2, 3 }, { 2, 17 } };
  McnMcnConfig config;
  g_autoptr (McnSafetensors) weights = naive_tiny_weights (&config);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      config.n_heads = wrong[i].n_heads;
      config.n_layers = wrong[i].n_layers;
      g_assert_null (mcn_mcn_new (weights, &config, &error));
      g_assert_error (error, MCN_ERROR, MCN_ERROR_MISMATCH);
      g_assert_nonnull (strstr (error->message, "mcn.safetensors"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mcn/mcn/naive", test_naive);
  g_test_add_func ("/mcn/mcn/tiny-source", test_tiny_source);
  g_test_add_func ("/mcn/mcn/threads", test_threads);
  g_test_add_func ("/mcn/mcn/paths", test_paths);
  g_test_add_func ("/mcn/mcn/order", test_order);
  g_test_add_func ("/mcn/mcn/both-count", test_both_count);
  g_test_add_func ("/mcn/mcn/attention", test_attention);
  g_test_add_func ("/mcn/mcn/cancel", test_cancel);
  g_test_add_func ("/mcn/mcn/mismatch", test_mismatch);

  return g_test_run ();
}
