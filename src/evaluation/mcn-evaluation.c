/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation.h"

#include "mcn-baselines.h"
#include "mcn-evaluation-work.h"

#include <math.h>
#include <string.h>

#define MIDDLE 5.

typedef struct
{
  McnEvaluationWork shared;
  McnGoals       goals;
  McnTeam       *team;
  McnBaselines  *baselines;
  GPtrArray     *said, *others; /* McnSaid of each question: the model's, the other model's */
} Work;

static void
said_free (gpointer data)
{
  McnSaid *self = data;

  if (self == NULL)
    return;
  g_free (self->score);
  g_free (self->high);
  g_free (self->style);
  g_free (self->votes);
  g_free (self->mixture);
  g_free (self);
}

static void
row_free (gpointer data)
{
  McnRow *self = data;

  g_array_unref (self->figures);
  g_free (self);
}

static void
difference_clear (gpointer data)
{
  McnDifference *self = data;

  g_free (self->a);
  g_free (self->b);
}

void
mcn_evaluation_free (McnEvaluation *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->differences);
  g_ptr_array_unref (self->questions);
  g_free (self);
}

/**
 * mcn_evaluation_add_row:
 * @work: an evaluation
 * @question: a line of it
 * @predictor: who says it
 * @style: (nullable): which one
 *
 * Returns: (transfer none): a row without figures
 */
McnRow *
mcn_evaluation_add_row (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const char *style)
{
  McnRow *row = g_new (McnRow, 1);

  *row = (McnRow) {
    .source = question->source, .input = question->input, .predictor = predictor, .style = style,
    .figures = g_array_new (FALSE, FALSE, sizeof (McnFigure)),
  };
  g_ptr_array_add (work->result->rows, row);
  return row;
}

/**
 * mcn_evaluation_add_figure:
 * @work: an evaluation
 * @row: where it stands
 * @name: of the metric
 * @metric: how it is computed
 * @n: samples
 * @p: what is said of them
 * @y: what is true of them
 * @n_positive: of those
 */
void
mcn_evaluation_add_figure (McnEvaluationWork *work, McnRow *row, const char *name, McnMetric metric, gsize n, const gdouble *p,
                           const gdouble *y, gsize n_positive)
{
  McnFigure figure = { .metric = name, .n = n, .n_positive = n_positive, .value = metric (n, p, y), .low = NAN, .high = NAN };

  if (isfinite (figure.value))
    mcn_metric_bootstrap (metric, n, p, y, work->options->rounds, work->options->seed, &figure.low, &figure.high);
  g_array_append_val (row->figures, figure);
}

/**
 * mcn_evaluation_add_difference:
 * @work: an evaluation
 * @difference: what was found; its strings are taken over
 */
void
mcn_evaluation_add_difference (McnEvaluationWork *work, McnDifference *difference)
{
  if (isfinite (difference->difference))
    g_array_append_vals (work->result->differences, difference, 1);
  else
    difference_clear (difference);
}

static void
measure_scores (Work *work, const McnQuestion *question, const char *predictor, const gdouble *p, const gdouble *p_high, gdouble half_width,
                const gdouble *votes)
{
  McnRow *row = mcn_evaluation_add_row (&work->shared, question, predictor, NULL);
  gsize n = question->queries->len, positive = 0;
  const gdouble *y = (const gdouble *) question->truth->data;
  g_autofree gdouble *high = g_new (gdouble, n);

  mcn_evaluation_add_figure (&work->shared, row, "srcc", mcn_metric_srcc, n, p, y, 0);
  mcn_evaluation_add_figure (&work->shared, row, "plcc", mcn_metric_plcc, n, p, y, 0);
  mcn_evaluation_add_figure (&work->shared, row, "rmse", mcn_metric_rmse, n, p, y, 0);
  if (!question->rates_vote)
    {
      mcn_evaluation_votes (&work->shared, row, &work->goals, question, p, votes);
      return;
    }
  for (gsize i = 0; i < n; i++)
    positive += high[i] = y[i] > MIDDLE;
  mcn_evaluation_add_figure (&work->shared, row, "accuracy", mcn_metric_accuracy, n, p, y, positive);
  mcn_evaluation_add_figure (&work->shared, row, "balanced accuracy", mcn_metric_balanced, n, p, y, positive);
  mcn_evaluation_add_figure (&work->shared, row, "auc", mcn_metric_auc, n, p, high, positive);
  if (p_high != NULL)
    mcn_evaluation_add_figure (&work->shared, row, "calibration", mcn_metric_calibration, n, p_high, high, positive);
  mcn_evaluation_votes (&work->shared, row, &work->goals, question, p, votes);
  for (gsize i = 0; i < n; i++)
    high[i] = fabs (p[i] - y[i]) <= half_width;
  if (half_width > 0)
    mcn_evaluation_add_figure (&work->shared, row, "coverage", mcn_evaluation_mean, n, high, high, 0);
}

