/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Dark or light, and how much contrast: as the desktop says, or as chosen in the menu;
 * and no animations where the desktop wants little to move.
 *
 * Properties: "variant" ("follow", "dark", "light"), "contrast" ("follow", "more", "normal"). */
#define CRITIC_TYPE_SHADE (critic_shade_get_type ())
G_DECLARE_FINAL_TYPE (CriticShade, critic_shade, CRITIC, SHADE, GObject)

/* Loads the style sheet for the default display. */
CriticShade *critic_shade_new (void);

G_END_DECLS
