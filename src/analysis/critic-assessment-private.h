/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"

G_BEGIN_DECLS

/* What a run found, to be made into an assessment. Pointers are borrowed but
 * for @explanation, which passes to the assessment. */
typedef struct
{
  McnMode                  mode;
  const CriticEngineClass *klass;
  const CriticEngineFacts *facts;
  const CriticJudgement   *judgement;
  const CriticJudgement   *photo_alone;     /* NULL without photograph */
  McnCritique             *critique;        /* NULL without critique */
  const guint8            *aspects;         /* of its first @n_aspects sentences; NULL: the model has none */
  gsize                    n_aspects;
  McnExplanation          *explanation;     /* (transfer full) (nullable) */
  guint                    columns, rows;   /* 0 without photograph */
  CriticEvidence          *evidence;        /* NULL: not asked for */
  const CriticPraise      *praise;          /* NULL: not asked for */
  const CriticHeatCheck   *heat_check;      /* NULL: not asked for */
  const gfloat            *features;        /* NULL without photograph */
  gsize                    n_features;
} CriticFindings;

CriticAssessment *critic_assessment_new  (const CriticFindings *findings);

/* The judgement of @logits: never says "high" of a score of 5 or less. */
void              critic_judgement_set   (CriticJudgement *self, const CriticMeasure *measure, const McnLogits *logits);

G_END_DECLS
