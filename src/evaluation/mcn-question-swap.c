/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-question-swap.h"

#include "mcn-random.h"

#include <string.h>

#define SEED 1

/* Places of @samples, in a random order in which those of a group stand together. */
static guint32 *
order_by_groups (McnDataset *dataset, const GArray *samples, guint *group, guint *size)
{
  guint n = samples->len, n_groups = 0, n_placed = 0;
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint32 *random_order = g_new (guint32, MAX (n, 1)), *first = g_new (guint32, MAX (n, 1));
  guint32 *order = g_new (guint32, MAX (n, 1));
  McnRandom random;

  for (guint i = 0; i < n; i++)
    random_order[i] = i;
  mcn_random_init (&random, SEED, MCN_RANDOM_TEXT, G_MAXUINT64);
  mcn_random_shuffle (&random, random_order, n);
  /* Groups are numbered in that order, which is thereby theirs, too. */
  for (guint i = 0; i < n; i++)
    {
      guint place = random_order[i], known;
      McnSample sample;
      char *name;

      mcn_dataset_get_sample (dataset, g_array_index (samples, gsize, place), &sample);
      name = g_strdup_printf ("%u %s", sample.set, sample.group != NULL ? sample.group : sample.id);
      known = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, name));
      if (known == 0)
        {
          size[n_groups] = 0;
          known = ++n_groups;
        }
      g_hash_table_replace (numbers, name, GUINT_TO_POINTER (known));
      group[place] = known - 1;
      size[known - 1]++;
    }
  for (guint g = 0; g < n_groups; g++)
    {
      first[g] = n_placed;
      n_placed += size[g];
    }
  for (guint i = 0; i < n; i++)
    order[first[group[random_order[i]]]++] = random_order[i];
  return order;
}

/**
 * mcn_question_swap:
 * @dataset: the dataset
 * @samples: (element-type gsize): numbers of samples
 *
 * With groups side by side, a step as long as the largest of them leads from each place out of
 * its group, and all round to another one of the next, unless that group is more than half of all.
 *
 * Returns: (transfer full) (nullable) (element-type gsize): whose text each is shown with
 */
GArray *
mcn_question_swap (McnDataset *dataset, const GArray *samples)
{
  guint n = samples->len, largest = 0;
  g_autofree guint *group = g_new0 (guint, MAX (n, 1)), *size = g_new0 (guint, MAX (n, 1));
  g_autofree guint32 *order = order_by_groups (dataset, samples, group, size);
  GArray *other = g_array_sized_new (FALSE, TRUE, sizeof (gsize), n);

  for (guint g = 0; g < n; g++)
    largest = MAX (largest, size[g]);
  if (n == 0 || largest == n)
    {
      g_array_unref (other);
      return NULL;
    }
  g_array_set_size (other, n);
  for (guint i = 0; i < n; i++)
    {
      guint step = largest;

      while (group[order[(i + step) % n]] == group[order[i]])
        step++;
      g_array_index (other, gsize, order[i]) = g_array_index (samples, gsize, order[(i + step) % n]);
    }
  return other;
}
