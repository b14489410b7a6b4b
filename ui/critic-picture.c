/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-picture.h"

/* What is decoded at first: JPEG at a scale that leaves four times that many
 * pixels of the long side or more, other formats halved down to less than eight. */
#define AT_LEAST 640
#define MOST (8 * AT_LEAST)

enum
{
  WANTS_DETAIL,
  REFINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _CriticPicture
{
  GObject        parent_instance;

  GFile         *file;
  GBytes        *bytes;         /* of a file in memory; NULL: file */
  char          *name;
  guint64        changed;       /* microseconds since 1970 */
  goffset        size;          /* of the file */
  CriticPhoto   *photo;
  CriticPyramid *base;
  CriticPyramid *full;          /* NULL: not decoded */
  GCancellable  *refining;      /* NULL: not under way */
  gboolean       is_exhausted;  /* there is no more to be had */
};

G_DEFINE_FINAL_TYPE (CriticPicture, critic_picture, G_TYPE_OBJECT)

static void
critic_picture_finalize (GObject *object)
{
  CriticPicture *self = (CriticPicture *) object;

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->photo, critic_photo_unref);
  g_clear_pointer (&self->base, critic_pyramid_unref);
  g_clear_pointer (&self->full, critic_pyramid_unref);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (critic_picture_parent_class)->finalize (object);
}

static void
critic_picture_class_init (CriticPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_picture_finalize;

  signals[WANTS_DETAIL] = g_signal_new ("wants-detail", CRITIC_TYPE_PICTURE, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFINED] = g_signal_new ("refined", CRITIC_TYPE_PICTURE, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_picture_init (CriticPicture *self)
{
}

static guint64
get_changed (GFileInfo *info)
{
  return g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) * 1000000
         + g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC);
}

static void
look_at_file (CriticPicture *self,
              GCancellable  *cancellable)
{
  g_autoptr(GFileInfo) info = g_file_query_info (self->file, CRITIC_PICTURE_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  g_autofree char *base = g_file_get_basename (self->file);

  if (self->name == NULL)
    self->name = g_filename_display_name (base != NULL ? base : "");
  if (info != NULL)
    {
      self->changed = get_changed (info);
      self->size = g_file_info_get_size (info);
    }
}

/**
 * critic_picture_load:
 * @file: (nullable): the file, or
 * @bytes: (nullable): its bytes (a paste), when @file is %NULL
 * @name: (nullable): the name for people; %NULL: the file's
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Reads, decodes and resamples. Blocks: on a worker only. Fails with
 * %CRITIC_PHOTO_ERROR or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the picture, or %NULL with @error
 */
CriticPicture *
critic_picture_load (GFile         *file,
                     GBytes        *bytes,
                     const char    *name,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(CriticPicture) self = g_object_new (CRITIC_TYPE_PICTURE, NULL);
  g_autoptr(CriticPhoto) photo = NULL;
  const CriticLevel *level;

  g_return_val_if_fail ((file != NULL) != (bytes != NULL), NULL);

  g_set_object (&self->file, file);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->name = g_strdup (name);
  if (file != NULL)
    look_at_file (self, cancellable);
  photo = file != NULL ? critic_photo_load (file, AT_LEAST, cancellable, error)
                       : critic_photo_load_bytes (bytes, name, AT_LEAST, cancellable, error);
  if (photo != NULL)
    self->base = critic_pyramid_new (photo, MOST, cancellable, error);
  if (self->base == NULL)
    return NULL;

  level = critic_pyramid_get_level (self->base, 0);
  self->photo = level->width == critic_photo_get_width (photo)
    ? g_steal_pointer (&photo)
    : critic_photo_new_reduced (photo, level->pixels, level->width, level->height);

  return g_steal_pointer (&self);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  CriticPicture *asked = task_data;
  GError *error = NULL;
  CriticPicture *self = critic_picture_load (NULL, asked->bytes, asked->name, cancellable, &error);

  if (self == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, self, g_object_unref);
}

/**
 * critic_picture_load_async:
 * @bytes: the bytes of an image file: a paste, a drop
 * @name: the name for people
 * @cancellable: (nullable): a cancellable
 * @callback: called on the thread-default context of the caller
 * @user_data: data for @callback
 *
 * critic_picture_load() on a worker; returns at once.
 */
void
critic_picture_load_async (GBytes              *bytes,
                           const char          *name,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (bytes != NULL && name != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  CriticPicture *asked = g_object_new (CRITIC_TYPE_PICTURE, NULL);

  asked->bytes = g_bytes_ref (bytes);
  asked->name = g_strdup (name);
  g_task_set_source_tag (task, critic_picture_load_async);
  g_task_set_task_data (task, asked, g_object_unref);
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

GFile *
critic_picture_get_file (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), NULL);

  return self->file;
}

gboolean
critic_picture_is_of (CriticPicture *self,
                      GFileInfo     *info)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), FALSE);

  return self->changed == get_changed (info) && self->size == g_file_info_get_size (info);
}

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

