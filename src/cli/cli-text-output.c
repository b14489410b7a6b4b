/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-commands.h"
#include "cli-output.h"

#include "critic-aspect-names.h"
#include "critic-trust.h"
#include "critic-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_WORDS   10     /* words listed, the strongest ones */
#define MOST_STYLES   6
#define FEWEST_STYLES 3     /* named in any case */
#define LEAST_STYLE 0.2     /* probability from which more are named */
#define LEAST_EFFECT 0.005  /* what would be printed as 0.00 is nothing */
#define LABEL        22     /* columns of the first column */
#define SENTENCE     68     /* columns of a sentence */
#define BAR          16     /* columns of the longest bar */

typedef enum { PLAIN, BOLD, DIM, RAISES, LOWERS } Face;

G_GNUC_PRINTF (2, 3)
static void
put (Face face, const char *format, ...)
{
  static const char *const sequences[] = { "", "\033[1m", "\033[2m", "\033[38;5;208m", "\033[38;5;33m" };
  gboolean coloured = face != PLAIN && cli_output_colours ();
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (coloured)
    cli_output_write (sequences[face]);
  cli_output_print (text);
  if (coloured)
    cli_output_write ("\033[0m");
}

/* The first column, padded by what a terminal shows, not by bytes. */
static void
put_label (const char *text)
{
  guint columns = cli_output_columns (text);

  put (PLAIN, "  %s%*s", text, columns < LABEL ? (int) (LABEL - columns) : 1, "");
}

static void
put_heading (const char *text)
{
  put (BOLD, "\n  %s\n", text);
}

static void
put_effect (gdouble effect)
{
  if (fabs (effect) < LEAST_EFFECT)
    put (DIM, " 0.00");
  else
    put (effect > 0.0 ? RAISES : LOWERS, "%+.2f", effect);
}

static void
put_bar (Face face, gdouble share)
{
  char bar[BAR + 1];
  int length = (int) lround (CLAMP (share, 0.0, 1.0) * BAR);

  memset (bar, '#', length);
  bar[length] = '\0';
  put (face, "%s", bar);
}

static void
put_title (const CliItem *item)
{
  g_autofree char *name = item->path != NULL ? g_filename_display_name (item->path) : g_strdup (_("Critique alone"));
  g_autofree char *clean = cli_output_clean (name, -1, G_MAXUINT);

  put (BOLD, "%s\n", clean);
}

static void
put_score (CriticAssessment *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  const gdouble half_width = critic_assessment_get_half_width (assessment);

  put (BOLD, "  %.1f  %s", judgement->score, judgement->high ? C_("verdict", "High") : C_("verdict", "Low"));
  put (PLAIN, "   ");
  put (PLAIN, _("above %.0f %% of AVA\xe2\x80\x99s photographs"), 100.0 * judgement->percentile);
  put (PLAIN, "\n");

  if (critic_assessment_get_mode (assessment) == MCN_MODE_BOTH)
    {
      put (PLAIN, "\n");
      put_label (_("photograph alone"));
      put (PLAIN, "%.1f\n", alone->score);
      put_label (_("with the critique"));
      put (PLAIN, "%.1f  ", judgement->score);
      put_effect (judgement->score - alone->score);
      put (PLAIN, "\n");
    }
  else
    put (PLAIN, "\n");

  put_label (_("error"));
  if (half_width > 0.0)
    put (PLAIN, _("off by %.1f on average, in eight of ten cases by no more than %.1f"), judgement->error, half_width);
  else
    put (PLAIN, _("off by %.1f on average"), judgement->error);
  put (PLAIN, "\n");
  put_label (_("votes"));
  put (PLAIN, _("people differ by %.1f about such a photograph"), judgement->spread);
  put (PLAIN, "\n");
}

/* What empty words would do, so that nobody takes praise for insight. */
static void
put_praise (CriticAssessment *assessment)
{
  const CriticPraise *praise = critic_assessment_get_praise (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);

  if (praise == NULL)
    return;

  put_label (_("“good photo” alone"));
  put_effect (praise->good - alone->score);
  put (PLAIN, "\n");
  put_label (_("“bad photo” alone"));
  put_effect (praise->bad - alone->score);
  put (PLAIN, "\n");
}

static void
put_heat_check (CriticAssessment *assessment)
{
  const CriticHeatCheck *check = critic_assessment_get_heat_check (assessment);
  g_autofree char *said = check != NULL ? critic_heat_check_say (check) : NULL;

  if (said != NULL)
    put (PLAIN, "\n  %s\n", said);
}

/* What of the critique was left out, and why. */
static void
put_notes (CriticAssessment *assessment)
{
  const McnCritique *critique = critic_assessment_get_critique (assessment);
  gsize n = 0;

  if (critique == NULL)
    return;

  switch (critique->language)
    {
    case MCN_LANGUAGE_NOT_LATIN:
      put (PLAIN, "\n  %s\n", _("The critique is mostly not in the Latin script; the model has learnt English only. "
                                "So this is the score of the photograph alone."));
      return;
    case MCN_LANGUAGE_UNKNOWN_WORDS:
      put (PLAIN, "\n  %s\n", _("Most of the critique is unknown to the model, which has learnt English only. "
                                "So this is the score of the photograph alone."));
      return;
    case MCN_LANGUAGE_OK:
    default:
      break;
    }

  for (gsize i = 0; i < critique->n_sentences; i++)
    n += critique->sentences[i].n_counted == 0;
  if (n > 0)
    {
      put (PLAIN, "\n  ");
      put (PLAIN, g_dngettext (GETTEXT_PACKAGE,
                               "The critique is long: its last sentence did not count.",
                               "The critique is long: its last %zu sentences did not count.", n), n);
      put (PLAIN, "\n");
    }
}

