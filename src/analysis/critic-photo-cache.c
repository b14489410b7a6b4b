/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-photo-cache.h"

#include "critic-lru.h"

struct _CriticPhotoCache
{
  CriticPhotoCacheRef  ref;
  CriticPhotoCacheSize size;
  GMutex               lock;
  CriticLru           *values;      /* char * to value */
};

/**
 * critic_photo_cache_new: (skip)
 * @max_bytes: of all values together
 * @ref: takes a reference of a value
 * @unref: gives one back
 * @size: the bytes that a value holds
 *
 * Returns: (transfer full): an empty cache
 */
CriticPhotoCache *
critic_photo_cache_new (gsize max_bytes, CriticPhotoCacheRef ref, GDestroyNotify unref, CriticPhotoCacheSize size)
{
  CriticPhotoCache *self = g_new0 (CriticPhotoCache, 1);

  self->ref = ref;
  self->size = size;
  g_mutex_init (&self->lock);
  self->values = critic_lru_new (max_bytes, g_str_hash, g_str_equal, g_free, unref);

  return self;
}

void
critic_photo_cache_free (CriticPhotoCache *self)
{
  critic_lru_free (self->values);
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
 * critic_photo_cache_lookup:
 * @self: a cache
 * @photo: a photograph
 *
 * Returns: (transfer full) (nullable): what was computed of it, or %NULL
 */
gpointer
critic_photo_cache_lookup (CriticPhotoCache *self, const CriticPhoto *photo)
{
  g_autofree char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gpointer value = critic_lru_lookup (self->values, key);

  return value != NULL ? self->ref (value) : NULL;
}

/**
 * critic_photo_cache_insert:
 * @self: a cache
 * @photo: a photograph
 * @value: what was computed of it; the cache takes a reference of its own
 */
void
critic_photo_cache_insert (CriticPhotoCache *self, const CriticPhoto *photo, gpointer value)
{
  char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  critic_lru_insert (self->values, key, self->ref (value), self->size (value));
}

/**
 * critic_photo_cache_get_bytes: (skip)
 * @self: a cache
 *
 * Returns: the bytes of all values in it
 */
gsize
critic_photo_cache_get_bytes (CriticPhotoCache *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return critic_lru_get_bytes (self->values);
}