CriticPyramid *
critic_picture_get_pyramid (CriticPicture *self,
                            gdouble        width)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), NULL);

  return self->full != NULL && width > critic_pyramid_get_level (self->base, 0)->width ? self->full : self->base;
}

gboolean
critic_picture_is_coarse (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), FALSE);

  return self->full == NULL && !self->is_exhausted
         && critic_pyramid_get_level (self->base, 0)->width < critic_picture_get_width (self);
}

void
critic_picture_ask_detail (CriticPicture *self)
{
  g_return_if_fail (CRITIC_IS_PICTURE (self));

  if (critic_picture_is_coarse (self) && self->refining == NULL)
    g_signal_emit (self, signals[WANTS_DETAIL], 0);
}

static void
refine_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  CriticPicture *self = source;
  g_autoptr(CriticPhoto) photo = NULL;
  CriticPyramid *full = NULL;
  GError *error = NULL;

  photo = self->file != NULL ? critic_photo_load (self->file, 0, cancellable, &error)
                             : critic_photo_load_bytes (self->bytes, self->name, 0, cancellable, &error);
  /* What the file has become meanwhile is another photograph. */
  if (photo != NULL && g_str_equal (critic_photo_get_key (photo), critic_photo_get_key (self->photo)))
    full = critic_pyramid_new (photo, 0, cancellable, &error);
  else if (photo != NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "changed");

  if (full == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, full, (GDestroyNotify) critic_pyramid_unref);
}

static void
refined_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CriticPicture *self = CRITIC_PICTURE (object);
  g_autoptr(CriticPyramid) full = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->refining)
    return;

  g_clear_object (&self->refining);
  /* A raw file may have no more than its half size. */
  if (full == NULL || critic_pyramid_get_level (full, 0)->width <= critic_pyramid_get_level (self->base, 0)->width)
    self->is_exhausted = TRUE;
  else
    self->full = g_steal_pointer (&full);
  g_signal_emit (self, signals[REFINED], 0);
}

void
critic_picture_refine (CriticPicture *self)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (CRITIC_IS_PICTURE (self));

  if (!critic_picture_is_coarse (self) || self->refining != NULL)
    return;

  self->refining = g_cancellable_new ();
  task = g_task_new (self, self->refining, refined_cb, NULL);
  g_task_set_source_tag (task, critic_picture_refine);
  g_task_run_in_thread (task, refine_thread);
}

gboolean
critic_picture_is_refining (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), FALSE);

  return self->refining != NULL;
}

gboolean
critic_picture_coarsen (CriticPicture *self)
{
  gboolean held;

  g_return_val_if_fail (CRITIC_IS_PICTURE (self), FALSE);

  held = self->full != NULL || self->refining != NULL;
  if (self->refining != NULL)
    g_cancellable_cancel (self->refining);
  g_clear_object (&self->refining);
  g_clear_pointer (&self->full, critic_pyramid_unref);

  return held;
}

gsize
critic_picture_get_bytes (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), 0);

  return critic_pyramid_get_bytes (self->base) + (self->full != NULL ? critic_pyramid_get_bytes (self->full) : 0)
         + (self->refining != NULL ? critic_picture_get_refined_bytes (self) : 0);
}

gsize
critic_picture_get_refined_bytes (CriticPicture *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURE (self), 0);

  return (gsize) critic_picture_get_width (self) * critic_picture_get_height (self) * 4;
}
