/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/**
 * critic_format_score:
 * @score: AVA points, 1 to 10
 *
 * Returns: (transfer full): the score with one decimal
 */
char *
critic_format_score (gdouble score)
{
  return g_strdup_printf ("%.1f", score);
}

/**
 * critic_format_signed:
 * @value: an effect, in AVA points
 * @decimals: digits behind the decimal sign
 *
 * A value that rounds to nothing has no sign.
 *
 * Returns: (transfer full): the value with + or − before it
 */
char *
critic_format_signed (gdouble value, guint decimals)
{
  gdouble scale = pow (10, decimals);
  const char *sign = fabs (value) * scale < .5 ? "" : value > 0 ? "+" : "\xe2\x88\x92";

  return g_strdup_printf ("%s%.*f", sign, (int) decimals, fabs (value));
}

/**
 * critic_format_share:
 * @share: 0 to 1
 *
 * What is not quite everything is not rounded to 100 %.
 *
 * Returns: (transfer full): for example "83 %"
 */
char *
critic_format_share (gdouble share)
{
  /* Translators: a share in per cent; the space is a no-break space. */
  return g_strdup_printf (_("%d\xc2\xa0%%"), MIN ((int) lrint (CLAMP (share, 0, 1) * 100), share < 1 ? 99 : 100));
}
