/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-experiment-cells.h"

G_BEGIN_DECLS

/* Makes the word features that a cell needs, where they are not there yet: no part of its time. */
gboolean   mcn_experiment_network_read (McnExperimentCells *self, const McnExperiment *experiment, GError **error);
/* The trained network of a cell without @fold; one whose training was ended before is only read. */
McnStage2 *mcn_experiment_network_train (McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint fold, GError **error);
/* Trains the network of a cell without @fold, or goes on, and asks it of the fold: a McnTrial for each of mcn_experiment_n_asked(). NULL with MCN_TRAIN_ERROR. */
GPtrArray *mcn_experiment_network_run (McnExperimentCells *self, const McnExperiment *experiment, guint seed, guint fold, GError **error);

G_END_DECLS
