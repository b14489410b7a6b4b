/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-transformer.h"

G_BEGIN_DECLS

/* STRM, the self-transformer module (mcn-mtl.md, "Trunk", 2): the tokens of one
 * modality attend to one another. Immutable. */
typedef struct
{
  McnTransformer transformer;
  McnPacked     *project;       /* 3 d x d: query | key | value */
} McnStrm;

gboolean mcn_strm_load    (McnStrm *self, McnSafetensors *weights, const char *name,
                           gsize d, gsize n_heads, GError **error);
void     mcn_strm_clear   (McnStrm *self);

/* The two halves of a STRM. The first is row by row, so a caller that changes
 * one token projects one row anew: @x is n x d, @projected n x 3 d. */
void     mcn_strm_project (const McnStrm *self, McnTeam *team, gsize n, const gfloat *x, gfloat *projected);
/* @y: n x d, may be @x; @attention: NULL, or heads x n x n. */
void     mcn_strm_attend  (const McnStrm *self, McnTeam *team, McnArena *arena,
                           gsize n, const gfloat *x, const gfloat *projected,
                           gfloat *y, gfloat *attention);
/* Arena bytes mcn_strm_attend() takes and gives back. */
gsize    mcn_strm_plan    (const McnStrm *self, gsize n, guint n_threads);

G_END_DECLS
