/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "critic-tiff.h"

#define MAX_DIRECTORIES 64
#define MAX_DEPTH 4
#define MAX_ENTRIES 65535
#define MAX_TEXT 1024
#define TAG_SUB_IFDS 0x014a

static guint64
get_number (const CriticTiff *tiff, guint64 offset, guint width)
{
  const guint8 *at = tiff->data + offset;
  guint64 number = 0;

  for (guint i = 0; i < width; i++)
    number |= (guint64) at[i] << 8 * (tiff->big_endian ? width - 1 - i : i);
  return number;
}

static gboolean
is_inside (const CriticTiff *tiff, guint64 offset, guint64 length)
{
  return offset <= tiff->size && length <= tiff->size - offset;
}

static guint
width_of_type (guint64 type)
{
  static const guint8 widths[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

  return type < G_N_ELEMENTS (widths) ? widths[type] : 0;
}

/* How many entries the directory at @offset has, and where the first is; 0:
 * none, or it is not inside of the file. */
static guint64
open_directory (const CriticTiff *tiff, guint64 offset, guint64 *first, guint *entry_size)
{
  const guint count_width = tiff->big ? 8 : 2;
  guint64 count;

  *entry_size = tiff->big ? 20 : 12;
  if (offset == 0 || !is_inside (tiff, offset, count_width))
    return 0;
  count = get_number (tiff, offset, count_width);
  *first = offset + count_width;
  return count <= MIN (MAX_ENTRIES, (tiff->size - *first) / *entry_size) ? count : 0;
}

/**
 * critic_tiff_find:
 * @tiff: a reader
 * @directory: the offset of a directory, any number
 * @tag: the tag
 * @values: (out): where its values are; undefined when there are none
 *
 * Finds a tag of a directory.
 *
 * Returns: %FALSE if the directory or the tag is not there, is of no known
 *   type, or its values are not wholly inside of the file
 */
gboolean
critic_tiff_find (const CriticTiff *tiff, guint64 directory, guint tag, CriticTiffValues *values)
{
  const guint value_width = tiff->big ? 8 : 4;
  guint64 first = 0;
  guint entry_size;
  const guint64 n = open_directory (tiff, directory, &first, &entry_size);

  for (guint64 i = 0; i < n; i++)
    {
      const guint64 entry = first + i * entry_size;

      if (get_number (tiff, entry, 2) != tag)
        continue;
      values->width = width_of_type (get_number (tiff, entry + 2, 2));
      values->count = get_number (tiff, entry + 4, value_width);
      values->offset = entry + 4 + value_width;
      if (values->width == 0 || values->count > tiff->size / values->width)
        return FALSE;
      if (values->count * values->width > value_width)
        values->offset = get_number (tiff, values->offset, value_width);
      return is_inside (tiff, values->offset, values->count * values->width);
    }
  return FALSE;
}

/**
 * critic_tiff_get:
 * @tiff: a reader
 * @values: what critic_tiff_find() found
 * @i: which, less than their count
 *
 * Returns: the value as an unsigned whole number, whatever its type is
 */
guint64
critic_tiff_get (const CriticTiff *tiff, const CriticTiffValues *values, guint64 i)
{
  return get_number (tiff, values->offset + i * values->width, values->width);
}

/**
 * critic_tiff_get_first:
 * @tiff: a reader
 * @directory: the offset of a directory, any number
 * @tag: the tag
 *
 * Returns: the first value of a tag; 0 if there is none
 */
guint64
critic_tiff_get_first (const CriticTiff *tiff, guint64 directory, guint tag)
{
  CriticTiffValues values;

  return critic_tiff_find (tiff, directory, tag, &values) && values.count > 0 ? critic_tiff_get (tiff, &values, 0) : 0;
}

/* Follows the chain of directories that begins at @offset, and into their
 * children. One met before ends it. */
static void
collect_directories (const CriticTiff *tiff, GArray *directories, guint64 offset, guint depth)
{
  while (directories->len < MAX_DIRECTORIES)
    {
      guint64 first = 0;
      guint entry_size;
      const guint64 n = open_directory (tiff, offset, &first, &entry_size);
      const guint64 end = first + n * entry_size;
      CriticTiffValues children;

      for (guint i = 0; i < directories->len; i++)
        if (g_array_index (directories, guint64, i) == offset)
          return;
      if (n == 0)
        return;
      g_array_append_val (directories, offset);
      if (depth < MAX_DEPTH && critic_tiff_find (tiff, offset, TAG_SUB_IFDS, &children))
        for (guint64 i = 0; i < MIN (children.count, MAX_DIRECTORIES); i++)
          collect_directories (tiff, directories, critic_tiff_get (tiff, &children, i), depth + 1);
      if (!is_inside (tiff, end, tiff->big ? 8 : 4))
        return;
      offset = get_number (tiff, end, tiff->big ? 8 : 4);
    }
}

/**
 * critic_tiff_get_directories:
 * @tiff: a reader
 *
 * Every directory once, children (SubIFDs) before the next; not more than 64,
 * and not deeper than four.
 *
 * Returns: (transfer full) (element-type guint64): their offsets
 */
GArray *
critic_tiff_get_directories (const CriticTiff *tiff)
{
  GArray *directories = g_array_new (FALSE, FALSE, sizeof (guint64));

  collect_directories (tiff, directories, tiff->first, 0);
  return directories;
}

/**
 * critic_tiff_get_text:
 * @tiff: a reader
 * @directory: the offset of a directory, any number
 * @tag: a tag whose values are bytes or characters
 *
 * Returns: (transfer full) (nullable): its text until the first NUL, 1024 bytes
 *   at most, in whatever encoding; %NULL if there is none
 */
char *
critic_tiff_get_text (const CriticTiff *tiff, guint64 directory, guint tag)
{
  CriticTiffValues values;

  if (!critic_tiff_find (tiff, directory, tag, &values) || values.width != 1)
    return NULL;
  return g_strndup ((const char *) tiff->data + values.offset, (gsize) MIN (values.count, MAX_TEXT));
}

/**
 * critic_tiff_open:
 * @tiff: (out caller-allocates): the reader; it has nothing to free
 * @data: (array length=size): the file's bytes, which must outlive @tiff
 * @size: how many bytes
 *
 * Looks at the first bytes. The numbers of Olympus and Panasonic stand for 42.
 *
 * Returns: %FALSE if it does not begin as TIFF does
 */
gboolean
critic_tiff_open (CriticTiff *tiff, const guint8 *data, gsize size)
{
  guint64 magic;

  *tiff = (CriticTiff) { .data = data, .size = size };
  if (size < 16 || (memcmp (data, "II", 2) != 0 && memcmp (data, "MM", 2) != 0))
    return FALSE;
  tiff->big_endian = data[0] == 'M';
  magic = get_number (tiff, 2, 2);
  tiff->big = magic == 43;
  if (!tiff->big && magic != 42 && magic != 0x4f52 && magic != 0x5352 && magic != 0x55)
    return FALSE;
  tiff->first = tiff->big ? get_number (tiff, 8, 8) : get_number (tiff, 4, 4);
  return TRUE;
}
