/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-overlay.h"
#include "critic-spotlight.h"

G_BEGIN_DECLS

/* The spotlight's heat over the photograph, and the place pointed at. */
#define CRITIC_TYPE_HEAT_OVERLAY (critic_heat_overlay_get_type ())
G_DECLARE_FINAL_TYPE (CriticHeatOverlay, critic_heat_overlay, CRITIC, HEAT_OVERLAY, GObject)

CriticHeatOverlay *critic_heat_overlay_new           (CriticSpotlight *spotlight);
void               critic_heat_overlay_set_spotlight (CriticHeatOverlay *self, CriticSpotlight *spotlight);

G_END_DECLS
