/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the columns of a row and what C calls them. Everything read from a
 * file may be anything: lengths and ranges are looked at here. */
#include "critic-library-private.h"

#include <math.h>
#include <string.h>

/* Whoever takes rows out of an array leaves NULL behind. */
void
critic_row_free (CriticRow *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->failure);
  g_free (self);
}

/**
 * critic_critique_entry_copy:
 * @self: a critique
 *
 * Returns: (transfer full): the same, with strings of its own
 */
CriticCritiqueEntry *
critic_critique_entry_copy (const CriticCritiqueEntry *self)
{
  CriticCritiqueEntry *copy = g_memdup2 (self, sizeof *self);

  copy->author = g_strdup (self->author);
  copy->text = g_strdup (self->text);
  copy->language = g_strdup (self->language);
  return copy;
}

void
critic_critique_entry_free (CriticCritiqueEntry *self)
{
  g_free (self->language);
  g_free (self->author);
  g_free (self->text);
  g_free (self);
}

/**
 * critic_query_bind_bytes: (skip)
 * @query: a statement
 * @column: of which parameter, from 1
 * @bytes: (nullable): a path or name, in the file system's own bytes; must
 *   live until the statement was run
 */
void
critic_query_bind_bytes (CriticQuery *query, int column, const char *bytes)
{
  if (bytes != NULL)
    sqlite3_bind_blob (query, column, bytes, strlen (bytes), SQLITE_STATIC);
  else
    sqlite3_bind_null (query, column);
}

/**
 * critic_query_dup_bytes: (skip)
 * @query: a statement with a row
 * @column: which, from 0
 *
 * Returns: (transfer full): a path or name; empty for NULL
 */
char *
critic_query_dup_bytes (CriticQuery *query, int column)
{
  const char *bytes = sqlite3_column_blob (query, column);

  return bytes != NULL ? g_strndup (bytes, sqlite3_column_bytes (query, column)) : g_strdup ("");
}

/**
 * critic_query_bind_gbytes: (skip)
 * @query: a statement
 * @column: of which parameter, from 1
 * @bytes: (nullable): any bytes; %NULL: none, which is not NULL; must live
 *   until the statement was run
 */
void
critic_query_bind_gbytes (CriticQuery *query, int column, GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (size > 0)
    sqlite3_bind_blob (query, column, data, size, SQLITE_STATIC);
  else
    sqlite3_bind_zeroblob (query, column, 0);
}

/**
 * critic_query_dup_text: (skip)
 * @query: a statement with a row
 * @column: which, from 0
 *
 * Returns: (transfer full): valid UTF-8; empty for NULL
 */
char *
critic_query_dup_text (CriticQuery *query, int column)
{
  const char *text = (const char *) sqlite3_column_text (query, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
}

/**
 * critic_query_get_double: (skip)
 * @query: a statement with a row
 * @column: which, from 0
 *
 * Returns: the number to the bit; NAN for NULL
 */
gdouble
critic_query_get_double (CriticQuery *query, int column)
{
  return sqlite3_column_type (query, column) == SQLITE_NULL ? NAN : sqlite3_column_double (query, column);
}

/**
 * critic_query_bind_styles: (skip)
 * @query: a statement
 * @column: of which parameter, from 1
 * @styles: MCN_N_STYLES probabilities
 */
void
critic_query_bind_styles (CriticQuery *query, int column, const gdouble *styles)
{
  guint64 bytes[MCN_N_STYLES];

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      memcpy (&bytes[i], &styles[i], sizeof bytes[i]);
      bytes[i] = GUINT64_TO_LE (bytes[i]);
    }
  sqlite3_bind_blob (query, column, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

/**
 * critic_query_get_styles: (skip)
 * @query: a statement with a row
 * @column: which, from 0
 * @styles: (out): MCN_N_STYLES probabilities; 0 for those the file does not know
 */
void
critic_query_get_styles (CriticQuery *query, int column, gdouble *styles)
{
  guint64 bytes[MCN_N_STYLES] = { 0, };
  const void *stored = sqlite3_column_blob (query, column);
  gsize size = sqlite3_column_bytes (query, column);

  if (stored != NULL)
    memcpy (bytes, stored, MIN (size, sizeof bytes));
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      bytes[i] = GUINT64_FROM_LE (bytes[i]);
      memcpy (&styles[i], &bytes[i], sizeof bytes[i]);
    }
}

/**
 * critic_rating_tidy: (skip)
 * @rating: (inout): any; what is out of range says nothing
 */
void
critic_rating_tidy (CriticRating *rating)
{
  if ((guint) rating->flag > CRITIC_FLAG_REJECT)
    rating->flag = CRITIC_FLAG_NONE;
  if (rating->stars > 5)
    rating->stars = 0;
  if ((guint) rating->label > CRITIC_LABEL_PURPLE)
    rating->label = CRITIC_LABEL_NONE;
  if (!(rating->score >= 1 && rating->score <= 10))
    rating->score = 0;
  if ((guint) rating->high > CRITIC_SAYS_YES)
    rating->high = CRITIC_SAYS_NOTHING;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if ((guint) rating->style[i] > CRITIC_SAYS_YES)
      rating->style[i] = CRITIC_SAYS_NOTHING;
}

/**
 * critic_query_bind_rating: (skip)
 * @query: a statement
 * @column: the first of six parameters, from 1: flag, stars, label, score, high, styles
 * @rating: a tidy rating
 */
void
critic_query_bind_rating (CriticQuery *query, int column, const CriticRating *rating)
{
  guint8 styles[MCN_N_STYLES];

  for (guint i = 0; i < MCN_N_STYLES; i++)
    styles[i] = rating->style[i];

  sqlite3_bind_int (query, column, rating->flag);
  sqlite3_bind_int (query, column + 1, rating->stars);
  sqlite3_bind_int (query, column + 2, rating->label);
  sqlite3_bind_double (query, column + 3, rating->score);
  sqlite3_bind_int (query, column + 4, rating->high);
  sqlite3_bind_blob (query, column + 5, styles, sizeof styles, SQLITE_TRANSIENT);
}

/**
 * critic_query_get_rating: (skip)
 * @query: a statement with a row
 * @column: the first of six, from 0: flag, stars, label, score, high, styles
 * @rating: (out): a tidy rating; zeroed where the columns are NULL
 */
void
critic_query_get_rating (CriticQuery *query, int column, CriticRating *rating)
{
  const guint8 *styles = sqlite3_column_blob (query, column + 5);
  gsize n_styles = sqlite3_column_bytes (query, column + 5);

  memset (rating, 0, sizeof *rating);
  rating->flag = sqlite3_column_int (query, column);
  rating->stars = CLAMP (sqlite3_column_int (query, column + 1), 0, G_MAXUINT8);
  rating->label = sqlite3_column_int (query, column + 2);
  rating->score = sqlite3_column_double (query, column + 3);
  rating->high = sqlite3_column_int (query, column + 4);
  for (guint i = 0; styles != NULL && i < MIN (n_styles, MCN_N_STYLES); i++)
    rating->style[i] = styles[i];
  critic_rating_tidy (rating);
}