static McnSaid *
ask (Work *work, McnCandidate *candidate, const McnQuestion *question, GError **error)
{
  gsize n = question->queries->len;
  g_autofree McnAnswer *answers = g_new (McnAnswer, n);
  const McnCalibration *c = &mcn_candidate_get_config (candidate)->calibration[question->mode];
  McnSaid *said;

  if (!mcn_candidate_ask (candidate, work->team, n, (const McnQuery *) question->queries->data, answers, work->shared.options->cancel, error))
    return NULL;
  said = g_new0 (McnSaid, 1);
  if (question->k < 0)
    {
      said->style = g_new (gfloat, n * MCN_N_STYLES);
      for (gsize i = 0; i < n; i++)
        memcpy (said->style + i * MCN_N_STYLES, answers[i].style, sizeof answers[i].style);
      return said;
    }
  said->score = g_new (gdouble, n);
  said->high = question->rates_vote ? g_new (gdouble, n) : NULL;
  said->half_width = c->half_width;
  said->mixture = question->high != NULL ? mcn_evaluation_mix_crops (&work->shared, &work->goals, question, answers) : NULL;
  if (question->k == 0 && !isnan (answers[0].votes[0]))
    said->votes = g_new (gdouble, n * MCN_N_VOTES);
  for (gsize i = 0; said->votes != NULL && i < n; i++)
    memcpy (said->votes + i * MCN_N_VOTES, answers[i].votes, sizeof answers[i].votes);
  for (gsize i = 0; i < n; i++)
    {
      gdouble mean = work->goals.mean[question->k], sd = work->goals.sd[question->k];

      said->score[i] = answers[i].score[question->k] * sd + mean;
      if (said->high == NULL)
        continue;
      said->score[i] = CLAMP (c->offset + c->slope * said->score[i], 1, 10);
      said->high[i] = 1 - mcn_evaluation_below (MIDDLE, said->score[i], MAX (c->sigma, 1e-6));
    }
  return said;
}

static void
count_verdicts (Work *work, const McnQuestion *question, const McnSaid *said)
{
  for (guint i = 0; i < question->queries->len; i++)
    {
      McnBin *bin = &work->shared.result->verdicts[question->mode][(guint) CLAMP (said->high[i] * MCN_N_BINS, 0, MCN_N_BINS - 1)];

      bin->said += said->high[i];
      bin->was += g_array_index (question->truth, gdouble, i) > MIDDLE;
      bin->n++;
    }
}

/* The lines whose verdicts are drawn: what the window shows, of AVA's own photographs where they are there. */
static gboolean
is_shown (Work *work, const McnQuestion *question)
{
  static const char *const inputs[2][MCN_N_MODES] = { { "photo", "one random comment", "photo + critique 1" },
                                                      { "photo", "one random comment", "photo + one random comment" } };
  gboolean ava = mcn_questions_have_ava (work->shared.result->questions);

  return question->rates_vote && question->high == NULL && g_str_equal (question->input, inputs[ava][question->mode]) &&
         (!ava || question->k == 0);
}

static gboolean
known (gsize n, const gdouble *p)
{
  for (gsize i = 0; i < n; i++)
    if (isnan (p[i]))
      return FALSE;
  return TRUE;
}

