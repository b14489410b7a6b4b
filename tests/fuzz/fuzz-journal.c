/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a value of the journal: what is read is in range, and writing
 * it and reading it again gives the same. */
#include <math.h>
#include <string.h>

#include "critic-journal-values.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_rating (GBytes *bytes)
{
  g_autoptr (GBytes) packed = NULL;
  CriticRating rating, again;

  critic_rating_unpack (bytes, &rating);
  g_assert_true (rating.stars <= 5 && (guint) rating.flag <= CRITIC_FLAG_REJECT && (guint) rating.label <= CRITIC_LABEL_PURPLE);
  g_assert_true (rating.score == 0 || (rating.score >= 1 && rating.score <= 10));

  packed = critic_rating_pack (&rating);
  critic_rating_unpack (packed, &again);
  g_assert_true (rating.flag == again.flag && rating.stars == again.stars && rating.label == again.label &&
                 rating.score == again.score && rating.high == again.high &&
                 memcmp (rating.style, again.style, sizeof rating.style) == 0);
}

static void
try_critique (GBytes *bytes, gboolean with_language)
{
  CriticCritiqueEntry *entry = critic_critique_unpack (bytes, 7, with_language);
  g_autoptr (GBytes) packed = critic_critique_pack (entry);
  CriticCritiqueEntry *again = critic_critique_unpack (packed, 7, TRUE);

  g_assert_true (g_utf8_validate (entry->author, -1, NULL) && g_utf8_validate (entry->text, -1, NULL));
  g_assert_cmpstr (entry->author, ==, again->author);
  g_assert_cmpstr (entry->text, ==, again->text);
  g_assert_true (isnan (entry->own_score) ? isnan (again->own_score) : entry->own_score == again->own_score);
  g_assert_true (entry->written == again->written && entry->counts == again->counts);
  g_assert_true ((entry->language != NULL) == with_language);
  g_assert_cmpstr (entry->language != NULL ? entry->language : "", ==, again->language);
  critic_critique_entry_free (entry);
  critic_critique_entry_free (again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  try_rating (bytes);
  try_critique (bytes, TRUE);
  try_critique (bytes, FALSE);
  return 0;
}
