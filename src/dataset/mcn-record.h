/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-sample.h"

G_BEGIN_DECLS

/* A sample as it lies in a shard: a McnRecord, then what its offsets point to.
 * All numbers are little-endian; offsets are bytes from the record's start, 0
 * where there is nothing; a record begins at a multiple of 8 bytes and fills
 * one. HACKING.md, "A dataset on disk", tells the rest. */
typedef struct
{
  guint32 n_bytes;              /* of the whole record */
  guint32 id, group, file;      /* strings */
  gint32  photograph;           /* counted from the shard's first; -1: none */
  guint32 ava_id;
  guint16 set;
  guint8  part;
  gint8   high;
  gint8   tail;
  guint8  styles_from;
  guint16 n_judges;
  guint32 texts_from;
  guint16 tags[2];
  guint32 n_texts, texts;               /* McnRecordText */
  guint32 n_sentences, sentences;       /* McnRecordSentence */
  guint32 n_scores, scores;             /* McnRecordScore */
  guint32 n_phrases, phrases;           /* McnRecordPhrase */
  gfloat  styles[MCN_N_STYLES];
} McnRecord;

typedef struct
{
  guint32 text, length;
  guint32 aspect;               /* string */
} McnRecordText;

typedef struct
{
  guint32 ids;                  /* n_tokens x guint16 */
  guint32 text;
  guint32 n_tokens;
} McnRecordSentence;

typedef struct
{
  guint16 source;
  guint8  n_votes;
  guint8  n_single;
  guint32 votes;                /* n_votes x guint32 */
  guint32 single;               /* n_single x gfloat */
  guint32 n_raters;
  gfloat  value, sd, lowest, highest;
} McnRecordScore;

typedef struct
{
  guint32 phrase;               /* string */
  gint32  text;
  guint32 start;
  guint32 cells;
} McnRecordPhrase;

G_STATIC_ASSERT (sizeof (McnRecord) == 128);
G_STATIC_ASSERT (sizeof (McnRecordScore) == 32);

/* Whether the @n bytes at @data, a multiple of 4 bytes into memory, begin with a
 * whole record all of whose offsets stay inside it, of one of @n_sets sets and
 * with scores of @n_sources sources. */
gboolean mcn_record_check (const guint8 *data, gsize n, guint n_sets, guint n_sources);
/* Of a record that passed. Its photograph is counted from the shard's first. */
void     mcn_record_view  (const McnRecord *record, McnSample *sample);

G_END_DECLS
