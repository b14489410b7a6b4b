/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "cli-row.h"

G_BEGIN_DECLS

/* A line of a ranking as data/ranking.schema.json has it, with its line end;
 * (transfer full). @timings: with the member "seconds". */
char   *cli_row_json_line  (const CliRow *row, gboolean timings);
/* Such a line as a row (transfer full); NULL when a member of it is none. */
CliRow *cli_row_json_parse (JsonObject *object, const char **member);

G_END_DECLS
