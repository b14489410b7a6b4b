/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-layers.h"

#include "mcn-pointwise.h"
#include "mcn-products.h"
#include "mcn-train-kernels.h"

#include <string.h>

#define NORM_ROWS 64
#define GRAIN 16384

/**
 * mcn_linear_forward:
 * @self: the layer
 * @step: the step
 * @m: rows, may be 0
 * @x: m x k
 * @y: (out): m x n
 *
 * y = x W' + b
 */
void
mcn_linear_forward (const McnLinear *self, McnStep *step, gsize m, const gfloat *x, gfloat *y)
{
  mcn_product_rows (step->team, m, self->n, self->k, x, self->k, mcn_values (step, self->weight),
                    self->bias != G_MAXSIZE ? mcn_values (step, self->bias) : NULL, y, self->n);
}

/**
 * mcn_linear_backward:
 * @self: the layer
 * @step: the step
 * @m: rows, may be 0
 * @x: m x k, what the forward pass was given
 * @dy: m x n
 * @dx: (nullable): m x k
 * @add: whether @dx is added to
 *
 * dW += dy' x, db += sum of dy, dx = dy W
 */
void
mcn_linear_backward (const McnLinear *self, McnStep *step, gsize m, const gfloat *x, const gfloat *dy,
                     gfloat *dx, gboolean add)
{
  mcn_product_weights (step->team, m, self->n, self->k, dy, self->n, x, self->k, mcn_gradients (step, self->weight));
  if (self->bias != G_MAXSIZE)
    mcn_product_columns (step->team, m, self->n, dy, self->n, mcn_gradients (step, self->bias));
  if (dx != NULL)
    mcn_product_input (step->team, m, self->n, self->k, dy, self->n, mcn_values (step, self->weight), dx, self->k, add);
}

typedef struct
{
  const McnNorm *norm;
  const gfloat  *gamma, *beta, *x, *dy;
  gfloat        *y, *stats, *dx;
  gfloat        *partial;       /* for each tile 2 d: its share of the parameters' gradients */
} Norm;

static void
norm_rows (gpointer data, gsize begin, gsize end, guint worker)
{
  const Norm *n = data;
  gsize d = n->norm->d;

  mcn_train_kernels ()->norm_forward (n->x + begin * d, end - begin, d, n->gamma, n->beta, n->norm->eps,
                                      n->y + begin * d, n->stats + 2 * begin);
}

/**
 * mcn_norm_forward:
 * @self: the layer norm
 * @step: the step
 * @m: rows
 * @x: m x d
 * @y: (out): m x d, not @x
 * @stats: (out): m x 2
 */
void
mcn_norm_forward (const McnNorm *self, McnStep *step, gsize m, const gfloat *x, gfloat *y, gfloat *stats)
{
  Norm n = { .norm = self, .gamma = mcn_values (step, self->weight), .beta = mcn_values (step, self->bias),
             .x = x, .y = y, .stats = stats };

  mcn_team_run (step->team, m, NORM_ROWS, norm_rows, &n);
}

static void
norm_rows_back (gpointer data, gsize begin, gsize end, guint worker)
{
  const Norm *n = data;
  gsize d = n->norm->d;
  gfloat *partial = n->partial + begin / NORM_ROWS * 2 * d;

  for (gsize first = begin; first < end; first += NORM_ROWS, partial += 2 * d)
    mcn_train_kernels ()->norm_backward (n->x + first * d, n->stats + 2 * first, n->dy + first * d,
                                         MIN (end - first, NORM_ROWS), d, n->gamma,
                                         n->dx + first * d, partial, partial + d);
}

/**
 * mcn_norm_backward:
 * @self: the layer norm
 * @step: the step
 * @m: rows
 * @x: m x d, what the forward pass was given
 * @stats: m x 2, what it found
 * @dy: m x d
 * @dx: (out): m x d, may be @dy
 */
void
mcn_norm_backward (const McnNorm *self, McnStep *step, gsize m, const gfloat *x, const gfloat *stats,
                   const gfloat *dy, gfloat *dx)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize n_tiles = (m + NORM_ROWS - 1) / NORM_ROWS, d = self->d;
  Norm n = { .norm = self, .gamma = mcn_values (step, self->weight), .x = x, .stats = (gfloat *) stats, .dy = dy, .dx = dx,
             .partial = mcn_tape_zeros (step->tape, n_tiles * 2 * d) };

  mcn_team_run (step->team, m, NORM_ROWS, norm_rows_back, &n);
  for (gsize tile = 0; tile < n_tiles; tile++)
    {
      mcn_add (mcn_gradients (step, self->weight), n.partial + tile * 2 * d, d, mcn_gradients (step, self->weight));
      mcn_add (mcn_gradients (step, self->bias), n.partial + tile * 2 * d + d, d, mcn_gradients (step, self->bias));
    }
  mcn_tape_rewind (step->tape, mark);
}

