/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"

G_BEGIN_DECLS

/* One shown row as an object for a view; made when a view asks for it, the same
 * one for the same file for as long as somebody holds it. Property "row"
 * (CriticRow) notifies when anything of the row is another. Main thread. */
#define CRITIC_TYPE_SHOOT_ITEM (critic_shoot_item_get_type ())
G_DECLARE_FINAL_TYPE (CriticShootItem, critic_shoot_item, CRITIC, SHOOT_ITEM, GObject)

/* (transfer none): valid until the row notifies; its place is never NULL. */
const CriticFacts *critic_shoot_item_get_facts   (CriticShootItem *self);
gint64             critic_shoot_item_get_file_id (CriticShootItem *self);     /* CriticRow.file_id */

G_END_DECLS
