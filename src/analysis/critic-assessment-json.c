/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-assessment-json.h"

#include "critic-evidence-json.h"
#include "critic-words.h"

static const char *const mode_names[MCN_N_MODES] = { "photo", "critique", "both" };
static const char *const language_names[] = { "ok", "unknown-words", "not-latin" };

static void
write_judgement (CriticJsonWriter *writer, const CriticJudgement *judgement)
{
  critic_json_writer_put_number (writer, "score", judgement->score);
  critic_json_writer_put_number (writer, "spread", judgement->spread);
  critic_json_writer_put_boolean (writer, "high", judgement->high);
  critic_json_writer_put_number (writer, "p_high", judgement->p_high);
  critic_json_writer_put_number (writer, "percentile", judgement->percentile);
  critic_json_writer_put_number (writer, "typical_error", judgement->error);
  critic_json_writer_put_number (writer, "raw", judgement->raw);

  critic_json_writer_name (writer, "styles");
  critic_json_writer_begin_object (writer);
  for (int i = 0; i < MCN_N_STYLES; i++)
    critic_json_writer_put_number (writer, mcn_style_info (i)->id, judgement->style[i]);
  critic_json_writer_end_object (writer);
}

/* What the model knows of its own errors. */
static void
write_trust (CriticJsonWriter *writer, CriticAssessment *assessment)
{
  if (critic_assessment_get_half_width (assessment) > 0.0)
    critic_json_writer_put_number (writer, "half_width", critic_assessment_get_half_width (assessment));
  critic_json_writer_name (writer, "styles_not_measured");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (!critic_assessment_is_style_measured (assessment, i))
      critic_json_writer_string (writer, mcn_style_info (i)->id);
  critic_json_writer_end_array (writer);
}

static void
write_range (CriticJsonWriter *writer, guint critique, guint32 start, guint32 end)
{
  critic_json_writer_put_integer (writer, "critique", critique);
  critic_json_writer_put_integer (writer, "start", start);
  critic_json_writer_put_integer (writer, "end", end);
}

static void
write_aspects (CriticJsonWriter *writer, const char *name, guint aspects)
{
  critic_json_writer_name (writer, name);
  critic_json_writer_begin_array (writer);
  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    if (aspects >> a & 1)
      critic_json_writer_string (writer, mcn_aspect_info (a)->id);
  critic_json_writer_end_array (writer);
}

static void
write_spoken (CriticJsonWriter *writer, CriticAssessment *assessment)
{
  guint spoken = critic_assessment_get_spoken (assessment, -1);

  critic_json_writer_name (writer, "aspects");
  critic_json_writer_begin_object (writer);
  write_aspects (writer, "speaks_of", spoken);
  write_aspects (writer, "leaves_out", ~spoken);
  critic_json_writer_end_object (writer);
}

static void
write_sentences (CriticJsonWriter *writer, CriticAssessment *assessment)
{
  const McnCritique *critique = critic_assessment_get_critique (assessment);
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);

  critic_json_writer_name (writer, "sentences");
  critic_json_writer_begin_array (writer);
  for (gsize i = 0; i < critique->n_sentences; i++)
    {
      const McnSentence *sentence = &critique->sentences[i];

      critic_json_writer_begin_object (writer);
      write_range (writer, sentence->critique, sentence->start, sentence->end);
      critic_json_writer_put_integer (writer, "tokens", sentence->n_tokens);
      critic_json_writer_put_integer (writer, "counted", sentence->n_counted);
      if (explanation->sentence != NULL && i < explanation->n_sentences)
        critic_json_writer_put_number (writer, "effect", explanation->sentence[i]);
      if (critic_assessment_has_aspects (assessment))
        write_aspects (writer, "aspects", critic_assessment_get_aspects (assessment, i));
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_array (writer);
}

