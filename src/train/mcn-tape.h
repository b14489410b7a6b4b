/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory of a training step: what the forward pass keeps for the backward one.
 * Unlike the engine's arena it grows, chunk by chunk, to the largest step seen
 * and then stays. Not thread-safe: one tape belongs to one trainer. */
typedef struct _McnTape McnTape;

McnTape *mcn_tape_new    (void);
void     mcn_tape_free   (McnTape *self);

/* 64-byte aligned; floats uninitialised, or zero. Good until the tape is
 * rewound past them. */
gpointer mcn_tape_take   (McnTape *self, gsize bytes);
gfloat  *mcn_tape_floats (McnTape *self, gsize n);
gfloat  *mcn_tape_zeros  (McnTape *self, gsize n);

typedef struct { gsize chunk, used; } McnTapeMark;

McnTapeMark mcn_tape_mark   (const McnTape *self);
/* Gives back what was taken since @mark. */
void        mcn_tape_rewind (McnTape *self, McnTapeMark mark);
/* Bytes held. */
gsize       mcn_tape_get_size (const McnTape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnTape, mcn_tape_free)

G_END_DECLS
