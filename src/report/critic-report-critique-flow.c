/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Critiques on a page: a line for each sentence that was scored, its words
 * tinted, its effect beside its last line; paragraphs for the others. */
#include "critic-report-entry-sheets.h"

#include "critic-format.h"
#include "critic-report-heat.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EFFECT_WIDTH 36.0   /* the gutter of sentence effects, at the right */
#define PARAGRAPH 9.0       /* between two paragraphs */
#define SENTENCE 4.0        /* between two sentences */
#define BELOW 9.0           /* between a picture with its caption and text over the whole width */
#define CIRCLE " \xef\xbf\xbc"  /* a space, and U+FFFC in the place of the number */
#define CIRCLE_AT 1             /* byte of the latter */

/* How strong a word's tint is, by its strength: the share of the sign's colour. */
static const gdouble tints[] = { 0.0, 0.14, 0.20, 0.28, 0.36 };

/* Where the body begins now: beside what stands left, or at the left margin,
 * well below that. */
static gdouble
begin_at (CriticFlow *self, const CriticSheet *first, gdouble x, gdouble *beside)
{
  if (self->sheet == first && self->y < *beside)
    return x;

  if (self->sheet == first && *beside > 0.0)
    self->y = MAX (self->y, *beside + BELOW);
  *beside = 0.0;
  return self->left;
}

static guint16
mix (guint colour, int shift, gdouble share)
{
  gdouble channel = (colour >> shift & 0xff) / 255.0;

  return (guint16) lround (65535.0 * (1.0 + share * (channel - 1.0)));
}

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/* What raises is underlined once, what lowers twice: grey print must read. */
static void
tint (PangoAttrList *attributes, const CriticMarkedWord *word, guint start, guint end)
{
  gboolean raises = word->effect > 0.0;
  guint paper = raises ? 0xe66100 : 0x1a85ff, ink = raises ? CRITIC_REPORT_RAISES : CRITIC_REPORT_LOWERS;
  gdouble share = tints[word->strength];

  add_attribute (attributes, pango_attr_background_new (mix (paper, 16, share), mix (paper, 8, share), mix (paper, 0, share)), start, end);
  add_attribute (attributes, pango_attr_underline_new (raises ? PANGO_UNDERLINE_SINGLE : PANGO_UNDERLINE_DOUBLE), start, end);
  add_attribute (attributes, pango_attr_underline_color_new (mix (ink, 16, 1.0), mix (ink, 8, 1.0), mix (ink, 0, 1.0)), start, end);
}

/* The sentence with its tints; behind a numbered word stands its circle. */
static PangoLayout *
set_sentence (CriticFlow *self, const CriticMarkedSentence *sentence, gdouble width)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PangoLayout *layout;
  PangoAttrList *attributes;
  guint32 at = 0, length = (guint32) strlen (sentence->text);

  for (guint i = 0; i < sentence->words->len; i++)
    {
      const CriticMarkedWord *word = &g_array_index (sentence->words, CriticMarkedWord, i);

      if (word->number == 0 || word->end < at)
        continue;
      g_string_append_len (text, sentence->text + at, word->end - at);
      g_string_append (text, CIRCLE);
      at = word->end;
    }
  g_string_append_len (text, sentence->text + at, length - at);

  layout = critic_report_type_set (self->context, CRITIC_FACE_BODY, text->str, width, 0);
  attributes = pango_attr_list_copy (pango_layout_get_attributes (layout));
  at = 0;
  for (guint i = 0, moved = 0; i < sentence->words->len; i++)
    {
      const CriticMarkedWord *word = &g_array_index (sentence->words, CriticMarkedWord, i);

      if (word->strength > 0)
        tint (attributes, word, word->start + moved, word->end + moved);
      if (word->number == 0 || word->end < at)
        continue;
      critic_report_type_circle (attributes, CRITIC_FACE_BODY, word->end + moved + CIRCLE_AT, word->number);
      moved += sizeof CIRCLE - 1;
      at = word->end;
    }
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

/* Beside the last line of what was just put. */
static void
put_effect (CriticFlow *self, gdouble effect, gdouble bottom_line)
{
  g_autofree char *text = critic_format_signed (effect, 2);
  PangoLayout *layout = critic_report_type_set (self->context, CRITIC_FACE_HEADING, text, 0.0, 1);
  guint colour = fabs (effect) < 0.005 ? CRITIC_INK_DIM : effect > 0.0 ? CRITIC_REPORT_RAISES : CRITIC_REPORT_LOWERS;
  gdouble x = self->right - critic_report_type_width (layout);

  critic_flow_put (self, "P", layout, colour, x, bottom_line - critic_report_type_baseline (layout));
}

static void
flow_sentence (CriticFlow *self, const CriticMarkedSentence *sentence, gboolean gutter, gdouble x)
{
  PangoLayout *layout = set_sentence (self, sentence, self->right - x - (gutter ? EFFECT_WIDTH : 0.0));
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  gdouble descent;
  int line_bottom;

  while (pango_layout_iter_next_line (iter))
    continue;
  pango_layout_iter_get_line_yrange (iter, NULL, &line_bottom);
  descent = (line_bottom - pango_layout_iter_get_baseline (iter)) / (gdouble) PANGO_SCALE;
  pango_layout_iter_free (iter);

  critic_flow_text (self, "P", layout, sentence->counted || !gutter ? CRITIC_INK : CRITIC_INK_DIM, x);
  if (sentence->has_effect)
    put_effect (self, sentence->effect, self->y - descent);
}

/**
 * critic_flow_critiques: (skip)
 * @self: a flow
 * @entry: the entry
 * @marks: of the same entry
 * @scored: TRUE: those that were scored; FALSE: the others
 * @x: where sentences begin as long as something stands left of them
 * @beside: the bottom of that, 0: nothing does
 *
 * Puts critiques from where the flow is on.
 */
void
critic_flow_critiques (CriticFlow *self, const CriticReportEntry *entry, const CriticReportMarks *marks,
                       gboolean scored, gdouble x, gdouble beside)
{
  const CriticSheet *first_sheet = self->sheet;
  gboolean first = TRUE;

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];
      const GPtrArray *sentences = marks->critiques->pdata[i];
      g_autofree char *author = NULL, *heading = NULL;
      gdouble at;

      if (!critique->scored != !scored || sentences->len == 0)
        continue;

      if (!first)
        self->y += PARAGRAPH + SENTENCE;
      first = FALSE;
      author = critic_report_say_author (critique);
      if (scored && marks->read)
        /* Translators: a critique's author and mark; the model took it into the score */
        heading = g_strdup_printf (_("%s · scored"), author);
      else if (scored && entry->assessment != NULL)
        heading = g_strdup_printf (_("%s · left out of the score"), author);
      else
        heading = g_strdup (author);
      critic_flow_need (self, 52.0);
      at = begin_at (self, first_sheet, x, &beside);
      self->y += critic_flow_say (self, "H3", CRITIC_FACE_HEADING, heading, at, self->y, self->right - at, 2) + 4.0;

      for (guint j = 0; j < sentences->len; j++)
        {
          const CriticMarkedSentence *sentence = sentences->pdata[j];

          if (j > 0)
            self->y += sentence->paragraph ? PARAGRAPH : SENTENCE;
          flow_sentence (self, sentence, scored && marks->read, begin_at (self, first_sheet, x, &beside));
        }
    }
}
