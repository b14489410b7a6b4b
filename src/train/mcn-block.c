/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-block.h"

#include "mcn-products.h"

#include <string.h>

#define TRUNK_EPSILON 1e-5f
#define TEXT_EPSILON 1e-12f

static McnLinear
add_matrix (McnParams *params, const char *name, const char *weight, const char *bias, gsize n, gsize k,
            McnInit weight_init, McnInit bias_init)
{
  g_autofree char *weight_name = g_strconcat (name, weight, NULL);
  g_autofree char *bias_name = g_strconcat (name, bias, NULL);
  McnLinear linear = { .n = n, .k = k };

  linear.weight = mcn_params_add (params, weight_name, n, k, weight_init, k);
  linear.bias = mcn_params_add (params, bias_name, n, 0, bias_init, k);
  return linear;
}

static McnNorm
add_norm (McnParams *params, const char *name, const char *weight, const char *bias, gsize d, gfloat eps)
{
  g_autofree char *weight_name = g_strconcat (name, weight, NULL);
  g_autofree char *bias_name = g_strconcat (name, bias, NULL);
  McnNorm norm = { .d = d, .eps = eps };

  norm.weight = mcn_params_add (params, weight_name, d, 0, MCN_INIT_ONE, 0);
  norm.bias = mcn_params_add (params, bias_name, d, 0, MCN_INIT_ZERO, 0);
  return norm;
}

/**
 * mcn_block_add_strm:
 * @self: (out): the block
 * @params: the table it is added to
 * @name: its prefix
 * @d: width; the feed-forward part is 4 d wide
 * @n_heads: a divisor of @d
 * @site: its first place of dropout
 *
 * Starts as PyTorch's MultiheadAttention and Linear do. Dropout 0.1.
 */
void
mcn_block_add_strm (McnBlock *self, McnParams *params, const char *name, gsize d, gsize n_heads, McnSite site)
{
  *self = (McnBlock) { .d = d, .n_heads = n_heads, .rate = .1f, .site = site };
  self->project = add_matrix (params, name, ".at.in_proj_weight", ".at.in_proj_bias", 3 * d, d, MCN_INIT_XAVIER, MCN_INIT_ZERO);
  self->out = add_matrix (params, name, ".at.out_proj.weight", ".at.out_proj.bias", d, d, MCN_INIT_FAN_IN, MCN_INIT_ZERO);
  self->norm1 = add_norm (params, name, ".n1.weight", ".n1.bias", d, TRUNK_EPSILON);
  self->expand = add_matrix (params, name, ".f1.weight", ".f1.bias", 4 * d, d, MCN_INIT_FAN_IN, MCN_INIT_FAN_IN);
  self->contract = add_matrix (params, name, ".f2.weight", ".f2.bias", d, 4 * d, MCN_INIT_FAN_IN, MCN_INIT_FAN_IN);
  self->norm2 = add_norm (params, name, ".n2.weight", ".n2.bias", d, TRUNK_EPSILON);
}

/**
 * mcn_block_add_layer:
 * @self: (out): the block
 * @params: the table it is added to
 * @name: its prefix
 * @d: width
 * @d_ff: width of the feed-forward part
 * @n_heads: a divisor of @d
 * @site: its first place of dropout
 */
void
mcn_block_add_layer (McnBlock *self, McnParams *params, const char *name, gsize d, gsize d_ff, gsize n_heads, McnSite site)
{
  *self = (McnBlock) { .d = d, .n_heads = n_heads, .rate = .1f, .site = site };
  self->project = add_matrix (params, name, ".qw", ".qb", 3 * d, d, MCN_INIT_SMALL, MCN_INIT_ZERO);
  self->out = add_matrix (params, name, ".ow", ".ob", d, d, MCN_INIT_SMALL, MCN_INIT_ZERO);
  self->norm1 = add_norm (params, name, ".l1w", ".l1b", d, TEXT_EPSILON);
  self->expand = add_matrix (params, name, ".iw", ".ib", d_ff, d, MCN_INIT_SMALL, MCN_INIT_ZERO);
  self->contract = add_matrix (params, name, ".fw", ".fb", d, d_ff, MCN_INIT_SMALL, MCN_INIT_ZERO);
  self->norm2 = add_norm (params, name, ".l2w", ".l2b", d, TEXT_EPSILON);
}

