/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-rating.h"

G_BEGIN_DECLS

/* Stars, flag and colour label of the photograph on the desk, for the pointer;
 * what is chosen goes to the actions "win.stars", "win.flag" and "win.label". */
#define CRITIC_TYPE_MARK_BAR (critic_mark_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticMarkBar, critic_mark_bar, CRITIC, MARK_BAR, GtkWidget)

void critic_mark_bar_show (CriticMarkBar *self, const CriticRating *rating);

G_END_DECLS
