/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* The longest side of a thumbnail, pixels (freedesktop's "large", "x-large", "xx-large"). */
typedef enum
{
  CRITIC_THUMBNAIL_LARGE   = 256,
  CRITIC_THUMBNAIL_X_LARGE = 512,
  CRITIC_THUMBNAIL_XX_LARGE = 1024,
} CriticThumbnailSize;

/* The thumbnail of a file by the freedesktop Thumbnail Managing Standard 0.9:
 * the desktop's shared one when it is still true (Thumb::URI, Thumb::MTime,
 * Thumb::Size), else made, and saved atomically with mode 0600 where that can
 * be done. Nothing is saved of files inside the thumbnail folder itself or of
 * ones that cannot be read; that a file is damaged is remembered under
 * fail/photo-critic-VERSION. Blocks: on a worker only. */
CriticPhoto *critic_thumbnail_load (GFile *file, CriticThumbnailSize size, GCancellable *cancellable, GError **error);
/* As above for a photograph that somebody has decoded already. */
gboolean     critic_thumbnail_save (GFile *file, gint64 mtime_seconds, CriticPhoto *photo, CriticThumbnailSize size, GError **error);

G_END_DECLS
