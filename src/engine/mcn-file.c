/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

static GBytes *
map_descriptor (int fd, const char *path, guint64 max_size, struct stat *st, GError **error)
{
  if (fstat (fd, st) != 0 || !S_ISREG (st->st_mode))
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
                   _("“%s” is not a regular file. Point to the folder that holds the model’s files."), path);
      return NULL;
    }

  if (st->st_size < 0 || (guint64) st->st_size > max_size)
    {
      g_autofree char *limit = g_format_size (max_size);

      g_set_error (error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
                   _("The file “%s” is larger than %s, so it cannot belong to a model. Install the model again."),
                   path, limit);
      return NULL;
    }

  g_autoptr (GError) local = NULL;
  GMappedFile *map = g_mapped_file_new_from_fd (fd, FALSE, &local);
  if (map == NULL)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MEMORY,
                   _("The file “%s” could not be mapped into memory: %s"), path, local->message);
      return NULL;
    }

  GBytes *bytes = g_mapped_file_get_bytes (map);

  g_mapped_file_unref (map);
  return bytes;
}

/**
 * mcn_file_map:
 * @path: (type filename): the file
 * @max_size: largest size accepted, in bytes
 * @st: (out) (optional): the state of the file mapped
 * @error: return location
 *
 * Returns: (transfer full): its bytes, or %NULL
 */
GBytes *
mcn_file_map (const char *path, guint64 max_size, struct stat *st, GError **error)
{
  struct stat local;

  /* O_NONBLOCK: opening a pipe must not wait for a writer. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      int saved = errno;

      if (saved == ENOENT)
        g_set_error (error, MCN_ERROR, MCN_ERROR_MISSING,
                     _("The model file “%s” is missing. Install the model again, or choose another model folder."), path);
      else
        g_set_error (error, MCN_ERROR, MCN_ERROR_MISSING,
                     _("The model file “%s” cannot be opened: %s. Check the permissions of the model folder."),
                     path, g_strerror (saved));
      return NULL;
    }

  GBytes *bytes = map_descriptor (fd, path, max_size, st != NULL ? st : &local, error);

  close (fd);
  return bytes;
}