static void
compare (Work *work, const McnQuestion *question, McnMetric metric, const char *name, const gdouble *p, const char *a,
         const gdouble *q, const char *b)
{
  gsize n = question->queries->len;
  McnDifference difference = { .source = question->source, .metric = name, .a = g_strdup (a), .b = g_strdup (b), .n = n };

  mcn_metric_bootstrap_pair (metric, n, p, q, (const gdouble *) question->truth->data, work->shared.options->rounds, work->shared.options->seed,
                             &difference.difference, &difference.low, &difference.high);
  mcn_evaluation_add_difference (&work->shared, &difference);
}

static void
compare_predictors (Work *work, const McnQuestion *question, const gdouble *p, const gdouble *q, const char *other)
{
  g_autofree char *a = g_strdup_printf ("%s: model", question->input), *b = g_strdup_printf ("%s: %s", question->input, other);

  compare (work, question, mcn_metric_srcc, "srcc", p, a, q, b);
  if (question->rates_vote)
    compare (work, question, mcn_metric_accuracy, "accuracy", p, a, q, b);
}

/* The model, the mixture that its folds choose, the other model, and the ridge. */
static void
measure_crops (Work *work, const McnQuestion *question, const McnSaid *said, const McnSaid *other)
{
  g_autofree gdouble *p = g_new (gdouble, question->queries->len);

  mcn_evaluation_crops (&work->shared, question, "model", said->score);
  if (said->mixture != NULL)
    {
      mcn_evaluation_crops (&work->shared, question, "mixture by folds", said->mixture);
      mcn_evaluation_compare_crops (&work->shared, question, said->mixture, said->score, "mixture by folds", "model");
    }
  if (other != NULL)
    {
      mcn_evaluation_crops (&work->shared, question, "other model", other->score);
      mcn_evaluation_compare_crops (&work->shared, question, said->score, other->score, "model", "other model");
    }
  if (mcn_baselines_say (work->baselines, MCN_BASELINE_POOLED, question, p))
    {
      mcn_evaluation_crops (&work->shared, question, mcn_baseline_name (MCN_BASELINE_POOLED), p);
      mcn_evaluation_compare_crops (&work->shared, question, said->score, p, "model", mcn_baseline_name (MCN_BASELINE_POOLED));
    }
}

static gboolean
measure_question (Work *work, const McnQuestion *question, GError **error)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n);
  McnSaid *said = ask (work, work->shared.options->candidate, question, error), *other = NULL;

  if (said == NULL)
    return FALSE;
  g_ptr_array_add (work->said, said);
  if (work->shared.options->other != NULL && (other = ask (work, work->shared.options->other, question, error)) == NULL)
    return FALSE;
  g_ptr_array_add (work->others, other);

  if (question->k < 0)
    {
      mcn_evaluation_styles (&work->shared, question, "model", said->style);
      if (other != NULL)
        {
          mcn_evaluation_styles (&work->shared, question, "other model", other->style);
          mcn_evaluation_compare_styles (&work->shared, question, said->style, other->style, "other model");
        }
      return TRUE;
    }
  if (question->high != NULL)
    {
      measure_crops (work, question, said, other);
      return TRUE;
    }
  if (known (n, said->score))
    measure_scores (work, question, "model", said->score, said->high, said->half_width, said->votes);
  if (is_shown (work, question))
    count_verdicts (work, question, said);
  if (other != NULL && known (n, other->score))
    {
      measure_scores (work, question, "other model", other->score, other->high, other->half_width, other->votes);
      if (known (n, said->score))
        compare_predictors (work, question, said->score, other->score, "other model");
    }
  for (guint b = 0; b < MCN_N_BASELINES; b++)
    if (mcn_baselines_say (work->baselines, b, question, p))
      {
        measure_scores (work, question, mcn_baseline_name (b), p, NULL, 0, NULL);
        if (b != MCN_BASELINE_MAJORITY && b != MCN_BASELINE_COUNT && known (n, said->score))
          compare_predictors (work, question, said->score, p, mcn_baseline_name (b));
      }
  return TRUE;
}

