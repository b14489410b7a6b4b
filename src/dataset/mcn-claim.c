/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-claim.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define WAIT (G_USEC_PER_SEC / 5)

/* Whoever had it may have renamed or removed it between our open() and our lock: then what
 * we hold is a file of its, which is left alone. */
static gboolean
is_at (int fd, const char *path)
{
  GStatBuf opened, there;

  return fstat (fd, &opened) == 0 && g_stat (path, &there) == 0 && opened.st_ino == there.st_ino && opened.st_dev == there.st_dev;
}

/**
 * mcn_claim_open:
 * @self: (out): the claim; release it, or close its file
 * @path: of a file
 *
 * Returns: %FALSE when it cannot be opened, or another process, or another claim of this one, has it; errno says so
 */
gboolean
mcn_claim_open (McnClaim *self, const char *path)
{
  for (;;)
    {
      *self = (McnClaim) { g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), 0 };
      if (self->fd < 0)
        return FALSE;
      if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
        {
          self->problem = errno;
          if (self->problem != EWOULDBLOCK)
            return TRUE;
          mcn_claim_release (self);
          errno = EWOULDBLOCK;
          return FALSE;
        }
      if (is_at (self->fd, path))
        return TRUE;
      mcn_claim_release (self);
    }
}

/**
 * mcn_claim_wait:
 * @self: (out): the claim; release it, or close its file
 * @path: of a file
 * @cancel: (nullable): ends the waiting
 *
 * Returns: %FALSE as mcn_claim_open(), or when @cancel ended it
 */
gboolean
mcn_claim_wait (McnClaim *self, const char *path, McnCancel *cancel)
{
  while (!mcn_claim_open (self, path))
    {
      if (errno != EWOULDBLOCK)
        return FALSE;
      if (mcn_cancelled (cancel))
        {
          errno = ECANCELED;
          return FALSE;
        }
      g_usleep (WAIT);
    }
  return TRUE;
}

/**
 * mcn_claim_take:
 * @self: (out): the claim; release it
 * @folder: of the work
 *
 * Keeps a file "lock" there.
 *
 * Returns: %FALSE when another process, or another claim of this one, has it
 */
gboolean
mcn_claim_take (McnClaim *self, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);

  return mcn_claim_open (self, path) || errno != EWOULDBLOCK;
}

/**
 * mcn_claim_release:
 * @self: a claim, taken or not
 */
void
mcn_claim_release (McnClaim *self)
{
  if (self->fd >= 0)
    close (self->fd);
  *self = (McnClaim) { -1, 0 };
}
