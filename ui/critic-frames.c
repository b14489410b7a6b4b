/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frames.h"

#include <string.h>

#include "critic-photo-name.h"

#define ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," \
  G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC

static void
add (GPtrArray *frames,
     GFile     *file,
     GFileInfo *info)
{
  gint64 mtime = info == NULL ? 0
    : ((gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) * 1000000
       + g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC)) * 1000;

  g_ptr_array_add (frames, critic_frame_new (file, mtime));
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  CriticFrame *const *p = a, *const *q = b;
  g_autofree char *first = g_utf8_collate_key_for_filename (critic_frame_get_name (*p), -1);
  g_autofree char *second = g_utf8_collate_key_for_filename (critic_frame_get_name (*q), -1);

  return strcmp (first, second);
}

/* FALSE: its folder cannot be listed. @file itself is among them even if it is gone:
 * then without a time. */
static gboolean
list_beside (GPtrArray     *frames,
             GFile         *file,
             GCancellable  *cancellable)
{
  g_autoptr(GFile) folder = g_file_get_parent (file);
  g_autoptr(GFileEnumerator) children = NULL;
  gboolean is_there = FALSE;
  GFileInfo *info;
  GFile *child;

  if (folder != NULL)
    children = g_file_enumerate_children (folder, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  if (children == NULL)
    return FALSE;

  while (g_file_enumerator_iterate (children, &info, &child, cancellable, NULL) && info != NULL)
    {
      gboolean is_it = g_file_equal (child, file);

      is_there |= is_it;
      if (is_it || (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && !g_file_info_get_is_hidden (info)
                    && critic_is_photo_name (g_file_info_get_name (info))))
        add (frames, child, info);
    }
  if (!is_there)
    add (frames, file, NULL);
  g_ptr_array_sort (frames, compare_names);

  return TRUE;
}

/* Path without its suffix; NULL: it has none of either. */
static char *
dup_stem (CriticFrame *frame)
{
  const char *path = critic_frame_get_path (frame);
  const char *dot = path != NULL ? strrchr (path, '.') : NULL;

  return dot != NULL && strchr (dot, '/') == NULL ? g_strndup (path, (gsize) (dot - path)) : NULL;
}

/* Of a raw file and the picture beside it one is shown: the picture, unless @file is
 * the raw one. */
static void
pair (GPtrArray *frames,
      GFile     *file)
{
  g_autoptr(GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *opened = NULL;

  for (guint i = 0; i < frames->len; i++)
    {
      CriticFrame *frame = frames->pdata[i];
      char *stem = dup_stem (frame);

      if (stem == NULL)
        continue;
      if (g_file_equal (critic_frame_get_file (frame), file) && critic_is_raw_name (critic_frame_get_name (frame)))
        opened = g_strdup (stem);
      if (critic_is_developed_name (critic_frame_get_name (frame)))
        g_hash_table_add (pictures, stem);
      else
        g_free (stem);
    }
  for (guint i = frames->len; i-- > 0; )
    {
      CriticFrame *frame = frames->pdata[i];
      g_autofree char *stem = dup_stem (frame);

      if (stem == NULL || g_file_equal (critic_frame_get_file (frame), file))
        continue;
      if (critic_is_developed_name (critic_frame_get_name (frame))
          ? g_strcmp0 (stem, opened) == 0
          : critic_is_raw_name (critic_frame_get_name (frame)) && g_hash_table_contains (pictures, stem))
        g_ptr_array_remove_index (frames, i);
    }
}

typedef struct
{
  GPtrArray *files;
  gboolean   paired;
} Listing;

static void
listing_free (Listing *listing)
{
  g_ptr_array_unref (listing->files);
  g_free (listing);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Listing *listing = task_data;
  GPtrArray *files = listing->files;
  g_autoptr(GPtrArray) frames = g_ptr_array_new_with_free_func (g_object_unref);
  GListStore *list;

  if (files->len != 1 || !list_beside (frames, g_ptr_array_index (files, 0), cancellable))
    {
      g_ptr_array_set_size (frames, 0);
      for (guint i = 0; i < files->len; i++)
        {
          GFile *file = g_ptr_array_index (files, i);
          g_autoptr(GFileInfo) info = g_file_query_info (file, ATTRIBUTES, G_FILE_QUERY_INFO_NONE, cancellable, NULL);

          if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_DIRECTORY)
            add (frames, file, info);
        }
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  if (listing->paired)
    pair (frames, g_ptr_array_index (files, 0));
  list = g_list_store_new (CRITIC_TYPE_FRAME);
  g_list_store_splice (list, 0, 0, frames->pdata, frames->len);
  g_task_return_pointer (task, list, g_object_unref);
}

void
critic_frames_list_async (GFile *const        *files,
                          guint                n,
                          gboolean             paired,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Listing *listing = g_new0 (Listing, 1);

  listing->files = g_ptr_array_new_with_free_func (g_object_unref);
  listing->paired = paired;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (listing->files, g_object_ref (files[i]));
  g_task_set_source_tag (task, critic_frames_list_async);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
  g_task_run_in_thread (task, list_thread);
}

GListStore *
critic_frames_list_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
