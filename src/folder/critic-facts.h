/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-groups.h"

G_BEGIN_DECLS

/**
 * CriticFacts:
 * @row: the file and its photograph
 * @place: its place in a burst; NULL: not grouped
 * @taste: what the user's own taste says, 1 to 10; NAN: no such answer
 * @likeness: to the photograph chosen, -1 to 1; NAN: none is chosen
 * @texts: bit i: a critique holds text i of critic_filter_get_texts()
 *
 * All that a filter or an order may ask about one row. A view of other people's
 * memory: copy it freely, keep what it points at.
 */
typedef struct
{
  const CriticRow   *row;
  const CriticPlace *place;
  gdouble            taste, likeness;
  guint64            texts;
} CriticFacts;

/* A row's number that filters compare and orders sort by; NAN where the row has
 * none. */
typedef enum
{
  CRITIC_NUMBER_SCORE,          /* the score shown */
  CRITIC_NUMBER_PHOTO,          /* the photograph alone */
  CRITIC_NUMBER_ERROR,
  CRITIC_NUMBER_LOW,            /* score - error: sure to be at least this good */
  CRITIC_NUMBER_SPREAD,
  CRITIC_NUMBER_PERCENTILE,     /* 0 to 1 */
  CRITIC_NUMBER_P_HIGH,         /* 0 to 1 */
  CRITIC_NUMBER_OWN,            /* the user's own score */
  CRITIC_NUMBER_STARS,          /* 0 to 5 */
  CRITIC_NUMBER_CRITIQUES,
  CRITIC_NUMBER_DISAGREEMENT,   /* critic_row_disagreement() */
  CRITIC_NUMBER_TASTE,
  CRITIC_NUMBER_LIKENESS,
  CRITIC_NUMBER_SHARPNESS,      /* 0 to 1 */
  CRITIC_NUMBER_EXPOSURE,       /* 0 to 1 */
  CRITIC_NUMBER_CLIPPED,        /* 0 to 1 */
  CRITIC_NUMBER_WIDTH,
  CRITIC_NUMBER_HEIGHT,
  CRITIC_NUMBER_SIZE,           /* bytes */
  CRITIC_NUMBER_TAKEN,          /* milliseconds, the camera's own time */
  CRITIC_NUMBER_STYLE,          /* + a style: its probability; the last one */
} CriticNumber;

gdouble     critic_facts_number      (const CriticFacts *self, guint number);

/* Whether the row counts as high, or as having a style: by the user's word
 * where it was given, else by the model's. */
gboolean    critic_row_is_high       (const CriticRow *row);
gboolean    critic_row_has_style     (const CriticRow *row, McnStyle style);
/* How far the user's word is from the model's: the points by which an own score
 * lies outside the model's error, and one more for an overruled verdict and for
 * each overruled style. 0: agrees, or has not said anything. */
gdouble     critic_row_disagreement  (const CriticRow *row);
/* The user's verdict, score or styles say otherwise than the model's. */
gboolean    critic_row_disagrees     (const CriticRow *row);
/* (transfer none): the last part of the row's path, in the file system's own bytes. */
const char *critic_row_name          (const CriticRow *row);
/* The style named by its id, its English name, or the beginning of one of them
 * that no other style shares; case, spaces, "_" and "-" do not matter. -1 and a
 * translated sentence in @error otherwise. */
int         critic_style_parse       (const char *name, GError **error);

G_END_DECLS
