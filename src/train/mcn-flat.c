/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-flat.h"

#include "mcn-pointwise.h"
#include "mcn-train-kernels.h"

#include <string.h>

/**
 * mcn_flat_add:
 * @self: (out): the pool
 * @params: the table it is added to
 * @project: name of a
 * @rate: name of b
 * @d: width
 */
void
mcn_flat_add (McnFlat *self, McnParams *params, const char *project, const char *rate, gsize d)
{
  *self = (McnFlat) { .d = d, .project = { d, d }, .rate = { 1, d } };
  mcn_params_add_linear (params, project, d, d, &self->project.weight, &self->project.bias);
  mcn_params_add_linear (params, rate, 1, d, &self->rate.weight, &self->rate.bias);
}

/**
 * mcn_flat_forward:
 * @self: the pool
 * @step: the step
 * @xs: samples of @x, each of at least one row
 * @x: rows x d
 * @out: (out): samples x d, @ldo floats apart
 * @ldo: see @out
 * @pass: (out): what the backward pass needs
 */
void
mcn_flat_forward (const McnFlat *self, McnStep *step, McnRagged xs, const gfloat *x, gfloat *out, gsize ldo,
                  McnFlatPass *pass)
{
  gsize rows = mcn_ragged_rows (&xs), d = self->d;

  *pass = (McnFlatPass) { .xs = xs, .x = x };
  pass->hidden = mcn_tape_floats (step->tape, rows * d);
  pass->shares = mcn_tape_floats (step->tape, rows);

  /* The product goes where tanh cannot be in place: into a piece that is given back. */
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gfloat *linear = mcn_tape_floats (step->tape, rows * d);

  mcn_linear_forward (&self->project, step, rows, x, linear);
  mcn_tanh_forward (step, rows * d, linear, pass->hidden);
  mcn_tape_rewind (step->tape, mark);
  mcn_linear_forward (&self->rate, step, rows, pass->hidden, pass->shares);

  for (gsize i = 0; i < xs.n; i++)
    {
      gfloat *y = out + i * ldo;

      mcn_softmax (pass->shares + xs.first[i], xs.first[i + 1] - xs.first[i]);
      memset (y, 0, d * sizeof (gfloat));
      for (gsize row = xs.first[i]; row < xs.first[i + 1]; row++)
        for (gsize j = 0; j < d; j++)
          y[j] += pass->shares[row] * x[row * d + j];
    }
}

/**
 * mcn_flat_backward:
 * @self: the pool
 * @step: the step
 * @pass: what the forward pass kept
 * @dout: samples x d, @ldo floats apart
 * @ldo: see @dout
 * @dx: (out): rows x d
 *
 * With w the shares: dx = w dout + a' tanh' b' softmax' (dout x).
 */
void
mcn_flat_backward (const McnFlat *self, McnStep *step, const McnFlatPass *pass, const gfloat *dout, gsize ldo,
                   gfloat *dx)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  McnRagged xs = pass->xs;
  gsize rows = mcn_ragged_rows (&xs), d = self->d;
  gfloat *drate = mcn_tape_floats (step->tape, rows);
  gfloat *dhidden = mcn_tape_floats (step->tape, rows * d);

  for (gsize i = 0; i < xs.n; i++)
    {
      const gfloat *dy = dout + i * ldo;
      gsize first = xs.first[i], n = xs.first[i + 1] - first;

      for (gsize row = first; row < first + n; row++)
        {
          drate[row] = mcn_dot (dy, pass->x + row * d, d);
          for (gsize j = 0; j < d; j++)
            dx[row * d + j] = pass->shares[row] * dy[j];
        }
      mcn_train_kernels ()->softmax_backward (pass->shares + first, drate + first, n, 1.f);
    }

  mcn_linear_backward (&self->rate, step, rows, pass->hidden, drate, dhidden, FALSE);
  mcn_tanh_backward (step, rows * d, pass->hidden, dhidden, dhidden);
  mcn_linear_backward (&self->project, step, rows, pass->x, dhidden, dx, TRUE);
  mcn_tape_rewind (step->tape, mark);
}
