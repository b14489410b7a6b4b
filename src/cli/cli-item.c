/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-item.h"

#include <glib/gstdio.h>

/**
 * cli_item_new:
 *
 * Returns: (transfer full): an empty item
 */
CliItem *
cli_item_new (void)
{
  return g_new0 (CliItem, 1);
}

void
cli_item_free (CliItem *self)
{
  g_free (self->id);
  g_free (self->path);
  g_clear_pointer (&self->photo, critic_photo_unref);
  g_strfreev (self->critiques);
  g_clear_error (&self->error);
  g_free (self);
}

struct _CliDecoder
{
  guint        at_least;
  char        *path;        /* of the photograph decoded last */
  GStatBuf     stat;
  CriticPhoto *photo;
};

/**
 * cli_decoder_new:
 * @at_least: the long side that the network needs, in pixels
 *
 * Returns: (transfer full): a decoder for one thread
 */
CliDecoder *
cli_decoder_new (guint at_least)
{
  CliDecoder *self = g_new0 (CliDecoder, 1);

  self->at_least = at_least;
  return self;
}

void
cli_decoder_free (CliDecoder *self)
{
  g_free (self->path);
  g_clear_pointer (&self->photo, critic_photo_unref);
  g_free (self);
}

static gboolean
same_file (const GStatBuf *a, const GStatBuf *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/**
 * cli_decoder_load:
 * @self: a decoder
 * @item: an item; without a path, or with an error, it is left alone
 *
 * Blocks. Fills in the item's photograph, or its error.
 */
void
cli_decoder_load (CliDecoder *self, CliItem *item)
{
  g_autoptr (GFile) file = NULL;
  GStatBuf now;

  if (item->path == NULL || item->error != NULL)
    return;

  if (g_stat (item->path, &now) != 0)
    memset (&now, 0, sizeof now);

  if (self->photo == NULL || !g_str_equal (self->path, item->path) || !same_file (&self->stat, &now))
    {
      g_clear_pointer (&self->photo, critic_photo_unref);
      g_free (self->path);
      self->path = g_strdup (item->path);
      self->stat = now;

      /* A path, never an address: relative ones belong to the working directory. */
      file = g_file_new_for_path (item->path);
      self->photo = critic_photo_load (file, self->at_least, NULL, &item->error);
      if (self->photo == NULL)
        return;
    }

  item->photo = critic_photo_ref (self->photo);
}
