/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation.h"

#include "mcn-baselines.h"
#include "mcn-evaluation-work.h"

#include <math.h>
#include <string.h>

#define MIDDLE 5.
#define N_VOTES 10

typedef struct
{
  McnEvaluationWork shared;
  McnGoals       goals;
  McnTeam       *team;
  McnBaselines  *baselines;     /* NULL by folds: they would have seen everything */
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

static gdouble
below (gdouble x, gdouble mean, gdouble sd)
{
  return .5 * erfc ((mean - x) / (sd * G_SQRT2));
}

/* Votes around @mean as spread as AVA's are there. */
static void
spread_votes (const McnConfig *config, gdouble mean, gdouble *share)
{
  gdouble sd = MAX (config->spread[0] + config->spread[1] * mean + config->spread[2] * mean * mean, .1), before = 0;

  for (guint j = 0; j < N_VOTES; j++)
    {
      gdouble up_to = j + 1 < N_VOTES ? below (j + 1.5, mean, sd) : 1;

      share[j] = up_to - before;
      before = up_to;
    }
}

/* The earth mover's distance as any other metric: @p is each sample's own, @y its weight. */
static gdouble
mean_of (gsize n, const gdouble *p, const gdouble *y)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += p[i];
  return n > 0 ? sum / n : NAN;
}

static void
measure_votes (Work *work, McnRow *row, const McnQuestion *question, const gdouble *score)
{
  const McnConfig *config = mcn_candidate_get_config (work->shared.options->candidate);
  g_autofree gdouble *distance = g_new (gdouble, question->queries->len);
  gsize n = 0;

  for (guint i = 0; i < question->queries->len; i++)
    {
      const gdouble *truth = &g_array_index (question->votes, gdouble, i * N_VOTES);
      gdouble share[N_VOTES];

      if (isnan (truth[0]))
        continue;
      spread_votes (config, score[i], share);
      distance[n++] = mcn_metric_emd (1, N_VOTES, share, truth);
    }
  if (n > 0)
    mcn_evaluation_add_figure (&work->shared, row, "emd", mean_of, n, distance, distance, 0);
}

static void
measure_scores (Work *work, const McnQuestion *question, const char *predictor, const gdouble *p, const gdouble *p_high, gdouble half_width)
{
  McnRow *row = mcn_evaluation_add_row (&work->shared, question, predictor, NULL);
  gsize n = question->queries->len, positive = 0;
  const gdouble *y = (const gdouble *) question->truth->data;
  g_autofree gdouble *high = g_new (gdouble, n);

  mcn_evaluation_add_figure (&work->shared, row, "srcc", mcn_metric_srcc, n, p, y, 0);
  mcn_evaluation_add_figure (&work->shared, row, "plcc", mcn_metric_plcc, n, p, y, 0);
  mcn_evaluation_add_figure (&work->shared, row, "rmse", mcn_metric_rmse, n, p, y, 0);
  if (!question->rates_vote)
    return;
  for (gsize i = 0; i < n; i++)
    positive += high[i] = y[i] > MIDDLE;
  mcn_evaluation_add_figure (&work->shared, row, "accuracy", mcn_metric_accuracy, n, p, y, positive);
  mcn_evaluation_add_figure (&work->shared, row, "balanced accuracy", mcn_metric_balanced, n, p, y, positive);
  mcn_evaluation_add_figure (&work->shared, row, "auc", mcn_metric_auc, n, p, high, positive);
  if (p_high != NULL)
    mcn_evaluation_add_figure (&work->shared, row, "calibration", mcn_metric_calibration, n, p_high, high, positive);
  measure_votes (work, row, question, p);
  for (gsize i = 0; i < n; i++)
    high[i] = fabs (p[i] - y[i]) <= half_width;
  if (half_width > 0)
    mcn_evaluation_add_figure (&work->shared, row, "coverage", mean_of, n, high, high, 0);
}

static McnSaid *
ask (Work *work, McnCandidate *candidate, const McnQuestion *question, gdouble *expert, GError **error)
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
  for (gsize i = 0; i < n; i++)
    {
      gdouble mean = work->goals.mean[question->k], sd = work->goals.sd[question->k];

      said->score[i] = answers[i].score[question->k] * sd + mean;
      if (expert != NULL)
        expert[i] = answers[i].expert[question->k] * sd + mean;
      if (said->high == NULL)
        continue;
      said->score[i] = CLAMP (c->offset + c->slope * said->score[i], 1, 10);
      said->high[i] = 1 - below (MIDDLE, said->score[i], MAX (c->sigma, 1e-6));
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

/* The lines whose verdicts are drawn: what the window shows. */
static gboolean
is_shown (const McnQuestion *question)
{
  static const char *const inputs[MCN_N_MODES] = { "photo", "one random comment", "photo + critique 1" };

  return question->rates_vote && g_str_equal (question->input, inputs[question->mode]);
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

static gboolean
measure_question (Work *work, const McnQuestion *question, GError **error)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n);
  McnSaid *said = ask (work, work->shared.options->candidate, question, p, error), *other = NULL;
  gboolean folds = work->baselines == NULL;

  if (said == NULL)
    return FALSE;
  g_ptr_array_add (work->said, said);
  if (work->shared.options->other != NULL && (other = ask (work, work->shared.options->other, question, NULL, error)) == NULL)
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
  if (known (n, said->score))
    measure_scores (work, question, "model", said->score, said->high, said->half_width);
  if (is_shown (question))
    count_verdicts (work, question, said);
  if (other != NULL && known (n, other->score))
    {
      measure_scores (work, question, "other model", other->score, other->high, other->half_width);
      if (known (n, said->score))
        compare_predictors (work, question, said->score, other->score, "other model");
    }
  if (folds && question->mode == MCN_MODE_PHOTO && known (n, p))
    {
      measure_scores (work, question, mcn_baseline_name (MCN_BASELINE_POOLED), p, NULL, 0);
      compare_predictors (work, question, said->score, p, mcn_baseline_name (MCN_BASELINE_POOLED));
    }
  for (guint b = 0; !folds && b < MCN_N_BASELINES; b++)
    if (mcn_baselines_say (work->baselines, b, question, p))
      {
        measure_scores (work, question, mcn_baseline_name (b), p, NULL, 0);
        if ((b == MCN_BASELINE_WORDS || b == MCN_BASELINE_POOLED) && known (n, said->score))
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
  static const char *const sources[] = { "machine", "beauty" };
  static const char *const pairs[][2] = {
    { "photo + critique 1", "photo" }, { "photo + critique 2", "photo" }, { "photo + another's critique", "photo" },
    { "photo + critique 1", "photo + another's critique" }, { "photo + critique 2", "photo + another's critique" },
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
  McnQuestionScope scope = { options->dataset, &work.goals, options->part };

  mcn_goals_init (&work.goals, options->dataset);
  self->questions = mcn_questions_new (&scope);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->differences = g_array_new (FALSE, FALSE, sizeof (McnDifference));
  g_array_set_clear_func (self->differences, difference_clear);
  if (options->part != MCN_PART_NONE)
    {
      baselines = mcn_baselines_new (options->dataset, &work.goals, error);
      if (baselines == NULL)
        return NULL;
    }
  work.baselines = baselines;
  if (!run (&work, error))
    return NULL;
  finish_bins (self);
  return g_steal_pointer (&self);
}
