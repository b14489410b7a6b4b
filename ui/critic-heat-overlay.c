/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heat-overlay.h"

#include <math.h>

/* The heat is smooth: a small texture, enlarged, looks the same. */
#define HEAT_SIZE 320
/* How much of its colour the photograph loses under full heat. */
#define FADE 0.55

struct _CriticHeatOverlay
{
  GObject          parent_instance;

  CriticSpotlight *spotlight;
  GdkTexture      *heat;          /* of the spotlight's heatmap; NULL: there is none */
  gboolean         has_heat;      /* heat is up to date, NULL or not */
};

static void overlay_init (CriticOverlayInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CriticHeatOverlay, critic_heat_overlay, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CRITIC_TYPE_OVERLAY, overlay_init))

static void
ensure_heat (CriticHeatOverlay *self)
{
  CriticPicture *picture = critic_desk_get_picture (critic_spotlight_get_desk (self->spotlight));
  const CriticHeatmap *heatmap;
  guint width, height;
  gsize stride;

  if (self->has_heat || picture == NULL)
    return;

  self->has_heat = TRUE;
  heatmap = critic_spotlight_get_heatmap (self->spotlight);
  if (heatmap == NULL || critic_spotlight_get_strength (self->spotlight) <= 0)
    return;

  width = critic_picture_get_width (picture);
  height = critic_picture_get_height (picture);
  gdouble scale = (gdouble) HEAT_SIZE / MAX (width, height);
  width = MAX (1, lrint (width * scale));
  height = MAX (1, lrint (height * scale));
  stride = (gsize) width * 4;

  guint8 *pixels = g_malloc0 (stride * height);
  critic_heatmap_render (heatmap, width, height, stride,
                         critic_spotlight_get_strength (self->spotlight), pixels);

  g_autoptr(GBytes) bytes = g_bytes_new_take (pixels, stride * height);
  self->heat = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* The cell of the grid the pointer is in: its words are lit in the text. */
static void
snapshot_place (CriticHeatOverlay     *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *photo)
{
  CriticAssessment *explained = critic_desk_get_explained (critic_spotlight_get_desk (self->spotlight));
  gint place = critic_spotlight_get_place (self->spotlight);
  guint columns, rows;
  const float one[] = { 1, 1, 1, 1 };
  const GdkRGBA white = { 1, 1, 1, 0.75 }, black = { 0, 0, 0, 0.55 };
  const GdkRGBA whites[] = { white, white, white, white }, blacks[] = { black, black, black, black };
  GskRoundedRect cell;

  if (place < 0 || explained == NULL || critic_spotlight_get_shown (self->spotlight) == CRITIC_HEAT_OFF
      || !critic_assessment_get_grid (explained, &columns, &rows) || place >= columns * rows)
    return;

  gdouble width = photo->size.width / columns, height = photo->size.height / rows;

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (photo->origin.x + (place % columns) * width,
                                               photo->origin.y + (place / columns) * height,
                                               width, height);
  gsk_rounded_rect_init_from_rect (&cell, &bounds, 4);
  gtk_snapshot_append_border (snapshot, &cell, one, blacks);
  gsk_rounded_rect_shrink (&cell, 1, 1, 1, 1);
  gtk_snapshot_append_border (snapshot, &cell, one, whites);
}

static void
critic_heat_overlay_snapshot (CriticOverlay         *overlay,
                              GtkSnapshot           *snapshot,
                              const graphene_rect_t *photo)
{
  CriticHeatOverlay *self = CRITIC_HEAT_OVERLAY (overlay);

  ensure_heat (self);
  if (self->heat == NULL)
    return;

  gtk_snapshot_append_texture (snapshot, self->heat, photo);
  snapshot_place (self, snapshot, photo);
}

static gdouble
critic_heat_overlay_get_fade (CriticOverlay *overlay)
{
  CriticHeatOverlay *self = CRITIC_HEAT_OVERLAY (overlay);

  ensure_heat (self);

  return self->heat != NULL ? FADE * critic_spotlight_get_strength (self->spotlight) : 0;
}

static void
overlay_init (CriticOverlayInterface *iface)
{
  iface->snapshot = critic_heat_overlay_snapshot;
  iface->get_fade = critic_heat_overlay_get_fade;
}

static void
heat_changed_cb (CriticHeatOverlay *self)
{
  self->has_heat = FALSE;
  g_clear_object (&self->heat);
  critic_overlay_changed (CRITIC_OVERLAY (self));
}

static void
critic_heat_overlay_dispose (GObject *object)
{
  CriticHeatOverlay *self = CRITIC_HEAT_OVERLAY (object);

  g_clear_object (&self->spotlight);
  g_clear_object (&self->heat);

  G_OBJECT_CLASS (critic_heat_overlay_parent_class)->dispose (object);
}

static void
critic_heat_overlay_class_init (CriticHeatOverlayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_heat_overlay_dispose;
}

static void
critic_heat_overlay_init (CriticHeatOverlay *self)
{
}

/**
 * critic_heat_overlay_set_spotlight:
 * @self: an overlay
 * @spotlight: what is being looked at from now on
 */
void
critic_heat_overlay_set_spotlight (CriticHeatOverlay *self,
                                   CriticSpotlight   *spotlight)
{
  g_return_if_fail (CRITIC_IS_HEAT_OVERLAY (self));
  g_return_if_fail (CRITIC_IS_SPOTLIGHT (spotlight));

  if (self->spotlight == spotlight)
    return;

  if (self->spotlight != NULL)
    {
      g_signal_handlers_disconnect_by_data (critic_spotlight_get_desk (self->spotlight), self);
      g_signal_handlers_disconnect_by_data (self->spotlight, self);
    }
  g_set_object (&self->spotlight, spotlight);
  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::picture",
                           G_CALLBACK (heat_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "changed",
                           G_CALLBACK (heat_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "place-changed",
                           G_CALLBACK (critic_overlay_changed), self, G_CONNECT_SWAPPED);
  heat_changed_cb (self);
}

/**
 * critic_heat_overlay_new:
 * @spotlight: what is being looked at
 *
 * Returns: (transfer full): its heat
 */
CriticHeatOverlay *
critic_heat_overlay_new (CriticSpotlight *spotlight)
{
  CriticHeatOverlay *self = g_object_new (CRITIC_TYPE_HEAT_OVERLAY, NULL);

  critic_heat_overlay_set_spotlight (self, spotlight);

  return self;
}
