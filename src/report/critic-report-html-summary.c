/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands before the pages: the summary, the contents, the contact sheet. */
#include "critic-report-html-private.h"

#include "critic-format.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define THUMBNAIL_SIDE  360
#define THUMBNAIL_BYTES (40 * 1000)
#define OPEN_CONTENTS    24     /* longer ones are folded */

static const CriticReportFact *
get_fact (CriticHtml *self, guint i)
{
  return &g_array_index (self->survey->facts, CriticReportFact, i);
}

static gboolean
has_pages (CriticHtml *self)
{
  return self->options->template == CRITIC_TEMPLATE_FULL || self->options->template == CRITIC_TEMPLATE_PAGES;
}

/* The entry's title, as a link to its page where there is one. */
static void
put_link (CriticHtml *self, guint i)
{
  if (has_pages (self))
    critic_html_put (self, "<a href=\"#photo-%u\">", i + 1);
  critic_html_put (self, "<bdi>");
  critic_html_text (self, get_fact (self, i)->title);
  critic_html_put (self, "</bdi>");
  if (has_pages (self))
    critic_html_put (self, "</a>");
}

/* The histogram in words: how many in each whole point. */
static char *
describe_histogram (const CriticReportSurvey *survey)
{
  GString *text = g_string_new (_("How many photographs have which score."));

  for (int i = 0; i < 9; i++)
    {
      guint n = 0;

      for (int j = 0; j < 4; j++)
        n += survey->bins[4 * i + j];
      if (n > 0)
        {
          g_string_append_c (text, ' ');
          g_string_append_printf (text, _("%d to %d: %u."), i + 1, i + 2, n);
        }
    }

  return g_string_free (text, FALSE);
}

static void
put_counts (CriticHtml *self)
{
  const CriticReportSurvey *survey = self->survey;
  guint n = survey->facts->len, n_judged = n - survey->n_failed;

  critic_html_put (self, "<ul class=\"counts\">\n<li>");
  critic_html_put (self, g_dngettext (GETTEXT_PACKAGE, "<b>%u</b> photograph", "<b>%u</b> photographs", n), n);
  critic_html_put (self, "</li>\n");
  if (n_judged > 0)
    {
      g_autofree char *mean = critic_format_score (survey->mean);

      critic_html_put (self, "<li>");
      critic_html_put (self, _("<b>%s</b> on average"), mean);
      critic_html_put (self, "</li>\n<li>");
      critic_html_put (self, _("<b>%u</b> high, <b>%u</b> low"), survey->n_high, n_judged - survey->n_high);
      critic_html_put (self, "</li>\n");
    }
  if (survey->n_failed > 0)
    {
      critic_html_put (self, "<li>");
      critic_html_put (self, _("<b>%u</b> without a score"), survey->n_failed);
      critic_html_put (self, "</li>\n");
    }
  critic_html_put (self, "</ul>\n");
}

static void
put_style_counts (CriticHtml *self)
{
  const CriticReportSurvey *survey = self->survey;
  guint n_judged = survey->facts->len - survey->n_failed, most = 0;

  for (int i = 0; i < MCN_N_STYLES; i++)
    most = MAX (most, survey->style[i]);
  critic_html_put (self, "<section class=\"styles\">\n");
  critic_html_element (self, "h3", NULL, _("Styles"));
  if (most == 0)
    critic_html_element (self, "p", "class=\"note\"", _("No photograph shows one of the fourteen styles clearly."));
  else
    critic_html_put (self, "<table>\n<tbody>\n");
  for (guint count = most; count > 0; count--)
    for (int i = 0; i < MCN_N_STYLES; i++)
      if (survey->style[i] == count)
        {
          critic_html_put (self, "<tr><th scope=\"row\">");
          critic_html_text (self, _(mcn_style_info (i)->name));
          critic_html_put (self, "</th><td>");
          critic_html_bar (self, 1.0 * count / n_judged);
          critic_html_put (self, "</td><td class=\"number\">%u</td></tr>\n", count);
        }
  if (most > 0)
    critic_html_put (self, "</tbody>\n</table>\n");
  critic_html_put (self, "</section>\n");
}

/* The judgements that the user or the truth does not share. */
static void
put_disagreements (CriticHtml *self)
{
  if (self->survey->n_disagree == 0)
    return;

  critic_html_put (self, "<section class=\"disagreements\">\n");
  critic_html_element (self, "h3", NULL, _("Disagreements"));
  critic_html_put (self, "<ul>\n");
  for (guint i = 0; i < self->survey->facts->len; i++)
    {
      const CriticReportFact *fact = get_fact (self, i);
      g_autofree char *score = critic_format_score (fact->score);
      const char *verdict = fact->high ? C_("verdict", "High") : C_("verdict", "Low");

      if (!fact->disagrees)
        continue;
      critic_html_put (self, "<li>");
      put_link (self, i);
      critic_html_put (self, ": ");
      critic_html_put (self, _("model %s (%s)"), score, verdict);
      if (fact->own_score > 0.0)
        {
          g_autofree char *own = critic_format_score (fact->own_score);

          critic_html_put (self, ", ");
          critic_html_put (self, _("own score %s"), own);
        }
      if (fact->own_high >= 0)
        {
          critic_html_put (self, ", ");
          critic_html_put (self, _("own verdict %s"), fact->own_high ? C_("verdict", "High") : C_("verdict", "Low"));
        }
      if (!isnan (fact->true_score))
        {
          g_autofree char *truth = critic_format_score (fact->true_score);

          critic_html_put (self, ", ");
          critic_html_put (self, _("true score %s"), truth);
        }
      critic_html_put (self, "</li>\n");
    }
  critic_html_put (self, "</ul>\n</section>\n");
}

