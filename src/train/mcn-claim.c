/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-claim.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define WAIT (G_USEC_PER_SEC / 5)

static gboolean
is_busy (int fd)
{
  return flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
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

  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (self->fd < 0 || !is_busy (self->fd))
    return TRUE;
  mcn_claim_release (self);
  return FALSE;
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
  *self = MCN_CLAIM_NONE;
}

/**
 * mcn_claim_wait:
 * @fd: a file; whoever closes it gives it up
 * @cancel: (nullable): ends the waiting
 *
 * Returns: %FALSE when that ended it
 */
gboolean
mcn_claim_wait (int fd, McnCancel *cancel)
{
  while (is_busy (fd))
    {
      if (mcn_cancelled (cancel))
        return FALSE;
      g_usleep (WAIT);
    }
  return TRUE;
}
