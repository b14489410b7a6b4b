/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-assessment-text.h"

#include <glib/gi18n-lib.h>

#include "critic-format.h"
#include "critic-marks.h"
#include "critic-trust.h"

char *
critic_assessment_text_score (CriticAssessment *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *verdict = critic_format_share (judgement->high ? judgement->p_high : 1 - judgement->p_high);
  g_autofree char *above = critic_format_share (judgement->percentile);
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_append_printf (text, judgement->high
                                  ? _("Score %s of 10, high with a probability of %s, above %s of contest photographs.")
                                  : _("Score %s of 10, low with a probability of %s, above %s of contest photographs."),
                          score, verdict, above);
  if (alone != NULL && critic_assessment_get_mode (assessment) == MCN_MODE_BOTH)
    {
      g_autofree char *photo = critic_format_score (alone->score);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("The photograph alone: %s."), photo);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_score (GString          *text,
           CriticAssessment *assessment)
{
  g_autofree char *sentence = critic_assessment_text_score (assessment);
  g_autofree char *error = critic_trust_say_error (assessment);

  g_string_append_printf (text, "%s\n%s\n", sentence, error);
}

static void
add_styles (GString          *text,
            CriticAssessment *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  gboolean any = FALSE;

  for (McnStyle style = 0; style < MCN_N_STYLES; style++)
    if (judgement->style[style] > 0.5)
      {
        g_autofree char *share = critic_format_share (judgement->style[style]);

        g_string_append_printf (text, "%s%s %s", any ? _(", ") : "", _(mcn_style_info (style)->name), share);
        any = TRUE;
      }
  if (any)
    g_string_append_c (text, '\n');
}

static void
add_critique (GString          *text,
              CriticAssessment *assessment,
              const char       *critique)
{
  g_autoptr(CriticMarks) marks = critic_marks_new (assessment, critique);

  g_string_append_c (text, '\n');
  if (!marks->has_effects || marks->n_sentences == 0)
    {
      g_string_append_printf (text, "%s\n", critique);
      return;
    }

  for (gsize i = 0; i < marks->n_sentences; i++)
    {
      const CriticSentence *sentence = &marks->sentences[i];
      g_autofree char *words = g_utf8_substring (critique, sentence->start, sentence->end);
      g_autofree char *effect = sentence->counted ? critic_format_signed (sentence->effect, 2) : g_strdup ("–");

      g_string_append_printf (text, "%s\t%s\n", effect, g_strstrip (words));
    }
}

char *
critic_assessment_text (CriticAssessment *assessment,
                        const char       *name,
                        const char       *critique)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (name != NULL)
    g_string_append_printf (text, "%s\n", name);
  add_score (text, assessment);
  add_styles (text, assessment);
  if (*critique != '\0')
    add_critique (text, assessment, critique);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
