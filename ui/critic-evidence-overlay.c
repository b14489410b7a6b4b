/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-evidence-overlay.h"

#include "critic-evidence-draw.h"

/* Larger photographs are drawn at this size and enlarged: cairo's surface must
 * stay small at any zoom. */
#define MOST_PIXELS 2400.0

struct _CriticEvidenceOverlay
{
  GObject          parent_instance;

  CriticSpotlight *spotlight;
};

static void overlay_init (CriticOverlayInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CriticEvidenceOverlay, critic_evidence_overlay, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CRITIC_TYPE_OVERLAY, overlay_init))

static void
critic_evidence_overlay_snapshot (CriticOverlay         *overlay,
                                  GtkSnapshot           *snapshot,
                                  const graphene_rect_t *photo)
{
  CriticEvidenceOverlay *self = CRITIC_EVIDENCE_OVERLAY (overlay);
  CriticEvidence *evidence = critic_spotlight_get_evidence (self->spotlight);
  gdouble shrink = MAX (MAX (photo->size.width, photo->size.height) / MOST_PIXELS, 1.0);
  gdouble width = photo->size.width / shrink, height = photo->size.height / shrink;
  cairo_t *cr;

  if (evidence == NULL || width < 1.0 || height < 1.0)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &photo->origin);
  gtk_snapshot_scale (snapshot, shrink, shrink);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  critic_evidence_draw (evidence, critic_spotlight_get_style (self->spotlight), CRITIC_EVIDENCE_ON_PHOTO, cr, width, height);
  cairo_destroy (cr);
  gtk_snapshot_restore (snapshot);
}

static void
overlay_init (CriticOverlayInterface *iface)
{
  iface->snapshot = critic_evidence_overlay_snapshot;
}

static void
critic_evidence_overlay_dispose (GObject *object)
{
  g_clear_object (&CRITIC_EVIDENCE_OVERLAY (object)->spotlight);

  G_OBJECT_CLASS (critic_evidence_overlay_parent_class)->dispose (object);
}

static void
critic_evidence_overlay_class_init (CriticEvidenceOverlayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_evidence_overlay_dispose;
}

static void
critic_evidence_overlay_init (CriticEvidenceOverlay *self)
{
}

/**
 * critic_evidence_overlay_set_spotlight:
 * @self: an overlay
 * @spotlight: what is being looked at from now on
 */
void
critic_evidence_overlay_set_spotlight (CriticEvidenceOverlay *self,
                                       CriticSpotlight       *spotlight)
{
  g_return_if_fail (CRITIC_IS_EVIDENCE_OVERLAY (self));
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (spotlight));

  if (self->spotlight == spotlight)
    return;

  if (self->spotlight != NULL)
    g_signal_handlers_disconnect_by_data (self->spotlight, self);
  g_set_object (&self->spotlight, spotlight);
  g_signal_connect_object (spotlight, "changed", G_CALLBACK (critic_overlay_changed), self, G_CONNECT_SWAPPED);
  critic_overlay_changed (CRITIC_OVERLAY (self));
}

/**
 * critic_evidence_overlay_new:
 * @spotlight: what is being looked at
 *
 * Returns: (transfer full): its evidence
 */
CriticEvidenceOverlay *
critic_evidence_overlay_new (CriticSpotlight *spotlight)
{
  CriticEvidenceOverlay *self = g_object_new (CRITIC_TYPE_EVIDENCE_OVERLAY, NULL);

  critic_evidence_overlay_set_spotlight (self, spotlight);

  return self;
}
