/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-params.h"
#include "mcn-parallel.h"
#include "mcn-tape.h"

G_BEGIN_DECLS

/* What every layer of a forward and backward pass is given. */
typedef struct
{
  McnTeam   *team;          /* or NULL */
  McnTape   *tape;          /* what is kept from forward to backward; rewound by whoever began the step */
  McnParams *params;
  guint64    key;           /* of this step's dropout */
  gboolean   training;      /* FALSE: no dropout */
} McnStep;

#define mcn_values(step, at) ((step)->params->values + (at))
#define mcn_gradients(step, at) ((step)->params->gradients + (at))

/* Samples of different lengths one after the other, nothing between them: the
 * rows of sample i are first[i] .. first[i + 1] - 1. What a mask hides in a padded
 * batch does not exist here. */
typedef struct
{
  gsize        n;           /* samples */
  const gsize *first;       /* n + 1 */
} McnRagged;

#define mcn_ragged_rows(r) ((r)->first[(r)->n])

G_END_DECLS
