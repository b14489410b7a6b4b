/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-question.h"

G_BEGIN_DECLS

/* A model that is measured, and where its word features lie. */
typedef struct
{
  const char *model;        /* its folder */
  char      **trunks;       /* NULL, or who answers in its place: one, or one a fold */
  char      **text_folds;   /* NULL, or with folds the encoders that were not fitted to a fold of train's texts, in their order */
  const char *words;        /* the file of word features; by folds one of `fit` with the same encoders will do */
  const char *part;         /* its name */
  guint       n_threads;
  gboolean    quiet;
} TrainerCandidate;

/* Opens it and reads the texts of the part @scope is of. By folds, a text of train that the model's encoder was
 * fitted to is read by the one that was not. MCN_TRAIN_ERROR_DATA when trunks and part do not go together. */
McnCandidate *trainer_candidate_open (const TrainerCandidate *self, McnQuestionScope *scope, GError **error);
/* What a table says of how texts were read by folds. */
const char   *trainer_candidate_reading (char **text_folds);

G_END_DECLS
