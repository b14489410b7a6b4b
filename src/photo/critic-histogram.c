/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-histogram.h"

#include <string.h>

#include "critic-blocking.h"
#include "critic-clipping.h"

void
critic_histogram_compute (const CriticLevel *level, CriticHistogram *histogram)
{
  const guint8 *pixels = g_bytes_get_data (level->pixels, NULL);

  critic_blocking_begin ("A histogram");
  memset (histogram, 0, sizeof *histogram);
  for (guint y = 0; y < level->height; y++)
    {
      const guint8 *p = pixels + y * level->stride;

      for (guint x = 0; x < level->width; x++, p += 3)
        {
          histogram->red[p[0]]++;
          histogram->green[p[1]]++;
          histogram->blue[p[2]]++;
          /* Rounded; the weights sum up to 2^16. */
          histogram->luminance[(13933 * p[0] + 46871 * p[1] + 4732 * p[2] + 32768) >> 16]++;
          histogram->n_burnt += critic_clipping_is_burnt (p);
          histogram->n_black += critic_clipping_is_black (p);
        }
    }
  histogram->n = level->width * level->height;
}
