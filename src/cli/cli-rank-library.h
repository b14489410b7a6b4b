/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-row.h"

G_BEGIN_DECLS

/* What a ranking reads from a library and writes into it. Paths are those that
 * were given; the library knows them as absolute ones. */

/* The row of a photograph that need not be judged again: known, unchanged,
 * judged by this model with the critiques that count now. NULL: judge it, with
 * @critiques (transfer full, nullable). A library that cannot be read counts as
 * not knowing it; writing will say why. */
CliRow   *cli_rank_library_look_up (CriticLibrary *library, const char *path, const char *model, GStrv *critiques);
/* Stores what was found out about the fresh ones of @rows (CliRow), in one
 * transaction, and fills all of those with the library's own rows, which know
 * what the user said. A judgement with a table's critiques stays in its row. */
gboolean  cli_rank_library_save    (CriticLibrary *library, const char *model, GPtrArray *rows, GError **error);

G_END_DECLS
