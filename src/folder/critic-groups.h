/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* Why the best of a group is best, measured against the group's others. */
typedef enum
{
  CRITIC_BEST_NOT_CLEAR,        /* within the noise of each measure */
  CRITIC_BEST_SHARPER,
  CRITIC_BEST_EXPOSED,          /* fewer clipped pixels, mean nearer to the middle */
  CRITIC_BEST_SCORE,
} CriticBestReason;

typedef struct
{
  guint32          group;       /* index of the group; G_MAXUINT32: stands alone */
  guint32          size;        /* photographs in it */
  guint32          rank;        /* 0: the best */
  CriticBestReason reason;      /* of the best */
} CriticPlace;

/* Frames of one burst are taken within this of one another, as a folder is shown and ranked. */
#define CRITIC_BURST_SECONDS 2.0

/* Bursts and near duplicates: photographs taken within @seconds of one another
 * whose features are alike, and ones whose features are all but equal whatever
 * the time. @rows: CriticRow; the result has one CriticPlace a row. 100,000
 * rows in well under a second: candidates by time, then by hashed features. */
CriticPlace *critic_groups_find (GPtrArray *rows, gdouble seconds);
/* A translated sentence for people: "Sharpest of 6." */
char        *critic_groups_say  (const CriticPlace *place);

/* Cosine of two photographs' features, -1 to 1: the likeness shown and sorted by. */
gdouble      critic_likeness    (const CriticMeasured *a, const CriticMeasured *b);

G_END_DECLS
