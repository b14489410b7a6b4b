/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A photograph's page. */
#include "critic-report-html-private.h"

#include "critic-format.h"
#include "critic-report-captions.h"
#include "critic-report-evidence.h"
#include "critic-report-heat.h"
#include "critic-report-say.h"
#include "critic-trust.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Score, verdict, scale, and what the user says, beside the photograph. */
void
critic_html_score (CriticHtml *self, const CriticReportEntry *entry)
{
  CriticAssessment *assessment = entry->assessment;
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *verdict = critic_report_say_verdict (judgement);
  g_autofree char *above = critic_report_say_above (judgement);
  g_autofree char *error = critic_trust_say_error (assessment);
  g_autofree char *rings = critic_assessment_get_mode (assessment) == MCN_MODE_BOTH ? critic_report_caption_rings (assessment) : NULL;
  g_autofree char *label = g_strdup_printf (_("Scale from 1 to 10: the score is %s; the hill is how far votes of such a photograph spread."), score);

  critic_html_element (self, "h3", "class=\"quiet\"", isnan (entry->true_score) ? _("Score") : _("Predicted (true)"));
  critic_html_put (self, "<p class=\"score\"><strong>%s</strong>", score);
  if (!isnan (entry->true_score))
    {
      g_autofree char *truth = critic_format_score (entry->true_score);

      critic_html_put (self, " <span class=\"true\">(%s)</span>", truth);
    }
  critic_html_put (self, "</p>\n<p class=\"verdict\"><b>%s</b> · ", verdict);
  critic_html_text (self, above);
  critic_html_put (self, "</p>\n");
  critic_html_scale (self, assessment, label);
  if (rings != NULL)
    critic_html_element (self, "p", "class=\"rings\"", rings);
  critic_html_element (self, "p", "class=\"note\"", error);
}

static void
put_own (CriticHtml *self, const CriticReportEntry *entry)
{
  g_autofree char *own = critic_report_say_own (entry);

  if (own == NULL)
    return;

  critic_html_element (self, "h3", NULL, _("Own verdict"));
  critic_html_put (self, "<p class=\"own\">");
  critic_html_text (self, own);
  if (entry->stars > 0)
    {
      g_autofree char *spoken = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u star of 5", "%u stars of 5", entry->stars), entry->stars);

      critic_html_put (self, "<span class=\"hidden\"> (");
      critic_html_text (self, spoken);
      critic_html_put (self, ")</span>");
    }
  critic_html_put (self, "</p>\n");
}

static void
put_photo (CriticHtml *self, const CriticReportEntry *entry, const CriticReportPhoto *photo, const char *title, guint number)
{
  g_autofree char *facts = critic_report_say_facts (entry, self->options);
  g_autofree char *alt = g_strdup_printf (_("The photograph “%s”"), title);
  g_autofree char *id = g_strdup_printf ("facts-%u", number);

  critic_html_put (self, "<figure class=\"photo\">\n<div class=\"stage\">");
  critic_html_image (self, photo, alt, id);
  critic_html_put (self, "</div>\n<figcaption id=\"%s\">", id);
  critic_html_text (self, facts != NULL ? facts : title);
  critic_html_put (self, "</figcaption>\n</figure>\n");
}

/* Numbers of words and signs of the strongest places, over the map. */
static void
put_numbers (CriticHtml *self, const CriticReportTies *ties, const CriticReportSign *signs, guint n_signs,
             const CriticReportPhoto *map)
{
  int height = (int) lround (1000.0 * map->height / map->width);

  critic_html_put (self, "<svg class=\"numbers\" viewBox=\"0 0 1000 %d\" aria-hidden=\"true\">\n", height);
  for (guint i = 0; i < n_signs; i++)
    critic_html_put (self, "<text class=\"sign\" x=\"%d\" y=\"%d\">%s</text>\n",
                     (int) lround (signs[i].x * 1000.0), (int) lround (signs[i].y * height) + 18,
                     signs[i].raises ? "+" : "\xe2\x88\x92");
  for (guint i = 0, given = 0; i < ties->marks->len; i++)
    {
      const CriticReportTie *tie = &g_array_index (ties->marks, CriticReportTie, i);
      int x = CLAMP ((int) lround (tie->x * 1000.0), 30, 970);
      int y = CLAMP ((int) lround (tie->y * height), 30, MAX (30, height - 30));

      /* Words of one place share its number. */
      if (tie->number <= given)
        continue;
      given = tie->number;
      critic_html_put (self, "<g data-tie=\"%u\"><circle cx=\"%d\" cy=\"%d\" r=\"24\"/><text x=\"%d\" y=\"%d\">%u</text></g>\n",
                       tie->number, x, y, x, y + 11, tie->number);
    }
  critic_html_put (self, "</svg>");
}

