/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pass-walk.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  CriticLibrary             *library;
  const char                *model_id;
  const CriticPassWalkFuncs *funcs;
  gpointer                   data;
  GHashTable                *known;     /* path to CriticFileStamp: in the library, and not met yet */
  GPtrArray                 *troubled;  /* folders that could not be read */
  gboolean                   stopped;
} Walk;

/**
 * critic_path_is_under: (skip)
 * @path: absolute
 * @folder: absolute
 *
 * Returns: whether @path is @folder or lies in it, at any depth
 */
gboolean
critic_path_is_under (const char *path, const char *folder)
{
  const gsize n = strlen (folder);

  return strncmp (path, folder, n) == 0 &&
         (path[n] == '\0' || path[n] == '/' || (n > 0 && folder[n - 1] == '/'));
}

/* One question for each root, not for each file. A root that is a file is asked
 * about when it is met. */
static gboolean
load_known (Walk *walk, const char *const *roots, GError **error)
{
  for (gsize i = 0; roots[i] != NULL; i++)
    {
      g_autoptr (GHashTable) stamps = critic_library_stamps_under (walk->library, roots[i], walk->model_id, error);
      GHashTableIter iter;
      gpointer path, stamp;

      if (stamps == NULL)
        return FALSE;
      if (g_hash_table_size (walk->known) == 0)
        {
          g_hash_table_unref (walk->known);
          walk->known = g_steal_pointer (&stamps);
          continue;
        }
      g_hash_table_iter_init (&iter, stamps);
      while (g_hash_table_iter_next (&iter, &path, &stamp))
        {
          g_hash_table_iter_steal (&iter);
          g_hash_table_replace (walk->known, path, stamp);
        }
    }

  return TRUE;
}

static gboolean
is_unchanged (Walk *walk, const CriticMet *met)
{
  const CriticFileStamp *stamp = g_hash_table_lookup (walk->known, met->path);
  const CriticFileStamp now = { met->path, met->size, met->mtime };

  if (stamp != NULL)
    return stamp->size == met->size && stamp->mtime == met->mtime;
  return critic_library_is_current (walk->library, &now, walk->model_id);
}

static gboolean
on_met (const CriticMet *met, gpointer data)
{
  Walk *walk = data;
  const gboolean unchanged = is_unchanged (walk, met);

  g_hash_table_remove (walk->known, met->path);
  walk->stopped = unchanged ? !walk->funcs->unchanged (met, walk->data) : !walk->funcs->fresh (met, walk->data);
  return !walk->stopped;
}

static void
on_trouble (const char *path, const GError *error, gpointer data)
{
  Walk *walk = data;

  g_hash_table_remove (walk->known, path);
  g_ptr_array_add (walk->troubled, g_strdup (path));
  if (!walk->stopped)
    walk->stopped = !walk->funcs->trouble (path, error, walk->data);
}

static gboolean
is_in_trouble (Walk *walk, const char *path)
{
  for (guint i = 0; i < walk->troubled->len; i++)
    if (critic_path_is_under (path, walk->troubled->pdata[i]))
      return TRUE;
  return FALSE;
}

/* What was not met may lie deeper than the walk went, or where it could not
 * look. Gone is what is not there; also the row of a folder that could not be
 * read once and now can. */
static void
find_gone (Walk *walk, GPtrArray *gone)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, walk->known);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      struct stat info;

      if (is_in_trouble (walk, path))
        continue;
      if (lstat (path, &info) == 0 ? S_ISDIR (info.st_mode) : errno == ENOENT || errno == ENOTDIR)
        g_ptr_array_add (gone, g_strdup (path));
    }
}

/**
 * critic_pass_walk: (skip)
 * @library: asked what is current
 * @model_id: whose judgements
 * @roots: (array zero-terminated=1): absolute paths
 * @recursive: as in critic_discover()
 * @funcs: told of each file
 * @data: for @funcs
 * @gone: (element-type filename): receives paths
 * @cancellable: (nullable): looked at between files
 * @error: return location
 *
 * Blocks.
 *
 * Returns: %TRUE also when one of @funcs ended the walk
 */
gboolean
critic_pass_walk (CriticLibrary *library, const char *model_id,
                  const char *const *roots, gboolean recursive,
                  const CriticPassWalkFuncs *funcs, gpointer data, GPtrArray *gone,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) troubled = g_ptr_array_new_with_free_func (g_free);
  Walk walk = {
    .library = library, .model_id = model_id, .funcs = funcs, .data = data, .troubled = troubled,
    .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
  };
  gboolean done;

  done = load_known (&walk, roots, error) &&
         critic_discover (roots, recursive, on_met, on_trouble, &walk, cancellable, error);
  if (done && !walk.stopped)
    find_gone (&walk, gone);

  g_hash_table_unref (walk.known);
  return done;
}
