/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two to four photographs beside one another on one page. */
#include "critic-report-book.h"

#include "critic-format.h"
#include "critic-report-captions.h"
#include "critic-report-entry-sheets.h"
#include "critic-report-figures.h"
#include "critic-report-heat.h"
#include "critic-report-marks.h"
#include "critic-report-pictures.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST 4
#define BYTES (CRITIC_REPORT_PAGE_BYTES / MOST - 5000)
#define LEAST_STYLE 0.2     /* of one of them: the style gets a row */
#define MOST_STYLES 7
#define ROW 15.0
#define NAME 150.0
#define QUOTE 4             /* lines of a sentence */

/* How high a photograph may be, by how many stand on the page. */
static const gdouble photo_height[] = { 0.0, 0.0, 240.0, 190.0, 140.0 };

static char
letter_of (guint place)
{
  return (char) ('A' + place);
}

/* The sentence that did most with that sign; NULL: none did. */
static const CriticMarkedSentence *
find_sentence (const CriticReportMarks *marks, int sign)
{
  const CriticMarkedSentence *best = NULL;

  for (guint i = 0; i < marks->critiques->len; i++)
    {
      const GPtrArray *sentences = marks->critiques->pdata[i];

      for (guint j = 0; j < sentences->len; j++)
        {
          const CriticMarkedSentence *sentence = sentences->pdata[j];

          if (sentence->has_effect && sign * sentence->effect >= 0.005 &&
              (best == NULL || sign * sentence->effect > sign * best->effect))
            best = sentence;
        }
    }

  return best;
}

static gdouble
put_sentences (CriticFlow *flow, const CriticReportEntry *entry, gdouble x, gdouble y, gdouble width)
{
  g_autoptr (CriticReportMarks) marks = critic_report_marks_new (entry);

  for (int sign = 1; sign >= -1; sign -= 2)
    {
      const CriticMarkedSentence *sentence = find_sentence (marks, sign);
      g_autofree char *effect = sentence != NULL ? critic_format_signed (sentence->effect, 2) : NULL;
      g_autofree char *line = sentence != NULL ? g_strdelimit (g_strdup (sentence->text), "\n\t", ' ') : NULL;

      if (sentence == NULL)
        continue;
      critic_flow_put (flow, "P", critic_report_type_set (flow->context, CRITIC_FACE_HEADING, effect, 0.0, 1),
                       sign > 0 ? CRITIC_REPORT_RAISES : CRITIC_REPORT_LOWERS, x, y);
      y += critic_flow_say (flow, "P", CRITIC_FACE_CELL, line, x + 34.0, y, width - 34.0, QUOTE) + 4.0;
    }

  return y;
}

/* One photograph with its numbers; returns its bottom. */
static gdouble
put_cell (const CriticBook *self, CriticFlow *flow, const CriticReportEntry *entry, guint place, guint n,
          gdouble x, gdouble y, gdouble width, gdouble band)
{
  const CriticReportFact *fact = critic_book_fact (self, place);
  g_autofree char *name = g_strdup_printf ("%c  %s", letter_of (place), fact->title);
  g_autofree char *own = critic_report_say_own (entry);
  gdouble fit_width, fit_height;

  critic_report_fit (critic_report_aspect (entry->width, entry->height), width, band, &fit_width, &fit_height);
  fit_width = MAX (fit_width, 6.0);
  fit_height = MAX (fit_height, 6.0);
  critic_flow_photo (flow, entry->file, x, y + band - fit_height, fit_width, fit_height, BYTES);
  y += band + 6.0;
  y += critic_flow_say (flow, "Caption", CRITIC_FACE_STRONG, name, x, y, width, 1);

  if (entry->assessment == NULL)
    {
      g_autofree char *failure = critic_report_say_failure (entry, &self->options);

      return y + critic_flow_say (flow, "P", CRITIC_FACE_CELL, failure, x, y + 2.0, width, 5) + 2.0;
    }
  else
    {
      const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);
      g_autofree char *score = critic_format_score (judgement->score);
      g_autofree char *truth = isnan (entry->true_score) ? NULL : critic_format_score (entry->true_score);
      g_autofree char *number = truth != NULL ? g_strdup_printf ("%s (%s)", score, truth) : g_strdup (score);
      g_autofree char *verdict = critic_report_say_verdict (judgement);
      g_autofree char *above = critic_report_say_above (judgement);
      g_autofree char *line = g_strdup_printf ("%s · %s", verdict, above);
      g_autofree char *rings = critic_report_caption_rings (entry->assessment);

      y += critic_flow_say (flow, "P", CRITIC_FACE_FIGURE, number, x - 1.0, y - 1.0, width, 1) - 1.0;
      y += critic_flow_say (flow, "P", CRITIC_FACE_CELL, line, x, y, width, 2);
      y += critic_flow_say (flow, "P", CRITIC_FACE_SMALL, rings, x, y + 1.0, width, 2) + 1.0;
    }
  if (own != NULL)
    {
      /* Translators: what the user said of a photograph, for example "Own verdict: 7.5 of 10 · High" */
      g_autofree char *said = g_strdup_printf (_("Own verdict: %s"), own);

      y += critic_flow_say (flow, "P", CRITIC_FACE_SMALL, said, x, y + 1.0, width, 2) + 1.0;
    }
  if (n < MOST)
    y = put_sentences (flow, entry, x, y + 6.0, width);

  return y;
}

