/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a file of word features looks like: a header that names the key, rows of F16, and a trailer once they are all
 * there. Parts of one, which other processes made, lie beside it as FILE.I-of-N. */
#define MCN_WORD_FILE_HEADER 64     /* a magic, and the key's SHA-256 in hex as far as there is room */

typedef struct
{
  char    magic[8];
  guint64 checksum;             /* of the rows, little end first */
} McnWordTrailer;

/* What a file bears on its first bytes that was made for @key, the SHA-256 in hex. */
void           mcn_word_file_header  (const char *key, char *header);
/* Whether a file with the beginning @there and that length was written here, for whatever key. */
gboolean       mcn_word_file_is_one  (int fd, const char *there, gsize size);
McnWordTrailer mcn_word_file_trailer (gconstpointer rows, gsize size);
/* Whether these are all bytes of a whole file of @key with @size bytes of rows, as they were written. */
gboolean       mcn_word_file_is_whole (gconstpointer bytes, gsize length, const char *key, gsize size);

/* Part @i of @n of @path, from 1. */
char          *mcn_word_part_path    (const char *path, guint i, guint n);
/* Of how many parts there is one beside @path; 0: there is none. */
guint          mcn_word_parts_find   (const char *path);
/* The key of a part. */
char          *mcn_word_part_key     (const char *key, guint i, guint n);

G_END_DECLS