/* What the map says, in words. */
static char *
describe_heat (const CriticReportSign *signs, guint n_signs)
{
  g_autoptr (GString) text = g_string_new (_("Heat map of the photograph."));

  for (guint i = 0; i < n_signs; i++)
    {
      g_autofree char *where = critic_report_say_place (signs[i].x, signs[i].y);
      g_autofree char *value = critic_format_signed (signs[i].value, 2);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, signs[i].raises ? _("The place that raises the score most: %s (%s).")
                                                    : _("The place that lowers the score most: %s (%s)."), where, value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
put_heat (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, const CriticReportPhoto *photo,
          guint number, GError **error)
{
  g_autoptr (CriticHeatmap) heat = critic_heatmap_for_score (entry->assessment);
  g_autoptr (CriticReportPhoto) map = NULL;
  g_autofree char *alt = NULL, *id = g_strdup_printf ("heat-%u", number), *peak = NULL;
  g_autofree char *caption = critic_report_caption_heat (entry->assessment, marks->ties->marks->len > 0);
  CriticReportSign signs[2];
  guint n_signs;

  if (heat == NULL)
    return TRUE;
  map = critic_report_heat_draw (photo, heat, self->long_side / 2, self->most_bytes / 3, self->cancellable, error);
  if (map == NULL)
    return FALSE;

  n_signs = critic_report_heat_signs (heat, signs);
  alt = describe_heat (signs, n_signs);
  peak = g_strdup_printf ("%.*f", heat->peak < 0.1f ? 3 : 2, heat->peak);
  critic_html_put (self, "<figure class=\"heat\">\n<div class=\"stage\">");
  critic_html_image (self, map, alt, id);
  put_numbers (self, marks->ties, signs, n_signs, map);
  critic_html_put (self, "</div>\n<figcaption id=\"%s\">", id);
  critic_html_put (self, "<span class=\"legend\"><span>\xe2\x88\x92%s</span><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                   "<rect class=\"low\" width=\"50\" height=\"8\"/><rect class=\"high\" x=\"50\" width=\"50\" height=\"8\"/></svg><span>+%s</span></span> ", peak, peak);
  critic_html_text (self, caption);
  critic_html_put (self, "</figcaption>\n</figure>\n");

  return TRUE;
}

/* What was measured, as figures; and that it is no reason of the network's. */
static void
put_drawings (CriticHtml *self, const CriticReportEntry *entry)
{
  McnStyle styles[CRITIC_REPORT_DRAWINGS];
  guint n = critic_report_find_drawings (entry, styles);

  if (critic_assessment_get_evidence (entry->assessment) == NULL)
    return;

  critic_html_element (self, "p", "class=\"evidence\"", critic_evidence_label ());
  if (n == 0)
    return;
  critic_html_put (self, "<div class=\"drawings\">\n");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *caption = critic_report_say_drawing (styles[i]);
      g_autoptr (GBytes) png = NULL;
      guint width, height;

      png = critic_report_evidence_png (entry, styles[i], &width, &height);
      if (png == NULL)
        continue;
      critic_html_put (self, "<figure><img width=\"%u\" height=\"%u\"", width, height);
      critic_html_attribute (self, "alt", entry->evidence[styles[i]]);
      critic_html_put (self, " src=\"data:image/png;base64,");
      critic_html_flush (self, NULL);
      critic_report_stream_base64 (self->stream, png);
      critic_html_put (self, "\">");
      critic_html_element (self, "figcaption", NULL, caption);
      critic_html_put (self, "</figure>\n");
    }
  critic_html_put (self, "</div>\n");
}

/* The likeliest styles with what was measured. */
void
critic_html_styles (CriticHtml *self, const CriticReportEntry *entry)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);
  McnStyle styles[MCN_N_STYLES];
  guint n = critic_report_find_styles (entry->assessment, styles);

  critic_html_put (self, "<section class=\"styles\">\n");
  critic_html_element (self, "h3", NULL, _("Styles"));
  critic_html_put (self, "<table>\n<thead class=\"hidden\"><tr><th scope=\"col\">%s</th><td></td><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
                   _("Style"), _("Probability"), _("Measured"));
  for (guint i = 0; i < n; i++)
    {
      McnStyle best = styles[i];
      const char *doubt = critic_trust_say_style (entry->assessment, best);
      g_autofree char *share = critic_format_share (judgement->style[best]);

      critic_html_put (self, "<tr><th scope=\"row\">");
      critic_html_text (self, _(mcn_style_info (best)->name));
      critic_html_put (self, "</th><td>");
      critic_html_bar (self, judgement->style[best]);
      critic_html_put (self, "</td><td class=\"number\">%s</td><td class=\"evidence\">", share);
      if (entry->evidence[best] != NULL)
        critic_html_text (self, entry->evidence[best]);
      if (doubt != NULL)
        {
          critic_html_put (self, entry->evidence[best] != NULL ? " <em>" : "<em>");
          critic_html_text (self, doubt);
          critic_html_put (self, "</em>");
        }
      critic_html_put (self, "</td></tr>\n");
    }
  critic_html_put (self, "</tbody>\n</table>\n");
  put_drawings (self, entry);
  critic_html_put (self, "</section>\n");
}

