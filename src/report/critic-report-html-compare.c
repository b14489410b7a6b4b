/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two to four photographs side by side: a table, one column a photograph, so
 * that every row compares. */
#include "critic-report-html-private.h"

#include "critic-format.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST          4
#define STYLES        4     /* rows of styles: those in which they differ most */

typedef struct
{
  guint              n;
  CriticReportEntry *entries[MOST];
} Row;

static void
row_clear (Row *row)
{
  for (guint i = 0; i < row->n; i++)
    critic_report_entry_free (row->entries[i]);
}

static void
begin_row (CriticHtml *self, const char *name)
{
  critic_html_put (self, "<tr><th scope=\"row\">");
  critic_html_text (self, name);
  critic_html_put (self, "</th>");
}

static void
end_row (CriticHtml *self)
{
  critic_html_put (self, "</tr>\n");
}

static gboolean
put_photos (CriticHtml *self, const Row *row, GError **error)
{
  begin_row (self, _("Photograph"));
  for (guint i = 0; i < row->n; i++)
    {
      const CriticReportFact *fact = &g_array_index (self->survey->facts, CriticReportFact, i);
      g_autoptr (GError) local = NULL;
      g_autoptr (CriticReportPhoto) photo = critic_report_photo_load (row->entries[i]->file, self->long_side / 2,
                                                                      self->most_bytes / 2, self->cancellable, &local);
      g_autofree char *facts = critic_report_say_facts (row->entries[i], self->options);

      if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      critic_html_put (self, "<td><figure>");
      if (photo != NULL)
        {
          g_autofree char *alt = g_strdup_printf (_("The photograph “%s”"), fact->title);

          critic_html_image (self, photo, alt, NULL);
        }
      critic_html_element (self, "figcaption", NULL, facts != NULL ? facts : fact->title);
      critic_html_put (self, "</figure></td>");
    }
  end_row (self);

  return TRUE;
}

static void
put_judgements (CriticHtml *self, const Row *row)
{
  begin_row (self, _("Judgement"));
  for (guint i = 0; i < row->n; i++)
    {
      critic_html_put (self, "<td>");
      if (row->entries[i]->assessment != NULL)
        critic_html_score (self, row->entries[i]);
      else
        {
          g_autofree char *failure = critic_report_say_failure (row->entries[i], self->options);

          critic_html_element (self, "p", "class=\"failure\"", failure);
        }
      critic_html_put (self, "</td>");
    }
  end_row (self);
}

/* How far the probabilities of a style lie apart. */
static gdouble
style_range (const Row *row, int style)
{
  gdouble least = 1.0, most = 0.0;

  for (guint i = 0; i < row->n; i++)
    if (row->entries[i]->assessment != NULL)
      {
        gdouble p = critic_assessment_get_judgement (row->entries[i]->assessment)->style[style];

        least = MIN (least, p);
        most = MAX (most, p);
      }

  return most - least;
}

static void
put_styles (CriticHtml *self, const Row *row)
{
  gboolean named[MCN_N_STYLES] = { FALSE };

  for (int k = 0; k < STYLES; k++)
    {
      int widest = -1;

      for (int j = 0; j < MCN_N_STYLES; j++)
        if (!named[j] && (widest < 0 || style_range (row, j) > style_range (row, widest)))
          widest = j;
      named[widest] = TRUE;
      begin_row (self, _(mcn_style_info (widest)->name));
      for (guint i = 0; i < row->n; i++)
        {
          critic_html_put (self, "<td class=\"share\">");
          if (row->entries[i]->assessment != NULL)
            {
              gdouble p = critic_assessment_get_judgement (row->entries[i]->assessment)->style[widest];
              g_autofree char *share = critic_format_share (p);

              critic_html_bar (self, p);
              critic_html_put (self, " <span class=\"number\">%s</span>", share);
            }
          else
            critic_html_put (self, "–");
          critic_html_put (self, "</td>");
        }
      end_row (self);
    }
}

static void
put_words (CriticHtml *self, const Row *row)
{
  begin_row (self, _("Critiques"));
  for (guint i = 0; i < row->n; i++)
    {
      g_autoptr (CriticReportMarks) marks = critic_report_marks_new (row->entries[i]);

      critic_html_put (self, "<td class=\"said\">");
      if (row->entries[i]->critiques->len > 0)
        critic_html_critiques (self, row->entries[i], marks, i + 1);
      else
        critic_html_element (self, "p", "class=\"note\"", _("No critique"));
      critic_html_put (self, "</td>");
    }
  end_row (self);
}

static void
put_own (CriticHtml *self, const Row *row)
{
  begin_row (self, _("Own verdict"));
  for (guint i = 0; i < row->n; i++)
    {
      g_autofree char *own = critic_report_say_own (row->entries[i]);

      critic_html_element (self, "td", NULL, own != NULL ? own : "–");
    }
  end_row (self);
}

gboolean
critic_html_compare (CriticHtml *self, GError **error)
{
  Row row = { 0 };
  gboolean done = TRUE;

  for (guint i = 0; done && i < MIN (MOST, self->survey->facts->len); i++)
    {
      guint index = g_array_index (self->survey->facts, CriticReportFact, i).index;

      row.entries[i] = self->job->get (index, self->job->data, self->cancellable, error);
      done = row.entries[i] != NULL;
      row.n += done;
      if (done && self->job->progress != NULL)
        self->job->progress (self->job->n_entries + i + 1, 2 * self->job->n_entries, self->job->progress_data);
    }

  if (done)
    {
      critic_html_put (self, "<section class=\"compare\" aria-labelledby=\"compare-title\">\n<h2 id=\"compare-title\">%s</h2>\n"
                       "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"compare-title\"><table>\n<thead><tr><td></td>", _("Comparison"));
      for (guint i = 0; i < row.n; i++)
        {
          critic_html_put (self, "<th scope=\"col\"><bdi>");
          critic_html_text (self, g_array_index (self->survey->facts, CriticReportFact, i).title);
          critic_html_put (self, "</bdi></th>");
        }
      critic_html_put (self, "</tr></thead>\n<tbody>\n");
      done = put_photos (self, &row, error);
    }
  if (done)
    {
      put_judgements (self, &row);
      put_own (self, &row);
      put_styles (self, &row);
      put_words (self, &row);
      critic_html_put (self, "</tbody>\n</table></div>\n</section>\n");
      done = critic_html_flush (self, error);
    }
  row_clear (&row);

  return done;
}
