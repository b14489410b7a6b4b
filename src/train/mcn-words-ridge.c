/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-words-ridge.h"

#include "mcn-metrics.h"

#include <math.h>

/* Of ids that choose the penalty. */
#define INNER_FOLDS 5
/* Ids, or photographs with two critiques each; fewer teach nothing. */
#define LEAST 2

/* Which ids: those of the folds, without a part of them; n_parts 0: with all. */
typedef struct
{
  gint     fold;
  guint    n_folds, left_out, n_parts;
  gboolean photographs;         /* and critiques of photographs */
  guint    source;              /* 0: AVA's vote; another's photographs alone */
} Which;

static gboolean
is_wanted (McnDataset *dataset, const McnSample *sample, const Which *which)
{
  return mcn_goals_learns (dataset, sample, which->fold, which->n_folds) &&
         (which->n_parts == 0 || mcn_goals_part (dataset, sample, which->n_folds, which->n_parts) != which->left_out);
}

/* The source's score; AVA's vote, or what a source with its habit says of a photograph; NAN: neither is known. */
static gdouble
score_of (const McnGoals *goals, const McnSample *sample, const Which *which)
{
  gdouble y = mcn_goals_score (goals, sample, which->source);

  for (guint k = 1; which->photographs && isnan (y) && k < goals->n_shared; k++)
    y = mcn_goals_score (goals, sample, k);
  return y;
}

/* Both critiques of each photograph that the source rates. @last: of those that choose. */
static void
list_photographs (McnWordsRidge *self, const McnGoals *goals, const Which *which, gboolean last, GArray *list)
{
  for (gsize i = 0; i < mcn_dataset_get_n_photographs (self->dataset); i++)
    {
      gsize number = mcn_dataset_get_photograph (self->dataset, i);
      McnQuery query = { number, FALSE, number, 0 };
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, number, &sample);
      if (sample.n_texts < 2 || isnan (score_of (goals, &sample, which)) || !is_wanted (self->dataset, &sample, which) ||
          (mcn_goals_fold (self->dataset, &sample, INNER_FOLDS) == 0) != last)
        continue;
      for (query.text = 0; query.text < 2; query.text++)
        g_array_append_val (list, query);
    }
}

/* Ids with comments and a mean vote, all of an id's together; critiques of photographs each alone. @last: those that choose. */
static void
list_critiques (McnWordsRidge *self, const McnGoals *goals, const Which *which, gboolean last, GArray *list)
{
  gint ava = mcn_dataset_find_set (self->dataset, "ava");

  for (gsize i = 0; i < mcn_dataset_get_n_samples (self->dataset); i++)
    {
      McnQuery query = { i, FALSE, i, MCN_TEXT_ALL };
      McnSample sample;

      mcn_dataset_get_sample (self->dataset, i, &sample);
      if (((gint) sample.set != ava && !which->photographs) || !is_wanted (self->dataset, &sample, which) || sample.n_sentences == 0 ||
          isnan (score_of (goals, &sample, which)) || (mcn_goals_fold (self->dataset, &sample, INNER_FOLDS) == 0) != last)
        continue;
      if ((gint) sample.set == ava)
        g_array_append_val (list, query);
      for (query.text = 0; (gint) sample.set != ava && query.text < (gint) sample.n_texts; query.text++)
        g_array_append_val (list, query);
    }
}

/**
 * mcn_words_ridge_begin:
 * @self: (out): a ridge without rows
 * @dataset: whose texts
 */
void
mcn_words_ridge_begin (McnWordsRidge *self, McnDataset *dataset)
{
  *self = (McnWordsRidge) { .dataset = mcn_dataset_ref (dataset) };
  mcn_tfidf_init (&self->words);
}

/**
 * mcn_words_ridge_add:
 * @self: a ridge
 * @picks: scratch
 * @query: a row: the words that it reads
 */
void
mcn_words_ridge_add (McnWordsRidge *self, McnPicks *picks, const McnQuery *query)
{
  McnNetInput input = { .dataset = self->dataset, .picks = picks };
  g_autoptr (GArray) pieces = mcn_net_input_pieces (&input, query);

  mcn_tfidf_add (&self->words, pieces->len, (const gint32 *) pieces->data);
}

/* Of the rows, the first @n of which learn while the rest chooses. */
static void
choose (McnWordsRidge *self, gsize n, gsize n_all, const gdouble *y)
{
  static const gdouble penalties[] = { .3, 1, 3, 10 };
  g_autofree gdouble *p = g_new (gdouble, MAX (n_all - n, 1));
  gdouble least = G_MAXDOUBLE;

  self->penalty = penalties[1];
  for (guint i = 0; n > 1 && n_all > n + 1 && i < G_N_ELEMENTS (penalties); i++)
    {
      McnRidgeRows rows = mcn_tfidf_rows (&self->words, 0, n), rest = mcn_tfidf_rows (&self->words, n, n_all - n);
      gdouble error;

      mcn_ridge_fit (&rows, y, penalties[i], self->weight, &self->bias);
      mcn_ridge_predict (&rest, self->weight, self->bias, p);
      error = mcn_metric_rmse (n_all - n, p, y + n);
      if (error < least)
        {
          least = error;
          self->penalty = penalties[i];
        }
    }
}

/**
 * mcn_words_ridge_learn:
 * @self: a ridge with rows
 * @n: the first of them, which learn while the rest chooses the penalty
 * @n_all: rows
 * @y: n_all, in deviations
 */
