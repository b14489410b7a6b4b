/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Critiques, sentence by sentence: each word tinted by its effect and with
 * what the script needs to light its places. */
#include "critic-report-html-private.h"

#include "critic-format.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Where a word looks is written as one digit a place, of this base. */
#define BASE 36

/* " data-at=... data-peak=...": one digit a place, the strongest of the word the
 * highest, and what the highest means, so that words can be compared. */
static void
put_places (CriticHtml *self, const McnExplanation *explanation, const CriticWord *word)
{
  static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  gsize end = MIN (word->first_token + word->n_tokens, explanation->n_tokens);
  g_autofree gfloat *sum = g_new0 (gfloat, explanation->n_regions + 1);
  gfloat peak = 0.0f;

  for (gsize i = word->first_token; i < end; i++)
    for (gsize j = 0; j < explanation->n_regions; j++)
      sum[j] += explanation->token_region[i * explanation->n_regions + j] / word->n_tokens;
  for (gsize j = 0; j < explanation->n_regions; j++)
    peak = MAX (peak, sum[j]);
  if (!(peak > 0.0f))
    return;

  critic_html_put (self, " data-at=\"");
  for (gsize j = 0; j < explanation->n_regions; j++)
    g_string_append_c (self->out, digits[CLAMP ((int) lroundf (sum[j] / peak * (BASE - 1)), 0, BASE - 1)]);
  critic_html_put (self, "\" data-peak=\"%d\"", (int) lroundf (peak * 1e6f));
}

static void
put_word (CriticHtml *self, const McnExplanation *explanation, const CriticReportTies *ties,
          const CriticMarkedSentence *sentence, const CriticMarkedWord *word, guint number)
{
  g_autofree char *text = g_strndup (sentence->text + word->start, word->end - word->start);
  g_autofree char *effect = critic_format_signed (word->effect, 3);
  gboolean placed = explanation != NULL && explanation->token_region != NULL && explanation->n_regions > 0;

  critic_html_put (self, "<span class=\"word%s", word->strength == 0 ? "" : word->effect > 0.0 ? " raises" : " lowers");
  if (word->strength > 0)
    critic_html_put (self, " s%u", word->strength);
  critic_html_put (self, "\" id=\"word-%u-%u\" data-effect=\"%s\"", number, word->word, effect);
  if (placed)
    put_places (self, explanation, &g_array_index (ties->words, CriticWord, word->word));
  critic_html_put (self, ">");
  critic_html_text (self, text);
  critic_html_put (self, "</span>");
  if (word->number > 0)
    {
      /* Translators: read aloud behind a word, before the number of a place on the photograph */
      critic_html_put (self, "<span class=\"tie\" data-tie=\"%u\"><span class=\"hidden\"> (%s </span>%u<span class=\"hidden\">)</span></span>",
                       word->number, _("place"), word->number);
    }
}

static void
put_sentence (CriticHtml *self, const McnExplanation *explanation, const CriticReportTies *ties,
              const CriticMarkedSentence *sentence, gboolean scored, guint number)
{
  guint at = 0;

  critic_html_put (self, "<p class=\"sentence%s%s\"><span class=\"text\" dir=\"auto\">",
                   sentence->paragraph ? " paragraph" : "", scored && !sentence->counted ? " uncounted" : "");
  for (guint i = 0; i < sentence->words->len; i++)
    {
      const CriticMarkedWord *word = &g_array_index (sentence->words, CriticMarkedWord, i);

      if (word->start < at)
        continue;
      if (word->start > at)
        {
          g_autofree char *between = g_strndup (sentence->text + at, word->start - at);

          critic_html_text (self, between);
        }
      put_word (self, explanation, ties, sentence, word, number);
      at = word->end;
    }
  critic_html_text (self, sentence->text + at);
  critic_html_put (self, "</span>");

  if (sentence->has_effect)
    {
      g_autofree char *effect = critic_format_signed (sentence->effect, 2);
      const char *sign = fabs (sentence->effect) < 0.005 ? "" : sentence->effect > 0.0 ? " raises" : " lowers";

      critic_html_put (self, " <span class=\"effect%s\"><span class=\"hidden\">", sign);
      /* Translators: read aloud between a sentence and what it does to the score */
      critic_html_text (self, _("effect on the score:"));
      critic_html_put (self, " </span>%s</span>", effect);
    }
  critic_html_put (self, "</p>\n");
}

