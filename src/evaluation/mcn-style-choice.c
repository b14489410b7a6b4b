/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-style-choice.h"

#include "mcn-config.h"
#include "mcn-metrics.h"
#include "mcn-random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* By which shares are measured on what did not choose them. */
#define N_FOLDS 5
#define ROUNDS 200

static const gdouble penalties[] = { 3e3, 1e4, 3e4 }, shares[] = { 0, .25, .5, 1, 2 };

#define N_WAYS (G_N_ELEMENTS (penalties) * G_N_ELEMENTS (shares))

typedef struct
{
  const McnQuestion *question;
  gsize    n;
  gfloat  *net;                             /* n x styles: logits */
  gfloat  *added[G_N_ELEMENTS (penalties)]; /* the same: what the ridge of each penalty says */
  guint   *fold;
  gboolean measured[MCN_N_STYLES];          /* enough show it */
} Work;

static void
work_clear (Work *work)
{
  g_free (work->net);
  for (guint i = 0; i < G_N_ELEMENTS (penalties); i++)
    g_free (work->added[i]);
  g_free (work->fold);
}

/* @way: a penalty and a share. */
static gfloat
say (const Work *work, guint way, gsize i, guint style)
{
  guint penalty = way / G_N_ELEMENTS (shares);

  return work->net[i * MCN_N_STYLES + style] + (gfloat) shares[way % G_N_ELEMENTS (shares)] * work->added[penalty][i * MCN_N_STYLES + style];
}

/* Mean average precision of @logits, by @row of n_rows samples, over measured styles that any of them shows. */
static gdouble
precision (const Work *work, const gfloat *logits, gsize n_rows, const gsize *row, guint *n_styles)
{
  g_autofree gdouble *p = g_new (gdouble, n_rows + 1), *y = g_new (gdouble, n_rows + 1);
  gdouble sum = 0;

  *n_styles = 0;
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize positive = 0, known = 0;

      for (gsize r = 0; work->measured[j] && r < n_rows; r++)
        {
          gdouble truth = g_array_index (work->question->truth, gdouble, row[r] * MCN_N_STYLES + j);

          if (isnan (truth))
            continue;
          p[known] = logits[row[r] * MCN_N_STYLES + j];
          y[known++] = truth;
          positive += truth > .5;
        }
      if (positive == 0)
        continue;
      sum += mcn_metric_ap (known, p, y);
      (*n_styles)++;
    }
  return *n_styles > 0 ? sum / *n_styles : 0;
}

/* The way that is best on samples outside @left_out; none of the ridge where nothing is better. */
static guint
choose (const Work *work, guint left_out)
{
  g_autofree gsize *row = g_new (gsize, work->n + 1);
  g_autofree gfloat *logits = g_new (gfloat, work->n * MCN_N_STYLES + 1);
  gsize n_rows = 0;
  gdouble most = 0;
  guint best = 0, n_styles;

  for (gsize i = 0; i < work->n; i++)
    if (work->fold[i] != left_out)
      row[n_rows++] = i;
  for (guint way = 0; way < N_WAYS; way++)
    {
      gdouble value;

      for (gsize i = 0; i < work->n; i++)
        for (guint j = 0; j < MCN_N_STYLES; j++)
          logits[i * MCN_N_STYLES + j] = say (work, way, i, j);
      value = precision (work, logits, n_rows, row, &n_styles);
      if (value > most)
        {
          most = value;
          best = way;
        }
    }
  return best;
}

static void
bootstrap (const Work *work, const gfloat *after, McnStyleChoice *choice)
{
  gdouble difference[ROUNDS];
  g_autofree gsize *row = g_new (gsize, work->n + 1);

  for (guint round = 0; round < ROUNDS; round++)
    {
      McnRandom random;
      guint n_styles;

      mcn_random_init (&random, 1, MCN_RANDOM_BOOTSTRAP, round);
      for (gsize i = 0; i < work->n; i++)
        row[i] = mcn_random_below (&random, work->n);
      difference[round] = precision (work, after, work->n, row, &n_styles) - precision (work, work->net, work->n, row, &n_styles);
    }
  qsort (difference, ROUNDS, sizeof *difference, mcn_metric_by_number);
  choice->low = mcn_metric_quantile (ROUNDS, difference, .025);
  choice->high = mcn_metric_quantile (ROUNDS, difference, .975);
}

