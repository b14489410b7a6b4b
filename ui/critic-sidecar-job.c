/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar-job.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

#include "critic-content-hash.h"
#include "critic-photo.h"
#include "critic-photo-name.h"

CriticSidecarJob *
critic_sidecar_job_new (CriticSidecarJobKind kind)
{
  CriticSidecarJob *self = g_new0 (CriticSidecarJob, 1);

  self->kind = kind;
  self->image_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->troubles = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
critic_sidecar_job_free (CriticSidecarJob *self)
{
  g_clear_object (&self->library);
  g_free (self->model_id);
  g_strfreev (self->paths);
  g_free (self->opened);
  g_clear_pointer (&self->changed, g_array_unref);
  g_strfreev (self->scope);
  g_array_unref (self->image_ids);
  g_ptr_array_unref (self->troubles);
  critic_sidecar_saved_clear (&self->saved);
  g_clear_pointer (&self->differing, g_ptr_array_unref);
  g_free (self);
}

/* A photograph that no pass met, or that another program has written anew since, is
 * known by its hash from now on, so that its marks can be kept. One that cannot be
 * read has none. */
static gboolean
make_known (CriticSidecarJob *self,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(CriticRow) row = critic_library_row_at (self->library, self->opened, NULL, &local);
  g_autoptr(GFile) file = g_file_new_for_path (self->opened);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  CriticFileStamp stamp = { self->opened, 0, 0 };
  CriticHash hash;
  gint64 image_id;
  const guint8 *data;
  gsize size;
  struct stat info;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (stat (self->opened, &info) != 0 || !S_ISREG (info.st_mode))
    return TRUE;
  stamp.size = (guint64) info.st_size;
  stamp.mtime = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
  if (row != NULL && row->image_id != 0 && row->size == stamp.size && row->mtime == stamp.mtime)
    return TRUE;

  bytes = critic_photo_read (file, &name, NULL, cancellable, NULL);
  if (bytes == NULL)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  data = g_bytes_get_data (bytes, &size);
  critic_content_hash (data, size, hash.bytes);
  if (!critic_library_write_seen (self->library, &stamp, &hash, error)
      || !critic_library_find_image (self->library, &hash, FALSE, &image_id, error))
    return FALSE;

  if (row != NULL)
    g_array_append_val (self->image_ids, image_id);
  return TRUE;
}

/* photo.jpg.xmp is about photo.jpg; photo.xmp about every photograph of that stem. */
static void
add_photos_of (GPtrArray  *photos,
               const char *sidecar)
{
  g_autofree char *folder = g_path_get_dirname (sidecar);
  g_autofree char *base = g_path_get_basename (sidecar);
  const gsize length = strlen (base) - strlen (".xmp");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strncmp (name, base, length) == 0 && (name[length] == '\0' || (name[length] == '.' && strchr (name + length + 1, '.') == NULL)) &&
        critic_is_photo_name (name))
      g_ptr_array_add (photos, g_build_filename (folder, name, NULL));
}

static gboolean
look (CriticSidecarJob *self,
      GCancellable     *cancellable,
      GError          **error)
{
  g_autoptr(GPtrArray) photos = g_ptr_array_new_with_free_func (g_free);

  if (self->opened != NULL && !make_known (self, cancellable, error))
    return FALSE;
  for (gsize i = 0; self->paths[i] != NULL; i++)
    if (g_str_has_suffix (self->paths[i], ".xmp"))
      add_photos_of (photos, self->paths[i]);
    else
      g_ptr_array_add (photos, g_strdup (self->paths[i]));

  return critic_sidecar_look (self->library, (const char *const *) photos->pdata, photos->len, NULL, self->image_ids,
                              self->troubles, cancellable, error);
}

/* Whether its sidecar would tell what the user is not to see yet. */
static gboolean
is_veiled (CriticSidecarJob *self,
           const char       *path,
           GError          **error)
{
  g_autoptr(CriticRow) row = NULL;

  if (!critic_veil_is_on (self->veil))
    return FALSE;

  row = critic_library_row_at (self->library, path, self->model_id, error);

  return row != NULL && row->assessed && critic_veil_hides (self->veil, &row->measured.hash, &row->rating);
}

/* @model_id: NULL: what the model says is left out. */
static gboolean
save_those (CriticSidecarJob *self,
            GPtrArray        *paths,
            const char       *model_id,
            GCancellable     *cancellable,
            GError          **error)
{
  g_auto(CriticSidecarSaved) saved = { 0 };

  if (!critic_sidecar_save (self->library, (const char *const *) paths->pdata, paths->len, model_id, self->name, self->subjects,
                            &saved, NULL, self->image_ids, cancellable, error))
    return FALSE;

  self->saved.n_saved += saved.n_saved;
  self->saved.n_differing += saved.n_differing;
  self->saved.n_failed += saved.n_failed;
  if (self->saved.trouble == NULL)
    self->saved.trouble = g_steal_pointer (&saved.trouble);

  return TRUE;
}

static gboolean
save (CriticSidecarJob *self,
      GCancellable     *cancellable,
      GError          **error)
{
  g_autoptr(GPtrArray) told = g_ptr_array_new ();
  g_autoptr(GPtrArray) veiled = g_ptr_array_new ();

  if (self->changed != NULL)
    {
      g_clear_pointer (&self->paths, g_strfreev);
      self->paths = critic_library_paths_of (self->library, (const gint64 *) (gpointer) self->changed->data, self->changed->len, error);
      if (self->paths == NULL)
        return FALSE;
    }
  for (gsize i = 0; self->paths[i] != NULL; i++)
    {
      g_autoptr(GError) local = NULL;

      g_ptr_array_add (is_veiled (self, self->paths[i], &local) ? veiled : told, self->paths[i]);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  self->n_veiled = veiled->len;
  return save_those (self, told, self->model_id, cancellable, error) && save_those (self, veiled, NULL, cancellable, error);
}

static gboolean
settle (CriticSidecarJob *self,
        GError          **error)
{
  for (gsize i = 0; self->paths[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (self->paths[i]);
      g_autofree char *shown = g_filename_display_name (base);
      g_autofree char *name = g_strdup_printf (_("Marks of “%s” taken from its file"), shown);

      if (!critic_sidecar_settle (self->library, self->paths[i], self->theirs, name, NULL, self->image_ids, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (CriticSidecarJob *self,
     GCancellable     *cancellable,
     GError          **error)
{
  switch (self->kind)
    {
    case CRITIC_SIDECAR_JOB_LOOK:
      return look (self, cancellable, error);
    case CRITIC_SIDECAR_JOB_SAVE:
      return save (self, cancellable, error);
    case CRITIC_SIDECAR_JOB_SETTLE:
      return settle (self, error);
    case CRITIC_SIDECAR_JOB_LIST:
    default:
      return TRUE;
    }
}

gboolean
critic_sidecar_job_run (CriticSidecarJob  *self,
                        GCancellable      *cancellable,
                        GError           **error)
{
  if (!run (self, cancellable, error))
    return FALSE;

  self->differing = critic_library_disagreements (self->library, (const char *const *) self->scope, TRUE, error);
  return self->differing != NULL;
}
