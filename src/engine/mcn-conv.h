/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-gemm.h"
#include "mcn-parallel.h"

G_BEGIN_DECLS

/* The convolutions of an inverted bottleneck. Maps are height x width x
 * channels; padding is TensorFlow's "same": what is odd goes right and bottom. */

/* A depthwise convolution, 3 x 3 or 5 x 5, stride 1 or 2, followed by ReLU6;
 * weights in panels of 16 channels. Immutable, may be shared. */
typedef struct _McnDepthwise McnDepthwise;

McnDepthwise *mcn_depthwise_new  (const gfloat *w, const gfloat *bias, gsize channels, guint size, guint stride);
void          mcn_depthwise_free (McnDepthwise *self);

/* How the convolution that makes the depthwise one's input reads its own. A
 * 1 x 1 convolution reads k channels of one pixel; a 3 x 3 one three pieces of
 * three pixels, one in each of three rows. */
typedef struct
{
  const gfloat *x;          /* what the first output reads */
  gsize         ld_pixel;   /* floats to what the next output reads */
  gsize         ld_row;     /* ... to what the first output of the next row reads */
  gsize         k;          /* floats of a piece */
  gsize         segments;   /* pieces */
  gsize         jump;       /* floats from piece to piece */
} McnConvSource;

gsize mcn_expand_depthwise_scratch (const McnPacked *expand, const McnDepthwise *depthwise,
                                    gsize width, gsize height, guint n_threads);
void  mcn_expand_depthwise         (McnTeam *team, const McnPacked *expand, const McnDepthwise *depthwise,
                                    const McnConvSource *source, gsize width, gsize height,
                                    gfloat *out, gfloat *scratch);

gsize mcn_conv_output_size (gsize size, guint stride);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnDepthwise, mcn_depthwise_free)

G_END_DECLS
