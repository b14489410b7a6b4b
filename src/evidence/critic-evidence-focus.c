/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shallow depth of field: where the picture is sharp, and where soft. */
#include "critic-evidence-private.h"

#include <math.h>
#include <stdlib.h>

#define TILE         16         /* pixels at level 1: a map of 32 columns */
#define N_STEEPEST    4
#define LEAST_RANGE 3.0         /* L* within a tile, below which it has no detail */
#define STEEPEST    0.5         /* slope over contrast of a sharp edge */
#define MOST_RATIO 50.0

/* The steepest slope of a tile over its contrast, freed of noise; -1: no detail. */
static gdouble
measure_tile (const CriticPlane *light, guint left, guint top, guint right, guint bottom, gdouble noise)
{
  gdouble steep[N_STEEPEST] = { 0 }, slope = 0.0, range;
  gfloat least = G_MAXFLOAT, most = -G_MAXFLOAT;

  for (guint y = top; y < bottom; y++)
    {
      const gfloat *row = light->values + (gsize) y * light->width;
      const gfloat *above = y > 0 ? row - light->width : row, *below = y + 1 < light->height ? row + light->width : row;

      for (guint x = left; x < right; x++)
        {
          gfloat dx = 0.5f * (row[MIN (x + 1, light->width - 1)] - row[x > 0 ? x - 1 : 0]);
          gfloat dy = 0.5f * (below[x] - above[x]);
          gdouble energy = dx * dx + dy * dy;
          int k = N_STEEPEST;

          least = MIN (least, row[x]);
          most = MAX (most, row[x]);
          for (; k > 0 && steep[k - 1] < energy; k--)
            if (k < N_STEEPEST)
              steep[k] = steep[k - 1];
          if (k < N_STEEPEST)
            steep[k] = energy;
        }
    }

  range = most - least;
  if (range < LEAST_RANGE + 7.0 * noise)
    return -1.0;
  for (int k = 0; k < N_STEEPEST; k++)
    slope += steep[k] / N_STEEPEST;
  slope = sqrt (MAX (0.0, slope - 5.0 * noise * noise));

  return MIN (slope / (range - 4.0 * noise) / STEEPEST, 1.0);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gfloat x = *(const gfloat *) a, y = *(const gfloat *) b;

  return x < y ? -1 : x > y;
}

static gdouble
mean_of (const gfloat *values, gsize n)
{
  gdouble sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];

  return sum / n;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_focus (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[1];
  guint columns = MAX (1, (light->width + TILE / 2) / TILE), rows = MAX (1, (light->height + TILE / 2) / TILE);
  gsize n = (gsize) columns * rows, n_detailed = 0, n_sharp = 0, n_soft = 0;
  g_autofree gfloat *sorted = g_new (gfloat, n);
  CriticEvidenceFocus *focus = &self->focus;
  gdouble sharpest, softest;

  self->sharpness = (CriticMap) { columns, rows, g_new0 (gfloat, n) };
  for (gsize i = 0; i < n; i++)
    {
      guint column = i % columns, row = i / columns;
      gdouble value = measure_tile (light, column * light->width / columns, row * light->height / rows,
                                    (column + 1) * light->width / columns, (row + 1) * light->height / rows,
                                    self->noise[1]);

      if (value < 0.0)
        continue;
      self->sharpness.values[i] = (gfloat) value;
      sorted[n_detailed++] = (gfloat) value;
    }

  focus->plain = 1.0 - (gdouble) n_detailed / n;
  if (n_detailed == 0)
    return;

  qsort (sorted, n_detailed, sizeof *sorted, compare);
  sharpest = mean_of (sorted + n_detailed - (n_detailed + 29) / 30, (n_detailed + 29) / 30);
  softest = mean_of (sorted, (n_detailed + 9) / 10);
  for (gsize i = 0; i < n_detailed; i++)
    {
      n_sharp += sorted[i] >= 0.5 * sharpest;
      n_soft += sorted[i] < 0.35 * sharpest;
    }

  focus->sharp = (gdouble) n_sharp / n;
  focus->soft = (gdouble) n_soft / n;
  focus->ratio = sharpest > 0.0 ? sharpest / MAX (softest, sharpest / MOST_RATIO) : 1.0;
  self->strength[MCN_STYLE_SHALLOW_DOF] = critic_ramp (log2 (focus->ratio), 1.2, 2.2)
                                          * critic_ramp ((gdouble) n_soft / n_detailed, 0.15, 0.5)
                                          * critic_ramp (focus->sharp, 0.002, 0.015)
                                          * critic_ramp (sharpest, 0.12, 0.3);
}
