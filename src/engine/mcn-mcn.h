/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-backbone.h"
#include "mcn-bag.h"
#include "mcn-heads.h"
#include "mcn-mtrl.h"
#include "mcn-parallel.h"
#include "mcn-photometry.h"
#include "mcn-safetensors.h"
#include "mcn-styles.h"
#include "mcn-tokens.h"

G_BEGIN_DECLS

/* The trunk MCN and its heads (mcn-mtl.md, "Trunk"; recipe.md, "trunk",
 * "score"; predict.py). Immutable, shared. Assembled from mcn-tokens, mcn-strm,
 * mcn-ctrm, mcn-mtrl, mcn-heads. Width d, heads and layers come from the tensors
 * and model.json: a tiny random model has other sizes than 128, 4, 2. */
typedef struct _McnMcn McnMcn;

#define MCN_GLOBAL (MCN_POOLED + MCN_PHOTOMETRY)    /* 3679 in the real model; ask mcn_mcn_get_tokens() */
#define MCN_MAX_LAYERS 16

typedef struct
{
  guint   n_heads;
  guint   n_layers;                 /* MTRL, 1 .. MCN_MAX_LAYERS */
  gdouble ava_mean, ava_sd;         /* 5.4, 0.75 */
  gdouble beta_photo, beta_both;    /* share of the ridge expert, 0.2 */
} McnMcnConfig;

McnMcn          *mcn_mcn_new          (McnSafetensors *weights, const McnMcnConfig *config, GError **error);
void             mcn_mcn_free         (McnMcn *self);

gsize            mcn_mcn_get_width    (const McnMcn *self);     /* d */
guint            mcn_mcn_get_n_heads  (const McnMcn *self);
guint            mcn_mcn_get_n_layers (const McnMcn *self);
const McnTokens *mcn_mcn_get_tokens   (const McnMcn *self);     /* with n_global, n_region, n_word */
const McnHeads  *mcn_mcn_get_heads    (const McnMcn *self);

typedef enum
{
  MCN_MODALITY_IMAGE,
  MCN_MODALITY_TEXT
} McnModality;

/* One modality up to and with its STRM, and what it gives to the first CTRM:
 * all that can be kept while the other modality changes. */
typedef struct
{
  gsize   n;            /* tokens, the learned "no ..." token first */
  gfloat *tokens;       /* n x d */
  gfloat *strm;         /* n x d */
  gfloat *crossed;      /* n x 3 d: the first layer's mcn_ctrm_project_image() or _text() */
  const guint32 *pieces;    /* of text: n - 1, what stands behind "no critique" (mcn-bag.h); NULL: not known */
  const gfloat  *alone;     /* of an image: mcn_mcn_alone(); NULL: not known, and found where it is needed */
} McnBranch;

/* Where attention weights go, by predict.py's names; NULL: not wanted. */
typedef struct
{
  gfloat          *si, *st;                 /* heads x m x m, heads x n x n */
  McnMtrlAttention layer[MCN_MAX_LAYERS];
} McnAttention;

/* Fills strm and crossed of @branch from its tokens. @projected: NULL, or n x 3 d
 * of mcn_mcn_project_tokens(), to save that work. Takes mcn_mcn_branch_plan() bytes
 * and gives them back. */
void     mcn_mcn_project_tokens (const McnMcn *self, McnTeam *team, McnModality modality,
                                 gsize n, const gfloat *tokens, gfloat *projected);
void     mcn_mcn_run_branch     (const McnMcn *self, McnTeam *team, McnArena *arena, McnModality modality,
                                 McnBranch *branch, const gfloat *projected, gfloat *attention);
gsize    mcn_mcn_branch_plan    (const McnMcn *self, gsize n, guint n_threads);

/* MTRL layers, outer Add & Norm, pools and heads. @image holds "no photograph"
 * alone when @skips is NULL; @text "no critique" alone when nothing was written. A
 * critique alone has the bag's share in its score where the pieces are known; beside a photograph the bag adds to it, and
 * what the critique changes counts the more the longer it is (mcn_bag_evidence()).
 * FALSE with MCN_ERROR_CANCELLED. Takes mcn_mcn_fuse_plan() bytes and gives them
 * back. Bits do not depend on the team. */
gboolean mcn_mcn_fuse           (const McnMcn *self, McnTeam *team, McnArena *arena,
                                 const McnBranch *image, const McnSkips *skips, const McnBranch *text,
                                 McnLogits *logits, const McnAttention *attention,
                                 McnCancel *cancel, GError **error);
/* Whether a critique beside a photograph is weighed by how much there is of it, so that the next is of use. */
gboolean mcn_mcn_weighs         (const McnMcn *self);
/* The raw score of a photograph without a critique; takes and gives back as mcn_mcn_fuse() does. */
gboolean mcn_mcn_alone          (const McnMcn *self, McnTeam *team, McnArena *arena, const McnBranch *image, const McnSkips *skips,
                                 gfloat *score, McnCancel *cancel, GError **error);
gsize    mcn_mcn_fuse_plan      (const McnMcn *self, gsize m, gsize n, guint n_threads);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnMcn, mcn_mcn_free)

G_END_DECLS
