/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-tape.h"

#include <string.h>

#define CHUNK ((gsize) 32 << 20)
#define ALIGN 64

typedef struct
{
  guint8 *data;
  gsize   size;
} Chunk;

struct _McnTape
{
  GArray *chunks;       /* Chunk */
  gsize   chunk, used;  /* where the next piece comes from */
};

/**
 * mcn_tape_new:
 *
 * Returns: (transfer full): a tape that holds nothing yet
 */
McnTape *
mcn_tape_new (void)
{
  McnTape *self = g_new0 (McnTape, 1);

  self->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  return self;
}

void
mcn_tape_free (McnTape *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->chunks->len; i++)
    g_aligned_free (g_array_index (self->chunks, Chunk, i).data);
  g_array_unref (self->chunks);
  g_free (self);
}

/**
 * mcn_tape_take:
 * @self: a tape
 * @bytes: how many, may be 0
 *
 * Returns: (transfer none): that much memory, 64-byte aligned
 */
gpointer
mcn_tape_take (McnTape *self, gsize bytes)
{
  gsize size = (MAX (bytes, 1) + ALIGN - 1) / ALIGN * ALIGN;
  guint8 *piece;

  /* A chunk too full for this piece is left as it is until the tape is rewound. */
  while (self->chunk < self->chunks->len &&
         g_array_index (self->chunks, Chunk, self->chunk).size - self->used < size)
    {
      self->chunk++;
      self->used = 0;
    }
  if (self->chunk == self->chunks->len)
    {
      Chunk chunk = { NULL, MAX (size, CHUNK) };

      chunk.data = g_aligned_alloc (1, chunk.size, ALIGN);
      g_array_append_val (self->chunks, chunk);
    }

  piece = g_array_index (self->chunks, Chunk, self->chunk).data + self->used;
  self->used += size;
  return piece;
}

/**
 * mcn_tape_floats:
 * @self: a tape
 * @n: how many
 *
 * Returns: (transfer none): @n floats, uninitialised
 */
gfloat *
mcn_tape_floats (McnTape *self, gsize n)
{
  return mcn_tape_take (self, n * sizeof (gfloat));
}

/**
 * mcn_tape_zeros:
 * @self: a tape
 * @n: how many
 *
 * Returns: (transfer none): @n zeros
 */
gfloat *
mcn_tape_zeros (McnTape *self, gsize n)
{
  return memset (mcn_tape_floats (self, n), 0, n * sizeof (gfloat));
}

/**
 * mcn_tape_mark:
 * @self: a tape
 *
 * Returns: where it stands
 */
McnTapeMark
mcn_tape_mark (const McnTape *self)
{
  return (McnTapeMark) { self->chunk, self->used };
}

/**
 * mcn_tape_rewind:
 * @self: a tape
 * @mark: where it stood
 */
void
mcn_tape_rewind (McnTape *self, McnTapeMark mark)
{
  self->chunk = mark.chunk;
  self->used = mark.used;
}

/**
 * mcn_tape_get_size:
 * @self: a tape
 *
 * Returns: bytes it holds, used or not
 */
gsize
mcn_tape_get_size (const McnTape *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->chunks->len; i++)
    size += g_array_index (self->chunks, Chunk, i).size;
  return size;
}
