/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-ties.h"

#include <math.h>

/* Of the strongest word's effect: weaker words get no number. */
#define WEAKEST 0.25
/* Nothing is tied when the strongest word moves the score by less, AVA points. */
#define LEAST_PEAK 0.01
/* A word that leaves more of its attention than this without a place has none. */
#define MOST_NOWHERE 0.75

static gint
by_strength (gconstpointer a, gconstpointer b, gpointer data)
{
  const GArray *words = data;
  gdouble x = fabs (g_array_index (words, CriticWord, *(const guint *) a).effect);
  gdouble y = fabs (g_array_index (words, CriticWord, *(const guint *) b).effect);

  if (x != y)
    return x < y ? 1 : -1;
  return *(const guint *) a < *(const guint *) b ? -1 : 1;
}

static gint
by_word (gconstpointer a, gconstpointer b)
{
  return ((const CriticReportTie *) a)->word < ((const CriticReportTie *) b)->word ? -1 : 1;
}

/* Where the word looks most. */
static guint
find_region (const McnExplanation *explanation, const CriticWord *word)
{
  guint best = 0;
  gdouble most = -1.0;

  for (gsize i = 0; i < explanation->n_regions; i++)
    {
      gdouble sum = 0.0;

      for (gsize j = word->first_token; j < MIN (word->first_token + word->n_tokens, explanation->n_tokens); j++)
        sum += explanation->token_region[j * explanation->n_regions + i];
      if (sum > most)
        {
          most = sum;
          best = i;
        }
    }

  return best;
}

static gboolean
has_place (const McnExplanation *explanation, const CriticWord *word)
{
  gdouble nowhere = 0.0;

  if (explanation->nowhere_of_token != NULL)
    for (gsize i = word->first_token; i < MIN (word->first_token + word->n_tokens, explanation->n_tokens); i++)
      nowhere += explanation->nowhere_of_token[i];

  return nowhere <= MOST_NOWHERE * word->n_tokens;
}

static void
give_numbers (CriticReportTies *self)
{
  g_array_sort (self->marks, by_word);
  for (guint i = 0; i < self->marks->len; i++)
    {
      CriticReportTie *mark = &g_array_index (self->marks, CriticReportTie, i);

      for (guint j = 0; j < i && mark->number == 0; j++)
        if (g_array_index (self->marks, CriticReportTie, j).region == mark->region)
          mark->number = g_array_index (self->marks, CriticReportTie, j).number;
      if (mark->number == 0)
        mark->number = ++self->n_numbers;
    }
}

static void
add_marks (CriticReportTies *self, CriticAssessment *assessment)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  g_autofree guint *order = g_new (guint, self->words->len);
  guint columns, rows;

  if (self->peak < LEAST_PEAK || explanation == NULL || explanation->token_region == NULL ||
      !critic_assessment_get_grid (assessment, &columns, &rows) ||
      explanation->n_regions != (gsize) columns * rows || explanation->n_regions == 0)
    return;

  for (guint i = 0; i < self->words->len; i++)
    order[i] = i;
  g_qsort_with_data (order, self->words->len, sizeof *order, by_strength, self->words);

  for (guint i = 0; i < self->words->len && self->marks->len < CRITIC_REPORT_TIES; i++)
    {
      const CriticWord *word = &g_array_index (self->words, CriticWord, order[i]);
      CriticReportTie mark = { .word = order[i] };

      if (fabs (word->effect) < WEAKEST * self->peak)
        break;
      if (!has_place (explanation, word))
        continue;
      mark.region = find_region (explanation, word);
      mark.x = (mark.region % columns + 0.5) / columns;
      mark.y = (mark.region / columns + 0.5) / rows;
      g_array_append_val (self->marks, mark);
    }
  give_numbers (self);
}

/**
 * critic_report_ties_new: (skip)
 * @entry: an entry
 *
 * Finds the words that counted and ties the strongest of them to the places
 * that they look at. Numbers rise in the order of the text.
 *
 * Returns: (transfer full): words and marks; empty without assessment or
 *   explanation
 */
CriticReportTies *
critic_report_ties_new (const CriticReportEntry *entry)
{
  CriticReportTies *self = g_new0 (CriticReportTies, 1);

  self->critique = g_array_new (FALSE, FALSE, sizeof (guint));
  self->marks = g_array_new (FALSE, FALSE, sizeof (CriticReportTie));
  self->words = entry->assessment != NULL ? critic_words_new (entry->assessment)
                                          : g_array_new (FALSE, FALSE, sizeof (CriticWord));
  for (guint i = 0; i < entry->critiques->len; i++)
    if (((CriticReportCritique *) entry->critiques->pdata[i])->scored)
      g_array_append_val (self->critique, i);

  /* An entry whose critiques are not those that were assessed has no words. */
  for (guint i = self->words->len; i > 0; i--)
    {
      const CriticWord *word = &g_array_index (self->words, CriticWord, i - 1);
      const CriticReportCritique *critique;

      if (word->critique < self->critique->len)
        {
          critique = entry->critiques->pdata[g_array_index (self->critique, guint, word->critique)];
          if (word->start <= word->end && word->end <= strlen (critique->text))
            {
              self->peak = MAX (self->peak, fabs (word->effect));
              continue;
            }
        }
      g_array_remove_index (self->words, i - 1);
    }

  if (self->words->len > 0)
    add_marks (self, entry->assessment);

  return self;
}

void
critic_report_ties_free (CriticReportTies *self)
{
  g_array_unref (self->words);
  g_array_unref (self->critique);
  g_array_unref (self->marks);
  g_free (self);
}

/**
 * critic_report_ties_number: (skip)
 * @self: marks
 * @word: index of a word
 *
 * Returns: the number of the place that the word is tied to, 0 when to none
 */
guint
critic_report_ties_number (const CriticReportTies *self, guint word)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (g_array_index (self->marks, CriticReportTie, i).word == word)
      return g_array_index (self->marks, CriticReportTie, i).number;

  return 0;
}
