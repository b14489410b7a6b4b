/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo-view.h"

G_BEGIN_DECLS

/* Under the photograph: which heat, how strong, what its colours mean, zoom. */
#define CRITIC_TYPE_HEAT_BAR (critic_heat_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticHeatBar, critic_heat_bar, CRITIC, HEAT_BAR, GtkWidget)

void critic_heat_bar_set      (CriticHeatBar *self, CriticSpotlight *spotlight, CriticPhotoView *view);
void critic_heat_bar_set_view (CriticHeatBar *self, CriticPhotoView *view);

G_END_DECLS
