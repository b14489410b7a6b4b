/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-styles.h"

G_BEGIN_DECLS

typedef enum { MCN_PART_NONE, MCN_PART_TRAIN, MCN_PART_VAL, MCN_PART_TEST } McnPart;

typedef enum
{
  MCN_STYLES_UNKNOWN,   /* nobody looked: all 14 unknown */
  MCN_STYLES_AVA,       /* AVA's list; single-label (one label known, the absent ones unknown) or multi-label */
  MCN_STYLES_JUDGES,    /* shares of several looks */
} McnStyleOrigin;

/* Where a sample's texts come from. */
typedef enum
{
  MCN_TEXTS_DPC     = 1 << 0,   /* comments of dpchallenge, by DPC-Captions */
  MCN_TEXTS_FOOD    = 1 << 1,   /* Food-IAC: lower case, without punctuation */
  MCN_TEXTS_PAGES   = 1 << 2,   /* saved pages */
  MCN_TEXTS_TABLE   = 1 << 3,   /* a JSON or CSV table of the user */
  MCN_TEXTS_MACHINE = 1 << 4,   /* written by a model: text 0 an opinion, text 1 without a verdict */
  MCN_TEXTS_OTHER   = 1 << 5,   /* another site's */
} McnTexts;

/* A photograph, texts about one, or both, with all that is known of them. A view
 * into the dataset; copy it as you like. */
typedef struct
{
  const char      *id;          /* of its set: an AVA id, a file's name, a title */
  const char      *group;       /* for group folds: theme, scene, challenge; NULL: alone in its group */
  const char      *file;        /* of the photograph, below its folder; NULL: none */
  guint            set;         /* mcn_dataset_get_set_name() */
  McnPart          part;
  gint             photograph;  /* mcn_dataset_get_features(); -1: none */
  guint            ava_id;      /* the AVA photograph this is (of); 0: none */
  guint            texts_from;  /* McnTexts */
  gint             high;        /* 1: mean vote above 5; 0: not; -1: unknown */
  gint             tail;        /* 1: AVA2's best tenth; -1: its worst; 0: neither or unknown */
  guint            tags[2];     /* AVA's semantic tags, 0: none */

  McnStyleOrigin   styles_from;
  guint            n_judges;    /* of MCN_STYLES_JUDGES */
  gfloat           styles[MCN_N_STYLES];    /* share that says yes, 0 .. 1; NAN: unknown */

  guint            n_texts;     /* comments */
  guint            n_sentences; /* of all texts, in order */
  guint            n_scores;
  guint            n_phrases;

  gconstpointer    record;      /* for the functions below */
} McnSample;

/* What people (or a model) said of one quality. */
typedef struct
{
  guint          source;        /* mcn_dataset_get_source_name() */
  gfloat         value;         /* mean, on the source's own scale */
  gfloat         sd;            /* of single votes; NAN: unknown */
  gfloat         lowest, highest;   /* of the scale */
  guint          n_raters;      /* 0: unknown */
  guint          n_votes;       /* places of @votes: 10 for AVA; 0: unknown */
  const guint32 *votes;         /* how many gave lowest, lowest + 1, ... highest */
  guint          n_single;      /* places of @single */
  const gfloat  *single;        /* machine: raters A, B, C, D, W (the critic's own mark); NAN where absent */
} McnScore;

/* A phrase of a text and where in the photograph its thing lies. */
typedef struct
{
  const char *phrase;
  gint        text;             /* whose words it repeats; -1: of none, letter by letter */
  guint       start;            /* its byte there */
  guint       cells;            /* bit 0 .. 8: cells of a 3 x 3 grid, row by row */
} McnPhrase;

/* @i under n_texts; UTF-8, ends with NUL. @aspect: NULL, or what it is about ("composition"; NULL: unknown). */
const char    *mcn_sample_get_text     (const McnSample *self, guint i, gsize *length, const char **aspect);
/* @i under n_sentences: word pieces of the text @text, as mcn_critique_new() makes
 * them (recipe.md, "critique in"), 1 .. MCN_MAX_SENTENCE, without [CLS] and [SEP]. */
const guint16 *mcn_sample_get_sentence (const McnSample *self, guint i, guint *text, guint *n_tokens);
/* @i under n_scores. */
void           mcn_sample_get_score    (const McnSample *self, guint i, McnScore *score);
/* The score of @source; FALSE: none. */
gboolean       mcn_sample_find_score   (const McnSample *self, gint source, McnScore *score);
/* @i under n_phrases. */
void           mcn_sample_get_phrase   (const McnSample *self, guint i, McnPhrase *phrase);

G_END_DECLS
