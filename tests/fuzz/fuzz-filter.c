/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any bytes as a filter and as an order: an error in words, or something whose
 * plain form reads back as itself. */
#include "critic-filter.h"
#include "critic-order.h"

#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
try_filter (const char *text)
{
  CriticRow row = { .path = (char *) "/a/b\xff.jpg", .state = CRITIC_ROW_FAILED, .failure = (char *) "It ends.", .size = 5 };
  CriticFacts facts = { .row = &row, .taste = NAN, .likeness = NAN, .texts = 0x5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticFilter) filter = critic_filter_new (text, &error);

  g_assert_true ((filter == NULL) == (error != NULL));
  if (filter == NULL)
    {
      g_assert_true (error->domain == CRITIC_FILTER_ERROR && g_utf8_validate (error->message, -1, NULL));
      return;
    }

  g_autofree char *plain = critic_filter_to_string (filter);
  g_autoptr (CriticFilter) again = critic_filter_new (plain, &error);
  g_assert_no_error (error);
  g_autofree char *twice = critic_filter_to_string (again);
  g_assert_cmpstr (plain, ==, twice);
  g_assert_cmpint (critic_filter_matches (filter, &facts), ==, critic_filter_matches (again, &facts));
}

static void
try_order (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticOrder) order = critic_order_new (text, &error);

  g_assert_true ((order == NULL) == (error != NULL));
  if (order == NULL)
    return;

  g_autofree char *plain = critic_order_to_string (order);
  g_autoptr (CriticOrder) again = critic_order_new (plain, &error);
  g_assert_no_error (error);
  g_autofree char *twice = critic_order_to_string (again);
  g_assert_cmpstr (plain, ==, twice);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_malloc (size + 1);

  memcpy (text, data, size);
  text[size] = '\0';
  try_filter (text);
  try_order (text);
  return 0;
}
