/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-spotlight.h"

G_BEGIN_DECLS

/* What the critique speaks of and what it leaves out, a chip each. A chip that is
 * pointed at or has the keyboard lights its sentences in the editor; pressed, it goes
 * to the first of them (action critique.find), or asks a question about what is left
 * out (critique.ask). Hidden while nothing is
 * known of the critique. */
#define CRITIC_TYPE_ASPECT_ROW (critic_aspect_row_get_type ())
G_DECLARE_FINAL_TYPE (CriticAspectRow, critic_aspect_row, CRITIC, ASPECT_ROW, GtkWidget)

void critic_aspect_row_set_spotlight (CriticAspectRow *self, CriticSpotlight *spotlight);

G_END_DECLS
