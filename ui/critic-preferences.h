/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-keymap.h"

G_BEGIN_DECLS

/* What the user may want otherwise, and every key: what is changed here is so at
 * once, in all windows. */
#define CRITIC_TYPE_PREFERENCES (critic_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CriticPreferences, critic_preferences, CRITIC, PREFERENCES, GtkWindow)

GtkWidget *critic_preferences_new (GtkWindow *parent, GSettings *settings, CriticKeymap *keymap);

G_END_DECLS
