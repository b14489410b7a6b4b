/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One line as one JSON object, nested no deeper than is sane, without the
 * comments and single quotes that json-glib would let pass. @line: @length
 * bytes of UTF-8 and a NUL. NULL: it is none. (transfer full): the object is
 * json_node_get_object() of it. */
JsonNode *critic_json_line_parse (const char *line, gsize length);

G_END_DECLS
