/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-evaluation-work.h"

#include <math.h>

/* Logits of the same photographs, or texts, of one model or of two. */
typedef struct
{
  const McnQuestion *question;
  const gfloat *said, *other;           /* other: NULL, or what is subtracted */
  gboolean counts[MCN_N_STYLES];        /* enough show it */
  gsize    n_styles;
} Styles;

/* Mean of the average precisions of those that count; of the samples that @which names, NULL: of all. */
static gdouble
mean_precision (const Styles *self, const gfloat *said, gsize n, const guint32 *which)
{
  g_autofree gdouble *p = g_new (gdouble, MAX (n, 1)), *y = g_new (gdouble, MAX (n, 1));
  gdouble sum = 0;
  gsize n_styles = 0;

  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize known = 0;
      gdouble precision;

      for (gsize i = 0; self->counts[j] && i < n; i++)
        {
          gsize at = (which != NULL ? which[i] : i) * MCN_N_STYLES + j;
          gdouble truth = g_array_index (self->question->truth, gdouble, at);

          if (isnan (truth))
            continue;
          p[known] = said[at];
          y[known++] = truth;
        }
      /* None may be drawn that shows it. */
      precision = known > 0 ? mcn_metric_ap (known, p, y) : NAN;
      if (isnan (precision))
        continue;
      sum += precision;
      n_styles++;
    }
  return n_styles > 0 ? sum / n_styles : NAN;
}

static gdouble
draw (gpointer data, gsize n, const guint32 *which)
{
  const Styles *self = data;

  return mean_precision (self, self->said, n, which) - (self->other != NULL ? mean_precision (self, self->other, n, which) : 0);
}

static void
init (Styles *self, const McnQuestion *question, const gfloat *said, const gfloat *other)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n), *y = g_new (gdouble, n);

  *self = (Styles) { .question = question, .said = said, .other = other };
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize positive;

      mcn_question_take_style (question, j, said, MCN_N_STYLES, p, y, &positive);
      self->counts[j] = positive >= MCN_LEAST_POSITIVES;
      self->n_styles += self->counts[j];
    }
}

/**
 * mcn_evaluation_styles:
 * @work: an evaluation
 * @question: of styles
 * @predictor: who says it
 * @said: a logit a style and query
 */
void
mcn_evaluation_styles (McnEvaluationWork *work, const McnQuestion *question, const char *predictor, const gfloat *said)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n), *y = g_new (gdouble, n);
  McnFigure mean = { .metric = "map", .n = n, .low = NAN, .high = NAN };
  Styles styles;

  init (&styles, question, said, NULL);
  for (guint j = 0; j < MCN_N_STYLES; j++)
    {
      gsize positive, known = mcn_question_take_style (question, j, said, MCN_N_STYLES, p, y, &positive);
      McnRow *row = mcn_evaluation_add_row (work, question, predictor, mcn_style_info (j)->id);
      McnFigure none = { .metric = "ap", .n = known, .n_positive = positive, .value = NAN, .low = NAN, .high = NAN };

      if (styles.counts[j])
        mcn_evaluation_add_figure (work, row, "ap", mcn_metric_ap, known, p, y, positive);
      else
        g_array_append_val (row->figures, none);
    }
  mean.n_positive = styles.n_styles;
  mean.value = mean_precision (&styles, said, n, NULL);
  if (styles.n_styles > 0)
    mcn_metric_bootstrap_samples (draw, &styles, n, work->options->rounds, work->options->seed, &mean.low, &mean.high);
  g_array_append_val (mcn_evaluation_add_row (work, question, predictor, "")->figures, mean);
}

/**
 * mcn_evaluation_compare_styles:
 * @work: an evaluation
 * @question: of styles
 * @said: a logit a style and query, of the model
 * @other: of another one
 * @name: whose
 */
void
mcn_evaluation_compare_styles (McnEvaluationWork *work, const McnQuestion *question, const gfloat *said, const gfloat *other, const char *name)
{
  gsize n = question->queries->len;
  g_autofree gdouble *p = g_new (gdouble, n), *q = g_new (gdouble, n), *y = g_new (gdouble, n);
  McnDifference difference = { .source = question->source, .n = n };
  Styles styles;

  init (&styles, question, said, other);
  for (guint j = 0; j <= MCN_N_STYLES; j++)
    {
      gboolean whole = j == MCN_N_STYLES;
      gsize positive;

      if (whole ? styles.n_styles == 0 : !styles.counts[j])
        continue;
      difference.metric = whole ? "map" : "ap";
      difference.style = whole ? NULL : mcn_style_info (j)->id;
      difference.a = g_strdup_printf ("%s: model", question->input);
      difference.b = g_strdup_printf ("%s: %s", question->input, name);
      if (whole)
        {
          difference.n = n;
          difference.difference = mean_precision (&styles, said, n, NULL) - mean_precision (&styles, other, n, NULL);
          mcn_metric_bootstrap_samples (draw, &styles, n, work->options->rounds, work->options->seed, &difference.low, &difference.high);
        }
      else
        {
          difference.n = mcn_question_take_style (question, j, said, MCN_N_STYLES, p, y, &positive);
          mcn_question_take_style (question, j, other, MCN_N_STYLES, q, y, &positive);
          mcn_metric_bootstrap_pair (mcn_metric_ap, difference.n, p, q, y, work->options->rounds, work->options->seed, &difference.difference,
                                     &difference.low, &difference.high);
        }
      mcn_evaluation_add_difference (work, &difference);
    }
}
