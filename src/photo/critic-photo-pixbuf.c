/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PNG, TIFF, WebP, GIF and whatever else gdk-pixbuf has a loader for. The
 * size is looked at before the loader decodes; of an animation or of several
 * pages the first counts. */
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>

#include "critic-photo-formats.h"
#include "critic-photo-private.h"

#define PIECE (64 * 1024)

typedef struct
{
  guint       width, height;
  gboolean    too_large;
  gboolean    drawing;          /* SVG and the like: no photograph */
  GByteArray *rows;             /* 1 for each row that came */
} PixbufProgress;

static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, PixbufProgress *progress)
{
  progress->width = MAX (width, 0);
  progress->height = MAX (height, 0);
  progress->too_large = (guint64) progress->width * progress->height > CRITIC_PHOTO_MAX_PIXELS;
  progress->drawing = gdk_pixbuf_format_is_scalable (gdk_pixbuf_loader_get_format (loader));
  if (progress->too_large || progress->drawing)
    gdk_pixbuf_loader_set_size (loader, 0, 0);  /* the loaders stop at this */
}

static void
on_area_updated (GdkPixbufLoader *loader, int x, int y, int width, int height, PixbufProgress *progress)
{
  if (y < 0 || height <= 0 || (guint) y >= progress->height)
    return;
  if (progress->rows == NULL)
    {
      progress->rows = g_byte_array_sized_new (progress->height);
      g_byte_array_set_size (progress->rows, progress->height);
      memset (progress->rows->data, 0, progress->height);
    }
  memset (progress->rows->data + y, 1, MIN ((guint) height, progress->height - (guint) y));
}

/* gdk-pixbuf takes a PNG or a WebP that was cut short for complete. */
static gboolean
is_cut_short (const guint8 *data, gsize size)
{
  guint32 length;
  gsize at = 8;

  if (size >= 12 && memcmp (data, "RIFF", 4) == 0)
    {
      memcpy (&length, data + 4, 4);
      return GUINT32_FROM_LE (length) > size - 8;
    }
  if (size < 8 || memcmp (data, "\x89PNG\r\n\x1a\n", 8) != 0)
    return FALSE;
  while (size - at >= 12)
    {
      memcpy (&length, data + at, 4);
      length = GUINT32_FROM_BE (length);
      if (length > size - at - 12)
        return TRUE;
      if (memcmp (data + at + 4, "IEND", 4) == 0)
        return FALSE;
      at += (gsize) length + 12;
    }
  return TRUE;
}

/* For the others: did every row come? Loaders that never say so are believed,
 * and so is GIF's, which looks by itself and whose frames may be smaller than
 * the picture. */
static gboolean
rows_are_missing (const PixbufProgress *progress, GdkPixbufLoader *loader, const GdkPixbuf *pixbuf)
{
  g_autofree char *name = gdk_pixbuf_format_get_name (gdk_pixbuf_loader_get_format (loader));

  if (progress->rows == NULL || g_str_equal (name, "gif"))
    return FALSE;
  for (guint y = 0; y < (guint) gdk_pixbuf_get_height (pixbuf); y++)
    if (y >= progress->rows->len || progress->rows->data[y] == 0)
      return TRUE;
  return FALSE;
}

static void
set_loader_error (GBytes *bytes, const char *display_name, const GError *failure, GError **error)
{
  GError *guess = NULL;

  if (g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    {
      critic_photo_set_no_memory (error, display_name);
      return;
    }
  if (!g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE) &&
      !g_error_matches (failure, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNSUPPORTED_OPERATION))
    {
      critic_photo_set_damaged (error, display_name);
      return;
    }
  guess = critic_photo_guess_error (bytes, display_name);
  if (guess != NULL)
    g_propagate_error (error, guess);
  else
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                 _("“%s” is not an image. Choose a JPEG, PNG or TIFF file."), display_name);
}

