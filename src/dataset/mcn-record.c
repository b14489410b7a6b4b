/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-record.h"

#include "mcn-critique.h"

#include <math.h>
#include <string.h>

/* ---- checks ---------------------------------------------------------------- */

static gboolean
is_string (const McnRecord *record, guint32 offset, gsize length)
{
  const char *text = (const char *) record + offset;

  return offset >= sizeof *record && offset < record->n_bytes && length < record->n_bytes - offset &&
         text[length] == '\0' && g_utf8_validate_len (text, length, NULL);
}

/* A string that ends inside the record, or none. */
static gboolean
is_optional_string (const McnRecord *record, guint32 offset)
{
  if (offset == 0)
    return TRUE;

  return offset >= sizeof *record && offset < record->n_bytes &&
         is_string (record, offset, strnlen ((const char *) record + offset, record->n_bytes - offset));
}

static gboolean
is_array (const McnRecord *record, guint32 offset, gsize n, gsize size, gsize align)
{
  if (n == 0)
    return TRUE;

  return offset >= sizeof *record && offset < record->n_bytes && offset % align == 0 &&
         n <= (record->n_bytes - offset) / size;
}

static gconstpointer
at (const McnRecord *record, guint32 offset)
{
  return (const guint8 *) record + offset;
}

static gboolean
check_texts (const McnRecord *record)
{
  const McnRecordText *texts = at (record, record->texts);
  const McnRecordSentence *sentences = at (record, record->sentences);
  guint32 last = 0;

  if (!is_array (record, record->texts, record->n_texts, sizeof *texts, 4) ||
      !is_array (record, record->sentences, record->n_sentences, sizeof *sentences, 4))
    return FALSE;
  for (guint32 i = 0; i < record->n_texts; i++)
    if (!is_string (record, texts[i].text, texts[i].length) || !is_optional_string (record, texts[i].aspect))
      return FALSE;
  for (guint32 i = 0; i < record->n_sentences; last = sentences[i++].text)
    if (sentences[i].n_tokens == 0 || sentences[i].n_tokens > MCN_MAX_SENTENCE ||
        sentences[i].text < last || sentences[i].text >= record->n_texts ||
        !is_array (record, sentences[i].ids, sentences[i].n_tokens, sizeof (guint16), 2))
      return FALSE;

  return TRUE;
}

static gboolean
check_scores (const McnRecord *record, guint n_sources)
{
  const McnRecordScore *scores = at (record, record->scores);

  if (!is_array (record, record->scores, record->n_scores, sizeof *scores, 4))
    return FALSE;
  for (guint32 i = 0; i < record->n_scores; i++)
    if (scores[i].source >= n_sources || !isfinite (scores[i].value) || isinf (scores[i].sd) ||
        !(isfinite (scores[i].lowest) && isfinite (scores[i].highest) && scores[i].lowest < scores[i].highest) ||
        !is_array (record, scores[i].votes, scores[i].n_votes, sizeof (guint32), 4) ||
        !is_array (record, scores[i].single, scores[i].n_single, sizeof (gfloat), 4))
      return FALSE;

  return TRUE;
}

static gboolean
check_phrases (const McnRecord *record)
{
  const McnRecordPhrase *phrases = at (record, record->phrases);
  const McnRecordText *texts = at (record, record->texts);

  if (!is_array (record, record->phrases, record->n_phrases, sizeof *phrases, 4))
    return FALSE;
  for (guint32 i = 0; i < record->n_phrases; i++)
    if (phrases[i].phrase == 0 || !is_optional_string (record, phrases[i].phrase) || phrases[i].cells >= 1 << 9 ||
        phrases[i].text < -1 || phrases[i].text >= (gint64) record->n_texts ||
        (phrases[i].text >= 0 && phrases[i].start >= texts[phrases[i].text].length))
      return FALSE;

  return TRUE;
}

