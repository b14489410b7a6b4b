/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-evaluate-report.h"

#include "trainer-evaluate-more.h"

#include <math.h>

static void
append_figure (GString *text, const McnFigure *figure)
{
  if (figure == NULL)
    g_string_append (text, " |");
  else if (!isfinite (figure->value))
    g_string_append (text, " – |");
  else if (isnan (figure->low))
    g_string_append_printf (text, " %.3f |", figure->value);
  else
    g_string_append_printf (text, " %.3f [%.3f, %.3f] |", figure->value, figure->low, figure->high);
}

static const McnFigure *
find (const McnRow *row, const char *metric)
{
  for (guint i = 0; i < row->figures->len; i++)
    if (g_str_equal (g_array_index (row->figures, McnFigure, i).metric, metric))
      return &g_array_index (row->figures, McnFigure, i);
  return NULL;
}

static void
append_scores (GString *text, const McnEvaluation *evaluation)
{
  static const char *const metrics[] = { "srcc", "plcc", "rmse", "accuracy", "balanced accuracy", "auc", "calibration", "emd", "emd, votes head", "coverage" };

  g_string_append (text, "| truth | input | predictor | n |");
  for (guint m = 0; m < G_N_ELEMENTS (metrics); m++)
    g_string_append_printf (text, " %s |", metrics[m]);
  g_string_append (text, "\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);

      if (row->style != NULL)
        continue;
      g_string_append_printf (text, "| %s | %s | %s | %" G_GSIZE_FORMAT " |", row->source, row->input, row->predictor,
                              g_array_index (row->figures, McnFigure, 0).n);
      for (guint m = 0; m < G_N_ELEMENTS (metrics); m++)
        append_figure (text, find (row, metrics[m]));
      g_string_append_c (text, '\n');
    }
}

static void
append_styles (GString *text, const McnEvaluation *evaluation)
{
  g_string_append (text, "\n| styles of | input | predictor | style | positive | average precision | prevalence |\n|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);
      const McnFigure *figure = row->style != NULL ? &g_array_index (row->figures, McnFigure, 0) : NULL;

      if (figure == NULL)
        continue;
      g_string_append_printf (text, "| %s | %s | %s | ", row->source, row->input, row->predictor);
      if (*row->style == '\0')
        g_string_append_printf (text, "mean of %" G_GSIZE_FORMAT " styles | |", figure->n_positive);
      else
        g_string_append_printf (text, "%s | %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " |", row->style, figure->n_positive, figure->n);
      if (isfinite (figure->value))
        append_figure (text, figure);
      else
        g_string_append (text, " not measured |");
      if (*row->style == '\0' || figure->n == 0)
        g_string_append (text, " |\n");
      else
        g_string_append_printf (text, " %.2f |\n", figure->n_positive / (gdouble) figure->n);
    }
}

static void
append_differences (GString *text, const McnEvaluation *evaluation)
{
  g_string_append (text, "\n| truth | of | less | n | metric | difference, paired |\n|---|---|---|---|---|---|\n");
  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      g_string_append_printf (text, "| %s | %s | %s | %" G_GSIZE_FORMAT " | %s%s%s | %+.3f [%+.3f, %+.3f] |\n", d->source, d->a, d->b, d->n,
                              d->metric, d->style != NULL ? ", " : "", d->style != NULL ? d->style : "", d->difference, d->low, d->high);
    }
}

/**
 * trainer_evaluation_table:
 * @evaluation: figures
 * @head: what they are of
 *
 * Returns: (transfer full): tables in Markdown
 */
char *
trainer_evaluation_table (const McnEvaluation *evaluation, const EvaluationHead *head)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Model %.12s%s%.12s on %s of dataset %.12s; 95 %% intervals by %u bootstrap samples.\n", head->model,
                          *head->trunk != '\0' ? ", trunk " : "", head->trunk, head->part, head->data, head->rounds);
  if (head->other != NULL)
    g_string_append_printf (text, "The other model is %.12s%s%.12s.\n", head->other, *head->other_trunk != '\0' ? ", trunk " : "",
                            head->other_trunk);
  if (head->reading != NULL)
    g_string_append_printf (text, "%s\n", head->reading);
  g_string_append (text, "“machine” is the mean mark of a vision-language model’s raters A to D, who are not people; it wrote critiques 1 and 2, too.\n\n");
  append_scores (text, evaluation);
  append_styles (text, evaluation);
  append_differences (text, evaluation);
  trainer_explanations_table (text, head->explanations);
  trainer_limits_table (text, head->limits);
  return g_string_free (text, FALSE);
}

