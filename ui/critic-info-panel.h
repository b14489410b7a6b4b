/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"

G_BEGIN_DECLS

/* What the file says of itself: histogram, camera, exposure, time, size, and
 * where it lies. */
#define CRITIC_TYPE_INFO_PANEL (critic_info_panel_get_type ())
G_DECLARE_FINAL_TYPE (CriticInfoPanel, critic_info_panel, CRITIC, INFO_PANEL, GtkWidget)

void critic_info_panel_set_desk (CriticInfoPanel *self, CriticDesk *desk);

G_END_DECLS
