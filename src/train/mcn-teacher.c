/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-teacher.h"

#include "mcn-words-ridge.h"

#include <math.h>

/**
 * mcn_teacher_mix:
 * @self: a teacher
 * @picks: where the items' texts are
 * @n: items
 * @items: what is shown
 * @n_sources: of scores
 * @score: (inout): n x n_sources targets
 */
void
mcn_teacher_mix (const McnTeacher *self, const McnPicks *picks, gsize n, const McnNetItem *items, gsize n_sources, gfloat *score)
{
  gfloat said[MCN_MAX_SOURCES];

  for (gsize i = 0; i < n; i++)
    {
      gfloat *known = score + i * n_sources;

      for (gsize k = 0; k < n_sources; k++)
        said[k] = NAN;
      self->say (self->data, picks, &items[i], said);
      for (gsize k = 0; k < n_sources; k++)
        if (!isnan (said[k]) && (self->fills || !isnan (known[k])))
          known[k] = isnan (known[k]) ? said[k] : (1 - self->share) * known[k] + self->share * said[k];
    }
}

/**
 * mcn_teacher_clear:
 * @self: a teacher, or none
 */
void
mcn_teacher_clear (McnTeacher *self)
{
  if (self->free != NULL)
    self->free (self->data);
  *self = (McnTeacher) { 0 };
}

#define HALVES 2

typedef struct
{
  McnDataset   *dataset;
  gint          ava;
  guint         n_folds;
  McnWordsRidge without[HALVES];    /* fitted without that half */
} Words;

static void
words_free (gpointer data)
{
  Words *self = data;

  for (guint h = 0; h < HALVES; h++)
    mcn_words_ridge_clear (&self->without[h]);
  mcn_dataset_unref (self->dataset);
  g_free (self);
}

static void
words_say (gpointer data, const McnPicks *picks, const McnNetItem *item, gfloat *score)
{
  const Words *self = data;
  const McnWordsRidge *ridge;
  g_autoptr (GArray) pieces = NULL;
  McnSample sample;

  mcn_dataset_get_sample (self->dataset, item->text_of, &sample);
  if (item->photograph || item->pick->n_pieces == 0 || (gint) sample.set != self->ava)
    return;
  ridge = &self->without[mcn_goals_part (self->dataset, &sample, self->n_folds, HALVES)];
  if (ridge->weight == NULL)
    return;
  pieces = mcn_net_input_pick_pieces (self->dataset, picks, item->pick, item->text_of);
  score[0] = mcn_words_ridge_say_pieces (ridge, pieces->len, (const gint32 *) pieces->data);
}

/**
 * mcn_teacher_words:
 * @self: (out): the teacher
 * @share: its share
 * @dataset: whose texts
 * @goals: sources, the first of which is AVA's vote
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_teacher_words (McnTeacher *self, gdouble share, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds)
{
  Words *words = g_new0 (Words, 1);

  words->dataset = mcn_dataset_ref (dataset);
  words->n_folds = n_folds;
  words->ava = mcn_dataset_find_set (dataset, "ava");
  for (guint h = 0; h < HALVES; h++)
    mcn_words_ridge_fit_without (&words->without[h], dataset, goals, fold, n_folds, h, HALVES);
  *self = (McnTeacher) { .share = share, .fills = TRUE, .data = words, .say = words_say, .free = words_free };
}
