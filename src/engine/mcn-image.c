/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-session-private.h"

/* Floats of @n, rounded so that the next array starts on a cache line. */
static gsize
room (gsize n)
{
  return MCN_ARENA_FLOATS (n) / sizeof (gfloat);
}

McnImage *
mcn_image_new (const McnMcn *mcn, guint columns, guint rows)
{
  gsize d = mcn_mcn_get_width (mcn), n_global = mcn_mcn_get_tokens (mcn)->n_global;
  gsize n = columns > 0 ? 2 + (gsize) columns * rows : 1;
  gsize n_floats = room (n_global) + 2 * room (n * d) + room (n * 3 * d);
  McnImage *self = g_new0 (McnImage, 1);
  gfloat *at = g_aligned_alloc (n_floats, sizeof (gfloat), MCN_ALIGN);

  g_atomic_ref_count_init (&self->ref_count);
  self->columns = columns;
  self->rows = rows;
  self->n_global = n_global;
  self->size = sizeof *self + n_floats * sizeof (gfloat);

  self->global = at;
  self->branch.n = n;
  self->branch.tokens = at += room (n_global);
  self->branch.strm = at += room (n * d);
  self->branch.crossed = at += room (n * d);
  return self;
}

/**
 * mcn_image_ref:
 * @self: an image
 *
 * Returns: (transfer full): @self
 */
McnImage *
mcn_image_ref (McnImage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mcn_image_unref:
 * @self: (nullable) (transfer full): an image
 */
void
mcn_image_unref (McnImage *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_aligned_free (self->global);
  g_free (self);
}

/**
 * mcn_image_get_columns:
 * @self: an image
 *
 * Returns: regions from left to right, the picture's width / 32
 */
guint
mcn_image_get_columns (const McnImage *self)
{
  return self->columns;
}

/**
 * mcn_image_get_rows:
 * @self: an image
 *
 * Returns: regions from top to bottom, the picture's height / 32
 */
guint
mcn_image_get_rows (const McnImage *self)
{
  return self->rows;
}

/**
 * mcn_image_get_size:
 * @self: an image
 *
 * Returns: the bytes it holds, for caches
 */
gsize
mcn_image_get_size (const McnImage *self)
{
  return self->size;
}

/**
 * mcn_image_get_pooled:
 * @self: an image
 *
 * Returns: (transfer none): the global vector the heads read: pooled features
 *   and photometry, standardised, within -6 .. 6; n_global floats
 */
const gfloat *
mcn_image_get_pooled (const McnImage *self)
{
  return self->global;
}

/**
 * mcn_image_get_n_pooled:
 * @self: an image
 *
 * Returns: the length of mcn_image_get_pooled(); the same for every image of a model
 */
gsize
mcn_image_get_n_pooled (const McnImage *self)
{
  return self->n_global;
}
