/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-rating.h"

G_BEGIN_DECLS

/* Which parts of a CriticRating an edit sets; the others are left as they are. */
typedef enum
{
  CRITIC_SET_FLAG   = 1 << 0,
  CRITIC_SET_STARS  = 1 << 1,
  CRITIC_SET_LABEL  = 1 << 2,
  CRITIC_SET_SCORE  = 1 << 3,
  CRITIC_SET_HIGH   = 1 << 4,
  CRITIC_SET_STYLES = ((1 << MCN_N_STYLES) - 1) << 8,   /* all of them */
} CriticSet;

/* One style alone. */
#define CRITIC_SET_STYLE(style) ((CriticSet) (1u << (8 + (style))))

/* What @what says is taken from @from. */
void      critic_rating_set     (CriticRating *rating, CriticSet what, const CriticRating *from);
/* (transfer full): those parts in words, translated: "3 stars, red label". */
char     *critic_rating_say     (const CriticRating *rating, CriticSet what);
/* The parts in which two differ. */
CriticSet critic_rating_compare (const CriticRating *a, const CriticRating *b);

G_END_DECLS
