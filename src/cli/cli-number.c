/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-number.h"

#include <math.h>
#include <string.h>

char *
cli_number_format (gdouble value, char digits[CLI_NUMBER_SIZE])
{
  char *last;

  g_ascii_formatd (digits, CLI_NUMBER_SIZE, "%.6f", value);
  last = digits + strlen (digits) - 1;
  while (*last == '0')
    *last-- = '\0';
  if (*last == '.')
    *last = '\0';
  if (g_str_equal (digits, "-0"))
    strcpy (digits, "0");

  return digits;
}

gdouble
cli_number_shown (gdouble value)
{
  char digits[CLI_NUMBER_SIZE];

  return isfinite (value) ? g_ascii_strtod (cli_number_format (value, digits), NULL) : value;
}

gdouble
cli_number_parse (const char *text)
{
  char *end;
  gdouble value;

  if (!g_ascii_isdigit (*text) && *text != '-' && *text != '.')
    return NAN;
  value = g_ascii_strtod (text, &end);

  return *end == '\0' && isfinite (value) ? value : NAN;
}
