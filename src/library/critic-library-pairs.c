/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A raw file and the picture that the camera made of it, as one photograph. */
#include "critic-library-private.h"

#include <string.h>

#include "critic-photo-name.h"

/**
 * critic_library_set_pairs:
 * @self: a library
 * @pairs: whether the two are one
 *
 * From now on what is said of one is said of both. Any thread; never blocks.
 */
void
critic_library_set_pairs (CriticLibrary *self, gboolean pairs)
{
  g_atomic_int_set (&self->pairs, pairs);
}

static gboolean
add_beside (CriticLibrary *self, gint64 folder_id, const char *name, gint64 image_id, GArray *partners, GError **error)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *below = NULL;
  g_autofree char *beyond = NULL;
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database,
                           "SELECT name, image_id FROM file WHERE folder_id = ?1 AND name >= ?2 AND name < ?3"
                           " AND image_id IS NOT NULL AND image_id != ?4 AND state != 3", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  if (dot == NULL)
    return TRUE;

  below = g_strndup (name, (gsize) (dot - name) + 1);
  beyond = g_strdup (below);
  beyond[dot - name] = '.' + 1;
  sqlite3_bind_int64 (query, 1, folder_id);
  critic_query_bind_bytes (query, 2, below);
  critic_query_bind_bytes (query, 3, beyond);
  sqlite3_bind_int64 (query, 4, image_id);
  for (;;)
    {
      g_autofree char *other = NULL;
      gint64 id;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      other = critic_query_dup_bytes (query, 0);
      id = sqlite3_column_int64 (query, 1);
      if (strchr (other + (dot - name) + 1, '.') == NULL && critic_are_partner_names (name, other))
        g_array_append_val (partners, id);
    }
}

typedef struct
{
  gint64 folder_id;
  char  *name;
} Place;

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->name);
}

static gboolean
read_places (CriticLibrary *self, gint64 image_id, GArray *places, GError **error)
{
  g_autoptr (CriticQuery) query =
    critic_database_query (self->database, "SELECT folder_id, name FROM file WHERE image_id = ?1 AND state != 3", error);
  gboolean row;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, image_id);
  for (;;)
    {
      Place place;

      if (!critic_database_next (self->database, query, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      place = (Place) { sqlite3_column_int64 (query, 0), critic_query_dup_bytes (query, 1) };
      g_array_append_val (places, place);
    }
}

/**
 * critic_library_find_partners: (skip)
 * @self: a library
 * @image_id: of which photograph
 * @partners: (element-type gint64): receives the images of its other halves
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * None while pairs are two.
 *
 * Returns: %FALSE on failure
 */
gboolean
critic_library_find_partners (CriticLibrary *self, gint64 image_id, GArray *partners, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  if (!g_atomic_int_get (&self->pairs))
    return TRUE;

  g_array_set_clear_func (places, place_clear);
  if (!read_places (self, image_id, places, error))
    return FALSE;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (!add_beside (self, place->folder_id, place->name, image_id, partners, error))
        return FALSE;
    }
  return TRUE;
}
