/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-calibrate.h"

#include "mcn-alone-choice.h"
#include "mcn-mixture.h"
#include "mcn-question.h"
#include "mcn-train-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

/* By which errors are measured on what the line has not seen. */
#define N_FOLDS 5
/* A line through fewer says nothing. */
#define LEAST 10
#define LEAST_SLOPE .001        /* as mcn-config.c has it */
#define LEAST_SIGMA .001

/* Least squares over the samples outside the fold. */
static void
fit_line (gsize n, const gdouble *raw, const gdouble *truth, const guint *fold, guint left_out, gdouble *slope, gdouble *offset)
{
  gdouble m = 0, x = 0, y = 0, xx = 0, xy = 0, spread;

  for (gsize i = 0; i < n; i++)
    if (fold[i] != left_out)
      {
        m++;
        x += raw[i];
        y += truth[i];
        xx += raw[i] * raw[i];
        xy += raw[i] * truth[i];
      }
  spread = m * xx - x * x;
  *slope = spread > 0 ? (m * xy - x * y) / spread : 0;
  *offset = m > 0 ? (y - *slope * x) / m : 0;
}

static gdouble
on_scale (gdouble slope, gdouble offset, gdouble raw)
{
  return CLAMP (offset + slope * raw, 1, 10);
}

/**
 * mcn_calibrate_mode:
 * @n: samples
 * @raw: what the network said
 * @truth: what people said
 * @fold: of each sample
 * @n_folds: how many
 * @line: (nullable): a line that is taken as it is
 * @calibration: (out): the line, and its errors
 *
 * The half-width is that of split conformal prediction (Papadopoulos et al. 2002; Lei et al.
 * 2018): the (n + 1) x 0.8 th smallest error.
 */
gboolean
mcn_calibrate_mode (gsize n, const gdouble *raw, const gdouble *truth, const guint *fold, guint n_folds, const McnCalibration *line,
                    McnCalibration *calibration)
{
  g_autofree gdouble *errors = g_new (gdouble, MAX (n, 1));
  gdouble slope, offset, sum = 0, squares = 0, absolute = 0;
  gsize place = ceil ((n + 1) * MCN_COVERAGE);

  if (line != NULL)
    {
      slope = line->slope;
      offset = line->offset;
    }
  else
    fit_line (n, raw, truth, fold, G_MAXUINT, &slope, &offset);
  if (n < 2 || !(slope >= LEAST_SLOPE))
    return FALSE;
  for (guint f = 0; f < n_folds; f++)
    {
      gdouble a = slope, b = offset;

      if (line == NULL)
        fit_line (n, raw, truth, fold, f, &a, &b);
      for (gsize i = 0; i < n; i++)
        if (fold[i] == f)
          {
            gdouble error = on_scale (a, b, raw[i]) - truth[i];

            sum += error;
            squares += error * error;
            absolute += fabs (error);
            errors[i] = fabs (error);
          }
    }
  qsort (errors, n, sizeof *errors, mcn_metric_by_number);
  *calibration = (McnCalibration) {
    .slope = slope, .offset = offset, .error = absolute / n, .n = n,
    .sigma = MAX (sqrt (MAX (squares - sum * sum / n, 0) / (n - 1)), LEAST_SIGMA),
    .half_width = errors[MIN (place, n) - 1],
  };
  return TRUE;
}

/* What is shown is the vote of AVA, whoever is the judge here. @words: what the ridge on words says of a critique alone. */
static gdouble
vote_of (const McnCalibrateOptions *o, McnMode mode, const McnAnswer *answer, gdouble words)
{
  if (mode == MCN_MODE_CRITIQUE)
    return o->words_share > 0 ? (1 - o->words_share) * answer->net[0] + o->words_share * words : answer->score[0];
  return mode == MCN_MODE_PHOTO ? mcn_shares_alone (&o->asked, o->shares, answer) : mcn_shares_say (o->shares, 0, mode, answer);
}

/**
 * mcn_calibrate_words:
 * @options: with ridges
 * @share: (out): 0 .. 1
 * @gain: (out): in Spearman's rho
 * @error: return location
 */
