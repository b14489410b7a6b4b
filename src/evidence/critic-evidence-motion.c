/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Motion blur: a direction in which fine detail is missing that coarse detail
 * does not lack. Structure tensors (Förstner and Gülch 1987) of the same places
 * at two scales tell it from stripes, which have no detail along themselves at
 * either, and from want of focus, which has no direction. */
#include "critic-evidence-private.h"

#include <math.h>

#define CELL           64       /* pixels at level 0; windows are 2 x 2 cells */
#define N_COARSE        2       /* levels 3 and 4: eight and sixteen pixels */
#define FIRST_COARSE    3
#define LEAST_COARSE  1.0       /* mean squared slope at the coarse level, (L* a pixel)^2 */
#define LEAST_ALONG  0.10       /* of it along, as a share of that across: less are stripes */
#define LEAST_GROWTH 1.5        /* of it along over the fine slope across: less is what stripes leave when made small */
#define LEAST_FINE   0.05       /* mean squared slope across, freed of noise, at level 0 */
#define SMEARED      0.55       /* fine over coarse, along over across */
#define SAME_WAY     20.0       /* degrees */
#define MOST_RATIO   50.0

/* Sums of products of slopes. */
typedef struct
{
  gdouble xx, xy, yy, n;
} Tensor;

static void
add_tensor (Tensor *to, const Tensor *from)
{
  to->xx += from->xx;
  to->xy += from->xy;
  to->yy += from->yy;
  to->n += from->n;
}

static void
sum_cells (const CriticPlane *light, guint columns, guint rows, Tensor *cells)
{
  const gssize down = light->width;

  for (guint y = 1; y + 1 < light->height; y++)
    {
      const gfloat *row = light->values + (gsize) y * light->width;
      Tensor *line = cells + (gsize) (y * rows / light->height) * columns;

      for (guint column = 0; column < columns; column++)
        {
          guint first = MAX (1, column * light->width / columns), end = MIN ((column + 1) * light->width / columns, light->width - 1);
          gfloat xx = 0.0f, xy = 0.0f, yy = 0.0f;

          for (guint x = first; x < end; x++)
            {
              gfloat dx = 0.5f * (row[x + 1] - row[x - 1]), dy = 0.5f * (row[x + down] - row[x - down]);

              xx += dx * dx;
              xy += dx * dy;
              yy += dy * dy;
            }
          add_tensor (&line[column], &(Tensor) { xx, xy, yy, end > first ? end - first : 0 });
        }
    }
}

/* Mean squared slope in a direction. */
static gdouble
energy (const Tensor *tensor, gdouble angle)
{
  gdouble c = cos (angle), s = sin (angle);

  return (tensor->xx * c * c + 2.0 * tensor->xy * c * s + tensor->yy * s * s) / MAX (tensor->n, 1.0);
}

/**
 * Window:
 * @angle: in which it has the least fine detail, radians in the picture's own axes (y downwards)
 * @along: mean squared slope that way
 * @across: the other way
 * @smeared: it lacks detail along that
 */
typedef struct
{
  gdouble  angle, along, across;
  gboolean smeared;
} Window;

/* FALSE: no detail to tell from. */
static gboolean
look (const Tensor *fine, const Tensor coarse[N_COARSE], gdouble noise, Window *window)
{
  gdouble along[N_COARSE], across[N_COARSE];

  window->angle = 0.5 * atan2 (2.0 * fine->xy, fine->xx - fine->yy) + G_PI_2;
  window->along = MAX (energy (fine, window->angle) - 0.5 * noise * noise, 1e-4);
  window->across = MAX (energy (fine, window->angle + G_PI_2) - 0.5 * noise * noise, 1e-4);
  window->smeared = TRUE;
  for (int i = 0; i < N_COARSE; i++)
    {
      along[i] = energy (&coarse[i], window->angle);
      across[i] = energy (&coarse[i], window->angle + G_PI_2);
      window->smeared &= along[i] >= LEAST_ALONG * across[i];
    }
  if (along[0] + across[0] < LEAST_COARSE || window->across < LEAST_FINE)
    return FALSE;

  window->smeared &= along[N_COARSE - 1] >= LEAST_GROWTH * window->across
                     && window->along * across[N_COARSE - 1] < SMEARED * window->across * along[N_COARSE - 1];
  return TRUE;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_motion (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[0];
  guint columns = MAX (2, (light->width + CELL / 2) / CELL), rows = MAX (2, (light->height + CELL / 2) / CELL);
  gsize n = (gsize) columns * rows;
  g_autofree Tensor *fine = g_new0 (Tensor, n), *coarse = g_new0 (Tensor, n * N_COARSE);
  g_autoptr (GArray) windows = g_array_new (FALSE, FALSE, sizeof (Window));
  gdouble cosine = 0.0, sine = 0.0, along = 0.0, across = 0.0, mean;
  CriticEvidenceMotion *motion = &self->motion;
  guint n_same = 0;

  sum_cells (light, columns, rows, fine);
  for (int i = 0; i < N_COARSE; i++)
    sum_cells (&planes->light[FIRST_COARSE + i], columns, rows, coarse + i * n);
  for (guint y = 0; y + 1 < rows; y++)
    for (guint x = 0; x + 1 < columns; x++)
      {
        Tensor f = { 0 }, c[N_COARSE] = { { 0 } };
        Window window;

        for (guint i = 0; i < 4; i++)
          {
            gsize cell = (gsize) (y + i / 2) * columns + x + i % 2;

            add_tensor (&f, &fine[cell]);
            for (int k = 0; k < N_COARSE; k++)
              add_tensor (&c[k], &coarse[k * n + cell]);
          }
        if (!look (&f, c, self->noise[0], &window))
          continue;
        g_array_append_val (windows, window);
        if (window.smeared)
          {
            cosine += cos (2.0 * window.angle);
            sine += sin (2.0 * window.angle);
          }
      }

  motion->detailed = (gdouble) windows->len / ((columns - 1) * (rows - 1));
  if (cosine == 0.0 && sine == 0.0)
    return;

  mean = 0.5 * atan2 (sine, cosine);
  for (guint i = 0; i < windows->len; i++)
    {
      const Window *window = &g_array_index (windows, Window, i);

      if (!window->smeared || fabs (sin (window->angle - mean)) > sin (SAME_WAY * G_PI / 180.0))
        continue;
      n_same++;
      along += window->along;
      across += window->across;
    }

  if (n_same == 0)
    return;
  /* The picture's y points down, an angle's up. */
  motion->direction = fmod (180.0 - mean * 180.0 / G_PI + 360.0, 180.0);
  motion->share = (gdouble) n_same / windows->len;
  motion->ratio = MIN (sqrt (across / along), MOST_RATIO);
  self->strength[MCN_STYLE_MOTION_BLUR] = critic_ramp (motion->share, 0.15, 0.6) * critic_ramp (motion->detailed, 0.02, 0.1);
}
