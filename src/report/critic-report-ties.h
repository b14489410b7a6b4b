/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report.h"
#include "critic-words.h"

G_BEGIN_DECLS

/* So many words are tied to places at most: more numbers than these nobody
 * follows on paper. */
#define CRITIC_REPORT_TIES 6

/**
 * CriticReportTie:
 * @word: index in the words
 * @number: of its place, from 1; words that look at the same place share it
 * @region: the place, row by row
 * @x: the place's middle, share of the width
 * @y: share of the height
 *
 * A strong word and the place on the photograph that it looks at most.
 */
typedef struct
{
  guint   word;
  guint   number;
  guint   region;
  gdouble x, y;
} CriticReportTie;

/**
 * CriticReportTies:
 * @words: CriticWord, in the order of the texts; none without an explained critique
 * @critique: one for each text that was scored: its index among the entry's critiques
 * @marks: CriticReportTie, in the order of the words; none when words have no places
 * @peak: largest |effect| of a word
 * @n_numbers: numbers given
 *
 * The words of an entry's critiques and which of them are tied to places.
 */
typedef struct
{
  GArray *words;
  GArray *critique;
  GArray *marks;
  gdouble peak;
  guint   n_numbers;
} CriticReportTies;

CriticReportTies *critic_report_ties_new  (const CriticReportEntry *entry);
void               critic_report_ties_free (CriticReportTies *self);
/* The number that stands behind the word, 0: none. */
guint              critic_report_ties_number (const CriticReportTies *self, guint word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticReportTies, critic_report_ties_free)

G_END_DECLS
