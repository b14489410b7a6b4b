/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-rank-library.h"

#include "critic-sidecar-sync.h"

#include <glib/gstdio.h>

static GStrv
counting_critiques (CriticLibrary *library, gint64 image_id)
{
  g_autoptr (GPtrArray) entries = critic_library_critiques (library, image_id, NULL);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const CriticCritiqueEntry *entry = entries->pdata[i];

      if (!entry->counts)
        continue;
      g_strv_builder_add (texts, entry->text);
      any = TRUE;
    }

  return any ? g_strv_builder_end (texts) : NULL;
}

static gboolean
is_unchanged (const CriticRow *row, const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && row->size == (guint64) info.st_size &&
         row->mtime == (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

CliRow *
cli_rank_library_look_up (CriticLibrary *library, const char *path, const char *model, GStrv *critiques)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  const char *known[] = { absolute };
  g_autoptr (CriticRow) row = NULL;

  *critiques = NULL;
  (void) critic_sidecar_look (library, known, 1, NULL, NULL, NULL, NULL, NULL);
  row = critic_library_row_at (library, absolute, model, NULL);
  if (row == NULL)
    return NULL;

  /* What failed is tried again: permissions leave no trace in size and time. */
  if (row->state == CRITIC_ROW_DONE && row->assessed && !row->stale && is_unchanged (row, path))
    return cli_row_of_library (g_steal_pointer (&row), path, model);

  if (row->image_id != 0 && row->n_critiques > 0)
    *critiques = counting_critiques (library, row->image_id);
  return NULL;
}

/* Strings belong to the row and to @path. */
static CriticFound
found_of (const CliRow *row, const char *path)
{
  CriticFound found = {
    .stamp = { path, row->row->size, row->row->mtime },
    .failure = row->row->failure,
    .measured = row->row->measured,
    .photo_alone = row->row->photo_alone,
  };

  return found;
}

static gboolean
fill (CriticLibrary *library, const char *model, CliRow *row, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (CriticRow) known = critic_library_row_at (library, path, model, &local);

  if (known != NULL && row->critiques != NULL && known->stale)
    {
      if (!critic_library_write_judgement (library, model, known->image_id, (const char *const *) row->critiques,
                                           &row->row->judgement, error))
        return FALSE;
      g_clear_pointer (&known, critic_row_free);
      known = critic_library_row_at (library, path, model, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* NULL: another process has thrown it out meanwhile. */
  row->fresh = FALSE;
  if (known == NULL)
    return TRUE;
  if (row->with_table)
    {
      known->judgement = row->row->judgement;
      known->n_critiques = row->row->n_critiques;
    }
  cli_row_replace (row, g_steal_pointer (&known));

  return TRUE;
}

gboolean
cli_rank_library_save (CriticLibrary *library, const char *model, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree CriticFound *found = g_new0 (CriticFound, rows->len);

  for (guint i = 0; i < rows->len; i++)
    {
      CliRow *row = rows->pdata[i];

      if (!row->fresh)
        continue;
      g_ptr_array_add (paths, g_canonicalize_filename (row->row->path, NULL));
      found[fresh->len] = found_of (row, paths->pdata[fresh->len]);
      g_ptr_array_add (fresh, row);
    }
  if (fresh->len == 0)
    return TRUE;

  if (!critic_library_write_found (library, model, found, fresh->len, error) ||
      !critic_sidecar_look (library, (const char *const *) paths->pdata, paths->len, NULL, NULL, NULL, NULL, error))
    return FALSE;
  for (guint i = 0; i < fresh->len; i++)
    if (!fill (library, model, fresh->pdata[i], paths->pdata[i], error))
      return FALSE;

  return TRUE;
}
