/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as manifest.json: refused with a sentence, or a manifest that is the
 * same when it is written and read again. */
#include "mcn-manifest.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (McnManifest) manifest = mcn_manifest_parse (bytes, "fuzz", &error);
  g_autoptr (McnManifest) again = NULL;
  char *text;

  g_assert_true ((manifest == NULL) == (error != NULL));
  if (manifest == NULL)
    {
      g_assert_true (error->domain == MCN_DATASET_ERROR && g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  text = mcn_manifest_write (manifest);
  written = g_bytes_new_take (text, strlen (text));
  again = mcn_manifest_parse (written, "again", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->id, ==, manifest->id);
  g_assert_cmpuint (again->shards->len, ==, manifest->shards->len);

  return 0;
}