static void
put_names (const char *label, guint aspects)
{
  g_autofree char *names = critic_aspect_names (aspects);

  if (*names == '\0')
    return;
  put_label (label);
  put (PLAIN, "%s\n", names);
}

static void
put_aspects (CriticAssessment *assessment)
{
  guint spoken = critic_assessment_get_spoken (assessment, -1);

  if (!critic_assessment_has_aspects (assessment))
    return;
  put (PLAIN, "\n");
  put_names (_("speaks of"), spoken);
  put_names (_("leaves out"), ~spoken);
}

static int
by_strength (gconstpointer a, gconstpointer b)
{
  gdouble x = fabs (((const CriticWord *) a)->effect), y = fabs (((const CriticWord *) b)->effect);

  return (x < y) - (x > y);
}

/* Each word once: the places where it stands are added up. */
static GArray *
strongest_words (const CliItem *item, CriticAssessment *assessment, GPtrArray *names)
{
  g_autoptr (GArray) all = critic_words_new (assessment);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *words = g_array_new (FALSE, FALSE, sizeof (CriticWord));

  for (guint i = 0; i < all->len; i++)
    {
      CriticWord *word = &g_array_index (all, CriticWord, i);
      g_autofree char *text = g_utf8_make_valid (item->critiques[word->critique] + word->start, word->end - word->start);
      char *name = g_utf8_strdown (text, -1);
      gpointer index;

      g_ptr_array_add (names, name);
      if (g_hash_table_lookup_extended (seen, name, NULL, &index))
        g_array_index (words, CriticWord, GPOINTER_TO_UINT (index)).effect += word->effect;
      else
        {
          g_hash_table_insert (seen, name, GUINT_TO_POINTER (words->len));
          g_array_append_val (words, *word);
          g_array_index (words, CriticWord, words->len - 1).first_token = names->len - 1;   /* its name */
        }
    }

  g_array_sort (words, by_strength);
  return words;
}

static void
put_words (const CliItem *item, CriticAssessment *assessment)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) words = strongest_words (item, assessment, names);
  gdouble strongest = words->len > 0 ? fabs (g_array_index (words, CriticWord, 0).effect) : 0.0;

  if (strongest < LEAST_EFFECT)
    return;

  put_heading (critic_assessment_words_are_evidence (assessment) ? _("Words") : _("Words (attention, not evidence)"));
  for (guint i = 0; i < MIN (words->len, MOST_WORDS); i++)
    {
      CriticWord *word = &g_array_index (words, CriticWord, i);
      g_autofree char *clean = NULL;

      if (fabs (word->effect) < LEAST_EFFECT)
        break;
      clean = cli_output_clean (names->pdata[word->first_token], -1, LABEL - 2);
      put_label (clean);
      put_effect (word->effect);
      put (PLAIN, "  ");
      put_bar (word->effect > 0.0 ? RAISES : LOWERS, fabs (word->effect) / strongest);
      put (PLAIN, "\n");
    }
}

static void
put_sentences (const CliItem *item, CriticAssessment *assessment)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);
  const McnCritique *critique = critic_assessment_get_critique (assessment);

  put_heading (_("Sentences"));
  for (gsize i = 0; i < MIN (critique->n_sentences, explanation->n_sentences); i++)
    {
      const McnSentence *sentence = &critique->sentences[i];
      g_autofree char *clean = cli_output_clean (item->critiques[sentence->critique] + sentence->start,
                                                 sentence->end - sentence->start, SENTENCE);

      put (PLAIN, "  ");
      put_effect (explanation->sentence[i]);
      put (PLAIN, "  %s\n", clean);
    }
}

/* What the pixels say, under the style. */
static void
put_evidence (CriticAssessment *assessment, McnStyle style)
{
  CriticEvidence *evidence = critic_assessment_get_evidence (assessment);
  g_autofree char *said = evidence != NULL ? critic_evidence_say (evidence, style) : NULL;

  if (said != NULL)
    put (DIM, "      %s\n", said);
}

static void
put_styles (CriticAssessment *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  gboolean shown[MCN_N_STYLES] = { FALSE };

  put_heading (_("Styles"));
  for (int i = 0; i < MOST_STYLES; i++)
    {
      const char *doubt;
      int best = -1;

      for (int j = 0; j < MCN_N_STYLES; j++)
        if (!shown[j] && (best < 0 || judgement->style[j] > judgement->style[best]))
          best = j;
      if (i >= FEWEST_STYLES && judgement->style[best] < LEAST_STYLE)
        break;

      shown[best] = TRUE;
      put_label (_(mcn_style_info (best)->name));
      put (PLAIN, "%3.0f %%", 100.0 * judgement->style[best]);
      if (judgement->style[best] * BAR >= 0.5)
        {
          put (PLAIN, "  ");
          put_bar (PLAIN, judgement->style[best]);
        }
      put (PLAIN, "\n");
      doubt = critic_trust_say_style (assessment, best);
      if (doubt != NULL)
        put (DIM, "      %s\n", doubt);
      put_evidence (assessment, best);
    }
  if (critic_assessment_get_evidence (assessment) != NULL)
    put (DIM, "\n  %s\n", critic_evidence_label ());
}

/* Aligned text, coloured where a terminal shows colour. */
void
cli_text_print (const CliItem *item, CriticAssessment *assessment)
{
  const McnExplanation *explanation = critic_assessment_get_explanation (assessment);

  put_title (item);
  put_score (assessment);
  put_praise (assessment);
  put_heat_check (assessment);
  put_notes (assessment);
  put_aspects (assessment);
  if (explanation != NULL && explanation->token != NULL)
    put_words (item, assessment);
  if (explanation != NULL && explanation->sentence != NULL)
    put_sentences (item, assessment);
  put_styles (assessment);
}
