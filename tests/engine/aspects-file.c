/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "aspects-file.h"

#include <string.h>

GByteArray *
make_aspects (gsize n_aspects, gsize n_word)
{
  gsize n = n_aspects * n_word;
  g_autofree char *header = g_strdup_printf ("{\"bias\":{\"dtype\":\"F32\",\"shape\":[%zu],\"data_offsets\":[0,%zu]},"
                                             "\"weight\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],\"data_offsets\":[%zu,%zu]}}",
                                             n_aspects, 4 * n_aspects, n_aspects, n_word, 4 * n_aspects, 4 * (n_aspects + n));
  g_autofree char *padded = g_strdup_printf ("%-*s", (int) ((strlen (header) + 7) / 8 * 8), header);
  guint64 length = GUINT64_TO_LE (strlen (padded));
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) padded, strlen (padded));
  for (gsize i = 0; i < n_aspects; i++)
    {
      gfloat bias = -(gfloat) i;

      g_byte_array_append (file, (const guint8 *) &bias, sizeof bias);
    }
  for (gsize i = 0; i < n; i++)
    {
      gfloat weight = i / 64.f;

      g_byte_array_append (file, (const guint8 *) &weight, sizeof weight);
    }
  return file;
}
