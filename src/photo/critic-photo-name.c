/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-photo-name.h"

#include <string.h>

#include "critic-photo-formats.h"

static gpointer
collect_suffixes (gpointer data)
{
  GHashTable *suffixes = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const *known = critic_photo_get_extensions ();

  for (gsize i = 0; known[i] != NULL; i++)
    g_hash_table_add (suffixes, (gpointer) known[i]);
  return suffixes;
}

/* NULL: without one, or hidden. */
static char *
suffix_of (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && name[0] != '.' ? g_ascii_strdown (dot + 1, -1) : NULL;
}

/**
 * critic_is_photo_name:
 * @name: a file's name without its folder, in the file system's own bytes
 *
 * Whether its suffix is one of a format that is opened here. Any thread.
 *
 * Returns: %TRUE if it is; never for a hidden file
 */
gboolean
critic_is_photo_name (const char *name)
{
  static GOnce once = G_ONCE_INIT;
  GHashTable *suffixes = g_once (&once, collect_suffixes, NULL);
  g_autofree char *suffix = suffix_of (name);

  return suffix != NULL && g_hash_table_contains (suffixes, suffix);
}

/**
 * critic_is_raw_name:
 * @name: a file's name without its folder, in the file system's own bytes
 *
 * Whether its suffix is one of a camera's raw files. Any thread.
 *
 * Returns: %TRUE if it is
 */
gboolean
critic_is_raw_name (const char *name)
{
  g_autofree char *suffix = suffix_of (name);

  return suffix != NULL && g_strv_contains (critic_photo_get_raw_extensions (), suffix);
}

gboolean
critic_is_developed_name (const char *name)
{
  static const char *const developed[] = { "jpg", "jpeg", "jpe", "heic", "heif", "hif", NULL };
  g_autofree char *suffix = suffix_of (name);

  return suffix != NULL && g_strv_contains (developed, suffix);
}

gboolean
critic_are_partner_names (const char *a, const char *b)
{
  return (critic_is_raw_name (a) && critic_is_developed_name (b)) || (critic_is_raw_name (b) && critic_is_developed_name (a));
}
