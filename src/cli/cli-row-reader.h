/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-row.h"

G_BEGIN_DECLS

/* Reads a ranking that `rank` or `export` wrote, CSV or NDJSON by its first
 * byte, row by row. */
typedef struct _CliRowReader CliRowReader;

/* @path: a regular file; its name stands in every error. Blocks. */
CliRowReader *cli_row_reader_open (const char *path, GError **error);
void          cli_row_reader_free (CliRowReader *self);
/* (transfer full); NULL at the end, without error, and when something is wrong. */
CliRow       *cli_row_reader_next (CliRowReader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRowReader, cli_row_reader_free)

G_END_DECLS
