/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experts.h"
#include "mcn-stage2.h"

G_BEGIN_DECLS

/* How much of a photograph's score the linear expert should have, for each source by
 * itself: of 0, 0.1 ... 1 the share with the largest rank correlation on val, with the
 * source's own head; for photographs alone, and with their first critique. The AVA vote
 * has the machine ratings' share. Sources without photographs in val keep theirs. */
void mcn_expert_shares (McnExperts *experts, McnStage2 *stage, McnDataset *dataset, McnTeam *team);

G_END_DECLS
