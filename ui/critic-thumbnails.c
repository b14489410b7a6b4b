/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-thumbnails.h"

#include "critic-lru.h"

/* Bytes of pixels kept: some hundred tiles. */
#define MAX_BYTES (160 * 1024 * 1024)
/* Reading and decoding small pictures waits for the disk as often as for the
 * processor; more would take from the window and the pass. */
#define MAX_THREADS 2
/* Handed over at once; the rest waits for the next turn of the main loop, so
 * that a burst of them does not hold up a frame. */
#define MAX_AT_ONCE 8

struct _CriticWish
{
  CriticThumbnails    *owner;
  GList                link;          /* in wishes or done */
  gboolean             waiting;       /* in wishes: nobody has begun it */
  char                *key;
  char                *path;
  CriticThumbnailSize  size;
  GCancellable        *cancellable;
  GdkTexture          *texture;
  CriticWishFunc       func;          /* main thread only; NULL: nobody wants it any more */
  gpointer             data;
};

struct _CriticThumbnails
{
  GObject      parent_instance;

  CriticLru   *cache;                 /* main thread only */
  GThreadPool *pool;

  GMutex       mutex;
  GQueue       wishes;                /* newest first */
  GQueue       done;                  /* oldest first */
  guint        idle;
};

G_DEFINE_FINAL_TYPE (CriticThumbnails, critic_thumbnails, G_TYPE_OBJECT)

static void
wish_free (CriticWish *wish)
{
  g_clear_object (&wish->cancellable);
  g_clear_object (&wish->texture);
  g_free (wish->key);
  g_free (wish->path);
  g_free (wish);
}

static char *
make_key (const char          *path,
          gint64               mtime,
          CriticThumbnailSize  size)
{
  return g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", (int) size, mtime, path);
}

static gboolean
deliver_cb (gpointer user_data)
{
  CriticThumbnails *self = user_data;

  for (guint i = 0; i < MAX_AT_ONCE; i++)
    {
      CriticWish *wish;
      GList *link;

      g_mutex_lock (&self->mutex);
      link = g_queue_pop_head_link (&self->done);
      if (link == NULL)
        self->idle = 0;
      g_mutex_unlock (&self->mutex);

      if (link == NULL)
        return G_SOURCE_REMOVE;

      wish = link->data;
      if (wish->texture != NULL)
        critic_lru_insert (self->cache, g_strdup (wish->key), g_object_ref (wish->texture),
                           (gsize) gdk_texture_get_width (wish->texture) * gdk_texture_get_height (wish->texture) * 3);
      if (wish->func != NULL)
        wish->func (wish->texture, wish->data);
      wish_free (wish);
    }

  return G_SOURCE_CONTINUE;
}

/* A worker takes the newest wish, whichever push woke it. */
static void
work_cb (gpointer token,
         gpointer user_data)
{
  CriticThumbnails *self = user_data;
  g_autoptr(GFile) file = NULL;
  g_autoptr(CriticPhoto) photo = NULL;
  CriticWish *wish;
  GList *link;

  g_mutex_lock (&self->mutex);
  link = g_queue_pop_head_link (&self->wishes);
  if (link != NULL)
    ((CriticWish *) link->data)->waiting = FALSE;
  g_mutex_unlock (&self->mutex);

  if (link == NULL)
    return;

  wish = link->data;
  file = g_file_new_for_path (wish->path);
  photo = critic_thumbnail_load (file, wish->size, wish->cancellable, NULL);
  if (photo != NULL)
    wish->texture = gdk_memory_texture_new (critic_photo_get_width (photo), critic_photo_get_height (photo),
                                            GDK_MEMORY_R8G8B8, critic_photo_get_pixels (photo),
                                            critic_photo_get_stride (photo));

  g_mutex_lock (&self->mutex);
  g_queue_push_tail_link (&self->done, &wish->link);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver_cb, self, NULL);
  g_mutex_unlock (&self->mutex);
}

static void
free_all (GQueue *queue)
{
  GList *link;

  while ((link = g_queue_pop_head_link (queue)) != NULL)
    wish_free (link->data);
}

static void
critic_thumbnails_finalize (GObject *object)
{
  CriticThumbnails *self = (CriticThumbnails *) object;

  g_mutex_lock (&self->mutex);
  free_all (&self->wishes);
  g_mutex_unlock (&self->mutex);

  g_thread_pool_free (self->pool, FALSE, TRUE);
  if (self->idle != 0)
    g_source_remove (self->idle);
  free_all (&self->done);
  g_clear_pointer (&self->cache, critic_lru_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (critic_thumbnails_parent_class)->finalize (object);
}

static void
critic_thumbnails_class_init (CriticThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_thumbnails_finalize;
}

static void
critic_thumbnails_init (CriticThumbnails *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->wishes);
  g_queue_init (&self->done);
  self->cache = critic_lru_new (MAX_BYTES, g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pool = g_thread_pool_new (work_cb, self, MAX_THREADS, FALSE, NULL);
}

/* Freeing it waits for the pictures that are just being made. */
CriticThumbnails *
critic_thumbnails_new (void)
{
  return g_object_new (CRITIC_TYPE_THUMBNAILS, NULL);
}

GdkTexture *
critic_thumbnails_peek (CriticThumbnails    *self,
                        const char          *path,
                        gint64               mtime,
                        CriticThumbnailSize  size)
{
  g_return_val_if_fail (CRITIC_IS_THUMBNAILS (self), NULL);

  g_autofree char *key = make_key (path, mtime, size);

  return critic_lru_lookup (self->cache, key);
}

/**
 * critic_thumbnails_ask:
 * @self: thumbnails
 * @path: an absolute path
 * @mtime: when the file was changed; another time is another picture
 * @size: the longest side
 * @func: called on the main thread, unless the wish is taken back before
 * @data: for @func
 *
 * Returns: (transfer none): the wish, to take it back with
 *   critic_thumbnails_forget() as long as @func was not called
 */
CriticWish *
critic_thumbnails_ask (CriticThumbnails    *self,
                       const char          *path,
                       gint64               mtime,
                       CriticThumbnailSize  size,
                       CriticWishFunc       func,
                       gpointer             data)
{
  g_return_val_if_fail (CRITIC_IS_THUMBNAILS (self), NULL);
  g_return_val_if_fail (path != NULL && func != NULL, NULL);

  CriticWish *wish = g_new0 (CriticWish, 1);

  wish->owner = self;
  wish->link.data = wish;
  wish->waiting = TRUE;
  wish->key = make_key (path, mtime, size);
  wish->path = g_strdup (path);
  wish->size = size;
  wish->cancellable = g_cancellable_new ();
  wish->func = func;
  wish->data = data;

  g_mutex_lock (&self->mutex);
  g_queue_push_head_link (&self->wishes, &wish->link);
  g_mutex_unlock (&self->mutex);
  g_thread_pool_push (self->pool, self, NULL);

  return wish;
}

void
critic_thumbnails_forget (CriticThumbnails *self,
                          CriticWish       *wish)
{
  g_return_if_fail (CRITIC_IS_THUMBNAILS (self));
  g_return_if_fail (wish != NULL && wish->owner == self);

  gboolean waiting;

  g_mutex_lock (&self->mutex);
  waiting = wish->waiting;
  if (waiting)
    g_queue_unlink (&self->wishes, &wish->link);
  g_mutex_unlock (&self->mutex);

  if (waiting)
    wish_free (wish);
  else
    {
      wish->func = NULL;
      g_cancellable_cancel (wish->cancellable);
    }
}
