/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The photograph and its way from a file: read once, in full; JPEG or not;
 * upright. */
#include <string.h>

#include <glib/gi18n-lib.h>
#include <xxhash.h>

#include "critic-blocking.h"
#include "critic-content-hash.h"
#include "critic-photo-formats.h"
#include "critic-photo-private.h"

#define MAX_FILE_SIZE (G_GUINT64_CONSTANT (2048) * 1024 * 1024)
#define READ_PIECE (256 * 1024)

struct _CriticPhoto
{
  gatomicrefcount refs;
  GBytes         *pixels;
  guint           width, height;
  guint           full_width, full_height;
  char           *key;
  guint8          hash[CRITIC_CONTENT_HASH_SIZE];
};

static char *
make_key (XXH128_hash_t hash)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x",
                          (guint64) hash.high64, (guint64) hash.low64);
}

/* Takes decoded->pixels and @key. */
static CriticPhoto *
critic_photo_new (CriticDecoded *decoded, char *key)
{
  CriticPhoto *self = g_new0 (CriticPhoto, 1);

  g_atomic_ref_count_init (&self->refs);
  self->width = decoded->width;
  self->height = decoded->height;
  self->full_width = decoded->full_width;
  self->full_height = decoded->full_height;
  self->pixels = g_bytes_new_take (g_steal_pointer (&decoded->pixels),
                                   (gsize) decoded->width * 3 * decoded->height);
  self->key = key;
  return self;
}

static void
set_read_error (GError **error, const char *display_name, const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ,
                 _("“%s” does not exist. It may have been moved, renamed or deleted: choose it again."),
                 display_name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ,
                 _("“%s” may not be read by you. Change its permissions, or ask its owner for a copy."),
                 display_name);
  else
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ,
                 _("“%s” cannot be read (%s). Copy it to another place and open the copy."),
                 display_name, cause->message);
}

/* Anything but a regular file is refused before it is opened: opening a pipe
 * waits for its other end, for ever. */
static gboolean
check_file (GFileInfo *info, const char *display_name, GError **error)
{
  switch (g_file_info_get_file_type (info))
    {
    case G_FILE_TYPE_REGULAR:
      break;
    case G_FILE_TYPE_DIRECTORY:
      g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                   _("“%s” is a folder. Choose a photograph inside it."), display_name);
      return FALSE;
    case G_FILE_TYPE_SYMBOLIC_LINK:     /* followed as far as it goes */
      g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_READ,
                   _("“%s” is a link to a file that does not exist. Choose the file itself."), display_name);
      return FALSE;
    case G_FILE_TYPE_UNKNOWN:
    case G_FILE_TYPE_SPECIAL:
    case G_FILE_TYPE_SHORTCUT:
    case G_FILE_TYPE_MOUNTABLE:
    default:
      g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                   _("“%s” is not an ordinary file. Choose a JPEG, PNG or TIFF file."), display_name);
      return FALSE;
    }
  if ((guint64) g_file_info_get_size (info) > MAX_FILE_SIZE)
    {
      g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_TOO_LARGE,
                   _("“%s” is larger than 2 GB. Save a smaller copy and open that."), display_name);
      return FALSE;
    }
  return TRUE;
}

static GBytes *
read_stream (GInputStream *stream, gsize expected, GCancellable *cancellable, GError **error)
{
  gsize size = 0, room = expected + 1;
  guint8 *data = g_try_malloc (room);

  for (;;)
    {
      gssize n = -1;

      if (data == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
      else if (size > MAX_FILE_SIZE)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (EFBIG));
      else
        n = g_input_stream_read (stream, data + size, MIN (room - size, READ_PIECE), cancellable, error);

      if (n < 0)
        {
          g_free (data);
          return NULL;
        }
      if (n == 0)
        return g_bytes_new_take (data, size);
      size += n;
      if (size == room)
        {
          guint8 *larger = g_try_realloc (data, room += MAX (room, READ_PIECE));

          if (larger == NULL)
            g_free (data);
          data = larger;
        }
    }
}

/**
 * critic_photo_read:
 * @file: a regular file; it is never written to
 * @display_name: (out) (transfer full): its name for messages, in UTF-8; also on error
 * @mtime: (out) (optional): when it was last changed, before it was read,
 *   nanoseconds since 1970; untouched on error
 * @cancellable: (nullable): looked at between pieces
 * @error: return location for an error
 *
 * The file's content for critic_photo_load_bytes(), for whoever needs it for
 * more than the picture. Blocks: on a worker only. Any thread.
 *
 * Errors: CRITIC_PHOTO_ERROR, or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): all its bytes, or %NULL with @error
 */
