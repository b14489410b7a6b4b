/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines of a file or of standard input, however long, in bounded memory. */
typedef struct _CliLines CliLines;

typedef enum
{
  CLI_LINE_OK,
  CLI_LINE_TOO_LONG,    /* it was skipped */
  CLI_LINE_END,
  CLI_LINE_ERROR,       /* the input cannot be read on */
} CliLineStatus;

/* @path: "-" is standard input. */
CliLines     *cli_lines_open       (const char *path, gsize max_length, GError **error);
void          cli_lines_free       (CliLines *self);
/* Before the first line: lines end with NUL instead, and everything else belongs to them. */
void          cli_lines_end_with_nul (CliLines *self);
/* @line: without its end (LF or CR LF), NUL-terminated, good until the next call. */
CliLineStatus cli_lines_next       (CliLines *self, const char **line, gsize *length, GError **error);
/* From another thread: a reader that waits for input, and every later one,
 * gets CLI_LINE_END. */
void          cli_lines_stop       (CliLines *self);
guint64       cli_lines_get_number (CliLines *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliLines, cli_lines_free)

G_END_DECLS
