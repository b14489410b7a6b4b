/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo-view.h"
#include "critic-viewport.h"

G_BEGIN_DECLS

struct _CriticPhotoView
{
  GtkWidget        parent_instance;

  CriticSpotlight *spotlight;
  CriticPicture   *picture;
  GPtrArray       *overlays;      /* CriticOverlay, the lowest first */

  CriticViewport   viewport;
  CriticTiles     *tiles;
  gboolean         starts_fit;    /* the next picture does not keep the place of this one */
  gulong           refined;       /* handler of the picture */

  gdouble          pointer_x, pointer_y;
  gdouble          gesture_zoom, gesture_x, gesture_y;
};

/* critic-photo-view.c */
gboolean _critic_photo_view_get_rect   (CriticPhotoView *self, graphene_rect_t *rect);
void     _critic_photo_view_zoom_at    (CriticPhotoView *self, gdouble zoom, gdouble x, gdouble y);
void     _critic_photo_view_moved      (CriticPhotoView *self);

/* critic-photo-view-input.c */
void     _critic_photo_view_init_input (CriticPhotoView *self);
void     _critic_photo_view_point      (CriticPhotoView *self);
void     _critic_photo_view_begin_pinch (CriticPhotoView *self);
void     _critic_photo_view_pinch      (CriticPhotoView *self, gdouble scale, gdouble x, gdouble y);

G_END_DECLS