GBytes *
critic_photo_read (GFile *file, char **display_name, gint64 *mtime, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *basename = g_file_get_basename (file);
  GBytes *bytes = NULL;

  *display_name = g_filename_display_name (basename != NULL ? basename : "?");
  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE ","
                            G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_NSEC,
                            G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (info != NULL && !check_file (info, *display_name, error))
    return NULL;
  if (info != NULL)
    stream = g_file_read (file, cancellable, &cause);
  if (stream != NULL)
    bytes = read_stream (G_INPUT_STREAM (stream), (gsize) g_file_info_get_size (info), cancellable, &cause);

  if (bytes == NULL)
    {
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&cause));
      else
        set_read_error (error, *display_name, cause);
    }
  else if (mtime != NULL)
    *mtime = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) * 1000000000 +
             g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED_NSEC);
  return bytes;
}

/**
 * critic_photo_load:
 * @file: a regular file; it is never written to
 * @at_least: the long side that is needed, in pixels, or 0 for full size
 * @cancellable: (nullable): looked at between pieces and rows
 * @error: return location for an error
 *
 * Reads the file once, in full, and decodes it as critic_photo_load_bytes()
 * does. Blocks: on a worker only. Any thread.
 *
 * Errors: CRITIC_PHOTO_ERROR, or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the photograph, or %NULL with @error
 */
CriticPhoto *
critic_photo_load (GFile *file, guint at_least, GCancellable *cancellable, GError **error)
{
  g_autofree char *display_name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  bytes = critic_photo_read (file, &display_name, NULL, cancellable, error);
  return bytes != NULL ? critic_photo_load_bytes (bytes, display_name, at_least, cancellable, error) : NULL;
}

/**
 * critic_photo_load_bytes:
 * @bytes: a file's content
 * @display_name: its name for messages, in UTF-8
 * @at_least: the long side that is needed, in pixels, or 0 for full size
 * @cancellable: (nullable): looked at between pieces and rows
 * @error: return location for an error
 *
 * Decodes to upright, opaque sRGB. The size in the header is checked against
 * CRITIC_PHOTO_MAX_PIXELS before anything is allocated. A JPEG is decoded at
 * the smallest of 1/8, 1/4, 1/2 and 1 whose long side is not below
 * 4 * @at_least, and so is the picture that a camera put into its raw file;
 * raw data without one of 1500 pixels are developed at half size, other formats
 * decoded at full size. Blocks: on a worker only. Any thread.
 *
 * Errors: CRITIC_PHOTO_ERROR, or %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the photograph, or %NULL with @error
 */
