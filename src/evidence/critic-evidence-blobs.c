/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-private.h"

/**
 * critic_blobs_label: (skip)
 * @mask: @height rows of @width
 * @width: in pixels
 * @height: in pixels
 * @labels: (out caller-allocates): as many: 0 outside the mask, else the number of the part, from 1
 *
 * Tells apart what hangs together by sides.
 *
 * Returns: how many parts there are
 */
guint
critic_blobs_label (const gboolean *mask, guint width, guint height, guint *labels)
{
  gsize n = (gsize) width * height;
  g_autofree gsize *stack = g_new (gsize, n);
  guint n_parts = 0;

  for (gsize i = 0; i < n; i++)
    labels[i] = 0;

  for (gsize seed = 0; seed < n; seed++)
    {
      gsize n_open = 0;

      if (!mask[seed] || labels[seed] != 0)
        continue;

      labels[seed] = ++n_parts;
      stack[n_open++] = seed;
      while (n_open > 0)
        {
          gsize at = stack[--n_open];
          guint x = at % width, y = at / width;
          const gsize next[4] = { at - 1, at + 1, at - width, at + width };
          const gboolean inside[4] = { x > 0, x + 1 < width, y > 0, y + 1 < height };

          for (int k = 0; k < 4; k++)
            if (inside[k] && mask[next[k]] && labels[next[k]] == 0)
              {
                labels[next[k]] = n_parts;
                stack[n_open++] = next[k];
              }
        }
    }

  return n_parts;
}
