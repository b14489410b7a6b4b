/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The summary of a selection: scores, styles, and where people and the model,
 * or a critique and its photograph, say different things. */
#include "critic-report-book.h"

#include "critic-format.h"
#include "critic-report-entry-sheets.h"
#include "critic-report-figures.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HISTOGRAM 118.0
#define MOST_ROWS 10        /* of each list */
#define LEAST_GAIN 0.15     /* a critique that moves the score by less is not listed */
#define ROW 15.5
#define NAME 132.0
#define BAR 180.0
#define TITLE 190.0         /* of a photograph in a list */

typedef struct
{
  guint   place;
  gdouble size;
} Ranked;

static int
by_size (gconstpointer a, gconstpointer b)
{
  const Ranked *x = a, *y = b;

  if (x->size != y->size)
    return x->size < y->size ? 1 : -1;
  return (x->place > y->place) - (x->place < y->place);
}

static char *
say_counts (const CriticBook *self)
{
  const CriticReportSurvey *survey = self->survey;
  guint n = survey->facts->len, judged = n - survey->n_failed;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u photograph", "%u photographs", n), n);
  if (judged > 0)
    {
      g_autofree char *mean = critic_format_score (survey->mean);

      g_string_append (text, " · ");
      g_string_append_printf (text, _("mean score %s"), mean);
      g_string_append (text, " · ");
      /* Translators: how many photographs were judged High and how many Low */
      g_string_append_printf (text, _("%u high, %u low"), survey->n_high, judged - survey->n_high);
    }
  if (survey->n_failed > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("%u without a score"), survey->n_failed);
    }

  return g_strdup (text->str);
}

static void
lay_styles (const CriticBook *self, CriticFlow *flow)
{
  guint order[MCN_N_STYLES], most = 0;

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      guint at = i;

      for (; at > 0 && self->survey->style[i] > self->survey->style[order[at - 1]]; at--)
        order[at] = order[at - 1];
      order[at] = i;
      most = MAX (most, self->survey->style[i]);
    }
  if (most == 0)
    {
      flow->y += critic_flow_say (flow, "P", CRITIC_FACE_BODY, _("No style is likelier than not in any photograph."),
                                  flow->left, flow->y, flow->right - flow->left, 0);
      return;
    }

  for (guint i = 0; i < MCN_N_STYLES && self->survey->style[order[i]] > 0; i++)
    {
      guint count = self->survey->style[order[i]];
      g_autofree char *number = g_strdup_printf ("%u", count);
      gdouble height;

      critic_flow_need (flow, ROW);
      height = critic_flow_say (flow, "P", CRITIC_FACE_CELL, _(mcn_style_info (order[i])->name), flow->left, flow->y, NAME - 8.0, 1);
      critic_flow_bar (flow, flow->left + NAME, flow->y + height / 2.0 - 2.5, BAR, 5.0, (gdouble) count / self->survey->facts->len);
      critic_flow_say (flow, "P", CRITIC_FACE_CELL, number, flow->left + NAME + BAR + 10.0, flow->y, 0.0, 1);
      flow->y += ROW;
    }
}

/* "predicted 6.4 (High) · own verdict Low · own score 3.0 · true score 5.8" */
static char *
say_disagreement (const CriticReportFact *fact)
{
  g_autofree char *score = critic_format_score (fact->score);
  const char *verdict = fact->high ? C_("verdict", "High") : C_("verdict", "Low");
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: the score and the verdict, for example "predicted 6.4 (High)" */
  g_string_append_printf (text, _("predicted %s (%s)"), score, verdict);
  if (fact->own_high >= 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("own verdict %s"), fact->own_high ? C_("verdict", "High") : C_("verdict", "Low"));
    }
  if (fact->own_score > 0.0)
    {
      g_autofree char *own = critic_format_score (fact->own_score);

      g_string_append (text, " · ");
      g_string_append_printf (text, _("own score %s"), own);
    }
  if (!isnan (fact->true_score))
    {
      g_autofree char *truth = critic_format_score (fact->true_score);

      g_string_append (text, " · ");
      g_string_append_printf (text, _("true score %s"), truth);
    }

  return g_strdup (text->str);
}

static void
put_item (const CriticBook *self, CriticFlow *flow, guint place, const char *text)
{
  const CriticReportFact *fact = critic_book_fact (self, place);
  gdouble x = flow->left + TITLE + CRITIC_SHEET_GUTTER, height;
  PangoLayout *title = critic_report_type_set (flow->context, CRITIC_FACE_CELL, fact->title, TITLE, 1);
  PangoLayout *line = critic_report_type_set (flow->context, CRITIC_FACE_CELL, text, flow->right - x, 3);

  height = critic_report_type_height (line);
  critic_flow_need (flow, height);
  critic_flow_put (flow, "P", title, CRITIC_INK, flow->left, flow->y)->link =
    self->links ? g_strdup_printf ("photograph-%u", place + 1) : NULL;
  critic_flow_put (flow, "P", line, CRITIC_INK_DIM, x, flow->y);
  flow->y += MAX (ROW, height + 3.0);
}

