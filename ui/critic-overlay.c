/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-overlay.h"

G_DEFINE_INTERFACE (CriticOverlay, critic_overlay, G_TYPE_OBJECT)

static guint changed_signal;

static void
critic_overlay_default_init (CriticOverlayInterface *iface)
{
  /**
   * CriticOverlay::changed:
   *
   * It is to be drawn again.
   */
  changed_signal = g_signal_new ("changed", CRITIC_TYPE_OVERLAY, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
critic_overlay_snapshot (CriticOverlay         *self,
                         GtkSnapshot           *snapshot,
                         const graphene_rect_t *photo)
{
  g_return_if_fail (CRITIC_IS_OVERLAY (self));

  CRITIC_OVERLAY_GET_IFACE (self)->snapshot (self, snapshot, photo);
}

gdouble
critic_overlay_get_fade (CriticOverlay *self)
{
  g_return_val_if_fail (CRITIC_IS_OVERLAY (self), 0);

  CriticOverlayInterface *iface = CRITIC_OVERLAY_GET_IFACE (self);

  return iface->get_fade != NULL ? iface->get_fade (self) : 0;
}

/* For who implements it. */
void
critic_overlay_changed (CriticOverlay *self)
{
  g_return_if_fail (CRITIC_IS_OVERLAY (self));

  g_signal_emit (self, changed_signal, 0);
}
