/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-unicode.h"

#include "mcn-unicode-table.h"

#define REPLACEMENT 0xfffd
#define RUN_FIRST(run) ((run) >> 8)

/**
 * mcn_unicode_classify:
 * @c: any code point
 *
 * Returns: the #McnUnicodeClass flags of @c
 */
guint8
mcn_unicode_classify (gunichar c)
{
  if (c < G_N_ELEMENTS (mcn_unicode_ascii))
    return mcn_unicode_ascii[c];

  gsize low, high;      /* the run of c lies in [low, high] */
  if (c < 0x10000)
    {
      low = mcn_unicode_blocks[c >> 8];
      high = mcn_unicode_blocks[(c >> 8) + 1];
    }
  else
    {
      low = mcn_unicode_blocks[G_N_ELEMENTS (mcn_unicode_blocks) - 1];
      high = G_N_ELEMENTS (mcn_unicode_runs) - 1;
    }

  while (low < high)
    {
      gsize middle = (low + high + 1) / 2;
      if (RUN_FIRST (mcn_unicode_runs[middle]) <= c)
        low = middle;
      else
        high = middle - 1;
    }
  return mcn_unicode_runs[low] & 0xff;
}

/**
 * mcn_unicode_is_cjk:
 * @c: a code point
 *
 * BERT's list of ideograph blocks, whose characters are words of their own.
 *
 * Returns: whether @c lies in one
 */
gboolean
mcn_unicode_is_cjk (gunichar c)
{
  if (c < 0x3400)
    return FALSE;

  return (c >= 0x4e00 && c <= 0x9fff) || (c <= 0x4dbf) ||
         (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x2a6df) || (c >= 0x2a700 && c <= 0x2b81f) ||
         (c >= 0x2b920 && c <= 0x2ceaf) || (c >= 0x2f800 && c <= 0x2fa1f);
}

/**
 * mcn_unicode_lower:
 * @c: a code point
 *
 * Lower case of one character without regard to its neighbours. GLib leaves
 * Roman numerals and circled letters alone, which have a case without being
 * letters.
 *
 * Returns: the lower case form, or @c
 */
gunichar
mcn_unicode_lower (gunichar c)
{
  if (c < 0x80)
    return g_ascii_tolower (c);
  if (c >= 0x2160 && c <= 0x216f)
    return c + 0x10;
  if (c >= 0x24b6 && c <= 0x24cf)
    return c + 0x1a;
  return g_unichar_tolower (c);
}

/**
 * mcn_unicode_fold:
 * @c: a character that BERT does not drop
 * @folded: (out caller-allocates): receives the characters
 *
 * Canonical decomposition without accents, then lower case.
 *
 * Returns: how many characters are left, possibly none
 */
gsize
mcn_unicode_fold (gunichar c, gunichar folded[MCN_UNICODE_MAX_FOLDED])
{
  if (c < 0xc0)
    {
      folded[0] = mcn_unicode_lower (c);
      return 1;
    }

  gsize n = g_unichar_fully_decompose (c, FALSE, folded, MCN_UNICODE_MAX_FOLDED);
  gsize kept = 0;
  for (gsize i = 0; i < n; i++)
    if (!(mcn_unicode_classify (folded[i]) & MCN_UNICODE_DROPPED))
      folded[kept++] = mcn_unicode_lower (folded[i]);
  return kept;
}

/**
 * mcn_unicode_decode:
 * @text: bytes, not necessarily UTF-8
 * @length: how many, at least 1
 * @c: (out): the character they begin with; U+FFFD for a byte that begins none
 *
 * Returns: the bytes that @c takes
 */
gsize
mcn_unicode_decode (const char *text, gsize length, gunichar *c)
{
  guchar first = (guchar) text[0];

  if (first < 0x80)
    {
      *c = first;
      return 1;
    }

  gunichar decoded = g_utf8_get_char_validated (text, (gssize) MIN (length, 4));
  if (decoded >= (gunichar) -2)
    {
      *c = REPLACEMENT;
      return 1;
    }
  *c = decoded;
  return (gsize) g_utf8_skip[first];
}
