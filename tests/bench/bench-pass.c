/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a pass costs beside decoding alone, on one thread each:
 *
 *     bench-pass MODEL FOLDER [ROUNDS]
 *
 * Each round reads and decodes every photograph of the folder at the reduced
 * size of the network, and then sends them through a pool of one worker; the
 * ratio is the median over the rounds. Prints, asserts nothing. */
#include <stdlib.h>
#include <sys/resource.h>

#include "critic-discovery.h"
#include "critic-photo.h"
#include "critic-pool.h"

typedef struct
{
  gdouble read, decode, model;
  guint   n, n_failed;
} Spent;

static gboolean
on_met (const CriticMet *met, gpointer paths)
{
  g_ptr_array_add (paths, g_strdup (met->path));
  return TRUE;
}

static void
on_trouble (const char *path, const GError *error, gpointer data)
{
  g_printerr ("%s\n", error->message);
}

static void
on_done (CriticPoolItem *item, gpointer data)
{
  Spent *spent = data;

  spent->read += item->seconds_read;
  spent->decode += item->seconds_decode;
  spent->model += item->seconds_model;
  spent->n++;
  spent->n_failed += item->error != NULL;
  critic_pool_item_free (item);
}

static gdouble
seconds_since (gint64 then)
{
  return (gdouble) (g_get_monotonic_time () - then) / G_TIME_SPAN_SECOND;
}

static gdouble
decode_all (GPtrArray *paths)
{
  const gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (paths->pdata[i]);
      g_autoptr (CriticPhoto) photo = critic_photo_load (file, 320, NULL, NULL);
    }
  return seconds_since (begin);
}

static gdouble
pool_all (CriticPool *pool, GPtrArray *paths)
{
  const gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < paths->len; i++)
    critic_pool_push (pool, critic_pool_item_new (paths->pdata[i]));
  critic_pool_drain (pool);
  return seconds_since (begin);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticPool) pool = NULL;
  g_autofree gdouble *ratios = NULL;
  const int n_rounds = argc > 3 ? MAX (atoi (argv[3]), 1) : 5;
  struct rusage usage;
  Spent spent = { 0 };

  if (argc < 3)
    {
      g_printerr ("Usage: bench-pass MODEL FOLDER [ROUNDS]\n");
      return 2;
    }
  critic_discover ((const char *const[]) { argv[2], NULL }, TRUE, on_met, on_trouble, paths, NULL, NULL);
  pool = paths->len > 0 ? critic_pool_new (argv[1], 1, on_done, &spent, &error) : NULL;
  if (pool == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "There is no photograph in that folder.");
      return 1;
    }

  ratios = g_new (gdouble, n_rounds);
  for (int round = 0; round < n_rounds; round++)
    {
      const gdouble alone = decode_all (paths), pass = pool_all (pool, paths);

      ratios[round] = pass / alone;
      g_print ("decoding alone %7.1f ms, a pass %7.1f ms a photograph: %.2f\n",
               1000 * alone / paths->len, 1000 * pass / paths->len, ratios[round]);
    }
  qsort (ratios, n_rounds, sizeof ratios[0], compare_numbers);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("median ratio %.2f; of a pass: read and hash %.1f, decode and measure %.1f, network %.1f ms; "
           "%u photographs, %u failed; peak %.0f MB\n",
           ratios[n_rounds / 2], 1000 * spent.read / spent.n, 1000 * spent.decode / spent.n, 1000 * spent.model / spent.n,
           spent.n, spent.n_failed, usage.ru_maxrss / 1024.0);
  return 0;
}
