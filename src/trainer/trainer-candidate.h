/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-question.h"
#include "mcn-words-ridge.h"

G_BEGIN_DECLS

/* A model that is measured, and where its word features lie. */
typedef struct
{
  const char *model;        /* its folder */
  char      **trunks;       /* NULL, or who answers in its place: one, or one a fold */
  char      **text_folds;   /* NULL, or with folds the encoders that were not fitted to a fold of train's texts, in their order */
  const char *shares;       /* NULL, or with folds a calibrated trunk as whose shares theirs mix */
  const char *words;        /* the file of word features; by folds one of `fit` with the same encoders will do */
  const char *part;         /* its name */
  guint       n_threads;
  gboolean    quiet;
} TrainerCandidate;

/* Opens it and reads the texts of the part @scope is of. By folds, a text of train that the model's encoder was
 * fitted to is read by the one that was not. MCN_TRAIN_ERROR_DATA when trunks and part do not go together. */
McnCandidate *trainer_candidate_open (const TrainerCandidate *self, McnQuestionScope *scope, GError **error);
/* (element-type McnWordsRidge) (transfer full) Ridges on words: of train, or by folds one for each, which has not seen it. */
GPtrArray    *trainer_candidate_words (McnDataset *dataset, guint n_folds);
/* (element-type McnWordsRidge) (transfer full) As many, each %MCN_MAX_SOURCES of sources with a scale of their own (mcn-own-words.h). */
GPtrArray    *trainer_candidate_own_words (McnDataset *dataset, guint n_folds);
/* Whether they have all learned something. */
gboolean      trainer_candidate_knows_words (const GPtrArray *ridges);
/* What a table says of how texts were read by folds. */
const char   *trainer_candidate_reading (char **text_folds);

G_END_DECLS
