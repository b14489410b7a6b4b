/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-gemm.h"
#include "mcn-cpu.h"
#include "mcn-pointwise.h"
#include "mcn-test.h"
#include "ref/mcn-ref.h"

#include <string.h>

static void
compare (GRand *rand, gsize m, gsize n, gsize k, McnActivation activation, gboolean with_bias, gboolean with_residual)
{
  gsize lda = k + 3, ldr = n + 1, ldc = n + 5;
  g_autoptr (McnGuarded) w = mcn_guarded_random (rand, n * k);
  g_autoptr (McnGuarded) bias = mcn_guarded_random (rand, n);
  g_autoptr (McnGuarded) a = mcn_guarded_random (rand, m * lda);
  g_autoptr (McnGuarded) residual = mcn_guarded_random (rand, m * ldr);
  g_autoptr (McnGuarded) c = mcn_guarded_new (m * ldc);
  g_autofree gfloat *expected = g_new0 (gfloat, m * n);
  g_autofree gfloat *made = g_new (gfloat, m * n);
  g_autoptr (McnPacked) packed = mcn_packed_new (w->x, with_bias ? bias->x : NULL, n, k);
  const gfloat *r = with_residual ? residual->x : NULL;

  g_assert_cmpuint (mcn_packed_get_n (packed), ==, n);
  g_assert_cmpuint (mcn_packed_get_k (packed), ==, k);

  mcn_gemm (packed, m, a->x, lda, r, ldr, c->x, ldc, activation);
  mcn_guarded_check_rows (c, m, n, ldc);
  ref_gemm (w->x, with_bias ? bias->x : NULL, n, k, m, a->x, lda, r, ldr, expected, n, activation);
  for (gsize i = 0; i < m; i++)
    memcpy (made + i * n, c->x + i * ldc, n * sizeof (gfloat));
  mcn_assert_close (made, expected, m * n, 1e-5);
}

static void
test_sizes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    for (gsize j = 0; j < mcn_test_n_sizes; j++)
      for (gsize l = 0; l < mcn_test_n_sizes; l++)
        compare (rand, mcn_test_sizes[i], mcn_test_sizes[j], mcn_test_sizes[l],
                 (i + j + l) % 4, (i + j) % 3 != 0, (j + l) % 2 == 0);
}

static void
test_large (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  compare (rand, 203, 40, 144, MCN_ACTIVATION_RELU6, TRUE, FALSE);
  compare (rand, 70, 96, 1152, MCN_ACTIVATION_NONE, TRUE, TRUE);
  compare (rand, 22, 384, 1536, MCN_ACTIVATION_GELU, TRUE, TRUE);
}

/* Nothing packed: against plain sums, with strides. */
static void
test_product (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    for (gsize j = 0; j < mcn_test_n_sizes; j++)
      {
        gsize m = mcn_test_sizes[i], n = mcn_test_sizes[j], k = mcn_test_sizes[(i + j) % mcn_test_n_sizes];
        gsize lda = k + 2, ldb = (n + 15) / 16 * 16 + 1, ldc = n + 3;
        g_autoptr (McnGuarded) a = mcn_guarded_random (rand, m * lda);
        g_autoptr (McnGuarded) b = mcn_guarded_random (rand, k * ldb);
        g_autoptr (McnGuarded) c = mcn_guarded_new (m * ldc);

        mcn_product (m, n, k, a->x, lda, b->x, ldb, c->x, ldc);
        mcn_guarded_check_rows (c, m, n, ldc);
        for (gsize row = 0; row < m; row++)
          for (gsize column = 0; column < n; column++)
            {
              gdouble sum = 0;

              for (gsize l = 0; l < k; l++)
                sum += (gdouble) a->x[row * lda + l] * b->x[l * ldb + column];
              g_assert_cmpfloat_with_epsilon (c->x[row * ldc + column], sum, 1e-5);
            }
      }
}

/* No rows: nothing is touched. */
static void
test_empty (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (McnGuarded) w = mcn_guarded_random (rand, 5 * 7);
  g_autoptr (McnGuarded) c = mcn_guarded_new (0);
  g_autoptr (McnPacked) packed = mcn_packed_new (w->x, NULL, 5, 7);

  mcn_gemm (packed, 0, NULL, 0, NULL, 0, c->x, 5, MCN_ACTIVATION_NONE);
  mcn_gemm_parallel (NULL, packed, 0, NULL, 0, NULL, 0, c->x, 5, MCN_ACTIVATION_NONE);
  mcn_guarded_check (c);
  mcn_packed_free (NULL);
}

/* Weights that F16 holds are kept as such: the same bits as when they are not,
 * whichever way they came. */
