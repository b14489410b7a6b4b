/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-ties.h"

G_BEGIN_DECLS

/**
 * CriticMarkedWord:
 * @start: byte in the sentence's text where it begins
 * @end: one past its last byte
 * @effect: what it does to the score, AVA points
 * @strength: 0 (plain) to 4 (strongest): how it is tinted
 * @number: the number of the place that it is tied to; 0: to none
 * @word: index in the ties' words
 */
typedef struct
{
  guint32 start, end;
  gdouble effect;
  guint   strength;
  guint   number;
  guint   word;
} CriticMarkedWord;

/**
 * CriticMarkedSentence:
 * @text: as it can be shown (critic-report-text.h), without white space at its ends
 * @words: (element-type CriticMarkedWord): in the order of the text
 * @counted: whether it took part in the score
 * @has_effect: whether @effect is known
 * @effect: what it does to the score, AVA points
 * @paragraph: whether a new paragraph begins with it
 */
typedef struct
{
  char    *text;
  GArray  *words;
  gboolean counted, has_effect;
  gdouble  effect;
  gboolean paragraph;
} CriticMarkedSentence;

/* An entry's critiques, cut into sentences with what each did. */
typedef struct
{
  GPtrArray        *critiques;  /* of GPtrArray of CriticMarkedSentence, one for each of the entry's */
  CriticReportTies *ties;       /* where the numbered words look */
  gboolean          read;       /* FALSE: no assessment, or the critiques were left out of it */
} CriticReportMarks;

CriticReportMarks *critic_report_marks_new  (const CriticReportEntry *entry);
void               critic_report_marks_free (CriticReportMarks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportMarks, critic_report_marks_free)

G_END_DECLS
