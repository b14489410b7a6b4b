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
  GArray  *votes;           /* gdouble: 10 shares each, the first NAN where unknown; only of AVA */
} McnQuestion;

void       mcn_question_free (McnQuestion *self);

typedef struct
{
  McnDataset     *dataset;
  const McnGoals *goals;
  McnPart         part;     /* MCN_PART_NONE: train and val, each by the fold that has not seen it */
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
/* (element-type McnQuestion) (transfer full) All lines of the evaluation, in the order of the table. */
GPtrArray *mcn_questions_new   (const McnQuestionScope *self);

G_END_DECLS
