/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-marks.h"

#include "critic-report-text.h"

#include <math.h>
#include <string.h>

#define STRENGTHS 4
/* As the window does: a word below this share of the strongest one's effect
 * stays plain; so does everything when the strongest does less than MIN_PEAK. */
#define MIN_SHARE 0.15
#define MIN_PEAK 0.01
static void
sentence_free (gpointer data)
{
  CriticMarkedSentence *sentence = data;

  g_free (sentence->text);
  g_array_unref (sentence->words);
  g_free (sentence);
}

/* Adds the text from @start to @end, without the white space at its ends;
 * nothing when there is nothing but white space. @map, unless NULL, becomes
 * where the bytes from @start on went, moved by the white space left out. */
static CriticMarkedSentence *
add_sentence (GPtrArray *sentences, const char *text, gsize start, gsize end, guint32 **map)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree guint32 *places = g_new (guint32, end - start + 1);
  CriticMarkedSentence *sentence;
  gsize before = 0, breaks = 0;

  critic_report_text_append (clean, text + start, end - start, places);
  while (before < clean->len && g_ascii_isspace (clean->str[before]))
    breaks += clean->str[before++] == '\n';
  if (before == clean->len)
    return NULL;

  sentence = g_new0 (CriticMarkedSentence, 1);
  sentence->paragraph = breaks > 0;
  sentence->text = g_strchomp (g_strdup (clean->str + before));
  sentence->words = g_array_new (FALSE, TRUE, sizeof (CriticMarkedWord));
  g_ptr_array_add (sentences, sentence);

  if (map != NULL)
    {
      guint32 length = (guint32) strlen (sentence->text);

      for (gsize i = 0; i <= end - start; i++)
        places[i] = MIN (places[i] > before ? places[i] - (guint32) before : 0, length);
      *map = g_steal_pointer (&places);
    }
  return sentence;
}

/* The words of sentence @index, whose text begins at byte @start. */
static void
add_words (CriticMarkedSentence *sentence, const McnSentence *from, gsize start, gsize end, guint which,
           const guint32 *map, const CriticReportTies *ties)
{
  for (guint i = 0; i < ties->words->len; i++)
    {
      const CriticWord *word = &g_array_index (ties->words, CriticWord, i);
      CriticMarkedWord marked = { 0 };
      gdouble share = ties->peak >= MIN_PEAK ? fabs (word->effect) / ties->peak : 0.0;

      if (word->critique != which || word->first_token < from->first_token ||
          word->first_token >= from->first_token + from->n_tokens || word->start < start || word->end > end)
        continue;

      marked.start = map[word->start - start];
      marked.end = map[word->end - start];
      marked.effect = word->effect;
      marked.strength = share < MIN_SHARE ? 0 : MIN (STRENGTHS, 1 + (guint) (share * STRENGTHS));
      marked.number = critic_report_ties_number (ties, i);
      marked.word = i;
      if (marked.end > marked.start)
        g_array_append_val (sentence->words, marked);
    }
}

/* Text in which no sentence was marked: paragraphs. */
static void
add_plain (GPtrArray *sentences, const char *text)
{
  gsize length = strlen (text);

  for (gsize start = 0; start < length;)
    {
      const char *line_end = memchr (text + start, '\n', length - start);
      gsize end = line_end != NULL ? (gsize) (line_end - text) : length;
      CriticMarkedSentence *sentence = add_sentence (sentences, text, start, end, NULL);

      if (sentence != NULL)
        sentence->paragraph = sentences->len > 1;
      start = end + 1;
    }
}

/* A sentence goes on to where the next begins, so that nothing of the text is
 * lost; what stands before the first belongs to the first. */
static void
add_marked (GPtrArray *sentences, const char *text, guint which, CriticAssessment *assessment,
            const CriticReportTies *ties)
{
  const McnCritique *critique = critic_assessment_get_critique (assessment);
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  gsize length = strlen (text), start = 0;
  gssize last = -1;

  for (gsize i = 0; i < critique->n_sentences; i++)
    if (critique->sentences[i].critique == which)
      last = i;
  if (last < 0)
    {
      add_plain (sentences, text);
      return;
    }

  for (gsize i = 0; i <= (gsize) last; i++)
    {
      const McnSentence *from = &critique->sentences[i];
      g_autofree guint32 *map = NULL;
      CriticMarkedSentence *sentence;
      gsize end = length;

      if (from->critique != which)
        continue;
      for (gsize j = i + 1; j <= (gsize) last; j++)
        if (critique->sentences[j].critique == which)
          {
            end = CLAMP (critique->sentences[j].start, start, length);
            break;
          }

      /* White space at the end belongs to the next sentence, which learns from
       * it that a paragraph begins. */
      if (i < (gsize) last)
        while (end > start && g_ascii_isspace (text[end - 1]))
          end--;

      sentence = add_sentence (sentences, text, start, end, &map);
      if (sentence != NULL)
        {
          sentence->counted = from->n_counted > 0;
          if (explanation != NULL && explanation->sentence != NULL && i < explanation->n_sentences)
            {
              sentence->has_effect = sentence->counted;
              sentence->effect = explanation->sentence[i];
            }
          add_words (sentence, from, start, end, which, map, ties);
        }
      start = end;
    }
}

/**
 * critic_report_marks_new: (skip)
 * @entry: an entry
 *
 * Cuts the critiques of an entry into sentences and says what each of them and
 * of their words did to the score. A critique that was not scored, or not for
 * its language, comes as paragraphs without marks. Pure; any thread.
 *
 * Returns: (transfer full): the marks
 */
CriticReportMarks *
critic_report_marks_new (const CriticReportEntry *entry)
{
  CriticReportMarks *self = g_new0 (CriticReportMarks, 1);
  CriticAssessment *assessment = entry->assessment;
  gboolean scored = assessment != NULL && critic_assessment_get_critique (assessment) != NULL &&
                    critic_assessment_get_language (assessment) == MCN_LANGUAGE_OK;
  guint n = 0;

  self->critiques = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->ties = critic_report_ties_new (entry);
  self->read = scored;

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];
      GPtrArray *sentences = g_ptr_array_new_with_free_func (sentence_free);

      if (scored && critique->scored)
        add_marked (sentences, critique->text, n, assessment, self->ties);
      else
        add_plain (sentences, critique->text);
      n += critique->scored;
      g_ptr_array_add (self->critiques, sentences);
    }

  return self;
}

/**
 * critic_report_marks_free: (skip)
 * @self: (transfer full): marks
 */
void
critic_report_marks_free (CriticReportMarks *self)
{
  g_ptr_array_unref (self->critiques);
  critic_report_ties_free (self->ties);
  g_free (self);
}