static gsize
find_question (Work *work, const char *source, const char *input)
{
  for (guint i = 0; i < work->shared.result->questions->len; i++)
    {
      const McnQuestion *question = g_ptr_array_index (work->shared.result->questions, i);

      if (g_str_equal (question->source, source) && g_str_equal (question->input, input))
        return i;
    }
  return G_MAXSIZE;
}

/* What words add to a photograph: a gain that another's critique shows too is none. */
static void
compare_inputs (Work *work)
{
  static const char *const sources[] = { "ava", "machine", "beauty", "beauty, all themes" };
  static const char *const pairs[][2] = {
    { "photo + critique 1", "photo" }, { "photo + critique 2", "photo" }, { "photo + another's critique", "photo" },
    { "photo + critique 1", "photo + another's critique" }, { "photo + critique 2", "photo + another's critique" },
    { "photo + one random comment", "photo" }, { "photo + all comments", "photo" }, { "photo + another's comments", "photo" },
    { "photo + all comments", "photo + another's comments" },
  };

  for (guint s = 0; s < G_N_ELEMENTS (sources); s++)
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      {
        gsize a = find_question (work, sources[s], pairs[i][0]), b = find_question (work, sources[s], pairs[i][1]);
        const McnSaid *p, *q;

        if (a == G_MAXSIZE || b == G_MAXSIZE)
          continue;
        p = g_ptr_array_index (work->said, a);
        q = g_ptr_array_index (work->said, b);
        if (known (1, p->score) && known (1, q->score))
          compare (work, g_ptr_array_index (work->shared.result->questions, a), mcn_metric_srcc, "srcc", p->score, pairs[i][0], q->score, pairs[i][1]);
      }
}

static gboolean
run (Work *work, GError **error)
{
  GPtrArray *questions = work->shared.result->questions;
  gdouble done = 0, all = 0;

  for (guint i = 0; i < questions->len; i++)
    all += ((McnQuestion *) g_ptr_array_index (questions, i))->queries->len;
  for (guint i = 0; i < questions->len; i++)
    {
      if (!measure_question (work, g_ptr_array_index (questions, i), error))
        return FALSE;
      done += ((McnQuestion *) g_ptr_array_index (questions, i))->queries->len;
      if (work->shared.options->report != NULL)
        work->shared.options->report (work->shared.options->report_data, done / all);
    }
  compare_inputs (work);
  return TRUE;
}

static void
finish_bins (McnEvaluation *self)
{
  for (guint m = 0; m < MCN_N_MODES; m++)
    for (guint i = 0; i < MCN_N_BINS; i++)
      {
        McnBin *bin = &self->verdicts[m][i];

        bin->said /= MAX (bin->n, 1);
        bin->was /= MAX (bin->n, 1);
      }
}

/**
 * mcn_evaluation_new:
 * @options: what is measured, and how
 * @error: return location
 *
 * Measures the candidate, the other one and the baselines on every line that the
 * part has samples for. Blocks for minutes.
 *
 * Returns: (transfer full) (nullable): the figures
 */
McnEvaluation *
mcn_evaluation_new (const McnEvaluationOptions *options, GError **error)
{
  g_autoptr (McnEvaluation) self = g_new0 (McnEvaluation, 1);
  g_autoptr (McnTeam) team = mcn_team_new (options->n_threads);
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (said_free), others = g_ptr_array_new_with_free_func (said_free);
  g_autoptr (McnBaselines) baselines = NULL;
  Work work = { .shared = { options, self }, .team = team, .said = said, .others = others };
  McnQuestionScope scope = { options->dataset, &work.goals, options->part, options->themes };

  mcn_goals_init (&work.goals, options->dataset);
  self->questions = mcn_questions_new (&scope);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->differences = g_array_new (FALSE, FALSE, sizeof (McnDifference));
  g_array_set_clear_func (self->differences, difference_clear);
  baselines = mcn_baselines_new (options->dataset, &work.goals, mcn_candidate_get_n_folds (options->candidate), error);
  if (baselines == NULL)
    return NULL;
  work.baselines = baselines;
  if (!run (&work, error))
    return NULL;
  finish_bins (self);
  return g_steal_pointer (&self);
}
