/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-ranking.h"

#include "critic-order.h"

G_BEGIN_DECLS

/* Rows on their way to the output: filtered, and written as they come or, with
 * an order, collected and written sorted at the end. */
typedef struct _CliSelection CliSelection;

/* @filter, @order: nullable, kept by reference. */
CliSelection *cli_selection_new    (CliRankingFormat format, gboolean timings, CriticFilter *filter, CriticOrder *order);
void          cli_selection_free   (CliSelection *self);
/* Before the first row. Begins the output where rows are written as they come. */
void          cli_selection_begin  (CliSelection *self);
/* Instead, where the rows will be given sorted already: they are written as they come. */
void          cli_selection_begin_sorted (CliSelection *self);
/* (transfer full): the next row of the input. */
void          cli_selection_add    (CliSelection *self, CliRow *row);
/* Writes what was collected, and the end. */
void          cli_selection_end    (CliSelection *self);
/* Whether rows are written as they come. */
gboolean      cli_selection_streams (const CliSelection *self);
guint64       cli_selection_get_n_failed (const CliSelection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSelection, cli_selection_free)

G_END_DECLS
