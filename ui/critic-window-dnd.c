/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

/* Image files as programs put them on the clipboard, the best first. */
static const char *const image_types[] = {
  "image/jpeg", "image/png", "image/tiff", "image/webp", "image/bmp", "image/gif", NULL
};
static const char *const text_types[] = { "text/plain;charset=utf-8", "text/plain", "UTF8_STRING", NULL };

/* What a clipboard may hold of an image file: no more is read. */
#define MAX_PASTE (512 * 1024 * 1024)

typedef struct
{
  CriticWindow  *window;      /* owned */
  GInputStream  *input;       /* owned */
  GOutputStream *output;      /* owned */
  GdkDrop       *drop;        /* owned; NULL: a paste */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_clear_object (&transfer->window);
  g_clear_object (&transfer->input);
  g_clear_object (&transfer->output);
  g_clear_object (&transfer->drop);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

static void
fail (CriticWindow *self,
      GError       *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  message = g_strdup_printf (_("What was pasted could not be fetched: %s. Copy it again."), error->message);
  critic_desk_fail (self->desk, message);
}

static void
spliced_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (object), result, &error) < 0)
    {
      fail (transfer->window, error);
      return;
    }

  if (g_cancellable_is_cancelled (transfer->window->cancellable))
    return;

  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (transfer->output));
  critic_folder_view_set_current (transfer->window->folder, 0);
  _critic_window_show_desk (transfer->window, TRUE);
  _critic_window_forget_frames (transfer->window);
  critic_photo_view_start_fit (transfer->window->view);
  critic_desk_open_bytes (transfer->window->desk, bytes, _("Pasted picture"));
}

static void
image_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GError) error = NULL;
  const char *type = NULL;

  transfer->input = gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, &type, &error);
  if (transfer->input == NULL)
    {
      fail (transfer->window, error);
      return;
    }

  transfer->output = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (transfer->output, transfer->input,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, transfer->window->cancellable,
                                spliced_cb, g_steal_pointer (&transfer));
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  GtkTextBuffer *buffer;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (text == NULL)
    {
      if (error != NULL)
        fail (self, error);
      return;
    }

  /* As if it had been pasted into the critique: one step of its undo. */
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  critic_room_set_panel_visible (self->room, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
open_all (CriticWindow *self,
          GdkFileList  *list)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (list);
  g_autoptr(GPtrArray) array = g_ptr_array_new ();

  if (files == NULL || _critic_window_import (self, files->data))
    return;
  for (GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (array, l->data);
  critic_window_open_several (self, (GFile *const *) array->pdata, array->len, NULL);
}

static void
files_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value == NULL)
    fail (self, error);
  else if (!g_cancellable_is_cancelled (self->cancellable))
    open_all (self, g_value_get_boxed (value));
}

static gboolean
contains (GdkContentFormats *formats,
          const char *const *types)
{
  for (guint i = 0; types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, types[i]))
      return TRUE;

  return FALSE;
}

/* A file, a picture or a text, whichever the clipboard has, in this order. */
void
_critic_window_paste (CriticWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr(GdkContentFormats) readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));

  if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                                    files_cb, g_object_ref (self));
  else if (contains (formats, image_types) || gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    {
      Transfer *transfer = g_new0 (Transfer, 1);

      transfer->window = g_object_ref (self);
      gdk_clipboard_read_async (clipboard, (const char **) image_types, G_PRIORITY_DEFAULT, self->cancellable,
                                image_cb, transfer);
    }
  else if (contains (formats, text_types) || gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, self->cancellable, text_cb, g_object_ref (self));
}

/* What was dragged from here stays as it is. */
static gboolean
accept_cb (CriticWindow *self,
           GdkDrop      *drop)
{
  return gdk_drop_get_drag (drop) == NULL
         && gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static gboolean
drop_cb (CriticWindow *self,
         const GValue *value)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  open_all (self, g_value_get_boxed (value));
  gtk_window_present (GTK_WINDOW (self));

  return TRUE;
}

void
_critic_window_init_drop (CriticWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  /* Before the text view, which would write the file's name into the critique. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
