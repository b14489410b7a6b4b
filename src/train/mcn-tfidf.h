/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-bag.h"
#include "mcn-ridge.h"

G_BEGIN_DECLS

/* Bags of word pieces and of pairs of neighbours: what a text says without the
 * order of its words. Columns are hashes, so nothing has to be listed. */
#define MCN_TFIDF_COLUMNS MCN_BAG_COLUMNS

typedef struct
{
  GArray  *first;       /* gsize: rows + 1 */
  GArray  *column;      /* guint32 */
  GArray  *value;       /* gfloat */
  gfloat  *idf;         /* MCN_TFIDF_COLUMNS; NULL: not learned yet */
} McnTfidf;

void         mcn_tfidf_init  (McnTfidf *self);
void         mcn_tfidf_clear (McnTfidf *self);
/* A text's pieces; -1 in between ends a sentence: no pair crosses it. */
void         mcn_tfidf_add   (McnTfidf *self, gsize n, const gint32 *pieces);
/* Learns how rare a column is from the rows so far, n of them, and weighs all:
 * (1 + ln count) (1 + ln ((1 + n) / (1 + rows with it))), each row of length 1
 * (scikit-learn's TfidfVectorizer with sublinear_tf); a column that was never seen
 * counts for nothing. */
void         mcn_tfidf_learn (McnTfidf *self);
/* Weighs the rows added since as the rows that were learned from. */
void         mcn_tfidf_weigh (McnTfidf *self, gsize first_row);
McnRidgeRows mcn_tfidf_rows  (const McnTfidf *self, gsize first_row, gsize n);

G_END_DECLS
