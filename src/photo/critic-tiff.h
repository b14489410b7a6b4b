/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A reader of TIFF's directories (TIFF, BigTIFF, raw formats that are TIFF
 * inside, EXIF), for what nobody should have to decode a picture. Every offset
 * is checked; nothing is copied. A directory is known by its offset. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gboolean      big_endian;
  gboolean      big;            /* BigTIFF: 64 bits */
  guint64       first;          /* directory */
} CriticTiff;

/* The values of one tag. */
typedef struct
{
  guint64 count;
  guint64 offset;       /* of the first; all are inside of the file */
  guint   width;        /* bytes each */
} CriticTiffValues;

gboolean critic_tiff_open            (CriticTiff *tiff, const guint8 *data, gsize size);
/* Every directory, children (SubIFDs) before the next: guint64 offsets. */
GArray  *critic_tiff_get_directories (const CriticTiff *tiff);
gboolean critic_tiff_find            (const CriticTiff *tiff, guint64 directory, guint tag, CriticTiffValues *values);
guint64  critic_tiff_get             (const CriticTiff *tiff, const CriticTiffValues *values, guint64 i);
guint64  critic_tiff_get_first       (const CriticTiff *tiff, guint64 directory, guint tag);   /* 0: none */
char    *critic_tiff_get_text        (const CriticTiff *tiff, guint64 directory, guint tag);   /* NULL: none */

G_END_DECLS
