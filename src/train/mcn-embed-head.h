/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-layers.h"

G_BEGIN_DECLS

/* The image branch foretells what critiques of its photograph say: a linear map of the
 * pooled image vector beside a text's embedding, 1 - cosine, and InfoNCE among the
 * photographs of a batch (van den Oord et al. 2018, section 2.3; the temperature fixed). */
typedef struct
{
  McnLinear project;
} McnEmbedHead;

/* "embed.weight" and "embed.bias": @width x @d. */
void    mcn_embed_head_add (McnEmbedHead *self, McnParams *params, gsize d, gsize width);
/* Forward and backward. @z: @n rows, @ldz floats apart, of which the first d count.
 * @target: @n embeddings, NULL: unknown; equal pointers are one photograph, which is not
 * told apart from itself. @weight times the gradients go to the head's parameters (added)
 * and to @dz (n x ldz, written). Returns the loss without @weight: the mean of 1 - cosine
 * and, in units of ln (photographs), of the cross entropy. */
gdouble mcn_embed_head_run (const McnEmbedHead *self, McnStep *step, gsize n, const gfloat *z, gsize ldz,
                            const gfloat *const *target, gdouble weight, gfloat *dz);

G_END_DECLS
