/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-attend.h"

#include "mcn-gemm.h"
#include "mcn-pointwise.h"
#include "mcn-train-kernels.h"

#include <math.h>
#include <string.h>

/* What mcn_product() may read. */
#define ROUND_UP(n) (((n) + 15) / 16 * 16)

typedef struct
{
  McnAttend     a;
  guint64       key;            /* of the dropout; 0 rate: none */
  gfloat        rate, scale;
  const gsize  *first;          /* where each sample's shares begin */
  const gfloat *dout;
  gfloat       *out, *dq, *dk, *dv;
  gfloat       *scratch;
  gsize         scratch_size;   /* of one worker */
} Run;

static gsize
n_queries (const McnAttend *a, gsize sample)
{
  return a->queries.first[sample + 1] - a->queries.first[sample];
}

static gsize
n_keys (const McnAttend *a, gsize sample)
{
  return a->keys.first[sample + 1] - a->keys.first[sample];
}

/* @to (columns x ROUND_UP (rows)) = @from (rows x columns) turned, zeros behind it. */
static void
transpose (const gfloat *from, gsize ld, gsize rows, gsize columns, gfloat *to)
{
  gsize width = ROUND_UP (rows);

  for (gsize j = 0; j < columns; j++)
    {
      for (gsize i = 0; i < rows; i++)
        to[j * width + i] = from[i * ld + j];
      memset (to + j * width + rows, 0, (width - rows) * sizeof (gfloat));
    }
}

/* Rows of which whole groups of 16 columns can be read: as they are when a head
 * is so wide, else a copy. */
static const gfloat *
whole_rows (const gfloat *x, gsize ld, gsize rows, gsize columns, gfloat *copy, gsize *ld_whole)
{
  gsize width = ROUND_UP (columns);

  *ld_whole = ld;
  if (width == columns)
    return x;

  for (gsize i = 0; i < rows; i++)
    {
      memcpy (copy + i * width, x + i * ld, columns * sizeof (gfloat));
      memset (copy + i * width + columns, 0, (width - columns) * sizeof (gfloat));
    }
  *ld_whole = width;
  return copy;
}

static void
drop_shares (const Run *run, gsize first, gsize n, const gfloat *x, gfloat *y)
{
  mcn_train_kernels ()->dropout (x, n, run->key, first, run->rate, y);
}

/* shares = softmax (scale Q K'), out = drop (shares) V */
static void
attend (const Run *run, gsize sample, gsize head, gfloat *scratch)
{
  const McnAttend *a = &run->a;
  gsize nq = n_queries (a, sample), nk = n_keys (a, sample), dh = a->d_head, ldv;
  gsize query = a->queries.first[sample], key = a->keys.first[sample];
  gsize first = run->first[sample] + head * nq * nk;
  gfloat *shares = a->shares + first;
  gfloat *keys = scratch;
  gfloat *dropped = keys + dh * ROUND_UP (nk);
  const gfloat *weights = shares;
  const gfloat *values = whole_rows (a->v + key * a->ldk + head * dh, a->ldk, nk, dh, dropped + nq * nk, &ldv);

  transpose (a->k + key * a->ldk + head * dh, a->ldk, nk, dh, keys);
  mcn_product (nq, nk, dh, a->q + query * a->ldq + head * dh, a->ldq, keys, ROUND_UP (nk), shares, nk);
  for (gsize i = 0; i < nq * nk; i++)
    shares[i] *= run->scale;
  for (gsize i = 0; i < nq; i++)
    mcn_softmax (shares + i * nk, nk);

  if (run->rate > 0)
    {
      drop_shares (run, first, nq * nk, shares, dropped);
      weights = dropped;
    }
  mcn_product (nq, dh, nk, weights, nk, values, ldv, run->out + query * a->n_heads * dh + head * dh, a->n_heads * dh);
}

/* With P the shares, P' dropped, S the scores:
 * dV = P'' dO, dP = drop (dO V'), dS = softmax backward, dQ = dS K, dK = dS' Q. */
