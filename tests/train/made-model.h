/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-export.h"
#include "mcn-question.h"
#include "mcn-stage2.h"
#include "tiny-data.h"

G_BEGIN_DECLS

/* A run's folder: model and trunk, from a network that has learned nothing. */
typedef struct
{
  char *model, *trunk;
} MadeModel;

/* @fold: of two; -1: none. */
McnStage2    *made_stage_new      (TinyData *data, guint64 seed, gint fold);
/* @shares: NULL, or of the expert in the first three sources. */
MadeModel     made_model          (TinyData *data, McnStage2 *stage, const char *name, const double (*shares)[3]);
void          made_model_clear    (MadeModel *made);
/* Of two encoders: val is read by the second, test by none. */
gint          made_which_encoder  (gpointer data, const McnSample *sample);
/* Word features of both, which are the same one here. */
McnWordStore *made_words_open     (TinyData *data, const char *path, const char *key, McnCancel *cancel, GError **error);
/* With its words read; equal names of @words share them. */
McnCandidate *made_candidate_open (TinyData *data, const char *model, const char *const *trunks, McnQuestionScope *scope, const char *words);

G_END_DECLS
