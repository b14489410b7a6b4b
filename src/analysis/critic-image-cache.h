/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-engine.h"
#include "critic-photo.h"

G_BEGIN_DECLS

/* The image branch of photographs seen lately, shared by all workers. One
 * cache belongs to one model, so the key is the photograph's content and the
 * size it was decoded at: the same request gives the same bits whatever was
 * asked before it. Any thread. */
typedef struct _CriticImageCache CriticImageCache;

CriticImageCache  *critic_image_cache_new    (const CriticEngineClass *klass, gsize max_bytes);
void               critic_image_cache_free   (CriticImageCache *self);
CriticEngineImage *critic_image_cache_lookup (CriticImageCache *self, const CriticPhoto *photo);
void               critic_image_cache_insert (CriticImageCache *self, const CriticPhoto *photo, CriticEngineImage *image);
gsize              critic_image_cache_get_bytes (CriticImageCache *self);   /* held now */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticImageCache, critic_image_cache_free)

G_END_DECLS