/* What the ridges of all folds say, each of its own. */
static void
ask_ridges (const McnShareOptions *o, Work *work)
{
  const McnFeatureScale *scale = mcn_candidate_get_scale (o->candidate);
  guint n_folds = mcn_candidate_get_n_folds (o->candidate);
  g_autofree gfloat *global = g_new (gfloat, scale->n_global);

  for (guint way = 0; way < G_N_ELEMENTS (penalties); way++)
    for (guint f = 0; f < n_folds; f++)
      {
        McnStyleRidge ridge;

        mcn_style_ridge_fit (&ridge, o->dataset, scale, n_folds > 1 ? (gint) f : -1, n_folds, penalties[way]);
        for (gsize i = 0; i < work->n; i++)
          {
            McnFeatures features;
            McnSample sample;

            mcn_dataset_get_sample (o->dataset, g_array_index (work->question->queries, McnQuery, i).sample, &sample);
            if ((n_folds > 1 && mcn_goals_fold (o->dataset, &sample, n_folds) != f) ||
                !mcn_dataset_get_features (o->dataset, sample.photograph, FALSE, &features))
              continue;
            mcn_feature_scale_global (scale, &features, global);
            for (guint j = 0; j < MCN_N_STYLES; j++)
              work->added[way][i * MCN_N_STYLES + j] = mcn_style_ridge_say (&ridge, j, global);
          }
        mcn_style_ridge_clear (&ridge);
      }
}

static gboolean
ask (const McnShareOptions *o, Work *work, GError **error)
{
  g_autoptr (McnTeam) team = mcn_team_new (o->n_threads);
  g_autofree McnAnswer *answers = g_new (McnAnswer, work->n + 1);

  work->net = g_new (gfloat, work->n * MCN_N_STYLES + 1);
  for (guint i = 0; i < G_N_ELEMENTS (penalties); i++)
    work->added[i] = g_new0 (gfloat, work->n * MCN_N_STYLES + 1);
  work->fold = g_new (guint, work->n + 1);
  if (!mcn_candidate_ask (o->candidate, team, work->n, (const McnQuery *) work->question->queries->data, answers, o->cancel, error))
    return FALSE;
  for (gsize i = 0; i < work->n; i++)
    {
      McnSample sample;

      mcn_dataset_get_sample (o->dataset, g_array_index (work->question->queries, McnQuery, i).sample, &sample);
      work->fold[i] = mcn_goals_fold (o->dataset, &sample, N_FOLDS);
      memcpy (work->net + i * MCN_N_STYLES, answers[i].style, sizeof answers[i].style);
    }
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize positive = 0;

      for (gsize i = 0; i < work->n; i++)
        positive += g_array_index (work->question->truth, gdouble, i * MCN_N_STYLES + j) > .5;
      work->measured[j] = positive >= MCN_LEAST_POSITIVES;
    }
  ask_ridges (o, work);
  return TRUE;
}

/* Samples of a style, with what is said of them: the known ones whose fold is @fold or, with @others, is not. */
static gsize
take_style (const Work *work, const gfloat *logits, guint style, guint fold, gboolean others, gdouble *p, gdouble *y)
{
  gsize n = 0;

  for (gsize i = 0; i < work->n; i++)
    {
      gdouble truth = g_array_index (work->question->truth, gdouble, i * MCN_N_STYLES + style);

      if (isnan (truth) || (work->fold[i] == fold) == others)
        continue;
      p[n] = logits[i * MCN_N_STYLES + style];
      y[n++] = truth;
    }
  return n;
}

/* Logistic regression of @y on @p by Newton's method, with a weak pull to what is said already. */
static void
fit_line (gsize n, const gdouble *p, const gdouble *y, gdouble *scale, gdouble *shift)
{
  *scale = 1;
  *shift = 0;
  for (guint step = 0; step < 50; step++)
    {
      gdouble ga = *scale - 1, gb = *shift, aa = 1, ab = 0, bb = 1, det, da, db, size;

      for (gsize i = 0; i < n; i++)
        {
          gdouble said = 1 / (1 + exp (-(*scale * p[i] + *shift))), w = said * (1 - said);

          ga += (said - y[i]) * p[i];
          gb += said - y[i];
          aa += w * p[i] * p[i];
          ab += w * p[i];
          bb += w;
        }
      det = aa * bb - ab * ab;
      da = (bb * ga - ab * gb) / det;
      db = (aa * gb - ab * ga) / det;
      /* No step is longer than what the curve says of it. */
      size = MIN (1, 1 / (1e-9 + MAX (fabs (da), fabs (db))));
      *scale = MAX (*scale - size * da, .05);       /* the order stays */
      *shift -= size * db;
      if (fabs (da) + fabs (db) < 1e-8)
        break;
    }
}

