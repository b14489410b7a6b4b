/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-arena.h"
#include "mcn-error.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

struct _McnArena
{
  guint8 *memory;
  gsize   size;
  gsize   used;
};

/**
 * mcn_arena_new:
 *
 * Returns: (transfer full): an arena without any memory; plan it with
 *   mcn_arena_reserve()
 */
McnArena *
mcn_arena_new (void)
{
  return g_new0 (McnArena, 1);
}

/**
 * mcn_arena_free:
 * @arena: (nullable) (transfer full): the arena
 */
void
mcn_arena_free (McnArena *arena)
{
  if (arena == NULL)
    return;

  free (arena->memory);
  g_free (arena);
}

/**
 * mcn_arena_reserve:
 * @arena: an arena nothing is taken from at the moment
 * @bytes: what the next runs take at most
 * @error: return location
 *
 * The reserve only grows, so a session planned for its largest input never
 * allocates again. Memory is obtained before the old one is given back: on
 * failure the arena is as it was.
 *
 * Returns: %FALSE with %MCN_ERROR_MEMORY when the memory cannot be had
 */
gboolean
mcn_arena_reserve (McnArena *arena, gsize bytes, GError **error)
{
  void *memory = NULL;

  g_return_val_if_fail (arena->used == 0, FALSE);

  if (bytes <= arena->size)
    return TRUE;

  if (bytes > G_MAXSIZE - MCN_ALIGN ||
      posix_memalign (&memory, MCN_ALIGN, MCN_ARENA_BYTES (bytes)) != 0)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_MEMORY,
                   _("There is not enough memory for this assessment: %zu MiB are needed. "
                     "Close other programs and try again."),
                   bytes / (1024 * 1024) + 1);
      return FALSE;
    }

  free (arena->memory);
  arena->memory = memory;
  arena->size = MCN_ARENA_BYTES (bytes);
  return TRUE;
}

/**
 * mcn_arena_take:
 * @arena: the arena
 * @bytes: how many
 *
 * Returns: (not nullable): @bytes bytes at a multiple of %MCN_ALIGN,
 *   uninitialised, good until mcn_arena_reset() to an earlier mark
 */
gpointer
mcn_arena_take (McnArena *arena, gsize bytes)
{
  gpointer taken;
  gsize rounded = MCN_ARENA_BYTES (bytes);

  if (rounded < bytes || rounded > arena->size - arena->used)
    g_error ("arena: %zu bytes wanted, %zu of %zu left: the plan is wrong",
             bytes, arena->size - arena->used, arena->size);

  taken = arena->memory + arena->used;
  arena->used += rounded;
  return taken;
}

/**
 * mcn_arena_floats:
 * @arena: the arena
 * @n: how many
 *
 * Returns: (not nullable): room for @n floats, as mcn_arena_take()
 */
gfloat *
mcn_arena_floats (McnArena *arena, gsize n)
{
  return mcn_arena_take (arena, n * sizeof (gfloat));
}

/**
 * mcn_arena_mark:
 * @arena: the arena
 *
 * Returns: the present fill, for mcn_arena_reset()
 */
gsize
mcn_arena_mark (McnArena *arena)
{
  return arena->used;
}

/**
 * mcn_arena_reset:
 * @arena: the arena
 * @mark: of mcn_arena_mark()
 *
 * Gives back everything taken since the mark.
 */
void
mcn_arena_reset (McnArena *arena, gsize mark)
{
  g_return_if_fail (mark <= arena->used);

  arena->used = mark;
}
