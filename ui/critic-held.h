/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"
#include "critic-spotlight.h"

G_BEGIN_DECLS

/* A photograph that is held beside the one on the desk: a desk of its own, with the
 * critiques that the library has of it, so that its heat is the one that it has when
 * it lies on the desk. It is looked at as the other one is: the same kind of heat, the
 * same style. Decodes nothing and writes nothing. Main thread. */
#define CRITIC_TYPE_HELD (critic_held_get_type ())
G_DECLARE_FINAL_TYPE (CriticHeld, critic_held, CRITIC, HELD, GObject)

/* @leader: what the desk is looked at with */
CriticHeld      *critic_held_new           (CriticSpotlight *leader, CriticShelf *shelf, GSettings *settings);
/* @file: of @picture */
void             critic_held_show          (CriticHeld *self, CriticPicture *picture, GFile *file);
/* (transfer none): what it is looked at with. */
CriticSpotlight *critic_held_get_spotlight (CriticHeld *self);

G_END_DECLS
