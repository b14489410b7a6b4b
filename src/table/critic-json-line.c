/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-json-line.h"

#include <string.h>

#define DEEPEST 32              /* brackets inside one another: json-glib's parser calls itself */

/* What JSON is made of outside strings, and no deeper. The rest is for the
 * parser to say. */
static gboolean
is_one_object (const char *line, gsize length)
{
  gboolean quoted = FALSE, done = FALSE;
  guint depth = 0;

  for (const char *p = line; p < line + length; p++)
    {
      if (quoted)
        {
          if (*p == '\\')
            p++;
          else if (*p == '"')
            quoted = FALSE;
          continue;
        }
      if (g_ascii_isspace (*p))
        continue;
      if (done || (depth == 0 && *p != '{') || *p == '\0' || strchr ("{}[]:,\"+-.0123456789eEtruefalsn", *p) == NULL)
        return FALSE;
      if (*p == '"')
        quoted = TRUE;
      else if ((*p == '{' || *p == '[') && ++depth > DEEPEST)
        return FALSE;
      else if (*p == '}' || *p == ']')
        done = --depth == 0;
    }

  return done;
}

JsonNode *
critic_json_line_parse (const char *line, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (!is_one_object (line, length) || !json_parser_load_from_data (parser, line, length, NULL) ||
      json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;

  return json_parser_steal_root (parser);
}