gboolean
mcn_calibrate_words (const McnShareOptions *options, gdouble *share, gdouble *gain, GError **error)
{
  static const char *const inputs[] = { "one random comment", "all comments" };
  McnGoals goals;
  McnQuestionScope scope = { options->dataset, &goals, options->part };
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (McnTeam) team = mcn_team_new (options->n_threads);
  g_autoptr (GArray) net = g_array_new (FALSE, FALSE, sizeof (gdouble)), words = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autoptr (GArray) truth = g_array_new (FALSE, FALSE, sizeof (gdouble)), fold = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree gdouble *p = NULL;
  const gdouble *x[2];
  gdouble shares[2];

  *share = *gain = 0;
  mcn_goals_init (&goals, options->dataset);
  questions = mcn_questions_new (&scope);
  for (guint q = 0; q < questions->len; q++)
    for (guint l = 0; l < G_N_ELEMENTS (inputs); l++)
      {
        const McnQuestion *question = g_ptr_array_index (questions, q);
        gsize n = question->queries->len;
        g_autofree McnAnswer *answers = NULL;
        g_autofree gdouble *said = NULL;

        if (question->k != 0 || !g_str_equal (question->input, inputs[l]))
          continue;
        answers = g_new (McnAnswer, n);
        if (!mcn_candidate_ask (options->candidate, team, n, (const McnQuery *) question->queries->data, answers, options->cancel, error))
          return FALSE;
        said = mcn_shares_ask_words (options, question, FALSE);
        g_array_append_vals (words, said, n);
        g_array_append_vals (truth, question->truth->data, n);
        for (gsize i = 0; i < n; i++)
          {
            McnSample sample;
            guint f;

            mcn_dataset_get_sample (options->dataset, g_array_index (question->queries, McnQuery, i).sample, &sample);
            f = mcn_goals_fold (options->dataset, &sample, N_FOLDS);
            g_array_append_val (fold, f);
            g_array_append_val (net, answers[i].net[0]);
          }
      }
  if (net->len < LEAST)
    return TRUE;
  x[0] = (const gdouble *) net->data;
  x[1] = (const gdouble *) words->data;
  p = g_new (gdouble, net->len);
  mcn_mixture_choose (net->len, 2, x, (const gdouble *) truth->data, mcn_metric_srcc, NULL, shares);
  mcn_mixture_by_folds (net->len, 2, x, (const gdouble *) truth->data, mcn_metric_srcc, (const guint *) fold->data, N_FOLDS, p);
  *share = shares[1];
  *gain = mcn_metric_srcc (net->len, p, (const gdouble *) truth->data) - mcn_metric_srcc (net->len, x[0], (const gdouble *) truth->data);
  return TRUE;
}

static gboolean
calibrate_question (const McnCalibrateOptions *o, McnTeam *team, const McnQuestion *question, McnConfig *config, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  g_autofree gdouble *raw = g_new (gdouble, n);
  g_autofree guint *fold = g_new (guint, n);
  g_autofree gdouble *words = mcn_shares_ask_words (&o->asked, question, question->mode == MCN_MODE_BOTH), *alone = NULL, *evidence = NULL;
  gboolean weighs = question->mode == MCN_MODE_BOTH && o->asked.n_words > 0;

  if (weighs && (alone = mcn_shares_ask_alone (&o->asked, o->shares, team, question, error)) == NULL)
    return FALSE;
  if (weighs)
    evidence = mcn_shares_ask_evidence (&o->asked, question);
  if (!mcn_candidate_ask (o->asked.candidate, team, n, (const McnQuery *) question->queries->data, answers, o->asked.cancel, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      gdouble vote = vote_of (o, question->mode, &answers[i], words[i]);
      McnSample sample;

      mcn_dataset_get_sample (o->asked.dataset, g_array_index (question->queries, McnQuery, i).sample, &sample);
      fold[i] = mcn_goals_fold (o->asked.dataset, &sample, N_FOLDS);
      if (weighs)
        vote = mcn_bag_weigh (alone[i], vote, evidence[i]) + o->shares->source[0].words * words[i];
      raw[i] = config->mcn.ava_mean + config->mcn.ava_sd * vote;
    }
  /* Words that say nothing leave the score where it was: with so weighed a critique the photograph's line holds. */
  if (mcn_calibrate_mode (n, raw, (const gdouble *) question->truth->data, fold, N_FOLDS, weighs ? &config->calibration[MCN_MODE_PHOTO] : NULL,
                          &config->calibration[question->mode]))
    return TRUE;
  g_set_error (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
               _("The model’s scores do not rise with what people say (%s, %s). Train it first."), question->source, question->input);
  return FALSE;
}

/* Solves the normal equations of sd = c0 + c1 m + c2 m^2 by elimination. */
static void
solve (gdouble a[3][4], gdouble *c)
{
  for (guint i = 0; i < 3; i++)
    for (guint j = i + 1; j < 3; j++)
      {
        gdouble factor = a[j][i] / a[i][i];

        for (guint k = i; k < 4; k++)
          a[j][k] -= factor * a[i][k];
      }
  for (guint i = 3; i-- > 0;)
    {
      c[i] = a[i][3];
      for (guint j = i + 1; j < 3; j++)
        c[i] -= a[i][j] * c[j];
      c[i] /= a[i][i];
    }
}

/* AVA's distribution of mean votes, and how single votes spread around a mean; the test part is not read. */
static void
measure_ava (const McnShareOptions *o, const McnGoals *goals, McnConfig *config)
{
  g_autoptr (GArray) means = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble a[3][4] = { { 0 } };
  gint ava = mcn_dataset_find_set (o->dataset, "ava");
  gsize n_votes = 0;

  for (gsize i = 0; i < mcn_dataset_get_n_samples (o->dataset); i++)
    {
      McnSample sample;
      McnScore score;
      gdouble mean, n = 0, sum = 0, squares = 0, sd, power[3];

      mcn_dataset_get_sample (o->dataset, i, &sample);
      if ((gint) sample.set != ava || sample.part == MCN_PART_TEST || goals->source[0] < 0 ||
          !mcn_sample_find_score (&sample, goals->source[0], &score))
        continue;
      mean = score.value;
      g_array_append_val (means, mean);
      for (guint j = 0; j < score.n_votes; j++)
        {
          n += score.votes[j];
          sum += (j + 1.) * score.votes[j];
          squares += (j + 1.) * (j + 1.) * score.votes[j];
        }
      if (score.n_votes != 10 || n < 2)
        continue;
      sd = sqrt (MAX (squares - sum * sum / n, 0) / (n - 1));
      power[0] = 1;
      power[1] = sum / n;
      power[2] = power[1] * power[1];
      for (guint j = 0; j < 3; j++)
        {
          for (guint k = 0; k < 3; k++)
            a[j][k] += power[j] * power[k];
          a[j][3] += power[j] * sd;
        }
      n_votes++;
    }
  /* A few hundred make a distribution; with fewer the base model's stays. */
  if (means->len < 200 || n_votes < 200)
    return;
  g_array_sort (means, mcn_metric_by_number);
  for (guint i = 0; i < MCN_N_QUANTILES; i++)
    config->quantiles[i] = mcn_metric_quantile (means->len, (const gdouble *) means->data, i / (MCN_N_QUANTILES - 1.));
  solve (a, config->spread);
}

/* Which styles are told, and how well, on photographs that people or judges labelled. */
static gboolean
measure_styles (const McnCalibrateOptions *o, McnTeam *team, const McnQuestion *question, McnConfig *config, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  g_autofree gdouble *p = g_new (gdouble, n), *y = g_new (gdouble, n);
  const gfloat *said = answers[0].style;
  gsize stride = sizeof *answers / sizeof (gfloat);

  if (o->styles != NULL)
    {
      if (!mcn_style_choose (&o->asked, question, o->styles, error))
        return FALSE;
      said = o->styles->logits;
      stride = MCN_N_STYLES;
    }
  else if (!mcn_candidate_ask (o->asked.candidate, team, n, (const McnQuery *) question->queries->data, answers, o->asked.cancel, error))
    return FALSE;
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize positive, known = mcn_question_take_style (question, j, said, stride, p, y, &positive);

      config->style_test[j] = (McnStyleTest) { positive, positive >= MCN_LEAST_POSITIVES ? mcn_metric_ap (known, p, y) : NAN };
    }
  return TRUE;
}

