/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-cache.h"

#include "critic-lru.h"

struct _CriticEvidenceCache
{
  GMutex     lock;
  CriticLru *evidence;      /* char * to CriticEvidence */
};

/**
 * critic_evidence_cache_new: (skip)
 * @max_bytes: of all evidence together
 *
 * Returns: (transfer full): an empty cache
 */
CriticEvidenceCache *
critic_evidence_cache_new (gsize max_bytes)
{
  CriticEvidenceCache *self = g_new0 (CriticEvidenceCache, 1);

  g_mutex_init (&self->lock);
  self->evidence = critic_lru_new (max_bytes, g_str_hash, g_str_equal, g_free, (GDestroyNotify) critic_evidence_unref);

  return self;
}

void
critic_evidence_cache_free (CriticEvidenceCache *self)
{
  critic_lru_free (self->evidence);
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
 * critic_evidence_cache_lookup: (skip)
 * @self: a cache
 * @photo: a photograph
 *
 * Returns: (transfer full) (nullable): what was measured in it, or %NULL
 */
CriticEvidence *
critic_evidence_cache_lookup (CriticEvidenceCache *self, const CriticPhoto *photo)
{
  g_autofree char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  CriticEvidence *evidence = critic_lru_lookup (self->evidence, key);

  return evidence != NULL ? critic_evidence_ref (evidence) : NULL;
}

/**
 * critic_evidence_cache_insert: (skip)
 * @self: a cache
 * @photo: a photograph
 * @evidence: what was measured in it; the cache takes a reference of its own
 */
void
critic_evidence_cache_insert (CriticEvidenceCache *self, const CriticPhoto *photo, CriticEvidence *evidence)
{
  char *key = key_of (photo);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  critic_lru_insert (self->evidence, key, critic_evidence_ref (evidence), critic_evidence_get_bytes (evidence));
}
