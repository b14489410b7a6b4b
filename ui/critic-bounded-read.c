/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-bounded-read.h"

#define PIECE (256 * 1024)

typedef struct
{
  GByteArray *bytes;
  gsize       most;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->bytes, g_byte_array_unref);
  g_free (reading);
}

static void read_piece (GTask *task);

static void
piece_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  gsize size;
  const guint8 *data;

  if (piece == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  data = g_bytes_get_data (piece, &size);
  if (size == 0)
    {
      g_input_stream_close_async (G_INPUT_STREAM (object), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (size > reading->most - reading->bytes->len)
    {
      g_input_stream_close_async (G_INPUT_STREAM (object), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                               "more than %" G_GSIZE_FORMAT " bytes", reading->most);
      return;
    }

  g_byte_array_append (reading->bytes, data, size);
  read_piece (task);
}

static void
read_piece (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  gsize left = reading->most - reading->bytes->len;

  g_input_stream_read_bytes_async (g_task_get_source_object (task), MIN (PIECE, left + 1), G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), piece_cb, g_object_ref (task));
}

void
critic_bounded_read_async (GInputStream        *stream,
                           gsize                most,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  g_autoptr(GTask) task = g_task_new (stream, cancellable, callback, data);
  Reading *reading = g_new0 (Reading, 1);

  reading->bytes = g_byte_array_new ();
  reading->most = most;
  g_task_set_source_tag (task, critic_bounded_read_async);
  g_task_set_task_data (task, reading, reading_free);
  read_piece (task);
}

GBytes *
critic_bounded_read_finish (GAsyncResult *result,
                            GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
