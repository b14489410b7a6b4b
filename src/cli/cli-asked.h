/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-critique-table.h"
#include "cli-row.h"

G_BEGIN_DECLS

/* What a filter or an order may ask of a photograph besides its row: whether
 * critiques hold a text, the user's taste, likeness to a chosen photograph or to words. */
typedef struct _CliAsked CliAsked;

/* @filter: nullable. @like: path of the chosen photograph, or @words instead of
 * one; NULL none. @taste: it is asked for. @table, @library: nullable, borrowed. Judges @like; blocks. */
CliAsked *cli_asked_new  (const CriticFilter *filter, const char *like, const char *words, gboolean taste,
                          const char *model_directory, const char *model, const CliCritiqueTable *table, CriticLibrary *library, GError **error);
void      cli_asked_free (CliAsked *self);
/* Before the row is filtered and sorted. */
void      cli_asked_fill (const CliAsked *self, CliRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliAsked, cli_asked_free)

G_END_DECLS
