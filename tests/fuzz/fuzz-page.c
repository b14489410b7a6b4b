/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a saved page: comments that are UTF-8, or a sentence that says why
 * not; and as a comment with tags in it. */
#include "mcn-html.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (McnPage) page = mcn_page_parse (bytes, 199523, &error);
  g_autofree char *text = mcn_html_to_text ((const char *) data, size);

  g_assert_true ((page == NULL) == (error != NULL));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (error != NULL)
    g_assert_true (error->domain == MCN_DATASET_ERROR && g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; page != NULL && i < page->comments->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (page->comments, i), -1, NULL));

  return 0;
}
