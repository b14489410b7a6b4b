/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-entry-sheets.h"

#include "critic-format.h"
#include "critic-report-captions.h"
#include "critic-report-evidence.h"
#include "critic-report-figures.h"
#include "critic-report-pictures.h"
#include "critic-report-say.h"
#include "critic-trust.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PHOTO_WIDTH  335.0      /* the most that a photograph takes beside its score */
#define PHOTO_HEIGHT 330.0
#define PANORAMA       2.1      /* wider than this: over the whole width */
#define SCORE_WIDTH  154.0      /* the least that the score takes */
#define HEAT_WIDTH   246.0
#define HEAT_HEIGHT  250.0
#define NARROWEST    150.0      /* of a column under a narrow picture, for its caption */
#define SECTION       18.0      /* over a heading */
#define WASTE          0.8      /* a second page filled less than this is better saved */
#define SMALLEST       0.68     /* that pictures become for it */
#define PHOTO_BYTES (620 * 1000)
#define HEAT_BYTES  (240 * 1000)
G_STATIC_ASSERT (PHOTO_BYTES + HEAT_BYTES < CRITIC_REPORT_PAGE_BYTES);

#define STYLE_ROW   15.5
#define STYLE_NAME 122.0
#define STYLE_BAR   78.0

typedef struct
{
  CriticFlow                *flow;
  const CriticReportEntry   *entry;
  const CriticReportOptions *options;
  const CriticReportMarks   *marks;
  const char                *title;
  gdouble                    scale;     /* of the pictures */
  gboolean                   cut;       /* the title did not fit its line */
} Page;

/**
 * critic_flow_head: (skip)
 * @self: a flow
 * @title: of the page
 *
 * Puts the title at the head of the last sheet.
 */
void
critic_flow_head (CriticFlow *self, const char *title)
{
  PangoLayout *layout = critic_report_type_set (self->context, CRITIC_FACE_TITLE, title, self->right - self->left - CRITIC_SHEET_CORNER, 1);

  critic_flow_put (self, "H1", layout, CRITIC_INK, self->left, CRITIC_SHEET_HEAD - 18.0 - critic_report_type_baseline (layout));
}

/**
 * critic_flow_heading: (skip)
 * @self: a flow
 * @text: the heading
 * @follow: points of what follows that must stand on the same sheet
 *
 * Puts a heading, with room over it unless the sheet begins with it.
 */
void
critic_flow_heading (CriticFlow *self, const char *text, gdouble follow)
{
  if (!critic_flow_need (self, SECTION + 18.0 + follow) && self->y > CRITIC_SHEET_HEAD)
    self->y += SECTION;
  self->y += critic_flow_say (self, "H2", CRITIC_FACE_HEADING, text, self->left, self->y, self->right - self->left, 2) + 5.0;
}

/* "6.4 (6.7)": two sizes on one line. */
static PangoLayout *
set_score (Page *page)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (page->entry->assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *truth = isnan (page->entry->true_score) ? NULL : critic_format_score (page->entry->true_score);
  g_autofree char *text = truth != NULL ? g_strdup_printf ("%s (%s)", score, truth) : g_strdup (score);
  PangoLayout *layout = critic_report_type_set (page->flow->context, CRITIC_FACE_NUMBER, text, 0.0, 1);

  if (truth != NULL)
    {
      PangoAttrList *attributes = pango_attr_list_copy (pango_layout_get_attributes (layout));
      PangoAttribute *size = pango_attr_size_new (24 * PANGO_SCALE);
      PangoAttribute *ink = pango_attr_foreground_new (0x5959, 0x5959, 0x5959);

      size->start_index = ink->start_index = (guint) strlen (score);
      pango_attr_list_insert (attributes, size);
      pango_attr_list_insert (attributes, ink);
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }

  return layout;
}

