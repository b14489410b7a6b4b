/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Walks the input once more on a thread of its own, to know how much there is
 * while the work has not got that far. */
typedef struct _CliCounter CliCounter;

/* Starts at once. @paths: as cli_sources_new() has them, borrowed. */
CliCounter *cli_counter_new  (const char *const *paths, guint shard, guint n_shards);
/* Ends it. */
void        cli_counter_free (CliCounter *self);
/* 0: not known yet. @self: nullable. */
guint64     cli_counter_get  (CliCounter *self);

G_END_DECLS
