/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-picture.h"

#include "critic-preprocess.h"

/* What every GL driver takes. */
#define MAX_TEXTURE 8192
#define MIN_TEXTURE 512

struct _CriticPicture
{
  GObject      parent_instance;

  CriticPhoto *photo;
  char        *name;
  GPtrArray   *levels;        /* GdkTexture, falling in size */
};

G_DEFINE_FINAL_TYPE (CriticPicture, critic_picture, G_TYPE_OBJECT)

typedef struct
{
  GFile  *file;
  GBytes *bytes;
  char   *name;
} LoadData;

static void
load_data_free (LoadData *data)
{
  g_clear_object (&data->file);
  g_clear_pointer (&data->bytes, g_bytes_unref);
  g_free (data->name);
  g_free (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoadData, load_data_free)

static void
critic_picture_finalize (GObject *object)
{
  CriticPicture *self = (CriticPicture *) object;

  g_clear_pointer (&self->photo, critic_photo_unref);
  g_clear_pointer (&self->levels, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (critic_picture_parent_class)->finalize (object);
}

static void
critic_picture_class_init (CriticPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_picture_finalize;
}

static void
critic_picture_init (CriticPicture *self)
{
  self->levels = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Averages 2 x 2 pixels of RGB; an odd last row or column is left out. */
static GBytes *
halve (GBytes *bytes,
       guint   width,
       guint   height,
       gsize   stride)
{
  const guint8 *rgb = g_bytes_get_data (bytes, NULL);
  guint w = width / 2, h = height / 2;
  guint8 *out = g_malloc ((gsize) w * h * 3);

  for (guint y = 0; y < h; y++)
    {
      const guint8 *a = rgb + 2 * y * stride;
      const guint8 *b = a + stride;
      guint8 *o = out + (gsize) y * w * 3;

      for (guint x = 0; x < w; x++, a += 6, b += 6, o += 3)
        for (guint c = 0; c < 3; c++)
          o[c] = (a[c] + a[c + 3] + b[c] + b[c + 3] + 2) >> 2;
    }

  return g_bytes_new_take (out, (gsize) w * h * 3);
}

static gboolean
make_levels (CriticPicture  *self,
             GCancellable   *cancellable,
             GError        **error)
{
  guint width = critic_photo_get_width (self->photo);
  guint height = critic_photo_get_height (self->photo);
  gsize stride = critic_photo_get_stride (self->photo);
  g_autoptr(GBytes) bytes = g_bytes_ref (critic_photo_get_pixels (self->photo));

  if (MAX (width, height) > MAX_TEXTURE)
    {
      gdouble scale = (gdouble) MAX_TEXTURE / MAX (width, height);
      guint w = MAX (1, width * scale), h = MAX (1, height * scale);
      g_autofree guint8 *rgb = g_malloc ((gsize) w * h * 3);

      if (!critic_preprocess_resize (g_bytes_get_data (bytes, NULL), width, height, stride,
                                     w, h, rgb, cancellable, error))
        return FALSE;

      g_bytes_unref (bytes);
      bytes = g_bytes_new_take (g_steal_pointer (&rgb), (gsize) w * h * 3);
      width = w;
      height = h;
      stride = (gsize) w * 3;
    }

  for (;;)
    {
      g_ptr_array_add (self->levels, gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes, stride));

      if (MAX (width, height) < 2 * MIN_TEXTURE || MIN (width, height) < 2)
        return TRUE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      GBytes *half = halve (bytes, width, height, stride);

      g_bytes_unref (bytes);
      bytes = half;
      width /= 2;
      height /= 2;
      stride = (gsize) width * 3;
    }
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  LoadData *data = task_data;
  g_autoptr(CriticPicture) self = g_object_new (CRITIC_TYPE_PICTURE, NULL);
  GError *error = NULL;

  self->name = g_strdup (data->name);
  self->photo = data->file != NULL
    ? critic_photo_load (data->file, 0, cancellable, &error)
    : critic_photo_load_bytes (data->bytes, data->name, 0, cancellable, &error);

  if (self->photo == NULL || !make_levels (self, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

/**
 * critic_picture_load_async:
 * @file: (nullable): the file, or
 * @bytes: (nullable): its bytes (a paste), when @file is %NULL
 * @name: the name for people
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads, decodes and makes textures on a worker; returns at once. Fails with
 * %CRITIC_PHOTO_ERROR or %G_IO_ERROR_CANCELLED.
 */
void
critic_picture_load_async (GFile               *file,
                           GBytes              *bytes,
                           const char          *name,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail ((file != NULL) != (bytes != NULL));
  g_return_if_fail (name != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(LoadData) data = g_new0 (LoadData, 1);

  g_set_object (&data->file, file);
  data->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  data->name = g_strdup (name);

  g_task_set_source_tag (task, critic_picture_load_async);
  g_task_set_task_data (task, g_steal_pointer (&data), (GDestroyNotify) load_data_free);
  g_task_run_in_thread (task, load_thread);
}

/**
 * critic_picture_load_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the picture, or %NULL with an error
 */
CriticPicture *
critic_picture_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

CriticPhoto *
critic_picture_get_photo (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), NULL);

  return self->photo;
}

const char *
critic_picture_get_name (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), NULL);

  return self->name;
}

/* Width and height are the file's, upright. */
guint
critic_picture_get_width (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), 0);

  return critic_photo_get_full_width (self->photo);
}

guint
critic_picture_get_height (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), 0);

  return critic_photo_get_full_height (self->photo);
}

GdkTexture *
critic_picture_get_texture (CriticPicture *self,
                            gdouble        width)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), NULL);

  for (guint i = self->levels->len - 1; i > 0; i--)
    {
      GdkTexture *texture = g_ptr_array_index (self->levels, i);

      if (gdk_texture_get_width (texture) >= width)
        return texture;
    }

  return g_ptr_array_index (self->levels, 0);
}
