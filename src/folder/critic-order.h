/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"

G_BEGIN_DECLS

/**
 * CriticOrder:
 *
 * One key or several after commas, "stars,score": the later ones decide between
 * rows that are alike by the earlier ones, and the path decides in the end, so
 * that an order is always the same. A key's own direction is what one looks for
 * first: the best first, names rising, the oldest first; a "-" before it turns it round. Rows
 * without an answer come last either way. The keys stand in critic-order.c.
 * Immutable, reference counted, any thread.
 */
typedef struct _CriticOrder CriticOrder;

CriticOrder *critic_order_new       (const char *keys, GError **error);
CriticOrder *critic_order_ref       (CriticOrder *self);
void         critic_order_unref     (CriticOrder *self);
char        *critic_order_to_string (const CriticOrder *self);
gint         critic_order_compare   (const CriticOrder *self, const CriticFacts *a, const CriticFacts *b);
void         critic_order_sort      (const CriticOrder *self, const CriticFacts *facts, gboolean facts_by_path,
                                     guint32 *indices, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticOrder, critic_order_unref)

G_END_DECLS
