/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-library.h"

G_BEGIN_DECLS

/* How the journal keeps what stood before a change and what stands after it:
 * as bytes that mean the same on every machine. Bytes that are none of these,
 * or damaged, are read as nothing said. */
GBytes              *critic_rating_pack    (const CriticRating *rating);
void                 critic_rating_unpack  (GBytes *bytes, CriticRating *rating);
GBytes              *critic_critique_pack  (const CriticCritiqueEntry *entry);
CriticCritiqueEntry *critic_critique_unpack (GBytes *bytes, gint64 id, gboolean with_language);

G_END_DECLS
