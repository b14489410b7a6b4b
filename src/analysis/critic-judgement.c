/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-assessment-private.h"

#include <float.h>
#include <math.h>

/* AVA calls a photograph "high" when the mean of its votes is above this. */
#define MIDDLE 5.0

/* P (the mean vote is above 5), were errors normal with this sigma. Rounding
 * must not make it say the opposite of the score. */
static gdouble
probability_of_high (gdouble score, gdouble sigma)
{
  gdouble p;

  if (sigma <= 0.0)
    return score > MIDDLE ? 1.0 : 0.0;

  p = 0.5 * erfc (-(score - MIDDLE) / (sigma * G_SQRT2));

  return score > MIDDLE ? MAX (p, 0.5 + DBL_EPSILON) : MIN (p, 0.5);
}

/**
 * critic_judgement_set: (skip)
 * @self: receives the judgement
 * @measure: the score on the scale of people
 * @logits: what the heads said
 *
 * Verdict and probability follow the calibrated score alone, never the
 * network's own high/low head: so they cannot contradict it.
 */
void
critic_judgement_set (CriticJudgement *self, const CriticMeasure *measure, const McnLogits *logits)
{
  self->score = measure->score;
  self->raw = logits->score;
  self->error = measure->error;
  self->spread = measure->spread;
  self->percentile = measure->percentile;
  self->high = measure->score > MIDDLE;
  self->p_high = probability_of_high (measure->score, measure->sigma);
  for (int i = 0; i < MCN_N_STYLES; i++)
    self->style[i] = 1.0 / (1.0 + exp (-(gdouble) logits->style[i]));
}
