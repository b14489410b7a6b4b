/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* A photograph at 1, 1/2, 1/4 ... of its decoded size, so that every zoom finds
 * pixels of about the size it shows and a small part of a large picture costs
 * what is seen of it. Immutable, reference counted, any thread. */
typedef struct _CriticPyramid CriticPyramid;

/* Pixel x of a level lies over the pixels x * 2^level and up of level 0; the
 * last column and row may reach past its end. */
typedef struct
{
  GBytes *pixels;           /* RGB, height rows of stride bytes */
  guint   width, height;
  gsize   stride;
} CriticLevel;

/* Blocks: on a worker only. Averages 2 x 2 pixels, level by level, down to a
 * long side of 512 or less; level 0 is the photograph's own memory. Sizes with a
 * long side above @max_side are not kept (0: all are), so that level 0 is the
 * first that is not. NULL with G_IO_ERROR_CANCELLED. */
CriticPyramid     *critic_pyramid_new          (CriticPhoto *photo, guint max_side, GCancellable *cancellable, GError **error);
CriticPyramid     *critic_pyramid_ref          (CriticPyramid *self);
void               critic_pyramid_unref        (CriticPyramid *self);

/* A level is (transfer none); the found one is the smallest in which the whole
 * photograph is at least @width pixels wide, or 0; bytes are those of all levels. */
guint              critic_pyramid_get_n_levels (const CriticPyramid *self);
const CriticLevel *critic_pyramid_get_level    (const CriticPyramid *self, guint level);
guint              critic_pyramid_find_level   (const CriticPyramid *self, gdouble width);
gsize              critic_pyramid_get_bytes    (const CriticPyramid *self);

/* (transfer full): a rectangle of a level, not copied: its rows are the level's
 * stride apart. It must lie inside. */
GBytes            *critic_pyramid_cut          (const CriticPyramid *self, guint level, guint x, guint y, guint width, guint height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticPyramid, critic_pyramid_unref)

G_END_DECLS
