/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment-cells.h"

G_BEGIN_DECLS

/* Adds what experiment @number says of the styles of real photographs that it had not seen,
 * beside its base: average precision of each style that anybody shows, and the mean over those
 * that at least MCN_LEAST_POSITIVES do. The others' rows have no interval. */
void mcn_experiment_styles_measure (const McnExperimentCells *cells, guint number, McnExperiments *result);

G_END_DECLS
