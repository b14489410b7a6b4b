/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "critic-png-text.h"

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIGNATURE_SIZE 8
/* Length, name, content, checksum. */
#define CHUNK_HEAD 8
#define CHUNK_FRAME 12

/* The content of the chunk at *@at, which moves on to the next; NULL at the
 * end or where the file is damaged. */
static const guint8 *
next_chunk (const guint8 *data, gsize size, gsize *at, char name[5], guint32 *length)
{
  const guint8 *content;

  if (size - *at < CHUNK_FRAME)
    return NULL;
  memcpy (length, data + *at, 4);
  *length = GUINT32_FROM_BE (*length);
  if (*length > size - *at - CHUNK_FRAME)
    return NULL;
  memcpy (name, data + *at + 4, 4);
  name[4] = '\0';
  content = data + *at + CHUNK_HEAD;
  *at += (gsize) *length + CHUNK_FRAME;
  return content;
}

static gboolean
is_png (const guint8 *data, gsize size)
{
  return size >= SIGNATURE_SIZE && memcmp (data, SIGNATURE, SIGNATURE_SIZE) == 0;
}

/**
 * critic_png_get_size:
 * @png: a file's content
 * @width: (out): in pixels
 * @height: (out): in pixels
 *
 * Any thread.
 *
 * Returns: %TRUE, or %FALSE where it has no header
 */
gboolean
critic_png_get_size (GBytes *png, guint *width, guint *height)
{
  gsize size, at = SIGNATURE_SIZE;
  const guint8 *data = g_bytes_get_data (png, &size);
  const guint8 *content;
  guint32 length, sides[2];
  char name[5];

  if (!is_png (data, size))
    return FALSE;
  content = next_chunk (data, size, &at, name, &length);
  if (content == NULL || strcmp (name, "IHDR") != 0 || length < sizeof sides)
    return FALSE;
  memcpy (sides, content, sizeof sides);
  *width = GUINT32_FROM_BE (sides[0]);
  *height = GUINT32_FROM_BE (sides[1]);
  return *width > 0 && *height > 0;
}

/**
 * critic_png_text_get:
 * @png: a file's content
 * @key: the keyword, such as "Thumb::URI"
 *
 * The first tEXt chunk of that keyword, wherever it stands. Any thread.
 *
 * Returns: (transfer full) (nullable): its text as it stands there, or %NULL
 */
char *
critic_png_text_get (GBytes *png, const char *key)
{
  const gsize key_length = strlen (key);
  gsize size, at = SIGNATURE_SIZE;
  const guint8 *data = g_bytes_get_data (png, &size);
  const guint8 *content;
  guint32 length;
  char name[5];

  if (!is_png (data, size))
    return NULL;
  while ((content = next_chunk (data, size, &at, name, &length)) != NULL)
    if (strcmp (name, "tEXt") == 0 && length > key_length && content[key_length] == '\0' &&
        memcmp (content, key, key_length) == 0)
      return g_strndup ((const char *) content + key_length + 1, length - key_length - 1);
  return NULL;
}
