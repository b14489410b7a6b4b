/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-critique.h"
#include "mcn-sample.h"

G_BEGIN_DECLS

/* A sample in the making. Fields are set directly, with mcn_draft_reset() before
 * each sample; strings and lists grow by the functions. One thread. */
typedef struct
{
  char          *id, *group, *file;     /* owned; @file NULL: no photograph */
  guint          set;
  McnPart        part;
  guint          ava_id;
  guint          texts_from;
  gint           high, tail;
  guint          tags[2];
  McnStyleOrigin styles_from;
  guint          n_judges;
  gfloat         styles[MCN_N_STYLES];

  GPtrArray     *texts;                 /* char * */
  GPtrArray     *aspects;               /* char *, as many, NULL: unknown */
  GArray        *scores;                /* McnDraftScore */
  GPtrArray     *phrases;               /* char * */
  GArray        *cells;                 /* guint, as many */
} McnDraft;

#define MCN_DRAFT_SINGLE 16

typedef struct
{
  McnScore score;                       /* @votes and @single below */
  guint32  votes[10];
  gfloat   single[MCN_DRAFT_SINGLE];
} McnDraftScore;

/* Nothing known. */
McnDraft      *mcn_draft_new        (void);
void           mcn_draft_free       (McnDraft *self);
/* The same again. */
void           mcn_draft_reset      (McnDraft *self);
/* @text: UTF-8, copied; @aspect: NULL or copied. */
void           mcn_draft_add_text   (McnDraft *self, const char *text, const char *aspect);
/* To be filled further; good until the next. Neither votes nor single ratings. */
McnDraftScore *mcn_draft_add_score  (McnDraft *self, guint source, gdouble value, gdouble lowest, gdouble highest);
/* @n counts of the grades from the score's lowest upwards; its raters and their sd follow. */
void           mcn_draft_set_votes  (McnDraftScore *score, const guint32 *votes, guint n);
/* @cells: bit 0 .. 8. The text that repeats the phrase is looked for when the sample is written. */
void           mcn_draft_add_phrase (McnDraft *self, const char *phrase, guint cells);
/* Appends the record to @out; @photograph: -1 without a file. Word pieces by @wordpiece. */
void           mcn_draft_write      (McnDraft *self, McnWordpiece *wordpiece, gint photograph, GByteArray *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnDraft, mcn_draft_free)

G_END_DECLS
