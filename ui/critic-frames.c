/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frames.h"

#include <string.h>

#include "critic-photo-formats.h"

#define ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN "," \
  G_FILE_ATTRIBUTE_TIME_MODIFIED

static void
add (GPtrArray *frames,
     GFile     *file,
     GFileInfo *info)
{
  gint64 mtime = info != NULL ? g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) : 0;

  g_ptr_array_add (frames, critic_frame_new (file, mtime));
}

/* By its name: what is in it, is told when somebody steps there. */
static gboolean
is_photograph (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *extension = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;

  return extension != NULL && g_strv_contains (critic_photo_get_extensions (), extension);
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

/* FALSE: its folder cannot be listed. */
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
                    && is_photograph (g_file_info_get_name (info))))
        add (frames, child, info);
    }
  g_ptr_array_sort (frames, compare_names);

  return is_there;
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GPtrArray *files = task_data;
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

  list = g_list_store_new (CRITIC_TYPE_FRAME);
  g_list_store_splice (list, 0, 0, frames->pdata, frames->len);
  g_task_return_pointer (task, list, g_object_unref);
}

void
critic_frames_list_async (GFile *const        *files,
                          guint                n,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (copy, g_object_ref (files[i]));
  g_task_set_source_tag (task, critic_frames_list_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, list_thread);
}

GListStore *
critic_frames_list_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
