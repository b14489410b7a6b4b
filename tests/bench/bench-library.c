/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the library takes, on a disk that is really written to.
 *
 * usage: bench-library [PHOTOGRAPHS] [FOLDER] */
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "critic-journal.h"

#define MODEL "bench"
#define BATCH 1000
#define IN_A_FOLDER 500
#define ROUNDS 5

static gint64 started;

static void
start (void)
{
  started = g_get_monotonic_time ();
}

static gdouble
stop (void)
{
  return (g_get_monotonic_time () - started) / 1000.0;
}

static void
must (gboolean done, GError *error)
{
  if (!done)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static CriticLibrary *
open_library (const char *path)
{
  GError *error = NULL;
  CriticLibrary *library = critic_library_open (path, &error);

  must (library != NULL, error);
  return library;
}

static void
make_found (CriticFound *found, const char *path, guint number)
{
  guint32 seed = number * 2654435761u;

  memset (found, 0, sizeof *found);
  found->stamp.path = path;
  found->stamp.size = 8000000 + number;
  found->stamp.mtime = G_GINT64_CONSTANT (1700000000000000000) + number;
  memcpy (found->measured.hash.bytes, &seed, sizeof seed);
  memcpy (found->measured.hash.bytes + 4, &number, sizeof number);
  for (guint i = 0; i < CRITIC_N_FEATURES; i++)
    found->measured.features[i] = (gint8) (seed >> (i % 24));
  found->measured.width = 6000;
  found->measured.height = 4000;
  found->measured.sharpness = 0.1f + seed % 1000 / 1200.0f;
  found->photo_alone.score = 1.05 + seed % 9000 / 1001.0;
  found->photo_alone.high = found->photo_alone.score > 5;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    found->photo_alone.style[i] = (seed >> i) % 100 / 101.0;
}

static void
write_rows (CriticLibrary *library, guint n)
{
  g_autofree CriticFound *found = g_new (CriticFound, BATCH);
  gdouble total = 0, worst = 0;

  for (guint done = 0; done < n; done += BATCH)
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
      GError *error = NULL;
      gdouble ms;

      for (guint i = 0; i < BATCH; i++)
        {
          g_ptr_array_add (paths, g_strdup_printf ("/home/someone/Pictures/2026/shoot-%04u/DSC_%06u.JPG",
                                                   (done + i) / IN_A_FOLDER, done + i));
          make_found (&found[i], paths->pdata[i], done + i);
        }
      start ();
      must (critic_library_write_found (library, MODEL, found, BATCH, &error), error);
      ms = stop ();
      total += ms;
      worst = MAX (worst, ms);
    }
  g_print ("write %u rows, %u a transaction     %8.1f ms a transaction, at worst %.1f\n", n, BATCH, total / (n / BATCH), worst);
}

static void
write_steps (CriticLibrary *library, GPtrArray *rows)
{
  gdouble total = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (CriticStep) step = critic_step_new ("Step");
      CriticRow *row = rows->pdata[i * 37 % rows->len];
      CriticRating rating = { .stars = 1 + i % 5 };
      GError *error = NULL;

      critic_step_set_rating (step, row->image_id, &rating);
      start ();
      must (critic_library_apply (library, step, NULL, &error), error);
      total += stop ();
    }
  g_print ("one step, on the disk               %8.2f ms\n", total / 100);
}

static void
write_large_step (CriticLibrary *library, GPtrArray *rows)
{
  g_autoptr (CriticStep) step = critic_step_new ("Step");
  CriticRating rating = { .stars = 3, .score = 6.5 };
  GError *error = NULL;
  gdouble made;

  for (guint i = 0; i < rows->len; i++)
    critic_step_set_rating (step, ((CriticRow *) rows->pdata[i])->image_id, &rating);
  start ();
  must (critic_library_apply (library, step, NULL, &error), error);
  made = stop ();
  start ();
  critic_change_free (critic_library_undo (library, &error));
  g_print ("one step for all, and its undo      %8.1f ms %8.1f ms\n", made, stop ());
  critic_change_free (critic_library_redo (library, &error));
}

static void
read_all (const char *path, guint n)
{
  const char *const folders[] = { "/home/someone/Pictures", NULL };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (CriticLibrary) library = NULL;
      g_autoptr (GPtrArray) rows = NULL;
      g_autoptr (GHashTable) stamps = NULL;
      g_autoptr (GHashTable) images = NULL;
      GError *error = NULL;
      gdouble opened, listed, stamped;

      start ();
      library = open_library (path);
      opened = stop ();
      start ();
      rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
      listed = stop ();
      must (rows != NULL && rows->len >= n, error);
      start ();
      stamps = critic_library_stamps_under (library, folders[0], MODEL, &error);
      stamped = stop ();
      must (stamps != NULL && g_hash_table_size (stamps) >= n, error);
      start ();
      images = critic_library_images_with_text (library, "horizon", &error);
      g_print ("open %.1f ms, all rows %.1f ms, all stamps %.1f ms, text in critiques %.1f ms\n", opened, listed, stamped, stop ());
    }
}

static void
read_after_kill (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (CriticLibrary) holder = open_library (path);
  GError *error = NULL;

  /* Held open and written to: what a killed program leaves looks the same. */
  must (critic_library_save_filter (holder, "a", "b", &error), error);
  start ();
  g_object_unref (open_library (path));
  g_print ("open with every page checked        %8.1f ms\n", stop ());
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? atoi (argv[1]) / BATCH * BATCH : 100000;
  g_autofree char *folder = argc > 2 ? g_strdup (argv[2]) : g_dir_make_tmp ("bench-library-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "library.sqlite", NULL);
  const char *const folders[] = { "/", NULL };
  g_autoptr (CriticLibrary) library = open_library (path);
  g_autoptr (GPtrArray) rows = NULL;
  GStatBuf info;
  GError *error = NULL;

  write_rows (library, n);
  rows = critic_library_rows (library, folders, TRUE, MODEL, NULL, &error);
  must (rows != NULL, error);
  write_steps (library, rows);
  write_large_step (library, rows);
  g_clear_object (&library);
  g_print ("one file                            %8.1f MB\n", g_stat (path, &info) == 0 ? info.st_size / 1e6 : NAN);
  read_all (path, n);
  read_after_kill (path);

  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
