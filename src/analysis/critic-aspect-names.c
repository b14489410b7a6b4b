/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-aspect-names.h"

#include <glib/gi18n-lib.h>

/**
 * critic_aspect_names:
 * @aspects: one bit (1 << McnAspect) each
 *
 * Returns: (transfer full): their names in a list, "" for none
 */
char *
critic_aspect_names (guint aspects)
{
  GString *names = g_string_new (NULL);

  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    if (aspects >> a & 1)
      {
        if (names->len > 0)
          /* Translators: between the names of a list: composition, light and colour, subject */
          g_string_append (names, C_("aspects", ", "));
        g_string_append (names, _(mcn_aspect_info (a)->name));
      }
  return g_string_free (names, FALSE);
}