static void
put_critique (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, guint which,
              guint number)
{
  const CriticReportCritique *critique = entry->critiques->pdata[which];
  GPtrArray *sentences = marks->critiques->pdata[which];
  const McnExplanation *explanation = critique->scored && entry->assessment != NULL
                                      ? critic_assessment_get_explanation (entry->assessment) : NULL;
  g_autofree char *author = critic_report_say_author (critique);

  critic_html_put (self, "<section class=\"critique\" aria-labelledby=\"critique-%u-%u\">\n<h4 id=\"critique-%u-%u\"><bdi>",
                   number, which + 1, number, which + 1);
  critic_html_text (self, author);
  critic_html_put (self, "</bdi>");
  if (critique->scored)
    {
      critic_html_put (self, " <span class=\"scored\">");
      critic_html_text (self, C_("critique", "scored"));
      critic_html_put (self, "</span>");
    }
  critic_html_put (self, "</h4>\n<div class=\"words\">\n");
  for (guint i = 0; i < sentences->len; i++)
    put_sentence (self, explanation, marks->ties, sentences->pdata[i], critique->scored, number);
  critic_html_put (self, "</div>\n</section>\n");
}

/* All critiques of an entry, those first that were scored. */
void
critic_html_critiques (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, guint number)
{
  guint n_scored = 0;
  g_autofree char *note = entry->assessment != NULL ? critic_report_say_left_out (entry->assessment) : NULL;
  g_autofree char *aspects = entry->assessment != NULL ? critic_report_say_aspects (entry->assessment) : NULL;

  for (guint i = 0; i < entry->critiques->len; i++)
    n_scored += ((const CriticReportCritique *) entry->critiques->pdata[i])->scored;

  if (n_scored > 0)
    {
      critic_html_element (self, "h3", NULL, n_scored == 1 ? _("Critique") : _("Critiques"));
      for (guint i = 0; i < entry->critiques->len; i++)
        if (((const CriticReportCritique *) entry->critiques->pdata[i])->scored)
          put_critique (self, entry, marks, i, number);
      if (aspects != NULL)
        critic_html_element (self, "p", "class=\"note\"", aspects);
      if (note != NULL)
        critic_html_element (self, "p", "class=\"note\"", note);
      if (marks->ties->words->len > 0 && !critic_assessment_words_are_evidence (entry->assessment))
        critic_html_element (self, "p", "class=\"note\"", _("The words’ tints are attention, not evidence."));
    }
  if (n_scored < entry->critiques->len)
    {
      critic_html_element (self, "h3", NULL, n_scored > 0 ? _("Other critiques") : _("Critiques, not scored"));
      for (guint i = 0; i < entry->critiques->len; i++)
        if (!((const CriticReportCritique *) entry->critiques->pdata[i])->scored)
          put_critique (self, entry, marks, i, number);
    }
}

/* The words that share the place with a number, and where that is. */
static void
put_tied_words (CriticHtml *self, const CriticReportEntry *entry, const CriticReportTies *ties, guint number)
{
  g_autofree char *where = NULL;

  for (guint i = 0; i < ties->marks->len; i++)
    {
      const CriticReportTie *tie = &g_array_index (ties->marks, CriticReportTie, i);
      const CriticWord *word = &g_array_index (ties->words, CriticWord, tie->word);
      const CriticReportCritique *critique = entry->critiques->pdata[g_array_index (ties->critique, guint, word->critique)];
      g_autofree char *text = g_strndup (critique->text + word->start, word->end - word->start);
      g_autofree char *effect = critic_format_signed (word->effect, 2);

      if (tie->number != number)
        continue;
      critic_html_put (self, "<bdi data-word=\"%u\">", tie->word);
      critic_html_text (self, text);
      critic_html_put (self, "</bdi> <span class=\"effect %s\">%s</span> ", word->effect > 0.0 ? "raises" : "lowers", effect);
      g_free (where);
      where = critic_report_say_place (tie->x, tie->y);
    }
  critic_html_element (self, "span", "class=\"where\"", where != NULL ? where : "");
}

/* The strongest words and their places, as a list that needs no picture. */
void
critic_html_ties (CriticHtml *self, const CriticReportEntry *entry, const CriticReportMarks *marks, guint number)
{
  const CriticReportTies *ties = marks->ties;

  if (ties->marks->len == 0)
    return;

  critic_html_put (self, "<section class=\"ties\" aria-labelledby=\"ties-%u\">\n<h3 id=\"ties-%u\">", number, number);
  critic_html_text (self, critic_assessment_matrix_is_evidence (entry->assessment)
                          ? _("The strongest words and where they look")
                          : _("The strongest words and where they look (attention, not evidence)"));
  critic_html_put (self, "</h3>\n<ol>\n");
  for (guint number_shown = 1; number_shown <= ties->n_numbers; number_shown++)
    {
      critic_html_put (self, "<li>");
      put_tied_words (self, entry, ties, number_shown);
      critic_html_put (self, "</li>\n");
    }
  critic_html_put (self, "</ol>\n</section>\n");
}
