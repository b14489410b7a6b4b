/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-number.h"

G_BEGIN_DECLS

/* What the digits say: rows are sorted and filtered by what a reader of the
 * table sees, so that a table merged from shards is the table of one run. */
gdouble  cli_number_shown  (gdouble value);
/* A whole cell as a number; NAN when it is none. */
gdouble  cli_number_parse  (const char *text);

G_END_DECLS