static void
write_rows (CriticJsonWriter *json, const McnEvaluation *evaluation)
{
  critic_json_writer_name (json, "figures");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      const McnRow *row = g_ptr_array_index (evaluation->rows, i);

      for (guint f = 0; f < row->figures->len; f++)
        {
          const McnFigure *figure = &g_array_index (row->figures, McnFigure, f);

          critic_json_writer_begin_object (json);
          critic_json_writer_put_string (json, "truth", row->source);
          critic_json_writer_put_string (json, "input", row->input);
          critic_json_writer_put_string (json, "predictor", row->predictor);
          if (row->style != NULL && *row->style != '\0')
            critic_json_writer_put_string (json, "style", row->style);
          critic_json_writer_put_string (json, "metric", figure->metric);
          critic_json_writer_put_integer (json, "n", figure->n);
          if (figure->n_positive > 0 || row->style != NULL)
            critic_json_writer_put_integer (json, row->style != NULL && *row->style == '\0' ? "styles" : "positive", figure->n_positive);
          critic_json_writer_put_number (json, "value", figure->value);
          trainer_interval_json (json, figure->low, figure->high);
          critic_json_writer_end_object (json);
        }
    }
  critic_json_writer_end_array (json);
}

static void
write_differences (CriticJsonWriter *json, const McnEvaluation *evaluation)
{
  critic_json_writer_name (json, "differences");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < evaluation->differences->len; i++)
    {
      const McnDifference *d = &g_array_index (evaluation->differences, McnDifference, i);

      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "truth", d->source);
      critic_json_writer_put_string (json, "metric", d->metric);
      if (d->style != NULL)
        critic_json_writer_put_string (json, "style", d->style);
      critic_json_writer_put_string (json, "of", d->a);
      critic_json_writer_put_string (json, "less", d->b);
      critic_json_writer_put_integer (json, "n", d->n);
      critic_json_writer_put_number (json, "value", d->difference);
      trainer_interval_json (json, d->low, d->high);
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

static void
write_verdicts (CriticJsonWriter *json, const McnEvaluation *evaluation)
{
  static const char *const modes[MCN_N_MODES] = { "photo", "critique", "both" };

  critic_json_writer_name (json, "verdicts");
  critic_json_writer_begin_object (json);
  for (guint m = 0; m < MCN_N_MODES; m++)
    {
      critic_json_writer_name (json, modes[m]);
      critic_json_writer_begin_array (json);
      for (guint i = 0; i < MCN_N_BINS; i++)
        {
          const McnBin *bin = &evaluation->verdicts[m][i];

          if (bin->n == 0)
            continue;
          critic_json_writer_begin_object (json);
          critic_json_writer_put_number (json, "said", bin->said);
          critic_json_writer_put_number (json, "was", bin->was);
          critic_json_writer_put_integer (json, "n", bin->n);
          critic_json_writer_end_object (json);
        }
      critic_json_writer_end_array (json);
    }
  critic_json_writer_end_object (json);
}

/**
 * trainer_evaluation_json:
 * @evaluation: figures
 * @head: what they are of
 *
 * Returns: (transfer full): JSON
 */
char *
trainer_evaluation_json (const McnEvaluation *evaluation, const EvaluationHead *head)
{
  g_autoptr (CriticJsonWriter) json = critic_json_writer_new (TRUE);

  critic_json_writer_begin_object (json);
  critic_json_writer_put_string (json, "format", "photo-critic-evaluation");
  critic_json_writer_put_integer (json, "version", 1);
  critic_json_writer_put_string (json, "part", head->part);
  critic_json_writer_put_string (json, "dataset", head->data);
  critic_json_writer_put_string (json, "model", head->model);
  if (*head->trunk != '\0')
    critic_json_writer_put_string (json, "trunk", head->trunk);
  if (head->other != NULL)
    critic_json_writer_put_string (json, "other_model", head->other);
  if (head->other != NULL && *head->other_trunk != '\0')
    critic_json_writer_put_string (json, "other_trunk", head->other_trunk);
  critic_json_writer_put_integer (json, "bootstrap", head->rounds);
  if (head->reading != NULL)
    critic_json_writer_put_string (json, "reading", head->reading);
  write_rows (json, evaluation);
  write_differences (json, evaluation);
  write_verdicts (json, evaluation);
  trainer_explanations_json (json, head->explanations);
  trainer_limits_json (json, head->limits);
  critic_json_writer_end_object (json);
  return critic_json_writer_take (json);
}