static gdouble
loss (gsize n, const gdouble *p, const gdouble *y, gdouble scale, gdouble shift)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      gdouble l = scale * p[i] + shift;

      sum += MAX (l, 0) - l * y[i] + log1p (exp (-fabs (l)));
    }
  return sum;
}

/* @after: what is said by folds; @chosen: with what all choose. */
static void
calibrate (const Work *work, const gfloat *after, const gfloat *chosen, McnStyleChoice *choice)
{
  g_autofree gdouble *p = g_new (gdouble, work->n + 1), *y = g_new (gdouble, work->n + 1);
  gsize n_said = 0;

  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize n = take_style (work, chosen, j, N_FOLDS, TRUE, p, y);

      choice->mix.mixed[j] = work->measured[j];
      if (!work->measured[j])
        continue;
      fit_line (n, p, y, &choice->mix.scale[j], &choice->mix.shift[j]);
      for (guint f = 0; f < N_FOLDS; f++)
        {
          gdouble scale, shift;

          n = take_style (work, after, j, f, TRUE, p, y);
          fit_line (n, p, y, &scale, &shift);
          n = take_style (work, after, j, f, FALSE, p, y);
          choice->loss_after += loss (n, p, y, scale, shift);
          n = take_style (work, work->net, j, f, FALSE, p, y);
          choice->loss_before += loss (n, p, y, 1, 0);
          n_said += n;
        }
    }
  choice->loss_before /= MAX (n_said, 1);
  choice->loss_after /= MAX (n_said, 1);
}

static void
settle (const Work *work, McnStyleChoice *choice)
{
  g_autofree gfloat *after = g_new (gfloat, work->n * MCN_N_STYLES + 1), *chosen = g_new (gfloat, work->n * MCN_N_STYLES + 1);
  g_autofree gsize *all = g_new (gsize, work->n + 1);
  guint way = choose (work, N_FOLDS);

  for (guint f = 0; f < N_FOLDS; f++)
    {
      guint other = choose (work, f);

      for (gsize i = 0; i < work->n; i++)
        for (guint j = 0; work->fold[i] == f && j < MCN_N_STYLES; j++)
          after[i * MCN_N_STYLES + j] = say (work, other, i, j);
    }
  for (gsize i = 0; i < work->n; i++)
    all[i] = i;
  for (gsize i = 0; i < work->n; i++)
    for (guint j = 0; j < MCN_N_STYLES; j++)
      chosen[i * MCN_N_STYLES + j] = say (work, way, i, j);
  choice->mix.share = shares[way % G_N_ELEMENTS (shares)];
  choice->penalty = penalties[way / G_N_ELEMENTS (shares)];
  choice->before = precision (work, work->net, work->n, all, &choice->n_styles);
  choice->after = precision (work, after, work->n, all, &choice->n_styles);
  bootstrap (work, after, choice);
  calibrate (work, after, chosen, choice);
  for (gsize i = 0; i < work->n; i++)
    for (guint j = 0; j < MCN_N_STYLES; j++)
      choice->logits[i * MCN_N_STYLES + j] = choice->mix.mixed[j] ? choice->mix.scale[j] * chosen[i * MCN_N_STYLES + j] + choice->mix.shift[j]
                                                                   : work->net[i * MCN_N_STYLES + j];
}

void
mcn_style_choice_clear (McnStyleChoice *self)
{
  g_clear_pointer (&self->logits, g_free);
}

/**
 * mcn_style_choose:
 * @options: of whom, on what
 * @question: styles of photographs alone
 * @choice: (out): what was chosen; clear it
 * @error: return location
 */
gboolean
mcn_style_choose (const McnShareOptions *options, const McnQuestion *question, McnStyleChoice *choice, GError **error)
{
  Work work = { .question = question, .n = question->queries->len };
  gboolean good = ask (options, &work, error);

  *choice = (McnStyleChoice) { 0 };
  if (good)
    {
      choice->n = work.n;
      choice->logits = g_new (gfloat, work.n * MCN_N_STYLES + 1);
      settle (&work, choice);
    }
  work_clear (&work);
  return good;
}
