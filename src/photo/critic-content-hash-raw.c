/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The image data of the raw formats that keep them in a place of their own:
 * Panasonic's RW2 and Fujifilm's RAF. The camera's JPEG in them does not count,
 * as previews do not: the notes are in it, and programs write them there.
 * Layouts: https://exiftool.org/TagNames/PanasonicRaw.html and FujiFilm.html. */
#include <string.h>

#include "critic-content-hash-private.h"
#include "critic-tiff.h"

/* Of RW2's first directory. */
enum
{
  RW2_SENSOR_WIDTH    = 0x0002,
  RW2_SENSOR_HEIGHT   = 0x0003,
  RW2_BORDER_TOP      = 0x0004,
  RW2_BORDER_LEFT     = 0x0005,
  RW2_BORDER_BOTTOM   = 0x0006,
  RW2_BORDER_RIGHT    = 0x0007,
  RW2_PIXEL_BITS      = 0x0008,
  RW2_CFA_PATTERN     = 0x0009,
  RW2_BITS            = 0x000a,
  RW2_COMPRESSION     = 0x000b,
  RW2_STRIP_OFFSETS   = 0x0111,
  RW2_RAW_DATA_OFFSET = 0x0118,
};

/* The sizes that the file gives mean other things in each model: the raw data
 * are the last thing in it. */
gboolean
critic_hash_rw2 (CriticHashJob *job)
{
  static const guint numbers[] = { RW2_SENSOR_WIDTH, RW2_SENSOR_HEIGHT, RW2_BORDER_TOP, RW2_BORDER_LEFT, RW2_BORDER_BOTTOM,
                                   RW2_BORDER_RIGHT, RW2_PIXEL_BITS, RW2_CFA_PATTERN, RW2_BITS, RW2_COMPRESSION };
  guint64 offset;
  CriticTiff tiff;

  if (!critic_tiff_open (&tiff, job->data, job->size))
    return FALSE;
  offset = critic_tiff_get_first (&tiff, tiff.first, RW2_RAW_DATA_OFFSET);
  if (offset == 0)
    offset = critic_tiff_get_first (&tiff, tiff.first, RW2_STRIP_OFFSETS);
  if (offset == 0 || offset >= job->size)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    critic_hash_add_number (job, critic_tiff_get_first (&tiff, tiff.first, numbers[i]));
  return critic_hash_add_range (job, offset, job->size - offset);
}

static guint32
big_endian_at (const CriticHashJob *job, gsize at)
{
  guint32 number;

  memcpy (&number, job->data + at, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* A head with places and lengths: of the JPEG, and of what says how the sensor
 * is built and what it saw; of the latter two, sensors of two kinds of pixels
 * have another pair behind it, which older heads have no room for. */
gboolean
critic_hash_raf (CriticHashJob *job)
{
  static const gsize places[] = { 0x5c, 0x64, 0x78, 0x80 };
  enum { JPEG = 0x54, SMALLEST = 0x6c, BOTH = 2 };
  gsize end;

  if (job->size < SMALLEST)
    return FALSE;
  end = MIN (big_endian_at (job, JPEG), job->size);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint32 offset, length;

      if (places[i] + 8 > end)
        return i >= BOTH;
      offset = big_endian_at (job, places[i]);
      length = big_endian_at (job, places[i] + 4);
      if (offset == 0 || length == 0)
        {
          if (i < BOTH)
            return FALSE;
          continue;
        }
      critic_hash_add_number (job, i);
      if (!critic_hash_add_range (job, offset, length))
        return FALSE;
    }
  return TRUE;
}
