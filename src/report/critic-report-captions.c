/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-captions.h"

#include "critic-format.h"
#include "critic-report-say.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_STYLES 6
#define FEWEST_STYLES 3     /* named in any case */
#define LEAST_STYLE 0.2     /* probability from which more are named */

/**
 * critic_report_caption_heat: (skip)
 * @assessment: an assessment with regions
 * @numbered: whether numbers stand on the map
 *
 * Returns: (transfer full): what the map shows, claiming no more than the
 *   deletion test allows
 */
char *
critic_report_caption_heat (CriticAssessment *assessment, gboolean numbered)
{
  GString *text = g_string_new (critic_assessment_regions_are_evidence (assessment)
                                  ? _("What moves the score: orange + raises it, blue \xe2\x88\x92 lowers it.")
                                  : _("Attention, not evidence: orange + and blue \xe2\x88\x92 say where the model looks."));

  if (numbered)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, critic_assessment_matrix_is_evidence (assessment)
                               ? _("The numbers stand where the numbered words look.")
                               : _("The numbers stand where the numbered words look (attention, not evidence)."));
    }

  return g_string_free (text, FALSE);
}

/* No line breaks inside. */
static char *
keep_together (char *text)
{
  g_autofree char *owned = text;
  g_auto (GStrv) words = g_strsplit (owned, " ", -1);

  return g_strjoinv ("\xc2\xa0", words);
}

/**
 * critic_report_caption_rings: (skip)
 * @assessment: an assessment
 *
 * Returns: (transfer full): the photograph alone against photograph and
 *   critique, and the difference of the two numbers as they are shown; each
 *   stays on one line where there is room for it
 */
char *
critic_report_caption_rings (CriticAssessment *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  McnMode mode = critic_assessment_get_mode (assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *first = NULL, *second = NULL;

  if (alone != NULL)
    {
      g_autofree char *number = critic_format_score (alone->score);

      first = keep_together (g_strdup_printf (_("○ photograph alone %s"), number));
    }
  if (mode == MCN_MODE_CRITIQUE)
    second = keep_together (g_strdup_printf (_("● critique alone %s"), score));
  else if (mode == MCN_MODE_BOTH && alone != NULL)
    {
      gdouble gain = (round (judgement->score * 10.0) - round (alone->score * 10.0)) / 10.0;
      g_autofree char *change = critic_format_signed (gain, 1);
      g_autofree char *with = g_strdup_printf (_("● with critique %s"), score);

      second = keep_together (g_strdup_printf ("%s (%s)", with, change));
    }

  return first != NULL && second != NULL ? g_strjoin ("  ", first, second, NULL) : g_strdup (first != NULL ? first : second);
}

/**
 * critic_report_caption_scale: (skip)
 * @assessment: an assessment
 *
 * Returns: (transfer full): what the hill on the scale is
 */
char *
critic_report_caption_scale (CriticAssessment *assessment)
{
  g_autofree char *spread = critic_format_score (critic_assessment_get_judgement (assessment)->spread);

  return g_strdup_printf (_("The hill on the scale shows how far people\xe2\x80\x99s votes about such a photograph lie apart "
                            "(%s on either side); its ticks are the tenths of all contest photographs."), spread);
}

/**
 * critic_report_find_styles: (skip)
 * @assessment: an assessment
 * @styles: (out) (array fixed-size=14): all of them, from the most probable on
 *
 * Returns: how many of them are worth telling: three in any case, up to six that
 *   are not improbable
 */
guint
critic_report_find_styles (CriticAssessment *assessment, McnStyle styles[MCN_N_STYLES])
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  guint n = 0;

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      guint at = i;

      for (; at > 0 && judgement->style[i] > judgement->style[styles[at - 1]]; at--)
        styles[at] = styles[at - 1];
      styles[at] = i;
    }

  while (n < MOST_STYLES && (n < FEWEST_STYLES || judgement->style[styles[n]] >= LEAST_STYLE))
    n++;
  return n;
}
