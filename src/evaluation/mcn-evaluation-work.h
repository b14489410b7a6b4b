/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-evaluation.h"
#include "mcn-metrics.h"

G_BEGIN_DECLS

/* What the files of an evaluation share while it is made. */

/* Predictions of one predictor on one question. */
typedef struct
{
  gdouble *score;           /* on the source's scale; calibrated where that is AVA's */
  gdouble *high;            /* probability of the verdict, or NULL */
  gdouble  half_width;      /* of 80 % of the errors, as the model says; 0: it says nothing */
  gfloat  *style;           /* n x MCN_N_STYLES logits, or NULL */
} McnSaid;

typedef struct
{
  const McnEvaluationOptions *options;
  McnEvaluation *result;
} McnEvaluationWork;

McnRow *mcn_evaluation_add_row    (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const char *style);
void    mcn_evaluation_add_figure (McnEvaluationWork *work, McnRow *row, const char *name, McnMetric metric, gsize n, const gdouble *p,
                                   const gdouble *y, gsize n_positive);
/* Takes over what it holds; dropped where it is no number. */
void    mcn_evaluation_add_difference (McnEvaluationWork *work, McnDifference *difference);

/* Average precision of each style that ten show, and their mean; and what @said has more of it than @other. */
void    mcn_evaluation_styles     (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const gfloat *said);
void    mcn_evaluation_compare_styles (McnEvaluationWork *work, const McnQuestion *question, const gfloat *said, const gfloat *other,
                                   const char *name);

G_END_DECLS
