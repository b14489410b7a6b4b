/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The photographs a command is about, as files, folders (walked) and lists of
 * both, and which part of them is this process's: see cli_sources_is_ours(). */
typedef struct _CliSources CliSources;

/* @path: as it was given, or a folder as given and the way down from there.
 * @trouble: why it is no photograph (a folder that cannot be read), or NULL.
 * FALSE: enough. */
typedef gboolean (*CliSourceFunc) (const char *path, const GError *trouble, gpointer data);

/* @paths: borrowed. @files_from: a list, "-" is standard input, NULL none;
 * read after @paths. @nul: its entries end with NUL, else with a line end. */
CliSources *cli_sources_new     (const char *const *paths, const char *files_from, gboolean nul, GError **error);
void        cli_sources_free    (CliSources *self);
/* Only shard @shard of @n_shards, counted from 1. */
void        cli_sources_set_shard (CliSources *self, guint shard, guint n_shards);
/* Walks them, once, in order. Blocks. FALSE: the list cannot be read on. */
gboolean    cli_sources_walk    (CliSources *self, CliSourceFunc func, gpointer data, GError **error);
/* From another thread: a walk that waits for its list ends. */
void        cli_sources_stop    (CliSources *self);

/* "2/8". FALSE: it is none. */
gboolean    cli_shard_parse     (const char *text, guint *shard, guint *n_shards);
/* Which of @n_shards, from 1, a path belongs to: the first eight bytes of the
 * SHA-256 of its bytes as a big-endian number, modulo @n_shards, plus 1. */
guint       cli_shard_of        (const char *path, guint n_shards);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSources, cli_sources_free)

G_END_DECLS
