/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a photograph is known by when programs have written tags into it: its
 * image data alone. Here which format a file has, and the formats that are a
 * row of chunks; the containers have files of their own. */
#include <string.h>

#include "critic-content-hash-private.h"
#include "critic-content-hash.h"

/* FALSE: not inside the file, or so many pieces that they overlap: a small
 * file could ask for a walk over itself a million times. */
gboolean
critic_hash_add_range (CriticHashJob *job, guint64 offset, guint64 length)
{
  if (offset > job->size || length > job->size - offset || length > job->size - job->added)
    return FALSE;
  XXH3_128bits_update (job->state, job->data + offset, (gsize) length);
  job->added += (gsize) length;
  return TRUE;
}

void
critic_hash_add_number (CriticHashJob *job, guint64 number)
{
  number = GUINT64_TO_LE (number);
  XXH3_128bits_update (job->state, &number, sizeof number);
}

/* The end of the entropy-coded data at @at: the next marker that is neither a
 * restart nor a stuffed byte; the file's size where there is none. */
static gsize
find_scan_end (const guint8 *data, gsize size, gsize at)
{
  while (at < size)
    {
      const guint8 *ff = memchr (data + at, 0xff, size - at);

      if (ff == NULL)
        return size;
      at = (gsize) (ff - data) + 1;
      if (at < size && data[at] != 0 && data[at] != 0xff && (data[at] < 0xd0 || data[at] > 0xd7))
        return at - 1;
    }
  return size;
}

static gboolean
segment_counts (guint8 marker, const guint8 *content, gsize length)
{
  switch (marker)
    {
    case 0xe2:
      return length >= 12 && memcmp (content, "ICC_PROFILE", 12) == 0;
    case 0xee:      /* says how the colours are coded */
      return length >= 5 && memcmp (content, "Adobe", 5) == 0;
    case 0xfe:
      return FALSE;
    default:
      return marker < 0xe0 || marker > 0xef;
    }
}

/* To the end of the first picture: what lies behind it are previews, depth
 * maps, films. */
gboolean
critic_hash_jpeg (CriticHashJob *job)
{
  const guint8 *data = job->data;
  gsize at = 2;

  for (;;)
    {
      guint8 marker;
      gsize length;

      if (job->size - at < 2 || data[at] != 0xff)
        return FALSE;
      marker = data[at + 1];
      if (marker == 0xff)           /* fill bytes */
        {
          at++;
          continue;
        }
      if (marker == 0xd9)
        return TRUE;
      if (job->size - at < 4)
        return FALSE;
      length = 2 + (gsize) (data[at + 2] << 8 | data[at + 3]);
      if (length < 4 || length > job->size - at)
        return FALSE;
      if (segment_counts (marker, data + at + 4, length - 4) && !critic_hash_add_range (job, at, length))
        return FALSE;
      at += length;
      if (marker == 0xda)
        {
          const gsize end = find_scan_end (data, job->size, at);

          if (!critic_hash_add_range (job, at, end - at))
            return FALSE;
          at = end;
        }
    }
}

static gboolean
name_is_among (const guint8 *name, const char *const *names)
{
  for (; *names != NULL; names++)
    if (memcmp (name, *names, 4) == 0)
      return TRUE;
  return FALSE;
}

gboolean
critic_hash_png (CriticHashJob *job)
{
  static const char *const image[] = { "IHDR", "PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP",
                                       "acTL", "fcTL", "fdAT", NULL };
  const guint8 *last = NULL;
  gsize at = 8;

  /* Length, name, content, checksum. */
  while (job->size - at >= 12)
    {
      const guint8 *name = job->data + at + 4;
      guint32 length;

      memcpy (&length, job->data + at, 4);
      length = GUINT32_FROM_BE (length);
      if (length > job->size - at - 12)
        return FALSE;
      if (memcmp (name, "IEND", 4) == 0)
        return TRUE;
      /* Data may be cut into chunks anew: the name once. */
      if (name_is_among (name, image))
        {
          const gboolean goes_on = last != NULL && memcmp (name, last, 4) == 0;

          if (!critic_hash_add_range (job, at + (goes_on ? 8 : 4), (guint64) length + (goes_on ? 0 : 4)))
            return FALSE;
          last = name;
        }
      at += (gsize) length + 12;
    }
  return FALSE;
}

