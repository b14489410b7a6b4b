/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-layers.h"

G_BEGIN_DECLS

/* An inverted bottleneck of EfficientNet-Lite0, forward and backward: 1 x 1 convolution, ReLU6,
 * depthwise convolution with TensorFlow's "same" padding (what is odd goes right and bottom), ReLU6,
 * 1 x 1 convolution; and the input beside it where the shapes allow. Batch norm is folded into
 * weights and biases and stays so (Sandler et al. 2018, section 3). Names are those of
 * backbone.safetensors: NAME.expand, NAME.depthwise (taps x channels), NAME.project. */

/* Pictures of different sizes one after the other: height x width rows of channels each. */
typedef struct
{
  gsize        n;
  const guint *width, *height;
  const gsize *first;           /* n + 1, rows */
} McnMaps;

typedef struct
{
  McnLinear expand, project;
  gsize     weight, bias;       /* of the depthwise one: offsets */
  guint     size, stride;       /* 3 or 5; 1 or 2 */
  gboolean  residual;
} McnBottleneck;

typedef struct
{
  McnMaps       from, to;
  const gfloat *x;
  gfloat       *wide, *narrow;  /* after each ReLU6 */
} McnBottleneckPass;

void    mcn_bottleneck_add      (McnBottleneck *self, McnParams *params, const char *name,
                                 gsize in, gsize wide, gsize out, guint size, guint stride);
/* @x: rows of @maps x in. What it makes is on the tape, rows of pass->to x out. */
gfloat *mcn_bottleneck_forward  (const McnBottleneck *self, McnStep *step, const McnMaps *maps, const gfloat *x, McnBottleneckPass *pass);
/* @dx: written, or NULL when nobody asks for it. */
void    mcn_bottleneck_backward (const McnBottleneck *self, McnStep *step, const McnBottleneckPass *pass, const gfloat *dy, gfloat *dx);

/* x between 0 and 6, in place; and what of @dy (n, in place) comes through where @y is the result. */
void    mcn_relu6               (McnStep *step, gsize n, gfloat *y);
void    mcn_relu6_backward      (McnStep *step, gsize n, const gfloat *y, gfloat *dy);

G_END_DECLS
