/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-focus.h"

#include "critic-blocking.h"

/* Half the side of the square that is averaged over. */
#define REACH 2
/* Mean absolute Laplacians, levels of 255: nothing is marked, all is. */
#define LEAST 6
#define MOST 30
#define OPAQUE 215

static guint8
luma (const guint8 *p)
{
  return (guint8) ((13933 * p[0] + 46871 * p[1] + 4732 * p[2] + 32768) >> 16);
}

/* Of the luma; edges are repeated outwards. */
static void
laplace (const guint8 *grey, guint width, guint height, guint16 *out)
{
  for (guint y = 0; y < height; y++)
    {
      const guint8 *here = grey + (gsize) y * width;
      const guint8 *above = y > 0 ? here - width : here, *below = y + 1 < height ? here + width : here;

      for (guint x = 0; x < width; x++)
        {
          const gint left = here[x > 0 ? x - 1 : x], right = here[x + 1 < width ? x + 1 : x];

          out[(gsize) y * width + x] = (guint16) ABS (4 * here[x] - left - right - above[x] - below[x]);
        }
    }
}

/* The sum over a row's neighbours, kept up by one step to the right. */
static void
sum_row (const guint16 *in, guint width, guint32 *out)
{
  guint32 sum = 0;

  for (guint x = 0; x < MIN (REACH, width); x++)
    sum += in[x];
  for (guint x = 0; x < width; x++)
    {
      if (x + REACH < width)
        sum += in[x + REACH];
      if (x > REACH)
        sum -= in[x - REACH - 1];
      out[x] = sum;
    }
}

void
critic_focus_render (const guint8 *rgb, guint width, guint height, gsize stride, guint8 *rgba_out)
{
  const guint area = (2 * REACH + 1) * (2 * REACH + 1);
  g_autofree guint8 *grey = g_malloc ((gsize) width * height);
  g_autofree guint16 *edges = g_new (guint16, (gsize) width * height);
  g_autofree guint32 *rows = g_new (guint32, (gsize) width * height);

  critic_blocking_begin ("A search for focus");
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      grey[(gsize) y * width + x] = luma (rgb + y * stride + (gsize) x * 3);
  laplace (grey, width, height, edges);
  for (guint y = 0; y < height; y++)
    sum_row (edges + (gsize) y * width, width, rows + (gsize) y * width);

  for (guint y = 0; y < height; y++)
    {
      const guint first = y > REACH ? y - REACH : 0, last = MIN (y + REACH, height - 1);

      for (guint x = 0; x < width; x++)
        {
          guint8 *out = rgba_out + ((gsize) y * width + x) * 4;
          guint32 sum = 0;
          gint alpha;

          for (guint v = first; v <= last; v++)
            sum += rows[(gsize) v * width + x];
          alpha = ((gint) (sum / area) - LEAST) * OPAQUE / (MOST - LEAST);
          out[0] = out[1] = out[2] = 255;
          out[3] = (guint8) CLAMP (alpha, 0, OPAQUE);
        }
    }
}
