/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands before the photographs: the cover and the contents. */
#include "critic-report-book.h"

#include "critic-format.h"
#include "critic-report-entry-sheets.h"
#include "critic-report-figures.h"
#include "critic-report-pictures.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>

#define COVER_PHOTO  400.0      /* the most that the cover's photograph is high */
#define COVER_BYTES (900 * 1000)
#define ROW           16.2      /* of the contents */
#define PAGE_WIDTH    26.0      /* of its numbers */
#define SCORE_WIDTH   26.0
#define LEADER_GAP     6.0      /* between a title and its dots */
#define ONE_COLUMN    CRITIC_BOOK_ROWS

/**
 * critic_book_fact: (skip)
 * @self: a book
 * @place: in the order of the report, from 0
 *
 * Returns: (transfer none): what is known of the entry at that place
 */
const CriticReportFact *
critic_book_fact (const CriticBook *self, guint place)
{
  return &g_array_index (self->survey->facts, CriticReportFact, place);
}

/**
 * critic_book_entry: (skip)
 * @self: a book
 * @place: in the order of the report, from 0
 *
 * Returns: (transfer none): file, size and pages of the entry at that place
 */
CriticBookEntry *
critic_book_entry (const CriticBook *self, guint place)
{
  return &g_array_index (self->entries, CriticBookEntry, critic_book_fact (self, place)->index);
}

/**
 * critic_book_cover: (skip)
 * @self: a book
 *
 * Returns: (transfer full): the cover: title, author, date, the first photograph
 */
CriticFlow *
critic_book_cover (const CriticBook *self)
{
  CriticFlow *flow = critic_flow_new (self->context, self->width, self->height);
  const CriticBookEntry *first = critic_book_entry (self, 0);
  g_autofree char *author = self->options.author != NULL ? critic_report_show (self->options.author, -1) : NULL;
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u photograph", "%u photographs", self->survey->facts->len),
                                            self->survey->facts->len);
  gdouble all = flow->right - flow->left, width, height, y;

  critic_report_fit (critic_report_aspect (first->width, first->height), all, COVER_PHOTO, &width, &height);
  width = MAX (width, 12.0);
  height = MAX (height, 12.0);

  y = CRITIC_SHEET_MARGIN + 16.0 + height + 24.0;
  if (height < COVER_PHOTO * 0.8)
    y += 40.0;
  y += critic_flow_say (flow, "H1", CRITIC_FACE_COVER, self->survey->title, flow->left - 1.0, y, all, 3) + 12.0;
  critic_flow_rule (flow, flow->left, y, 64.0);
  y += 14.0;
  if (author != NULL && *author != '\0')
    y += critic_flow_say (flow, "P", CRITIC_FACE_LEAD, author, flow->left, y, all, 2) + 2.0;
  y += critic_flow_say (flow, "P", CRITIC_FACE_LEAD, self->survey->date, flow->left, y, all, 2) + 2.0;
  critic_flow_say (flow, "P", CRITIC_FACE_LEAD, count, flow->left, y, all, 1);

  y = CRITIC_SHEET_MARGIN + 16.0;
  critic_flow_photo (flow, first->file, flow->left, y, width, height, COVER_BYTES);
  critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL, critic_book_fact (self, 0)->title, flow->left, y + height + 5.0, MAX (width, 150.0), 1);

  return flow;
}

static guint
n_columns (const CriticBook *self, guint n_sections)
{
  return self->survey->facts->len + n_sections > ONE_COLUMN ? 2 : 1;
}

/* Rows that fit on this paper. */
static guint
n_rows (const CriticBook *self)
{
  return MIN (CRITIC_BOOK_ROWS, (guint) ((self->height - CRITIC_SHEET_HEAD - CRITIC_SHEET_FOOT) / ROW));
}

/**
 * critic_book_n_contents: (skip)
 * @self: a book
 * @n_sections: rows over those of the photographs
 *
 * Returns: how many sheets the contents take
 */
guint
critic_book_n_contents (const CriticBook *self, guint n_sections)
{
  guint each = n_rows (self) * n_columns (self, n_sections);

  return (self->survey->facts->len + n_sections + each - 1) / each;
}

static void
put_row (CriticFlow *flow, const char *title, const char *score, guint page, const char *link, gboolean strong,
         gdouble x, gdouble y, gdouble width)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  CriticFace face = strong ? CRITIC_FACE_STRONG : CRITIC_FACE_BODY;
  PangoLayout *name = critic_report_type_set (flow->context, face, title, width - PAGE_WIDTH - SCORE_WIDTH - 8.0, 1);
  PangoLayout *leaf = critic_report_type_set (flow->context, face, number, 0.0, 1);

  critic_flow_put (flow, "TOCI", name, CRITIC_INK, x, y)->link = g_strdup (link);
  critic_flow_leader (flow, x + critic_report_type_width (name) + LEADER_GAP, x + width - PAGE_WIDTH - SCORE_WIDTH,
                      y + critic_report_type_baseline (name));
  if (score != NULL)
    {
      PangoLayout *layout = critic_report_type_set (flow->context, CRITIC_FACE_BODY, score, 0.0, 1);

      critic_flow_put (flow, "TOCI", layout, CRITIC_INK_DIM, x + width - PAGE_WIDTH - critic_report_type_width (layout), y);
    }
  critic_flow_put (flow, "TOCI", leaf, CRITIC_INK, x + width - critic_report_type_width (leaf), y)->link = g_strdup (link);
}

/**
 * critic_book_contents: (skip)
 * @self: a book
 * @sheet: which of its sheets, from 0
 * @sections: rows over those of the photographs
 * @n_sections: their number
 *
 * Returns: (transfer full): a sheet of contents: names, scores and pages, each a link
 */
CriticFlow *
critic_book_contents (const CriticBook *self, guint sheet, const CriticBookSection *sections, guint n_sections)
{
  CriticFlow *flow = critic_flow_new (self->context, self->width, self->height);
  guint columns = n_columns (self, n_sections), rows = n_rows (self);
  gdouble width = (flow->right - flow->left - (columns - 1) * CRITIC_SHEET_GUTTER) / columns;

  critic_flow_head (flow, _("Contents"));
  for (guint column = 0; column < columns; column++)
    for (guint row = 0; row < rows; row++)
      {
        guint place = (sheet * columns + column) * rows + row;
        gdouble x = flow->left + column * (width + CRITIC_SHEET_GUTTER), y = CRITIC_SHEET_HEAD + 6.0 + row * ROW;

        if (place < n_sections)
          put_row (flow, sections[place].title, NULL, sections[place].page, sections[place].link, TRUE, x, y, width);
        else if (place - n_sections < self->survey->facts->len)
          {
            const CriticReportFact *fact = critic_book_fact (self, place - n_sections);
            g_autofree char *link = g_strdup_printf ("photograph-%u", place - n_sections + 1);
            g_autofree char *score = fact->failed ? g_strdup ("\xe2\x80\x93") : critic_format_score (fact->score);

            put_row (flow, fact->title, score, critic_book_entry (self, place - n_sections)->page, link, FALSE, x, y, width);
          }
      }

  return flow;
}
