/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <graphene.h>

G_BEGIN_DECLS

/* Where a photograph lies in a view: numbers, no widget. Zoom is device pixels
 * per pixel of the photograph; rectangles and points are in widget pixels. */
typedef struct
{
  gdouble  width, height;           /* of the view, widget pixels */
  gdouble  scale;                   /* device pixels per widget pixel, whole or not */
  gdouble  offset_x, offset_y;      /* the view's corner in the surface, device pixels */
  gdouble  margin;                  /* round a photograph that is fit, widget pixels */
  guint    picture_width, picture_height;   /* 0: there is none */

  gboolean fit;
  gdouble  zoom;                    /* when not fit */
  gdouble  x, y;                    /* what lies in the middle of the view, 0 to 1 */
} CriticViewport;

/* To a whole device pixel of the surface, in which the view begins at @offset device pixels. */
gdouble  critic_viewport_snap     (gdouble at, gdouble scale, gdouble offset);
gdouble  critic_viewport_get_zoom (const CriticViewport *self);
/* On whole device pixels, or 100 % would be a blur. FALSE: there is none. */
gboolean critic_viewport_get_rect (const CriticViewport *self, graphene_rect_t *rect);
/* The photograph covers the view, or stands in its middle when it is smaller. */
void     critic_viewport_clamp    (CriticViewport *self);
/* Zooms so that the point keeps its place of the photograph. */
void     critic_viewport_zoom_at  (CriticViewport *self, gdouble zoom, gdouble x, gdouble y);
void     critic_viewport_pan_by   (CriticViewport *self, gdouble dx, gdouble dy);

G_END_DECLS
