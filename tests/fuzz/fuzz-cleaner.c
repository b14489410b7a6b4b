/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as comments about one photograph, divided by NUL: what is left is
 * UTF-8 with words in it, no more than came in, and clean already. */
#include "mcn-cleaner.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static McnCleaner *cleaner;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  if (cleaner == NULL)
    cleaner = mcn_cleaner_new ();
  for (gsize begin = 0; begin < size; n++)
    {
      gsize length = strnlen ((const char *) data + begin, size - begin);

      g_ptr_array_add (texts, g_strndup ((const char *) data + begin, length));
      begin += length + 1;
    }
  mcn_cleaner_texts (cleaner, texts, NULL);

  g_assert_cmpuint (texts->len, <=, n);
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);

      g_assert_true (g_utf8_validate (text, -1, NULL) && *text != '\0');
      g_assert_null (strchr (text, '"'));
      g_assert_null (strchr (text, '\n'));
    }

  return 0;
}
