/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-alone.h"
#include "mcn-config.h"
#include "mcn-experts.h"
#include "mcn-net-input.h"
#include "mcn-words-ridge.h"

G_BEGIN_DECLS

/* A model that is measured on the frozen features of a dataset: one trunk, or as
 * many as there are folds, each of which answers for the fold it has not seen. */
typedef struct _McnCandidate McnCandidate;

/* What it says of a query. */
typedef struct
{
  gdouble score[MCN_MAX_SOURCES];   /* in deviations of each source, the expert's share in it; NAN: it has no head for that */
  gdouble expert[MCN_MAX_SOURCES];  /* what the expert alone says of the photograph; NAN: there is none */
  gdouble net[MCN_MAX_SOURCES];     /* what the network alone says */
  gfloat  style[MCN_N_STYLES];      /* logits */
  gdouble votes[MCN_N_VOTES];       /* shares of AVA's votes that the network's head for them says; NAN: it has none */
} McnAnswer;

/* @model: a model's folder, for configuration and text encoder. @trunks: files of
 * mcn_export_trunk(), or NULL: the folder's own, which rates the AVA vote alone.
 * MCN_TRAIN_ERROR_MISMATCH when @dataset's features are not of this model. */
McnCandidate    *mcn_candidate_open       (const char *model, const char *const *trunks, McnDataset *dataset, GError **error);
void             mcn_candidate_free       (McnCandidate *self);
guint            mcn_candidate_get_n_folds (const McnCandidate *self);  /* 1: no folds */
const McnConfig *mcn_candidate_get_config (const McnCandidate *self);
const McnFeatureScale *mcn_candidate_get_scale (const McnCandidate *self);      /* of the first trunk */
/* Opens the word features of samples that @which wants, kept in the file @path. */
gboolean         mcn_candidate_read_words (McnCandidate *self, const char *path, gboolean (*which) (gpointer data, const McnSample *sample),
                                           gpointer data, const char *key, guint n_threads,
                                           void (*report) (gpointer data, gdouble share), gpointer report_data,
                                           McnCancel *cancel, GError **error);
/* Takes word features over that were read by others: by folds, texts of train by encoders that were not fitted to them. */
void             mcn_candidate_take_words (McnCandidate *self, McnWordStore *words);
/* Trunks of folds mix as the calibrated trunk in the file @path does (mcn_shares_write()): its shares, and for words the
 * ridges in @words and @own (mcn-own-words.h) of their own number, which have not seen their fold. MCN_TRAIN_ERROR_MISMATCH,
 * MCN_ERROR. */
gboolean         mcn_candidate_take_shares (McnCandidate *self, const char *path, McnWordsRidge *const *words, McnWordsRidge *const *own,
                                            GError **error);
/* The mixture of the first trunk's heads and ridges as one head (mcn-alone.h); clear it. */
void             mcn_candidate_fold_alone (McnCandidate *self, guint appeal, const gdouble *share, McnAlone *alone);
/* @answers: n. FALSE with MCN_ERROR_CANCELLED. */
gboolean         mcn_candidate_ask        (McnCandidate *self, McnTeam *team, gsize n, const McnQuery *queries, McnAnswer *answers,
                                           McnCancel *cancel, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnCandidate, mcn_candidate_free)

G_END_DECLS
