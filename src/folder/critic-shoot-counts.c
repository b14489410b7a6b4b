/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-counts.h"

#include <math.h>

static guint
find_bin (gdouble score)
{
  gdouble bin = floor ((score - 1) / 9 * CRITIC_SHOOT_BINS);

  return (guint) CLAMP (bin, 0, CRITIC_SHOOT_BINS - 1);
}

void
critic_shoot_counts_add (CriticShootCounts *self, const CriticRow *row, gboolean shown)
{
  const CriticRating *rating = &row->rating;

  if (shown)
    self->shown++;
  if (row->state == CRITIC_ROW_GONE)
    {
      self->gone++;
      return;
    }

  self->all++;
  self->stars[MIN (rating->stars, 5)]++;
  self->label[MIN (rating->label, CRITIC_LABEL_PURPLE)]++;
  self->picked += rating->flag == CRITIC_FLAG_PICK;
  self->rejected += rating->flag == CRITIC_FLAG_REJECT;
  self->high += critic_row_is_high (row);
  self->disagree += critic_row_disagrees (row);
  self->with_words += row->n_critiques > 0;
  self->failed += row->state == CRITIC_ROW_FAILED;
  self->waiting += row->state == CRITIC_ROW_WAITING;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    self->style[i] += critic_row_has_style (row, i);

  if (row->assessed)
    {
      guint bin = find_bin (row->judgement.score);

      self->bins[bin]++;
      self->bins_shown[bin] += shown;
    }
}
