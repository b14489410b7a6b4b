/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-png.h"

#include "critic-report-formats.h"
#include "critic-report-stream.h"

#include <string.h>

#define SIGNATURE 8
#define AROUND   12     /* bytes of a chunk besides its data */

/* The chunk "sRGB", perceptual, with its length and check sum. */
static const guint8 srgb[] = { 0, 0, 0, 1, 's', 'R', 'G', 'B', 0, 0xae, 0xce, 0x1c, 0xe9 };

static cairo_status_t
append (gpointer closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
is_wanted (const guint8 *type)
{
  return memcmp (type, "IHDR", 4) == 0 || memcmp (type, "IDAT", 4) == 0 || memcmp (type, "IEND", 4) == 0;
}

/* cairo says more than the picture: a background colour. */
static void
put_chunks (CriticReportStream *stream, const GByteArray *png)
{
  gsize at = SIGNATURE;

  critic_report_stream_bytes (stream, png->data, SIGNATURE);
  while (at + AROUND <= png->len)
    {
      const guint8 *chunk = png->data + at;
      gsize size = AROUND + ((gsize) chunk[0] << 24 | chunk[1] << 16 | chunk[2] << 8 | chunk[3]);

      if (size > png->len - at)
        return;
      if (is_wanted (chunk + 4))
        critic_report_stream_bytes (stream, chunk, size);
      if (memcmp (chunk + 4, "IHDR", 4) == 0)
        critic_report_stream_bytes (stream, srgb, sizeof srgb);
      at += size;
    }
}

/**
 * critic_report_png_write: (skip)
 * @surface: an image surface
 * @path: of the file, which is emptied
 * @error: return location
 *
 * Returns: %FALSE with %CRITIC_REPORT_ERROR_WRITE
 */
gboolean
critic_report_png_write (cairo_surface_t *surface, const char *path, GError **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autoptr (CriticReportStream) stream = NULL;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append, png);

  if (status != CAIRO_STATUS_SUCCESS)
    {
      critic_report_set_write_error (error, path, cairo_status_to_string (status));
      return FALSE;
    }

  stream = critic_report_stream_new (path, error);
  if (stream == NULL)
    return FALSE;
  put_chunks (stream, png);

  return critic_report_stream_close (stream, error);
}
