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
  gdouble *votes;           /* n x MCN_N_VOTES: what the head for votes says, or NULL */
  gdouble *mixture;         /* of AVA's crops: heads and ridges mixed by shares that other folds chose, or NULL */
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

/* Earth mover's distance of the votes around each score, as spread as the model says of AVA's, or as train's are of another
 * source; and, where the head for votes has learned from them, of what it says. */
void    mcn_evaluation_votes      (McnEvaluationWork *work, McnRow *row, const McnGoals *goals, const McnQuestion *question, const gdouble *score,
                                   const gdouble *votes);
/* Of n numbers; the last is not looked at. */
gdouble mcn_evaluation_mean       (gsize n, const gdouble *p, const gdouble *y);
/* Share of a normal distribution that lies below @x. */
gdouble mcn_evaluation_below      (gdouble x, gdouble mean, gdouble sd);

/* Of crops of AVA's photographs: high or low, and the mean vote of those that have one. */
void    mcn_evaluation_crops      (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const gdouble *said);
void    mcn_evaluation_compare_crops (McnEvaluationWork *work, const McnQuestion *question, const gdouble *said, const gdouble *other,
                                   const char *name, const char *other_name);
/* (transfer full) (nullable): what the mixture says, on AVA's scale; NULL where a head or ridge is lacking. @answers: one a query. */
gdouble *mcn_evaluation_mix_crops (McnEvaluationWork *work, const McnGoals *goals, const McnQuestion *question, const McnAnswer *answers);

G_END_DECLS
