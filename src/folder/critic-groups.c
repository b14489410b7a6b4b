/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* Cosines of the shipped model's features, as tests/bench/measure-groups.py
 * measures them (HACKING.md has its table). Within the time of a burst: the lowest
 * at which no two different photographs of train were confused. At any time: far
 * above that, since an archive holds a million times as many pairs. */
#define LIKE 0.80               /* within the time of a burst */
#define ALL_BUT_EQUAL 0.975     /* at any time */

#define LOOK_BACK 12            /* photographs before one in time that it is compared with */
#define N_TABLES 6              /* of signs of features, 16 each */
#define BITS_OF_TABLE 16
#define LOOK_BACK_IN_BUCKET 12

/* What a difference must exceed to be more than noise, within a group. */
#define SHARPNESS_NOISE 0.12    /* of the logarithm: an eighth sharper */
#define EXPOSURE_NOISE 0.03     /* of exposure_fault() */
#define SCORE_NOISE 0.15        /* AVA points */

G_STATIC_ASSERT (N_TABLES * BITS_OF_TABLE <= CRITIC_N_FEATURES);

typedef struct
{
  const CriticRow *row;
  gdouble          norm;        /* 0: no features, stands alone */
  guint32          parent;      /* union-find */
  gdouble          merit;       /* in units of noise, only differences in a group mean anything */
} Member;

static gint32
dot (const gint8 *a, const gint8 *b)
{
  gint32 sum = 0;

  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    sum += a[i] * b[i];
  return sum;
}

/**
 * critic_likeness:
 * @a: what was measured on a photograph
 * @b: and on another
 *
 * Any thread.
 *
 * Returns: the cosine of their features, -1 to 1; 0 when one of them has none
 */
gdouble
critic_likeness (const CriticMeasured *a, const CriticMeasured *b)
{
  const gdouble norms = (gdouble) dot (a->features, a->features) * dot (b->features, b->features);

  return norms > 0.0 ? CLAMP (dot (a->features, b->features) / sqrt (norms), -1.0, 1.0) : 0.0;
}

static guint32
find_root (Member *members, guint32 i)
{
  while (members[i].parent != i)
    i = members[i].parent = members[members[i].parent].parent;
  return i;
}

/* The earlier row leads, so that the result does not depend on the order of
 * the comparisons. */
static void
join (Member *members, guint32 i, guint32 j)
{
  const guint32 a = find_root (members, i), b = find_root (members, j);

  members[MAX (a, b)].parent = MIN (a, b);
}

static void
join_if_like (Member *members, guint32 i, guint32 j, gdouble threshold)
{
  const Member *a = &members[i], *b = &members[j];

  if (find_root (members, i) != find_root (members, j) &&
      dot (a->row->measured.features, b->row->measured.features) >= threshold * a->norm * b->norm)
    join (members, i, j);
}

