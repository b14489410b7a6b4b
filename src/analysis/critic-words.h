/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/**
 * CriticWord:
 * @critique: index of the text it stands in
 * @start: its first byte there
 * @end: one past its last byte
 * @first_token: its first token
 * @n_tokens: how many tokens it has
 * @effect: what it does to the score, AVA points; 0 without such an explanation
 *
 * A word as people see it: the pieces that the model reads, put together.
 */
typedef struct
{
  guint   critique;
  guint32 start, end;
  gsize   first_token, n_tokens;
  gdouble effect;
} CriticWord;

GArray *critic_words_new (CriticAssessment *assessment);

G_END_DECLS
