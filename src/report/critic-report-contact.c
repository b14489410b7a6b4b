/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Contact sheets: small photographs in the order of the report. */
#include "critic-report-book.h"

#include "critic-format.h"
#include "critic-report-entry-sheets.h"
#include "critic-report-pictures.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>

#define COLUMNS 3
#define ROWS    (CRITIC_BOOK_CELLS / COLUMNS)
#define GUTTER 16.0
#define WORDS  46.0     /* what stands under a picture */
#define LEAST_STYLE 0.5
#define MOST_STYLES 2
#define BYTES  (CRITIC_REPORT_PAGE_BYTES / CRITIC_BOOK_CELLS - 3000)

/**
 * critic_book_n_contact: (skip)
 * @self: a book
 *
 * Returns: how many contact sheets there are
 */
guint
critic_book_n_contact (const CriticBook *self)
{
  return (self->survey->facts->len + CRITIC_BOOK_CELLS - 1) / CRITIC_BOOK_CELLS;
}

/* The likeliest styles, as far as they are likelier than not. */
static char *
name_styles (const CriticReportFact *fact)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean named[MCN_N_STYLES] = { FALSE };

  for (guint k = 0; k < MOST_STYLES && !fact->failed; k++)
    {
      gint best = -1;

      for (gint i = 0; i < MCN_N_STYLES; i++)
        if (!named[i] && fact->style[i] >= LEAST_STYLE && (best < 0 || fact->style[i] > fact->style[best]))
          best = i;
      if (best < 0)
        break;
      named[best] = TRUE;
      if (k > 0)
        g_string_append (text, ", ");
      g_string_append (text, _(mcn_style_info (best)->name));
    }

  return g_strdup (text->str);
}

static void
put_cell (const CriticBook *self, CriticFlow *flow, guint place, gdouble x, gdouble y, gdouble width, gdouble height)
{
  const CriticReportFact *fact = critic_book_fact (self, place);
  const CriticBookEntry *entry = critic_book_entry (self, place);
  gdouble room = height - WORDS, photo_width, photo_height, score_width;
  g_autofree char *link = self->links ? g_strdup_printf ("photograph-%u", place + 1) : NULL;
  g_autofree char *score = fact->failed ? g_strdup ("\xe2\x80\x93") : critic_format_score (fact->score);
  g_autofree char *title = self->options.ranked ? g_strdup_printf ("%u. %s", place + 1, fact->title) : g_strdup (fact->title);
  g_autofree char *stars = fact->stars > 0 ? critic_report_say_stars (fact->stars) : NULL;
  g_autofree char *styles = name_styles (fact);
  g_autofree char *line = fact->failed ? g_strdup (_("No score"))
                          : stars != NULL && *styles != '\0' ? g_strdup_printf ("%s · %s", stars, styles)
                          : g_strdup (stars != NULL ? stars : styles);
  PangoLayout *layout = critic_report_type_set (flow->context, CRITIC_FACE_STRONG, score, 0.0, 1);

  critic_report_fit (critic_report_aspect (entry->width, entry->height), width, room, &photo_width, &photo_height);
  photo_width = MAX (photo_width, 4.0);
  photo_height = MAX (photo_height, 4.0);
  /* Pictures of a row stand on one line. */
  critic_flow_photo (flow, entry->file, x, y + room - photo_height, photo_width, photo_height, BYTES)->link = g_strdup (link);

  y += room + 5.0;
  score_width = critic_report_type_width (layout);
  critic_flow_say (flow, "Caption", CRITIC_FACE_CELL, title, x, y + 1.0, width - score_width - 6.0, 1);
  critic_flow_put (flow, "Caption", layout, CRITIC_INK, x + width - score_width, y);
  if (*line != '\0')
    critic_flow_say (flow, "P", CRITIC_FACE_SMALL, line, x, y + 14.0, width, 1);
}

/**
 * critic_book_contact: (skip)
 * @self: a book
 * @sheet: which of its sheets, from 0
 *
 * Returns: (transfer full): twelve small photographs with score, stars and styles
 */
CriticFlow *
critic_book_contact (const CriticBook *self, guint sheet)
{
  CriticFlow *flow = critic_flow_new (self->context, self->width, self->height);
  gdouble width = (flow->right - flow->left - (COLUMNS - 1) * GUTTER) / COLUMNS;
  gdouble height = (flow->bottom - CRITIC_SHEET_HEAD - 4.0) / ROWS;

  critic_flow_head (flow, self->options.ranked ? _("Contact sheet, ranked by score") : _("Contact sheet"));
  for (guint i = 0; i < CRITIC_BOOK_CELLS; i++)
    if (sheet * CRITIC_BOOK_CELLS + i < self->survey->facts->len)
      put_cell (self, flow, sheet * CRITIC_BOOK_CELLS + i,
                flow->left + i % COLUMNS * (width + GUTTER), CRITIC_SHEET_HEAD + 4.0 + i / COLUMNS * height, width, height);

  return flow;
}