static void
test_half (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    for (gsize j = 0; j < mcn_test_n_sizes; j++)
      {
        gsize m = mcn_test_sizes[j], n = mcn_test_sizes[i], k = j % 2 == 0 ? 600 : mcn_test_sizes[(i + j) % mcn_test_n_sizes];
        g_autoptr (McnGuarded) w = mcn_guarded_random (rand, (n + 1) * k);
        g_autofree guint16 *half = g_new (guint16, n * k);
        g_autoptr (McnGuarded) bias = mcn_guarded_random (rand, n + 1);
        g_autoptr (McnGuarded) a = mcn_guarded_random (rand, m * k);
        g_autoptr (McnGuarded) wide = mcn_guarded_new (m * (n + 1));
        g_autoptr (McnPacked) single = NULL;
        g_autoptr (McnPacked) from_single = NULL;
        g_autoptr (McnPacked) from_half = NULL;
        McnPacked *both[2];

        mcn_float_to_half (w->x, n * k, half);
        mcn_half_to_float (half, n * k, w->x);
        /* One more output, which F16 cannot hold, makes all stay F32. */
        w->x[n * k] = 1 + 1e-6f;
        single = mcn_packed_new (w->x, bias->x, n + 1, k);
        both[0] = from_single = mcn_packed_new (w->x, bias->x, n, k);
        both[1] = from_half = mcn_packed_new_f16 (half, bias->x, n, k);

        mcn_gemm (single, m, a->x, k, NULL, 0, wide->x, n + 1, MCN_ACTIVATION_NONE);
        for (gint b = 0; b < 2; b++)
          {
            g_autoptr (McnGuarded) c = mcn_guarded_new (m * n);

            mcn_gemm (both[b], m, a->x, k, NULL, 0, c->x, n, MCN_ACTIVATION_NONE);
            mcn_guarded_check (c);
            for (gsize r = 0; r < m; r++)
              g_assert_cmpmem (c->x + r * n, n * sizeof (gfloat), wide->x + r * (n + 1), n * sizeof (gfloat));
          }
      }
}

/* The bits of a row depend neither on the rows round it nor on the team, and C
 * may be the residual. */
static void
test_bits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  gsize shapes[][3] = { { 1, 40, 33 }, { 13, 24, 144 }, { 97, 112, 65 }, { 201, 385, 300 } };
  guint threads[] = { 1, 2, 3, 7 };

  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      gsize m = shapes[s][0], n = shapes[s][1], k = shapes[s][2];
      g_autoptr (McnGuarded) w = mcn_guarded_random (rand, n * k);
      g_autoptr (McnGuarded) bias = mcn_guarded_random (rand, n);
      g_autoptr (McnGuarded) a = mcn_guarded_random (rand, m * k);
      g_autoptr (McnGuarded) residual = mcn_guarded_random (rand, m * n);
      g_autoptr (McnGuarded) whole = mcn_guarded_new (m * n);
      g_autoptr (McnPacked) packed = mcn_packed_new (w->x, bias->x, n, k);

      mcn_gemm (packed, m, a->x, k, residual->x, n, whole->x, n, MCN_ACTIVATION_GELU);

      for (gsize i = 0; i < m; i++)
        {
          g_autoptr (McnGuarded) row = mcn_guarded_new (n);

          mcn_gemm (packed, 1, a->x + i * k, k, residual->x + i * n, n, row->x, n, MCN_ACTIVATION_GELU);
          mcn_guarded_check (row);
          g_assert_cmpmem (row->x, n * sizeof (gfloat), whole->x + i * n, n * sizeof (gfloat));
        }

      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        {
          g_autoptr (McnTeam) team = mcn_team_new (threads[t]);
          g_autoptr (McnGuarded) c = mcn_guarded_new (m * n);

          memcpy (c->x, residual->x, m * n * sizeof (gfloat));
          mcn_gemm_parallel (team, packed, m, a->x, k, c->x, n, c->x, n, MCN_ACTIVATION_GELU);
          mcn_guarded_check (c);
          g_assert_cmpmem (c->x, m * n * sizeof (gfloat), whole->x, m * n * sizeof (gfloat));
        }
    }
}

/* Weights packed under one path are good under every other. */
static void
test_paths_agree (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  const gsize m = 37, n = 56, k = 129;
  g_autoptr (McnGuarded) w = mcn_guarded_random (rand, n * k);
  g_autoptr (McnGuarded) a = mcn_guarded_random (rand, m * k);
  g_autoptr (McnPacked) packed = mcn_packed_new (w->x, NULL, n, k);
  g_autofree gfloat *first = g_new0 (gfloat, m * n);
  g_autofree gfloat *other = g_new0 (gfloat, m * n);
  McnCpuPath before = mcn_cpu_get_path ();

  mcn_cpu_set_path (MCN_CPU_PORTABLE);
  mcn_gemm (packed, m, a->x, k, NULL, 0, first, n, MCN_ACTIVATION_TANH);
  for (gint path = MCN_CPU_PORTABLE + 1; path < MCN_N_CPU_PATHS; path++)
    {
      if (!mcn_cpu_has_path (path))
        continue;
      mcn_cpu_set_path (path);
      mcn_gemm (packed, m, a->x, k, NULL, 0, other, n, MCN_ACTIVATION_TANH);
      mcn_assert_close (other, first, m * n, 1e-5);
    }
  mcn_cpu_set_path (before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  mcn_test_add_paths ("/gemm/sizes", test_sizes);
  mcn_test_add_paths ("/gemm/large", test_large);
  mcn_test_add_paths ("/gemm/product", test_product);
  mcn_test_add_paths ("/gemm/empty", test_empty);
  mcn_test_add_paths ("/gemm/half", test_half);
  mcn_test_add_paths ("/gemm/bits", test_bits);
  g_test_add_func ("/gemm/paths-agree", test_paths_agree);

  return g_test_run ();
}
