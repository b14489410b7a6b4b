/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-clipping.h"

#include <string.h>

#include "critic-blocking.h"

/* Pixels of a stripe and of the gap to the next. */
#define STRIPE 4

void
critic_clipping_render (const guint8 *rgb, guint width, guint height, gsize stride, guint x, guint y, guint8 *rgba_out)
{
  static const guint8 dark[4] = { 0, 0, 0, 230 }, light[4] = { 255, 255, 255, 230 }, none[4] = { 0 };

  critic_blocking_begin ("A search for clipped pixels");
  for (guint v = 0; v < height; v++)
    {
      const guint8 *p = rgb + v * stride;
      guint8 *out = rgba_out + (gsize) v * width * 4;

      for (guint u = 0; u < width; u++, p += 3, out += 4)
        {
          const gboolean on_stripe = (x + u + y + v) / STRIPE % 2 == 0;

          if (critic_clipping_is_burnt (p))
            memcpy (out, on_stripe ? dark : light, 4);
          else if (critic_clipping_is_black (p))
            memcpy (out, on_stripe ? light : none, 4);
          else
            memcpy (out, none, 4);
        }
    }
}
