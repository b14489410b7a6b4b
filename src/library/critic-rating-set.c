/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-rating-set.h"

void
critic_rating_set (CriticRating *rating, CriticSet what, const CriticRating *from)
{
  if (what & CRITIC_SET_FLAG)
    rating->flag = from->flag;
  if (what & CRITIC_SET_STARS)
    rating->stars = from->stars;
  if (what & CRITIC_SET_LABEL)
    rating->label = from->label;
  if (what & CRITIC_SET_SCORE)
    rating->score = from->score;
  if (what & CRITIC_SET_HIGH)
    rating->high = from->high;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (what & CRITIC_SET_STYLE (i))
      rating->style[i] = from->style[i];
}

CriticSet
critic_rating_compare (const CriticRating *a, const CriticRating *b)
{
  CriticSet differ = 0;

  if (a->flag != b->flag)
    differ |= CRITIC_SET_FLAG;
  if (a->stars != b->stars)
    differ |= CRITIC_SET_STARS;
  if (a->label != b->label)
    differ |= CRITIC_SET_LABEL;
  if (a->score != b->score)
    differ |= CRITIC_SET_SCORE;
  if (a->high != b->high)
    differ |= CRITIC_SET_HIGH;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (a->style[i] != b->style[i])
      differ |= CRITIC_SET_STYLE (i);

  return differ;
}
