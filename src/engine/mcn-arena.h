/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Aligned scratch memory of one session, planned once: nothing is allocated
 * during a run. Not thread-safe: one arena belongs to one session. */
typedef struct _McnArena McnArena;

#define MCN_ALIGN 64

McnArena *mcn_arena_new   (void);
void      mcn_arena_free  (McnArena *arena);

/* Grows the reserve to at least @bytes; only outside a run (invalidates all
 * pointers handed out). FALSE with MCN_ERROR_MEMORY when it cannot be had. */
gboolean  mcn_arena_reserve (McnArena *arena, gsize bytes, GError **error);

/* 64-byte aligned, uninitialised; NULL never: overflowing the plan is a
 * programming error and aborts. */
gpointer  mcn_arena_take  (McnArena *arena, gsize bytes);
gfloat   *mcn_arena_floats (McnArena *arena, gsize n);

/* A mark to give back everything taken since. */
gsize     mcn_arena_mark  (McnArena *arena);
void      mcn_arena_reset (McnArena *arena, gsize mark);

/* What n bytes, or n floats, occupy in the arena, alignment included. */
#define MCN_ARENA_BYTES(n) (((gsize) (n) + MCN_ALIGN - 1) / MCN_ALIGN * MCN_ALIGN)
#define MCN_ARENA_FLOATS(n) MCN_ARENA_BYTES ((gsize) (n) * sizeof (gfloat))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnArena, mcn_arena_free)

G_END_DECLS
