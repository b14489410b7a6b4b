/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "aspects-file.h"

#include <string.h>

#define KEYWORDS 2
#define PIECES 5

static void
append_floats (GByteArray *file, gsize n, gfloat step)
{
  for (gsize i = 0; i < n; i++)
    {
      gfloat value = i * step;

      g_byte_array_append (file, (const guint8 *) &value, sizeof value);
    }
}

GByteArray *
make_aspects (gsize n_aspects, gsize n_word, gint64 owner)
{
  const gint64 keywords[KEYWORDS][PIECES] = { { 0, 7, -1, -1, -1 }, { owner, 8, 9, -1, -1 } };
  gsize keyword = sizeof keywords, bias = keyword + 4 * n_aspects, square = bias + 4 * n_aspects * n_aspects;
  g_autofree char *header = g_strdup_printf ("{\"keywords\":{\"dtype\":\"I64\",\"shape\":[%d,%d],\"data_offsets\":[0,%zu]},"
                                             "\"bias\":{\"dtype\":\"F32\",\"shape\":[%zu],\"data_offsets\":[%zu,%zu]},"
                                             "\"keyword_weight\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],\"data_offsets\":[%zu,%zu]},"
                                             "\"weight\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],\"data_offsets\":[%zu,%zu]}}",
                                             KEYWORDS, PIECES, keyword, n_aspects, keyword, bias, n_aspects, n_aspects, bias, square,
                                             n_aspects, n_word, square, square + 4 * n_aspects * n_word);
  g_autofree char *padded = g_strdup_printf ("%-*s", (int) ((strlen (header) + 7) / 8 * 8), header);
  guint64 length = GUINT64_TO_LE (strlen (padded));
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) padded, strlen (padded));
  g_byte_array_append (file, (const guint8 *) keywords, sizeof keywords);
  append_floats (file, n_aspects, -1);
  append_floats (file, n_aspects * n_aspects, .25f);
  append_floats (file, n_aspects * n_word, 1 / 64.f);
  return file;
}
