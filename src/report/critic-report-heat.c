/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-heat.h"

#include "critic-preprocess.h"
#include "critic-report.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STRENGTH 0.75   /* as in critic-annotate.c */
#define COLOUR   0.45
#define LEAST    0.35   /* of the peak: a sign is not marked below that */

/**
 * critic_report_heat_signs:
 * @heat: a map with signs
 * @signs: (out) (array fixed-size=2): the strongest place of each sign
 *
 * Pure; any thread.
 *
 * Returns: how many of @signs were filled, 0 to 2
 */
guint
critic_report_heat_signs (const CriticHeatmap *heat, CriticReportSign signs[2])
{
  guint n = 0, cells = heat->columns * heat->rows;

  if (!heat->is_signed || heat->peak <= 0.0f)
    return 0;

  for (int sign = 1; sign >= -1; sign -= 2)
    {
      guint best = 0;

      for (guint i = 1; i < cells; i++)
        if (sign * heat->values[i] > sign * heat->values[best])
          best = i;
      if (sign * heat->values[best] < LEAST * heat->peak)
        continue;

      signs[n++] = (CriticReportSign) {
        .raises = sign > 0,
        .x = (best % heat->columns + 0.5) / heat->columns,
        .y = (best / heat->columns + 0.5) / heat->rows,
        .value = heat->values[best],
      };
    }

  return n;
}

/* Towards grey, so that the colours of the heat are the only ones. */
static void
make_pale (guint8 *rgb, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, rgb += 3)
    {
      gdouble grey = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];

      for (int c = 0; c < 3; c++)
        rgb[c] = (guint8) lround (grey + COLOUR * (rgb[c] - grey));
    }
}

static void
lay_over (guint8 *rgb, const guint8 *bgra, gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++, rgb += 3, bgra += 4)
    for (int c = 0; c < 3; c++)
      rgb[c] = (guint8) MIN (255, bgra[2 - c] + (rgb[c] * (255 - bgra[3]) + 127) / 255);
}

/**
 * critic_report_heat_draw:
 * @photo: the photograph
 * @heat: (nullable): what lies over it; %NULL: only paler
 * @long_side: pixels of the long side, at most
 * @most_bytes: the file shall not be larger
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * The heat map as a picture without transparency. Blocks; any thread.
 *
 * Returns: (transfer full): the picture, or %NULL as critic_report_photo_take()
 */
CriticReportPhoto *
critic_report_heat_draw (const CriticReportPhoto *photo, const CriticHeatmap *heat, guint long_side, gsize most_bytes,
                         GCancellable *cancellable, GError **error)
{
  gdouble scale = MIN (1.0, (gdouble) MAX (long_side, 1) / MAX (photo->width, photo->height));
  guint width = MAX (1, (guint) lround (photo->width * scale)), height = MAX (1, (guint) lround (photo->height * scale));
  gsize n = (gsize) width * height;
  g_autofree guint8 *rgb = g_try_malloc_n (n, 3);
  g_autofree guint8 *over = g_try_malloc_n (n, 4);

  if (rgb == NULL || over == NULL)
    {
      g_set_error_literal (error, CRITIC_REPORT_ERROR, CRITIC_REPORT_ERROR_WRITE,
                           _("There is not enough memory to put the photographs into the report. Close something and try again."));
      return NULL;
    }
  if (!critic_preprocess_resize (photo->rgb, photo->width, photo->height, (gsize) photo->width * 3, width, height, rgb,
                                 cancellable, error))
    return NULL;

  make_pale (rgb, n);
  if (heat != NULL)
    {
      critic_heatmap_render (heat, width, height, (gsize) width * 4, STRENGTH, over);
      lay_over (rgb, over, n);
    }

  return critic_report_photo_take (g_steal_pointer (&rgb), width, height, most_bytes, cancellable, error);
}
