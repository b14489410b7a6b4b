/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-rating-set.h"

G_BEGIN_DECLS

/* (transfer full): what the undo menu says, translated: "Three stars for 50 photographs". */
char *critic_rating_name (CriticSet what, const CriticRating *rating, guint n);

G_END_DECLS
