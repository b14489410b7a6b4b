/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Complementary colours and duotones: which hues carry the colour. */
#include "critic-evidence-private.h"

#include <math.h>

#define DEGREES        360
#define SMOOTH          12      /* degrees to each side when peaks are looked for */
#define REACH           25      /* degrees to each side that belong to a peak */
#define APART           50      /* degrees between two peaks at least */
#define LEAST_CHROMA   1.5      /* mean C*ab below which there is no colour to speak of */
#define LEAST_PEAK    0.04      /* share of the colour from which a second hue counts */
#define N_TONES         64      /* steps of lightness for the curve of a toned print */

static gdouble
between (gdouble a, gdouble b)
{
  gdouble angle = fabs (fmod (a - b, 360.0));

  return angle > 180.0 ? 360.0 - angle : angle;
}

/* Where a hue stands on the painters' wheel: red 0, orange 60, yellow 120,
 * green 180, blue 240, violet 300, straight between (Itten 1961). */
static gdouble
to_painters (gdouble hue)
{
  static const gdouble from[] = { 0, 30, 60, 120, 240, 280, 360 }, to[] = { 0, 60, 120, 180, 240, 300, 360 };
  guint i = 0;

  while (i + 2 < G_N_ELEMENTS (from) && hue > from[i + 1])
    i++;

  return to[i] + (to[i + 1] - to[i]) * (hue - from[i]) / (from[i + 1] - from[i]);
}

/* The tallest place at least @apart degrees from @other (negative: anywhere). */
static int
find_peak (const gdouble *smooth, int other)
{
  int best = -1;

  for (int i = 0; i < DEGREES; i++)
    if ((other < 0 || between (i, other) >= APART) && (best < 0 || smooth[i] > smooth[best]))
      best = i;

  return best;
}

/* Share of the colour about a peak; @centre: its middle, in degrees. */
static gdouble
weigh_peak (const gdouble *wheel, int peak, gdouble *centre)
{
  gdouble sum = 0.0, moment = 0.0;

  for (int k = -REACH; k <= REACH; k++)
    {
      gdouble v = wheel[(peak + k + DEGREES) % DEGREES];

      sum += v;
      moment += v * k;
    }
  *centre = fmod (peak + 0.5 + (sum > 0.0 ? moment / sum : 0.0) + 360.0, 360.0);

  return sum;
}

static void
find_peaks (CriticEvidenceHues *hues, const gdouble *wheel)
{
  gdouble smooth[DEGREES] = { 0 };
  int first, second;

  for (int i = 0; i < DEGREES; i++)
    for (int k = -SMOOTH; k <= SMOOTH; k++)
      smooth[i] += wheel[(i + k + DEGREES) % DEGREES] * (SMOOTH + 1 - ABS (k));

  first = find_peak (smooth, -1);
  second = find_peak (smooth, first);
  hues->n_peaks = 1;
  hues->share[0] = weigh_peak (wheel, first, &hues->peak[0]);
  hues->share[1] = weigh_peak (wheel, second, &hues->peak[1]);
  if (hues->share[1] < LEAST_PEAK)
    {
      hues->peak[1] = hues->share[1] = 0.0;
      return;
    }

  hues->n_peaks = 2;
  hues->angle = between (hues->peak[0], hues->peak[1]);
  hues->painters_angle = between (to_painters (hues->peak[0]), to_painters (hues->peak[1]));
}

/* How much of the colour's variation about grey is a function of lightness. */
static gdouble
measure_curve (const CriticPlanes *planes)
{
  gsize n = (gsize) planes->a[1].width * planes->a[1].height;
  gdouble count[N_TONES] = { 0 }, a[N_TONES] = { 0 }, b[N_TONES] = { 0 }, all = 0.0, explained = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      int tone = CLAMP ((int) (planes->light[1].values[i] * N_TONES / 100.0f), 0, N_TONES - 1);
      gdouble va = planes->a[1].values[i], vb = planes->b[1].values[i];

      count[tone]++;
      a[tone] += va;
      b[tone] += vb;
      all += va * va + vb * vb;
    }
  for (int i = 0; i < N_TONES; i++)
    if (count[i] > 0.0)
      explained += (a[i] * a[i] + b[i] * b[i]) / count[i];

  return all > 0.0 ? MIN (explained / all, 1.0) : 0.0;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_hues (CriticEvidence *self, const CriticPlanes *planes)
{
  CriticEvidenceHues *hues = &self->hues;
  gsize n = (gsize) planes->a[1].width * planes->a[1].height;
  gdouble wheel[DEGREES] = { 0 }, sum = 0.0, both, opposite, colourful;

  for (gsize i = 0; i < n; i++)
    {
      gdouble chroma = hypotf (planes->a[1].values[i], planes->b[1].values[i]);

      wheel[(int) planes->hue.values[i] % DEGREES] += chroma;
      sum += chroma;
    }
  hues->chroma = sum / n;
  if (hues->chroma < LEAST_CHROMA)
    return;

  for (int i = 0; i < DEGREES; i++)
    {
      wheel[i] /= sum;
      hues->hue[i * CRITIC_EVIDENCE_N_HUES / DEGREES] += (gfloat) wheel[i];
    }
  find_peaks (hues, wheel);
  hues->curve = measure_curve (planes);

  both = hues->share[0] + hues->share[1];
  colourful = critic_ramp (hues->chroma, 2.0, 8.0);
  opposite = hues->n_peaks == 2 ? critic_ramp (MAX (hues->angle, hues->painters_angle), 135.0, 165.0) : 0.0;
  self->strength[MCN_STYLE_COMPLEMENTARY_COLORS] = colourful * opposite * critic_ramp (both, 0.45, 0.8)
                                                   * critic_ramp (hues->share[1], LEAST_PEAK, 0.15);
  self->strength[MCN_STYLE_DUOTONES] = critic_ramp (hues->chroma, LEAST_CHROMA, 4.0)
                                       * MAX (critic_ramp (both, 0.8, 0.98), critic_ramp (hues->curve, 0.85, 0.98));
}
