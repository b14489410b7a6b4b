/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-assessment-private.h"

#include <string.h>

struct _CriticAssessment
{
  GObject                  parent_instance;

  McnMode                  mode;
  const CriticEngineClass *klass;
  CriticJudgement          judgement, photo_alone;
  gboolean                 has_photo;
  char                    *model_id;
  McnCritique             *critique;
  guint8                  *aspects;         /* of the first n_aspects sentences */
  gsize                    n_aspects;
  McnExplanation          *explanation;
  CriticEvidence          *evidence;
  guint                    columns, rows;
  gboolean                 regions_are_evidence, words_are_evidence, matrix_is_evidence;
  gdouble                  deciles[9];
  gdouble                  half_width;
  guint                    styles_not_measured;
  gboolean                 has_praise, has_heat_check;
  CriticPraise             praise;
  CriticHeatCheck          heat_check;
  gfloat                  *features;
  gsize                    n_features;
};

G_DEFINE_FINAL_TYPE (CriticAssessment, critic_assessment, G_TYPE_OBJECT)

static void
critic_assessment_finalize (GObject *object)
{
  CriticAssessment *self = CRITIC_ASSESSMENT (object);

  if (self->explanation != NULL)
    self->klass->explanation_free (self->explanation);
  g_clear_pointer (&self->critique, mcn_critique_unref);
  g_clear_pointer (&self->evidence, critic_evidence_unref);
  g_free (self->model_id);
  g_free (self->features);
  g_free (self->aspects);

  G_OBJECT_CLASS (critic_assessment_parent_class)->finalize (object);
}

static void
critic_assessment_class_init (CriticAssessmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_assessment_finalize;
}

static void
critic_assessment_init (CriticAssessment *self)
{
}

/* Only the analysis itself makes assessments. */
CriticAssessment *
critic_assessment_new (const CriticFindings *findings)
{
  CriticAssessment *self = g_object_new (CRITIC_TYPE_ASSESSMENT, NULL);
  const CriticEngineFacts *facts = findings->facts;

  self->mode = findings->mode;
  self->klass = findings->klass;
  self->judgement = *findings->judgement;
  self->has_photo = findings->photo_alone != NULL;
  if (self->has_photo)
    self->photo_alone = *findings->photo_alone;
  self->model_id = g_strdup (facts->id);
  self->critique = findings->critique != NULL ? mcn_critique_ref (findings->critique) : NULL;
  self->aspects = g_memdup2 (findings->aspects, findings->n_aspects);
  self->n_aspects = findings->aspects != NULL ? findings->n_aspects : 0;
  self->explanation = findings->explanation;
  self->evidence = findings->evidence != NULL ? critic_evidence_ref (findings->evidence) : NULL;
  self->columns = findings->columns;
  self->rows = findings->rows;
  self->regions_are_evidence = facts->regions_are_evidence;
  self->words_are_evidence = facts->words_are_evidence;
  self->matrix_is_evidence = facts->matrix_is_evidence;
  self->half_width = facts->half_width[self->mode];
  self->styles_not_measured = facts->styles_not_measured;
  memcpy (self->deciles, facts->deciles, sizeof self->deciles);
  self->has_praise = findings->praise != NULL;
  if (self->has_praise)
    self->praise = *findings->praise;
  self->has_heat_check = findings->heat_check != NULL;
  if (self->has_heat_check)
    self->heat_check = *findings->heat_check;
  self->n_features = findings->n_features;
  self->features = g_memdup2 (findings->features, findings->n_features * sizeof (gfloat));

  return self;
}

/**
 * critic_assessment_get_mode:
 * @self: an assessment
 *
 * Returns: what the shown judgement stands on: photograph and critique where
 *   both were used, else the one there is
 */
McnMode
critic_assessment_get_mode (CriticAssessment *self)
{
  return self->mode;
}

/**
 * critic_assessment_get_judgement:
 * @self: an assessment
 *
 * Returns: (transfer none): the judgement to show
 */
const CriticJudgement *
critic_assessment_get_judgement (CriticAssessment *self)
{
  return &self->judgement;
}

/**
 * critic_assessment_get_photo_alone:
 * @self: an assessment
 *
 * Returns: (transfer none) (nullable): the judgement of the photograph without
 *   the critique; equal to [method@Assessment.get_judgement] when no critique
 *   counted; %NULL without photograph
 */
const CriticJudgement *
critic_assessment_get_photo_alone (CriticAssessment *self)
{
  return self->has_photo ? &self->photo_alone : NULL;
}

/**
 * critic_assessment_get_model_id:
 * @self: an assessment
 *
 * Returns: (transfer none): the id of the model that judged, 64 hex digits
 */
const char *
critic_assessment_get_model_id (CriticAssessment *self)
{
  return self->model_id;
}

/**
 * critic_assessment_get_critique:
 * @self: an assessment
 *
 * The critique as it was read, also when it did not count for its language.
 * Its byte ranges mean the texts of the request.
 *
 * Returns: (transfer none) (nullable): the critique, %NULL when there was no word
 */
McnCritique *
critic_assessment_get_critique (CriticAssessment *self)
{
  return self->critique;
}

/**
 * critic_assessment_get_language:
 * @self: an assessment
 *
 * Returns: %MCN_LANGUAGE_OK, or why the critique was left out of the score
 */
McnLanguage
critic_assessment_get_language (CriticAssessment *self)
{
  return self->critique != NULL ? self->critique->language : MCN_LANGUAGE_OK;
}

/**
 * critic_assessment_has_aspects:
 * @self: an assessment
 *
 * Returns: %FALSE when nothing is known of what the critique speaks of, because
 *   none counted or because the model has no aspects
 */
