/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the list of a folder takes to open, to sort by each column and to
 * filter: from the question to the last "items-changed"; "processor" is what it
 * cost on all threads, which says more on a busy machine. "main" is the longest
 * that the main loop was held up meanwhile.
 *
 * usage: bench-shoot [PHOTOGRAPHS] */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "critic-shoot.h"

#define MODEL "bench"
#define BATCH 1000

static void
must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static void
make_found (CriticFound *found, const char *path, guint number)
{
  guint32 seed = number * 2654435761u;

  memset (found, 0, sizeof *found);
  found->stamp = (CriticFileStamp) { .path = path, .size = 8000000 + seed % 1000000, .mtime = 1 + number };
  memcpy (found->measured.hash.bytes, &number, sizeof number);
  found->measured.width = 6000;
  found->measured.height = 4000;
  found->measured.taken = 1600000000000 + (gint64) (seed % 100000) * 1000;
  found->measured.scale = 1;
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      found->measured.features[i] = (gint8) (seed >> 24);
    }
  found->photo_alone = (CriticJudgement) { .score = 2 + (seed >> 8) % 6000 / 1000.0, .error = 0.5 + (seed >> 4) % 100 / 1000.0,
                                           .percentile = (seed >> 8) % 6000 / 6000.0, .p_high = (seed >> 8) % 6000 / 6000.0 };
  for (guint i = 0; i < MCN_N_STYLES; i++)
    found->photo_alone.style[i] = ((seed >> i) & 255) / 255.0;
}

static void
fill (CriticLibrary *library, guint n)
{
  g_autofree CriticFound *found = g_new (CriticFound, BATCH);

  for (guint first = 0; first < n; first += BATCH)
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
      GError *error = NULL;
      guint count = MIN (BATCH, n - first);

      for (guint i = 0; i < count; i++)
        {
          g_ptr_array_add (paths, g_strdup_printf ("/bench/%03u/IMG_%u.jpg", (first + i) / 500, (first + i) * 7919 % 1000000));
          make_found (&found[i], paths->pdata[i], first + i);
        }
      must (critic_library_write_found (library, MODEL, found, count, &error), error);
    }
}

static clock_t spent;   /* by the program until the last line */

/* Until the list is what was asked for, "busy", or is there at all, "loading". */
static void
finish (CriticShoot *shoot, const char *until, const char *what, gint64 started)
{
  gint64 longest = 0;
  gboolean busy = TRUE;

  while (busy)
    {
      /* What is slept in poll() is not held up. */
      while (!g_main_context_pending (NULL))
        g_usleep (200);
      gint64 before = g_get_monotonic_time ();
      g_main_context_iteration (NULL, FALSE);
      longest = MAX (longest, g_get_monotonic_time () - before);
      g_object_get (shoot, until, &busy, NULL);
    }
  g_print ("%-44s %7.1f ms   processor %7.1f ms   main %5.1f ms   %6u shown\n", what,
           (g_get_monotonic_time () - started) / 1000.0, 1000.0 * (clock () - spent) / CLOCKS_PER_SEC,
           longest / 1000.0, g_list_model_get_n_items (G_LIST_MODEL (shoot)));
  spent = clock ();
}

int
main (int argc, char **argv)
{
  static const char *const orders[] = {
    "score", "low", "error", "percentile", "verdict", "style:HDR", "stars", "flag", "label", "critiques", "disagreement",
    "state", "name", "-path", "taken", "size", "taste", "likeness",
  };
  static const char *const filters[] = {
    "score >= 4.5 and score <= 7.5", "style HDR", "stars >= 3", "name ~ 77", "critique ~ horizon", "failed",
    "score > 5 and (style HDR or style Macro) and not rejected and name ~ IMG_1*", "",
  };
  const char *const folders[] = { "/bench", NULL };
  guint n = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  GError *error = NULL;
  g_autoptr (CriticLibrary) library = critic_library_open (NULL, &error);
  g_autoptr (CriticShoot) shoot = NULL;

  must (library != NULL, error);
  fill (library, n);
  shoot = critic_shoot_new (library, MODEL);
  spent = clock ();
  gint64 started = g_get_monotonic_time ();
  critic_shoot_open (shoot, folders, TRUE);
  finish (shoot, "loading", "open", started);
  finish (shoot, "busy", "open, with bursts", started);

  g_autoptr (GObject) first = g_list_model_get_item (G_LIST_MODEL (shoot), 0);
  critic_shoot_like (shoot, critic_shoot_item_get_file_id (CRITIC_SHOOT_ITEM (first)));
  finish (shoot, "busy", "like the first", g_get_monotonic_time ());
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *what = g_strconcat ("sort ", orders[i], NULL);

      started = g_get_monotonic_time ();
      must (critic_shoot_set_order (shoot, orders[i], &error), error);
      finish (shoot, "busy", what, started);
    }
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *what = g_strdup_printf ("filter %.36s", filters[i]);

      started = g_get_monotonic_time ();
      must (critic_shoot_set_filter (shoot, filters[i], &error), error);
      finish (shoot, "busy", what, started);
    }
  return 0;
}
