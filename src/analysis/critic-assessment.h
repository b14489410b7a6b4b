/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "critic-evidence.h"
#include "critic-heat-check.h"
#include "mcn-session.h"

G_BEGIN_DECLS

/**
 * CriticJudgement:
 * @score: calibrated AVA vote, 1 to 10
 * @raw: the network's vote before calibration
 * @error: mean absolute error of such scores on held-out data, AVA points
 * @spread: typical standard deviation of AVA votes at this score
 * @percentile: share of AVA photographs below, 0 to 1
 * @p_high: probability that the mean vote is above 5, 0 to 1; above one half exactly when @score > 5
 * @high: score > 5
 * @style: probability of each style, 0 to 1
 */
typedef struct
{
  gdouble  score, raw, error, spread, percentile, p_high;
  gboolean high;
  gdouble  style[MCN_N_STYLES];
} CriticJudgement;

/**
 * CriticPraise:
 * @good: score of the photograph with %CRITIC_PRAISE_GOOD as its only critique, 1 to 10
 * @bad: with %CRITIC_PRAISE_BAD
 *
 * How far empty words alone move a photograph's score. What they do beside the
 * photograph alone is the yardstick for what a critique does.
 */
typedef struct
{
  gdouble good, bad;
} CriticPraise;

#define CRITIC_PRAISE_GOOD "good photo"
#define CRITIC_PRAISE_BAD  "bad photo"

#define CRITIC_TYPE_ASSESSMENT (critic_assessment_get_type ())
G_DECLARE_FINAL_TYPE (CriticAssessment, critic_assessment, CRITIC, ASSESSMENT, GObject)

/* Immutable result: may be read from any thread, holds no pixels. */

/* The judgement shown: both where there are both, else the one there is. */
McnMode                critic_assessment_get_mode        (CriticAssessment *self);
const CriticJudgement *critic_assessment_get_judgement   (CriticAssessment *self);
const CriticJudgement *critic_assessment_get_photo_alone (CriticAssessment *self);  /* NULL without photograph */
const char            *critic_assessment_get_model_id    (CriticAssessment *self);
/* NULL without critique. Byte ranges mean the request's texts. */
McnCritique           *critic_assessment_get_critique    (CriticAssessment *self);
/* Not OK: the critique was left out of the score; say so. */
McnLanguage            critic_assessment_get_language    (CriticAssessment *self);
/* What the critique speaks of. FALSE: nothing is known, because no critique counted
 * or because the model has no aspects. */
gboolean               critic_assessment_has_aspects     (CriticAssessment *self);
/* Of a sentence of get_critique(), one bit (1 << McnAspect) each; 0 past those that count. */
guint                  critic_assessment_get_aspects     (CriticAssessment *self, gsize sentence);
/* Of all sentences of text @critique, -1: of all texts. */
guint                  critic_assessment_get_spoken      (CriticAssessment *self, gint critique);
/* NULL unless the request asked for it. Tokens and sentences of get_critique(),
 * regions row by row of get_grid(). */
const McnExplanation  *critic_assessment_get_explanation (CriticAssessment *self);
gboolean               critic_assessment_get_grid        (CriticAssessment *self, guint *columns, guint *rows);
gboolean               critic_assessment_regions_are_evidence (CriticAssessment *self);
gboolean               critic_assessment_words_are_evidence   (CriticAssessment *self);
gboolean               critic_assessment_matrix_is_evidence   (CriticAssessment *self);
/* NULL unless the request asked for it, and without photograph. */
CriticEvidence        *critic_assessment_get_evidence    (CriticAssessment *self);
/* NULL unless the request asked for it, and without photograph. */
const CriticPraise    *critic_assessment_get_praise      (CriticAssessment *self);
/* NULL unless the request asked for it, and without photograph. */
const CriticHeatCheck *critic_assessment_get_heat_check  (CriticAssessment *self);
/* What the photograph looks like to the network, @n numbers; NULL without photograph. */
const gfloat          *critic_assessment_get_features    (CriticAssessment *self, gsize *n);
/* People's means lie so near the score in eight of ten cases, AVA points; 0: the model does not say. */
gdouble                critic_assessment_get_half_width  (CriticAssessment *self);
/* FALSE: fewer than ten photographs of the style were held out. */
gboolean               critic_assessment_is_style_measured (CriticAssessment *self, McnStyle style);
/* Scores at AVA's nine deciles (nine numbers, rising): ticks of the scale. */
const gdouble         *critic_assessment_get_deciles     (CriticAssessment *self);

G_END_DECLS
