/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Grain: the noise that is left where the picture is flat; and the noise that
 * other measures have to forgive, which is at most what the calmest places hold. */
#include "critic-evidence-private.h"

#include <math.h>

#define CELL      4             /* pixels whose mean tells structure from noise */
#define BLOCK    16
#define FLAT    2.5             /* deviation of the cells' means up to which a block is flat, L* */
#define BLACK   4.0f            /* L* where noise is clipped */
#define WHITE  96.0f
#define SHARE  0.25             /* of the blocks, the flattest, that are looked at */
#define CALM   0.10             /* of the blocks, those with the least noise */

typedef struct
{
  gdouble structure, sigma;
} Block;

/* Noise of the block at (left, top): the mean of a second difference in both
 * directions, which straight edges do not move (Immerkaer 1996). */
static gdouble
measure_noise (const CriticPlane *light, guint left, guint top)
{
  const gssize width = light->width;
  gdouble sum = 0.0;

  for (guint y = top + 1; y + 1 < top + BLOCK; y++)
    {
      const gfloat *v = light->values + y * width + left;

      for (guint x = 1; x + 1 < BLOCK; x++)
        sum += fabsf (v[x - 1 - width] - 2.0f * v[x - width] + v[x + 1 - width]
                      - 2.0f * v[x - 1] + 4.0f * v[x] - 2.0f * v[x + 1]
                      + v[x - 1 + width] - 2.0f * v[x + width] + v[x + 1 + width]);
    }

  return sqrt (G_PI_2) / 6.0 * sum / ((BLOCK - 2) * (BLOCK - 2));
}

/* FALSE: clipped. */
static gboolean
measure_block (const CriticPlane *light, guint left, guint top, Block *block)
{
  const guint n = BLOCK / CELL;
  gdouble sum = 0.0, squares = 0.0, mean;

  for (guint i = 0; i < n * n; i++)
    {
      guint x = left + i % n * CELL, y = top + i / n * CELL;
      gdouble cell = 0.0;

      for (guint k = 0; k < CELL * CELL; k++)
        cell += light->values[(gsize) (y + k / CELL) * light->width + x + k % CELL];
      cell /= CELL * CELL;
      sum += cell;
      squares += cell * cell;
    }
  mean = sum / (n * n);
  if (mean < BLACK || mean > WHITE)
    return FALSE;

  block->structure = sqrt (MAX (0.0, squares / (n * n) - mean * mean));
  block->sigma = measure_noise (light, left, top);
  return TRUE;
}

static int
compare_structure (gconstpointer a, gconstpointer b)
{
  const Block *x = a, *y = b;

  return x->structure < y->structure ? -1 : x->structure > y->structure;
}

static int
compare_sigma (gconstpointer a, gconstpointer b)
{
  const Block *x = a, *y = b;

  return x->sigma < y->sigma ? -1 : x->sigma > y->sigma;
}

/* The median over the flattest blocks, 0 where none is flat; @calm: what the
 * calmest have, flat or not. */
static gdouble
measure_plane (const CriticPlane *light, gdouble *flat, gdouble *calm)
{
  guint columns = light->width / BLOCK, rows = light->height / BLOCK, n_flat = 0, n;
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));

  for (guint i = 0; i < columns * rows; i++)
    {
      Block block;

      if (!measure_block (light, i % columns * BLOCK, i / columns * BLOCK, &block))
        continue;
      n_flat += block.structure <= FLAT;
      g_array_append_val (blocks, block);
    }

  *flat = columns * rows > 0 ? (gdouble) n_flat / (columns * rows) : 0.0;
  *calm = 0.0;
  if (blocks->len == 0)
    return 0.0;

  g_array_sort (blocks, compare_sigma);
  *calm = g_array_index (blocks, Block, (guint) (CALM * blocks->len)).sigma;
  if (n_flat == 0)
    return 0.0;

  n = CLAMP ((guint) (columns * rows * SHARE), 1, n_flat);
  g_array_sort (blocks, compare_structure);
  g_array_set_size (blocks, n);
  g_array_sort (blocks, compare_sigma);

  return g_array_index (blocks, Block, n / 2).sigma;
}

/* critic-evidence-private.h */
void
critic_evidence_measure_grain (CriticEvidence *self, const CriticPlanes *planes)
{
  gdouble flat, fine, coarse;

  /* Grain coarser than a pixel shows better at half the size. */
  fine = measure_plane (&planes->light[0], &self->grain.flat, &self->noise[0]);
  coarse = measure_plane (&planes->light[1], &flat, &self->noise[1]);
  self->grain.sigma = MAX (fine, coarse);
  self->strength[MCN_STYLE_IMAGE_GRAIN] = critic_ramp (self->grain.sigma, 1.2, 4.0);
}
