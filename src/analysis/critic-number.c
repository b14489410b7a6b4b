/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-number.h"

#include <string.h>

char *
critic_number_format (gdouble value, char digits[CRITIC_NUMBER_SIZE])
{
  char *last;

  g_ascii_formatd (digits, CRITIC_NUMBER_SIZE, "%.6f", value);
  last = digits + strlen (digits) - 1;
  while (*last == '0')
    *last-- = '\0';
  if (*last == '.')
    *last = '\0';
  if (g_str_equal (digits, "-0"))
    strcpy (digits, "0");

  return digits;
}
