/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where a photograph will be: what to do, and samples to try. */
#define CRITIC_TYPE_EMPTY_STATE (critic_empty_state_get_type ())
G_DECLARE_FINAL_TYPE (CriticEmptyState, critic_empty_state, CRITIC, EMPTY_STATE, GtkWidget)

/* Shows the images of @folder; once. */
/* Shows what was opened lately, folders first. */
void critic_empty_state_set_recent  (CriticEmptyState *self, GSettings *settings);
void critic_empty_state_set_samples (CriticEmptyState *self, const char *folder);

G_END_DECLS
