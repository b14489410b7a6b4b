/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pyramid.h"

#include "critic-blocking.h"

/* Pixels of a long side that need no smaller level. */
#define SMALLEST 512
/* Rows between two looks at the cancellable. */
#define STRIP 64

struct _CriticPyramid
{
  gatomicrefcount refs;
  GArray         *levels;       /* CriticLevel, falling in size */
};

static void
clear_level (gpointer data)
{
  CriticLevel *level = data;

  g_clear_pointer (&level->pixels, g_bytes_unref);
}

/* One row of the next level; with an odd width the last pixel is its own half. */
static void
halve_row (const guint8 *a, const guint8 *b, guint width, guint8 *out)
{
  const guint pairs = width / 2;

  for (guint x = 0; x < pairs; x++, a += 6, b += 6, out += 3)
    for (guint c = 0; c < 3; c++)
      out[c] = (guint8) ((a[c] + a[c + 3] + b[c] + b[c + 3] + 2) >> 2);
  if (width % 2 != 0)
    for (guint c = 0; c < 3; c++)
      out[c] = (guint8) ((a[c] + b[c] + 1) >> 1);
}

static gboolean
halve (const CriticLevel *level, CriticLevel *half, GCancellable *cancellable, GError **error)
{
  const guint8 *pixels = g_bytes_get_data (level->pixels, NULL);
  guint8 *out;

  half->width = (level->width + 1) / 2;
  half->height = (level->height + 1) / 2;
  half->stride = (gsize) half->width * 3;
  out = g_malloc (half->stride * half->height);

  for (guint y = 0; y < half->height; y++)
    {
      const guint8 *a = pixels + 2 * (gsize) y * level->stride;
      const guint8 *b = 2 * y + 1 < level->height ? a + level->stride : a;

      if (y % STRIP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_free (out);
          return FALSE;
        }
      halve_row (a, b, level->width, out + y * half->stride);
    }
  half->pixels = g_bytes_new_take (out, half->stride * half->height);

  return TRUE;
}

/**
 * critic_pyramid_new:
 * @photo: a photograph
 * @max_side: pixels of the long side of what is kept, at least 512, or 0
 * @cancellable: (nullable): looked at between strips
 * @error: return location for an error
 *
 * Blocks: on a worker only.
 *
 * Errors: %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): its levels, or %NULL with @error
 */
CriticPyramid *
critic_pyramid_new (CriticPhoto *photo, guint max_side, GCancellable *cancellable, GError **error)
{
  g_autoptr (CriticPyramid) self = NULL;
  CriticLevel level = { 0 };

  g_return_val_if_fail (photo != NULL, NULL);
  g_return_val_if_fail (max_side == 0 || max_side >= SMALLEST, NULL);

  critic_blocking_begin ("A resampling");
  self = g_new0 (CriticPyramid, 1);
  g_atomic_ref_count_init (&self->refs);
  self->levels = g_array_new (FALSE, FALSE, sizeof (CriticLevel));
  g_array_set_clear_func (self->levels, clear_level);

  level.pixels = g_bytes_ref (critic_photo_get_pixels (photo));
  level.width = critic_photo_get_width (photo);
  level.height = critic_photo_get_height (photo);
  level.stride = critic_photo_get_stride (photo);
  while (MAX (level.width, level.height) > SMALLEST)
    {
      const gboolean keep = max_side == 0 || MAX (level.width, level.height) <= max_side;
      CriticLevel half = { 0 };
      gboolean done;

      if (keep)
        g_array_append_val (self->levels, level);
      done = halve (&level, &half, cancellable, error);
      if (!keep)
        clear_level (&level);
      if (!done)
        return NULL;
      level = half;
    }
  g_array_append_val (self->levels, level);

  return g_steal_pointer (&self);
}

CriticPyramid *
critic_pyramid_ref (CriticPyramid *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
critic_pyramid_unref (CriticPyramid *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->levels);
  g_free (self);
}

guint
critic_pyramid_get_n_levels (const CriticPyramid *self)
{
  return self->levels->len;
}

const CriticLevel *
critic_pyramid_get_level (const CriticPyramid *self, guint level)
{
  g_return_val_if_fail (level < self->levels->len, NULL);

  return &g_array_index (self->levels, CriticLevel, level);
}

guint
critic_pyramid_find_level (const CriticPyramid *self, gdouble width)
{
  for (guint i = self->levels->len - 1; i > 0; i--)
    if (g_array_index (self->levels, CriticLevel, i).width >= width)
      return i;

  return 0;
}

gsize
critic_pyramid_get_bytes (const CriticPyramid *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->levels->len; i++)
    bytes += g_bytes_get_size (g_array_index (self->levels, CriticLevel, i).pixels);

  return bytes;
}

GBytes *
critic_pyramid_cut (const CriticPyramid *self, guint level, guint x, guint y, guint width, guint height)
{
  const CriticLevel *of = critic_pyramid_get_level (self, level);

  g_return_val_if_fail (width > 0 && height > 0 && x + width <= of->width && y + height <= of->height, NULL);

  return g_bytes_new_from_bytes (of->pixels, y * of->stride + (gsize) x * 3,
                                 (height - 1) * of->stride + (gsize) width * 3);
}
