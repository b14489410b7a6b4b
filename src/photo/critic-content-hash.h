/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CRITIC_CONTENT_HASH_SIZE 16

/* XXH3-128 over the image data of a file without its metadata (EXIF, XMP, IPTC,
 * comments, thumbnails; the colour profile counts): JPEG scan data and tables,
 * PNG image chunks, TIFF and TIFF-like RAW strips and tiles, RW2's and RAF's raw
 * data, WebP and HEIF/AVIF image items, GIF blocks. Any other or damaged file: all its bytes. Every
 * offset in the file is checked; never fails. */
void critic_content_hash (const guint8 *data, gsize size, guint8 hash[CRITIC_CONTENT_HASH_SIZE]);

G_END_DECLS
