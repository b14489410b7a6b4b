/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-attention.h"
#include "mcn-kernels.h"

#include <math.h>
#include <string.h>

/* Queries one worker takes for one head at a time. */
#define BLOCK_QUERIES 48

#define ROUND_UP(n) (((n) + MCN_PANEL - 1) / MCN_PANEL * MCN_PANEL)

typedef struct
{
  gsize         n_heads, d_head, n_q, n_k;
  const gfloat *q, *k, *v;
  gsize         ldq, ldk;
  gfloat       *out;
  gsize         ldo;
  gfloat       *weights;
  gfloat       *scratch;
  gsize         scratch_size;   /* of one worker */
  gsize         n_blocks;       /* of queries */
} Attention;

/* One worker's scratch: keys and values of a head as panels, one block's
 * scores. */
static gsize
worker_scratch (gsize d_head, gsize n_q, gsize n_k)
{
  return ROUND_UP (n_k) * d_head + n_k * ROUND_UP (d_head) + MIN (n_q, BLOCK_QUERIES) * ROUND_UP (n_k);
}

/**
 * mcn_attention_scratch:
 * @n_threads: of the team
 * @d_head: width of a head
 * @n_q: queries
 * @n_k: keys
 *
 * Returns: floats mcn_attention() needs as scratch
 */
gsize
mcn_attention_scratch (guint n_threads, gsize d_head, gsize n_q, gsize n_k)
{
  return MAX (n_threads, 1) * worker_scratch (d_head, n_q, n_k);
}

/* Keys become the columns of panels: row i of panel p holds element i of keys
 * 16 p .. 16 p + 15. */
static void
pack_keys (const Attention *t, const gfloat *k, gfloat *panels)
{
  for (gsize key = 0; key < ROUND_UP (t->n_k); key++)
    {
      gfloat *to = panels + key / MCN_PANEL * MCN_PANEL * t->d_head + key % MCN_PANEL;

      for (gsize i = 0; i < t->d_head; i++)
        to[i * MCN_PANEL] = key < t->n_k ? k[key * t->ldk + i] : 0.f;
    }
}

/* Values need no transposing, only whole panels. */
static void
pack_values (const Attention *t, const gfloat *v, gfloat *rows)
{
  gsize width = ROUND_UP (t->d_head);

  for (gsize key = 0; key < t->n_k; key++)
    {
      memcpy (rows + key * width, v + key * t->ldk, t->d_head * sizeof (gfloat));
      memset (rows + key * width + t->d_head, 0, (width - t->d_head) * sizeof (gfloat));
    }
}

static void
attend (const Attention *t, gsize head, gsize block, gfloat *scratch)
{
  const McnKernels *kernels = mcn_kernels ();
  gsize first = block * BLOCK_QUERIES;
  gsize n = MIN (t->n_q - first, BLOCK_QUERIES);
  gsize ld_scores = ROUND_UP (t->n_k);
  gfloat *keys = scratch;
  gfloat *values = keys + ld_scores * t->d_head;
  gfloat *scores = values + t->n_k * ROUND_UP (t->d_head);
  gfloat scale = 1.f / sqrtf (t->d_head);

  pack_keys (t, t->k + head * t->d_head, keys);
  pack_values (t, t->v + head * t->d_head, values);

  for (gsize key = 0; key < t->n_k; key += MCN_PANEL)
    kernels->panel16 (&(McnPanelProduct) {
      .m = n, .k = t->d_head, .segments = 1, .columns = MCN_PANEL,
      .a = t->q + first * t->ldq + head * t->d_head, .lda = t->ldq,
      .b = keys + key * t->d_head, .ldb = MCN_PANEL,
      .c = scores + key, .ldc = ld_scores,
    });

  for (gsize i = 0; i < n; i++)
    {
      gfloat *row = scores + i * ld_scores;

      for (gsize j = 0; j < t->n_k; j++)
        row[j] *= scale;
      kernels->softmax (row, t->n_k);
      if (t->weights != NULL)
        memcpy (t->weights + (head * t->n_q + first + i) * t->n_k, row, t->n_k * sizeof (gfloat));
    }

  for (gsize i = 0; i < t->d_head; i += MCN_PANEL)
    kernels->panel16 (&(McnPanelProduct) {
      .m = n, .k = t->n_k, .segments = 1, .columns = MIN (t->d_head - i, MCN_PANEL),
      .a = scores, .lda = ld_scores,
      .b = values + i, .ldb = ROUND_UP (t->d_head),
      .c = t->out + first * t->ldo + head * t->d_head + i, .ldc = t->ldo,
    });
}

static void
attend_items (gpointer data, gsize begin, gsize end, guint worker)
{
  const Attention *t = data;

  for (gsize item = begin; item < end; item++)
    attend (t, item / t->n_blocks, item % t->n_blocks, t->scratch + worker * t->scratch_size);
}

/**
 * mcn_attention:
 * @team: (nullable): who works
 * @n_heads: heads
 * @d_head: width of one
 * @n_q: queries, may be 0
 * @q: n_q x @ldq, head h at column h * @d_head
 * @ldq: floats from row to row
 * @n_k: keys, at least 1
 * @k: n_k x @ldk
 * @v: n_k x @ldk
 * @ldk: floats from row to row of @k and @v
 * @out: (out): n_q x @ldo
 * @ldo: floats from row to row
 * @weights: (out) (optional): n_heads x n_q x n_k, rows of sum 1
 * @scratch: mcn_attention_scratch() floats
 */
void
mcn_attention (McnTeam *team, gsize n_heads, gsize d_head,
               gsize n_q, const gfloat *q, gsize ldq,
               gsize n_k, const gfloat *k, const gfloat *v, gsize ldk,
               gfloat *out, gsize ldo,
               gfloat *weights,
               gfloat *scratch)
{
  Attention t = {
    n_heads, d_head, n_q, n_k, q, k, v, ldq, ldk, out, ldo, weights, scratch,
    worker_scratch (d_head, n_q, n_k), (n_q + BLOCK_QUERIES - 1) / BLOCK_QUERIES,
  };
  gsize work = MIN (n_q, BLOCK_QUERIES) * n_k * d_head * 2;

  g_return_if_fail (n_k > 0);

  mcn_team_run (team, n_heads * t.n_blocks, CLAMP ((1 << 17) / MAX (work, 1), 1, 16), attend_items, &t);
}