CriticPhoto *
critic_photo_load_bytes (GBytes       *bytes,
                         const char   *display_name,
                         guint         at_least,
                         GCancellable *cancellable,
                         GError      **error)
{
  CriticDecoded decoded = { 0 };
  CriticPhoto *self;
  gsize size;
  const guint8 *data;
  gboolean done;

  g_return_val_if_fail (bytes != NULL && display_name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  critic_blocking_begin ("A decoding");
  data = g_bytes_get_data (bytes, &size);
  if (size == 0)
    {
      critic_photo_set_empty (error, display_name);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    done = critic_photo_decode_jpeg (bytes, display_name, at_least, cancellable, &decoded, error);
  else if (critic_photo_is_jxl (bytes))
    done = critic_photo_decode_jxl (bytes, display_name, cancellable, &decoded, error);
  else if (critic_photo_is_raw (bytes, display_name))
    done = critic_photo_decode_raw (bytes, display_name, at_least, cancellable, &decoded, error);
  else
    done = critic_photo_decode_pixbuf (bytes, display_name, cancellable, &decoded, error);
  if (!done)
    return NULL;
  if (!critic_orientation_apply (&decoded))
    {
      g_free (decoded.pixels);
      critic_photo_set_no_memory (error, display_name);
      return NULL;
    }
  self = critic_photo_new (&decoded, make_key (XXH3_128bits (data, size)));
  critic_content_hash (data, size, self->hash);
  return self;
}

/**
 * critic_photo_new_from_pixels:
 * @pixels: rows of RGB or RGBA bytes, sRGB, not premultiplied; copied
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 * @stride: bytes from one row to the next
 * @has_alpha: whether there are four bytes a pixel
 *
 * A photograph that comes from no file, such as a paste. Any thread.
 *
 * Returns: (transfer full): the photograph
 */
CriticPhoto *
critic_photo_new_from_pixels (const guint8 *pixels, guint width, guint height, gsize stride, gboolean has_alpha)
{
  const gsize n_in = (gsize) width * (has_alpha ? 4 : 3);
  g_autoptr (CriticColour) colour = NULL;
  CriticPhoto *self;
  XXH3_state_t *state;
  XXH128_hash_t hash;
  XXH128_canonical_t canonical;
  g_autofree guint8 *row = NULL;
  guint32 size[2] = { GUINT32_TO_LE (width), GUINT32_TO_LE (height) };
  CriticDecoded decoded = { NULL, width, height, width, height, 1 };

  g_return_val_if_fail (pixels != NULL && width > 0 && height > 0 && stride >= n_in, NULL);
  g_return_val_if_fail ((guint64) width * height <= CRITIC_PHOTO_MAX_PIXELS, NULL);

  colour = critic_colour_new (has_alpha ? CRITIC_PIXELS_RGBA : CRITIC_PIXELS_RGB, NULL, 0);
  state = XXH3_createState ();
  XXH3_128bits_reset (state);
  row = g_malloc (n_in);
  decoded.pixels = g_malloc ((gsize) width * 3 * height);
  XXH3_128bits_update (state, size, sizeof size);
  for (guint y = 0; y < height; y++)
    {
      guint8 *out = decoded.pixels + (gsize) y * width * 3;

      memcpy (row, pixels + y * stride, n_in);
      critic_colour_convert (colour, row, out, width);
      XXH3_128bits_update (state, out, (gsize) width * 3);
    }
  hash = XXH3_128bits_digest (state);
  XXH3_freeState (state);
  self = critic_photo_new (&decoded, make_key (hash));
  XXH128_canonicalFromHash (&canonical, hash);
  memcpy (self->hash, canonical.digest, sizeof self->hash);
  return self;
}

/**
 * critic_photo_new_reduced:
 * @self: a photograph
 * @pixels: rows of RGB bytes, @width * 3 apart: @self, made smaller
 * @width: in pixels, at least 1
 * @height: in pixels, at least 1
 *
 * The same photograph, by key and full size, with fewer pixels in memory. Any
 * thread.
 *
 * Returns: (transfer full): the photograph
 */
CriticPhoto *
critic_photo_new_reduced (const CriticPhoto *self, GBytes *pixels, guint width, guint height)
{
  CriticPhoto *reduced;

  g_return_val_if_fail (g_bytes_get_size (pixels) == (gsize) width * 3 * height, NULL);

  reduced = g_new0 (CriticPhoto, 1);
  g_atomic_ref_count_init (&reduced->refs);
  reduced->pixels = g_bytes_ref (pixels);
  reduced->width = width;
  reduced->height = height;
  reduced->full_width = self->full_width;
  reduced->full_height = self->full_height;
  reduced->key = g_strdup (self->key);
  memcpy (reduced->hash, self->hash, sizeof reduced->hash);
  return reduced;
}

/**
 * critic_photo_ref:
 * @self: a photograph
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
CriticPhoto *
critic_photo_ref (CriticPhoto *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * critic_photo_unref:
 * @self: (transfer full): a photograph
 *
 * Frees it with the last reference. Any thread.
 */
void
critic_photo_unref (CriticPhoto *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_bytes_unref (self->pixels);
  g_free (self->key);
  g_free (self);
}

/**
 * critic_photo_get_width:
 * @self: a photograph
 *
 * Returns: the width of the decoded picture, upright, in pixels
 */
guint
critic_photo_get_width (const CriticPhoto *self)
{
  return self->width;
}

/**
 * critic_photo_get_height:
 * @self: a photograph
 *
 * Returns: the height of the decoded picture, upright, in pixels
 */
guint
critic_photo_get_height (const CriticPhoto *self)
{
  return self->height;
}

/**
 * critic_photo_get_full_width:
 * @self: a photograph
 *
 * Returns: the width of the picture in the file, upright, in pixels
 */
guint
critic_photo_get_full_width (const CriticPhoto *self)
{
  return self->full_width;
}

/**
 * critic_photo_get_full_height:
 * @self: a photograph
 *
 * Returns: the height of the picture in the file, upright, in pixels
 */
guint
critic_photo_get_full_height (const CriticPhoto *self)
{
  return self->full_height;
}

/**
 * critic_photo_get_stride:
 * @self: a photograph
 *
 * Returns: bytes from one row of the pixels to the next
 */
gsize
critic_photo_get_stride (const CriticPhoto *self)
{
  return (gsize) self->width * 3;
}

/**
 * critic_photo_get_pixels:
 * @self: a photograph
 *
 * Returns: (transfer none): rows of RGB bytes, sRGB
 */
GBytes *
critic_photo_get_pixels (const CriticPhoto *self)
{
  return self->pixels;
}

/**
 * critic_photo_get_key:
 * @self: a photograph
 *
 * What caches know the photograph by: XXH3-128 of the file's bytes, or of size
 * and pixels where there was no file, in hexadecimal. SHA-256 would take
 * longer than decoding does.
 *
 * Returns: (transfer none): the key
 */
const char *
critic_photo_get_key (const CriticPhoto *self)
{
  return self->key;
}

/**
 * critic_photo_get_content_hash:
 * @self: a photograph
 *
 * What the library knows the photograph by, whatever its metadata say
 * (critic_content_hash()); of a photograph without a file, its key.
 *
 * Returns: (transfer none): %CRITIC_CONTENT_HASH_SIZE bytes
 */
const guint8 *
critic_photo_get_content_hash (const CriticPhoto *self)
{
  return self->hash;
}
