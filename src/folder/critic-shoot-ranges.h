/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Says that from @position on @removed rows give way to @added ones: in order,
 * each meant for the list as the ones before it left it. */
typedef struct
{
  guint position, removed, added;
} CriticShootRange;

/* More than this are joined: each costs a view some work. */
#define CRITIC_SHOOT_MOST_RANGES 100

GArray *critic_shoot_ranges (const guint32 *old_ids, guint n_old, const guint32 *new_ids, guint n_new, guint n_ids);

G_END_DECLS
