/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads and decodes photographs, at the size that a pass decodes them at, on N
 * threads, and does nothing else: what a pass is compared with.
 *   bench-decode N LONG_SIDE FILE... */
#include <stdio.h>
#include <stdlib.h>

#include "critic-photo.h"

static guint  long_side;
static char **files;
static gint   next_file;
static gint   n_failed;

static gpointer
decode (gpointer data)
{
  const char *path;

  while ((path = files[g_atomic_int_add (&next_file, 1)]) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (CriticPhoto) photo = critic_photo_load (file, long_side, NULL, NULL);

      if (photo == NULL)
        g_atomic_int_inc (&n_failed);
    }

  return NULL;
}

int
main (int argc, char **argv)
{
  guint n = argc > 3 ? (guint) CLAMP (atoi (argv[1]), 1, 64) : 0;
  GThread *threads[64];
  gint64 begin = g_get_monotonic_time ();

  if (n == 0)
    {
      fprintf (stderr, "usage: bench-decode N LONG_SIDE FILE...\n");
      return 2;
    }
  long_side = (guint) atoi (argv[2]);
  /* As many ends of the list as there are threads to find them. */
  files = g_new0 (char *, argc + n);
  for (int i = 3; i < argc; i++)
    files[i - 3] = argv[i];

  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("decode", decode, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  printf ("%.4f\n", (gdouble) (g_get_monotonic_time () - begin) / G_TIME_SPAN_SECOND);
  g_free (files);

  return n_failed > 0;
}