gboolean
mcn_record_check (const guint8 *data, gsize n, guint n_sets, guint n_sources)
{
  const McnRecord *record = (gconstpointer) data;

  if (n < sizeof *record || record->n_bytes < sizeof *record || record->n_bytes > n || record->n_bytes % 8 != 0)
    return FALSE;
  if (record->set >= n_sets || record->part > MCN_PART_TEST || record->styles_from > MCN_STYLES_JUDGES ||
      record->high < -1 || record->high > 1 || record->tail < -1 || record->tail > 1 || record->photograph < -1)
    return FALSE;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (!isnan (record->styles[i]) && !(record->styles[i] >= 0 && record->styles[i] <= 1))
      return FALSE;

  return record->id != 0 && is_optional_string (record, record->id) && is_optional_string (record, record->group) &&
         is_optional_string (record, record->file) && check_texts (record) && check_scores (record, n_sources) &&
         check_phrases (record);
}

/* ---- views ----------------------------------------------------------------- */

static const char *
string_at (const McnRecord *record, guint32 offset)
{
  return offset != 0 ? at (record, offset) : NULL;
}

void
mcn_record_view (const McnRecord *record, McnSample *sample)
{
  *sample = (McnSample) {
    .id = string_at (record, record->id),
    .group = string_at (record, record->group),
    .file = string_at (record, record->file),
    .set = record->set,
    .part = record->part,
    .photograph = record->photograph,
    .ava_id = record->ava_id,
    .texts_from = record->texts_from,
    .high = record->high,
    .tail = record->tail,
    .tags = { record->tags[0], record->tags[1] },
    .styles_from = record->styles_from,
    .n_judges = record->n_judges,
    .n_texts = record->n_texts,
    .n_sentences = record->n_sentences,
    .n_scores = record->n_scores,
    .n_phrases = record->n_phrases,
    .record = record,
  };
  memcpy (sample->styles, record->styles, sizeof sample->styles);
}

const char *
mcn_sample_get_text (const McnSample *self, guint i, gsize *length, const char **aspect)
{
  const McnRecord *record = self->record;
  const McnRecordText *text = (const McnRecordText *) at (record, record->texts) + i;

  g_return_val_if_fail (i < self->n_texts, NULL);

  if (length != NULL)
    *length = text->length;
  if (aspect != NULL)
    *aspect = string_at (record, text->aspect);
  return at (record, text->text);
}

const guint16 *
mcn_sample_get_sentence (const McnSample *self, guint i, guint *text, guint *n_tokens)
{
  const McnRecord *record = self->record;
  const McnRecordSentence *sentence = (const McnRecordSentence *) at (record, record->sentences) + i;

  g_return_val_if_fail (i < self->n_sentences, NULL);

  if (text != NULL)
    *text = sentence->text;
  *n_tokens = sentence->n_tokens;
  return at (record, sentence->ids);
}

void
mcn_sample_get_score (const McnSample *self, guint i, McnScore *score)
{
  const McnRecord *record = self->record;
  const McnRecordScore *from = (const McnRecordScore *) at (record, record->scores) + i;

  g_return_if_fail (i < self->n_scores);

  *score = (McnScore) {
    .source = from->source,
    .value = from->value,
    .sd = from->sd,
    .lowest = from->lowest,
    .highest = from->highest,
    .n_raters = from->n_raters,
    .n_votes = from->n_votes,
    .votes = from->n_votes > 0 ? at (record, from->votes) : NULL,
    .n_single = from->n_single,
    .single = from->n_single > 0 ? at (record, from->single) : NULL,
  };
}

gboolean
mcn_sample_find_score (const McnSample *self, gint source, McnScore *score)
{
  const McnRecord *record = self->record;
  const McnRecordScore *scores = at (record, record->scores);

  for (guint i = 0; i < self->n_scores; i++)
    if (scores[i].source == source)
      {
        mcn_sample_get_score (self, i, score);
        return TRUE;
      }

  return FALSE;
}

void
mcn_sample_get_phrase (const McnSample *self, guint i, McnPhrase *phrase)
{
  const McnRecord *record = self->record;
  const McnRecordPhrase *from = (const McnRecordPhrase *) at (record, record->phrases) + i;

  g_return_if_fail (i < self->n_phrases);

  *phrase = (McnPhrase) { string_at (record, from->phrase), from->text, from->start, from->cells };
}
