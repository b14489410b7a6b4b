/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-bottleneck.h"

#include "mcn-train-kernels.h"

#include <string.h>

#define GRAIN 16384
/* Channels a worker takes: no two ever add to the same number. */
#define CHANNELS 128

/**
 * mcn_bottleneck_add:
 * @self: (out): the block
 * @params: the table its tensors are added to
 * @name: of the block
 * @in: channels
 * @wide: channels between
 * @out: channels
 * @size: of the depthwise kernel
 * @stride: of the depthwise convolution
 */
void
mcn_bottleneck_add (McnBottleneck *self, McnParams *params, const char *name, gsize in, gsize wide, gsize out, guint size, guint stride)
{
  g_autofree char *expand = g_strconcat (name, ".expand", NULL), *project = g_strconcat (name, ".project", NULL);
  g_autofree char *weight = g_strconcat (name, ".depthwise.weight", NULL), *bias = g_strconcat (name, ".depthwise.bias", NULL);

  *self = (McnBottleneck) {
    .expand = { .n = wide, .k = in }, .project = { .n = out, .k = wide }, .size = size, .stride = stride,
    .residual = stride == 1 && in == out,
  };
  mcn_params_add_linear (params, expand, wide, in, &self->expand.weight, &self->expand.bias);
  self->weight = mcn_params_add (params, weight, (gsize) size * size, wide, MCN_INIT_FAN_IN, (gsize) size * size);
  self->bias = mcn_params_add (params, bias, wide, 0, MCN_INIT_ZERO, 0);
  mcn_params_add_linear (params, project, out, wide, &self->project.weight, &self->project.bias);
}

typedef struct
{
  gfloat       *y;
  const gfloat *by;
} Clip;

static void
clip_some (gpointer data, gsize begin, gsize end, guint worker)
{
  const Clip *t = data;

  for (gsize i = begin; i < end; i++)
    t->y[i] = CLAMP (t->y[i], 0, 6);
}

static void
clip_back (gpointer data, gsize begin, gsize end, guint worker)
{
  const Clip *t = data;

  for (gsize i = begin; i < end; i++)
    if (!(t->by[i] > 0 && t->by[i] < 6))
      t->y[i] = 0;
}

/**
 * mcn_relu6:
 * @step: the step
 * @n: numbers
 * @y: (inout): n
 */
void
mcn_relu6 (McnStep *step, gsize n, gfloat *y)
{
  mcn_team_run (step->team, n, GRAIN, clip_some, &(Clip) { y, NULL });
}

/**
 * mcn_relu6_backward:
 * @step: the step
 * @n: numbers
 * @y: n, what mcn_relu6() made
 * @dy: (inout): n
 */
void
mcn_relu6_backward (McnStep *step, gsize n, const gfloat *y, gfloat *dy)
{
  mcn_team_run (step->team, n, GRAIN, clip_back, &(Clip) { dy, y });
}

/* ---- the depthwise convolution ----------------------------------------------- */

typedef struct
{
  const McnBottleneck *self;
  const McnMaps       *from, *to;
  const gfloat        *x, *weight, *bias, *dy;
  gfloat              *y, *dx, *dweight, *dbias;
} Depthwise;

/* Where the window of the first output begins: so many zeros come first. */
static gint
padding_before (guint from, guint to, const McnBottleneck *self)
{
  gint covered = (gint) ((to - 1) * self->stride + self->size);

  return MAX (covered - (gint) from, 0) / 2;
}

typedef void (*Tap) (const Depthwise *t, gsize tap, gsize from, gsize to, gsize n);

/* Every pixel that every output reads, with the tap it is read by; places of the first of @n channels. */
static void
for_each_tap (const Depthwise *t, gsize picture, gsize channel, gsize n, Tap func)
{
  const McnBottleneck *self = t->self;
  guint width = t->from->width[picture], height = t->from->height[picture];
  gint left = padding_before (width, t->to->width[picture], self), top = padding_before (height, t->to->height[picture], self);
  gsize channels = self->expand.n;

  for (guint y = 0; y < t->to->height[picture]; y++)
    for (guint x = 0; x < t->to->width[picture]; x++)
      for (guint tap = 0; tap < self->size * self->size; tap++)
        {
          gint at_y = (gint) (y * self->stride + tap / self->size) - top, at_x = (gint) (x * self->stride + tap % self->size) - left;

          if (at_y >= 0 && at_y < (gint) height && at_x >= 0 && at_x < (gint) width)
            func (t, tap * channels + channel, (t->from->first[picture] + (gsize) at_y * width + at_x) * channels + channel,
                  (t->to->first[picture] + (gsize) y * t->to->width[picture] + x) * channels + channel, n);
        }
}

static void
tap_forward (const Depthwise *t, gsize tap, gsize from, gsize to, gsize n)
{
  mcn_train_kernels ()->add_product (t->x + from, t->weight + tap, n, t->y + to);
}

static void
tap_backward (const Depthwise *t, gsize tap, gsize from, gsize to, gsize n)
{
  mcn_train_kernels ()->add_product (t->dy + to, t->weight + tap, n, t->dx + from);
  mcn_train_kernels ()->add_product (t->dy + to, t->x + from, n, t->dweight + tap);
}