static GArray *
find_disagreements (const CriticBook *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint i = 0; i < self->survey->facts->len; i++)
    {
      const CriticReportFact *fact = critic_book_fact (self, i);
      Ranked ranked = { .place = i };

      if (!fact->disagrees)
        continue;
      if (fact->own_high >= 0 && (fact->own_high != 0) != fact->high)
        ranked.size = fabs (fact->score - 5.0);
      if (fact->own_score > 0.0)
        ranked.size = MAX (ranked.size, fabs (fact->own_score - fact->score));
      if (!isnan (fact->true_score))
        ranked.size = MAX (ranked.size, fabs (fact->true_score - fact->score));
      g_array_append_val (found, ranked);
    }

  g_array_sort (found, by_size);
  return found;
}

static GArray *
find_gains (const CriticBook *self)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint i = 0; i < self->survey->facts->len; i++)
    {
      Ranked ranked = { .place = i, .size = fabs (critic_book_entry (self, i)->gain) };

      if (isfinite (ranked.size) && ranked.size >= LEAST_GAIN)
        g_array_append_val (found, ranked);
    }

  g_array_sort (found, by_size);
  return found;
}

static void
lay_disagreements (const CriticBook *self, CriticFlow *flow)
{
  g_autoptr (GArray) found = find_disagreements (self);
  g_autoptr (GArray) gains = find_gains (self);

  critic_flow_heading (flow, _("Disagreements"), 3.0 * ROW);
  if (found->len == 0)
    flow->y += critic_flow_say (flow, "P", CRITIC_FACE_BODY,
                                _("No own verdict, own score or true score says clearly otherwise than the model."),
                                flow->left, flow->y, flow->right - flow->left, 0);
  for (guint i = 0; i < MIN (found->len, MOST_ROWS); i++)
    {
      guint place = g_array_index (found, Ranked, i).place;
      g_autofree char *text = say_disagreement (critic_book_fact (self, place));

      put_item (self, flow, place, text);
    }

  if (gains->len == 0)
    return;
  critic_flow_heading (flow, _("Where the critique moved the score most"), 3.0 * ROW);
  for (guint i = 0; i < MIN (gains->len, MOST_ROWS); i++)
    {
      guint place = g_array_index (gains, Ranked, i).place;
      const CriticReportFact *fact = critic_book_fact (self, place);
      gdouble gain = critic_book_entry (self, place)->gain;
      g_autofree char *alone = critic_format_score (fact->score - gain);
      g_autofree char *score = critic_format_score (fact->score);
      /* The difference of the two numbers shown, so that they add up. */
      g_autofree char *change = critic_format_signed ((round (fact->score * 10.0) - round ((fact->score - gain) * 10.0)) / 10.0, 1);
      /* Translators: two scores and their difference */
      g_autofree char *text = g_strdup_printf (_("photograph alone %s, with critique %s (%s)"), alone, score, change);

      put_item (self, flow, place, text);
    }
}

/**
 * critic_book_summary: (skip)
 * @self: a book
 *
 * Returns: (transfer full): the summary, on one sheet or two
 */
CriticFlow *
critic_book_summary (const CriticBook *self)
{
  CriticFlow *flow = critic_flow_new (self->context, self->width, self->height);
  gdouble all = flow->right - flow->left;
  g_autofree char *counts = say_counts (self);
  g_autofree char *model = NULL;

  critic_flow_head (flow, _("Summary"));
  flow->y += critic_flow_say (flow, "P", CRITIC_FACE_BODY, counts, flow->left, flow->y, all, 0);

  if (self->survey->n_failed < self->survey->facts->len)
    {
      critic_flow_heading (flow, _("Scores"), HISTOGRAM + 20.0);
      critic_flow_histogram (flow, self->survey->bins, CRITIC_REPORT_BINS, flow->left, flow->y, all, HISTOGRAM);
      flow->y += HISTOGRAM + 3.0;
      flow->y += critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL,
                                  _("How many photographs have which score, 1 to 10, a quarter of a point a bar."),
                                  flow->left, flow->y, all, 0);

      critic_flow_heading (flow, _("Styles: photographs in which they are likelier than not"), 3.0 * ROW);
      lay_styles (self, flow);
    }

  lay_disagreements (self, flow);

  if (self->job.model_id != NULL)
    {
      model = self->job.model_name != NULL ? g_strdup_printf ("%s · %s", self->job.model_name, self->job.model_id)
                                           : g_strdup (self->job.model_id);
      critic_flow_heading (flow, _("Model"), 14.0);
      flow->y += critic_flow_say (flow, "P", CRITIC_FACE_SMALL, model, flow->left, flow->y, all, 0);
    }

  return flow;
}
