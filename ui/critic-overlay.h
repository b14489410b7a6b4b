/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Something drawn over the photograph: heat, what is clipped, evidence. The
 * photo view stacks overlays in the order they were added, so that none knows
 * another, and draws again when one emits "changed". Main thread. */
#define CRITIC_TYPE_OVERLAY (critic_overlay_get_type ())
G_DECLARE_INTERFACE (CriticOverlay, critic_overlay, CRITIC, OVERLAY, GObject)

struct _CriticOverlayInterface
{
  GTypeInterface g_iface;

  /* @photo: where the whole photograph lies, in widget pixels; most of it may be
   * outside of the view. Decodes and computes nothing. */
  void    (*snapshot) (CriticOverlay *self, GtkSnapshot *snapshot, const graphene_rect_t *photo);
  /* How much of its colour the photograph loses under it, 0 to 1, so that colour
   * means what the overlay says; NULL: none. */
  gdouble (*get_fade) (CriticOverlay *self);
};

void    critic_overlay_snapshot (CriticOverlay *self, GtkSnapshot *snapshot, const graphene_rect_t *photo);
gdouble critic_overlay_get_fade (CriticOverlay *self);
void    critic_overlay_changed  (CriticOverlay *self);

G_END_DECLS
