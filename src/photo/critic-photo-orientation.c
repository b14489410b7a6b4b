/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which way is up: the EXIF tag by gexiv2, from memory; and the turn. */
#include <string.h>

#include <gexiv2/gexiv2.h>

#include "critic-exiv2.h"
#include "critic-photo-private.h"

static const guint8 EXIF_HEADER[6] = { 'E', 'x', 'i', 'f', 0, 0 };

/* @app1: "Exif\0\0" and a TIFF structure. 1 when there is no answer. */
guint
critic_orientation_from_exif (const guint8 *app1, gsize size)
{
  g_autoptr (GExiv2Metadata) metadata = NULL;
  GExiv2Orientation orientation;

  if (size <= sizeof EXIF_HEADER || size > G_MAXINT ||
      memcmp (app1, EXIF_HEADER, sizeof EXIF_HEADER) != 0 ||
      !critic_exiv2_initialize ())
    return 1;
  metadata = gexiv2_metadata_new ();
  if (!gexiv2_metadata_from_app1_segment (metadata, app1, (glong) size, NULL))
    return 1;
  orientation = gexiv2_metadata_try_get_orientation (metadata, NULL);
  return orientation >= GEXIV2_ORIENTATION_NORMAL && orientation <= GEXIV2_ORIENTATION_ROT_270
         ? (guint) orientation : 1;
}

static guint
orientation_from_tiff (const guint8 *tiff, gsize size)
{
  g_autofree guint8 *app1 = NULL;

  /* Writers disagree whether the header belongs into the chunk. */
  if (size > sizeof EXIF_HEADER && memcmp (tiff, EXIF_HEADER, sizeof EXIF_HEADER) == 0)
    return critic_orientation_from_exif (tiff, size);
  app1 = g_malloc (size + sizeof EXIF_HEADER);
  memcpy (app1, EXIF_HEADER, sizeof EXIF_HEADER);
  memcpy (app1 + sizeof EXIF_HEADER, tiff, size);
  return critic_orientation_from_exif (app1, size + sizeof EXIF_HEADER);
}

/* PNG (eXIf) and WebP (EXIF), whose loaders do not read it. Other formats
 * answer 1: their loaders give the "orientation" option or turn by
 * themselves. */
guint
critic_orientation_from_bytes (GBytes *bytes)
{
  gsize size, at;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean png = size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0;
  gboolean webp = size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0;

  if (!png && !webp)
    return 1;
  /* PNG: length, name, content, checksum. RIFF: name, length, content. */
  for (at = png ? 8 : 12; size - at >= 12; )
    {
      const guint8 *name = data + at + (png ? 4 : 0);
      guint32 length;

      memcpy (&length, data + at + (png ? 0 : 4), 4);
      length = png ? GUINT32_FROM_BE (length) : GUINT32_FROM_LE (length);
      if (length > size - at - 8)
        return 1;
      if (memcmp (name, png ? "eXIf" : "EXIF", 4) == 0)
        return orientation_from_tiff (data + at + 8, length);
      at += 8 + (gsize) length + (png ? 4 : length % 2);
      if (at > size)
        return 1;
    }
  return 1;
}

static void
mirror_rows (guint8 *pixels, guint width, guint height)
{
  for (guint y = 0; y < height; y++)
    {
      guint8 *left = pixels + (gsize) y * width * 3;
      guint8 *right = left + ((gsize) width - 1) * 3;

      for (; left < right; left += 3, right -= 3)
        for (guint c = 0; c < 3; c++)
          {
            guint8 t = left[c];

            left[c] = right[c];
            right[c] = t;
          }
    }
}

static void
flip_rows (guint8 *pixels, guint width, guint height)
{
  const gsize stride = (gsize) width * 3;
  g_autofree guint8 *row = g_malloc (stride);

  for (guint y = 0; y < height / 2; y++)
    {
      guint8 *above = pixels + y * stride;
      guint8 *below = pixels + (height - 1 - y) * stride;

      memcpy (row, above, stride);
      memcpy (above, below, stride);
      memcpy (below, row, stride);
    }
}

/* Rows become columns, in tiles that stay in the cache. @right_to_left: the
 * first row becomes the last column; @bottom_to_top: the first column becomes
 * the last row. */
static guint8 *
transpose (const guint8 *pixels, guint width, guint height, gboolean right_to_left, gboolean bottom_to_top)
{
  enum { TILE = 32 };
  const gsize out_stride = (gsize) height * 3;
  guint8 *out = g_try_malloc (out_stride * width);

  if (out == NULL)
    return NULL;
  for (guint top = 0; top < height; top += TILE)
    for (guint left = 0; left < width; left += TILE)
      for (guint y = top; y < MIN (top + TILE, height); y++)
        {
          const guint8 *in = pixels + ((gsize) y * width + left) * 3;
          const guint column = right_to_left ? height - 1 - y : y;

          for (guint x = left; x < MIN (left + TILE, width); x++, in += 3)
            {
              guint8 *to = out + (bottom_to_top ? width - 1 - x : x) * out_stride + (gsize) column * 3;

              to[0] = in[0];
              to[1] = in[1];
              to[2] = in[2];
            }
        }
  return out;
}

/* Turns the picture upright. FALSE: no memory; the picture is as it was. */
gboolean
critic_orientation_apply (CriticDecoded *decoded)
{
  const guint orientation = decoded->orientation;
  guint8 *turned;
  guint t;

  if (orientation == 2 || orientation == 3)
    mirror_rows (decoded->pixels, decoded->width, decoded->height);
  if (orientation == 3 || orientation == 4)
    flip_rows (decoded->pixels, decoded->width, decoded->height);
  if (orientation >= 5)
    {
      turned = transpose (decoded->pixels, decoded->width, decoded->height,
                          orientation == 6 || orientation == 7, orientation == 7 || orientation == 8);
      if (turned == NULL)
        return FALSE;
      g_free (decoded->pixels);
      decoded->pixels = turned;
      t = decoded->width, decoded->width = decoded->height, decoded->height = t;
      t = decoded->full_width, decoded->full_width = decoded->full_height, decoded->full_height = t;
    }
  decoded->orientation = 1;
  return TRUE;
}
