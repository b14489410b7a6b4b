/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-tiles.h"

#include <math.h>

#include "critic-lru.h"
#include "critic-viewport.h"

/* Pixels of a side of a tile. */
#define TILE 512
/* More of its neighbours' pixels round it, so that smoothing has something to
 * smooth with at its edges and no seam is seen. */
#define APRON 2
/* Bytes of textures kept: those of a large window twice over. */
#define KEPT (192 * 1024 * 1024)

typedef struct
{
  guint level, column, row;
} Place;

struct _CriticTiles
{
  CriticLru        *textures;   /* Place to GdkTexture, of stats.pyramid */
  CriticTilesStats  stats;      /* owns its pyramid; NULL: nothing drawn yet */
};

/* One drawing: where and how. */
typedef struct
{
  CriticTiles     *tiles;
  GtkSnapshot     *snapshot;
  CriticPyramid   *pyramid;
  graphene_rect_t  photo, view;
  gdouble          scale;
  graphene_point_t offset;
} Frame;

static guint
place_hash (gconstpointer key)
{
  const Place *place = key;

  return (place->level * 4099 + place->row) * 65599 + place->column;
}

static gboolean
place_equal (gconstpointer a,
             gconstpointer b)
{
  const Place *p = a, *q = b;

  return p->level == q->level && p->column == q->column && p->row == q->row;
}

static CriticLru *
new_textures (void)
{
  return critic_lru_new (KEPT, place_hash, place_equal, g_free, g_object_unref);
}

CriticTiles *
critic_tiles_new (void)
{
  CriticTiles *self = g_new0 (CriticTiles, 1);

  self->textures = new_textures ();

  return self;
}

void
critic_tiles_free (CriticTiles *self)
{
  critic_lru_free (self->textures);
  g_clear_pointer (&self->stats.pyramid, critic_pyramid_unref);
  g_free (self);
}

/* Textures hold the pixels of their pyramid: those of another one go. */
static void
set_pyramid (CriticTiles   *self,
             CriticPyramid *pyramid)
{
  if (self->stats.pyramid == pyramid)
    return;

  critic_lru_free (self->textures);
  self->textures = new_textures ();
  g_clear_pointer (&self->stats.pyramid, critic_pyramid_unref);
  self->stats.pyramid = critic_pyramid_ref (pyramid);
}

/* The part of the level that the tile's texture holds. */
static void
get_part (const CriticLevel *level,
          const Place       *place,
          guint             *x,
          guint             *y,
          guint             *width,
          guint             *height)
{
  guint right = MIN ((place->column + 1) * TILE + APRON, level->width);
  guint bottom = MIN ((place->row + 1) * TILE + APRON, level->height);

  *x = place->column > 0 ? place->column * TILE - APRON : 0;
  *y = place->row > 0 ? place->row * TILE - APRON : 0;
  *width = right - *x;
  *height = bottom - *y;
}

/* NULL: not this frame any more. @always: whatever was made in it. */
static GdkTexture *
get_texture (CriticTiles   *self,
             CriticPyramid *pyramid,
             const Place   *place,
             gboolean       make,
             gboolean       always)
{
  const CriticLevel *level = critic_pyramid_get_level (pyramid, place->level);
  GdkTexture *texture = critic_lru_lookup (self->textures, place);
  guint x, y, width, height;
  gsize bytes;

  if (texture != NULL || !make)
    return texture;

  get_part (level, place, &x, &y, &width, &height);
  bytes = (gsize) width * height * 3;
  if (!always && self->stats.upload + bytes > CRITIC_TILES_MAX_UPLOAD)
    return NULL;

  g_autoptr(GBytes) pixels = critic_pyramid_cut (pyramid, place->level, x, y, width, height);

  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, pixels, level->stride);
  critic_lru_insert (self->textures, g_memdup2 (place, sizeof *place), texture, bytes);
  self->stats.upload += bytes;
  self->stats.most_upload = MAX (self->stats.most_upload, self->stats.upload);

  return texture;
}

/* Widget pixels that a pixel of the level takes. */
static void
get_ratio (const Frame *frame,
           guint        level,
           gdouble     *x,
           gdouble     *y)
{
  const CriticLevel *whole = critic_pyramid_get_level (frame->pyramid, 0);

  *x = frame->photo.size.width * (1u << level) / whole->width;
  *y = frame->photo.size.height * (1u << level) / whole->height;
}

