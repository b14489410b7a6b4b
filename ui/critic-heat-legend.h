/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-spotlight.h"

G_BEGIN_DECLS

/* The colours of the heat that is shown, from − to +, or from little to much. */
#define CRITIC_TYPE_HEAT_LEGEND (critic_heat_legend_get_type ())
G_DECLARE_FINAL_TYPE (CriticHeatLegend, critic_heat_legend, CRITIC, HEAT_LEGEND, GtkWidget)

void critic_heat_legend_set_signed (CriticHeatLegend *self, gboolean is_signed);

G_END_DECLS
