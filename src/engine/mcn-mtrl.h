/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-ctrm.h"
#include "mcn-strm.h"

G_BEGIN_DECLS

/* MTRL, one multimodal transformer layer (mcn-mtl.md, "Trunk", 3): a CTRM in
 * both directions, then a STRM a modality. Immutable. */
typedef struct
{
  McnCtrm cross;
  McnStrm image;
  McnStrm text;
} McnMtrl;

/* Where the attention weights of one layer go; NULL members are not wanted. */
typedef struct
{
  gfloat *ci;       /* heads x m x n: the image asks the text */
  gfloat *ct;       /* heads x n x m: the text asks the image */
  gfloat *ki;       /* heads x m x m */
  gfloat *kt;       /* heads x n x n */
} McnMtrlAttention;

gboolean mcn_mtrl_load  (McnMtrl *self, McnSafetensors *weights, guint layer, gsize d, gsize n_heads, GError **error);
void     mcn_mtrl_clear (McnMtrl *self);

/* @image: m x d, @text: n x d and their projections for the CTRM, m x 3 d and
 * n x 3 d, of mcn_ctrm_project_image() and _text(). @image_out and @text_out
 * may be the inputs. */
void     mcn_mtrl_run   (const McnMtrl *self, McnTeam *team, McnArena *arena,
                         gsize m, const gfloat *image, const gfloat *projected_image,
                         gsize n, const gfloat *text, const gfloat *projected_text,
                         gfloat *image_out, gfloat *text_out,
                         const McnMtrlAttention *attention);
/* Arena bytes mcn_mtrl_run() takes and gives back. */
gsize    mcn_mtrl_plan  (const McnMtrl *self, gsize m, gsize n, guint n_threads);

G_END_DECLS
