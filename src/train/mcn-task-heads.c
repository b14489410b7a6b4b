/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-task-heads.h"

#include "mcn-products.h"

#include <string.h>

static McnLinear
add_linear (McnParams *params, const char *name, gsize n, gsize k)
{
  McnLinear linear = { .n = n, .k = k };

  mcn_params_add_linear (params, name, n, k, &linear.weight, &linear.bias);
  return linear;
}

/* Without bias; @init zero for what starts as no influence. */
static McnLinear
add_plain (McnParams *params, const char *name, gsize n, gsize k, McnInit init)
{
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);

  return (McnLinear) { n, k, mcn_params_add (params, weight, n, k, init, k), G_MAXSIZE };
}

/**
 * mcn_task_heads_add:
 * @self: (out): the heads
 * @params: the table they are added to
 * @n_z: length of the pooled vector
 * @n_global: length of the global vector; 0: there are no skips
 * @n_sources: of scores
 * @n_shared: how many of them, the first, rate the AVA vote itself
 *
 * Skips start at zero.
 */
void
mcn_task_heads_add (McnTaskHeads *self, McnParams *params, gsize n_z, gsize n_global, gsize n_sources, gsize n_shared)
{
  gsize n_own = n_sources - n_shared;

  *self = (McnTaskHeads) { .n_z = n_z, .n_global = n_global, .n_sources = n_sources, .n_shared = n_shared };
  self->score = add_linear (params, "score", 1, n_z);
  self->high = add_linear (params, "high", 1, n_z);
  self->style = add_linear (params, "style", MCN_N_STYLES, n_z);
  self->votes = add_linear (params, "votes", MCN_N_VOTES, n_z);
  if (n_global > 0)
    {
      self->skip = add_plain (params, "skip", 1, n_global, MCN_INIT_ZERO);
      self->style_skip = add_plain (params, "styskip", MCN_N_STYLES, n_global, MCN_INIT_ZERO);
    }
  self->slope = mcn_params_add (params, "a", n_sources, 0, MCN_INIT_ONE, 0);
  self->offset = mcn_params_add (params, "b", n_sources, 0, MCN_INIT_ZERO, 0);
  if (n_own > 0)
    {
      self->own = add_plain (params, "u", n_own, n_z, MCN_INIT_FAN_IN);
      if (n_global > 0)
        self->own_skip = add_plain (params, "uskip", n_own, n_global, MCN_INIT_ZERO);
    }
}

/* y (n x rows) of the samples with a photograph += W global */
static void
add_skip (const McnLinear *skip, McnStep *step, const McnTaskHeadsPass *pass, gfloat *y, gsize ldy)
{
  gfloat *part;

  if (pass->n_photos == 0 || skip->n == 0)
    return;
  part = mcn_tape_floats (step->tape, pass->n_photos * skip->n);
  mcn_linear_forward (skip, step, pass->n_photos, pass->global, part);
  for (gsize i = 0; i < pass->n_photos; i++)
    for (gsize j = 0; j < skip->n; j++)
      y[pass->photo[i] * ldy + j] += part[i * skip->n + j];
}

static void
skip_back (const McnLinear *skip, McnStep *step, const McnTaskHeadsPass *pass, const gfloat *dy, gsize ldy, gdouble weight, gfloat *dglobal)
{
  gfloat *part;

  if (pass->n_photos == 0 || skip->n == 0)
    return;
  part = mcn_tape_floats (step->tape, pass->n_photos * skip->n);
  for (gsize i = 0; i < pass->n_photos; i++)
    memcpy (part + i * skip->n, dy + pass->photo[i] * ldy, skip->n * sizeof (gfloat));
  mcn_linear_backward (skip, step, pass->n_photos, pass->global, part, NULL, FALSE);
  if (dglobal == NULL)
    return;
  for (gsize i = 0; i < pass->n_photos * skip->n; i++)
    part[i] *= weight;
  mcn_product_input (step->team, pass->n_photos, skip->n, skip->k, part, skip->n, mcn_values (step, skip->weight), dglobal, skip->k, TRUE);
}

/**
 * mcn_task_heads_forward:
 * @self: the heads
 * @step: the step
 * @n: samples
 * @z: n x n_z
 * @n_photos: samples that have a photograph
 * @global: n_photos x n_global
 * @photo: n_photos sample numbers, rising
 * @outputs: (out): arrays on the tape
 * @pass: (out): what the backward pass needs
 */
