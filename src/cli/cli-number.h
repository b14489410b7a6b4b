/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as the tables show them: six decimals at most, no zeros behind, a
 * point in every locale; the same digits as in our JSON. */
#define CLI_NUMBER_SIZE (G_ASCII_DTOSTR_BUF_SIZE + 320)

/* Into @digits, which is returned. @value: finite */
char    *cli_number_format (gdouble value, char digits[CLI_NUMBER_SIZE]);
/* What the digits say: rows are sorted and filtered by what a reader of the
 * table sees, so that a table merged from shards is the table of one run. */
gdouble  cli_number_shown  (gdouble value);
/* A whole cell as a number; NAN when it is none. */
gdouble  cli_number_parse  (const char *text);

G_END_DECLS