gboolean
critic_hash_webp (CriticHashJob *job)
{
  static const char *const image[] = { "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP", NULL };
  gsize at = 12;
  gboolean found = FALSE;

  /* Name, length, content, and a byte that makes it even. VP8X comes and goes
   * with the metadata. */
  while (job->size - at >= 8)
    {
      guint32 length;

      memcpy (&length, job->data + at + 4, 4);
      length = GUINT32_FROM_LE (length);
      if (length > job->size - at - 8)
        return FALSE;
      if (name_is_among (job->data + at, image))
        {
          if (!critic_hash_add_range (job, at, (guint64) length + 8))
            return FALSE;
          found = TRUE;
        }
      at += (gsize) length + 8;
      at += length % 2 != 0 && at < job->size;
    }
  return found;
}

/* Behind the blocks of at most 255 bytes that begin at @at; 0: cut short. */
static gsize
skip_blocks (const CriticHashJob *job, gsize at)
{
  while (at < job->size)
    {
      const gsize length = job->data[at];

      if (length >= job->size - at)
        return 0;
      at += length + 1;
      if (length == 0)
        return at;
    }
  return 0;
}

static gsize
colour_table_size (guint8 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

gboolean
critic_hash_gif (CriticHashJob *job)
{
  const guint8 *data = job->data;
  gsize at = 13;

  /* Not the version: a comment raises it. */
  if (job->size < at || !critic_hash_add_range (job, 6, at - 6 + colour_table_size (data[10])))
    return FALSE;
  at += colour_table_size (data[10]);
  while (job->size - at >= 2 && data[at] != 0x3b)
    {
      const gsize start = at;
      gboolean counts;

      if (data[at] == 0x21)
        {
          counts = data[at + 1] == 0xf9 ||
                   (data[at + 1] == 0xff && job->size - at >= 14 && memcmp (data + at + 3, "ICCRGBG1012", 11) == 0);
          at = skip_blocks (job, at + 2);
        }
      else if (data[at] == 0x2c && job->size - at >= 11)
        {
          counts = TRUE;
          at += 11 + colour_table_size (data[at + 9]);
          at = at < job->size ? skip_blocks (job, at) : 0;
        }
      else
        return FALSE;
      if (at == 0 || (counts && !critic_hash_add_range (job, start, at - start)))
        return FALSE;
    }
  return at < job->size && data[at] == 0x3b;
}

static gboolean
starts_with (const CriticHashJob *job, gsize at, const char *text, gsize length)
{
  return job->size >= at + length && memcmp (job->data + at, text, length) == 0;
}

static gboolean
hash_image_data (CriticHashJob *job)
{
  if (starts_with (job, 0, "\xff\xd8\xff", 3))
    return critic_hash_jpeg (job);
  if (starts_with (job, 0, "\x89PNG\r\n\x1a\n", 8))
    return critic_hash_png (job);
  if (starts_with (job, 0, "GIF87a", 6) || starts_with (job, 0, "GIF89a", 6))
    return critic_hash_gif (job);
  if (starts_with (job, 0, "RIFF", 4) && starts_with (job, 8, "WEBP", 4))
    return critic_hash_webp (job);
  if (starts_with (job, 0, "\xff\x0a", 2))      /* JPEG XL without its container: as with it */
    return critic_hash_add_range (job, 0, job->size);
  if (starts_with (job, 4, "ftyp", 4) || starts_with (job, 4, "JXL ", 4))
    return critic_hash_bmff (job);
  if (starts_with (job, 0, "IIU\0", 4))
    return critic_hash_rw2 (job);
  if (starts_with (job, 0, "II", 2) || starts_with (job, 0, "MM", 2))
    return critic_hash_tiff (job);
  if (starts_with (job, 0, "FUJIFILMCCD-RAW ", 16))
    return critic_hash_raf (job);
  return FALSE;
}

/**
 * critic_content_hash:
 * @data: a file's content
 * @size: how many bytes
 * @hash: room for CRITIC_CONTENT_HASH_SIZE bytes
 *
 * The hash of a file's image data. Writing, changing and removing tags leaves
 * it as it is, and so do moving the data inside of the file and renaming it;
 * any change of a pixel, of how pixels are coded or of the colour profile makes
 * another one. Files of unknown formats and damaged ones: of all bytes. Any
 * thread; never fails. Some 10 GB a second.
 */
void
critic_content_hash (const guint8 *data, gsize size, guint8 hash[CRITIC_CONTENT_HASH_SIZE])
{
  CriticHashJob job = { XXH3_createState (), data, size, 0 };
  XXH128_canonical_t canonical;

  G_STATIC_ASSERT (sizeof canonical == CRITIC_CONTENT_HASH_SIZE);
  XXH3_128bits_reset (job.state);
  if (hash_image_data (&job))
    XXH128_canonicalFromHash (&canonical, XXH3_128bits_digest (job.state));
  else
    XXH128_canonicalFromHash (&canonical, XXH3_128bits (data, size));
  XXH3_freeState (job.state);
  memcpy (hash, &canonical, sizeof canonical);
}
