/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shelf.h"

G_BEGIN_DECLS

/* What the arrows step through, in one row of small pictures below the
 * photograph. Only those that are seen exist.
 *
 * Signal "chosen" (uint): the user went to another one. */
#define CRITIC_TYPE_FILM_STRIP (critic_film_strip_get_type ())
G_DECLARE_FINAL_TYPE (CriticFilmStrip, critic_film_strip, CRITIC, FILM_STRIP, GtkWidget)

/* Once: where the marks of files without a folder are found. */
void critic_film_strip_set_shelf   (CriticFilmStrip *self, CriticShelf *shelf);
/* @model: of CriticShootItem or CriticFrame; NULL: none. */
void critic_film_strip_set_model   (CriticFilmStrip *self, GListModel *model);
/* The one on the desk, which comes into the middle; GTK_INVALID_LIST_POSITION: none. */
void critic_film_strip_set_current (CriticFilmStrip *self, guint position);

G_END_DECLS