/**
 * mcn_embedding_forward:
 * @step: the step
 * @weight: offset of the table
 * @d: its width
 * @n: how many
 * @ids: n rows of the table
 * @y: (out): n x d
 */
void
mcn_embedding_forward (McnStep *step, gsize weight, gsize d, gsize n, const guint32 *ids, gfloat *y)
{
  for (gsize i = 0; i < n; i++)
    memcpy (y + i * d, mcn_values (step, weight) + ids[i] * d, d * sizeof (gfloat));
}

/**
 * mcn_embedding_backward:
 * @step: the step
 * @weight: offset of the table
 * @d: its width
 * @n: how many
 * @ids: n rows of the table
 * @dy: n x d
 *
 * Row by row in order: a row that stands twice is added to twice.
 */
void
mcn_embedding_backward (McnStep *step, gsize weight, gsize d, gsize n, const guint32 *ids, const gfloat *dy)
{
  for (gsize i = 0; i < n; i++)
    {
      gfloat *row = mcn_gradients (step, weight) + ids[i] * d;

      mcn_add (row, dy + i * d, d, row);
    }
}

typedef struct
{
  const gfloat *x, *dy;
  gfloat       *y;
} Pointwise;

#define POINTWISE(name, code) \
static void \
name (gpointer data, gsize begin, gsize end, guint worker) \
{ \
  const Pointwise *p = data; \
  gsize n = end - begin; \
\
  code; \
}

POINTWISE (gelu, memcpy (p->y + begin, p->x + begin, n * sizeof (gfloat)); mcn_gelu (p->y + begin, n))
POINTWISE (gelu_back, mcn_train_kernels ()->gelu_backward (p->x + begin, p->dy + begin, n, p->y + begin))
POINTWISE (tangent, memcpy (p->y + begin, p->x + begin, n * sizeof (gfloat)); mcn_tanh (p->y + begin, n))
POINTWISE (tangent_back, mcn_train_kernels ()->tanh_backward (p->x + begin, p->dy + begin, n, p->y + begin))
POINTWISE (sum, mcn_add (p->y + begin, p->x + begin, n, p->y + begin))
#undef POINTWISE

/**
 * mcn_gelu_forward:
 * @step: the step
 * @n: how many
 * @x: n numbers
 * @y: (out): n numbers, not @x
 *
 * y = 0.5 x (1 + erf (x / sqrt 2))
 */
void
mcn_gelu_forward (McnStep *step, gsize n, const gfloat *x, gfloat *y)
{
  mcn_team_run (step->team, n, GRAIN, gelu, &(Pointwise) { x, NULL, y });
}

/**
 * mcn_gelu_backward:
 * @step: the step
 * @n: how many
 * @x: n numbers, what the forward pass was given
 * @dy: n numbers
 * @dx: (out): n numbers, may be @dy
 */
void
mcn_gelu_backward (McnStep *step, gsize n, const gfloat *x, const gfloat *dy, gfloat *dx)
{
  mcn_team_run (step->team, n, GRAIN, gelu_back, &(Pointwise) { x, dy, dx });
}

/**
 * mcn_tanh_forward:
 * @step: the step
 * @n: how many
 * @x: n numbers
 * @y: (out): n numbers, not @x
 */
void
mcn_tanh_forward (McnStep *step, gsize n, const gfloat *x, gfloat *y)
{
  mcn_team_run (step->team, n, GRAIN, tangent, &(Pointwise) { x, NULL, y });
}

/**
 * mcn_tanh_backward:
 * @step: the step
 * @n: how many
 * @y: n numbers, what the forward pass gave
 * @dy: n numbers
 * @dx: (out): n numbers, may be @dy
 */
void
mcn_tanh_backward (McnStep *step, gsize n, const gfloat *y, const gfloat *dy, gfloat *dx)
{
  mcn_team_run (step->team, n, GRAIN, tangent_back, &(Pointwise) { y, dy, dx });
}

/**
 * mcn_add_to:
 * @step: the step
 * @n: how many
 * @x: n numbers
 * @y: (inout): n numbers
 */
void
mcn_add_to (McnStep *step, gsize n, const gfloat *x, gfloat *y)
{
  mcn_team_run (step->team, n, GRAIN, sum, &(Pointwise) { x, NULL, y });
}
