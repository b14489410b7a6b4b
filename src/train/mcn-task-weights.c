/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-task-weights.h"

#include <math.h>
#include <string.h>

#define TAU 2.

/**
 * mcn_task_weights_init:
 * @self: (out): weights before the first epoch
 * @wanted: bit t: task t takes part
 * @fixed: whether weights stay at 1
 */
void
mcn_task_weights_init (McnTaskWeights *self, guint wanted, gboolean fixed)
{
  memset (self, 0, sizeof *self);
  self->wanted = wanted;
  self->fixed = fixed;
  for (guint t = 0; t < MCN_N_TASKS; t++)
    self->weight[t] = wanted >> t & 1;
}

/**
 * mcn_task_weights_update:
 * @self: the weights
 * @epoch: losses of the epoch that ended
 *
 * r_t = L_t (e - 1) / L_t (e - 2), w_t = T exp (r_t / 2) / sum exp (r_k / 2) over
 * the T tasks that were active in both; 1 for the first two epochs and for a task
 * that was not.
 */
void
mcn_task_weights_update (McnTaskWeights *self, const McnLosses *epoch)
{
  gdouble share[MCN_N_TASKS] = { 0 }, sum = 0;
  guint n = 0;

  self->n_epochs++;
  for (guint t = 0; t < MCN_N_TASKS; t++)
    {
      self->before[t] = self->last[t];
      self->last[t] = (self->wanted >> t & 1) && epoch->n[t] > 0 ? epoch->loss[t] : 0;
      if (!(self->first[t] > 0))
        self->first[t] = self->last[t];
      self->weight[t] = self->wanted >> t & 1;
      if (!self->fixed && self->last[t] > 0 && self->before[t] > 0)
        {
          share[t] = exp (self->last[t] / self->before[t] / TAU);
          sum += share[t];
          n++;
        }
    }
  for (guint t = 0; t < MCN_N_TASKS; t++)
    if (share[t] > 0)
      self->weight[t] = n * share[t] / sum;
}

/**
 * mcn_task_weights_get:
 * @self: the weights
 * @factors: (out): MCN_N_TASKS factors
 */
void
mcn_task_weights_get (const McnTaskWeights *self, gdouble *factors)
{
  for (guint t = 0; t < MCN_N_TASKS; t++)
    factors[t] = self->first[t] > 0 ? self->weight[t] / self->first[t] : self->weight[t];
}