/**
 * mcn_calibrate:
 * @options: of what, on what
 * @config: (inout): the model's
 * @error: return location
 *
 * Photographs, alone and with their first critique, against the machine's raters, who
 * have AVA's habit, or AVA's own, alone and with one random comment, against its mean votes, where their
 * pictures are there; critiques, one random comment of each id, against AVA's mean votes;
 * styles of photographs alone, where ten or more have one.
 */
gboolean
mcn_calibrate (const McnCalibrateOptions *options, McnConfig *config, GError **error)
{
  static const struct { const char *source, *input; } asked[2][MCN_N_MODES] = {
    { { "machine", "photo" }, { "machine", "photo + critique 1" }, { "ava", "one random comment" } },
    { { "ava", "photo" }, { "ava", "photo + one random comment" }, { "ava", "one random comment" } },
  }, *lines;
  McnGoals goals;
  const McnShareOptions *asked_of = &options->asked;
  McnQuestionScope scope = { asked_of->dataset, &goals, asked_of->part };
  g_autoptr (GPtrArray) questions = NULL;
  g_autoptr (McnTeam) team = mcn_team_new (asked_of->n_threads);
  guint n = 0;

  mcn_goals_init (&goals, asked_of->dataset);
  questions = mcn_questions_new (&scope);
  lines = asked[mcn_questions_have_ava (questions)];
  for (guint q = 0; q < questions->len; q++)
    for (guint l = 0; l < MCN_N_MODES; l++)
      {
        const McnQuestion *question = g_ptr_array_index (questions, q);

        if (l == 0 && question->k < 0 && question->mode == MCN_MODE_PHOTO && !measure_styles (options, team, question, config, error))
          return FALSE;
        if (!g_str_equal (question->source, lines[l].source) || !g_str_equal (question->input, lines[l].input) || question->queries->len < LEAST)
          continue;
        if (!calibrate_question (options, team, question, config, error))
          return FALSE;
        n++;
      }
  if (n < MCN_N_MODES)
    {
      g_set_error_literal (error, MCN_TRAIN_ERROR, MCN_TRAIN_ERROR_DATA,
                           _("There are too few photographs with ratings and critiques, or too few critiques with votes, to calibrate by."));
      return FALSE;
    }
  if (!asked_of->own_alone)
    config->mcn.beta_photo = options->shares->source[0].photo;
  config->mcn.beta_both = options->shares->source[0].both;
  measure_ava (asked_of, &goals, config);
  return TRUE;
}