/* Score, verdict, scale and the user's own word, in a column; returns its bottom. */
static gdouble
lay_score (Page *page, gdouble x, gdouble y, gdouble width)
{
  CriticFlow *flow = page->flow;
  CriticAssessment *assessment = page->entry->assessment;
  g_autofree char *own = critic_report_say_own (page->entry);

  if (assessment == NULL)
    {
      g_autofree char *failure = critic_report_say_failure (page->entry, page->options);

      y += critic_flow_say (flow, "H2", CRITIC_FACE_HEADING, _("No score"), x, y, width, 1) + 4.0;
      y += critic_flow_say (flow, "P", CRITIC_FACE_BODY, failure, x, y, width, 12) + 12.0;
    }
  else
    {
      const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
      g_autofree char *verdict = critic_report_say_verdict (judgement);
      g_autofree char *above = critic_report_say_above (judgement);
      g_autofree char *line = g_strdup_printf ("%s · %s", verdict, above);
      g_autofree char *rings = critic_report_caption_rings (assessment);
      g_autofree char *error = critic_trust_say_error (assessment);
      PangoLayout *score = set_score (page);

      y += critic_flow_say (flow, "P", CRITIC_FACE_SMALL,
                            isnan (page->entry->true_score) ? _("Predicted") : _("Predicted (true)"), x, y, width, 1) - 8.0;
      y += critic_flow_put (flow, "P", score, CRITIC_INK, x - 2.0, y)->height - 2.0;
      y += critic_flow_say (flow, "P", CRITIC_FACE_LINE, line, x, y, width, 0) + 4.0;
      y += critic_flow_say (flow, "P", CRITIC_FACE_SMALL, error, x, y, width, 0) + 6.0;
      critic_flow_scale (flow, assessment, x, y, width);
      y += CRITIC_FIGURE_SCALE_HEIGHT + 2.0;
      y += critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL, rings, x, y, width, 0) + 12.0;
    }

  if (own != NULL)
    {
      y += critic_flow_say (flow, "H2", CRITIC_FACE_HEADING, _("Own verdict"), x, y, width, 1) + 3.0;
      y += critic_flow_say (flow, "P", CRITIC_FACE_LINE, own, x, y, width, 3) + 8.0;
    }

  return y - 8.0;
}

static gdouble
lay_photo (Page *page, gdouble y, gdouble width, gdouble height)
{
  CriticFlow *flow = page->flow;
  g_autofree char *facts = critic_report_say_facts (page->entry, page->options);
  g_autofree char *caption = page->cut && facts != NULL ? g_strdup_printf ("%s · %s", page->title, facts)
                             : g_strdup (facts != NULL && !page->cut ? facts : page->title);

  critic_flow_photo (flow, page->entry->file, flow->left, y, width, height, PHOTO_BYTES);
  y += height + 5.0;
  return y + critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL, caption, flow->left, y,
                              MAX (width, NARROWEST), 6);
}

/* The words that stand for a number: "“sharp” +0.12, “eye” +0.08". */
static void
name_words (Page *page, guint number, GString *text)
{
  const CriticReportTies *ties = page->marks->ties;
  gboolean first = TRUE;

  for (guint i = 0; i < ties->marks->len; i++)
    {
      const CriticReportTie *tie = &g_array_index (ties->marks, CriticReportTie, i);
      const CriticWord *word = &g_array_index (ties->words, CriticWord, tie->word);
      const CriticReportCritique *critique = page->entry->critiques->pdata[g_array_index (ties->critique, guint, word->critique)];
      g_autofree char *shown = critic_report_show (critique->text + word->start, word->end - word->start);
      g_autofree char *effect = critic_format_signed (word->effect, 2);

      if (tie->number != number)
        continue;
      if (!first)
        g_string_append (text, ", ");
      first = FALSE;
      /* Translators: a word and its effect, for example "“sharp” +0.12" */
      g_string_append_printf (text, _("“%s” %s"), shown, effect);
    }
}

/* The numbers of the map in words: "1 upper left: “sharp” +0.12". */
static char *
name_places (Page *page)
{
  const CriticReportTies *ties = page->marks->ties;
  g_autoptr (GString) text = g_string_new (NULL);
  guint last = 0;

  for (guint i = 0; i < ties->marks->len; i++)
    {
      const CriticReportTie *tie = &g_array_index (ties->marks, CriticReportTie, i);
      g_autofree char *place = critic_report_say_place (tie->x, tie->y);

      if (tie->number <= last)
        continue;
      if (last > 0)
        g_string_append (text, "\n");
      last = tie->number;
      /* Translators: a number on the map and its place; words follow: "1 upper left: “sharp” +0.12" */
      g_string_append_printf (text, _("%u %s: "), tie->number, place);
      name_words (page, tie->number, text);
    }

  return last > 0 ? g_strdup (text->str) : NULL;
}