/* The highest photograph of the row that begins at @first: all stand on its foot. */
static gdouble
find_band (GPtrArray *entries, guint first, guint columns, gdouble width)
{
  gdouble band = 6.0;

  for (guint i = first; i < MIN (first + columns, entries->len); i++)
    {
      const CriticReportEntry *entry = entries->pdata[i];
      gdouble fit_width, fit_height;

      critic_report_fit (critic_report_aspect (entry->width, entry->height), width, photo_height[entries->len], &fit_width, &fit_height);
      band = MAX (band, fit_height);
    }

  return band;
}

static void
lay_cells (const CriticBook *self, CriticFlow *flow, GPtrArray *entries)
{
  guint n = entries->len, columns = n == MOST ? 2 : n;
  gdouble width = (flow->right - flow->left - (columns - 1) * CRITIC_SHEET_GUTTER) / columns;
  gdouble top = flow->y + 2.0, bottom = top, band = find_band (entries, 0, columns, width), foot;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && i % columns == 0)
        {
          top = bottom + 16.0;
          bottom = top;
          band = find_band (entries, i, columns, width);
        }
      foot = put_cell (self, flow, entries->pdata[i], i, n, flow->left + i % columns * (width + CRITIC_SHEET_GUTTER), top, width, band);
      bottom = MAX (bottom, foot);
    }
  flow->y = bottom;
}

static void
lay_line_up (const CriticBook *self, CriticFlow *flow)
{
  gdouble scores[MOST];
  guint n = self->survey->facts->len;

  for (guint i = 0; i < n; i++)
    scores[i] = critic_book_fact (self, i)->failed ? NAN : critic_book_fact (self, i)->score;

  critic_flow_heading (flow, _("Scores"), CRITIC_FIGURE_LINE_UP_HEIGHT + 16.0);
  critic_flow_line_up (flow, scores, n, flow->left, flow->y, flow->right - flow->left);
  flow->y += CRITIC_FIGURE_LINE_UP_HEIGHT + 2.0;
  flow->y += critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL,
                              _("The scores on one line from 1 to 10, each under its photograph\xe2\x80\x99s letter."),
                              flow->left, flow->y, flow->right - flow->left, 0);
}

/* A row of texts, the first at the left, the others under the letters. */
static void
put_row (CriticFlow *flow, const char *name, char **texts, guint n, CriticFace face, const char *tag)
{
  critic_flow_say (flow, tag, face, name, flow->left, flow->y, NAME - 8.0, 1);
  for (guint i = 0; i < n; i++)
    {
      PangoLayout *layout = critic_report_type_set (flow->context, face, texts[i], 0.0, 1);

      critic_flow_put (flow, tag, layout, critic_report_type_colour (face),
                       flow->left + NAME + 62.0 * i + 30.0 - critic_report_type_width (layout), flow->y);
    }
  flow->y += ROW;
}

static void
lay_styles (const CriticBook *self, CriticFlow *flow)
{
  guint n = self->survey->facts->len, order[MCN_N_STYLES];
  gdouble most[MCN_N_STYLES] = { 0.0 };
  char letters[MOST][2] = { { 0 } }, *texts[MOST];

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      guint at = i;

      for (guint k = 0; k < n; k++)
        if (!critic_book_fact (self, k)->failed)
          most[i] = MAX (most[i], critic_book_fact (self, k)->style[i]);
      for (; at > 0 && most[i] > most[order[at - 1]]; at--)
        order[at] = order[at - 1];
      order[at] = i;
    }
  if (most[order[0]] < LEAST_STYLE)
    return;

  critic_flow_heading (flow, _("Styles, probability in per cent"), 4.0 * ROW);
  for (guint k = 0; k < n; k++)
    {
      letters[k][0] = letter_of (k);
      texts[k] = letters[k];
    }
  put_row (flow, "", texts, n, CRITIC_FACE_HEADING, "P");
  for (guint i = 0; i < MOST_STYLES && most[order[i]] >= LEAST_STYLE; i++)
    {
      g_auto (GStrv) shares = g_new0 (char *, n + 1);

      for (guint k = 0; k < n; k++)
        shares[k] = critic_book_fact (self, k)->failed ? g_strdup ("\xe2\x80\x93")
                    : g_strdup_printf ("%.0f", 100.0 * critic_book_fact (self, k)->style[order[i]]);
      critic_flow_need (flow, ROW);
      put_row (flow, _(mcn_style_info (order[i])->name), shares, n, CRITIC_FACE_CELL, "P");
    }
}

/**
 * critic_book_compare: (skip)
 * @self: a book
 * @entries: (element-type CriticReportEntry): two to four, in the order of the report
 *
 * Returns: (transfer full): the page of comparison
 */
CriticFlow *
critic_book_compare (const CriticBook *self, GPtrArray *entries)
{
  CriticFlow *flow = critic_flow_new (self->context, self->width, self->height);

  critic_flow_head (flow, self->survey->title);
  lay_cells (self, flow, entries);
  lay_line_up (self, flow);
  lay_styles (self, flow);

  return flow;
}