static void
write_words (CriticJsonWriter *writer, CriticAssessment *assessment)
{
  g_autoptr (GArray) words = critic_words_new (assessment);

  critic_json_writer_name (writer, "words");
  critic_json_writer_begin_array (writer);
  for (guint i = 0; i < words->len; i++)
    {
      const CriticWord *word = &g_array_index (words, CriticWord, i);

      critic_json_writer_begin_object (writer);
      write_range (writer, word->critique, word->start, word->end);
      critic_json_writer_put_number (writer, "effect", word->effect);
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_array (writer);

  critic_json_writer_put_boolean (writer, "words_are_evidence", critic_assessment_words_are_evidence (assessment));
}

static void
write_critique (CriticJsonWriter *writer, CriticAssessment *assessment)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  const McnCritique *critique = critic_assessment_get_critique (assessment);
  gboolean counted = critique->language == MCN_LANGUAGE_OK;

  critic_json_writer_name (writer, "critique");
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_boolean (writer, "counted", counted);
  critic_json_writer_put_string (writer, "language", language_names[critique->language]);
  critic_json_writer_put_integer (writer, "texts", critique->n_texts);
  critic_json_writer_put_integer (writer, "tokens", critique->n_tokens);
  critic_json_writer_put_integer (writer, "counted_tokens", counted ? critique->n_counted : 0);
  critic_json_writer_put_integer (writer, "unknown_tokens", critique->n_unknown);
  if (critic_assessment_has_aspects (assessment))
    write_spoken (writer, assessment);
  if (counted && explanation != NULL)
    {
      write_sentences (writer, assessment);
      if (explanation->token != NULL)
        write_words (writer, assessment);
    }
  critic_json_writer_end_object (writer);
}

static void
write_regions (CriticJsonWriter *writer, CriticAssessment *assessment, guint columns, guint rows)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);

  critic_json_writer_name (writer, "regions");
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_integer (writer, "columns", columns);
  critic_json_writer_put_integer (writer, "rows", rows);
  if (explanation != NULL && explanation->region != NULL)
    {
      critic_json_writer_name (writer, "effects");
      critic_json_writer_begin_array (writer);
      for (gsize i = 0; i < explanation->n_regions; i++)
        critic_json_writer_number (writer, explanation->region[i]);
      critic_json_writer_end_array (writer);
      critic_json_writer_put_boolean (writer, "effects_are_evidence", critic_assessment_regions_are_evidence (assessment));
    }
  critic_json_writer_end_object (writer);
}

static void
write_praise (CriticJsonWriter *writer, const CriticPraise *praise)
{
  critic_json_writer_name (writer, "praise");
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_number (writer, "good_photo", praise->good);
  critic_json_writer_put_number (writer, "bad_photo", praise->bad);
  critic_json_writer_end_object (writer);
}

static void
write_heat_check (CriticJsonWriter *writer, const CriticHeatCheck *check)
{
  critic_json_writer_name (writer, "heat_check");
  critic_json_writer_begin_object (writer);
  critic_json_writer_put_integer (writer, "column", check->column);
  critic_json_writer_put_integer (writer, "row", check->row);
  critic_json_writer_put_number (writer, "effect", check->effect);
  critic_json_writer_put_number (writer, "change", check->change);
  critic_json_writer_put_integer (writer, "random_regions", check->n);
  critic_json_writer_put_number (writer, "random_mean", check->mean);
  critic_json_writer_put_number (writer, "random_spread", check->spread);
  critic_json_writer_put_boolean (writer, "explains", check->explains);
  critic_json_writer_end_object (writer);
}

/**
 * critic_assessment_write_json: (skip)
 * @self: an assessment
 * @writer: a writer inside an object
 *
 * Adds the assessment's members, as data/assessment.schema.json describes
 * them, to the object. Sentences, words and effects are there when the
 * request asked for the explanation, evidence when it asked for that.
 */
void
critic_assessment_write_json (CriticAssessment *self, CriticJsonWriter *writer)
{
  const CriticJudgement *photo_alone = critic_assessment_get_photo_alone (self);
  guint columns, rows;

  critic_json_writer_put_integer (writer, "version", CRITIC_JSON_VERSION);
  critic_json_writer_put_string (writer, "model", critic_assessment_get_model_id (self));
  critic_json_writer_put_string (writer, "mode", mode_names[critic_assessment_get_mode (self)]);
  write_judgement (writer, critic_assessment_get_judgement (self));
  write_trust (writer, self);

  critic_json_writer_name (writer, "photo_alone");
  if (photo_alone != NULL)
    {
      critic_json_writer_begin_object (writer);
      write_judgement (writer, photo_alone);
      critic_json_writer_end_object (writer);
    }
  else
    critic_json_writer_null (writer);

  if (critic_assessment_get_praise (self) != NULL)
    write_praise (writer, critic_assessment_get_praise (self));
  if (critic_assessment_get_critique (self) != NULL)
    write_critique (writer, self);
  if (critic_assessment_get_grid (self, &columns, &rows))
    write_regions (writer, self, columns, rows);
  if (critic_assessment_get_heat_check (self) != NULL)
    write_heat_check (writer, critic_assessment_get_heat_check (self));
  if (critic_assessment_get_evidence (self) != NULL)
    critic_evidence_write_json (critic_assessment_get_evidence (self), writer);
}
