/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-candidate.h"
#include "mcn-question.h"

G_BEGIN_DECLS

/* A figure with its 95 % bootstrap interval; NAN: not defined there. */
typedef struct
{
  const char *metric;       /* "srcc", "plcc", "rmse", "accuracy", "balanced accuracy", "auc", "calibration", "emd", "emd, votes head", "coverage" (of the model's
                             * own 80 % half-width), "ap", "map" */
  gsize       n;            /* samples that it is of */
  gsize       n_positive;   /* of "ap", "auc": those that are; of "map": styles */
  gdouble     value, low, high;
} McnFigure;

/* A predictor on a question: a row of the table. */
typedef struct
{
  const char *source, *input;
  const char *predictor;    /* "model", "other model", "mixture by folds", "ridge", "tf-idf ridge", "ridge + tf-idf ridge", "count of comments", "majority" */
  const char *style;        /* NULL, or which style the figures are of; "" all of them */
  GArray     *figures;      /* McnFigure */
} McnRow;

/* Two predictions of the same samples: @a less @b, paired. */
typedef struct
{
  const char *source, *metric;
  const char *style;        /* NULL, or of which "ap" is */
  char       *a, *b;        /* for people: input or predictor */
  gsize       n;
  gdouble     difference, low, high;
} McnDifference;

/* Where a verdict's probability is drawn against how often it was right. */
typedef struct
{
  gsize   n;
  gdouble said, was;        /* means */
} McnBin;

#define MCN_N_BINS 10

typedef struct
{
  GPtrArray *questions;     /* McnQuestion, which the rows' strings belong to */
  GPtrArray *rows;          /* McnRow */
  GArray    *differences;   /* McnDifference */
  McnBin     verdicts[MCN_N_MODES][MCN_N_BINS];     /* of the model */
} McnEvaluation;

typedef struct
{
  McnDataset   *dataset;
  McnPart       part;       /* MCN_PART_NONE: train and val by folds */
  gboolean      themes;     /* by folds, and OASIS alone: all of its photographs, those of test, too (McnQuestionScope) */
  McnCandidate *candidate;  /* with words read */
  McnCandidate *other;      /* NULL, or what it is compared with */
  guint         rounds;     /* of the bootstrap: 1000 */
  guint64       seed;
  guint         n_threads;
  void        (*report) (gpointer data, gdouble share);     /* or NULL */
  gpointer      report_data;
  McnCancel    *cancel;
} McnEvaluationOptions;

McnEvaluation *mcn_evaluation_new  (const McnEvaluationOptions *options, GError **error);
void           mcn_evaluation_free (McnEvaluation *self);
/* An SVG with the rank correlations, by number of comments too, and the verdicts' calibration. */
gboolean       mcn_evaluation_plot (const McnEvaluation *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnEvaluation, mcn_evaluation_free)

G_END_DECLS
