/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-bounded-read.h"

/* Image files as programs put them on the clipboard, the best first. */
static const char *const image_types[] = {
  "image/jpeg", "image/png", "image/tiff", "image/webp", "image/bmp", "image/gif", NULL
};
static const char *const text_types[] = { "text/plain;charset=utf-8", "text/plain", "UTF8_STRING", NULL };

/* What a clipboard or a drag may bring of an image file, bytes: no more is read. */
#define MAX_PASTE (512 * 1024 * 1024)

typedef struct
{
  CriticWindow *window;     /* owned */
  CriticPage   *page;       /* owned: of the photograph that a text is about */
  GdkDrop      *drop;       /* owned; NULL: a paste */
  gboolean      writes;     /* a paste into the critique, by somebody who is writing it */
  gboolean      done;
} Transfer;

static Transfer *
transfer_new (CriticWindow *window,
              GdkDrop      *drop)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->window = g_object_ref (window);
  transfer->page = critic_notebook_ref_page (window->notebook);
  g_set_object (&transfer->drop, drop);

  return transfer;
}

static void
transfer_free (Transfer *transfer)
{
  /* Whoever is dragged from waits for it. */
  if (transfer->drop != NULL)
    gdk_drop_finish (transfer->drop, transfer->done ? GDK_ACTION_COPY : 0);
  g_clear_object (&transfer->drop);
  critic_page_unref (transfer->page);
  g_object_unref (transfer->window);
  g_free (transfer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

/* Where it is seen. */
static void
say (CriticWindow *self,
     const char   *message)
{
  if (_critic_window_is_desk (self))
    critic_desk_fail (self->desk, message);
  else
    critic_folder_view_say (self->folder, message, NULL, NULL);
}

static void
fail (Transfer     *transfer,
      const GError *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    {
      g_autofree char *most = g_format_size_full (MAX_PASTE, G_FORMAT_SIZE_IEC_UNITS);

      message = g_strdup_printf (_("The picture has more than %s. Save it as a file and open that."), most);
    }
  else if (transfer->drop != NULL)
    message = g_strdup_printf (_("What was dropped could not be fetched: %s. Save it as a file and open that."), error->message);
  else
    message = g_strdup_printf (_("What was pasted could not be fetched: %s. Copy it again."), error->message);
  say (transfer->window, message);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  CriticWindow *self = transfer->window;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = critic_bounded_read_finish (result, &error);

  if (bytes == NULL)
    {
      fail (transfer, error);
      return;
    }

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  transfer->done = TRUE;
  critic_folder_view_set_current (self->folder, 0);
  _critic_window_show_desk (self, TRUE);
  _critic_window_forget_frames (self);
  critic_photo_view_start_fit (self->view);
  critic_desk_open_bytes (self->desk, bytes, transfer->drop != NULL ? _("Dropped picture") : _("Pasted picture"));
  if (transfer->drop != NULL)
    gtk_window_present (GTK_WINDOW (self));
}

static void
image_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GError) error = NULL;
  const char *type = NULL;
  g_autoptr(GInputStream) input = transfer->drop != NULL
    ? gdk_drop_read_finish (GDK_DROP (object), result, &type, &error)
    : gdk_clipboard_read_finish (GDK_CLIPBOARD (object), result, &type, &error);

  if (input == NULL)
    {
      fail (transfer, error);
      return;
    }

  critic_bounded_read_async (input, MAX_PASTE, transfer->window->cancellable, read_cb, transfer);
  transfer = NULL;
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  CriticWindow *self = transfer->window;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, &error);
  GtkTextBuffer *buffer;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (text == NULL)
    {
      if (error != NULL)
        fail (transfer, error);
      return;
    }

  if (!_critic_window_is_desk (self))
    {
      _critic_window_refuse_text (self);
      return;
    }
  if (!critic_notebook_is_at (self->notebook, transfer->page))
    {
      critic_notice_say (self->critique_notice,
                         _("The text came when another photograph lay here already. Paste it again where it belongs."),
                         NULL, NULL);
      return;
    }

  /* One step of its undo. */
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->editor));
  gtk_text_buffer_begin_user_action (buffer);
  if (transfer->writes)
    gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->editor), gtk_text_buffer_get_insert (buffer));
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

