/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-watch.h"

#include <string.h>

#include "critic-photo-name.h"

/* News are told after so long without more, and after so long in any case. */
#define QUIET_MS 500
#define LATEST_MS 3000
/* Folders watched: the system allows some thousands to all programs together. */
#define MAX_FOLDERS 500

struct _CriticFolderWatch
{
  GObject       parent_instance;

  char         *photo;          /* NULL: none */
  char         *folder;         /* NULL: none */
  GCancellable *making;         /* monitors; NULL: not */
  GPtrArray    *monitors;
  GHashTable   *news;           /* set of paths */
  gint64        since;          /* when the first of them came */
  guint         timer;
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticFolderWatch, critic_folder_watch, G_TYPE_OBJECT)

static gboolean
is_below (const char *path,
          const char *folder)
{
  return folder != NULL && g_str_has_prefix (path, folder) && path[strlen (folder)] == '/';
}

/* Of the photograph's own folder only that and its sidecars. */
static gboolean
is_ours (CriticFolderWatch *self,
         const char        *path)
{
  const char *dot = self->photo != NULL ? strrchr (self->photo, '.') : NULL;

  if (is_below (path, self->folder))
    return TRUE;
  return dot != NULL && strncmp (path, self->photo, (gsize) (dot - self->photo)) == 0 && path[dot - self->photo] == '.';
}

static gboolean
tell_cb (gpointer data)
{
  CriticFolderWatch *self = data;
  g_autoptr(GStrvBuilder) sidecars = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) photos = g_strv_builder_new ();
  g_auto(GStrv) sidecar_paths = NULL, photo_paths = NULL;
  GHashTableIter iter;
  gpointer path;

  self->timer = 0;
  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_strv_builder_add (g_str_has_suffix (path, ".xmp") ? sidecars : photos, path);
  g_hash_table_remove_all (self->news);
  sidecar_paths = g_strv_builder_end (sidecars);
  photo_paths = g_strv_builder_end (photos);
  g_signal_emit (self, signals[CHANGED], 0, sidecar_paths, photo_paths);
  return G_SOURCE_REMOVE;
}

static void
note (CriticFolderWatch *self,
      GFile             *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;
  const gint64 now = g_get_monotonic_time () / 1000;

  if (path == NULL || *base == '.' || !is_ours (self, path) || !(g_str_has_suffix (path, ".xmp") || critic_is_photo_name (base)))
    return;

  if (g_hash_table_size (self->news) == 0)
    self->since = now;
  g_hash_table_add (self->news, g_steal_pointer (&path));
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) CLAMP (self->since + LATEST_MS - now, 0, QUIET_MS), tell_cb, self);
}

static void
event_cb (CriticFolderWatch *self,
          GFile             *file,
          GFile             *other,
          GFileMonitorEvent  event)
{
  if (event == G_FILE_MONITOR_EVENT_PRE_UNMOUNT || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    return;
  note (self, file);
  note (self, other);
}

/* --- on the worker --- */

typedef struct
{
  char      *photo, *folder;
  GPtrArray *monitors;
} Making;

static void
making_free (Making *making)
{
  g_free (making->photo);
  g_free (making->folder);
  g_ptr_array_unref (making->monitors);
  g_free (making);
}

/* Its signals come on the main loop: a worker has no other. */
static void
watch_one (Making     *making,
           const char *path)
{
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  GFileMonitor *monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor != NULL)
    g_ptr_array_add (making->monitors, monitor);
}

static void
watch_below (Making       *making,
             const char   *path,
             GCancellable *cancellable)
{
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, NULL);
  GFileInfo *info;

  watch_one (making, path);
  while (children != NULL && making->monitors->len < MAX_FOLDERS &&
         g_file_enumerator_iterate (children, &info, NULL, cancellable, NULL) && info != NULL)
    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY && *g_file_info_get_name (info) != '.')
      {
        g_autofree char *child = g_build_filename (path, g_file_info_get_name (info), NULL);

        watch_below (making, child, cancellable);
      }
}

static void
make_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Making *making = task_data;

  if (making->folder != NULL)
    watch_below (making, making->folder, cancellable);
  if (making->photo != NULL && !is_below (making->photo, making->folder))
    {
      g_autofree char *folder = g_path_get_dirname (making->photo);

      watch_one (making, folder);
    }
  g_task_return_boolean (task, TRUE);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CriticFolderWatch *self = CRITIC_FOLDER_WATCH (object);
  Making *making = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  g_clear_object (&self->making);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  self->monitors = g_ptr_array_ref (making->monitors);
  for (guint i = 0; i < self->monitors->len; i++)
    g_signal_connect_object (self->monitors->pdata[i], "changed", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
}

void
critic_folder_watch_set (CriticFolderWatch *self,
                         const char        *photo,
                         const char        *folder)
{
  g_autoptr(GTask) task = NULL;
  Making *making;
  g_autofree char *before = self->photo != NULL ? g_path_get_dirname (self->photo) : NULL;
  g_autofree char *after = photo != NULL ? g_path_get_dirname (photo) : NULL;
  gboolean same;

  g_return_if_fail (CRITIC_IS_FOLDER_WATCH (self));

  same = g_strcmp0 (folder, self->folder) == 0 && g_strcmp0 (before, after) == 0;
  g_free (self->photo);
  self->photo = g_strdup (photo);
  if (same)
    return;
  if (folder != self->folder)
    {
      g_free (self->folder);
      self->folder = g_strdup (folder);
    }

  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  self->making = g_cancellable_new ();
  making = g_new0 (Making, 1);
  making->photo = g_strdup (self->photo);
  making->folder = g_strdup (self->folder);
  making->monitors = g_ptr_array_new_with_free_func (g_object_unref);
  task = g_task_new (self, self->making, made_cb, NULL);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  g_task_run_in_thread (task, make_thread);
}

static void
critic_folder_watch_finalize (GObject *object)
{
  CriticFolderWatch *self = CRITIC_FOLDER_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->making);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  g_clear_pointer (&self->news, g_hash_table_unref);
  g_free (self->photo);
  g_free (self->folder);

  G_OBJECT_CLASS (critic_folder_watch_parent_class)->finalize (object);
}

static void
critic_folder_watch_class_init (CriticFolderWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_folder_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", CRITIC_TYPE_FOLDER_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRV, G_TYPE_STRV);
}

static void
critic_folder_watch_init (CriticFolderWatch *self)
{
  self->news = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

CriticFolderWatch *
critic_folder_watch_new (void)
{
  return g_object_new (CRITIC_TYPE_FOLDER_WATCH, NULL);
}
