/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter.h"
#include "critic-order.h"
#include "critic-shoot-counts.h"
#include "critic-shoot-table.h"

G_BEGIN_DECLS

/* What of a table is shown, and in which order: the answer to a CriticShootQuery.
 * Immutable, reference counted. */
typedef struct
{
  gatomicrefcount   ref_count;
  CriticShootTable *table;
  guint32          *shown;      /* indices of the table's rows */
  guint             n_shown;
  CriticShootCounts counts;
} CriticShootView;

/**
 * CriticShootQuery:
 * @filter: which rows
 * @order: in which order
 * @collapsed: of a burst only the best of those that fit
 * @paired: of a raw file and the picture beside it only the picture
 * @expanded: (nullable): set of gint64: files whose bursts are shown whole all the same
 * @texts: for each text of @filter a set of gint64: the images that have it
 * @rows: (nullable): index + 1 of a row to the CriticShootRow that stands in its place:
 *   what the user said a moment ago and the library does not know yet
 */
typedef struct
{
  const CriticFilter *filter;
  const CriticOrder  *order;
  gboolean            collapsed, paired;
  GHashTable         *expanded;
  GPtrArray          *texts;
  GHashTable         *rows;
} CriticShootQuery;

CriticShootView *critic_shoot_view_new   (CriticShootTable *table, const CriticShootQuery *query);
CriticShootView *critic_shoot_view_ref   (CriticShootView *self);
void             critic_shoot_view_unref (CriticShootView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticShootView, critic_shoot_view_unref)

G_END_DECLS
