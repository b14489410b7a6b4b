/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-picture.h"

G_BEGIN_DECLS

/* Draws what is seen of a photograph from squares of its pyramid, which become
 * textures when they are first seen: so many bytes of them a frame at most. Main
 * thread; decodes, resamples and copies nothing. */
typedef struct _CriticTiles CriticTiles;

/* Bytes of new textures a frame, at most. */
#define CRITIC_TILES_MAX_UPLOAD (16 * 1024 * 1024)

CriticTiles *critic_tiles_new        (void);
void         critic_tiles_free       (CriticTiles *self);
/* Draws @picture over @photo, in widget pixels, as far as it lies in @view;
 * @scale device pixels per widget pixel, the view's corner at @offset device
 * pixels of the surface. FALSE: a part is only drawn coarsely so far, and the next
 * frame is to go on. */
gboolean     critic_tiles_snapshot   (CriticTiles *self, GtkSnapshot *snapshot, CriticPicture *picture,
                                      const graphene_rect_t *photo, const graphene_rect_t *view,
                                      gdouble scale, const graphene_point_t *offset);

/* What was drawn, for tests. */
typedef struct
{
  CriticPyramid *pyramid;       /* of the last frame */
  guint          level;         /* that was to be drawn in it */
  gboolean       whole;         /* and was, all of it */
  gsize          upload;        /* bytes of new textures in it */
  gsize          most_upload;   /* in any frame so far */
} CriticTilesStats;

const CriticTilesStats *critic_tiles_get_stats (CriticTiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticTiles, critic_tiles_free)

G_END_DECLS
