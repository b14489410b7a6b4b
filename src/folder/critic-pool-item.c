/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pool.h"

/**
 * critic_pool_item_new:
 * @path: of a file, in the file system's own bytes
 *
 * Returns: (transfer full): an item for critic_pool_push(); everything else is zero
 */
CriticPoolItem *
critic_pool_item_new (const char *path)
{
  CriticPoolItem *self = g_new0 (CriticPoolItem, 1);

  self->path = g_strdup (path);
  return self;
}

/**
 * critic_pool_item_free:
 * @self: (transfer full) (nullable): an item; its data stay the caller's
 */
void
critic_pool_item_free (CriticPoolItem *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_strfreev (self->critiques);
  g_clear_error (&self->error);
  g_free (self);
}