/* The rows of the in-projection for a query alone, or for key and value. */
static McnLinear
query_rows (const McnBlock *self)
{
  return (McnLinear) { self->d, self->d, self->project.weight, self->project.bias };
}

static McnLinear
context_rows (const McnBlock *self)
{
  return (McnLinear) { 2 * self->d, self->d, self->project.weight + self->d * self->d, self->project.bias + self->d };
}

/* y = norm (x + dropout (part)); the sum stays in @part. */
static gfloat *
add_and_norm (McnStep *step, const McnNorm *norm, gfloat rate, McnSite site, gsize rows,
              const gfloat *x, gfloat *part, gfloat **stats)
{
  gfloat *y = mcn_tape_floats (step->tape, rows * norm->d);

  *stats = mcn_tape_floats (step->tape, 2 * rows);
  mcn_dropout (step, site, rate, rows * norm->d, part, part);
  mcn_add_to (step, rows * norm->d, x, part);
  mcn_norm_forward (norm, step, rows, part, y, *stats);
  return y;
}

/**
 * mcn_block_forward:
 * @self: the block
 * @step: the step
 * @xs: samples of @x
 * @x: rows x d
 * @ys: samples of @y
 * @y: rows x d; may be @x
 * @pass: (out): what the backward pass needs
 *
 * x + dropout (attention), norm, + dropout (feed-forward), norm.
 *
 * Returns: (transfer none): rows of x x d
 */
gfloat *
mcn_block_forward (const McnBlock *self, McnStep *step, McnRagged xs, const gfloat *x,
                   McnRagged ys, const gfloat *y, McnBlockPass *pass)
{
  gsize rows = mcn_ragged_rows (&xs), d = self->d, d_ff = self->expand.n;
  gboolean own = x == y;

  *pass = (McnBlockPass) { .xs = xs, .ys = ys, .x = x, .y = y };
  pass->attend = (McnAttend) {
    .n_heads = self->n_heads, .d_head = d / self->n_heads, .queries = xs, .keys = ys,
    .rate = self->rate, .site = self->site,
  };
  if (own)
    {
      pass->projected = mcn_tape_floats (step->tape, rows * 3 * d);
      mcn_linear_forward (&self->project, step, rows, x, pass->projected);
      pass->attend.q = pass->projected;
      pass->attend.k = pass->projected + d;
      pass->attend.v = pass->projected + 2 * d;
      pass->attend.ldq = pass->attend.ldk = 3 * d;
    }
  else
    {
      McnLinear query = query_rows (self), context = context_rows (self);

      pass->projected = mcn_tape_floats (step->tape, rows * d);
      pass->context = mcn_tape_floats (step->tape, mcn_ragged_rows (&ys) * 2 * d);
      mcn_linear_forward (&query, step, rows, x, pass->projected);
      mcn_linear_forward (&context, step, mcn_ragged_rows (&ys), y, pass->context);
      pass->attend.q = pass->projected;
      pass->attend.k = pass->context;
      pass->attend.v = pass->context + d;
      pass->attend.ldq = d;
      pass->attend.ldk = 2 * d;
    }

  pass->mixed = mcn_tape_floats (step->tape, rows * d);
  mcn_attend_forward (&pass->attend, step, pass->mixed);
  pass->sum1 = mcn_tape_floats (step->tape, rows * d);
  mcn_linear_forward (&self->out, step, rows, pass->mixed, pass->sum1);
  pass->h = add_and_norm (step, &self->norm1, self->rate, self->site + 1, rows, x, pass->sum1, &pass->stats1);

  pass->u = mcn_tape_floats (step->tape, rows * d_ff);
  pass->g = mcn_tape_floats (step->tape, rows * d_ff);
  pass->sum2 = mcn_tape_floats (step->tape, rows * d);
  mcn_linear_forward (&self->expand, step, rows, pass->h, pass->u);
  mcn_gelu_forward (step, rows * d_ff, pass->u, pass->g);
  mcn_linear_forward (&self->contract, step, rows, pass->g, pass->sum2);
  return add_and_norm (step, &self->norm2, self->rate, self->site + 2, rows, pass->h, pass->sum2, &pass->stats2);
}