static void
attend_back (const Run *run, gsize sample, gsize head, gfloat *scratch)
{
  const McnAttend *a = &run->a;
  gsize nq = n_queries (a, sample), nk = n_keys (a, sample), dh = a->d_head, d = a->n_heads * dh, ld;
  gsize query = a->queries.first[sample], key = a->keys.first[sample];
  gsize first = run->first[sample] + head * nq * nk;
  const gfloat *shares = a->shares + first, *weights = shares, *whole;
  const gfloat *dout = run->dout + query * d + head * dh;
  gfloat *values = scratch;                             /* dh x nk */
  gfloat *ds = values + dh * ROUND_UP (nk);             /* nq x nk */
  gfloat *turned = ds + nq * nk;                        /* nk x nq */
  gfloat *copy = turned + nk * ROUND_UP (nq);           /* the longer side x dh */

  if (run->rate > 0)
    {
      drop_shares (run, first, nq * nk, shares, ds);
      weights = ds;
    }
  transpose (weights, nk, nq, nk, turned);
  whole = whole_rows (dout, d, nq, dh, copy, &ld);
  mcn_product (nk, dh, nq, turned, ROUND_UP (nq), whole, ld, run->dv + key * a->ldk + head * dh, a->ldk);

  transpose (a->v + key * a->ldk + head * dh, a->ldk, nk, dh, values);
  mcn_product (nq, nk, dh, dout, d, values, ROUND_UP (nk), ds, nk);
  if (run->rate > 0)
    drop_shares (run, first, nq * nk, ds, ds);
  for (gsize i = 0; i < nq; i++)
    mcn_train_kernels ()->softmax_backward (shares + i * nk, ds + i * nk, nk, run->scale);

  whole = whole_rows (a->k + key * a->ldk + head * dh, a->ldk, nk, dh, copy, &ld);
  mcn_product (nq, dh, nk, ds, nk, whole, ld, run->dq + query * a->ldq + head * dh, a->ldq);
  transpose (ds, nk, nq, nk, turned);
  whole = whole_rows (a->q + query * a->ldq + head * dh, a->ldq, nq, dh, copy, &ld);
  mcn_product (nk, dh, nq, turned, ROUND_UP (nq), whole, ld, run->dk + key * a->ldk + head * dh, a->ldk);
}

static void
items (gpointer data, gsize begin, gsize end, guint worker)
{
  const Run *run = data;

  for (gsize item = begin; item < end; item++)
    {
      gsize sample = item / run->a.n_heads, head = item % run->a.n_heads;
      gfloat *scratch = run->scratch + worker * run->scratch_size;

      if (run->dout != NULL)
        attend_back (run, sample, head, scratch);
      else
        attend (run, sample, head, scratch);
    }
}

static void
run_all (Run *run, McnStep *step)
{
  const McnAttend *a = &run->a;
  gsize *first = mcn_tape_take (step->tape, a->queries.n * sizeof (gsize));
  gsize at = 0, work;

  for (gsize i = 0; i < a->queries.n; i++)
    {
      gsize nq = n_queries (a, i), nk = n_keys (a, i);

      first[i] = at;
      at += a->n_heads * nq * nk;
      run->scratch_size = MAX (run->scratch_size,
                               a->d_head * ROUND_UP (nk) + nq * nk + nk * ROUND_UP (nq) +
                               MAX (nq, nk) * ROUND_UP (a->d_head));
    }
  run->scratch_size = ROUND_UP (run->scratch_size);
  run->first = first;
  run->scale = 1.f / sqrtf (a->d_head);
  run->rate = step->training ? a->rate : 0.f;
  run->key = mcn_dropout_key (step, a->site);
  run->scratch = mcn_tape_floats (step->tape, mcn_team_get_n_threads (step->team) * run->scratch_size);

  work = at / MAX (a->queries.n * a->n_heads, 1) * a->d_head * 2;
  mcn_team_run (step->team, a->queries.n * a->n_heads, CLAMP ((1 << 18) / MAX (work, 1), 1, 64), items, run);
}

/**
 * mcn_attend_forward:
 * @self: what to attend to
 * @step: the step
 * @out: (out): queries x d, heads side by side
 *
 * out = dropout (softmax (Q K' / sqrt (d_head))) V in each sample and head.
 */
void
mcn_attend_forward (McnAttend *self, McnStep *step, gfloat *out)
{
  McnTapeMark mark;
  gsize size = 0;

  for (gsize i = 0; i < self->queries.n; i++)
    size += self->n_heads * n_queries (self, i) * n_keys (self, i);
  self->shares = mcn_tape_floats (step->tape, size);

  mark = mcn_tape_mark (step->tape);
  run_all (&(Run) { .a = *self, .out = out }, step);
  mcn_tape_rewind (step->tape, mark);
}

/**
 * mcn_attend_backward:
 * @self: as the forward pass left it
 * @step: the step
 * @dout: queries x d
 * @dq: (out): as q
 * @dk: (out): as k
 * @dv: (out): as v
 */
void
mcn_attend_backward (const McnAttend *self, McnStep *step, const gfloat *dout,
                     gfloat *dq, gfloat *dk, gfloat *dv)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);

  run_all (&(Run) { .a = *self, .dout = dout, .dq = dq, .dk = dk, .dv = dv }, step);
  mcn_tape_rewind (step->tape, mark);
}
