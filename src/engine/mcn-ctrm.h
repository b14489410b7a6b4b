/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-transformer.h"

G_BEGIN_DECLS

/* CTRM, the co-transformer module in both directions (mcn-mtl.md, "Trunk", 3):
 * the image asks the text and the text asks the image, each with weights of its
 * own; both read the layer's inputs, not each other's outputs. Immutable.
 *
 * What a modality gives to both directions is one projection of its rows, which
 * a caller may keep while the other modality changes. */
typedef struct
{
  McnTransformer image;         /* queries from the image */
  McnTransformer text;          /* queries from the text */
  McnPacked     *project_image; /* 3 d x d: image's query | text's key | text's value */
  McnPacked     *project_text;  /* 3 d x d: text's query | image's key | image's value */
} McnCtrm;

gboolean mcn_ctrm_load          (McnCtrm *self, McnSafetensors *weights, const char *image_name, const char *text_name,
                                 gsize d, gsize n_heads, GError **error);
void     mcn_ctrm_clear         (McnCtrm *self);

/* n x d to n x 3 d, row by row. */
void     mcn_ctrm_project_image (const McnCtrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected);
void     mcn_ctrm_project_text  (const McnCtrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected);

/* @image: m x d, @text: n x d, with their projections. @image_out may be
 * @image, @text_out may be @text. @image_attention: NULL, or heads x m x n;
 * @text_attention: NULL, or heads x n x m. */
void     mcn_ctrm_attend        (const McnCtrm *self, McnTeam *team, McnArena *arena,
                                 gsize m, const gfloat *image, const gfloat *projected_image,
                                 gsize n, const gfloat *text, const gfloat *projected_text,
                                 gfloat *image_out, gfloat *text_out,
                                 gfloat *image_attention, gfloat *text_attention);
/* Arena bytes mcn_ctrm_attend() takes and gives back. */
gsize    mcn_ctrm_plan          (const McnCtrm *self, gsize m, gsize n, guint n_threads);

G_END_DECLS
