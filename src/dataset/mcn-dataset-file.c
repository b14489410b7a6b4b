/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-dataset-file.h"

#include "mcn-claim.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

guint64
mcn_checksum (gconstpointer data, gsize n)
{
  return XXH3_64bits (data, n);
}

GBytes *
mcn_dataset_file_map (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat st;
  g_autoptr (GMappedFile) map = NULL;
  g_autoptr (GError) local = NULL;

  if (fd < 0)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("“%s” could not be opened: %s. Check its name and its permissions."), path, g_strerror (errno));
      return NULL;
    }
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    {
      close (fd);
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_UNSUPPORTED, _("“%s” is not a regular file. Name another one."), path);
      return NULL;
    }

  map = g_mapped_file_new_from_fd (fd, FALSE, &local);
  close (fd);
  if (map == NULL)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("“%s” could not be mapped into memory: %s"), path, local->message);
      return NULL;
    }

  return g_mapped_file_get_bytes (map);
}

static gboolean
write_all (int fd, const guint8 *data, gsize n)
{
  while (n > 0)
    {
      gssize done = write (fd, data, MIN (n, 1u << 30));

      if (done < 0 && errno == EINTR)
        continue;
      if (done < 0)
        return FALSE;
      data += done;
      n -= (gsize) done;
    }

  return TRUE;
}

/* After the rename: so that the name, too, outlives a power cut. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

gboolean
mcn_dataset_file_write (const char *path, gconstpointer data, gsize n, GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  McnClaim claim;
  gboolean opened = mcn_claim_open (&claim, part);
  int saved = opened ? claim.problem : errno;

  if (saved == EWOULDBLOCK)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
                   _("“%s” is being written by another process. Give each its own part of the work."), path);
      return FALSE;
    }
  if (saved == 0)
    {
      if (ftruncate (claim.fd, 0) == 0 && write_all (claim.fd, data, n) && fsync (claim.fd) == 0 && g_rename (part, path) == 0)
        {
          mcn_claim_release (&claim);
          sync_folder (path);
          return TRUE;
        }
      saved = errno;
      g_unlink (part);
    }
  mcn_claim_release (&claim);
  g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_WRITE,
               _("“%s” could not be written: %s. Make room or check the permissions, and run the command again: it goes on where it stopped."),
               path, g_strerror (saved));
  return FALSE;
}