/* The map with legend and caption at the left; returns its bottom. */
static gdouble
lay_heat (Page *page, gdouble x, gdouble y, gdouble width, gdouble height, gdouble text_width)
{
  CriticFlow *flow = page->flow;
  CriticAssessment *assessment = page->entry->assessment;
  g_autofree char *places = name_places (page);
  g_autofree char *caption = critic_report_caption_heat (assessment, places != NULL);

  critic_flow_heat (flow, page->entry, page->marks->ties, x, y, width, height, HEAT_BYTES);
  y += height + 5.0;
  critic_flow_legend (flow, assessment, x, y, text_width);
  y += CRITIC_FIGURE_LEGEND_HEIGHT + 3.0;
  y += critic_flow_say (flow, "Caption", CRITIC_FACE_SMALL, caption, x, y, text_width, 0);
  if (places != NULL)
    y += 2.0 + critic_flow_say (flow, "P", CRITIC_FACE_SMALL, places, x, y + 2.0, text_width, 0);

  return y;
}

/* Rows of styles from where the flow is on; evidence beside, or below where
 * the column is narrow. */
static void
lay_styles (Page *page, gdouble x)
{
  CriticFlow *flow = page->flow;
  const CriticJudgement *judgement = critic_assessment_get_judgement (page->entry->assessment);
  McnStyle styles[MCN_N_STYLES];
  guint n = critic_report_find_styles (page->entry->assessment, styles);
  gdouble beside = x + STYLE_NAME + STYLE_BAR + 52.0;
  gboolean wide = flow->right - beside >= 150.0;

  for (guint i = 0; i < n; i++)
    {
      const McnStyleInfo *info = mcn_style_info (styles[i]);
      g_autofree char *share = critic_format_share (judgement->style[styles[i]]);
      const char *given = page->entry->evidence[styles[i]];
      g_autofree char *shown = given != NULL ? critic_report_show (given, -1) : NULL;
      /* Translators: before a sentence with figures from the pixels; an explanation of the style has no such mark */
      g_autofree char *known = shown != NULL ? g_strdup_printf (_("Measured: %s"), shown) : g_strdup (_(info->sentence));
      const char *doubt = critic_trust_say_style (page->entry->assessment, styles[i]);
      g_autofree char *evidence = g_strdup_printf ("%s%s%s", known, doubt != NULL ? " " : "", doubt != NULL ? doubt : "");
      gdouble text_x = wide ? beside : x, text_width = flow->right - text_x, name, height;
      g_autoptr (PangoLayout) layout = critic_report_type_set (flow->context, CRITIC_FACE_SMALL, evidence, text_width, 0);

      height = critic_report_type_height (layout);
      critic_flow_need (flow, wide ? MAX (STYLE_ROW, height) : STYLE_ROW + height);
      name = critic_flow_say (flow, "P", CRITIC_FACE_CELL, _(info->name), x, flow->y, STYLE_NAME - 8.0, 1);
      critic_flow_bar (flow, x + STYLE_NAME, flow->y + name / 2.0 - 2.5, STYLE_BAR, 5.0, judgement->style[styles[i]]);
      critic_flow_say (flow, "P", CRITIC_FACE_CELL, share, x + STYLE_NAME + STYLE_BAR + 10.0, flow->y, 0.0, 1);
      critic_flow_put (flow, "P", g_object_ref (layout), CRITIC_INK_DIM, text_x, wide ? flow->y + 0.6 : flow->y + name + 1.0);
      flow->y += wide ? MAX (STYLE_ROW, height + 3.0) : name + height + 6.0;
    }
  critic_flow_evidence (flow, page->entry, x, page->scale);
}

