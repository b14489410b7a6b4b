/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A table of critiques (--critiques FILE.csv): a header that names the columns,
 * in any order,
 *   file        path of the photograph as given to the program, or its name
 *               without folder: then of every photograph of that name
 *   author      who wrote it; may be missing
 *   score       the author's own score, 1 to 10; may be missing or empty
 *   critique    the text; may be empty
 *   true_score  a known mean vote, 1 to 10, of the photograph; for reports
 * and other columns, which are passed over. Immutable; any thread. */
typedef struct _CliCritiqueTable CliCritiqueTable;

typedef struct
{
  char    *author;          /* "" : not said */
  char    *text;            /* "" : none */
  gdouble  score;           /* NAN: none */
  gdouble  true_score;      /* NAN: none */
} CliCritique;

/* @path: "-" is standard input. Blocks. */
CliCritiqueTable *cli_critique_table_read  (const char *path, GError **error);
void              cli_critique_table_free  (CliCritiqueTable *self);
/* What is said of a photograph, as the table orders it: GPtrArray of
 * CliCritique, (transfer container). */
GPtrArray        *cli_critique_table_about (const CliCritiqueTable *self, const char *path);
/* The texts of it that are not empty, (transfer full); NULL without any. */
GStrv             cli_critique_table_texts (const CliCritiqueTable *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliCritiqueTable, cli_critique_table_free)

G_END_DECLS
