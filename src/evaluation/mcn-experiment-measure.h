/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment-cells.h"

G_BEGIN_DECLS

/* Compares what cells that are done have said: each line with the base's, paired. */
void mcn_experiments_measure (const McnExperimentCells *cells, McnExperiments *result);

G_END_DECLS
