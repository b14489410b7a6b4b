/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The size of a JPEG from its markers alone. */
#include "critic-photo-private.h"

static guint
two_bytes (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

/* Frames: SOF0 to SOF15 without the tables that stand between them. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/**
 * critic_photo_probe_jpeg:
 * @bytes: a file's content
 * @width: (out): of the picture, upright, in pixels
 * @height: (out): of the picture, upright, in pixels
 *
 * Decodes nothing; a damaged file may still give a size. Any thread.
 *
 * Returns: %FALSE if it is no JPEG, or has no frame; nothing is set then
 */
gboolean
critic_photo_probe_jpeg (GBytes *bytes, guint *width, guint *height)
{
  gsize size, at = 2;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint orientation = 1;

  if (size < 3 || data[0] != 0xff || data[1] != 0xd8 || data[2] != 0xff)
    return FALSE;

  while (size - at >= 9 && data[at] == 0xff)
    {
      const guint8 marker = data[at + 1];
      const gsize length = two_bytes (data + at + 2);

      if (marker == 0xff)               /* filling */
        {
          at++;
          continue;
        }
      if (is_frame (marker))
        {
          const guint across = two_bytes (data + at + 7), down = two_bytes (data + at + 5);

          if (across == 0 || down == 0)
            return FALSE;
          *width = orientation >= 5 ? down : across;
          *height = orientation >= 5 ? across : down;
          return TRUE;
        }
      if (length < 2 || length > size - at - 2)
        return FALSE;
      if (marker == 0xe1 && orientation == 1)
        orientation = critic_orientation_from_exif (data + at + 4, length - 2);
      at += 2 + length;
    }
  return FALSE;
}
