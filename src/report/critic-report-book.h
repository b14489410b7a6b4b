/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-report-sheet.h"
#include "critic-report-survey.h"

G_BEGIN_DECLS

/**
 * CriticBookEntry:
 * @file: the photograph
 * @width: upright, 0: not known
 * @height: upright
 * @gain: what the critique changed of the score, AVA points; NAN: no critique
 * @n_sheets: pages of its own
 * @page: the first of them, from 0
 *
 * What a plan keeps of each entry besides its #CriticReportFact.
 */
typedef struct
{
  GFile  *file;
  guint   width, height;
  gdouble gain;
  guint   n_sheets, page;
} CriticBookEntry;

/**
 * CriticBook:
 * @job: what is reported
 * @options: how
 * @context: for text
 * @survey: facts, in the order of the report
 * @entries: (element-type CriticBookEntry): by the index in the job
 * @width: of the paper, in points
 * @height: of the paper, in points
 * @links: whether entries have pages to lead to
 *
 * All that pages about more than one photograph are made from.
 */
typedef struct
{
  CriticReportJob     job;
  CriticReportOptions options;
  PangoContext       *context;
  CriticReportSurvey *survey;
  GArray             *entries;
  gdouble             width, height;
  gboolean            links;
} CriticBook;

/* How many entries a page of contents or a contact sheet has. */
#define CRITIC_BOOK_ROWS  43
#define CRITIC_BOOK_CELLS 12

/* The rows of the contents over those of the photographs. */
typedef struct
{
  const char *title;
  const char *link;
  guint       page;     /* from 0 */
} CriticBookSection;

const CriticReportFact *critic_book_fact  (const CriticBook *self, guint place);
CriticBookEntry        *critic_book_entry (const CriticBook *self, guint place);

CriticFlow *critic_book_cover    (const CriticBook *self);
guint       critic_book_n_contents (const CriticBook *self, guint n_sections);
CriticFlow *critic_book_contents (const CriticBook *self, guint sheet, const CriticBookSection *sections, guint n_sections);
CriticFlow *critic_book_summary  (const CriticBook *self);
guint       critic_book_n_contact (const CriticBook *self);
CriticFlow *critic_book_contact  (const CriticBook *self, guint sheet);
CriticFlow *critic_book_compare  (const CriticBook *self, GPtrArray *entries);

G_END_DECLS
