/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-words.h"

/**
 * critic_words_new:
 * @assessment: an assessment
 *
 * The words of the critique that count, in the order of the text. Pieces that
 * touch each other in the text are one word, whose effect is their sum.
 *
 * Returns: (transfer full) (element-type CriticWord): words; none without a
 *   critique, or when the critique was left out for its language
 */
GArray *
critic_words_new (CriticAssessment *assessment)
{
  GArray *words = g_array_new (FALSE, TRUE, sizeof (CriticWord));
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  McnCritique *critique = critic_assessment_get_critique (assessment);

  if (critique == NULL || critique->language != MCN_LANGUAGE_OK)
    return words;

  for (gsize i = 0; i < critique->n_sentences; i++)
    {
      const McnSentence *sentence = &critique->sentences[i];

      for (gsize j = sentence->first_token; j < sentence->first_token + sentence->n_counted; j++)
        {
          const McnToken *token = &critique->tokens[j];
          CriticWord *last = words->len > 0 ? &g_array_index (words, CriticWord, words->len - 1) : NULL;
          gdouble effect = 0.0;

          if (explanation != NULL && explanation->token != NULL && j < explanation->n_tokens)
            effect = explanation->token[j];

          if (last != NULL && last->critique == sentence->critique && last->end == token->start)
            {
              last->end = token->end;
              last->n_tokens++;
              last->effect += effect;
            }
          else
            {
              CriticWord word = { sentence->critique, token->start, token->end, j, 1, effect };

              g_array_append_val (words, word);
            }
        }
    }

  return words;
}
