/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-watch.h"

#include <string.h>

#include "critic-photo-name.h"

/* News are told after so long without more, and after so long in any case. */
#define QUIET_MS 500
#define LATEST_MS 3000
/* A file that is being written to is waited for so long, unless somebody says before
 * that it is whole. */
#define WRITING_MS 2500
/* Folders watched: the system allows some thousands to all programs together. */
#define MAX_FOLDERS 500

struct _CriticFolderWatch
{
  GObject       parent_instance;

  char         *photo;          /* NULL: none */
  char         *folder;         /* NULL: none */
  GCancellable *making;         /* monitors for these two; NULL: for none */
  GHashTable   *monitors;       /* path of a folder to its GFileMonitor */
  GHashTable   *news;           /* path to gint64: when it can be told, ms */
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

/* Of the photograph's own folder what lies in it, of the folder shown all below it. */
static gboolean
is_ours (CriticFolderWatch *self,
         const char        *path)
{
  const char *slash = self->photo != NULL ? strrchr (self->photo, '/') : NULL;
  const gsize length = slash != NULL ? (gsize) (slash - self->photo) + 1 : 0;

  return is_below (path, self->folder)
         || (slash != NULL && strncmp (path, self->photo, length) == 0 && strchr (path + length, '/') == NULL);
}

static gint64
now (void)
{
  return g_get_monotonic_time () / 1000;
}

static gboolean
tell_cb (gpointer data)
{
  CriticFolderWatch *self = data;
  g_autoptr(GStrvBuilder) sidecars = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) photos = g_strv_builder_new ();
  g_auto(GStrv) sidecar_paths = NULL, photo_paths = NULL;
  const gint64 time = now ();
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer path, ready;

  self->timer = 0;
  g_hash_table_iter_init (&iter, self->news);
  while (g_hash_table_iter_next (&iter, &path, &ready))
    if (*(gint64 *) ready <= time)
      {
        g_strv_builder_add (g_str_has_suffix (path, ".xmp") ? sidecars : photos, path);
        g_hash_table_iter_remove (&iter);
        any = TRUE;
      }

  if (g_hash_table_size (self->news) > 0)
    {
      self->since = time;
      self->timer = g_timeout_add (QUIET_MS, tell_cb, self);
    }
  if (!any)
    return G_SOURCE_REMOVE;

  sidecar_paths = g_strv_builder_end (sidecars);
  photo_paths = g_strv_builder_end (photos);
  g_signal_emit (self, signals[CHANGED], 0, sidecar_paths, photo_paths);
  return G_SOURCE_REMOVE;
}

static void
note (CriticFolderWatch *self,
      const char        *path,
      gboolean           is_written)
{
  const gint64 time = now ();
  gint64 *ready;

  if (g_hash_table_size (self->news) == 0)
    self->since = time;
  ready = g_new (gint64, 1);
  *ready = is_written ? time + WRITING_MS : time;
  g_hash_table_replace (self->news, g_strdup (path), ready);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) CLAMP (self->since + LATEST_MS - time, 0, QUIET_MS), tell_cb, self);
}

static void came (CriticFolderWatch *self, const char *path);

/* A folder that went takes what lies in it along. */
static void
went (CriticFolderWatch *self,
      const char        *path)
{
  GHashTableIter iter;
  gpointer watched;

  if (!g_hash_table_contains (self->monitors, path))
    return;

  g_hash_table_iter_init (&iter, self->monitors);
  while (g_hash_table_iter_next (&iter, &watched, NULL))
    if (g_str_equal (watched, path) || is_below (watched, path))
      g_hash_table_iter_remove (&iter);
  note (self, path, FALSE);
}

static void
hear (CriticFolderWatch *self,
      GFile             *file,
      gboolean           is_new,
      gboolean           is_gone,
      gboolean           is_written)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;

  if (path == NULL || *base == '.' || !is_ours (self, path))
    return;

  if (g_str_has_suffix (base, ".xmp") || critic_is_photo_name (base))
    note (self, path, is_written);
  else if (is_gone)
    went (self, path);
  else if (is_new && is_below (path, self->folder))
    came (self, path);
}

