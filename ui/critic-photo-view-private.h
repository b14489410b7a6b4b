/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo-view.h"

G_BEGIN_DECLS

struct _CriticPhotoView
{
  GtkWidget        parent_instance;

  CriticSpotlight *spotlight;
  CriticPicture   *picture;
  GPtrArray       *overlays;      /* CriticOverlay, the lowest first */

  gboolean         fit;
  gdouble          zoom;          /* device pixels per pixel of the photograph */
  gdouble          x, y;          /* what lies in the middle of the view, 0 to 1 */

  gdouble          pointer_x, pointer_y;
  gdouble          gesture_zoom, gesture_x, gesture_y;
};

/* critic-photo-view.c */
gboolean _critic_photo_view_get_rect   (CriticPhotoView *self, graphene_rect_t *rect);
void     _critic_photo_view_zoom_at    (CriticPhotoView *self, gdouble zoom, gdouble x, gdouble y);

/* critic-photo-view-input.c */
void     _critic_photo_view_init_input (CriticPhotoView *self);
void     _critic_photo_view_point      (CriticPhotoView *self);

G_END_DECLS
