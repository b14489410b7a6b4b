/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Light on white, and silhouettes: bright grounds and dark shapes. */
#include "critic-evidence-private.h"

#include <math.h>
#include <string.h>

#define LEVEL         4         /* 64 pixels long */
#define WHITE        86.0f      /* L* from which grey is white */
#define WHITE_CHROMA 10.0f
#define DARK_LOW     14.0       /* what may count as dark, L* */
#define DARK_HIGH    38.0

static void
keep (CriticMap *map, const CriticPlane *plane, const guint *labels, guint label)
{
  gsize n = (gsize) plane->width * plane->height;

  map->columns = plane->width;
  map->rows = plane->height;
  map->values = g_new (gfloat, n);
  for (gsize i = 0; i < n; i++)
    map->values[i] = label == 0 ? labels[i] != 0 : labels[i] == label;
}

static gboolean
on_border (gsize at, guint width, guint height)
{
  guint x = at % width, y = at / width;

  return x == 0 || y == 0 || x + 1 == width || y + 1 == height;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_ground (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[LEVEL];
  gsize n = (gsize) light->width * light->height;
  g_autofree gboolean *mask = g_new (gboolean, n);
  g_autofree guint *labels = g_new (guint, n);
  g_autofree gboolean *reached = NULL;
  gdouble border = 0.0, white_border = 0.0, cover = 0.0, sum = 0.0, rest = 0.0;
  CriticEvidenceGround *ground = &self->ground;
  guint n_parts;

  for (gsize i = 0; i < n; i++)
    mask[i] = light->values[i] > WHITE
              && hypotf (planes->a[LEVEL].values[i], planes->b[LEVEL].values[i]) < WHITE_CHROMA;
  n_parts = critic_blobs_label (mask, light->width, light->height, labels);

  /* White that the border does not reach is part of the subject. */
  reached = g_new0 (gboolean, n_parts + 1);
  for (gsize i = 0; i < n; i++)
    if (on_border (i, light->width, light->height))
      {
        border++;
        white_border += mask[i];
        reached[labels[i]] = labels[i] != 0;
      }
  for (gsize i = 0; i < n; i++)
    if (reached[labels[i]])
      {
        cover++;
        sum += light->values[i];
      }
    else
      {
        labels[i] = 0;
        rest += light->values[i];
      }

  ground->border = white_border / border;
  ground->cover = cover / n;
  ground->lightness = cover > 0.0 ? sum / cover : 0.0;
  ground->subject = cover < n ? rest / (n - cover) : 0.0;
  if (cover > 0.0)
    keep (&self->white, light, labels, 0);
  self->strength[MCN_STYLE_LIGHT_ON_WHITE] = critic_ramp (ground->border, 0.4, 0.9)
                                             * critic_ramp (1.0 - ground->cover, 0.0, 0.03)
                                             * (0.4 + 0.6 * critic_ramp (ground->subject, 35.0, 65.0));
}

/* The lightness that parts dark from bright best (Otsu 1979), within bounds. */
static gdouble
find_threshold (const CriticPlane *light)
{
  gsize n = (gsize) light->width * light->height;
  gdouble count[101] = { 0 }, all = 0.0, below = 0.0, sum_below = 0.0, best = -1.0;
  int threshold = 0;

  for (gsize i = 0; i < n; i++)
    {
      int l = CLAMP ((int) lrintf (light->values[i]), 0, 100);

      count[l]++;
      all += l;
    }
  for (int l = 0; l < 100; l++)
    {
      gdouble above, gap;

      below += count[l];
      sum_below += l * count[l];
      above = n - below;
      if (below == 0.0 || above == 0.0)
        continue;
      gap = sum_below / below - (all - sum_below) / above;
      if (below * above * gap * gap > best)
        {
          best = below * above * gap * gap;
          threshold = l;
        }
    }

  return CLAMP (threshold, DARK_LOW, DARK_HIGH);
}

/* Lightness of a part: without its edge, which is half ground, where there is more than that. */
static void
look_inside (const CriticPlane *light, const guint *labels, guint label, CriticEvidenceShape *shape)
{
  gdouble sum[2] = { 0 }, squares[2] = { 0 }, count[2] = { 0 };
  guint width = light->width;
  gsize n = (gsize) width * light->height;
  int which;

  for (gsize i = 0; i < n; i++)
    {
      guint x = i % width;
      gboolean edge = (x > 0 && labels[i - 1] != label) || (x + 1 < width && labels[i + 1] != label)
                      || (i >= width && labels[i - width] != label) || (i + width < n && labels[i + width] != label);

      if (labels[i] != label)
        continue;
      sum[edge] += light->values[i];
      squares[edge] += light->values[i] * light->values[i];
      count[edge]++;
    }

  which = count[0] > 0.0 ? 0 : 1;
  shape->area = (count[0] + count[1]) / n;
  shape->lightness = sum[which] / count[which];
  shape->detail = sqrt (MAX (0.0, squares[which] / count[which] - shape->lightness * shape->lightness));
}

/* Means along the outline of a part, one pixel beyond its soft edge. */
static void
look_around (const CriticPlane *light, const guint *labels, guint label, CriticEvidenceShape *shape)
{
  gdouble sum = 0.0, count = 0.0;
  gint width = (gint) light->width, height = (gint) light->height;

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gboolean near = FALSE, beside = FALSE;

        if (labels[y * width + x] == label)
          continue;
        for (gint v = MAX (y - 2, 0); v <= MIN (y + 2, height - 1); v++)
          for (gint u = MAX (x - 2, 0); u <= MIN (x + 2, width - 1); u++)
            if (labels[v * width + u] == label)
              {
                near = TRUE;
                beside |= ABS (u - x) <= 1 && ABS (v - y) <= 1;
              }
        if (near && !beside)
          {
            sum += light->values[y * width + x];
            count++;
          }
      }

  shape->around = count > 0.0 ? sum / count : shape->lightness;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_shape (CriticEvidence *self, const CriticPlanes *planes)
{
  const CriticPlane *light = &planes->light[LEVEL];
  gsize n = (gsize) light->width * light->height;
  gdouble threshold = find_threshold (light);
  g_autofree gboolean *mask = g_new (gboolean, n);
  g_autofree guint *labels = g_new (guint, n), *sizes = NULL;
  CriticEvidenceShape *shape = &self->shape;
  guint n_parts, best = 1;

  for (gsize i = 0; i < n; i++)
    mask[i] = light->values[i] <= threshold;
  n_parts = critic_blobs_label (mask, light->width, light->height, labels);
  if (n_parts == 0)
    return;

  sizes = g_new0 (guint, n_parts + 1);
  for (gsize i = 0; i < n; i++)
    sizes[labels[i]]++;
  for (guint i = 2; i <= n_parts; i++)
    if (sizes[i] > sizes[best])
      best = i;

  look_inside (light, labels, best, shape);
  look_around (light, labels, best, shape);
  keep (&self->dark, light, labels, best);
  self->strength[MCN_STYLE_SILHOUETTES] = critic_ramp (shape->around - shape->lightness, 20.0, 50.0)
                                          * critic_ramp (shape->area, 0.005, 0.03)
                                          * (1.0 - critic_ramp (shape->area, 0.55, 0.8))
                                          * (1.0 - critic_ramp (shape->detail, 7.0, 14.0));
}
