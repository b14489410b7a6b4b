/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What belongs to a photograph: photo.jpg.xmp (darktable, digiKam), photo.xmp
 * (Lightroom, for the raw file), .pp3 (RawTherapee), .dop (DxO), and the other
 * half of a RAW+JPEG pair. */
#include <string.h>

#include "critic-discovery.h"
#include "critic-file-companions.h"

static const char *const sidecars[] = { "xmp", "pp3", "dop" };

static void
unit_free (gpointer data)
{
  CriticFileUnit *unit = data;

  g_free (unit->stem);
  g_ptr_array_unref (unit->paths);
  g_free (unit);
}

/* "photo" of "photo.jpg"; a hidden file's name is all stem. */
static char *
stem_of (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);
}

static gboolean
has_suffix (const char *name, const char *const *suffixes, gsize n)
{
  const char *dot = strrchr (name, '.');

  for (gsize i = 0; dot != NULL && i < n; i++)
    if (g_ascii_strcasecmp (dot + 1, suffixes[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_sidecar (const char *name)
{
  return has_suffix (name, sidecars, G_N_ELEMENTS (sidecars));
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GHashTable *
read_folder (const char *path)
{
  GHashTable *stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GHashTableIter iter;
  gpointer names;

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; )
    {
      g_autofree char *stem = stem_of (name);

      names = g_hash_table_lookup (stems, stem);
      if (names == NULL)
        {
          names = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (stems, g_steal_pointer (&stem), names);
        }
      g_ptr_array_add (names, g_strdup (name));
    }
  g_hash_table_iter_init (&iter, stems);
  while (g_hash_table_iter_next (&iter, NULL, &names))
    g_ptr_array_sort (names, compare_names);
  return stems;
}

typedef struct
{
  GHashTable *folders;      /* path -> stems */
  GHashTable *asked;        /* paths of the batch */
  GHashTable *taken;        /* paths that are in a unit */
  gboolean    with_partners, leaving;
} Search;

static GHashTable *
get_folder (Search *search, const char *path)
{
  GHashTable *stems = g_hash_table_lookup (search->folders, path);

  if (stems == NULL)
    {
      stems = read_folder (path);
      g_hash_table_insert (search->folders, g_strdup (path), stems);
    }
  return stems;
}

static void
take (Search *search, CriticFileUnit *unit, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_hash_table_add (search->taken, g_strdup (path)))
    g_ptr_array_add (unit->paths, g_steal_pointer (&path));
}

/* photo.jpg.xmp */
static void
take_own_sidecars (Search *search, CriticFileUnit *unit, GHashTable *stems, const char *folder, const char *name)
{
  GPtrArray *names = g_hash_table_lookup (stems, name);

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (is_sidecar (names->pdata[i]))
      take (search, unit, folder, names->pdata[i]);
}

/* Whether another photograph of that stem stays where it is. */
static gboolean
partner_stays (Search *search, GPtrArray *names, const char *folder)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (critic_is_photo_name (names->pdata[i]) && !g_hash_table_contains (search->taken, path) &&
          !g_hash_table_contains (search->asked, path))
        return TRUE;
    }
  return FALSE;
}

static CriticFileUnit *
find_unit (Search *search, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  GHashTable *stems = get_folder (search, folder);
  CriticFileUnit *unit = g_new0 (CriticFileUnit, 1);
  GPtrArray *names;

  unit->stem = stem_of (name);
  unit->paths = g_ptr_array_new_with_free_func (g_free);
  names = g_hash_table_lookup (stems, unit->stem);
  take (search, unit, folder, name);
  take_own_sidecars (search, unit, stems, folder, name);
  if (names == NULL)
    return unit;

  /* Partners that are in the batch anyway go as one with this. */
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *other = g_build_filename (folder, names->pdata[i], NULL);

      if (critic_are_partner_names (name, names->pdata[i]) &&
          (search->with_partners || g_hash_table_contains (search->asked, other)))
        {
          take (search, unit, folder, names->pdata[i]);
          take_own_sidecars (search, unit, stems, folder, names->pdata[i]);
        }
    }
  if (!search->leaving || !partner_stays (search, names, folder))
    for (guint i = 0; i < names->len; i++)
      if (is_sidecar (names->pdata[i]))
        take (search, unit, folder, names->pdata[i]);
  return unit;
}

GPtrArray *
critic_file_companions_find (const char *const *paths, gboolean with_partners, gboolean leaving)
{
  GPtrArray *units = g_ptr_array_new_with_free_func (unit_free);
  Search search = { .with_partners = with_partners, .leaving = leaving };

  search.folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  search.asked = g_hash_table_new (g_str_hash, g_str_equal);
  search.taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; paths[i] != NULL; i++)
    g_hash_table_add (search.asked, (gpointer) paths[i]);
  for (gsize i = 0; paths[i] != NULL; i++)
    if (!g_hash_table_contains (search.taken, paths[i]))
      g_ptr_array_add (units, find_unit (&search, paths[i]));
  g_hash_table_unref (search.folders);
  g_hash_table_unref (search.asked);
  g_hash_table_unref (search.taken);
  return units;
}