static gboolean
contains (GdkContentFormats *formats,
          const char *const *types)
{
  for (guint i = 0; types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, types[i]))
      return TRUE;

  return FALSE;
}

static GdkContentFormats *
get_formats (Transfer *transfer)
{
  return transfer->drop != NULL ? gdk_drop_get_formats (transfer->drop)
                                : gdk_clipboard_get_formats (gtk_widget_get_clipboard (GTK_WIDGET (transfer->window)));
}

/* (transfer full): @transfer */
static void
read_image (Transfer *transfer)
{
  if (transfer->drop != NULL)
    gdk_drop_read_async (transfer->drop, (const char **) image_types, G_PRIORITY_DEFAULT, transfer->window->cancellable,
                         image_cb, transfer);
  else
    gdk_clipboard_read_async (gtk_widget_get_clipboard (GTK_WIDGET (transfer->window)), (const char **) image_types,
                              G_PRIORITY_DEFAULT, transfer->window->cancellable, image_cb, transfer);
}

/* A browser brings the address of a picture, and the picture beside it. */
static gboolean
is_address (GdkFileList *list)
{
  g_autoptr(GSList) files = gdk_file_list_get_files (list);

  return files != NULL && (g_file_has_uri_scheme (files->data, "http") || g_file_has_uri_scheme (files->data, "https"));
}

static void
files_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Transfer) transfer = user_data;
  g_autoptr(GError) error = NULL;
  const GValue *value = transfer->drop != NULL
    ? gdk_drop_read_value_finish (GDK_DROP (object), result, &error)
    : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (object), result, &error);

  if (value == NULL)
    fail (transfer, error);
  else if (g_cancellable_is_cancelled (transfer->window->cancellable))
    return;
  else if (is_address (g_value_get_boxed (value)) && contains (get_formats (transfer), image_types))
    read_image (g_steal_pointer (&transfer));
  else
    {
      transfer->done = TRUE;
      open_all (transfer->window, g_value_get_boxed (value));
      if (transfer->drop != NULL)
        gtk_window_present (GTK_WINDOW (transfer->window));
    }
}

/* A file, a picture or a text, whichever the clipboard has, in this order; where
 * somebody writes, a text before a picture of it. */
void
_critic_window_paste (CriticWindow *self,
                      gboolean      writes)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autoptr(GdkContentFormats) readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));
  gboolean has_text = contains (formats, text_types) || gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
                      || gdk_content_formats_contain_gtype (formats, GTK_TYPE_TEXT_BUFFER);
  gboolean has_image = contains (formats, image_types) || gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE);

  if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                                    files_cb, transfer_new (self, NULL));
  else if (has_image && !(has_text && writes))
    read_image (transfer_new (self, NULL));
  else if (has_text && _critic_window_is_desk (self))
    {
      Transfer *transfer = transfer_new (self, NULL);

      transfer->writes = writes;
      gdk_clipboard_read_text_async (clipboard, self->cancellable, text_cb, transfer);
    }
  else if (has_text)
    _critic_window_refuse_text (self);
}

static gboolean
has_files (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST);
}

/* What was dragged from here stays as it is. */
static gboolean
accept_cb (CriticWindow *self,
           GdkDrop      *drop)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return gdk_drop_get_drag (drop) == NULL && (has_files (formats) || contains (formats, image_types));
}

static gboolean
drop_cb (CriticWindow *self,
         GdkDrop      *drop)
{
  if (has_files (gdk_drop_get_formats (drop)))
    gdk_drop_read_value_async (drop, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, self->cancellable,
                               files_cb, transfer_new (self, drop));
  else
    read_image (transfer_new (self, drop));

  return TRUE;
}

void
_critic_window_init_drop (CriticWindow *self)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();
  GtkDropTargetAsync *target;

  gdk_content_formats_builder_add_gtype (builder, GDK_TYPE_FILE_LIST);
  for (guint i = 0; image_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, image_types[i]);
  target = gtk_drop_target_async_new (gdk_content_formats_builder_free_to_formats (builder), GDK_ACTION_COPY);

  /* Before the text view, which would write the file's name into the critique. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
