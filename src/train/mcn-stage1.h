/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-fit.h"
#include "mcn-text-net.h"

G_BEGIN_DECLS

/* Stage 1: the text encoder learns what critiques say of the vote (recipe.md). */
typedef struct
{
  guint64 seed;
  guint   n_heads;          /* of the encoder */
  guint   n_frozen;         /* lowest layers that stay as they are */
  guint   d, d_heads;       /* of the STRM above it: 192, 6 */
  guint   batch;            /* texts: 32 */
  guint   max_pieces;       /* of a text: 200 */
  gint    fold;             /* this one is left out; -1: none */
  guint   n_folds;
  gsize   max_samples;      /* 0: all; the first ones in a random order */
} McnStage1Options;

typedef struct _McnStage1 McnStage1;

/* Starts from @text, a model's text.safetensors. MCN_TRAIN_ERROR_DATA when nothing can be learned. */
McnStage1     *mcn_stage1_new      (McnDataset *dataset, McnSafetensors *text, const McnStage1Options *options, GError **error);
void           mcn_stage1_free     (McnStage1 *self);
gsize          mcn_stage1_get_n    (McnStage1 *self);       /* texts to learn from */
McnTextNet    *mcn_stage1_get_net  (McnStage1 *self);
/* For mcn_fit_run(); good while @self lives. */
McnFitProblem  mcn_stage1_problem  (McnStage1 *self);
/* The encoder's tensors, F16, as the engine loads them. */
gboolean       mcn_stage1_export   (McnStage1 *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnStage1, mcn_stage1_free)

G_END_DECLS