void
mcn_task_heads_forward (const McnTaskHeads *self, McnStep *step, gsize n, const gfloat *z,
                        gsize n_photos, const gfloat *global, const guint32 *photo,
                        McnOutputs *outputs, McnTaskHeadsPass *pass)
{
  gsize n_own = self->own.n, shared = self->n_shared;
  const gfloat *a = mcn_values (step, self->slope), *b = mcn_values (step, self->offset);
  gfloat *own = NULL;

  *pass = (McnTaskHeadsPass) { .n = n, .n_photos = n_photos, .z = z, .global = global, .photo = photo };
  pass->s = mcn_tape_floats (step->tape, n);
  mcn_outputs_take (outputs, step->tape, n, self->n_sources);

  McnTapeMark mark = mcn_tape_mark (step->tape);

  mcn_linear_forward (&self->score, step, n, z, pass->s);
  add_skip (&self->skip, step, pass, pass->s, 1);
  mcn_linear_forward (&self->high, step, n, z, outputs->high);
  mcn_linear_forward (&self->style, step, n, z, outputs->style);
  add_skip (&self->style_skip, step, pass, outputs->style, MCN_N_STYLES);
  mcn_linear_forward (&self->votes, step, n, z, outputs->votes);
  if (n_own > 0)
    {
      own = mcn_tape_floats (step->tape, n * n_own);
      mcn_linear_forward (&self->own, step, n, z, own);
      add_skip (&self->own_skip, step, pass, own, n_own);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < self->n_sources; j++)
      outputs->score[i * self->n_sources + j] = a[j] * pass->s[i] + b[j] + (j >= shared ? own[i * n_own + j - shared] : 0);

  mcn_tape_rewind (step->tape, mark);
}

/* A head on z: its own gradient, and @weight times it for the trunk. */
static void
head_back (const McnLinear *head, McnStep *step, const McnTaskHeadsPass *pass, const gfloat *dy, gdouble weight, gfloat *dz)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gfloat *weighted = mcn_tape_floats (step->tape, pass->n * head->n);

  for (gsize i = 0; i < pass->n * head->n; i++)
    weighted[i] = weight * dy[i];
  mcn_linear_backward (head, step, pass->n, pass->z, dy, NULL, FALSE);
  /* dz += weighted W, a few rows: by hand. */
  for (gsize i = 0; i < pass->n; i++)
    for (gsize j = 0; j < head->n; j++)
      {
        const gfloat *w = mcn_values (step, head->weight) + j * head->k;

        for (gsize l = 0; l < head->k; l++)
          dz[i * head->k + l] += weighted[i * head->n + j] * w[l];
      }
  mcn_tape_rewind (step->tape, mark);
}

/**
 * mcn_task_heads_backward:
 * @self: the heads
 * @step: the step
 * @pass: what the forward pass kept
 * @gradients: of each task's loss in its outputs
 * @weights: MCN_N_TASKS weights
 * @dz: (out): n x n_z
 * @dglobal: (out) (nullable): n_photos x n_global
 */
void
mcn_task_heads_backward (const McnTaskHeads *self, McnStep *step, const McnTaskHeadsPass *pass,
                         const McnOutputs *gradients, const gdouble *weights, gfloat *dz, gfloat *dglobal)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize n_own = self->own.n, shared = self->n_shared;
  const gfloat *a = mcn_values (step, self->slope);
  gfloat *da = mcn_gradients (step, self->slope), *db = mcn_gradients (step, self->offset);
  gfloat *ds = mcn_tape_zeros (step->tape, pass->n);
  gfloat *down = mcn_tape_floats (step->tape, pass->n * MAX (n_own, 1));

  memset (dz, 0, pass->n * self->n_z * sizeof (gfloat));
  if (dglobal != NULL)
    memset (dglobal, 0, pass->n_photos * self->n_global * sizeof (gfloat));
  for (gsize i = 0; i < pass->n; i++)
    for (gsize j = 0; j < self->n_sources; j++)
      {
        gfloat dk = gradients->score[i * self->n_sources + j];

        ds[i] += a[j] * dk;
        da[j] += pass->s[i] * dk;
        db[j] += dk;
        if (j >= shared)
          down[i * n_own + j - shared] = dk;
      }

  head_back (&self->score, step, pass, ds, weights[MCN_TASK_SCORE], dz);
  skip_back (&self->skip, step, pass, ds, 1, weights[MCN_TASK_SCORE], dglobal);
  head_back (&self->high, step, pass, gradients->high, weights[MCN_TASK_HIGH], dz);
  head_back (&self->style, step, pass, gradients->style, weights[MCN_TASK_STYLE], dz);
  skip_back (&self->style_skip, step, pass, gradients->style, MCN_N_STYLES, weights[MCN_TASK_STYLE], dglobal);
  head_back (&self->votes, step, pass, gradients->votes, weights[MCN_TASK_VOTES], dz);
  if (n_own > 0)
    {
      head_back (&self->own, step, pass, down, weights[MCN_TASK_SCORE], dz);
      skip_back (&self->own_skip, step, pass, down, n_own, weights[MCN_TASK_SCORE], dglobal);
    }
  mcn_tape_rewind (step->tape, mark);
}