void
mcn_words_ridge_learn (McnWordsRidge *self, gsize n, gsize n_all, const gdouble *y)
{
  McnRidgeRows rows;

  mcn_tfidf_learn (&self->words);
  self->weight = g_new (gfloat, MCN_TFIDF_COLUMNS);
  choose (self, n, n_all, y);
  rows = mcn_tfidf_rows (&self->words, 0, n_all);
  mcn_ridge_fit (&rows, y, self->penalty, self->weight, &self->bias);
}

static void
fit (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, const Which *which)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (McnQuery));
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  g_autofree gdouble *y = NULL;
  void (*add) (McnWordsRidge *, const McnGoals *, const Which *, gboolean, GArray *) = which->source > 0 ? list_photographs : list_critiques;
  gsize n;

  mcn_words_ridge_begin (self, dataset);
  add (self, goals, which, FALSE, list);
  n = list->len;
  add (self, goals, which, TRUE, list);
  if (list->len < (which->source > 0 ? 2 * LEAST : LEAST))
    return;
  y = g_new (gdouble, list->len);
  for (guint i = 0; i < list->len; i++)
    {
      const McnQuery *query = &g_array_index (list, McnQuery, i);
      McnSample sample;

      mcn_dataset_get_sample (dataset, query->sample, &sample);
      y[i] = score_of (goals, &sample, which);
      mcn_words_ridge_add (self, picks, query);
    }
  mcn_words_ridge_learn (self, n, list->len, y);
}

/**
 * mcn_words_ridge_fit:
 * @self: (out): the ridge; its weight is %NULL when there are no critiques to learn from
 * @dataset: whose texts
 * @goals: sources, the first of which is AVA's vote
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_words_ridge_fit (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds)
{
  fit (self, dataset, goals, &(Which) { .fold = fold, .n_folds = n_folds });
}

/**
 * mcn_words_ridge_fit_all:
 * @self: (out): the ridge; its weight is %NULL when there are no critiques to learn from
 * @dataset: whose texts
 * @goals: sources, the first of which have AVA's habit
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_words_ridge_fit_all (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds)
{
  fit (self, dataset, goals, &(Which) { .fold = fold, .n_folds = n_folds, .photographs = TRUE });
}

/**
 * mcn_words_ridge_fit_source:
 * @self: (out): the ridge; its weight is %NULL when there are no critiques to learn from
 * @dataset: whose texts
 * @goals: sources
 * @k: another than the first
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 */
void
mcn_words_ridge_fit_source (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, guint k, gint fold, guint n_folds)
{
  g_return_if_fail (k > 0 && k < goals->n);

  fit (self, dataset, goals, &(Which) { .fold = fold, .n_folds = n_folds, .source = k });
}

/**
 * mcn_words_ridge_fit_without:
 * @self: (out): the ridge
 * @dataset: whose texts
 * @goals: sources, the first of which is AVA's vote
 * @fold: left out; -1: none, and val too
 * @n_folds: of how many
 * @left_out: of the rest, by mcn_goals_part()
 * @n_parts: of how many
 */
void
mcn_words_ridge_fit_without (McnWordsRidge *self, McnDataset *dataset, const McnGoals *goals, gint fold, guint n_folds,
                             guint left_out, guint n_parts)
{
  fit (self, dataset, goals, &(Which) { .fold = fold, .n_folds = n_folds, .left_out = left_out, .n_parts = n_parts });
}

/**
 * mcn_words_ridge_clear:
 * @self: a ridge
 */
void
mcn_words_ridge_clear (McnWordsRidge *self)
{
  g_clear_pointer (&self->dataset, mcn_dataset_unref);
  mcn_tfidf_clear (&self->words);
  g_clear_pointer (&self->weight, g_free);
}

/**
 * mcn_words_ridge_say:
 * @self: a ridge that has learned
 * @n: queries
 * @queries: whose texts
 * @p: (out): n predictions
 */
void
mcn_words_ridge_say (McnWordsRidge *self, gsize n, const McnQuery *queries, gdouble *p)
{
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  gsize first = self->words.first->len - 1;
  McnRidgeRows rows;

  for (gsize i = 0; i < n; i++)
    mcn_words_ridge_add (self, picks, &queries[i]);
  mcn_tfidf_weigh (&self->words, first);
  rows = mcn_tfidf_rows (&self->words, first, n);
  mcn_ridge_predict (&rows, self->weight, self->bias, p);
}

/**
 * mcn_words_ridge_say_pieces:
 * @self: a ridge that has learned
 * @n: pieces
 * @pieces: their ids, -1 between sentences
 *
 * Returns: the vote in deviations
 */
gdouble
mcn_words_ridge_say_pieces (const McnWordsRidge *self, gsize n, const gint32 *pieces)
{
  const McnBag bag = { .idf = self->words.idf, .weight = self->weight, .bias = self->bias };

  return mcn_bag_say (&bag, n, (const guint32 *) pieces);
}

/**
 * mcn_words_ridge_adds:
 * @self: a ridge that has learned
 * @n: queries
 * @queries: whose texts
 * @p: (out): n numbers
 */
void
mcn_words_ridge_adds (const McnWordsRidge *self, gsize n, const McnQuery *queries, gdouble *p)
{
  const McnBag bag = { .idf = self->words.idf, .weight = self->weight, .bias = self->bias };
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  McnNetInput input = { .dataset = self->dataset, .picks = picks };

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GArray) pieces = mcn_net_input_pieces (&input, &queries[i]);

      p[i] = mcn_bag_adds (&bag, pieces->len, (const guint32 *) pieces->data);
    }
}