/* Clipped on whole device pixels, where the next tile begins. */
static void
draw_tile (const Frame *frame,
           const Place *place,
           GdkTexture  *texture)
{
  const CriticLevel *level = critic_pyramid_get_level (frame->pyramid, place->level);
  const graphene_rect_t *photo = &frame->photo;
  gdouble rx, ry, left, top, right, bottom;
  guint x, y, width, height;

  get_ratio (frame, place->level, &rx, &ry);
  get_part (level, place, &x, &y, &width, &height);
  left = photo->origin.x + place->column * TILE * rx;
  top = photo->origin.y + place->row * TILE * ry;
  right = MIN (left + TILE * rx, photo->origin.x + photo->size.width);
  bottom = MIN (top + TILE * ry, photo->origin.y + photo->size.height);
  left = critic_viewport_snap (left, frame->scale, frame->offset.x);
  top = critic_viewport_snap (top, frame->scale, frame->offset.y);
  right = critic_viewport_snap (right, frame->scale, frame->offset.x);
  bottom = critic_viewport_snap (bottom, frame->scale, frame->offset.y);
  if (right <= left || bottom <= top)
    return;

  gtk_snapshot_push_clip (frame->snapshot, &GRAPHENE_RECT_INIT (left, top, right - left, bottom - top));
  gtk_snapshot_append_texture (frame->snapshot, texture,
                               &GRAPHENE_RECT_INIT (photo->origin.x + x * rx, photo->origin.y + y * ry,
                                                    width * rx, height * ry));
  gtk_snapshot_pop (frame->snapshot);
}

/* The tiles of a level that are seen; @make: also those that are no textures
 * yet. FALSE: not all were drawn. */
static gboolean
draw_level (const Frame *frame,
            guint        level,
            gboolean     make,
            gboolean     always)
{
  const CriticLevel *of = critic_pyramid_get_level (frame->pyramid, level);
  graphene_rect_t seen;
  gdouble rx, ry;
  gboolean whole = TRUE;

  if (!graphene_rect_intersection (&frame->photo, &frame->view, &seen))
    return TRUE;

  get_ratio (frame, level, &rx, &ry);

  gint right = ceil ((seen.origin.x + seen.size.width - frame->photo.origin.x) / rx);
  gint bottom = ceil ((seen.origin.y + seen.size.height - frame->photo.origin.y) / ry);
  gint last_column = (CLAMP (right, 1, (gint) of->width) - 1) / TILE;
  gint last_row = (CLAMP (bottom, 1, (gint) of->height) - 1) / TILE;
  gint first_column = CLAMP ((gint) floor ((seen.origin.x - frame->photo.origin.x) / rx) / TILE, 0, last_column);
  gint first_row = CLAMP ((gint) floor ((seen.origin.y - frame->photo.origin.y) / ry) / TILE, 0, last_row);

  for (gint row = first_row; row <= last_row; row++)
    for (gint column = first_column; column <= last_column; column++)
      {
        const Place place = { level, column, row };
        GdkTexture *texture = get_texture (frame->tiles, frame->pyramid, &place, make, always);

        if (texture != NULL)
          draw_tile (frame, &place, texture);
        else
          whole = FALSE;
      }

  return whole;
}

/* Whether all tiles seen of the level are textures already, or may become so
 * this frame. */
static gboolean
fits (const Frame *frame,
      guint        level)
{
  graphene_rect_t seen;
  gdouble rx, ry;

  if (!graphene_rect_intersection (&frame->photo, &frame->view, &seen))
    return TRUE;

  get_ratio (frame, level, &rx, &ry);

  gdouble across = ceil (seen.size.width / rx / TILE) + 1, down = ceil (seen.size.height / ry / TILE) + 1;

  return across * down * (TILE + 2 * APRON) * (TILE + 2 * APRON) * 3 <= CRITIC_TILES_MAX_UPLOAD;
}

gboolean
critic_tiles_snapshot (CriticTiles            *self,
                       GtkSnapshot            *snapshot,
                       CriticPicture          *picture,
                       const graphene_rect_t  *photo,
                       const graphene_rect_t  *view,
                       gdouble                 scale,
                       const graphene_point_t *offset)
{
  gdouble width = photo->size.width * scale;
  CriticPyramid *pyramid = critic_picture_get_pyramid (picture, width);
  guint level = critic_pyramid_find_level (pyramid, width - 0.5);
  guint coarsest = critic_pyramid_get_n_levels (pyramid) - 1;
  Frame frame = { self, snapshot, pyramid, *photo, *view, scale, *offset };

  self->stats.upload = 0;
  set_pyramid (self, pyramid);

  /* What is sharp enough may take some frames: what there is lies below it. */
  if (level != coarsest && !fits (&frame, level))
    {
      draw_level (&frame, coarsest, TRUE, TRUE);
      for (guint l = coarsest - 1; l > level; l--)
        draw_level (&frame, l, FALSE, FALSE);
    }

  self->stats.level = level;
  self->stats.whole = draw_level (&frame, level, TRUE, level == coarsest);

  return self->stats.whole;
}

const CriticTilesStats *
critic_tiles_get_stats (CriticTiles *self)
{
  return &self->stats;
}
