/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-stage2.h"

G_BEGIN_DECLS

/* What `fit` does otherwise than the recipe, as the folds of `experiment` have chosen. */
typedef struct
{
  McnStage2Change what;
  char          **teachers;     /* trunks whose scores are learned, too; NULL: none */
} TrainerChange;

/* NULL, or why this cannot be trained; for people. @change has only what was asked for. */
const char *trainer_change_problem (const TrainerChange *self, gboolean stage2, gboolean single_task, gsize n_texts, McnTrunk trunk);
/* Appends to the name of a configuration, nothing as long as nothing is changed. FALSE: a teacher cannot be read. */
gboolean    trainer_change_name    (const TrainerChange *self, McnDataset *dataset, GString *config, GError **error);
/* Opens what of the dataset in @folder the change learns from. The datasets are the caller's, and outlive the stage. */
gboolean    trainer_change_open    (const TrainerChange *self, const char *folder, McnDataset **maps, GError **error);

G_END_DECLS
