/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-reading.h"

G_BEGIN_DECLS

/* A photograph of which a file says something else than the library: both values,
 * and a button for each. Hidden while there is none. Signal "settled" (gboolean
 * theirs, gboolean all): one was pressed. */
#define CRITIC_TYPE_DISAGREEMENT_BAR (critic_disagreement_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticDisagreementBar, critic_disagreement_bar, CRITIC, DISAGREEMENT_BAR, GtkWidget)

GtkWidget *critic_disagreement_bar_new (void);
/* CriticMarked; the first is shown. */
void       critic_disagreement_bar_set (CriticDisagreementBar *self, GPtrArray *differing);

G_END_DECLS
