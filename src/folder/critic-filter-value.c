/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-filter-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *
skip_digits (const char *text)
{
  while (g_ascii_isdigit (*text))
    text++;
  return text;
}

/* The end of the number that @text begins with, or NULL: g_ascii_strtod() alone
 * would also read "inf" and "0x1p3". */
static const char *
number_end (const char *text)
{
  const char *digits = *text == '-' || *text == '+' ? text + 1 : text;
  const char *end = skip_digits (digits);
  gboolean any = end > digits;

  if (*end == '.')
    {
      digits = end + 1;
      end = skip_digits (digits);
      any |= end > digits;
    }
  if (!any)
    return NULL;

  if (*end == 'e' || *end == 'E')
    {
      digits = end[1] == '-' || end[1] == '+' ? end + 2 : end + 1;
      if (skip_digits (digits) > digits)
        end = skip_digits (digits);
    }
  return end;
}

/* What a number before @unit is multiplied with; 0: unknown here. */
static gdouble
unit_value (CriticFieldKind kind, const char *unit)
{
  static const struct { const char *name; gdouble value; } units[] = {
    { "B", 1 }, { "kB", 1e3 }, { "MB", 1e6 }, { "GB", 1e9 }, { "TB", 1e12 },
  };

  if (*unit == '\0')
    return 1;
  if (kind == CRITIC_FIELD_SHARE && strcmp (unit, "%") == 0)
    return 0.01;
  for (guint i = 0; kind == CRITIC_FIELD_BYTES && i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (unit, units[i].name) == 0)
      return units[i].value;
  return 0;
}

gboolean
critic_number_parse (CriticFieldKind kind, const char *text, gdouble *value, GError **error)
{
  const char *end = number_end (text);
  gdouble unit = end != NULL ? unit_value (kind, end) : 0;

  if (unit > 0)
    {
      g_autofree char *digits = g_strndup (text, end - text);

      *value = g_ascii_strtod (digits, NULL);
      /* Divided, 90% is the 0.9 that people write. */
      *value = unit < 1 ? *value / 100 : *value * unit;
    }
  if (!(unit > 0 && isfinite (*value)))
    {
      g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                   kind == CRITIC_FIELD_SHARE   ? _("“%s” is no share. Write one as in 0.9 or 90%%.")
                   : kind == CRITIC_FIELD_BYTES ? _("“%s” is no size. Write one as in 500kB or 12.5MB.")
                                                : _("“%s” is no number. Write one as in 5.5."),
                   text);
      return FALSE;
    }
  if (kind == CRITIC_FIELD_SHARE && !(*value >= 0 && *value <= 1))
    {
      g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                   _("“%s” is not between 0 and 1. Write a share as in 0.9 or 90%%."), text);
      return FALSE;
    }
  return TRUE;
}

char *
critic_number_print (gdouble value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%.0f", value + 0.0);   /* no minus before a zero */

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  return g_strdup (buffer);
}

/* The number of exactly @n digits at *@text, which goes behind it; -1: none. */
static int
take_digits (const char **text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return -1;
      value = 10 * value + (**text - '0');
    }
  return value;
}

gboolean
critic_date_parse (const char *text, gdouble *from, gdouble *end, GError **error)
{
  /* What stands before each part, and its digits. */
  static const struct { const char *before; int digits; } parts[] = {
    { "", 4 }, { "-", 2 }, { "-", 2 }, { "Tt ", 2 }, { ":", 2 }, { ":", 2 },
  };
  int part[G_N_ELEMENTS (parts)] = { 0, 1, 1, 0, 0, 0 };
  const char *rest = text;
  guint n;

  for (n = 0; n < G_N_ELEMENTS (parts) && (n == 0 || *rest != '\0'); n++)
    {
      if (n > 0 && strchr (parts[n].before, *rest++) == NULL)
        break;
      part[n] = take_digits (&rest, parts[n].digits);
      if (part[n] < 0)
        break;
    }

  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) after = NULL;
  /* An hour without its minutes is no time. */
  if (*rest == '\0' && n != 4 && n > 0 && part[n - 1] >= 0)
    first = g_date_time_new_utc (part[0], part[1], part[2], part[3], part[4], part[5]);
  if (first != NULL)
    {
      switch (n)
        {
        case 1:
          after = g_date_time_add_years (first, 1);
          break;
        case 2:
          after = g_date_time_add_months (first, 1);
          break;
        case 3:
          after = g_date_time_add_days (first, 1);
          break;
        case 5:
          after = g_date_time_add_minutes (first, 1);
          break;
        default:
          after = g_date_time_add_seconds (first, 1);
        }
    }
  if (after == NULL)
    {
      g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                   _("“%s” is no date. Write one as in 2026, 2026-05, 2026-05-01 or 2026-05-01T18:30."), text);
      return FALSE;
    }

  *from = 1000.0 * g_date_time_to_unix (first);
  *end = 1000.0 * g_date_time_to_unix (after);
  return TRUE;
}

gboolean
critic_choice_parse (const CriticField *field, const char *text, gdouble *value, GError **error)
{
  for (guint i = 0; field->words[i] != NULL; i++)
    if (g_ascii_strcasecmp (field->words[i], text) == 0)
      {
        *value = i;
        return TRUE;
      }

  g_autofree char *words = g_strjoinv (", ", (char **) field->words);
  g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX, _("“%s” is no %s. Write one of: %s."), text,
               field->name, words);
  return FALSE;
}
