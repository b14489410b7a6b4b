/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-number.h"

#include <math.h>

gdouble
cli_number_shown (gdouble value)
{
  char digits[CRITIC_NUMBER_SIZE];

  return isfinite (value) ? g_ascii_strtod (critic_number_format (value, digits), NULL) : value;
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
