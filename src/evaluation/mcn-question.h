/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-config.h"
#include "mcn-goals.h"
#include "mcn-net-input.h"

G_BEGIN_DECLS

/* One line of the evaluation: queries, and what people (or a machine) said of each. */
typedef struct
{
  char    *source;          /* of scores: "machine"; or what the styles are of: "photographs", "critiques" */
  char    *input;           /* "photo", "photo + critique 1", ... */
  gint     k;               /* of McnGoals; -1: styles */
  McnMode  mode;
  gboolean rates_vote;      /* on AVA's scale, 1 .. 10 */
  GArray  *queries;         /* McnQuery */
  GArray  *truth;           /* gdouble: on the source's scale; styles: MCN_N_STYLES each, 0, 1 or NAN */
  GArray  *votes;           /* gdouble: MCN_N_VOTES shares each, of which @n_places count, the first NAN where unknown */
  guint    n_places;        /* of the source's scale, from @lowest up: 10 of AVA, 7 of beauty, 5 of appeal; 0: nobody counted votes */
  gdouble  lowest;
  GArray  *high;            /* NULL, or gdouble: 0 or 1, what AVA says of each, while truth, its mean vote, may be NAN */
} McnQuestion;

void       mcn_question_free (McnQuestion *self);

typedef struct
{
  McnDataset     *dataset;
  const McnGoals *goals;
  McnPart         part;     /* MCN_PART_NONE: train and val, each by the fold that has not seen it */
  gboolean        themes;   /* OASIS alone, all of its photographs by folds of themes: of the test part, which no
                             * trunk has seen, by that of its theme's number; @part is MCN_PART_NONE */
} McnQuestionScope;

/* Whether a sample is measured. */
gboolean   mcn_question_covers (const McnQuestionScope *self, const McnSample *sample);
/* (element-type McnQuery) (transfer full) Photographs alone: those whose sample is wanted and
 * whose features could be read, in the dataset's order. */
GArray    *mcn_question_list_photographs (McnDataset *dataset, gboolean (*wanted) (gpointer data, const McnSample *sample), gpointer data);
/* Of a line of styles: what is @said (logits, @stride floats from one query to the next) and what is true of those that
 * are known, into @p and @y; their number. */
gsize      mcn_question_take_style (const McnQuestion *self, guint style, const gfloat *said, gsize stride, gdouble *p, gdouble *y,
                                    gsize *n_positive);
/* Whether AVA's own photographs are there to be asked about, with their votes, and not its critiques alone. */
gboolean   mcn_questions_have_ava (const GPtrArray *questions);
/* (element-type McnQuestion) (transfer full) All lines of the evaluation, in the order of the table. */
GPtrArray *mcn_questions_new   (const McnQuestionScope *self);

G_END_DECLS
