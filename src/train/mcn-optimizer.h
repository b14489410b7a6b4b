/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-parallel.h"
#include "mcn-params.h"

G_BEGIN_DECLS

/* AdamW (Loshchilov and Hutter 2019) with PyTorch's arithmetic; each tensor has
 * its own factor on the rate and its own decay (McnParam). Frozen tensors are
 * never touched. Bits do not depend on the team. */
typedef struct _McnOptimizer McnOptimizer;

McnOptimizer *mcn_optimizer_new   (McnParams *params);
void          mcn_optimizer_free  (McnOptimizer *self);

/* Square root of the sum of squares of all gradients; NAN where one is. */
gdouble       mcn_optimizer_norm  (McnOptimizer *self, McnTeam *team);
/* One step. @norm: of mcn_optimizer_norm(); gradients are scaled down to
 * @max_norm, as PyTorch's clip_grad_norm_() does. */
void          mcn_optimizer_step  (McnOptimizer *self, McnTeam *team, gdouble rate, gdouble norm, gdouble max_norm);
/* Sets the gradients of everything that learns to zero. */
void          mcn_optimizer_clear (McnOptimizer *self, McnTeam *team);

/* What a checkpoint keeps: first and second moment, params->n each, and the steps taken. */
gfloat       *mcn_optimizer_get_m (McnOptimizer *self);
gfloat       *mcn_optimizer_get_v (McnOptimizer *self);
guint64       mcn_optimizer_get_t (McnOptimizer *self);
void          mcn_optimizer_set_t (McnOptimizer *self, guint64 t);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnOptimizer, mcn_optimizer_free)

G_END_DECLS
