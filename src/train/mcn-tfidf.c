/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-tfidf.h"

#include <math.h>
#include <string.h>

/**
 * mcn_tfidf_init:
 * @self: (out): no rows
 */
void
mcn_tfidf_init (McnTfidf *self)
{
  gsize zero = 0;

  self->first = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->column = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->value = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->idf = NULL;
  g_array_append_val (self->first, zero);
}

/**
 * mcn_tfidf_clear:
 * @self: rows
 */
void
mcn_tfidf_clear (McnTfidf *self)
{
  g_array_unref (self->first);
  g_array_unref (self->column);
  g_array_unref (self->value);
  g_free (self->idf);
}

/**
 * mcn_tfidf_add:
 * @self: rows
 * @n: pieces
 * @pieces: their ids, -1 between sentences
 *
 * Appends a row of counts.
 */
void
mcn_tfidf_add (McnTfidf *self, gsize n, const gint32 *pieces)
{
  g_autofree guint32 *columns = g_new (guint32, MAX (2 * n, 1));
  gsize used = mcn_bag_columns (n, (const guint32 *) pieces, columns), end;

  G_STATIC_ASSERT ((guint32) -1 == MCN_NO_PIECE);
  for (gsize i = 0, j; i < used; i = j)
    {
      gfloat count;

      for (j = i + 1; j < used && columns[j] == columns[i]; j++)
        continue;
      count = j - i;
      g_array_append_val (self->column, columns[i]);
      g_array_append_val (self->value, count);
    }
  end = self->column->len;
  g_array_append_val (self->first, end);
}

/**
 * mcn_tfidf_weigh:
 * @self: rows, learned from
 * @first_row: the first one that still holds counts
 */
void
mcn_tfidf_weigh (McnTfidf *self, gsize first_row)
{
  const gsize *first = (const gsize *) self->first->data;
  gfloat *value = (gfloat *) self->value->data;

  for (gsize row = first_row; row + 1 < self->first->len; row++)
    {
      gdouble squares = 0;

      for (gsize i = first[row]; i < first[row + 1]; i++)
        {
          value[i] = (1 + log (value[i])) * self->idf[g_array_index (self->column, guint32, i)];
          squares += (gdouble) value[i] * value[i];
        }
      for (gsize i = first[row]; i < first[row + 1]; i++)
        value[i] /= MAX (sqrt (squares), G_MINFLOAT);
    }
}

/**
 * mcn_tfidf_learn:
 * @self: rows of counts
 */
void
mcn_tfidf_learn (McnTfidf *self)
{
  gsize n = self->first->len - 1;

  self->idf = g_new0 (gfloat, MCN_TFIDF_COLUMNS);
  for (gsize i = 0; i < self->column->len; i++)
    self->idf[g_array_index (self->column, guint32, i)]++;
  for (gsize j = 0; j < MCN_TFIDF_COLUMNS; j++)
    if (self->idf[j] > 0)
      self->idf[j] = 1 + log ((1. + n) / (1 + self->idf[j]));
  mcn_tfidf_weigh (self, 0);
}

/**
 * mcn_tfidf_rows:
 * @self: rows
 * @first_row: where to begin
 * @n: how many
 *
 * Returns: a view, good until rows are added
 */
McnRidgeRows
mcn_tfidf_rows (const McnTfidf *self, gsize first_row, gsize n)
{
  return (McnRidgeRows) {
    .n = n, .k = MCN_TFIDF_COLUMNS, .first = (const gsize *) self->first->data + first_row,
    .column = (const guint32 *) self->column->data, .value = (const gfloat *) self->value->data,
  };
}
