/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-word-file.h"

#include "mcn-dataset-file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "MCNWORDS"
#define MAGIC_SIZE 8

void
mcn_word_file_header (const char *key, char *header)
{
  memcpy (header, MAGIC, MAGIC_SIZE);
  memcpy (header + MAGIC_SIZE, key, MCN_WORD_FILE_HEADER - MAGIC_SIZE);
}

static gboolean
is_hex (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

/* Those that were written before there was a magic bear the whole hash, as does many a list of checksums: they must
 * have been completed. */
gboolean
mcn_word_file_is_one (int fd, const char *there, gsize size)
{
  char end[MAGIC_SIZE];

  if (size < MCN_WORD_FILE_HEADER)
    return memcmp (there, MAGIC, MIN (size, MAGIC_SIZE)) == 0;
  if (memcmp (there, MAGIC, MAGIC_SIZE) == 0)
    return is_hex (there + MAGIC_SIZE, MCN_WORD_FILE_HEADER - MAGIC_SIZE);
  return is_hex (there, MCN_WORD_FILE_HEADER) && size >= MCN_WORD_FILE_HEADER + sizeof (McnWordTrailer) &&
         pread (fd, end, sizeof end, size - sizeof (McnWordTrailer)) == sizeof end && memcmp (end, MAGIC, sizeof end) == 0;
}

McnWordTrailer
mcn_word_file_trailer (gconstpointer rows, gsize size)
{
  McnWordTrailer trailer = { .checksum = GUINT64_TO_LE (mcn_checksum (rows, size)) };

  memcpy (trailer.magic, MAGIC, sizeof trailer.magic);
  return trailer;
}

gboolean
mcn_word_file_is_whole (gconstpointer bytes, gsize length, const char *key, gsize size)
{
  const guint8 *at = bytes;
  char header[MCN_WORD_FILE_HEADER];
  McnWordTrailer trailer;

  if (length != sizeof header + size + sizeof trailer)
    return FALSE;
  mcn_word_file_header (key, header);
  if (memcmp (at, header, sizeof header) != 0)
    return FALSE;
  trailer = mcn_word_file_trailer (at + sizeof header, size);
  return memcmp (at + sizeof header + size, &trailer, sizeof trailer) == 0;
}

char *
mcn_word_part_path (const char *path, guint i, guint n)
{
  return g_strdup_printf ("%s.%u-of-%u", path, i, n);
}

guint
mcn_word_parts_find (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      guint i, n;
      char rest;

      if (g_str_has_prefix (name, base) && sscanf (name + strlen (base), ".%u-of-%u%c", &i, &n, &rest) == 2 && i >= 1 && i <= n)
        return n;
    }
  return 0;
}

char *
mcn_word_part_key (const char *key, guint i, guint n)
{
  g_autofree char *whole = g_strdup_printf ("%s %u/%u", key, i, n);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
}