gboolean
critic_assessment_has_aspects (CriticAssessment *self)
{
  return self->n_aspects > 0;
}

/**
 * critic_assessment_get_aspects:
 * @self: an assessment
 * @sentence: index of a sentence of [method@Assessment.get_critique]
 *
 * Returns: what it speaks of, one bit (1 << McnAspect) each; 0 for a sentence that
 *   does not count
 */
guint
critic_assessment_get_aspects (CriticAssessment *self,
                               gsize             sentence)
{
  return sentence < self->n_aspects ? self->aspects[sentence] : 0;
}

/**
 * critic_assessment_get_spoken:
 * @self: an assessment
 * @critique: one of the texts, -1: all of them
 *
 * Returns: what its sentences speak of together, one bit (1 << McnAspect) each
 */
guint
critic_assessment_get_spoken (CriticAssessment *self,
                              gint              critique)
{
  guint spoken = 0;

  for (gsize i = 0; i < self->n_aspects; i++)
    if (critique < 0 || self->critique->sentences[i].critique == (guint) critique)
      spoken |= self->aspects[i];
  return spoken;
}

/**
 * critic_assessment_get_explanation:
 * @self: an assessment
 *
 * What moved the score and the styles of the shown judgement: tokens and
 * sentences of [method@Assessment.get_critique] (none of them when it did not
 * count), regions row by row of [method@Assessment.get_grid].
 *
 * Returns: (transfer none) (nullable): the explanation, %NULL unless the request asked for one
 */
const McnExplanation *
critic_assessment_get_explanation (CriticAssessment *self)
{
  return self->explanation;
}

/**
 * critic_assessment_get_evidence:
 * @self: an assessment
 *
 * What the photograph's pixels themselves say about the styles. The network
 * knows nothing of it.
 *
 * Returns: (transfer none) (nullable): the evidence, %NULL without photograph
 *   or when the request did not ask for it
 */
CriticEvidence *
critic_assessment_get_evidence (CriticAssessment *self)
{
  return self->evidence;
}

/**
 * critic_assessment_get_praise:
 * @self: an assessment
 *
 * Returns: (transfer none) (nullable): the photograph's scores with empty praise
 *   and with empty blame, to be compared with [method@Assessment.get_photo_alone];
 *   %NULL without photograph or when the request did not ask for it
 */
const CriticPraise *
critic_assessment_get_praise (CriticAssessment *self)
{
  return self->has_praise ? &self->praise : NULL;
}

/**
 * critic_assessment_get_heat_check:
 * @self: an assessment
 *
 * Returns: (transfer none) (nullable): whether the heat of the score means
 *   something here; %NULL without photograph or when the request did not ask for it
 */
const CriticHeatCheck *
critic_assessment_get_heat_check (CriticAssessment *self)
{
  return self->has_heat_check ? &self->heat_check : NULL;
}

/**
 * critic_assessment_get_features:
 * @self: an assessment
 * @n: (out): how many numbers
 *
 * Returns: (transfer none) (nullable) (array length=n): what the photograph looks
 *   like to the network, as CriticEngineClass.image_get_features() gives it;
 *   %NULL (and 0) without photograph
 */
const gfloat *
critic_assessment_get_features (CriticAssessment *self, gsize *n)
{
  *n = self->n_features;

  return self->features;
}

/**
 * critic_assessment_get_grid:
 * @self: an assessment
 * @columns: (out) (optional): regions in a row, from left to right
 * @rows: (out) (optional): rows, from the top
 *
 * Returns: %FALSE (and zeros) without photograph
 */
gboolean
critic_assessment_get_grid (CriticAssessment *self, guint *columns, guint *rows)
{
  if (columns != NULL)
    *columns = self->columns;
  if (rows != NULL)
    *rows = self->rows;

  return self->has_photo;
}

/**
 * critic_assessment_regions_are_evidence:
 * @self: an assessment
 *
 * Returns: %FALSE when the heat map has to be labelled "attention, not evidence"
 */
gboolean
critic_assessment_regions_are_evidence (CriticAssessment *self)
{
  return self->regions_are_evidence;
}

/**
 * critic_assessment_words_are_evidence:
 * @self: an assessment
 *
 * Returns: %FALSE when the words' effects did not pass the deletion test
 */
gboolean
critic_assessment_words_are_evidence (CriticAssessment *self)
{
  return self->words_are_evidence;
}

/**
 * critic_assessment_matrix_is_evidence:
 * @self: an assessment
 *
 * Returns: %FALSE when the places of words did not pass the deletion test
 */
gboolean
critic_assessment_matrix_is_evidence (CriticAssessment *self)
{
  return self->matrix_is_evidence;
}

/**
 * critic_assessment_get_half_width:
 * @self: an assessment
 *
 * Returns: how near the score people's means lay in eight of ten cases that the
 *   model had not seen, AVA points (conformal); 0 where the model does not say
 */
gdouble
critic_assessment_get_half_width (CriticAssessment *self)
{
  return self->half_width;
}

/**
 * critic_assessment_is_style_measured:
 * @self: an assessment
 * @style: a style
 *
 * Returns: %FALSE where too few photographs of the style were held out to say
 *   how well the model tells it
 */
gboolean
critic_assessment_is_style_measured (CriticAssessment *self, McnStyle style)
{
  g_return_val_if_fail (style < MCN_N_STYLES, FALSE);

  return (self->styles_not_measured >> style & 1) == 0;
}

/**
 * critic_assessment_get_deciles:
 * @self: an assessment
 *
 * Returns: (transfer none) (array fixed-size=9): the scores below which one,
 *   two ... nine tenths of AVA's photographs lie, rising
 */
const gdouble *
critic_assessment_get_deciles (CriticAssessment *self)
{
  return self->deciles;
}
