/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Five stars, so many of them filled: clicked or moved with the keys. Property
 * "value", 0 to 5; signal "chosen" when a person changed it. */
#define CRITIC_TYPE_STARS (critic_stars_get_type ())
G_DECLARE_FINAL_TYPE (CriticStars, critic_stars, CRITIC, STARS, GtkWidget)

guint critic_stars_get_value (CriticStars *self);
void  critic_stars_set_value (CriticStars *self, guint value);

G_END_DECLS
