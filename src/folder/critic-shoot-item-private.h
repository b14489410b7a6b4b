/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shoot-item.h"
#include "critic-shoot-row.h"

G_BEGIN_DECLS

/* @items: by file id (gint64), not holding them: there the item stands for as
 * long as somebody holds it. */
CriticShootItem *critic_shoot_item_new    (GHashTable *items, CriticShootRow *row, const CriticFacts *facts);
/* Another state of the same file; notifies where it is another. */
void             critic_shoot_item_update (CriticShootItem *self, CriticShootRow *row, const CriticFacts *facts);

G_END_DECLS
