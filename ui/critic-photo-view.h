/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-overlay.h"
#include "critic-spotlight.h"
#include "critic-tiles.h"

G_BEGIN_DECLS

/* The photograph: fit or at any zoom, panned, with overlays on it. Zoom is device pixels per pixel of the photograph, whatever the
 * display's scale factor. */
#define CRITIC_TYPE_PHOTO_VIEW (critic_photo_view_get_type ())
G_DECLARE_FINAL_TYPE (CriticPhotoView, critic_photo_view, CRITIC, PHOTO_VIEW, GtkWidget)

GtkWidget *critic_photo_view_new           (void);
void       critic_photo_view_set_spotlight (CriticPhotoView *self, CriticSpotlight *spotlight);
void       critic_photo_view_light         (CriticPhotoView *self, CriticSpotlight *spotlight);
/* Without a spotlight: what to show; NULL: nothing. */
void       critic_photo_view_set_picture   (CriticPhotoView *self, CriticPicture *picture);
/* Shows of its photograph what @other shows of its own: the same part. */
void       critic_photo_view_follow        (CriticPhotoView *self, CriticPhotoView *other);
void       critic_photo_view_add_overlay   (CriticPhotoView *self, CriticOverlay *overlay);

gdouble    critic_photo_view_get_zoom      (CriticPhotoView *self);
gboolean   critic_photo_view_get_fit       (CriticPhotoView *self);
void       critic_photo_view_set_fit       (CriticPhotoView *self);
void       critic_photo_view_set_zoom      (CriticPhotoView *self, gdouble zoom);
void       critic_photo_view_zoom_by       (CriticPhotoView *self, gdouble factor);
void       critic_photo_view_pan_by        (CriticPhotoView *self, gdouble dx, gdouble dy);
void       critic_photo_view_start_fit     (CriticPhotoView *self);

/* For tests: what is drawn, and where the photograph lies in widget pixels. */
CriticTiles *critic_photo_view_get_tiles   (CriticPhotoView *self);
gboolean     critic_photo_view_get_place   (CriticPhotoView *self, graphene_rect_t *photo);

G_END_DECLS
