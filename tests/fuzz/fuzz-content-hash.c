/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hash of a file's image data: nothing is read beyond the file, it ends
 * soon, and the same file has the same hash. */
#include <string.h>

#include "critic-content-hash.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint8 hash[CRITIC_CONTENT_HASH_SIZE], again[CRITIC_CONTENT_HASH_SIZE];

  critic_content_hash (data, size, hash);
  critic_content_hash (data, size, again);
  g_assert_true (memcmp (hash, again, sizeof hash) == 0);
  return 0;
}