static gboolean
has_critiques (Page *page, gboolean scored)
{
  for (guint i = 0; i < page->entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = page->entry->critiques->pdata[i];
      const GPtrArray *sentences = page->marks->critiques->pdata[i];

      if (!critique->scored == !scored && sentences->len > 0)
        return TRUE;
    }

  return FALSE;
}

/* Photograph and score at the top; returns where the next row begins. */
static void
lay_top (Page *page)
{
  CriticFlow *flow = page->flow;
  gdouble aspect = critic_report_aspect (page->entry->width, page->entry->height);
  gdouble all = flow->right - flow->left, width, height, x, photo, score;

  if (aspect >= PANORAMA)
    {
      critic_report_fit (aspect, all, PHOTO_HEIGHT * page->scale, &width, &height);
      flow->y = lay_photo (page, flow->y, width, MAX (height, 12.0)) + SECTION;
      return;
    }

  critic_report_fit (aspect, PHOTO_WIDTH * page->scale, PHOTO_HEIGHT * page->scale, &width, &height);
  width = MAX (width, 12.0);
  x = flow->left + MAX (width, NARROWEST) + CRITIC_SHEET_GUTTER;
  photo = lay_photo (page, flow->y, width, height);
  score = lay_score (page, x, flow->y - 2.0, flow->right - x);
  flow->y = MAX (photo, score) + SECTION;
}

/* Something said under the critiques. */
static void
lay_note (CriticFlow *flow, const char *note, gdouble at)
{
  if (note == NULL)
    return;

  flow->y += 4.0;
  critic_flow_text (flow, "P", critic_report_type_set (flow->context, CRITIC_FACE_SMALL, note, flow->right - at, 0),
                    CRITIC_INK_DIM, at);
}

/* The map and what stands beside it. */
static void
lay_middle (Page *page)
{
  CriticFlow *flow = page->flow;
  CriticAssessment *assessment = page->entry->assessment;
  const McnExplanation *explanation = assessment != NULL ? critic_assessment_get_explanation (assessment) : NULL;
  gdouble aspect = critic_report_aspect (page->entry->width, page->entry->height);
  gboolean mapped = explanation != NULL && explanation->region != NULL, scored = has_critiques (page, TRUE);
  gdouble width, height, text_width, x = flow->left, beside = 0.0, map, top = flow->y;
  g_autofree char *left_out = assessment != NULL ? critic_report_say_left_out (assessment) : NULL;
  g_autofree char *aspects = assessment != NULL ? critic_report_say_aspects (assessment) : NULL;

  if (aspect >= PANORAMA)
    {
      /* The photograph took the whole width: the score begins this row. */
      x = flow->left + SCORE_WIDTH + CRITIC_SHEET_GUTTER;
      beside = lay_score (page, flow->left, top, SCORE_WIDTH);
      if (mapped)
        {
          critic_report_fit (aspect, flow->right - x, HEAT_HEIGHT * page->scale, &width, &height);
          map = lay_heat (page, x, top, width, MAX (height, 12.0), flow->right - x);
          beside = MAX (beside, map);
        }
      flow->y = beside + SECTION;
      x = flow->left;
      beside = 0.0;
    }
  else if (mapped)
    {
      critic_report_fit (aspect, HEAT_WIDTH * page->scale, HEAT_HEIGHT * page->scale, &width, &height);
      width = MAX (width, 12.0);
      text_width = MAX (width, NARROWEST);
      if (critic_flow_need (flow, height + 60.0))
        top = flow->y;
      beside = lay_heat (page, flow->left, top, width, height, text_width);
      x = flow->left + text_width + CRITIC_SHEET_GUTTER;
      flow->y = top;
    }

  if (scored)
    {
      const CriticSheet *sheet = flow->sheet;

      critic_flow_critiques (flow, page->entry, page->marks, TRUE, x, beside);
      lay_note (flow, aspects, flow->sheet == sheet && flow->y < beside ? x : flow->left);
      lay_note (flow, left_out, flow->sheet == sheet && flow->y < beside ? x : flow->left);
      if (flow->sheet == sheet)
        flow->y = MAX (flow->y, beside);
      if (assessment != NULL)
        {
          critic_flow_heading (flow, _("Styles"), 3.0 * STYLE_ROW);
          lay_styles (page, flow->left);
        }
    }
  else if (assessment != NULL && beside > 0.0)
    {
      /* No critique: the styles stand where it would. */
      flow->y = top + critic_flow_say (flow, "H2", CRITIC_FACE_HEADING, _("Styles"), x, top, 0.0, 1) + 5.0;
      lay_styles (page, x);
      flow->y = MAX (flow->y, beside);
    }
  else if (assessment != NULL)
    {
      critic_flow_heading (flow, _("Styles"), 3.0 * STYLE_ROW);
      lay_styles (page, flow->left);
    }
}

