/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-tasks.h"

G_BEGIN_DECLS

/* Dynamic task weighting (mcn-mtl.md, "Training"): the task whose loss falls more
 * slowly gets more weight. Plain numbers: a checkpoint keeps them as they are. */
typedef struct
{
  guint64  n_epochs;                /* finished */
  gdouble  first[MCN_N_TASKS];      /* losses of the first epoch in which the task was active; 0: none yet */
  gdouble  last[MCN_N_TASKS];       /* of the last epoch, and of the one before; 0: not active then */
  gdouble  before[MCN_N_TASKS];
  gdouble  weight[MCN_N_TASKS];     /* w_t of the next epoch; 0: not active */
  guint64  wanted;                  /* bit t: the task takes part at all */
  guint64  fixed;                   /* TRUE: weights stay 1 */
} McnTaskWeights;

#define MCN_ALL_TASKS ((1u << MCN_N_TASKS) - 1)

void    mcn_task_weights_init   (McnTaskWeights *self, guint wanted, gboolean fixed);
/* What an epoch's losses come to, averages over what contributed. */
void    mcn_task_weights_update (McnTaskWeights *self, const McnLosses *epoch);
/* What each loss is multiplied with in the trunk: its weight over its loss after
 * the first epoch. */
void    mcn_task_weights_get    (const McnTaskWeights *self, gdouble *factors);

G_END_DECLS
