/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-optimizer.h"
#include "mcn-task-weights.h"

G_BEGIN_DECLS

/* Where a run stands. Random numbers come from counters, so this and the numbers
 * of parameters and optimiser are all there is. */
typedef struct
{
  guint64        epoch;         /* under way */
  guint64        batch;         /* the next one of it */
  gdouble        seconds;       /* worked so far */
  McnLosses      sums;          /* of the epoch: losses times what contributed */
  McnTaskWeights weights;
} McnProgress;

/* A checkpoint is a safetensors file: the tensors that learn ("w." and their name)
 * with both moments ("m.", "v.") and the average of the last steps if there is one
 * ("s."), where the run stands, a hash of the configuration and one over everything.
 * @average: NULL, or as many numbers as there are parameters. */
gboolean mcn_checkpoint_save (const char *path, const char *config, McnParams *params, McnOptimizer *optimizer,
                              const gfloat *average, const McnProgress *progress, GError **error);
/* FALSE with MCN_TRAIN_ERROR_MISMATCH (of another configuration) or _CORRUPT;
 * nothing is changed then. */
gboolean mcn_checkpoint_load (const char *path, const char *config, McnParams *params, McnOptimizer *optimizer,
                              gfloat *average, McnProgress *progress, GError **error);
/* Whether mcn_checkpoint_load() would take the file for its configuration: the same errors; reads no tensor. */
gboolean mcn_checkpoint_is_of (const char *path, const char *config, GError **error);

G_END_DECLS
