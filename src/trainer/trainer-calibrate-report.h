/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-alone-choice.h"
#include "mcn-config.h"
#include "mcn-share-choice.h"
#include "mcn-style-choice.h"

G_BEGIN_DECLS

/* What `calibrate` found. */
typedef struct
{
  const McnConfig      *config;         /* that was written */
  const char           *part;           /* "val" or "folds" */
  const McnAloneChoice *choice;
  gdouble               words_share, words_gain;
  const McnShares      *shares;
  const McnStyleChoice *styles;
  const McnGoals       *goals;
  const char           *reading;        /* by which encoders the folds were read; NULL: no folds */
} TrainerCalibration;

/* As Markdown; free it. */
char *trainer_calibration_table (const TrainerCalibration *told);
/* The same as JSON. No model's id stands in it, for maps made later (search.py, aspects.py) change
 * that: who reads it compares the modes with those of model.json. */
char *trainer_calibration_json  (const TrainerCalibration *told);

G_END_DECLS