static void
lay_bottom (Page *page)
{
  CriticFlow *flow = page->flow;
  CriticAssessment *assessment = page->entry->assessment;

  if (has_critiques (page, FALSE))
    {
      critic_flow_heading (flow, has_critiques (page, TRUE) ? _("Other critiques") : _("Critiques"), 52.0);
      critic_flow_critiques (flow, page->entry, page->marks, FALSE, flow->left, 0.0);
    }

  if (assessment != NULL)
    {
      g_autofree char *meaning = critic_report_say_meaning (assessment);
      g_autofree char *votes = critic_report_caption_scale (assessment);
      g_autofree char *text = g_strdup_printf ("%s %s", meaning, votes);
      PangoLayout *layout = critic_report_type_set (flow->context, CRITIC_FACE_SMALL, text, flow->right - flow->left, 0);

      critic_flow_heading (flow, _("What the number means"), critic_report_type_height (layout));
      critic_flow_text (flow, "P", layout, CRITIC_INK_DIM, flow->left);
    }
}

static CriticFlow *
lay_out (Page *page, PangoContext *context, gdouble width, gdouble height)
{
  page->flow = critic_flow_new (context, width, height);
  critic_flow_head (page->flow, page->title);
  lay_top (page);
  lay_middle (page);
  lay_bottom (page);

  return page->flow;
}

/* Whether a second sheet holds but a little; a critique of many pages needs
 * them anyway. */
static gboolean
is_wasteful (const CriticFlow *flow)
{
  return flow->sheets->len == 2 && flow->y - CRITIC_SHEET_HEAD < WASTE * (flow->bottom - CRITIC_SHEET_HEAD);
}

/**
 * critic_report_entry_sheets: (skip)
 * @context: for text; outlives what is returned
 * @entry: the entry; not needed any more when this returns
 * @index: its index in the job
 * @options: what may be told
 * @width: of the paper, in points
 * @height: of the paper, in points
 *
 * Lays a photograph's pages out. Where a little is left for a last page the
 * pictures become smaller, as far as that saves the page. How many pages there
 * are depends on nothing but the arguments.
 *
 * Returns: (transfer full): the sheets
 */
CriticFlow *
critic_report_entry_sheets (PangoContext *context, const CriticReportEntry *entry, guint index,
                            const CriticReportOptions *options, gdouble width, gdouble height)
{
  g_autoptr (CriticReportMarks) marks = critic_report_marks_new (entry);
  g_autofree char *shown = critic_report_say_title (entry, index, options);
  g_autofree char *title = g_strdelimit (g_strdup (shown), "\n\t", ' ');
  g_autoptr (PangoLayout) whole = critic_report_type_set (context, CRITIC_FACE_TITLE, title, 0.0, 0);
  Page page = {
    .entry = entry, .options = options, .marks = marks, .title = title, .scale = 1.0,
    .cut = critic_report_type_width (whole) > width - 2.0 * CRITIC_SHEET_MARGIN - CRITIC_SHEET_CORNER,
  };
  CriticFlow *flow = lay_out (&page, context, width, height);

  if (!is_wasteful (flow))
    return flow;

  for (page.scale = 0.93; page.scale > SMALLEST; page.scale -= 0.06)
    {
      CriticFlow *tighter = lay_out (&page, context, width, height);

      if (tighter->sheets->len < flow->sheets->len)
        {
          critic_flow_free (flow);
          return tighter;
        }
      critic_flow_free (tighter);
    }

  return flow;
}
