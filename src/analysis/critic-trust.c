/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-trust.h"

#include <glib/gi18n-lib.h>

/**
 * critic_trust_say_error:
 * @assessment: an assessment
 *
 * The mean error, and where the model knows it the half-width within which people's
 * means lie in eight of ten cases (conformal, photo-critic-train calibrate).
 *
 * Returns: (transfer full): a sentence
 */
char *
critic_trust_say_error (CriticAssessment *assessment)
{
  gboolean text = critic_assessment_get_mode (assessment) == MCN_MODE_CRITIQUE;
  gdouble half_width = critic_assessment_get_half_width (assessment);
  g_autofree char *error = g_strdup_printf ("%.1f", critic_assessment_get_judgement (assessment)->error);
  g_autofree char *most = g_strdup_printf ("%.1f", half_width);

  if (half_width <= 0.0)
    return g_strdup_printf (text ? _("On critiques it never saw it is off by %s on average.")
                                 : _("On photographs it never saw it is off by %s on average."), error);
  /* Translators: the mean error, then what eight of ten errors stay within */
  return g_strdup_printf (text ? _("On critiques it never saw it is off by %s on average, in eight of ten cases by no more than %s.")
                               : _("On photographs it never saw it is off by %s on average, in eight of ten cases by no more than %s."), error, most);
}

/**
 * critic_trust_say_style:
 * @assessment: an assessment
 * @style: a style
 *
 * Returns: (nullable): a sentence where too few photographs of the style were held
 *   out to say how well it is told
 */
const char *
critic_trust_say_style (CriticAssessment *assessment, McnStyle style)
{
  return critic_assessment_is_style_measured (assessment, style)
    ? NULL : _("Not measured: fewer than ten photographs of this style were held out.");
}
