/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"

G_BEGIN_DECLS

/* Conditions that are switched on one by one: of one kind any may hold. */
typedef enum
{
  CRITIC_ANY_STYLE,         /* by McnStyle */
  CRITIC_ANY_FLAG,          /* by CriticFlag */
  CRITIC_ANY_LABEL,         /* by CriticLabel */
  CRITIC_ANY_OPINION,       /* 0: disagrees with the model */
  CRITIC_ANY_WORDS,         /* 0: has a critique */
  CRITIC_ANY_STATE,         /* 0: failed, 1: waiting */
  CRITIC_N_ANY,
} CriticAny;

/**
 * CriticFilterControls:
 * @search: (nullable): stands in the name or in a critique
 * @critique: (nullable): stands in a critique
 * @low: lowest score, 1 to 10; 1: any
 * @high: highest score, 1 to 10; 10: any
 * @stars: 0 to 5
 * @exactly: so many stars, not at least so many
 * @any: for each #CriticAny the bits of those switched on; 0: all the same
 * @other: (nullable): a condition that none of the above can say
 *
 * A filter as the controls beside a list show it; all of it holds together. Plain
 * data that its owner clears; any thread, one at a time.
 */
typedef struct
{
  char    *search, *critique;
  gdouble  low, high;
  guint    stars;
  gboolean exactly;
  guint    any[CRITIC_N_ANY];
  char    *other;
} CriticFilterControls;

#define CRITIC_FILTER_CONTROLS_INIT { .low = 1, .high = 10 }

void      critic_filter_controls_clear         (CriticFilterControls *self);
gboolean  critic_filter_controls_read          (CriticFilterControls *self, const char *expression, GError **error);
char     *critic_filter_controls_to_expression (const CriticFilterControls *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CriticFilterControls, critic_filter_controls_clear)

G_END_DECLS
