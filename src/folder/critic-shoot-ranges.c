/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-ranges.h"

#define NOWHERE G_MAXUINT32

static guint32 *
places_of (const guint32 *ids, guint n, guint n_ids)
{
  guint32 *places = g_new (guint32, n_ids);

  for (guint i = 0; i < n_ids; i++)
    places[i] = NOWHERE;
  for (guint i = 0; i < n; i++)
    if (ids[i] != NOWHERE)
      places[ids[i]] = i;
  return places;
}

/* Joins neighbours with less than @gap rows between them. */
static void
join (GArray *ranges, guint gap)
{
  guint n = 0;

  for (guint i = 1; i < ranges->len; i++)
    {
      CriticShootRange *last = &g_array_index (ranges, CriticShootRange, n);
      CriticShootRange range = g_array_index (ranges, CriticShootRange, i);
      guint between = range.position - (last->position + last->added);

      if (between < gap)
        {
          last->removed += between + range.removed;
          last->added += between + range.added;
        }
      else
        g_array_index (ranges, CriticShootRange, ++n) = range;
    }
  g_array_set_size (ranges, n + 1);
}

/**
 * critic_shoot_ranges:
 * @old_ids: what stood in the list, each id once; %G_MAXUINT32: something that
 *   cannot be in the new one
 * @n_old: how many
 * @new_ids: what shall stand there, each id once
 * @n_new: how many
 * @n_ids: all ids are below
 *
 * The narrowest ranges such that a row which moved leaves and comes back within
 * one of them: there a GtkMultiSelection, and a view that scrolls with a row,
 * find it again. Any thread.
 *
 * Returns: (transfer full) (element-type CriticShootRange): rising, at most
 *   %CRITIC_SHOOT_MOST_RANGES
 */
GArray *
critic_shoot_ranges (const guint32 *old_ids, guint n_old, const guint32 *new_ids, guint n_new, guint n_ids)
{
  g_autofree guint32 *in_old = places_of (old_ids, n_old, n_ids);
  g_autofree guint32 *in_new = places_of (new_ids, n_new, n_ids);
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (CriticShootRange));
  guint i = 0, j = 0;

#define GOES(i) (old_ids[i] != NOWHERE ? in_new[old_ids[i]] : NOWHERE)
#define CAME(j) (in_old[new_ids[j]])

  while (i < n_old || j < n_new)
    {
      guint old_end = i, new_end = j, old_start = i, new_start = j;

      if (i < n_old && j < n_new && GOES (i) == j)
        {
          i++;
          j++;
          continue;
        }

      /* Until everything taken from one side was taken from the other. */
      if (i < n_old && j < n_new && GOES (i) != NOWHERE && CAME (j) != NOWHERE)
        new_end = GOES (i) + 1;
      for (;;)
        {
          if (i < n_old && GOES (i) == NOWHERE)
            i++;
          else if (j < n_new && CAME (j) == NOWHERE)
            j++;
          else if (i < old_end)
            {
              new_end = MAX (new_end, GOES (i) + 1);
              i++;
            }
          else if (j < new_end)
            {
              old_end = MAX (old_end, CAME (j) + 1);
              j++;
            }
          else
            break;
        }

      CriticShootRange range = { .position = new_start, .removed = i - old_start, .added = j - new_start };
      g_array_append_val (ranges, range);
    }

#undef GOES
#undef CAME

  for (guint gap = 2; ranges->len > CRITIC_SHOOT_MOST_RANGES; gap *= 2)
    join (ranges, gap);
  return ranges;
}