/* The gradients of q, k and v back through the in-projection. */
static void
project_back (const McnBlock *self, McnStep *step, const McnBlockPass *pass,
              const gfloat *dmixed, gfloat *dx, gfloat *dy)
{
  gsize rows = mcn_ragged_rows (&pass->xs), asked = mcn_ragged_rows (&pass->ys), d = self->d;

  if (pass->context == NULL)
    {
      gfloat *dprojected = mcn_tape_floats (step->tape, rows * 3 * d);

      mcn_attend_backward (&pass->attend, step, dmixed, dprojected, dprojected + d, dprojected + 2 * d);
      mcn_linear_backward (&self->project, step, rows, pass->x, dprojected, dx, TRUE);
    }
  else
    {
      McnLinear query = query_rows (self), context = context_rows (self);
      gfloat *dquery = mcn_tape_floats (step->tape, rows * d);
      gfloat *dcontext = mcn_tape_floats (step->tape, asked * 2 * d);

      mcn_attend_backward (&pass->attend, step, dmixed, dquery, dcontext, dcontext + d);
      mcn_linear_backward (&query, step, rows, pass->x, dquery, dx, TRUE);
      mcn_linear_backward (&context, step, asked, pass->y, dcontext, dy, TRUE);
    }
}

/**
 * mcn_block_backward:
 * @self: the block
 * @step: the step
 * @pass: what the forward pass kept
 * @dout: rows of x x d; overwritten
 * @dx: (nullable) (inout): rows of x x d, added to
 * @dy: (nullable) (inout): rows of y x d, added to; @dx again where y was x
 */
void
mcn_block_backward (const McnBlock *self, McnStep *step, const McnBlockPass *pass, gfloat *dout,
                    gfloat *dx, gfloat *dy)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize rows = mcn_ragged_rows (&pass->xs), d = self->d, d_ff = self->expand.n;
  gfloat *part = mcn_tape_floats (step->tape, rows * d);
  gfloat *dwide = mcn_tape_floats (step->tape, rows * d_ff);

  /* @dout becomes the gradient of sum2, which the residual hands on to h. */
  mcn_norm_backward (&self->norm2, step, rows, pass->sum2, pass->stats2, dout, dout);
  mcn_dropout (step, self->site + 2, self->rate, rows * d, dout, part);
  mcn_linear_backward (&self->contract, step, rows, pass->g, part, dwide, FALSE);
  mcn_gelu_backward (step, rows * d_ff, pass->u, dwide, dwide);
  mcn_linear_backward (&self->expand, step, rows, pass->h, dwide, dout, TRUE);

  /* Now that of h, then of sum1, which the residual hands on to x. */
  mcn_norm_backward (&self->norm1, step, rows, pass->sum1, pass->stats1, dout, dout);
  if (dx != NULL)
    mcn_add_to (step, rows * d, dout, dx);
  mcn_dropout (step, self->site + 1, self->rate, rows * d, dout, part);
  mcn_linear_backward (&self->out, step, rows, pass->mixed, part, dout, FALSE);
  project_back (self, step, pass, dout, dx, dy);

  mcn_tape_rewind (step->tape, mark);
}
