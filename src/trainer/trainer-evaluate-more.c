/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-evaluate-more.h"

#include <math.h>

static gboolean
is_pointing (const McnExplanationFigure *figure)
{
  return g_str_equal (figure->test, "pointing");
}

/**
 * trainer_explanations_table:
 * @text: what it is appended to
 * @figures: (nullable) (element-type McnExplanationFigure): what was found
 */
void
trainer_explanations_table (GString *text, const GArray *figures)
{
  if (figures == NULL)
    return;
  g_string_append (text, "\n| explanation of | test | method | against | n | ratio, or difference of the shares |\n|---|---|---|---|---|---|\n");
  for (guint i = 0; i < figures->len; i++)
    {
      const McnExplanationFigure *f = &g_array_index (figures, McnExplanationFigure, i);

      g_string_append_printf (text, "| %s | %s | %s | %s | %" G_GSIZE_FORMAT " |", f->what, f->test, f->method, f->against, f->n);
      if (!isfinite (f->value))
        g_string_append (text, " not measured |\n");
      else if (is_pointing (f))
        g_string_append_printf (text, " %.3f less %.3f: %+.3f [%+.3f, %+.3f] |\n", f->share, f->other, f->value, f->low, f->high);
      else
        g_string_append_printf (text, " %.2f [%.2f, %.2f] |\n", f->value, f->low, f->high);
    }
}

/**
 * trainer_interval_json:
 * @json: inside an object
 * @low: its lower end; null where it is no number
 * @high: its upper end
 */
void
trainer_interval_json (CriticJsonWriter *json, gdouble low, gdouble high)
{
  critic_json_writer_name (json, "interval");
  critic_json_writer_begin_array (json);
  critic_json_writer_number (json, low);
  critic_json_writer_number (json, high);
  critic_json_writer_end_array (json);
}

/**
 * trainer_explanations_json:
 * @json: inside an object
 * @figures: (nullable) (element-type McnExplanationFigure): what was found
 */
void
trainer_explanations_json (CriticJsonWriter *json, const GArray *figures)
{
  if (figures == NULL)
    return;
  critic_json_writer_name (json, "explanations");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < figures->len; i++)
    {
      const McnExplanationFigure *f = &g_array_index (figures, McnExplanationFigure, i);

      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "of", f->what);
      critic_json_writer_put_string (json, "test", f->test);
      critic_json_writer_put_string (json, "method", f->method);
      critic_json_writer_put_string (json, "against", f->against);
      critic_json_writer_put_integer (json, "n", f->n);
      critic_json_writer_put_number (json, is_pointing (f) ? "difference" : "ratio", f->value);
      trainer_interval_json (json, f->low, f->high);
      if (is_pointing (f))
        {
          critic_json_writer_put_number (json, "share", f->share);
          critic_json_writer_put_number (json, "other", f->other);
          critic_json_writer_put_integer (json, "photographs", f->n_photographs);
        }
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}

/**
 * trainer_limits_table:
 * @text: what it is appended to
 * @limits: (nullable) (element-type McnLimit): what was found
 */
void
trainer_limits_table (GString *text, const GArray *limits)
{
  if (limits == NULL)
    return;
  g_string_append (text, "\n| shown | figure | n | value | limit | holds |\n|---|---|---|---|---|---|\n");
  for (guint i = 0; i < limits->len; i++)
    {
      const McnLimit *l = &g_array_index (limits, McnLimit, i);

      g_string_append_printf (text, "| %s | %s | %" G_GSIZE_FORMAT " | %.3f |", l->name, l->figure, l->n, l->value);
      if (isnan (l->limit))
        g_string_append (text, " | |\n");
      else
        g_string_append_printf (text, " below %g | %s |\n", l->limit, l->holds ? "yes" : "no");
    }
}

/**
 * trainer_limits_json:
 * @json: inside an object
 * @limits: (nullable) (element-type McnLimit): what was found
 */
void
trainer_limits_json (CriticJsonWriter *json, const GArray *limits)
{
  if (limits == NULL)
    return;
  critic_json_writer_name (json, "limits");
  critic_json_writer_begin_array (json);
  for (guint i = 0; i < limits->len; i++)
    {
      const McnLimit *l = &g_array_index (limits, McnLimit, i);

      critic_json_writer_begin_object (json);
      critic_json_writer_put_string (json, "shown", l->name);
      critic_json_writer_put_string (json, "figure", l->figure);
      critic_json_writer_put_integer (json, "n", l->n);
      critic_json_writer_put_number (json, "value", l->value);
      if (!isnan (l->limit))
        {
          critic_json_writer_put_number (json, "limit", l->limit);
          critic_json_writer_put_boolean (json, "holds", l->holds);
        }
      critic_json_writer_end_object (json);
    }
  critic_json_writer_end_array (json);
}
