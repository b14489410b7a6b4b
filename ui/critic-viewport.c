/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-viewport.h"

#include <math.h>

#define MIN_ZOOM 0.01
#define MAX_ZOOM 32.0

gdouble
critic_viewport_get_zoom (const CriticViewport *self)
{
  gdouble margin = MIN (self->margin, MIN (self->width, self->height) / 10);

  if (!self->fit)
    return self->zoom;
  if (self->picture_width == 0 || self->width <= 0 || self->height <= 0)
    return 1;

  return MIN ((self->width - 2 * margin) / self->picture_width,
              (self->height - 2 * margin) / self->picture_height) * self->scale;
}

gdouble
critic_viewport_snap (gdouble at,
                      gdouble scale,
                      gdouble offset)
{
  return (round (at * scale + offset) - offset) / scale;
}

static void
get_size (const CriticViewport *self,
          gdouble              *width,
          gdouble              *height)
{
  gdouble zoom = critic_viewport_get_zoom (self) / self->scale;

  *width = self->picture_width * zoom;
  *height = self->picture_height * zoom;
}

gboolean
critic_viewport_get_rect (const CriticViewport *self,
                          graphene_rect_t      *rect)
{
  gdouble width, height;

  if (self->picture_width == 0)
    return FALSE;

  get_size (self, &width, &height);
  graphene_rect_init (rect,
                      critic_viewport_snap (self->width / 2 - (self->fit ? 0.5 : self->x) * width, self->scale, self->offset_x),
                      critic_viewport_snap (self->height / 2 - (self->fit ? 0.5 : self->y) * height, self->scale, self->offset_y),
                      width, height);

  return TRUE;
}

void
critic_viewport_clamp (CriticViewport *self)
{
  gdouble width, height;

  if (self->fit || self->picture_width == 0)
    return;

  get_size (self, &width, &height);

  gdouble half_x = self->width / 2 / width, half_y = self->height / 2 / height;

  self->x = half_x >= 0.5 ? 0.5 : CLAMP (self->x, half_x, 1 - half_x);
  self->y = half_y >= 0.5 ? 0.5 : CLAMP (self->y, half_y, 1 - half_y);
}

void
critic_viewport_zoom_at (CriticViewport *self,
                         gdouble         zoom,
                         gdouble         x,
                         gdouble         y)
{
  gdouble width, height, at_x, at_y;

  if (self->picture_width == 0)
    return;

  get_size (self, &width, &height);
  at_x = (self->fit ? 0.5 : self->x) + (x - self->width / 2) / width;
  at_y = (self->fit ? 0.5 : self->y) + (y - self->height / 2) / height;

  self->fit = FALSE;
  self->zoom = CLAMP (zoom, MIN_ZOOM, MAX_ZOOM);

  get_size (self, &width, &height);
  self->x = at_x - (x - self->width / 2) / width;
  self->y = at_y - (y - self->height / 2) / height;
  critic_viewport_clamp (self);
}

void
critic_viewport_pan_by (CriticViewport *self,
                        gdouble         dx,
                        gdouble         dy)
{
  gdouble width, height;

  if (self->fit || self->picture_width == 0)
    return;

  get_size (self, &width, &height);
  self->x -= dx / width;
  self->y -= dy / height;
  critic_viewport_clamp (self);
}
