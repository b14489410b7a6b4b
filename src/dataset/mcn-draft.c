/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-draft.h"

#include "mcn-record.h"

#include <math.h>
#include <string.h>

McnDraft *
mcn_draft_new (void)
{
  McnDraft *self = g_new0 (McnDraft, 1);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->aspects = g_ptr_array_new_with_free_func (g_free);
  self->scores = g_array_new (FALSE, FALSE, sizeof (McnDraftScore));
  self->phrases = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_array_new (FALSE, FALSE, sizeof (guint));
  mcn_draft_reset (self);
  return self;
}

static void
clear_strings (McnDraft *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->file, g_free);
}

void
mcn_draft_free (McnDraft *self)
{
  clear_strings (self);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->aspects);
  g_array_unref (self->scores);
  g_ptr_array_unref (self->phrases);
  g_array_unref (self->cells);
  g_free (self);
}

void
mcn_draft_reset (McnDraft *self)
{
  clear_strings (self);
  self->set = 0;
  self->part = MCN_PART_NONE;
  self->ava_id = 0;
  self->texts_from = 0;
  self->high = -1;
  self->tail = 0;
  self->tags[0] = self->tags[1] = 0;
  self->styles_from = MCN_STYLES_UNKNOWN;
  self->n_judges = 0;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    self->styles[i] = NAN;
  g_ptr_array_set_size (self->texts, 0);
  g_ptr_array_set_size (self->aspects, 0);
  g_array_set_size (self->scores, 0);
  g_ptr_array_set_size (self->phrases, 0);
  g_array_set_size (self->cells, 0);
}

void
mcn_draft_add_text (McnDraft *self, const char *text, const char *aspect)
{
  g_ptr_array_add (self->texts, g_strdup (text));
  g_ptr_array_add (self->aspects, g_strdup (aspect));
}

McnDraftScore *
mcn_draft_add_score (McnDraft *self, guint source, gdouble value, gdouble lowest, gdouble highest)
{
  McnDraftScore score = {
    .score = { .source = source, .value = (gfloat) value, .sd = NAN, .lowest = (gfloat) lowest, .highest = (gfloat) highest },
  };

  g_array_append_val (self->scores, score);
  return &g_array_index (self->scores, McnDraftScore, self->scores->len - 1);
}

void
mcn_draft_set_votes (McnDraftScore *score, const guint32 *votes, guint n)
{
  gdouble sum = 0, squares = 0;
  guint64 raters = 0;

  g_return_if_fail (n <= G_N_ELEMENTS (score->votes));

  score->score.n_votes = n;
  for (guint i = 0; i < n; i++)
    {
      gdouble grade = score->score.lowest + i;

      score->votes[i] = votes[i];
      raters += votes[i];
      sum += grade * votes[i];
      squares += grade * grade * votes[i];
    }
  score->score.n_raters = (guint) MIN (raters, G_MAXUINT32);
  if (raters > 0)
    score->score.sd = (gfloat) sqrt (MAX (0.0, squares / raters - (sum / raters) * (sum / raters)));
}

void
mcn_draft_add_phrase (McnDraft *self, const char *phrase, guint cells)
{
  g_ptr_array_add (self->phrases, g_strdup (phrase));
  g_array_append_val (self->cells, cells);
}

/* ---- writing --------------------------------------------------------------- */

/* Where a record is being made: offsets count from @begin. */
typedef struct
{
  GByteArray *out;
  guint       begin;
} Place;

static guint32
append (Place *place, gconstpointer data, gsize n, guint align)
{
  static const guint8 zeros[8];
  guint past = (place->out->len - place->begin) % align, offset;

  if (past > 0)
    g_byte_array_append (place->out, zeros, align - past);
  offset = place->out->len - place->begin;
  g_byte_array_append (place->out, data, (guint) n);
  return offset;
}

static guint32
append_string (Place *place, const char *text)
{
  return text != NULL ? append (place, text, strlen (text) + 1, 1) : 0;
}

static guint32
append_array (Place *place, GArray *array)
{
  return array->len > 0 ? append (place, array->data, (gsize) array->len * g_array_get_element_size (array), 4) : 0;
}

static void
write_texts (McnDraft *self, Place *place, McnRecord *record)
{
  g_autoptr (GArray) texts = g_array_new (FALSE, TRUE, sizeof (McnRecordText));

  for (guint i = 0; i < self->texts->len; i++)
    {
      McnRecordText text;
      const char *words = g_ptr_array_index (self->texts, i);

      text.length = (guint32) strlen (words);
      text.text = append_string (place, words);
      text.aspect = append_string (place, g_ptr_array_index (self->aspects, i));
      g_array_append_val (texts, text);
    }
  record->n_texts = texts->len;
  record->texts = append_array (place, texts);
}

