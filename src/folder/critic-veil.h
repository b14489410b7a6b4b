/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* "Judge first": while it is on, what the model says of a photograph is hidden
 * until the user has given a verdict (own verdict, own score, stars or a flag) or
 * asks. Property "on"; signal "changed": something is hidden, or shown, that was
 * not before. Changed on the main thread, asked by any. */
#define CRITIC_TYPE_VEIL (critic_veil_get_type ())
G_DECLARE_FINAL_TYPE (CriticVeil, critic_veil, CRITIC, VEIL, GObject)

CriticVeil *critic_veil_get_default (void);
void        critic_veil_set_on      (CriticVeil *self, gboolean on);
gboolean    critic_veil_is_on       (CriticVeil *self);
gboolean    critic_veil_hides       (CriticVeil *self, const CriticHash *hash, const CriticRating *rating);
gboolean    critic_veil_apply       (CriticVeil *self, CriticRow *row);
void        critic_veil_lift        (CriticVeil *self, const CriticHash *hashes, gsize n);
const char *critic_veil_refusal     (void);

G_END_DECLS
