/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-text.h"

#define PICTURES 0x2400     /* of control characters */
#define OBJECT   0xfffc     /* stands for our own marks inside a line */

/* Characters that embed, override or isolate a direction are spelled out;
 * joiners and marks of direction shape the writing round them and turn nothing. */
static void
append_character (GString *out, gunichar c)
{
  if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c >= 0x80 && c < 0xa0) || c == 0xfeff)
    g_string_append_printf (out, "[U+%04X]", c);
  else if (c == 0x2028 || c == 0x2029)
    g_string_append_c (out, '\n');
  else if (c < 0x20 && c != '\n' && c != '\t')
    g_string_append_unichar (out, PICTURES + c);
  else if (c == 0x7f)
    g_string_append_unichar (out, PICTURES + 0x21);
  else if (c == OBJECT)
    g_string_append_unichar (out, 0xfffd);
  else
    g_string_append_unichar (out, c);
}

/**
 * critic_report_text_append: (skip)
 * @out: is appended to
 * @text: any bytes
 * @length: their number
 * @map: (out) (nullable): @length + 1 places: the byte of @out at which the
 *   character begins that each byte of @text belongs to
 *
 * Makes bytes text that can be shown: invalid ones become U+FFFD, what would
 * turn the reading order is spelled out ("[U+202E]"), control characters but
 * line end and tab become the picture of themselves, a line ends with "\n".
 */
void
critic_report_text_append (GString *out, const char *text, gsize length, guint32 *map)
{
  gsize n;

  for (gsize i = 0; i < length; i += n)
    {
      gunichar c = g_utf8_get_char_validated (text + i, (gssize) (length - i));
      gboolean valid = c != (gunichar) -1 && c != (gunichar) -2;

      n = valid ? g_utf8_skip[(guchar) text[i]] : 1;
      for (gsize j = i; map != NULL && j < i + n; j++)
        map[j] = (guint32) out->len;

      if (!valid)
        g_string_append_unichar (out, 0xfffd);
      else if (c != '\r')
        append_character (out, c);
      else if (i + 1 >= length || text[i + 1] != '\n')
        g_string_append_c (out, '\n');
    }

  if (map != NULL)
    map[length] = (guint32) out->len;
}

/**
 * critic_report_text_is_rtl: (skip)
 * @c: a character
 *
 * Returns: whether it belongs to a living script written from right to left
 */
gboolean
critic_report_text_is_rtl (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_SAMARITAN:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_ADLAM:
    case G_UNICODE_SCRIPT_HANIFI_ROHINGYA:
      return g_unichar_isalpha (c);
    default:
      return FALSE;
    }
}
