/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-pass.h"

G_BEGIN_DECLS

/* How far a pass is, how fast, at which file; pause and cancel. Hidden while
 * none is under way. */
#define CRITIC_TYPE_PASS_BAR (critic_pass_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticPassBar, critic_pass_bar, CRITIC, PASS_BAR, GtkWidget)

void critic_pass_bar_set_pass (CriticPassBar *self, CriticPass *pass);

G_END_DECLS