static int
compare_taken (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  const Member *members = data;
  const gint64 x = members[i].row->measured.taken, y = members[j].row->measured.taken;

  return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

static void
join_bursts (Member *members, guint32 n, gdouble seconds)
{
  const gint64 span = (gint64) (MAX (seconds, 0.0) * 1000);
  g_autofree guint32 *order = g_new (guint32, n);
  guint32 n_timed = 0;

  for (guint32 i = 0; i < n; i++)
    if (members[i].norm > 0.0 && members[i].row->measured.taken != 0)
      order[n_timed++] = i;
  g_qsort_with_data (order, (gint) n_timed, sizeof order[0], compare_taken, members);

  for (guint32 k = 1; k < n_timed; k++)
    for (guint32 back = 1; back <= MIN (k, LOOK_BACK); back++)
      {
        const guint32 i = order[k], j = order[k - back];

        if (members[i].row->measured.taken - members[j].row->measured.taken > span)
          break;
        join_if_like (members, i, j, LIKE);
      }
}

static guint
signs_of (const CriticMeasured *measured, guint table)
{
  const gint8 *features = measured->features + table * BITS_OF_TABLE;
  guint bits = 0;

  for (guint b = 0; b < BITS_OF_TABLE; b++)
    bits |= (guint) (features[b] > 0) << b;
  return bits;
}

/* Features that are all but equal have mostly equal signs: in one table of the
 * six, all of them. Each photograph is compared with the last few in its bucket. */
static void
join_duplicates (Member *members, guint32 n)
{
  g_autofree guint32 *latest = g_new (guint32, 1 << BITS_OF_TABLE);
  g_autofree guint32 *before = g_new (guint32, n);

  for (guint table = 0; table < N_TABLES; table++)
    {
      memset (latest, 0xff, sizeof latest[0] << BITS_OF_TABLE);
      for (guint32 i = 0; i < n; i++)
        {
          guint bucket;

          if (members[i].norm <= 0.0)
            continue;
          bucket = signs_of (&members[i].row->measured, table);
          before[i] = latest[bucket];
          latest[bucket] = i;
          for (guint32 j = before[i], looked = 0; j != G_MAXUINT32 && looked < LOOK_BACK_IN_BUCKET; j = before[j], looked++)
            join_if_like (members, i, j, ALL_BUT_EQUAL);
        }
    }
}

/* What is clipped, and how far the mean is from where it is seldom wrong. */
static gdouble
exposure_fault (const CriticMeasured *measured)
{
  const gdouble off = fabs (measured->exposure - 0.45);

  return measured->clipped + 0.5 * MAX (off - 0.15, 0.0);
}

static gdouble
log_sharpness (const CriticMeasured *measured)
{
  return log (MAX (measured->sharpness, 1e-4));
}

static gdouble
score_of (const CriticRow *row)
{
  return row->assessed ? row->judgement.score : 0.0;
}

static gdouble
merit_of (const CriticRow *row)
{
  return log_sharpness (&row->measured) / SHARPNESS_NOISE -
         exposure_fault (&row->measured) / EXPOSURE_NOISE +
         score_of (row) / SCORE_NOISE;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint32 i = *(const guint32 *) a, j = *(const guint32 *) b;
  Member *members = data;
  const guint32 x = members[i].parent, y = members[j].parent;

  if (x != y)
    return (x > y) - (x < y);
  if (members[i].merit != members[j].merit)
    return members[i].merit < members[j].merit ? 1 : -1;
  return (i > j) - (i < j);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

/* By how many units of its noise the best is ahead of the middle of the others;
 * 0 unless it is ahead of each of them. Sorts @values. */
static gdouble
lead (gdouble best, gdouble *others, gsize n, gdouble noise)
{
  qsort (others, n, sizeof others[0], compare_numbers);
  return best > others[n - 1] ? (best - others[n / 2]) / noise : 0.0;
}

static CriticBestReason
find_reason (const Member *members, const guint32 *group, guint32 n)
{
  const CriticRow *best = members[group[0]].row;
  g_autofree gdouble *values = g_new (gdouble, n);
  gdouble leads[4] = { [CRITIC_BEST_NOT_CLEAR] = 1.0 };
  CriticBestReason reason = CRITIC_BEST_NOT_CLEAR;

  for (guint32 i = 1; i < n; i++)
    values[i - 1] = log_sharpness (&members[group[i]].row->measured);
  leads[CRITIC_BEST_SHARPER] = lead (log_sharpness (&best->measured), values, n - 1, SHARPNESS_NOISE);
  for (guint32 i = 1; i < n; i++)
    values[i - 1] = -exposure_fault (&members[group[i]].row->measured);
  leads[CRITIC_BEST_EXPOSED] = lead (-exposure_fault (&best->measured), values, n - 1, EXPOSURE_NOISE);
  for (guint32 i = 1; i < n; i++)
    values[i - 1] = score_of (members[group[i]].row);
  leads[CRITIC_BEST_SCORE] = lead (score_of (best), values, n - 1, SCORE_NOISE);

  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    if (leads[i] > leads[reason])
      reason = (CriticBestReason) i;
  return reason;
}

static void
set_places (Member *members, guint32 n, CriticPlace *places)
{
  g_autofree guint32 *order = g_new (guint32, n);
  guint32 n_groups = 0;

  for (guint32 i = 0; i < n; i++)
    {
      order[i] = i;
      members[i].parent = find_root (members, i);
      members[i].merit = merit_of (members[i].row);
    }
  g_qsort_with_data (order, (gint) n, sizeof order[0], compare_places, members);

  for (guint32 begin = 0, end; begin < n; begin = end)
    {
      CriticBestReason reason;

      for (end = begin + 1; end < n && members[order[end]].parent == members[order[begin]].parent; end++)
        continue;
      if (end - begin == 1)
        {
          places[order[begin]] = (CriticPlace) { G_MAXUINT32, 1, 0, CRITIC_BEST_NOT_CLEAR };
          continue;
        }
      reason = find_reason (members, order + begin, end - begin);
      for (guint32 i = begin; i < end; i++)
        places[order[i]] = (CriticPlace) { n_groups, end - begin, i - begin, reason };
      n_groups++;
    }
}

/**
 * critic_groups_find:
 * @rows: (element-type CriticRow): photographs, in the order that numbers the groups
 * @seconds: how far apart two frames of a burst may be
 *
 * Rows without features stand alone. Inside a group the order is that of
 * sharpness, exposure and score together, each in units of what is noise
 * between two like photographs; a reason is given when the best is ahead of
 * all others by that measure, and ahead of their middle by more than noise. Any thread.
 *
 * Returns: (transfer full) (nullable): one place a row, g_free() it
 */
CriticPlace *
critic_groups_find (GPtrArray *rows, gdouble seconds)
{
  const guint32 n = rows->len;
  g_autofree Member *members = g_new0 (Member, n);
  CriticPlace *places = g_new0 (CriticPlace, n);

  for (guint32 i = 0; i < n; i++)
    {
      const CriticRow *row = rows->pdata[i];

      members[i].row = row;
      members[i].parent = i;
      if (row->state == CRITIC_ROW_DONE)
        members[i].norm = sqrt (dot (row->measured.features, row->measured.features));
    }

  join_bursts (members, n, seconds);
  join_duplicates (members, n);
  set_places (members, n, places);
  return places;
}

/**
 * critic_groups_say:
 * @place: of one photograph
 *
 * Why it has its place in its group. Any thread.
 *
 * Returns: (transfer full) (nullable): a translated sentence, or %NULL for one that stands alone
 */
char *
critic_groups_say (const CriticPlace *place)
{
  if (place->group == G_MAXUINT32)
    return NULL;
  if (place->rank > 0)
    return g_strdup_printf (_("Number %u of %u like it."), place->rank + 1, place->size);

  switch (place->reason)
    {
    case CRITIC_BEST_SHARPER:
      return g_strdup_printf (_("The sharpest of %u like it."), place->size);
    case CRITIC_BEST_EXPOSED:
      return g_strdup_printf (_("The best exposed of %u like it."), place->size);
    case CRITIC_BEST_SCORE:
      return g_strdup_printf (_("The highest score of %u like it."), place->size);
    case CRITIC_BEST_NOT_CLEAR:
    default:
      return g_strdup_printf (_("First of %u like it, by no clear margin."), place->size);
    }
}
