/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Standard output and standard error. */
gboolean cli_output_write     (const char *text);
/* Text for people: in the encoding of the locale. */
gboolean cli_output_print     (const char *text);
gboolean cli_output_flush     (void);
gboolean cli_output_is_broken (void);
void     cli_output_error     (const char *message);
gboolean cli_output_colours   (void);
/* UTF-8 in the encoding of the locale; (transfer full). */
char    *cli_output_localise  (const char *text);

/* Text from outside made harmless for a terminal and short enough. */
char    *cli_output_clean     (const char *text, gssize length, guint max_columns);
/* What messages call an input: “name”, or standard input for "-". */
char    *cli_output_name_input (const char *path);
/* Columns that a terminal needs for valid UTF-8. */
guint    cli_output_columns   (const char *text);

G_END_DECLS
