/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bags of pieces and pairs, by hand. */
#include "mcn-bag.h"

#include <math.h>
#include <string.h>

static gsize
columns_of (gsize n, const guint32 *pieces, guint32 *columns)
{
  gsize used = mcn_bag_columns (n, pieces, columns);

  for (gsize i = 0; i < used; i++)
    {
      g_assert_cmpuint (columns[i], <, MCN_BAG_COLUMNS);
      g_assert_true (i == 0 || columns[i - 1] <= columns[i]);
    }
  return used;
}

static gboolean
has (const guint32 *columns, gsize n, guint32 column)
{
  for (gsize i = 0; i < n; i++)
    if (columns[i] == column)
      return TRUE;
  return FALSE;
}

/* Pairs stop at the ends of sentences and where something is hidden. */
static void
test_columns (void)
{
  static const guint32 whole[] = { 7, 9, 7 }, two[] = { 7 | MCN_PIECE_BEGINS, 9 | MCN_PIECE_BEGINS, 7 }, hidden[] = { 7, MCN_NO_PIECE, 7 };
  static const guint32 seven[] = { 7 }, turned[] = { 9, 7 };
  guint32 a[6], b[6], c[6], d[2], e[4];

  g_assert_cmpuint (columns_of (3, whole, a), ==, 5);
  g_assert_cmpuint (columns_of (3, two, b), ==, 4);
  g_assert_cmpuint (columns_of (3, hidden, c), ==, 2);
  g_assert_cmpuint (columns_of (1, seven, d), ==, 1);
  g_assert_cmpuint (columns_of (2, turned, e), ==, 3);
  g_assert_cmpuint (columns_of (0, NULL, d + 1), ==, 0);
  g_assert_cmpuint (c[0], ==, d[0]);
  g_assert_cmpuint (c[1], ==, d[0]);
  for (guint i = 0; i < 4; i++)
    g_assert_true (has (a, 5, b[i]));
  for (guint i = 0; i < 3; i++)
    g_assert_true (has (b, 4, e[i]));
}

/* (1 + ln 2) of one column and 1 of three, of length 1; what was never seen counts for nothing. */
static void
test_say (void)
{
  static const guint32 pieces[] = { 7, 9, 7 }, unseen[] = { 11 };
  g_autofree gfloat *idf = g_new0 (gfloat, MCN_BAG_COLUMNS), *weight = g_new0 (gfloat, MCN_BAG_COLUMNS);
  McnBag bag = { .idf = idf, .weight = weight, .bias = .25 };
  guint32 columns[6], seven[2];
  g_autofree guint32 *many = g_new (guint32, 2000);
  gdouble twice = 1 + log (2);

  mcn_bag_columns (3, pieces, columns);
  mcn_bag_columns (1, (const guint32[]) { 7 }, seven);
  for (guint i = 0; i < 5; i++)
    idf[columns[i]] = 1;
  weight[seven[0]] = 3;
  g_assert_cmpfloat_with_epsilon (mcn_bag_say (&bag, 3, pieces), .25 + 3 * twice / sqrt (twice * twice + 3), 1e-9);
  g_assert_cmpfloat (mcn_bag_say (&bag, 1, unseen), ==, .25);
  g_assert_cmpfloat (mcn_bag_say (&bag, 0, NULL), ==, .25);

  /* What words lead to, away from what none say: of few little, and what is taken out is none. */
  g_assert_cmpfloat_with_epsilon (mcn_bag_adds (&bag, 3, pieces), 3. / (3 + MCN_BAG_HALF) * (mcn_bag_say (&bag, 3, pieces) - .25), 1e-9);
  g_assert_cmpfloat (mcn_bag_adds (&bag, 1, unseen), ==, 0);
  g_assert_cmpfloat (mcn_bag_adds (&bag, 0, NULL), ==, 0);
  g_assert_cmpfloat (mcn_bag_adds (&bag, 3, (const guint32[]) { 7, MCN_NO_PIECE, MCN_NO_PIECE }), ==, mcn_bag_adds (&bag, 1, pieces));

  g_assert_cmpfloat (mcn_bag_evidence (0, NULL), ==, 0);
  g_assert_cmpfloat_with_epsilon (mcn_bag_evidence (3, (const guint32[]) { 7, MCN_NO_PIECE, 9 }), 2. / (2 + MCN_BAG_HALF), 1e-9);

  /* More than ever count. */
  for (guint i = 0; i < 2000; i++)
    many[i] = 7 | MCN_PIECE_BEGINS;
  g_assert_cmpfloat_with_epsilon (mcn_bag_say (&bag, 2000, many), 3.25, 1e-9);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bag/columns", test_columns);
  g_test_add_func ("/bag/say", test_say);
  return g_test_run ();
}
