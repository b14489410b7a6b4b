/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-stream.h"

#include "critic-report-formats.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

/* Bytes encoded at once: a multiple of three. */
#define PIECE 3072

struct _CriticReportStream
{
  FILE *file;
  char *path;
  int   failure;        /* errno of the first failure, 0: none */
};

/**
 * critic_report_stream_new: (skip)
 * @path: of the file, which is emptied
 * @error: return location
 *
 * Returns: (transfer full): a stream, or %NULL with %CRITIC_REPORT_ERROR_WRITE
 */
CriticReportStream *
critic_report_stream_new (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "wbe");
  CriticReportStream *self;

  if (file == NULL)
    {
      critic_report_set_write_error (error, path, g_strerror (errno));
      return NULL;
    }

  self = g_new0 (CriticReportStream, 1);
  self->file = file;
  self->path = g_strdup (path);

  return self;
}

void
critic_report_stream_free (CriticReportStream *self)
{
  if (self->file != NULL)
    fclose (self->file);
  g_free (self->path);
  g_free (self);
}

/**
 * critic_report_stream_bytes: (skip)
 * @self: a stream
 * @data: bytes
 * @size: how many
 */
void
critic_report_stream_bytes (CriticReportStream *self, gconstpointer data, gsize size)
{
  if (self->failure == 0 && fwrite (data, 1, size, self->file) != size)
    self->failure = errno != 0 ? errno : EIO;
}

/**
 * critic_report_stream_put: (skip)
 * @self: a stream
 * @text: what is written as it is
 */
void
critic_report_stream_put (CriticReportStream *self, const char *text)
{
  critic_report_stream_bytes (self, text, strlen (text));
}

/**
 * critic_report_stream_base64: (skip)
 * @self: a stream
 * @bytes: what is written in base 64
 */
void
critic_report_stream_base64 (CriticReportStream *self, GBytes *bytes)
{
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size; at += PIECE)
    {
      g_autofree char *text = g_base64_encode (data + at, MIN (PIECE, size - at));

      critic_report_stream_put (self, text);
    }
}

/**
 * critic_report_stream_check: (skip)
 * @self: a stream
 * @error: return location
 *
 * Returns: %FALSE with %CRITIC_REPORT_ERROR_WRITE when something that was put
 *   could not be written
 */
gboolean
critic_report_stream_check (CriticReportStream *self, GError **error)
{
  if (self->failure == 0)
    return TRUE;

  critic_report_set_write_error (error, self->path, g_strerror (self->failure));
  return FALSE;
}

/**
 * critic_report_stream_close: (skip)
 * @self: a stream
 * @error: return location
 *
 * Writes what is still held back and closes the file; nothing may be put after
 * it.
 *
 * Returns: as critic_report_stream_check()
 */
gboolean
critic_report_stream_close (CriticReportStream *self, GError **error)
{
  FILE *file = g_steal_pointer (&self->file);

  errno = 0;
  if (fclose (file) != 0 && self->failure == 0)
    self->failure = errno != 0 ? errno : EIO;

  return critic_report_stream_check (self, error);
}