static void
write_sentences (McnDraft *self, McnWordpiece *wordpiece, Place *place, McnRecord *record)
{
  g_autoptr (GArray) sentences = g_array_new (FALSE, TRUE, sizeof (McnRecordSentence));
  g_autoptr (McnCritique) critique =
    mcn_critique_new (wordpiece, (const char *const *) self->texts->pdata, NULL, self->texts->len);

  for (gsize i = 0; i < critique->n_sentences; i++)
    {
      const McnSentence *from = &critique->sentences[i];
      guint16 ids[MCN_MAX_SENTENCE];
      McnRecordSentence sentence = { .text = from->critique, .n_tokens = (guint32) from->n_tokens };

      for (gsize j = 0; j < from->n_tokens; j++)
        ids[j] = (guint16) critique->tokens[from->first_token + j].id;
      sentence.ids = append (place, ids, from->n_tokens * sizeof *ids, 2);
      g_array_append_val (sentences, sentence);
    }
  record->n_sentences = sentences->len;
  record->sentences = append_array (place, sentences);
}

static void
write_scores (McnDraft *self, Place *place, McnRecord *record)
{
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (McnRecordScore));

  for (guint i = 0; i < self->scores->len; i++)
    {
      const McnDraftScore *draft = &g_array_index (self->scores, McnDraftScore, i);
      const McnScore *from = &draft->score;
      McnRecordScore score = {
        .source = (guint16) from->source,
        .n_votes = (guint8) from->n_votes,
        .n_single = (guint8) from->n_single,
        .n_raters = from->n_raters,
        .value = from->value,
        .sd = from->sd,
        .lowest = from->lowest,
        .highest = from->highest,
      };

      if (from->n_votes > 0)
        score.votes = append (place, draft->votes, from->n_votes * sizeof *draft->votes, 4);
      if (from->n_single > 0)
        score.single = append (place, draft->single, from->n_single * sizeof *draft->single, 4);
      g_array_append_val (scores, score);
    }
  record->n_scores = scores->len;
  record->scores = append_array (place, scores);
}

static void
write_phrases (McnDraft *self, Place *place, McnRecord *record)
{
  g_autoptr (GArray) phrases = g_array_new (FALSE, TRUE, sizeof (McnRecordPhrase));

  for (guint i = 0; i < self->phrases->len; i++)
    {
      const char *words = g_ptr_array_index (self->phrases, i), *found = NULL;
      McnRecordPhrase phrase = { .text = -1, .cells = g_array_index (self->cells, guint, i) };

      for (guint j = 0; j < self->texts->len && found == NULL && *words != '\0'; j++)
        {
          const char *text = g_ptr_array_index (self->texts, j);

          found = strstr (text, words);
          if (found != NULL)
            {
              phrase.text = (gint32) j;
              phrase.start = (guint32) (found - text);
            }
        }
      phrase.phrase = append_string (place, words);
      g_array_append_val (phrases, phrase);
    }
  record->n_phrases = phrases->len;
  record->phrases = append_array (place, phrases);
}

void
mcn_draft_write (McnDraft *self, McnWordpiece *wordpiece, gint photograph, GByteArray *out)
{
  Place place = { out, out->len };
  McnRecord record = {
    .photograph = self->file != NULL ? photograph : -1,
    .ava_id = self->ava_id,
    .set = (guint16) self->set,
    .part = (guint8) self->part,
    .high = (gint8) self->high,
    .tail = (gint8) self->tail,
    .styles_from = (guint8) self->styles_from,
    .n_judges = (guint16) self->n_judges,
    .texts_from = self->texts_from,
    .tags = { (guint16) self->tags[0], (guint16) self->tags[1] },
  };

  memcpy (record.styles, self->styles, sizeof record.styles);
  append (&place, &record, sizeof record, 1);
  record.id = append_string (&place, self->id);
  record.group = append_string (&place, self->group);
  record.file = append_string (&place, self->file);
  write_texts (self, &place, &record);
  write_sentences (self, wordpiece, &place, &record);
  write_scores (self, &place, &record);
  write_phrases (self, &place, &record);
  append (&place, "", 0, 8);
  record.n_bytes = out->len - place.begin;
  memcpy (out->data + place.begin, &record, sizeof record);
}
