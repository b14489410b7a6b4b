/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rule of thirds: where that lies which differs most from what surrounds it. */
#include "critic-evidence-private.h"

#include <math.h>

#define LEVEL          3        /* 128 pixels long */
#define LEAST        5.0        /* difference from the surroundings (CIELAB) below which nothing stands out */
#define STANDS_OUT   0.5        /* of the greatest difference */
#define NEAR (1.0 / 20.0)

static void
subtract_surroundings (const CriticPlane *plane, guint centre, guint surround, gfloat *out)
{
  gsize n = (gsize) plane->width * plane->height;
  g_autofree gfloat *wide = g_new (gfloat, n);

  critic_plane_blur (plane, centre, out);
  critic_plane_blur (plane, surround, wide);
  for (gsize i = 0; i < n; i++)
    out[i] -= wide[i];
}

/* Mean slope of the lightness at level 1 under each pixel of LEVEL. */
static CriticPlane
measure_detail (const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[1], *like = &planes->light[LEVEL];
  CriticPlane detail = { like->width, like->height, g_new0 (gfloat, (gsize) like->width * like->height) };
  const int step = 1 << (LEVEL - 1);

  for (guint y = 0; y + 1 < light->height; y++)
    for (guint x = 0; x + 1 < light->width; x++)
      {
        const gfloat *v = light->values + (gsize) y * light->width + x;

        detail.values[(gsize) (y / step) * detail.width + x / step] +=
          (fabsf (v[1] - v[0]) + fabsf (v[light->width] - v[0])) / (step * step);
      }

  return detail;
}

/* How far each pixel is from what surrounds it, in colour and in detail. */
static gfloat *
measure_salience (const CriticPlanes *planes, guint surround)
{
  const CriticPlane *light = &planes->light[LEVEL];
  gsize n = (gsize) light->width * light->height;
  CriticPlane detail = measure_detail (planes);
  g_autofree gfloat *l = g_new (gfloat, n), *a = g_new (gfloat, n), *b = g_new (gfloat, n), *d = g_new (gfloat, n);
  CriticPlane raw = { light->width, light->height, g_new (gfloat, n) };
  gfloat *salience = g_new (gfloat, n);

  subtract_surroundings (light, 1, surround, l);
  subtract_surroundings (&planes->a[LEVEL], 1, surround, a);
  subtract_surroundings (&planes->b[LEVEL], 1, surround, b);
  subtract_surroundings (&detail, 2, surround, d);
  for (gsize i = 0; i < n; i++)
    raw.values[i] = sqrtf (l[i] * l[i] + a[i] * a[i] + b[i] * b[i]) + 2.0f * MAX (d[i], 0.0f);
  critic_plane_blur (&raw, 1, salience);
  g_free (raw.values);
  g_free (detail.values);

  return salience;
}

/* Half the size, of 0 to 1. */
static void
keep (CriticMap *map, const gfloat *salience, guint width, guint height, gfloat most)
{
  map->columns = (width + 1) / 2;
  map->rows = (height + 1) / 2;
  map->values = g_new0 (gfloat, (gsize) map->columns * map->rows);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gfloat *cell = &map->values[(gsize) (y / 2) * map->columns + x / 2];

        *cell = MAX (*cell, salience[(gsize) y * width + x] / most);
      }
}

static gdouble
line_distance (gdouble v)
{
  return MIN (fabs (v - 1.0 / 3.0), fabs (v - 2.0 / 3.0));
}

/* The heaviest part. */
static guint
find_part (const guint *labels, const gfloat *salience, gsize n, guint n_parts)
{
  g_autofree gdouble *mass = g_new0 (gdouble, n_parts + 1);
  guint best = 1;

  for (gsize i = 0; i < n; i++)
    mass[labels[i]] += salience[i];
  for (guint i = 2; i <= n_parts; i++)
    if (mass[i] > mass[best])
      best = i;

  return best;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_thirds (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[LEVEL];
  guint width = light->width, height = light->height, best;
  gsize n = (gsize) width * height;
  g_autofree gfloat *salience = measure_salience (planes, MAX (2, MAX (width, height) / 4));
  g_autofree gboolean *mask = g_new (gboolean, n);
  g_autofree guint *labels = g_new (guint, n);
  gdouble all = 0.0, mass = 0.0, x = 0.0, y = 0.0, near = 0.0, size = 0.0, placed;
  CriticEvidenceThirds *thirds = &self->thirds;
  gfloat most = 0.0f;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, salience[i]);
  if (most < LEAST)
    return;

  for (gsize i = 0; i < n; i++)
    mask[i] = salience[i] >= STANDS_OUT * most;
  best = find_part (labels, salience, n, critic_blobs_label (mask, width, height, labels));
  for (gsize i = 0; i < n; i++)
    {
      gdouble at_x = (i % width + 0.5) / width, at_y = (i / width + 0.5) / height;

      if (!mask[i])
        continue;
      all += salience[i];
      if (MIN (line_distance (at_x), line_distance (at_y)) <= NEAR)
        near += salience[i];
      if (labels[i] != best)
        continue;
      mass += salience[i];
      size++;
      x += at_x * salience[i];
      y += at_y * salience[i];
    }

  thirds->x = x / mass;
  thirds->y = y / mass;
  thirds->area = size / n;
  thirds->point_x = thirds->x < 0.5 ? 1.0 / 3.0 : 2.0 / 3.0;
  thirds->point_y = thirds->y < 0.5 ? 1.0 / 3.0 : 2.0 / 3.0;
  thirds->distance = hypot (thirds->x - thirds->point_x, thirds->y - thirds->point_y);
  thirds->line_distance = MIN (line_distance (thirds->x), line_distance (thirds->y));
  thirds->near_lines = near / all;
  keep (&self->salient, salience, width, height, most);

  placed = MAX (1.0 - critic_ramp (thirds->distance, 0.04, 0.16), 0.7 * (1.0 - critic_ramp (thirds->line_distance, 0.02, 0.09)));
  self->strength[MCN_STYLE_RULE_OF_THIRDS] = placed * critic_ramp (mass / all, 0.25, 0.7)
                                             * (1.0 - critic_ramp (thirds->area, 0.2, 0.4));
}