/* " data-columns=... data-effects=...": what the script says of places. */
static void
put_grid (CriticHtml *self, CriticAssessment *assessment)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  guint columns, rows;

  if (!critic_assessment_get_grid (assessment, &columns, &rows))
    return;
  critic_html_put (self, " data-columns=\"%u\" data-rows=\"%u\"", columns, rows);
  if (explanation == NULL || explanation->region == NULL || explanation->n_regions != (gsize) columns * rows)
    return;

  critic_html_put (self, " data-effects=\"");
  for (gsize i = 0; i < explanation->n_regions; i++)
    {
      g_autofree char *effect = critic_format_signed (explanation->region[i], 3);

      critic_html_put (self, "%s%s", i > 0 ? " " : "", effect);
    }
  critic_html_put (self, "\"");
}

static gboolean
put_judged (CriticHtml *self, const CriticReportEntry *entry, const CriticReportPhoto *photo, const char *title,
            guint number, GError **error)
{
  g_autoptr (CriticReportMarks) marks = critic_report_marks_new (entry);
  g_autofree char *meaning = critic_report_say_meaning (entry->assessment);

  critic_html_put (self, "<div class=\"first\">\n");
  if (photo != NULL)
    put_photo (self, entry, photo, title, number);
  critic_html_put (self, "<div class=\"judgement\">\n");
  critic_html_score (self, entry);
  put_own (self, entry);
  critic_html_put (self, "</div>\n</div>\n<div class=\"second\">\n");
  if (photo != NULL && !put_heat (self, entry, marks, photo, number, error))
    return FALSE;
  critic_html_put (self, "<div class=\"said\">\n");
  critic_html_critiques (self, entry, marks, number);
  critic_html_ties (self, entry, marks, number);
  critic_html_put (self, "</div>\n</div>\n");
  critic_html_styles (self, entry);
  critic_html_put (self, "<section class=\"meaning\">\n");
  critic_html_element (self, "h3", NULL, _("What the number means"));
  critic_html_element (self, "p", NULL, meaning);
  critic_html_put (self, "</section>\n");

  return TRUE;
}

static void
put_failed (CriticHtml *self, const CriticReportEntry *entry, const CriticReportPhoto *photo, const char *title, guint number)
{
  g_autoptr (CriticReportMarks) marks = critic_report_marks_new (entry);
  g_autofree char *failure = critic_report_say_failure (entry, self->options);

  critic_html_put (self, "<div class=\"first\">\n");
  if (photo != NULL)
    put_photo (self, entry, photo, title, number);
  critic_html_put (self, "<div class=\"judgement\">\n");
  critic_html_element (self, "h3", "class=\"quiet\"", _("No score"));
  critic_html_element (self, "p", "class=\"failure\"", failure);
  put_own (self, entry);
  critic_html_put (self, "</div>\n</div>\n<div class=\"said\">\n");
  critic_html_critiques (self, entry, marks, number);
  critic_html_put (self, "</div>\n");
}

static void
put_head (CriticHtml *self, const CriticReportEntry *entry, const char *title, guint number)
{
  critic_html_put (self, "<article class=\"page\" id=\"photo-%u\" aria-labelledby=\"title-%u\"", number, number);
  if (entry->assessment != NULL)
    put_grid (self, entry->assessment);
  critic_html_put (self, ">\n<header><h2 id=\"title-%u\"><bdi>", number);
  critic_html_text (self, title);
  critic_html_put (self, "</bdi></h2><p><bdi>");
  critic_html_text (self, self->survey->title);
  critic_html_put (self, "</bdi>");
  if (self->job->n_entries > 1)
    {
      critic_html_put (self, " · ");
      critic_html_put (self, _("%u of %u"), number, self->job->n_entries);
    }
  critic_html_put (self, "</p></header>\n");
}

/* An entry's page. @number: from 1, in the order of the report. */
gboolean
critic_html_page (CriticHtml *self, const CriticReportEntry *entry, guint index, guint number, GError **error)
{
  g_autofree char *title = critic_report_say_title (entry, index, self->options);
  g_autofree char *model = critic_report_say_model (self->job);
  g_autoptr (GError) local = NULL;
  g_autoptr (CriticReportPhoto) photo = critic_report_photo_load (entry->file, self->long_side, self->most_bytes,
                                                                  self->cancellable, &local);

  if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  put_head (self, entry, title, number);
  if (entry->assessment == NULL)
    put_failed (self, entry, photo, title, number);
  else if (!put_judged (self, entry, photo, title, number, error))
    return FALSE;
  critic_html_put (self, "<footer><p>");
  critic_html_text (self, model);
  critic_html_put (self, " · ");
  critic_html_text (self, self->survey->date);
  critic_html_put (self, "</p></footer>\n</article>\n");

  return critic_html_flush (self, error);
}