static void
channels_forward (gpointer data, gsize begin, gsize end, guint worker)
{
  const Depthwise *t = data;
  gsize channels = t->self->expand.n, first = begin * CHANNELS, n = MIN (end * CHANNELS, channels) - first;

  for (gsize row = 0; row < t->to->first[t->to->n]; row++)
    memcpy (t->y + row * channels + first, t->bias + first, n * sizeof (gfloat));
  for (gsize i = 0; i < t->from->n; i++)
    for_each_tap (t, i, first, n, tap_forward);
}

static void
channels_backward (gpointer data, gsize begin, gsize end, guint worker)
{
  const Depthwise *t = data;
  gsize channels = t->self->expand.n, first = begin * CHANNELS, n = MIN (end * CHANNELS, channels) - first;

  for (gsize row = 0; row < t->from->first[t->from->n]; row++)
    memset (t->dx + row * channels + first, 0, n * sizeof (gfloat));
  for (gsize row = 0; row < t->to->first[t->to->n]; row++)
    for (gsize c = first; c < first + n; c++)
      t->dbias[c] += t->dy[row * channels + c];
  for (gsize i = 0; i < t->from->n; i++)
    for_each_tap (t, i, first, n, tap_backward);
}

/* ---- the block --------------------------------------------------------------- */

static McnMaps
shrink (const McnBottleneck *self, McnStep *step, const McnMaps *maps)
{
  guint *width = mcn_tape_take (step->tape, maps->n * sizeof (guint)), *height = mcn_tape_take (step->tape, maps->n * sizeof (guint));
  gsize *first = mcn_tape_take (step->tape, (maps->n + 1) * sizeof (gsize));

  first[0] = 0;
  for (gsize i = 0; i < maps->n; i++)
    {
      width[i] = (maps->width[i] + self->stride - 1) / self->stride;
      height[i] = (maps->height[i] + self->stride - 1) / self->stride;
      first[i + 1] = first[i] + (gsize) width[i] * height[i];
    }
  return (McnMaps) { maps->n, width, height, first };
}

/**
 * mcn_bottleneck_forward:
 * @self: the block
 * @step: the step
 * @maps: of @x
 * @x: rows x in
 * @pass: (out): what the backward pass needs; points to @x
 *
 * Returns: (transfer none): rows of pass->to x out, on the tape
 */
gfloat *
mcn_bottleneck_forward (const McnBottleneck *self, McnStep *step, const McnMaps *maps, const gfloat *x, McnBottleneckPass *pass)
{
  gsize rows = maps->first[maps->n], wide = self->expand.n, n;
  Depthwise t;
  gfloat *y;

  *pass = (McnBottleneckPass) { .from = *maps, .to = shrink (self, step, maps), .x = x };
  n = pass->to.first[maps->n];
  pass->wide = mcn_tape_floats (step->tape, rows * wide);
  pass->narrow = mcn_tape_floats (step->tape, n * wide);
  y = mcn_tape_floats (step->tape, n * self->project.n);

  mcn_linear_forward (&self->expand, step, rows, x, pass->wide);
  mcn_relu6 (step, rows * wide, pass->wide);
  t = (Depthwise) {
    .self = self, .from = &pass->from, .to = &pass->to, .x = pass->wide, .weight = mcn_values (step, self->weight),
    .bias = mcn_values (step, self->bias), .y = pass->narrow,
  };
  mcn_team_run (step->team, (wide + CHANNELS - 1) / CHANNELS, 1, channels_forward, &t);
  mcn_relu6 (step, n * wide, pass->narrow);
  mcn_linear_forward (&self->project, step, n, pass->narrow, y);
  if (self->residual)
    mcn_add_to (step, n * self->project.n, x, y);
  return y;
}

/**
 * mcn_bottleneck_backward:
 * @self: the block
 * @step: the step
 * @pass: what the forward pass kept
 * @dy: rows of pass->to x out
 * @dx: (out) (nullable): rows of pass->from x in, not @dy
 */
void
mcn_bottleneck_backward (const McnBottleneck *self, McnStep *step, const McnBottleneckPass *pass, const gfloat *dy, gfloat *dx)
{
  McnTapeMark mark = mcn_tape_mark (step->tape);
  gsize rows = pass->from.first[pass->from.n], n = pass->to.first[pass->to.n], wide = self->expand.n;
  gfloat *dnarrow = mcn_tape_floats (step->tape, n * wide), *dwide = mcn_tape_floats (step->tape, rows * wide);
  Depthwise t = {
    .self = self, .from = &pass->from, .to = &pass->to, .x = pass->wide, .weight = mcn_values (step, self->weight), .dy = dnarrow, .dx = dwide,
    .dweight = mcn_gradients (step, self->weight), .dbias = mcn_gradients (step, self->bias),
  };

  mcn_linear_backward (&self->project, step, n, pass->narrow, dy, dnarrow, FALSE);
  mcn_relu6_backward (step, n * wide, pass->narrow, dnarrow);
  mcn_team_run (step->team, (wide + CHANNELS - 1) / CHANNELS, 1, channels_backward, &t);
  mcn_relu6_backward (step, rows * wide, pass->wide, dwide);
  mcn_linear_backward (&self->expand, step, rows, pass->x, dwide, dx, FALSE);
  if (dx != NULL && self->residual)
    mcn_add_to (step, n * self->project.n, dy, dx);
  mcn_tape_rewind (step->tape, mark);
}
