/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The image data of TIFF and of the raw formats that are TIFF inside (DNG, NEF,
 * CR2, ARW, PEF, ORF, …): strips and tiles of every directory that is not a
 * reduced copy, with what says how they are coded. Offsets do not count: a
 * program that writes tags moves the data. */
#include "critic-content-hash-private.h"
#include "critic-tiff.h"

enum
{
  TAG_SUBFILE_TYPE  = 0x00fe,
  TAG_WIDTH         = 0x0100,
  TAG_LENGTH        = 0x0101,
  TAG_BITS          = 0x0102,
  TAG_COMPRESSION   = 0x0103,
  TAG_PHOTOMETRIC   = 0x0106,
  TAG_STRIP_OFFSETS = 0x0111,
  TAG_SAMPLES       = 0x0115,
  TAG_STRIP_SIZES   = 0x0117,
  TAG_PLANAR        = 0x011c,
  TAG_PREDICTOR     = 0x013d,
  TAG_COLOUR_MAP    = 0x0140,
  TAG_TILE_OFFSETS  = 0x0144,
  TAG_TILE_SIZES    = 0x0145,
  TAG_JPEG_TABLES   = 0x015b,
  TAG_CFA_PATTERN   = 0x828e,
  TAG_ICC_PROFILE   = 0x8773,
};

static gboolean
find_pieces (const CriticTiff *tiff, guint64 directory, CriticTiffValues *offsets, CriticTiffValues *sizes)
{
  return (critic_tiff_find (tiff, directory, TAG_STRIP_OFFSETS, offsets) &&
          critic_tiff_find (tiff, directory, TAG_STRIP_SIZES, sizes)) ||
         (critic_tiff_find (tiff, directory, TAG_TILE_OFFSETS, offsets) &&
          critic_tiff_find (tiff, directory, TAG_TILE_SIZES, sizes));
}

/* Values in one byte order, whatever the file's: some programs turn it. */
static gboolean
add_values (CriticHashJob *job, const CriticTiff *tiff, guint64 directory, guint tag)
{
  CriticTiffValues values;

  if (!critic_tiff_find (tiff, directory, tag, &values))
    return TRUE;
  if (values.count * values.width > job->size - job->added)
    return FALSE;
  job->added += (gsize) (values.count * values.width);
  critic_hash_add_number (job, tag);
  for (guint64 i = 0; i < values.count; i++)
    critic_hash_add_number (job, critic_tiff_get (tiff, &values, i));
  return TRUE;
}

static gboolean
add_directory (CriticHashJob *job, const CriticTiff *tiff, guint64 directory)
{
  static const guint numbers[] = { TAG_WIDTH, TAG_LENGTH, TAG_BITS, TAG_COMPRESSION, TAG_PHOTOMETRIC,
                                   TAG_SAMPLES, TAG_PLANAR, TAG_PREDICTOR, TAG_COLOUR_MAP, TAG_CFA_PATTERN };
  static const guint contents[] = { TAG_JPEG_TABLES, TAG_ICC_PROFILE };
  CriticTiffValues offsets, sizes, values;

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!add_values (job, tiff, directory, numbers[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    if (critic_tiff_find (tiff, directory, contents[i], &values) &&
        !critic_hash_add_range (job, values.offset, values.count * values.width))
      return FALSE;
  if (!find_pieces (tiff, directory, &offsets, &sizes) || offsets.count != sizes.count)
    return FALSE;
  for (guint64 i = 0; i < offsets.count; i++)
    if (!critic_hash_add_range (job, critic_tiff_get (tiff, &offsets, i), critic_tiff_get (tiff, &sizes, i)))
      return FALSE;
  return TRUE;
}

/* Cameras mark their thumbnails and previews as reduced copies; a file that
 * has nothing else is a photograph all the same. */
static gboolean
add_directories (CriticHashJob *job, const CriticTiff *tiff, GArray *directories, gboolean reduced)
{
  gboolean found = FALSE;

  for (guint i = 0; i < directories->len; i++)
    {
      const guint64 directory = g_array_index (directories, guint64, i);
      CriticTiffValues offsets, sizes;

      if (!find_pieces (tiff, directory, &offsets, &sizes) ||
          (critic_tiff_get_first (tiff, directory, TAG_SUBFILE_TYPE) & 1) != reduced)
        continue;
      if (!add_directory (job, tiff, directory))
        return FALSE;
      found = TRUE;
    }
  return found;
}

gboolean
critic_hash_tiff (CriticHashJob *job)
{
  g_autoptr (GArray) directories = NULL;
  CriticTiff tiff;

  if (!critic_tiff_open (&tiff, job->data, job->size))
    return FALSE;
  directories = critic_tiff_get_directories (&tiff);
  return add_directories (job, &tiff, directories, FALSE) ||
         (job->added == 0 && add_directories (job, &tiff, directories, TRUE));
}
