/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"

G_BEGIN_DECLS

/* What the paper takes out of comments (quotation marks, tags, links) and what
 * would tell a network the votes instead of the critique: talk of results, given
 * grades, boiler-plate, comments inside comments, duplicates. One thread. */
typedef struct _McnCleaner McnCleaner;

/* How many. */
typedef struct
{
  guint64 texts;        /* that came in */
  guint64 empty;        /* nothing was left of */
  guint64 changed;      /* were left with less */
  guint64 duplicates;   /* of another text about the same photograph */
} McnCleanerCounts;

/* Nothing counted yet. */
McnCleaner *mcn_cleaner_new        (void);
void        mcn_cleaner_free       (McnCleaner *self);
/* One text. NULL: nothing is left. Free it. */
char       *mcn_cleaner_text       (McnCleaner *self, const char *text);
/* All texts about one photograph, in place: cleaned, in their order, each once, and
 * without what they quote of earlier ones. @besides: as many, of which those stay whose
 * texts do; NULL: none. Both free what they hold. */
void        mcn_cleaner_texts      (McnCleaner *self, GPtrArray *texts, GPtrArray *besides);
/* Goes on counting from there. */
void        mcn_cleaner_set_counts (McnCleaner *self, const McnCleanerCounts *counts);
/* So far. */
const McnCleanerCounts *mcn_cleaner_get_counts (McnCleaner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnCleaner, mcn_cleaner_free)

G_END_DECLS
