/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* What was computed of photographs, by their content key and size, bounded by
 * bytes: image branches, evidence. Any thread. */
typedef struct _CriticPhotoCache CriticPhotoCache;

typedef gpointer (*CriticPhotoCacheRef)  (gpointer value);
typedef gsize    (*CriticPhotoCacheSize) (gpointer value);

CriticPhotoCache *critic_photo_cache_new       (gsize max_bytes, CriticPhotoCacheRef ref, GDestroyNotify unref,
                                                CriticPhotoCacheSize size);
void              critic_photo_cache_free      (CriticPhotoCache *self);
gpointer          critic_photo_cache_lookup    (CriticPhotoCache *self, const CriticPhoto *photo);
void              critic_photo_cache_insert    (CriticPhotoCache *self, const CriticPhoto *photo, gpointer value);
gsize             critic_photo_cache_get_bytes (CriticPhotoCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPhotoCache, critic_photo_cache_free)

G_END_DECLS
