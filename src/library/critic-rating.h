/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-styles.h"

G_BEGIN_DECLS

/* What the user says of a photograph, in the user's own hand; the model never
 * writes here. */

typedef enum
{
  CRITIC_FLAG_NONE,
  CRITIC_FLAG_PICK,
  CRITIC_FLAG_REJECT,
} CriticFlag;

typedef enum
{
  CRITIC_LABEL_NONE,
  CRITIC_LABEL_RED,
  CRITIC_LABEL_YELLOW,
  CRITIC_LABEL_GREEN,
  CRITIC_LABEL_BLUE,
  CRITIC_LABEL_PURPLE,  /* read from XMP; no key sets it */
} CriticLabel;

/* An answer that may not have been given. */
typedef enum
{
  CRITIC_SAYS_NOTHING,
  CRITIC_SAYS_NO,
  CRITIC_SAYS_YES,
} CriticSays;

/**
 * CriticRating:
 * @flag: picked, rejected or neither
 * @stars: 0 (none given) to 5
 * @label: colour label
 * @score: the user's own score, 1 to 10; 0: none given
 * @high: the user's own verdict
 * @style: the user's own style labels (overrules and "intended")
 *
 * Plain value; a zeroed one says nothing.
 */
typedef struct
{
  CriticFlag  flag;
  guint8      stars;
  CriticLabel label;
  gdouble     score;
  CriticSays  high;
  CriticSays  style[MCN_N_STYLES];
} CriticRating;

G_END_DECLS
