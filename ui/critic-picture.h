/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-photo.h"

G_BEGIN_DECLS

/* A photograph for the screen: its pixels as textures, halved again and again
 * so that every zoom has one of about its size. Immutable. */
#define CRITIC_TYPE_PICTURE (critic_picture_get_type ())
G_DECLARE_FINAL_TYPE (CriticPicture, critic_picture, CRITIC, PICTURE, GObject)

void           critic_picture_load_async  (GFile *file, GBytes *bytes, const char *name, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
CriticPicture *critic_picture_load_finish (GAsyncResult *result, GError **error);

CriticPhoto   *critic_picture_get_photo   (CriticPicture *self);
const char    *critic_picture_get_name    (CriticPicture *self);
guint          critic_picture_get_width   (CriticPicture *self);
guint          critic_picture_get_height  (CriticPicture *self);
/* The smallest texture at least @width device pixels wide, or the largest. */
GdkTexture    *critic_picture_get_texture (CriticPicture *self, gdouble width);

G_END_DECLS
