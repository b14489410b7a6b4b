/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a sidecar: what it says is in range, or a sentence says why nothing
 * is read; an edit of it can be read again. */
#include "critic-xmp-document.h"
#include "critic-xmp.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const CriticXmpSpace space = { "http://ns.adobe.com/xap/1.0/", "xmp" };
  static const CriticXmpSpace core = { "http://purl.org/dc/elements/1.1/", "dc" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticXmpDocument) document = NULL;
  g_autoptr (CriticXmpDocument) again = NULL;
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *text = NULL;
  g_autofree char *rating = NULL;
  CriticXmp xmp;

  if (!critic_xmp_read_sidecar ((const char *) data, size, &xmp, &error))
    {
      g_assert_true (error->domain == G_MARKUP_ERROR && g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_true (xmp.rating.stars <= 5 && xmp.rating.label <= CRITIC_LABEL_PURPLE && xmp.rating.flag <= CRITIC_FLAG_REJECT);
  g_assert_true (xmp.rating.score == 0 || (xmp.rating.score >= 1 && xmp.rating.score <= 10));

  document = critic_xmp_document_new ((const char *) data, size, NULL);
  words = critic_xmp_document_get_bag (document, &core, "subject");
  critic_xmp_document_edit_bag (document, &core, "subject", words, NULL);
  critic_xmp_document_set (document, &space, "Rating", "3");
  text = critic_xmp_document_to_text (document);
  again = critic_xmp_document_new (text, strlen (text), NULL);
  g_assert_nonnull (again);
  rating = critic_xmp_document_get (again, &space, "Rating");
  g_assert_cmpstr (rating, ==, "3");

  return 0;
}
