/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-attention.h"
#include "mcn-test.h"
#include "ref/mcn-ref.h"

#include <string.h>

static void
compare (GRand *rand, gsize n_heads, gsize d_head, gsize n_q, gsize n_k, guint threads)
{
  gsize width = n_heads * d_head, ldq = width + 2, ldk = 2 * width + 1, ldo = width + 3;
  g_autoptr (McnGuarded) q = mcn_guarded_random (rand, n_q * ldq);
  g_autoptr (McnGuarded) kv = mcn_guarded_random (rand, n_k * ldk);
  g_autoptr (McnGuarded) out = mcn_guarded_new (n_q * ldo);
  g_autoptr (McnGuarded) without = mcn_guarded_new (n_q * ldo);
  g_autoptr (McnGuarded) weights = mcn_guarded_new (n_heads * n_q * n_k);
  g_autoptr (McnGuarded) scratch = mcn_guarded_new (mcn_attention_scratch (threads, d_head, n_q, n_k));
  g_autofree gfloat *expected = g_new0 (gfloat, n_q * ldo);
  g_autofree gfloat *expected_weights = g_new0 (gfloat, weights->n);
  g_autoptr (McnTeam) team = mcn_team_new (threads);

  for (gsize i = 0; i < q->n; i++)
    q->x[i] *= 4;

  mcn_attention (team, n_heads, d_head, n_q, q->x, ldq, n_k, kv->x, kv->x + width, ldk, out->x, ldo, weights->x, scratch->x);
  mcn_guarded_check_rows (out, n_q, width, ldo);
  mcn_guarded_check (weights);
  mcn_guarded_check (scratch);

  /* The result does not depend on whether the weights are asked for. */
  mcn_attention (NULL, n_heads, d_head, n_q, q->x, ldq, n_k, kv->x, kv->x + width, ldk, without->x, ldo, NULL, scratch->x);
  g_assert_cmpmem (without->x, out->n * sizeof (gfloat), out->x, out->n * sizeof (gfloat));

  for (gsize i = 0; i < n_q; i++)
    memcpy (expected + i * ldo + width, out->x + i * ldo + width, (ldo - width) * sizeof (gfloat));
  ref_attention (n_heads, d_head, n_q, q->x, ldq, n_k, kv->x, kv->x + width, ldk, expected, ldo, expected_weights);
  for (gsize i = 0; i < n_q; i++)
    mcn_assert_close (out->x + i * ldo, expected + i * ldo, width, 1e-5);
  mcn_assert_close (weights->x, expected_weights, weights->n, 1e-5);
}

static void
test_sizes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < mcn_test_n_sizes; i++)
    for (gsize j = 0; j < mcn_test_n_sizes; j++)
      compare (rand, 1 + (i + j) % 4, mcn_test_sizes[(3 * i + j) % mcn_test_n_sizes], mcn_test_sizes[i], mcn_test_sizes[j], 1 + j % 3);
}

/* Several blocks of queries, and none. */
static void
test_blocks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  compare (rand, 4, 32, 101, 71, 2);
  compare (rand, 2, 16, 49, 130, 7);
  compare (rand, 2, 8, 0, 3, 1);
}

static void
test_bits (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const gsize n = 90, heads = 3, d = 24, ld = 3 * heads * d;
  g_autoptr (McnGuarded) qkv = mcn_guarded_random (rand, n * ld);
  g_autofree gfloat *first = NULL;

  for (guint threads = 1; threads <= 7; threads++)
    {
      g_autoptr (McnTeam) team = mcn_team_new (threads);
      g_autofree gfloat *scratch = g_new (gfloat, mcn_attention_scratch (threads, d, n, n));
      g_autofree gfloat *out = g_new0 (gfloat, n * heads * d);

      mcn_attention (team, heads, d, n, qkv->x, ld, n, qkv->x + heads * d, qkv->x + 2 * heads * d, ld, out, heads * d, NULL, scratch);
      if (first == NULL)
        first = g_steal_pointer (&out);
      else
        g_assert_cmpmem (out, n * heads * d * sizeof (gfloat), first, n * heads * d * sizeof (gfloat));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  mcn_test_add_paths ("/attention/sizes", test_sizes);
  mcn_test_add_paths ("/attention/blocks", test_blocks);
  mcn_test_add_paths ("/attention/bits", test_bits);

  return g_test_run ();
}
