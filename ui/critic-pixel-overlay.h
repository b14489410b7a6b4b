/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo-view.h"

G_BEGIN_DECLS

/* What the pixels themselves show, over the photograph: what is clipped, or what
 * is sharp. Computed on workers from the part and the level that is seen; the old
 * mark stays in its place until the new one is there.
 *
 * Property "visible" (boolean). */
#define CRITIC_TYPE_PIXEL_OVERLAY (critic_pixel_overlay_get_type ())
G_DECLARE_FINAL_TYPE (CriticPixelOverlay, critic_pixel_overlay, CRITIC, PIXEL_OVERLAY, GObject)

typedef enum
{
  CRITIC_PIXELS_CLIPPED,
  CRITIC_PIXELS_SHARP,
} CriticPixelMark;

/* It does not keep @view alive, which is to keep it. */
CriticPixelOverlay *critic_pixel_overlay_new         (CriticPixelMark mark, CriticPhotoView *view);
void                critic_pixel_overlay_set_visible (CriticPixelOverlay *self, gboolean visible);
/* (transfer none) (nullable): what is drawn, for tests. */
GdkTexture         *critic_pixel_overlay_get_texture (CriticPixelOverlay *self);

G_END_DECLS
