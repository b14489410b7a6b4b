/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experts.h"
#include "mcn-stage2.h"

G_BEGIN_DECLS

/* How much of a photograph's score the linear expert should have (experts.py of the
 * prototype): of 0, 0.1 ... 1 the share with the largest sum of rank correlations on
 * val, each source with its own head; photographs alone (machine, beauty, appeal,
 * street), or with their first critique (machine, beauty). MCN_EXPERT_SHARE where val
 * has no photographs. */
gdouble mcn_expert_share (McnStage2 *stage, McnDataset *dataset, const McnExperts *experts, McnTeam *team, gboolean both);

/* What the prototype chose. */
#define MCN_EXPERT_SHARE .2

G_END_DECLS
