/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-thumbnail.h"

G_BEGIN_DECLS

/* Small pictures of files, made on workers: the newest wish first, so that what
 * is on screen now comes before what was scrolled past. Bounded in bytes.
 * Main thread. */
#define CRITIC_TYPE_THUMBNAILS (critic_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (CriticThumbnails, critic_thumbnails, CRITIC, THUMBNAILS, GObject)

/* A picture asked for; until it was handed over or taken back. */
typedef struct _CriticWish CriticWish;

/* @texture NULL: there is no picture of it. The wish is gone afterwards. */
typedef void (*CriticWishFunc) (GdkTexture *texture, gpointer data);

CriticThumbnails *critic_thumbnails_new    (void);
/* (transfer none) (nullable): what is at hand. */
GdkTexture       *critic_thumbnails_peek   (CriticThumbnails *self, const char *path, gint64 mtime, CriticThumbnailSize size);
CriticWish       *critic_thumbnails_ask    (CriticThumbnails *self, const char *path, gint64 mtime, CriticThumbnailSize size,
                                            CriticWishFunc func, gpointer data);
void              critic_thumbnails_forget (CriticThumbnails *self, CriticWish *wish);

G_END_DECLS
