/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-file-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Bytes: leaves room for a number and a suffix on every file system. */
#define LONGEST 120

static gboolean
is_safe (gunichar c)
{
  if (c < 0x20 || strchr ("/\\:*?\"<>|", (int) MIN (c, 0x7f)) != NULL || c == 0x7f)
    return FALSE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
      return FALSE;
    default:
      return c != 0xfffd;
    }
}

/* What Windows takes for a device, whatever the suffix. */
static gboolean
is_device (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul" };
  gsize length = strcspn (name, ".");

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (length == 3 && g_ascii_strncasecmp (name, devices[i], 3) == 0)
      return TRUE;

  return length == 4 && g_ascii_isdigit (name[3]) &&
         (g_ascii_strncasecmp (name, "com", 3) == 0 || g_ascii_strncasecmp (name, "lpt", 3) == 0);
}

/* The file's name without its suffix, what is unsafe as '_'. "" when nothing
 * is left of it. */
static char *
make_stem (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *valid = g_utf8_make_valid (base, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *stem = g_string_new (NULL);
  char *dot = strrchr (normal, '.');

  if (dot != NULL && dot != normal)
    *dot = '\0';
  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (stem->len + 4 > LONGEST)
        break;
      if (stem->len == 0 && (c == '.' || c == '-' || c == ' ' || c == '~'))
        continue;
      g_string_append_unichar (stem, is_safe (c) ? c : '_');
    }
  while (stem->len > 0 && strchr (". ", stem->str[stem->len - 1]) != NULL)
    g_string_truncate (stem, stem->len - 1);
  if (is_device (stem->str))
    g_string_append_c (stem, '_');

  return g_string_free (stem, FALSE);
}

static gboolean
take_name (GHashTable *used, const char *name)
{
  return g_hash_table_add (used, g_utf8_casefold (name, -1));
}

/**
 * critic_report_file_name: (skip)
 * @used: (element-type utf8): names given so far, folded
 * @entry: an entry
 * @number: its number in the report, from 1
 * @n_entries: how many there are
 * @options: whether the file's name may be told; a ranked report's names begin
 *   with the number
 *
 * Returns: (transfer full): a name without suffix
 */
char *
critic_report_file_name (GHashTable *used, const CriticReportEntry *entry, guint number, guint n_entries,
                         const CriticReportOptions *options)
{
  g_autofree char *all = g_strdup_printf ("%u", n_entries);
  g_autofree char *stem = options->with_names ? make_stem (entry->file) : g_strdup ("");
  g_autofree char *name = NULL;

  if (*stem == '\0')
    /* Translators: a file name: no spaces or special characters; the number is padded with zeros */
    name = g_strdup_printf (_("photograph-%0*u"), (int) strlen (all), number);
  else if (options->ranked && n_entries > 1)
    name = g_strdup_printf ("%0*u-%s", (int) strlen (all), number, stem);
  else
    name = g_strdup (stem);

  if (take_name (used, name))
    return g_steal_pointer (&name);

  for (guint i = 2;; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s-%u", name, i);

      if (take_name (used, other))
        return g_steal_pointer (&other);
    }
}
