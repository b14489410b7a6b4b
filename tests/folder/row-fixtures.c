/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "row-fixtures.h"

#include <math.h>

CriticRow *
test_row_new (const char *path)
{
  CriticRow *row = g_new0 (CriticRow, 1);

  row->file_id = row->image_id = 1;
  row->path = g_strdup (path);
  row->state = CRITIC_ROW_DONE;
  row->size = 1000;
  row->measured.width = 600;
  row->measured.height = 400;
  row->assessed = TRUE;
  row->judgement = (CriticJudgement) { .score = 6, .raw = 6, .error = 0.5, .spread = 1.4, .percentile = 0.7, .p_high = 0.9, .high = TRUE };
  row->photo_alone = row->judgement;
  return row;
}

static gdouble
one_of (GRand *random, gdouble lowest, gdouble highest, guint n)
{
  return lowest + (highest - lowest) * g_rand_int_range (random, 0, n) / (n - 1);
}

CriticRow *
test_row_random (GRand *random, guint number)
{
  static const char *const starts[] = { "IMG_", "img_", "DSC_", "Ünter_", "a b \"", "\xff" };
  static const char *const folders[] = { "/p", "/p/Wild life", "/q/2026", "" };
  CriticRow *row = g_new0 (CriticRow, 1);
  guint what = g_rand_int_range (random, 0, 10);

  row->path = g_strdup_printf ("%s/%s%u.jpg", folders[g_rand_int_range (random, 0, G_N_ELEMENTS (folders))],
                               starts[g_rand_int_range (random, 0, G_N_ELEMENTS (starts))], number);
  row->file_id = number + 1;
  row->size = g_rand_int_range (random, 0, 4) * 1000000;
  row->state = what == 0 ? CRITIC_ROW_WAITING : what == 1 ? CRITIC_ROW_FAILED : what == 2 ? CRITIC_ROW_GONE : CRITIC_ROW_DONE;
  if (row->state == CRITIC_ROW_FAILED)
    row->failure = g_strdup (g_rand_boolean (random) ? "The file ends after 12 kB." : "May not be read.");
  if (row->state == CRITIC_ROW_WAITING)
    return row;

  row->image_id = number + 1;
  row->rating.flag = g_rand_int_range (random, 0, 3);
  row->rating.stars = g_rand_int_range (random, 0, 6);
  row->rating.label = g_rand_int_range (random, 0, 6);
  row->rating.score = g_rand_boolean (random) ? 0 : one_of (random, 1, 10, 10);
  row->rating.high = g_rand_int_range (random, 0, 3);
  row->n_critiques = g_rand_int_range (random, 0, 3);
  if (row->state != CRITIC_ROW_DONE)
    return row;

  row->measured.width = g_rand_int_range (random, 1, 4) * 1000;
  row->measured.height = g_rand_int_range (random, 1, 4) * 1000;
  /* 2026-04-30 to 2026-05-02, every six hours, or unknown */
  row->measured.taken = g_rand_boolean (random) ? 0 : 1777507200000 + g_rand_int_range (random, 0, 12) * (gint64) 21600000;
  row->measured.sharpness = one_of (random, 0, 1, 5);
  row->measured.exposure = one_of (random, 0, 1, 5);
  row->measured.clipped = one_of (random, 0, 1, 5);
  row->assessed = g_rand_int_range (random, 0, 8) != 0;
  row->judgement.score = one_of (random, 2, 8, 13);
  row->judgement.error = one_of (random, 0, 1, 5);
  row->judgement.spread = one_of (random, 1, 2, 5);
  row->judgement.percentile = one_of (random, 0, 1, 11);
  row->judgement.p_high = one_of (random, 0, 1, 11);
  row->judgement.high = row->judgement.score > 5;
  row->photo_alone.score = one_of (random, 2, 8, 13);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      row->judgement.style[i] = one_of (random, 0, 1, 5);
      row->rating.style[i] = g_rand_int_range (random, 0, 8) == 0 ? g_rand_int_range (random, 1, 3) : 0;
    }
  return row;
}

void
test_row_free (gpointer data)
{
  CriticRow *row = data;

  g_free (row->path);
  g_free (row->failure);
  g_free (row);
}

CriticFacts
test_facts (const CriticRow *row)
{
  return (CriticFacts) { .row = row, .taste = NAN, .likeness = NAN };
}
