/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a JSON table of comments: a sentence, or entries that lie inside
 * the bytes, one behind the other. */
#include "mcn-comments.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  const char *at, *end;
} Span;

static gboolean
look (guint id, const char *key, const char *value, gsize n, gpointer data, GError **error)
{
  Span *span = data;

  g_assert_true (value >= span->at && n >= 2 && value + n <= span->end && *key == '"');
  g_assert_true (*value == '[' && value[n - 1] == ']');
  span->at = value + n;
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Span span = { (const char *) data, (const char *) data + size };
  g_autoptr (GError) error = NULL;

  g_assert_true (mcn_json_entries ((const char *) data, size, "fuzz", look, &span, &error) == (error == NULL));
  if (error != NULL)
    g_assert_true (error->domain == MCN_DATASET_ERROR && g_utf8_validate (error->message, -1, NULL));

  return 0;
}
