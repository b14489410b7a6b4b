/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-image-cache.h"

#include "critic-lru.h"

struct _CriticImageCache
{
  const CriticEngineClass *klass;
  GMutex                   lock;
  CriticLru               *images;      /* char * to CriticEngineImage */
};

/**
 * critic_image_cache_new:
 * @klass: whose images these are
 * @max_bytes: of all images together
 *
 * Returns: (transfer full): an empty cache
 */
CriticImageCache *
critic_image_cache_new (const CriticEngineClass *klass, gsize max_bytes)
{
  CriticImageCache *self = g_new0 (CriticImageCache, 1);

  self->klass = klass;
  g_mutex_init (&self->lock);
  self->images = critic_lru_new (max_bytes, g_str_hash, g_str_equal, g_free, (GDestroyNotify) klass->image_unref);

  return self;
}

void
critic_image_cache_free (CriticImageCache *self)
{
  critic_lru_free (self->images);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static char *
key_of (const CriticPhoto *photo)
{
  return g_strdup_printf ("%s %ux%u", critic_photo_get_key (photo),
                          critic_photo_get_width (photo), critic_photo_get_height (photo));
}

/**
 * critic_image_cache_lookup:
 * @self: a cache
 * @photo: a photograph
 *
 * Returns: (transfer full) (nullable): its image branch, or %NULL
 */
CriticEngineImage *
critic_image_cache_lookup (CriticImageCache *self, const CriticPhoto *photo)
{
  g_autofree char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  CriticEngineImage *image = critic_lru_lookup (self->images, key);

  return image != NULL ? self->klass->image_ref (image) : NULL;
}

/**
 * critic_image_cache_insert:
 * @self: a cache
 * @photo: a photograph
 * @image: its image branch; the cache takes a reference of its own
 */
void
critic_image_cache_insert (CriticImageCache *self, const CriticPhoto *photo, CriticEngineImage *image)
{
  char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  critic_lru_insert (self->images, key, self->klass->image_ref (image), self->klass->image_get_size (image));
}

/**
 * critic_image_cache_get_bytes: (skip)
 * @self: a cache
 *
 * Returns: the bytes of all images in it
 */
gsize
critic_image_cache_get_bytes (CriticImageCache *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return critic_lru_get_bytes (self->images);
}
