/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any text as a line of AVA.txt: refused, or an id, votes and tags that it
 * names. */
#include "mcn-ava-tables.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) data : "", size);
  McnAvaLine line;
  guint64 n = 0;

  if (!mcn_ava_line_parse (text, &line))
    return 0;
  g_assert_cmpuint (line.id, >, 0);
  for (guint i = 0; i < MCN_AVA_GRADES; i++)
    n += line.votes[i];
  g_assert_cmpuint (n, >, 0);
  g_assert_true (line.tags[0] <= 1000 && line.tags[1] <= 1000);

  return 0;
}
