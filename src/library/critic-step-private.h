/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"

G_BEGIN_DECLS

/* As they stand in the library: never renumber. */
typedef enum
{
  CRITIC_CHANGE_RATING = 1,
  CRITIC_CHANGE_CRITIQUE_1 = 2,     /* of version 1 of the library: without a language */
  CRITIC_CHANGE_MOVED = 3,
  CRITIC_CHANGE_CRITIQUE = 4,
} CriticChangeKind;

typedef struct
{
  CriticChangeKind     kind;
  gint64               image_id, critique_id;
  CriticRating         rating;
  CriticCritiqueEntry *entry;       /* NULL: deleted */
  char                *from, *to;
} CriticStepChange;

struct _CriticStep
{
  char   *name;
  GArray *changes;                  /* CriticStepChange */
};

G_END_DECLS
