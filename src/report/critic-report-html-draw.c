/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drawings in SVG. Coordinates are integers, so that they read the same in every
 * language; colours are the style sheet's. */
#include "critic-report-html-private.h"

#include <math.h>

#define SCALE_WIDTH  900
#define BAR_WIDTH    100
#define BIN_WIDTH     20
#define BINS_TALL    160

static int
at_score (gdouble score)
{
  return (int) lround ((CLAMP (score, 1.0, 10.0) - 1.0) / 9.0 * SCALE_WIDTH);
}

/* The line from 1 to 10 with AVA's deciles as ticks, the spread of votes as a
 * hill, a hollow ring for the photograph alone, a full one for the score. */
void
critic_html_scale (CriticHtml *self, CriticAssessment *assessment, const char *label)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  const gdouble *deciles = critic_assessment_get_deciles (assessment);

  critic_html_put (self, "<svg class=\"scale\" viewBox=\"-20 -120 %d 190\" role=\"img\"", SCALE_WIDTH + 40);
  critic_html_attribute (self, "aria-label", label);
  critic_html_put (self, ">\n<path class=\"hill\" d=\"M0 0");
  for (gdouble score = 1.0; score <= 10.01; score += 0.125)
    {
      gdouble z = (score - judgement->score) / MAX (judgement->spread, 0.1);

      critic_html_put (self, "L%d %d", at_score (score), -(int) lround (100.0 * exp (-0.5 * z * z)));
    }
  critic_html_put (self, "L%d 0Z\"/>\n<path class=\"line\" d=\"M0 0H%d", SCALE_WIDTH, SCALE_WIDTH);
  for (int i = 0; deciles != NULL && i < 9; i++)
    critic_html_put (self, "M%d 0v%d", at_score (deciles[i]), i == 4 ? 18 : 10);
  critic_html_put (self, "\"/>\n<text x=\"0\" y=\"60\">1</text><text x=\"%d\" y=\"60\" text-anchor=\"end\">10</text>\n", SCALE_WIDTH);
  if (alone != NULL && critic_assessment_get_mode (assessment) == MCN_MODE_BOTH)
    critic_html_put (self, "<circle class=\"alone\" cx=\"%d\" cy=\"0\" r=\"14\"/>\n", at_score (alone->score));
  critic_html_put (self, "<circle class=\"both\" cx=\"%d\" cy=\"0\" r=\"16\"/>\n</svg>\n", at_score (judgement->score));
}

/* A share as a bar; the number stands beside it, so the drawing is silent. */
void
critic_html_bar (CriticHtml *self, gdouble share)
{
  critic_html_put (self,
                   "<svg class=\"bar\" viewBox=\"0 0 %d 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                   "<rect class=\"track\" width=\"%d\" height=\"6\"/><rect class=\"fill\" width=\"%d\" height=\"6\"/></svg>",
                   BAR_WIDTH, BAR_WIDTH, (int) lround (CLAMP (share, 0.0, 1.0) * BAR_WIDTH));
}

void
critic_html_histogram (CriticHtml *self, const CriticReportSurvey *survey, const char *label)
{
  guint most = 1;

  for (int i = 0; i < CRITIC_REPORT_BINS; i++)
    most = MAX (most, survey->bins[i]);

  critic_html_put (self, "<svg class=\"histogram\" viewBox=\"-14 -24 %d %d\" role=\"img\"",
                   CRITIC_REPORT_BINS * BIN_WIDTH + 28, BINS_TALL + 60);
  critic_html_attribute (self, "aria-label", label);
  critic_html_put (self, ">\n");
  for (int i = 0; i < CRITIC_REPORT_BINS; i++)
    if (survey->bins[i] > 0)
      {
        int tall = MAX (3, (int) lround (1.0 * BINS_TALL * survey->bins[i] / most));

        critic_html_put (self, "<rect class=\"fill\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n",
                         i * BIN_WIDTH + 1, BINS_TALL - tall, BIN_WIDTH - 2, tall);
        if (survey->bins[i] == most)
          critic_html_put (self, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%u</text>\n",
                           i * BIN_WIDTH + BIN_WIDTH / 2, BINS_TALL - tall - 6, survey->bins[i]);
      }
  critic_html_put (self, "<path class=\"line\" d=\"M0 %dH%d\"/>\n", BINS_TALL, CRITIC_REPORT_BINS * BIN_WIDTH);
  for (int score = 1; score <= 10; score++)
    critic_html_put (self, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>\n",
                     (score - 1) * 4 * BIN_WIDTH, BINS_TALL + 28, score);
  critic_html_put (self, "</svg>\n");
}
