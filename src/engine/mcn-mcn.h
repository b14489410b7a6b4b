/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-arena.h"
#include "mcn-backbone.h"
#include "mcn-parallel.h"
#include "mcn-photometry.h"
#include "mcn-safetensors.h"
#include "mcn-styles.h"

G_BEGIN_DECLS

/* The trunk MCN and its heads (mcn-mtl.md, "Trunk"; recipe.md, "trunk",
 * "score"; predict.py). Immutable, shared. Assembled from mcn-strm, mcn-ctrm,
 * mcn-mtrl, mcn-heads. Width d, heads and layers come from the tensors and
 * model.json: a tiny random model has other sizes than 128, 4, 2. */
typedef struct _McnMcn McnMcn;

#define MCN_GLOBAL (MCN_POOLED + MCN_PHOTOMETRY)    /* 3679 */

typedef struct
{
  guint   n_heads;
  guint   n_layers;
  gdouble ava_mean, ava_sd;         /* 5.4, 0.75 */
  gdouble beta_photo, beta_both;    /* share of the ridge expert, 0.2 */
} McnMcnConfig;

/* All the heads say of one photograph and critique. */
typedef struct
{
  gfloat score;                     /* raw AVA vote, before calibration */
  gfloat style[MCN_N_STYLES];       /* logits */
  gfloat high;                      /* logit of the prototype's own high/low head; not shown */
} McnLogits;

McnMcn *mcn_mcn_new  (McnSafetensors *weights, const McnMcnConfig *config, GError **error);
void    mcn_mcn_free (McnMcn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnMcn, mcn_mcn_free)

G_END_DECLS
