/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-model-directory.h"

#include <stdlib.h>
#include <string.h>

static char *
real_path (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved != NULL ? resolved : path);

  free (resolved);
  return copy;
}

/**
 * critic_is_uninstalled:
 *
 * Returns: %TRUE when the running program lies in the build folder it was
 *   compiled in
 */
gboolean
critic_is_uninstalled (void)
{
  static gsize once;
  static gboolean uninstalled;

  if (g_once_init_enter (&once))
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
      g_autofree char *build = real_path (PHOTO_CRITIC_BUILDROOT);
      gsize length = strlen (build);

      uninstalled = program != NULL && strncmp (program, build, length) == 0 && program[length] == '/';
      g_once_init_leave (&once, 1);
    }

  return uninstalled;
}

/**
 * critic_model_directory:
 *
 * Where the model is: $PHOTO_CRITIC_MODEL if that is set; for a program in the
 * build folder, model/ of the sources, whatever the working directory; else
 * the installed one. Whether there is a model is for mcn_model_load() to say.
 *
 * Returns: (transfer full): a directory
 */
char *
critic_model_directory (void)
{
  const char *chosen = g_getenv ("PHOTO_CRITIC_MODEL");

  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);

  if (critic_is_uninstalled ())
    return g_build_filename (PHOTO_CRITIC_SOURCEROOT, "model", NULL);

  return g_build_filename (PKGDATADIR, "model", NULL);
}

/**
 * critic_data_path:
 * @name: a file or folder of data/ which is installed too: "samples"
 *
 * Returns: (transfer full): where it is
 */
char *
critic_data_path (const char *name)
{
  if (critic_is_uninstalled ())
    return g_build_filename (PHOTO_CRITIC_SOURCEROOT, "data", name, NULL);

  return g_build_filename (PKGDATADIR, name, NULL);
}