void
critic_html_summary (CriticHtml *self)
{
  critic_html_put (self, "<section class=\"summary\" id=\"summary\" aria-labelledby=\"summary-title\">\n<h2 id=\"summary-title\">%s</h2>\n", _("Summary"));
  put_counts (self);
  if (self->survey->n_failed < self->survey->facts->len)
    {
      g_autofree char *label = describe_histogram (self->survey);

      critic_html_put (self, "<div class=\"halves\">\n<figure>\n");
      critic_html_histogram (self, self->survey, label);
      critic_html_element (self, "figcaption", NULL, _("Photographs by score, from 1 to 10"));
      critic_html_put (self, "</figure>\n");
      put_style_counts (self);
      critic_html_put (self, "</div>\n");
      put_disagreements (self);
    }
  critic_html_put (self, "</section>\n");
}

/* Links to everything, in a landmark. */
void
critic_html_contents (CriticHtml *self)
{
  critic_html_put (self, "<nav aria-labelledby=\"contents-title\">\n<h2 id=\"contents-title\">%s</h2>\n<ul>\n", _("Contents"));
  critic_html_put (self, "<li><a href=\"#summary\">%s</a></li>\n<li><a href=\"#contact\">%s</a></li>\n", _("Summary"), _("Contact sheet"));
  critic_html_put (self, "</ul>\n");
  if (has_pages (self))
    {
      critic_html_put (self, "<details%s><summary>%s</summary>\n<ol>\n", self->job->n_entries <= OPEN_CONTENTS ? " open" : "", _("Photographs"));
      for (guint i = 0; i < self->survey->facts->len; i++)
        {
          const CriticReportFact *fact = get_fact (self, i);
          g_autofree char *score = fact->failed ? g_strdup ("–") : critic_format_score (fact->score);

          critic_html_put (self, "<li>");
          put_link (self, i);
          critic_html_put (self, " <span class=\"number\">%s</span></li>\n", score);
        }
      critic_html_put (self, "</ol>\n</details>\n");
    }
  critic_html_put (self, "</nav>\n");
}

static gboolean
put_thumbnail (CriticHtml *self, guint i, GError **error)
{
  const CriticReportFact *fact = get_fact (self, i);
  g_autoptr (CriticReportEntry) entry = self->job->get (fact->index, self->job->data, self->cancellable, error);
  g_autoptr (CriticReportPhoto) photo = NULL;
  g_autoptr (GError) local = NULL;
  McnStyle style = critic_report_survey_best_style (fact);

  if (entry == NULL)
    return FALSE;
  photo = critic_report_photo_load (entry->file, THUMBNAIL_SIDE, THUMBNAIL_BYTES, self->cancellable, &local);
  if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  critic_html_put (self, "<li><figure>\n<div class=\"thumbnail\">");
  if (photo != NULL)
    {
      g_autofree char *alt = g_strdup_printf (_("The photograph “%s”"), fact->title);

      critic_html_image (self, photo, alt, NULL);
    }
  critic_html_put (self, "</div>\n<figcaption>");
  if (!fact->failed)
    {
      g_autofree char *score = critic_format_score (fact->score);

      critic_html_put (self, "<b class=\"number\">%s</b> ", score);
    }
  put_link (self, i);
  if (fact->stars > 0)
    {
      g_autofree char *stars = critic_report_say_stars (fact->stars);
      g_autofree char *spoken = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u star of 5", "%u stars of 5", fact->stars), fact->stars);

      critic_html_put (self, " <span class=\"stars\" role=\"img\" aria-label=\"%s\">%s</span>", spoken, stars);
    }
  if (fact->failed)
    {
      g_autofree char *failure = critic_report_say_failure (entry, self->options);

      critic_html_element (self, "span", "class=\"note\"", failure);
    }
  else if (style != MCN_N_STYLES)
    critic_html_element (self, "span", "class=\"note\"", _(mcn_style_info (style)->name));
  critic_html_put (self, "</figcaption>\n</figure></li>\n");

  return critic_html_flush (self, error);
}

/* Reads every photograph once more, small. */
gboolean
critic_html_contact (CriticHtml *self, GError **error)
{
  critic_html_put (self, "<section class=\"contact\" id=\"contact\" aria-labelledby=\"contact-title\">\n<h2 id=\"contact-title\">%s</h2>\n<ol>\n", _("Contact sheet"));
  for (guint i = 0; i < self->survey->facts->len; i++)
    if (g_cancellable_set_error_if_cancelled (self->cancellable, error) || !put_thumbnail (self, i, error))
      return FALSE;
  critic_html_put (self, "</ol>\n</section>\n");

  return critic_html_flush (self, error);
}
