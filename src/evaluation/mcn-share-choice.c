/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-share-choice.h"

#include "mcn-alone-choice.h"
#include "mcn-mixture.h"

#include <math.h>
#include <stdlib.h>

/* By which shares are measured on what did not choose them. */
#define N_FOLDS 5
/* Fewer say nothing about an order. */
#define LEAST 10
#define ROUNDS 500

enum { NET, RIDGE, WORDS, ALONE, N_X };

/* What is asked of a source in one mode. */
typedef struct
{
  GArray *x[N_X], *y, *fold;    /* gdouble, and guint; of ALONE nothing where it is not asked for */
  GArray *sample;               /* gsize: a photograph may be asked about with either of its critiques */
} Asked;

static void
asked_init (Asked *self)
{
  for (guint j = 0; j < N_X; j++)
    self->x[j] = g_array_new (FALSE, FALSE, sizeof (gdouble));
  self->y = g_array_new (FALSE, FALSE, sizeof (gdouble));
  self->fold = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sample = g_array_new (FALSE, FALSE, sizeof (gsize));
}

static void
asked_clear (Asked *self)
{
  for (guint j = 0; j < N_X; j++)
    g_array_unref (self->x[j]);
  g_array_unref (self->y);
  g_array_unref (self->fold);
  g_array_unref (self->sample);
}

/* @own: whose ridge; -1: the vote's. */
static gdouble *
ask_ridges (const McnShareOptions *options, const McnQuestion *question, gint own, gboolean adds)
{
  gsize n = question->queries->len;
  const McnQuery *queries = (const McnQuery *) question->queries->data;
  gdouble *p = g_new0 (gdouble, MAX (n, 1));
  g_autofree gdouble *said = g_new (gdouble, MAX (n, 1));
  g_autofree McnQuery *some = g_new (McnQuery, MAX (n, 1));
  g_autofree gsize *where = g_new (gsize, MAX (n, 1));

  for (guint f = 0; f < options->n_words && question->mode != MCN_MODE_PHOTO; f++)
    {
      McnWordsRidge *ridge = own < 0 ? options->words[f] : &options->own[f][own];
      gsize n_some = 0;

      for (gsize i = 0; i < n; i++)
        {
          McnSample sample;

          mcn_dataset_get_sample (options->dataset, queries[i].sample, &sample);
          if (options->n_words > 1 && mcn_goals_fold (options->dataset, &sample, options->n_words) != f)
            continue;
          some[n_some] = queries[i];
          where[n_some++] = i;
        }
      if (adds)
        mcn_words_ridge_adds (ridge, n_some, some, said);
      else
        mcn_words_ridge_say (ridge, n_some, some, said);
      for (gsize i = 0; i < n_some; i++)
        p[where[i]] = said[i];
    }
  return p;
}

/**
 * mcn_shares_ask_words:
 * @options: with ridges on words
 * @question: whose queries
 * @adds: what the ridge adds beside a photograph, not what it says of the vote
 */
gdouble *
mcn_shares_ask_words (const McnShareOptions *options, const McnQuestion *question, gboolean adds)
{
  return ask_ridges (options, question, -1, adds);
}

/**
 * mcn_shares_alone:
 * @options: how
 * @shares: where they are what scores a photograph alone
 * @answer: to the photograph alone
 */
gdouble
mcn_shares_alone (const McnShareOptions *options, const McnShares *shares, const McnAnswer *answer)
{
  gdouble x[MCN_N_ALONE], sum = 0;

  if (options->own_alone)
    return answer->score[0];
  if (options->alone == NULL)
    return mcn_shares_say (shares, 0, MCN_MODE_PHOTO, answer);
  mcn_alone_columns (answer, options->appeal, x);
  for (guint j = 0; j < MCN_N_ALONE; j++)
    sum += options->alone[j] * x[j];
  return sum;
}

/**
 * mcn_shares_ask_alone:
 * @options: of whom
 * @shares: chosen for photographs alone
 * @team: who works
 * @question: with photographs
 * @error: return location
 */
