/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzz target over every file of the folders named, without libFuzzer:
 * what fuzzing once found stays found. */
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gsize
run_folder (const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  gsize n = 0;

  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize size;

      g_file_get_contents (path, &contents, &size, &error);
      g_assert_no_error (error);

      /* A copy of exactly its size, so that a sanitizer sees the first byte too many. */
      g_autofree guint8 *data = g_memdup2 (contents, size);
      g_print ("# %s: %zu bytes\n", name, size);
      LLVMFuzzerTestOneInput (data, size);
      n++;
    }
  return n;
}

int
main (int argc, char **argv)
{
  gsize n = 0;

  for (int i = 1; i < argc; i++)
    n += run_folder (argv[i]);

  g_print ("%zu inputs\n", n);
  return n > 0 ? 0 : 1;
}
