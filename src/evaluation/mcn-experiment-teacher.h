/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment-cells.h"
#include "mcn-teacher.h"

G_BEGIN_DECLS

/* The teacher's share in a known score. */
#define MCN_EXPERIMENT_TAUGHT MCN_TEACHER_SHARE

/* The mean of the base's seeds that were trained without @fold, as none of them has seen it, on
 * what they learned from: photographs, and with critiques both and texts alone, as the base of
 * @experiment was. Kept in the folder @run. FALSE with MCN_TRAIN_ERROR. */
gboolean mcn_experiment_teach (McnExperimentCells *self, const McnExperiment *experiment, guint fold, const char *run,
                               McnTeacher *teacher, GError **error);

G_END_DECLS