gdouble *
mcn_shares_ask_alone (const McnShareOptions *options, const McnShares *shares, McnTeam *team, const McnQuestion *question, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnQuery *queries = g_new (McnQuery, MAX (n, 1));
  g_autofree McnAnswer *answers = g_new (McnAnswer, MAX (n, 1));
  gdouble *p;

  for (gsize i = 0; i < n; i++)
    queries[i] = mcn_query_alone (&g_array_index (question->queries, McnQuery, i));
  if (!mcn_candidate_ask (options->candidate, team, n, queries, answers, options->cancel, error))
    return NULL;
  p = g_new (gdouble, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    p[i] = mcn_shares_alone (options, shares, &answers[i]);
  return p;
}

/**
 * mcn_shares_ask_evidence:
 * @options: of what
 * @question: whose queries
 */
gdouble *
mcn_shares_ask_evidence (const McnShareOptions *options, const McnQuestion *question)
{
  gdouble *p = g_new0 (gdouble, MAX (question->queries->len, 1));
  g_autoptr (McnPicks) picks = mcn_picks_new ();
  McnNetInput input = { .dataset = options->dataset, .picks = picks };

  for (guint i = 0; i < question->queries->len && question->mode != MCN_MODE_PHOTO; i++)
    {
      g_autoptr (GArray) pieces = mcn_net_input_pieces (&input, &g_array_index (question->queries, McnQuery, i));

      p[i] = mcn_bag_evidence (pieces->len, (const guint32 *) pieces->data);
    }
  return p;
}

/* @weigh: a critique changes what is said of the photograph alone, as @shares have it, by as much as there is of it. */
static gboolean
ask (const McnShareOptions *o, McnTeam *team, const McnQuestion *question, const McnShares *shares, gboolean weigh, Asked *asked, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  g_autofree gdouble *adds = mcn_shares_ask_words (o, question, TRUE), *evidence = NULL, *alone = NULL;

  if (weigh && (alone = mcn_shares_ask_alone (o, shares, team, question, error)) == NULL)
    return FALSE;
  if (weigh)
    evidence = mcn_shares_ask_evidence (o, question);

  if (!mcn_candidate_ask (o->candidate, team, n, (const McnQuery *) question->queries->data, answers, o->cancel, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
      gdouble net = answers[i].net[question->k], ridge = answers[i].expert[question->k];
      McnSample sample;
      guint fold;

      /* Another photograph's critique must not be made use of. */
      if (query->text_of != query->sample || isnan (net) || isnan (ridge))
        continue;
      mcn_dataset_get_sample (o->dataset, query->sample, &sample);
      fold = mcn_goals_fold (o->dataset, &sample, N_FOLDS);
      if (weigh)
        {
          net = mcn_bag_weigh (alone[i], net, evidence[i]);
          ridge = mcn_bag_weigh (alone[i], ridge, evidence[i]);
          g_array_append_val (asked->x[ALONE], alone[i]);
        }
      g_array_append_val (asked->x[NET], net);
      g_array_append_val (asked->x[RIDGE], ridge);
      g_array_append_val (asked->x[WORDS], adds[i]);
      g_array_append_val (asked->y, g_array_index (question->truth, gdouble, i));
      g_array_append_val (asked->fold, fold);
      g_array_append_val (asked->sample, query->sample);
    }
  return TRUE;
}

/* A critique of a source with a scale of its own, without its photograph. */
static gboolean
ask_critique (const McnShareOptions *o, McnTeam *team, const McnQuestion *question, Asked *asked, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  g_autofree gdouble *words = ask_ridges (o, question, question->k, FALSE);

  if (!mcn_candidate_ask (o->candidate, team, n, (const McnQuery *) question->queries->data, answers, o->cancel, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const McnQuery *query = &g_array_index (question->queries, McnQuery, i);
      McnSample sample;
      guint fold;

      if (isnan (answers[i].net[question->k]))
        continue;
      mcn_dataset_get_sample (o->dataset, query->sample, &sample);
      fold = mcn_goals_fold (o->dataset, &sample, N_FOLDS);
      g_array_append_val (asked->x[NET], answers[i].net[question->k]);
      g_array_append_val (asked->x[WORDS], words[i]);
      g_array_append_val (asked->y, g_array_index (question->truth, gdouble, i));
      g_array_append_val (asked->fold, fold);
      g_array_append_val (asked->sample, query->sample);
    }
  return TRUE;
}

static const gdouble *
column (const Asked *asked, guint j)
{
  return (const gdouble *) asked->x[j]->data;
}

/* The share that column @j has beside the network. (transfer full): what both say by shares that others chose; NULL: too
 * few were asked. */
static gdouble *
choose_share (const Asked *asked, guint j, gsize *n_asked, gdouble *chosen, gdouble *net, gdouble *mixed)
{
  gsize n = asked->y->len;
  const gdouble *x[] = { column (asked, NET), column (asked, j) }, *y = (const gdouble *) asked->y->data;
  gdouble share[2], *p;

  if (n < LEAST)
    return NULL;
  p = g_new (gdouble, n);
  *n_asked = n;
  mcn_mixture_choose (n, 2, x, y, mcn_metric_srcc, NULL, share);
  mcn_mixture_by_folds (n, 2, x, y, mcn_metric_srcc, (const guint *) asked->fold->data, N_FOLDS, p);
  *chosen = share[1];
  *net = mcn_metric_srcc (n, x[0], y);
  *mixed = mcn_metric_srcc (n, p, y);
  return p;
}

static void
choose_photo (const Asked *asked, McnSharesOfSource *chosen)
{
  g_free (choose_share (asked, RIDGE, &chosen->n_photo, &chosen->photo, &chosen->photo_net, &chosen->photo_mixed));
}

typedef struct { gsize sample, row; } Place;

static int
by_sample (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  return x->sample != y->sample ? (x->sample < y->sample ? -1 : 1) : x->row < y->row ? -1 : x->row > y->row;
}

/* Photographs are drawn, each with all that was asked about it. */
typedef struct
{
  const gdouble *p, *q, *y;                 /* rows */
  const Place   *place;                     /* of the rows, by photograph */
  const gsize   *first;                     /* of each photograph */
  gdouble       *some_p, *some_q, *some_y;  /* those that were drawn */
} Groups;

static gdouble
difference_of (gpointer data, gsize n, const guint32 *which)
{
  const Groups *self = data;
  gsize m = 0;

  for (gsize i = 0; i < n; i++)
    for (gsize r = self->first[which[i]]; r < self->first[which[i] + 1]; r++, m++)
      {
        self->some_p[m] = self->p[self->place[r].row];
        self->some_q[m] = self->q[self->place[r].row];
        self->some_y[m] = self->y[self->place[r].row];
      }
  return mcn_metric_srcc (m, self->some_p, self->some_y) - mcn_metric_srcc (m, self->some_q, self->some_y);
}

static void
bootstrap (const Asked *asked, const gdouble *p, const gdouble *q, gdouble *low, gdouble *high)
{
  gsize n = asked->y->len, n_groups = 0, most = 0;
  g_autofree Place *place = g_new (Place, n);
  g_autofree gsize *first = g_new (gsize, n + 1);
  g_autofree gdouble *of_p = mcn_metric_prepare (mcn_metric_srcc, n, p), *of_q = mcn_metric_prepare (mcn_metric_srcc, n, q);
  g_autofree gdouble *of_y = mcn_metric_prepare (mcn_metric_srcc, n, (const gdouble *) asked->y->data), *drawn = NULL;

  for (gsize i = 0; i < n; i++)
    place[i] = (Place) { g_array_index (asked->sample, gsize, i), i };
  qsort (place, n, sizeof *place, by_sample);
  for (gsize i = 0; i < n; i++)
    if (i == 0 || place[i].sample != place[i - 1].sample)
      first[n_groups++] = i;
  first[n_groups] = n;
  for (gsize g = 0; g < n_groups; g++)
    most = MAX (most, first[g + 1] - first[g]);
  drawn = g_new (gdouble, 3 * most * n_groups);
  mcn_metric_bootstrap_samples (difference_of, &(Groups) { of_p, of_q, of_y, place, first, drawn, drawn + most * n_groups, drawn + 2 * most * n_groups },
                                n_groups, ROUNDS, 1, low, high);
}

/* With a photograph's own line the scores of critiques are calibrated, too, so the words' amount is that with the
 * smallest squared error along it: y = offset + slope (mixed + amount adds). */
static gdouble
fit_words (const Asked *asked, const gboolean *used, gdouble share)
{
  const gdouble *net = column (asked, NET), *ridge = column (asked, RIDGE), *words = column (asked, WORDS), *alone = column (asked, ALONE);
  const gdouble *y = (const gdouble *) asked->y->data;
  gdouble n = 0, x = 0, v = 0, xx = 0, xv = 0, slope, offset, error = 0, size = 0;

  for (guint i = 0; i < asked->y->len; i++)
    if (used == NULL || used[i])
      {
        n++;
        x += alone[i];
        v += y[i];
        xx += alone[i] * alone[i];
        xv += alone[i] * y[i];
      }
  slope = n * xx > x * x ? (n * xv - x * v) / (n * xx - x * x) : 0;
  if (!(slope > 0))
    return 0;
  offset = (v - slope * x) / n;
  for (guint i = 0; i < asked->y->len; i++)
    if (used == NULL || used[i])
      {
        error += words[i] * (y[i] - offset - slope * ((1 - share) * net[i] + share * ridge[i]));
        size += words[i] * words[i];
      }
  return size > 0 ? MAX (error / size / slope, 0) : 0;
}

/* The ridge's share, and so much of the words, by what is @used. A mixture in shares ranks as one in which the words come
 * on top; that one leaves what is said without words as it is. */
static void
find_both (const Asked *asked, const gboolean *used, gboolean words, gdouble *share, gdouble *amount)
{
  const gdouble *x[] = { column (asked, NET), column (asked, RIDGE), column (asked, WORDS) };
  gdouble found[G_N_ELEMENTS (x)] = { 0 }, rest;

  mcn_mixture_choose (asked->y->len, words ? 3 : 2, x, (const gdouble *) asked->y->data, mcn_metric_srcc, used, found);
  rest = found[NET] + found[RIDGE];
  /* The words never answer alone. */
  *share = rest > 0 ? found[RIDGE] / rest : 0;
  *amount = rest > 0 ? found[WORDS] / rest : 0;
  if (asked->x[ALONE]->len > 0 && *amount > 0)
    *amount = fit_words (asked, used, *share);
}

static void
choose_both (const Asked *asked, gboolean words, McnSharesOfSource *chosen)
{
  gsize n = asked->y->len;
  const gdouble *x[] = { column (asked, NET), column (asked, RIDGE) }, *y = (const gdouble *) asked->y->data;
  const guint *fold = (const guint *) asked->fold->data;
  g_autofree gdouble *p = g_new (gdouble, MAX (n, 1)), *q = g_new (gdouble, MAX (n, 1));
  g_autofree gboolean *used = g_new (gboolean, MAX (n, 1));

  if (n < LEAST)
    return;
  chosen->n_both = n;
  find_both (asked, NULL, words, &chosen->both, &chosen->words);
  for (guint f = 0; f < N_FOLDS; f++)
    {
      gdouble share, amount;

      for (gsize i = 0; i < n; i++)
        used[i] = fold[i] != f;
      find_both (asked, used, words, &share, &amount);
      for (gsize i = 0; i < n; i++)
        if (fold[i] == f)
          p[i] = (1 - share) * x[NET][i] + share * x[RIDGE][i] + amount * column (asked, WORDS)[i];
    }
  mcn_mixture_by_folds (n, 2, x, y, mcn_metric_srcc, fold, N_FOLDS, q);
  chosen->both_net = mcn_metric_srcc (n, x[NET], y);
  chosen->both_mixed = mcn_metric_srcc (n, p, y);
  chosen->both_without = mcn_metric_srcc (n, q, y);
  bootstrap (asked, p, q, &chosen->low, &chosen->high);
}

static void
choose_critique (const Asked *asked, McnSharesOfSource *chosen)
{
  g_autofree gdouble *p = choose_share (asked, WORDS, &chosen->n_critique, &chosen->critique, &chosen->critique_net, &chosen->critique_mixed);

  if (p != NULL)
    bootstrap (asked, p, column (asked, NET), &chosen->critique_low, &chosen->critique_high);
}

/* Each fold's ridge has learned something. */
static gboolean
has_own (const McnShareOptions *o, guint k)
{
  for (guint f = 0; f < o->n_words; f++)
    if (o->own == NULL || o->own[f][k].weight == NULL)
      return FALSE;
  return o->n_words > 0;
}

static gboolean
choose_source (const McnShareOptions *o, McnTeam *team, const GPtrArray *questions, guint k, gboolean is_vote, McnShares *shares, GError **error)
{
  McnSharesOfSource *chosen = &shares->source[k];
  static const McnMode modes[] = { MCN_MODE_PHOTO, MCN_MODE_BOTH, MCN_MODE_CRITIQUE };
  gboolean good = TRUE;

  for (guint m = 0; good && m < G_N_ELEMENTS (modes); m++)
    {
      /* The vote's own shares of a photograph alone, which were chosen before. */
      McnShares as_chosen = { .n = 1, .source = { *chosen } };
      Asked asked;

      asked_init (&asked);
      for (guint q = 0; good && q < questions->len; q++)
        {
          const McnQuestion *question = g_ptr_array_index (questions, q);

          if (question->k != (gint) k || question->mode != modes[m] || question->high != NULL)
            continue;
          if (modes[m] == MCN_MODE_CRITIQUE)
            good = is_vote || !has_own (o, k) || ask_critique (o, team, question, &asked, error);
          else
            good = ask (o, team, question, &as_chosen, is_vote && modes[m] == MCN_MODE_BOTH && o->n_words > 0, &asked, error);
        }
      if (good && modes[m] == MCN_MODE_PHOTO)
        choose_photo (&asked, chosen);
      else if (good && modes[m] == MCN_MODE_CRITIQUE)
        choose_critique (&asked, chosen);
      else if (good)
        choose_both (&asked, o->n_words > 0, chosen);
      asked_clear (&asked);
    }
  return good;
}

/**
 * mcn_shares_choose:
 * @options: of what, on what
 * @shares: (out): chosen
 * @error: return location
 *
 * AVA's vote goes by AVA's own photographs where they are there, and else by those with its habit.
 */
gboolean
mcn_shares_choose (const McnShareOptions *options, McnShares *shares, GError **error)
{
  g_autoptr (McnTeam) team = mcn_team_new (options->n_threads);
  McnGoals goals;
  McnQuestionScope scope = { options->dataset, &goals, options->part };
  g_autoptr (GPtrArray) questions = NULL;
  guint judge = 0;

  mcn_goals_init (&goals, options->dataset);
  *shares = (McnShares) { .n = goals.n };
  questions = mcn_questions_new (&scope);
  for (guint k = 0; k < goals.n; k++)
    {
      const McnConfig *config = mcn_candidate_get_config (options->candidate);

      shares->source[k].photo = config->mcn.beta_photo;
      shares->source[k].both = config->mcn.beta_both;
      if (!choose_source (options, team, questions, k, k < goals.n_shared, shares, error))
        return FALSE;
    }
  while (judge + 1 < goals.n_shared && shares->source[judge].n_both == 0)
    judge++;
  for (guint k = 0; k < goals.n_shared; k++)
    shares->source[k] = shares->source[judge];
  return TRUE;
}

/**
 * mcn_shares_say:
 * @shares: chosen
 * @k: which source
 * @mode: %MCN_MODE_PHOTO or %MCN_MODE_BOTH
 * @answer: with what the network and its expert say
 */
gdouble
mcn_shares_say (const McnShares *shares, guint k, McnMode mode, const McnAnswer *answer)
{
  gdouble share = mode == MCN_MODE_PHOTO ? shares->source[k].photo : shares->source[k].both;

  return isnan (answer->expert[k]) ? answer->score[k] : (1 - share) * answer->net[k] + share * answer->expert[k];
}
