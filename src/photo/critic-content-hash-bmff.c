/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The image data of the formats that are boxes in boxes: HEIF and AVIF (the
 * items that are no metadata, wherever they lie), JPEG XL (its codestream),
 * Canon's CR3 (its media data). */
#include <string.h>

#include "critic-content-hash-private.h"

#define MAX_BOXES 4096
#define MAX_ITEMS 65536

/* Bytes in big endian, read one after the other. */
typedef struct
{
  const guint8 *data;
  gsize         size, at;
  gboolean      short_of;       /* more was asked for than there is */
} Reader;

typedef struct
{
  char   name[5];
  Reader content;
  gsize  offset;                /* of the content, in the file */
} Box;

static guint64
read_number (Reader *reader, guint width)
{
  guint64 number = 0;

  if (width > reader->size - reader->at)
    {
      reader->short_of = TRUE;
      reader->at = reader->size;
      return 0;
    }
  for (guint i = 0; i < width; i++)
    number = number << 8 | reader->data[reader->at++];
  return number;
}

/* The next box of @parent, whose content lies at @parent_offset in the file.
 * FALSE at the end; parent->short_of where it is cut short. */
static gboolean
next_box (Reader *parent, gsize parent_offset, Box *box)
{
  const gsize start = parent->at;
  guint64 length;

  if (parent->size - start < 8)
    return FALSE;
  length = read_number (parent, 4);
  memcpy (box->name, parent->data + parent->at, 4);
  box->name[4] = '\0';
  parent->at += 4;
  if (length == 1)
    length = read_number (parent, 8);
  else if (length == 0)
    length = parent->size - start;
  if (parent->short_of || length < parent->at - start || length > parent->size - start)
    {
      parent->short_of = TRUE;
      return FALSE;
    }
  box->offset = parent_offset + parent->at;
  box->content = (Reader) { parent->data + parent->at, (gsize) length - (parent->at - start), 0, FALSE };
  parent->at = start + (gsize) length;
  return TRUE;
}

static gboolean
find_box (const Box *parent, gsize skip, const char *name, Box *box)
{
  Reader reader = parent->content;

  reader.at = MIN (skip, reader.size);
  for (guint i = 0; i < MAX_BOXES && next_box (&reader, parent->offset, box); i++)
    if (strcmp (box->name, name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_metadata (guint32 type)
{
  return type == 0x45786966 /* Exif */ || type == 0x6d696d65 /* mime: XMP */ || type == 0x75726920 /* "uri " */;
}

/* The items that are metadata: a set of their numbers. NULL: not as it should be. */
static GHashTable *
find_metadata_items (const Box *meta)
{
  g_autoptr (GHashTable) items = g_hash_table_new (NULL, NULL);
  Box iinf, infe;
  guint version;
  guint64 n;

  if (!find_box (meta, 4, "iinf", &iinf))
    return NULL;
  version = (guint) (read_number (&iinf.content, 4) >> 24);
  n = read_number (&iinf.content, version == 0 ? 2 : 4);
  if (n > MAX_ITEMS)
    return NULL;
  for (guint64 i = 0; i < n; i++)
    {
      guint64 number, type;

      if (!next_box (&iinf.content, iinf.offset, &infe) || strcmp (infe.name, "infe") != 0)
        return NULL;
      version = (guint) (read_number (&infe.content, 4) >> 24);
      if (version < 2)
        return NULL;
      number = read_number (&infe.content, version == 2 ? 2 : 4);
      read_number (&infe.content, 2);
      type = read_number (&infe.content, 4);
      if (infe.content.short_of)
        return NULL;
      if (is_metadata ((guint32) type))
        g_hash_table_add (items, GUINT_TO_POINTER ((guint) number));
    }
  return g_steal_pointer (&items);
}

/* Items lie in pieces, in the file or in the box "idat". */
static gboolean
add_items (CriticHashJob *job, const Box *meta, GHashTable *metadata)
{
  Box iloc, idat;
  guint version;
  guint64 widths, n;
  const gboolean has_idat = find_box (meta, 4, "idat", &idat);

  if (!find_box (meta, 4, "iloc", &iloc))
    return FALSE;
  version = (guint) (read_number (&iloc.content, 4) >> 24);
  widths = read_number (&iloc.content, 2);
  n = read_number (&iloc.content, version < 2 ? 2 : 4);
  if (version > 2 || n > MAX_ITEMS)
    return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      const guint64 number = read_number (&iloc.content, version < 2 ? 2 : 4);
      const guint64 method = version > 0 ? read_number (&iloc.content, 2) & 15 : 0;
      guint64 base, n_pieces;

      read_number (&iloc.content, 2);
      base = read_number (&iloc.content, widths >> 4 & 15);
      n_pieces = read_number (&iloc.content, 2);
      if (iloc.content.short_of || method > 1 || (method == 1 && !has_idat))
        return FALSE;
      if (method == 1)
        base += idat.offset;
      for (guint64 k = 0; k < n_pieces; k++)
        {
          guint64 offset, length;

          if (version > 0)
            read_number (&iloc.content, widths & 15);
          offset = read_number (&iloc.content, widths >> 12 & 15);
          length = read_number (&iloc.content, widths >> 8 & 15);
          if (iloc.content.short_of)
            return FALSE;
          if (!g_hash_table_contains (metadata, GUINT_TO_POINTER ((guint) number)) &&
              !critic_hash_add_range (job, base + offset, length))
            return FALSE;
        }
    }
  return job->added > 0;
}

/* How the items are coded, and the colour profile; not which way is up. */
static gboolean
add_properties (CriticHashJob *job, const Box *meta)
{
  static const char *const names[] = { "hvcC", "av1C", "avcC", "jpgC", "colr", "ispe", "clap", NULL };
  Box iprp, ipco, box;

  if (!find_box (meta, 4, "iprp", &iprp) || !find_box (&iprp, 0, "ipco", &ipco))
    return FALSE;
  while (next_box (&ipco.content, ipco.offset, &box))
    if (g_strv_contains (names, box.name) && !critic_hash_add_range (job, box.offset, box.content.size))
      return FALSE;
  return !ipco.content.short_of;
}

static gboolean
hash_items (CriticHashJob *job, const Box *meta)
{
  g_autoptr (GHashTable) metadata = find_metadata_items (meta);

  return metadata != NULL && add_properties (job, meta) && add_items (job, meta, metadata);
}

/* The content of all boxes of that name at the top, less @skip bytes each. */
static gboolean
add_boxes (CriticHashJob *job, const Box *file, const char *name, gsize skip)
{
  Reader reader = file->content;
  Box box;

  for (guint i = 0; i < MAX_BOXES && next_box (&reader, 0, &box); i++)
    if (strcmp (box.name, name) == 0 && box.content.size >= skip &&
        !critic_hash_add_range (job, box.offset + skip, box.content.size - skip))
      return FALSE;
  return !reader.short_of && job->added > 0;
}

gboolean
critic_hash_bmff (CriticHashJob *job)
{
  const Box file = { "", { job->data, job->size, 0, FALSE }, 0 };
  Box box;

  if (memcmp (job->data + 4, "JXL ", 4) == 0)
    return find_box (&file, 0, "jxlc", &box) ? add_boxes (job, &file, "jxlc", 0) : add_boxes (job, &file, "jxlp", 4);
  if (job->size >= 12 && memcmp (job->data + 8, "crx ", 4) == 0)
    return add_boxes (job, &file, "mdat", 0);
  return find_box (&file, 0, "meta", &box) && hash_items (job, &box);
}
