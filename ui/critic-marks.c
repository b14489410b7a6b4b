/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-marks.h"

#include <math.h>

/* Walks a text once, from byte to character. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       byte;
  guint       character;
} Ruler;

static guint
to_character (Ruler *ruler,
              gsize  byte)
{
  byte = MIN (byte, ruler->length);

  if (byte < ruler->byte)
    {
      ruler->byte = 0;
      ruler->character = 0;
    }

  while (ruler->byte < byte)
    {
      ruler->byte += g_utf8_skip[(guchar) ruler->text[ruler->byte]];
      ruler->character++;
    }

  return ruler->character;
}

static void
add_words (CriticMarks          *self,
           McnCritique          *critique,
           const McnExplanation *explanation,
           Ruler                 ruler)
{
  g_autoptr(GArray) words = g_array_new (FALSE, TRUE, sizeof (CriticWord));

  for (gsize s = 0; s < self->n_sentences; s++)
    {
      const McnSentence *sentence = &critique->sentences[s];
      gsize end = sentence->first_token + sentence->n_counted;

      for (gsize t = sentence->first_token; t < end;)
        {
          CriticWord word = { .first_token = t };

          word.start = to_character (&ruler, critique->tokens[t].start);
          do
            {
              if (explanation->token != NULL && t < explanation->n_tokens)
                word.effect += explanation->token[t];
              if (explanation->nowhere_of_token != NULL && t < explanation->n_tokens)
                word.nowhere += explanation->nowhere_of_token[t];
              word.n_tokens++;
              t++;
            }
          while (t < end && critique->tokens[t].start == critique->tokens[t - 1].end);

          word.end = to_character (&ruler, critique->tokens[t - 1].end);
          word.nowhere /= word.n_tokens;
          self->peak = MAX (self->peak, fabsf (word.effect));
          g_array_append_val (words, word);
        }
    }

  self->n_words = words->len;
  self->words = (CriticWord *) g_array_free (g_steal_pointer (&words), FALSE);
}

/**
 * critic_marks_new:
 * @assessment: an assessment of the critique @text, and of others that come after it
 * @text: valid UTF-8
 *
 * Returns: (transfer full): its words and sentences; none when the critique
 *   was left out
 */
CriticMarks *
critic_marks_new (CriticAssessment *assessment,
                  const char       *text)
{
  CriticMarks *self = g_new0 (CriticMarks, 1);
  McnCritique *critique = critic_assessment_get_critique (assessment);
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  Ruler ruler = { .text = text, .length = strlen (text) };

  if (critique == NULL || critique->language != MCN_LANGUAGE_OK)
    return self;

  while (self->n_sentences < critique->n_sentences && critique->sentences[self->n_sentences].critique == 0)
    self->n_sentences++;
  self->sentences = g_new0 (CriticSentence, self->n_sentences);
  for (gsize s = 0; s < self->n_sentences; s++)
    {
      const McnSentence *sentence = &critique->sentences[s];

      self->sentences[s] = (CriticSentence) {
        .start = to_character (&ruler, sentence->start),
        .end = to_character (&ruler, sentence->end),
        .counted = sentence->n_counted > 0,
        .aspects = critic_assessment_get_aspects (assessment, s),
      };
      if (sentence->n_counted < sentence->n_tokens)
        self->is_cut = TRUE;
      if (explanation != NULL && explanation->sentence != NULL && s < explanation->n_sentences)
        self->sentences[s].effect = explanation->sentence[s];
    }

  if (explanation != NULL)
    {
      self->has_effects = explanation->sentence != NULL;
      self->has_matrix = explanation->token_region != NULL && explanation->n_regions > 0;
      add_words (self, critique, explanation, (Ruler) { .text = text, .length = ruler.length });
    }

  return self;
}

void
critic_marks_free (CriticMarks *self)
{
  g_free (self->words);
  g_free (self->sentences);
  g_free (self);
}

/* The word the character @character belongs to or ends at, or %NULL. */
const CriticWord *
critic_marks_word_at (const CriticMarks *self,
                      guint              character)
{
  gsize low = 0, high = self->n_words;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (self->words[middle].end < character)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->n_words && self->words[low].start <= character ? &self->words[low] : NULL;
}

static gfloat
look (const McnExplanation *explanation,
      const CriticWord     *word,
      guint                 region)
{
  gfloat sum = 0;

  for (gsize t = word->first_token; t < word->first_token + word->n_tokens; t++)
    sum += explanation->token_region[t * explanation->n_regions + region];

  return sum / word->n_tokens;
}

/**
 * critic_marks_answers:
 * @self: marks
 * @assessment: the assessment they were made of
 * @region: a place of the photograph, row by row
 * @answers: n_words numbers: how strongly each word looks there, 0 to 1, 1
 *   the strongest of them
 *
 * Returns: FALSE when nothing is known of the words' places
 */
gboolean
critic_marks_answers (const CriticMarks *self,
                      CriticAssessment  *assessment,
                      guint              region,
                      gfloat            *answers)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  gfloat peak = 0;

  if (!self->has_matrix || region >= explanation->n_regions)
    return FALSE;

  for (gsize w = 0; w < self->n_words; w++)
    {
      answers[w] = look (explanation, &self->words[w], region);
      peak = MAX (peak, answers[w]);
    }

  if (peak <= 0)
    return FALSE;

  for (gsize w = 0; w < self->n_words; w++)
    answers[w] /= peak;

  return TRUE;
}
