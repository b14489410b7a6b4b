/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"

G_BEGIN_DECLS

/* As they stand in the library: never renumber. */
typedef enum
{
  CRITIC_CHANGE_RATING = 1,
  CRITIC_CHANGE_CRITIQUE = 2,
  CRITIC_CHANGE_MOVED = 3,
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
