/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-assessment.h"

G_BEGIN_DECLS

/* A word of the critique: the word pieces that touch one another. */
typedef struct
{
  guint  start, end;            /* characters of the text */
  gsize  first_token, n_tokens;
  gfloat effect;                /* on the score, AVA points */
  gfloat nowhere;               /* share of its attention that rests on no place, 0 to 1 */
} CriticWord;

typedef struct
{
  guint    start, end;          /* characters of the text */
  gfloat   effect;              /* AVA points the score would lose without it */
  gboolean counted;             /* FALSE: beyond the 512th token */
  guint    aspects;             /* what it speaks of, one bit each */
} CriticSentence;

/* What an assessment says of its critique's words and sentences, in
 * characters of the text. Immutable once made. */
typedef struct
{
  CriticWord     *words;
  gsize           n_words;
  CriticSentence *sentences;
  gsize           n_sentences;
  gfloat          peak;         /* largest |effect| of a word */
  gboolean        has_effects;  /* FALSE: without explanation */
  gboolean        has_matrix;   /* words have places */
  gboolean        is_cut;       /* some sentences do not count */
} CriticMarks;

CriticMarks      *critic_marks_new     (CriticAssessment *assessment, const char *text);
void              critic_marks_free    (CriticMarks *self);
const CriticWord *critic_marks_word_at (const CriticMarks *self, guint character);
gboolean          critic_marks_answers (const CriticMarks *self, CriticAssessment *assessment,
                                        guint region, gfloat *answers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticMarks, critic_marks_free)

G_END_DECLS
