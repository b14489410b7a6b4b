/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-write.h"

/* Critiques in no language of the model leave the photograph's own judgement,
 * and that is written too: otherwise they would be asked about for ever. */
static gboolean
write_critiqued (CriticLibrary *library, const char *model_id, const CriticPoolItem *item, const CriticRow *row,
                 GError **error)
{
  if (item->error != NULL || item->critiques == NULL || row->image_id == 0)
    return TRUE;
  return critic_library_write_judgement (library, model_id, row->image_id, (const char *const *) item->critiques,
                                         &item->judgement, error);
}

/**
 * critic_pass_write: (skip)
 * @library: a library
 * @model_id: whose judgements
 * @items: (array length=n): finished by a pool
 * @n: how many
 * @ids: (element-type gint64): receives file ids
 * @error: return location for an error of %CRITIC_LIBRARY_ERROR
 *
 * Blocks.
 *
 * Returns: whether they are in the library
 */
gboolean
critic_pass_write (CriticLibrary *library, const char *model_id,
                   CriticPoolItem *const *items, gsize n, GArray *ids, GError **error)
{
  g_autofree CriticFound *found = g_new0 (CriticFound, n);

  for (gsize i = 0; i < n; i++)
    {
      const CriticPoolItem *item = items[i];

      found[i].stamp = (CriticFileStamp) { item->path, item->size, item->mtime };
      found[i].failure = item->error != NULL ? item->error->message : NULL;
      found[i].measured = item->measured;
      found[i].photo_alone = item->photo_alone;
    }
  if (!critic_library_write_found (library, model_id, found, n, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) trouble = NULL;
      g_autoptr (CriticRow) row = critic_library_row_at (library, items[i]->path, model_id, &trouble);

      if (trouble != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&trouble));
          return FALSE;
        }
      if (row == NULL)
        continue;
      if (!write_critiqued (library, model_id, items[i], row, error))
        return FALSE;
      g_array_append_val (ids, row->file_id);
    }

  return TRUE;
}

/**
 * critic_pass_counting_critiques: (skip)
 * @library: a library
 * @image_id: of which photograph
 *
 * Blocks.
 *
 * Returns: (transfer full) (nullable): their texts; %NULL also when the library
 *   cannot be read, which the next write will say
 */
GStrv
critic_pass_counting_critiques (CriticLibrary *library, gint64 image_id)
{
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const CriticCritiqueEntry *entry = entries->pdata[i];

      if (entry->counts)
        g_ptr_array_add (texts, g_strdup (entry->text));
    }
  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}