static void
event_cb (CriticFolderWatch *self,
          GFile             *file,
          GFile             *other,
          GFileMonitorEvent  event)
{
  switch (event)
    {
    case G_FILE_MONITOR_EVENT_CREATED:
      hear (self, file, TRUE, FALSE, TRUE);
      break;

    case G_FILE_MONITOR_EVENT_CHANGED:
      hear (self, file, FALSE, FALSE, TRUE);
      break;

    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
      hear (self, file, FALSE, FALSE, FALSE);
      break;

    case G_FILE_MONITOR_EVENT_MOVED_IN:
      hear (self, file, TRUE, FALSE, FALSE);
      break;

    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
      hear (self, file, FALSE, TRUE, FALSE);
      break;

    case G_FILE_MONITOR_EVENT_RENAMED:
      hear (self, file, FALSE, TRUE, FALSE);
      hear (self, other, TRUE, FALSE, FALSE);
      break;

    case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
    case G_FILE_MONITOR_EVENT_PRE_UNMOUNT:
    case G_FILE_MONITOR_EVENT_UNMOUNTED:
    case G_FILE_MONITOR_EVENT_MOVED:
    default:
      break;
    }
}

/* --- on the worker --- */

typedef struct
{
  CriticFolderWatch *self;
  char              *below, *alone;     /* folders: with all below it, by itself; NULL: none */
  guint              most;
  gboolean           is_more;           /* below a folder that is watched */
  GHashTable        *monitors;
} Making;

static void
making_free (Making *making)
{
  g_free (making->below);
  g_free (making->alone);
  g_hash_table_unref (making->monitors);
  g_free (making);
}

/* Its signals come on the main loop: a worker has no other. From the first moment
 * on: what comes before the worker is done would be missed. */
static void
watch_one (Making     *making,
           const char *path)
{
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  GFileMonitor *monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor == NULL)
    return;

  g_signal_connect_object (monitor, "changed", G_CALLBACK (event_cb), making->self, G_CONNECT_SWAPPED);
  g_hash_table_insert (making->monitors, g_strdup (path), monitor);
}

static void
watch_below (Making       *making,
             const char   *path,
             GCancellable *cancellable)
{
  g_autoptr(GFile) folder = g_file_new_for_path (path);
  g_autoptr(GFileEnumerator) children = NULL;
  GFileInfo *info;

  if (g_hash_table_size (making->monitors) >= making->most)
    return;

  watch_one (making, path);
  children = g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                        G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, NULL);
  while (children != NULL && g_file_enumerator_iterate (children, &info, NULL, cancellable, NULL) && info != NULL)
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

  if (making->below != NULL && g_file_test (making->below, G_FILE_TEST_IS_DIR)
      && (!making->is_more || !g_file_test (making->below, G_FILE_TEST_IS_SYMLINK)))
    watch_below (making, making->below, cancellable);
  if (making->alone != NULL)
    watch_one (making, making->alone);
  g_task_return_boolean (task, TRUE);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CriticFolderWatch *self = CRITIC_FOLDER_WATCH (object);
  Making *making = g_task_get_task_data (G_TASK (result));
  GHashTableIter iter;
  gpointer path, monitor;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  if (making->is_more && g_hash_table_size (making->monitors) > 0)
    note (self, making->below, FALSE);
  g_hash_table_iter_init (&iter, making->monitors);
  while (g_hash_table_iter_next (&iter, &path, &monitor))
    if (!g_hash_table_contains (self->monitors, path))
      {
        g_hash_table_iter_steal (&iter);
        g_hash_table_insert (self->monitors, path, monitor);
      }
}

static void
make (CriticFolderWatch *self,
      const char        *below,
      const char        *alone,
      gboolean           is_more)
{
  g_autoptr(GTask) task = g_task_new (self, self->making, made_cb, NULL);
  Making *making = g_new0 (Making, 1);
  const guint n = g_hash_table_size (self->monitors);

  making->self = self;
  making->below = g_strdup (below);
  making->alone = g_strdup (alone);
  making->is_more = is_more;
  making->most = MAX_FOLDERS - MIN (n, MAX_FOLDERS);
  making->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_task_set_task_data (task, making, (GDestroyNotify) making_free);
  g_task_run_in_thread (task, make_thread);
}

/* Perhaps a folder, with photographs in it. */
static void
came (CriticFolderWatch *self,
      const char        *path)
{
  make (self, path, NULL, TRUE);
}

void
critic_folder_watch_set (CriticFolderWatch *self,
                         const char        *photo,
                         const char        *folder)
{
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
  g_hash_table_remove_all (self->monitors);
  make (self, self->folder, after != NULL && !is_below (photo, self->folder) ? after : NULL, FALSE);
}

static void
critic_folder_watch_finalize (GObject *object)
{
  CriticFolderWatch *self = CRITIC_FOLDER_WATCH (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  g_clear_pointer (&self->monitors, g_hash_table_unref);
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
  self->news = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->monitors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

CriticFolderWatch *
critic_folder_watch_new (void)
{
  return g_object_new (CRITIC_TYPE_FOLDER_WATCH, NULL);
}