/* FALSE with @error, and the loader closed. */
static gboolean
feed (GdkPixbufLoader      *loader,
      GBytes               *bytes,
      const PixbufProgress *progress,
      const char           *display_name,
      GCancellable         *cancellable,
      GError              **error)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  g_autoptr (GError) failure = NULL;
  gboolean good = TRUE;

  for (gsize at = 0; good && at < n && !progress->too_large && !progress->drawing; at += PIECE)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          gdk_pixbuf_loader_close (loader, NULL);
          return FALSE;
        }
      good = gdk_pixbuf_loader_write (loader, data + at, MIN (PIECE, n - at), &failure);
    }
  if (!gdk_pixbuf_loader_close (loader, good ? &failure : NULL))
    good = FALSE;

  if (progress->drawing)
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_NOT_IMAGE,
                 _("“%s” is a drawing, not a photograph. Choose a JPEG, PNG or TIFF file."), display_name);
  else if (progress->too_large)
    critic_photo_set_too_large (error, display_name, progress->width, progress->height);
  else if (!good)
    set_loader_error (bytes, display_name, failure, error);
  return good && !progress->too_large && !progress->drawing;
}

static CriticColour *
open_colour (GdkPixbuf *pixbuf)
{
  const CriticPixels format = gdk_pixbuf_get_has_alpha (pixbuf) ? CRITIC_PIXELS_RGBA : CRITIC_PIXELS_RGB;
  const char *option = gdk_pixbuf_get_option (pixbuf, "icc-profile");
  g_autofree guchar *profile = NULL;
  gsize size = 0;

  if (option != NULL)
    profile = g_base64_decode (option, &size);
  return critic_colour_new (format, profile, size);
}

static gboolean
take_pixels (GdkPixbuf     *pixbuf,
             const char    *display_name,
             GCancellable  *cancellable,
             CriticDecoded *decoded,
             GError       **error)
{
  const gsize in_stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *in = gdk_pixbuf_read_pixels (pixbuf);
  const gsize n_in = (gsize) gdk_pixbuf_get_width (pixbuf) * gdk_pixbuf_get_n_channels (pixbuf);
  g_autoptr (CriticColour) colour = open_colour (pixbuf);
  g_autofree guint8 *row = g_try_malloc (n_in);
  gsize stride;

  decoded->width = decoded->full_width = gdk_pixbuf_get_width (pixbuf);
  decoded->height = decoded->full_height = gdk_pixbuf_get_height (pixbuf);
  stride = (gsize) decoded->width * 3;
  decoded->pixels = g_try_malloc (stride * decoded->height);
  if (decoded->pixels == NULL || row == NULL)
    {
      g_clear_pointer (&decoded->pixels, g_free);
      critic_photo_set_no_memory (error, display_name);
      return FALSE;
    }
  for (guint y = 0; y < decoded->height; y++)
    {
      if (y % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_clear_pointer (&decoded->pixels, g_free);
          return FALSE;
        }
      memcpy (row, in + y * in_stride, n_in);
      critic_colour_convert (colour, row, decoded->pixels + y * stride, decoded->width);
    }
  return TRUE;
}

static guint
find_orientation (GdkPixbuf *pixbuf, GBytes *bytes)
{
  const char *option = gdk_pixbuf_get_option (pixbuf, "orientation");
  guint64 orientation;

  if (option == NULL)
    return critic_orientation_from_bytes (bytes);
  return g_ascii_string_to_unsigned (option, 10, 1, 8, &orientation, NULL) ? (guint) orientation : 1;
}

static gboolean
decode (GdkPixbufLoader *loader,
        PixbufProgress  *progress,
        GBytes          *bytes,
        const char      *display_name,
        GCancellable    *cancellable,
        CriticDecoded   *decoded,
        GError         **error)
{
  GdkPixbuf *pixbuf;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), progress);
  g_signal_connect (loader, "area-updated", G_CALLBACK (on_area_updated), progress);
  if (!feed (loader, bytes, progress, display_name, cancellable, error))
    return FALSE;

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL || rows_are_missing (progress, loader, pixbuf))
    {
      critic_photo_set_damaged (error, display_name);
      return FALSE;
    }
  if (!take_pixels (pixbuf, display_name, cancellable, decoded, error))
    return FALSE;
  decoded->orientation = find_orientation (pixbuf, bytes);
  return TRUE;
}

gboolean
critic_photo_decode_pixbuf (GBytes        *bytes,
                            const char    *display_name,
                            GCancellable  *cancellable,
                            CriticDecoded *decoded,
                            GError       **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  PixbufProgress progress = { 0 };
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  gboolean done;

  if (is_cut_short (data, n))
    {
      critic_photo_set_damaged (error, display_name);
      return FALSE;
    }
  loader = gdk_pixbuf_loader_new ();
  done = decode (loader, &progress, bytes, display_name, cancellable, decoded, error);
  g_clear_pointer (&progress.rows, g_byte_array_unref);
  return done;
}
