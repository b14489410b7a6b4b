/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Critiques from elsewhere: a text, a table of many, what the photograph says
 * of itself. Read on a worker; one step that can be undone. */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-critique-import.h"
#include "critic-metadata.h"
#include "critic-sidecar.h"

#define MAX_TEXT (1024 * 1024)
#define MAX_TOLD 200        /* refused rows that are shown */

typedef enum
{
  TEXT,
  TABLE,
  DESCRIPTION,
} Kind;

typedef struct
{
  CriticWindow       *window;       /* owned; the main thread's */
  CriticPage         *page;         /* so too: of the photograph that it was asked for */
  Kind                kind;
  GFile              *file;
  CriticLibrary      *library;
  CriticImportPlan    plan;
  char               *folders[2], *desk_path, *model_id;
  char               *text;         /* what was read */
  CriticImportReport *report;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_clear_object (&import->file);
  g_clear_object (&import->library);
  g_free (import->folders[0]);
  g_free (import->desk_path);
  g_free (import->model_id);
  g_free (import->text);
  g_clear_pointer (&import->report, critic_import_report_free);
  g_free (import);
}

/* --- on the worker --- */

static char *
read_text (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *bytes = g_malloc (MAX_TEXT + 2);
  gsize size;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, MAX_TEXT + 1, &size, cancellable, error))
    return NULL;
  if (size > MAX_TEXT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("it is larger than a megabyte"));
      return NULL;
    }

  bytes[size] = '\0';
  if (g_str_has_prefix (bytes, "\xef\xbb\xbf"))
    return g_utf8_make_valid (bytes + 3, -1);
  if (g_utf8_validate (bytes, size, NULL))
    return g_steal_pointer (&bytes);

  return g_convert (bytes, size, "UTF-8", "WINDOWS-1252", NULL, NULL, error);
}

/* Beside the photograph, in the newer sidecar first as marks are, then inside it. */
static char *
read_description (GFile         *file,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_auto(GStrv) sources = path != NULL ? critic_sidecar_sources (path) : NULL;
  g_autoptr(CriticMetadata) own = NULL;

  /* The last one is the photograph. */
  for (guint i = 0; sources != NULL && sources[i + 1] != NULL; i++)
    {
      g_autoptr(GFile) sidecar = g_file_new_for_path (sources[i]);
      g_autoptr(CriticMetadata) metadata = critic_metadata_read (sidecar, cancellable, NULL);

      if (metadata != NULL && critic_metadata_get_description (metadata) != NULL)
        return g_strdup (critic_metadata_get_description (metadata));
    }

  own = critic_metadata_read (file, cancellable, error);

  return own != NULL ? g_strdup (critic_metadata_get_description (own)) : NULL;
}

static void
work (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Import *import = task_data;
  GError *error = NULL;

  switch (import->kind)
    {
    case TEXT:
      import->text = read_text (import->file, cancellable, &error);
      break;

    case TABLE:
      import->report = critic_critique_import (import->library, import->file, &import->plan, cancellable, &error);
      break;

    case DESCRIPTION:
    default:
      import->text = read_description (import->file, cancellable, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* --- what became of it --- */

static void
undo_clicked_cb (GtkWindow *dialog)
{
  GtkWindow *window = gtk_window_get_transient_for (dialog);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo-step", NULL);
  gtk_window_destroy (dialog);
}

/* Which rows were not taken, and why. */
static void
show_refused (CriticWindow             *self,
              const CriticImportReport *report,
              const char               *summary)
{
  GtkWidget *dialog = gtk_dialog_new_with_buttons (_("Imported Critiques"), GTK_WINDOW (self),
                                                   GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT
                                                     | GTK_DIALOG_USE_HEADER_BAR,
                                                   NULL, NULL);
  GtkWidget *box = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
  GtkWidget *label = gtk_label_new (summary), *scrolled = gtk_scrolled_window_new ();
  g_autoptr(GString) lines = g_string_new (NULL);
  GtkWidget *list;

  for (guint i = 0; i < MIN (report->refused->len, MAX_TOLD); i++)
    g_string_append_printf (lines, "%s%s", i > 0 ? "\n" : "", (const char *) report->refused->pdata[i]);
  if (report->refused->len > MAX_TOLD)
    g_string_append_printf (lines, ngettext ("\nand %u more", "\nand %u more", report->refused->len - MAX_TOLD),
                            report->refused->len - MAX_TOLD);

  list = gtk_label_new (lines->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (list), TRUE);
  gtk_label_set_xalign (GTK_LABEL (list), 0);
  gtk_label_set_yalign (GTK_LABEL (list), 0);
  gtk_label_set_selectable (GTK_LABEL (list), TRUE);
  gtk_widget_add_css_class (list, "small");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 20);
  gtk_widget_set_margin_top (box, 14);
  gtk_widget_set_margin_bottom (box, 14);
  gtk_box_set_spacing (GTK_BOX (box), 10);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scrolled);
  if (report->n_written > 0)
    {
      GtkWidget *undo = gtk_button_new_with_mnemonic (_("_Undo the Import"));

      gtk_widget_set_halign (undo, GTK_ALIGN_START);
      g_signal_connect_object (undo, "clicked", G_CALLBACK (undo_clicked_cb), dialog, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), undo);
    }
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, 320);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Where it is seen. */
static void
say (CriticWindow *self,
     const char   *text,
     gboolean      undo)
{
  const char *label = undo ? _("Undo") : NULL, *action = undo ? "win.undo-step" : NULL;

  if (_critic_window_is_desk (self))
    critic_notice_say (self->critique_notice, text, label, action);
  else
    critic_folder_view_say (self->folder, text, label, action);
}

static void
tell_report (CriticWindow             *self,
             const CriticImportReport *report)
{
  g_autofree char *written = g_strdup_printf (ngettext ("%'u critique was imported.", "%'u critiques were imported.",
                                                        report->n_written), report->n_written);
  g_autofree char *known = report->n_known == 0 ? g_strdup ("")
    : g_strdup_printf (ngettext (" %'u was there already.", " %'u were there already.", report->n_known), report->n_known);
  g_autofree char *refused = report->refused->len == 0 ? g_strdup ("")
    : g_strdup_printf (ngettext (" %'u row was not taken.", " %'u rows were not taken.", report->refused->len),
                       report->refused->len);
  g_autofree char *summary = g_strconcat (written, known, refused, NULL);

  if (report->n_written > 0)
    {
      say (self, summary, TRUE);
      critic_shelf_tell (self->shelf, G_OBJECT (self), report->image_ids);
    }
  else
    say (self, summary, FALSE);
  if (report->refused->len > 0)
    show_refused (self, report, summary);
}

/* Of the photograph that lay on the desk when it was asked for; if another one does by now, that is said. */
static void
take_text (CriticWindow *self,
           CriticPage   *page,
           const char   *text)
{
  GFile *file = critic_page_get_file (page);
  g_autofree char *base = file != NULL ? g_file_get_basename (file) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;
  g_autofree char *message = NULL;

  critic_notebook_put (self->notebook, page, text);
  if (critic_notebook_is_at (self->notebook, page) && _critic_window_is_desk (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->editor));
      return;
    }

  message = name != NULL ? g_strdup_printf (_("The text is a critique of “%s” now."), name)
                         : g_strdup (_("The text is a critique of the photograph now that it was imported for."));
  say (self, message, TRUE);
}

static void
worked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Import *import = user_data;
  g_autoptr(CriticWindow) self = g_steal_pointer (&import->window);
  g_autoptr(CriticPage) page = g_steal_pointer (&import->page);
  g_autoptr(GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!done && import->kind == TEXT)
    {
      g_autofree char *name = g_file_get_basename (import->file);
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *message = g_strdup_printf (_("“%s” could not be read as a critique: %s. Choose another file."),
                                                  shown, error->message);

      say (self, message, FALSE);
    }
  else if (!done)
    say (self, error->message, FALSE);
  else if (import->kind == TABLE)
    tell_report (self, import->report);
  else if (import->text != NULL && *import->text != '\0')
    take_text (self, page, import->text);
  else
    say (self, import->kind == TEXT ? _("There is nothing in the file.") : _("The photograph has no description."), FALSE);
}

static void
run (CriticWindow *self,
     Import       *import)
{
  CriticLibrary *library = critic_shelf_get_library (self->shelf);
  g_autoptr(GTask) task = g_task_new (NULL, self->cancellable, worked_cb, import);

  g_set_object (&import->library, library);
  import->model_id = g_strdup (critic_shelf_get_model_id (self->shelf));
  import->plan.model_id = import->model_id;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, import, import_free);
  g_task_run_in_thread (task, work);
}

/* The library is open, and what was typed is in it. */
static void
start_table (gpointer data,
             gpointer user_data)
{
  CriticWindow *self = CRITIC_WINDOW (data);

  run (self, g_queue_pop_head (&self->tables));
}

static void
begin (CriticWindow *self,
       GFile        *file,
       Kind          kind)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  GFile *shown = critic_desk_get_file (self->desk);
  Import *import = g_new0 (Import, 1);

  import->window = g_object_ref (self);
  import->page = critic_notebook_ref_page (self->notebook);
  import->kind = kind;
  import->file = g_object_ref (file);
  import->folders[0] = g_strdup (critic_folder_view_get_folder (self->folder));
  import->plan.folders = (const char *const *) import->folders;
  import->plan.scale = critic_notebook_get_scale (self->notebook);
  if (picture != NULL && shown != NULL)
    {
      import->desk_path = g_file_get_path (shown);
      import->plan.desk_path = import->desk_path;
      memcpy (import->plan.desk_hash.bytes, critic_photo_get_content_hash (critic_picture_get_photo (picture)),
              sizeof import->plan.desk_hash.bytes);
    }

  if (kind != TABLE)
    {
      run (self, import);
      return;
    }

  g_queue_push_tail (&self->tables, import);
  critic_shelf_open (self->shelf);
  critic_notebook_after (self->notebook, start_table, G_OBJECT (self));
}

static gboolean
has_ending (GFile      *file,
            const char *ending)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name != NULL ? name : "", -1);

  return g_str_has_suffix (lower, ending);
}

/* FALSE: it is neither a text nor a table. In the folder nobody sees which photograph lies on the desk. */
gboolean
_critic_window_import (CriticWindow *self,
                       GFile        *file)
{
  if (has_ending (file, ".csv"))
    begin (self, file, TABLE);
  else if (!has_ending (file, ".txt") && !has_ending (file, ".md"))
    return FALSE;
  else if (_critic_window_is_desk (self))
    begin (self, file, TEXT);
  else
    _critic_window_refuse_text (self);

  if (_critic_window_is_desk (self))
    critic_room_set_panel_visible (self->room, TRUE);

  return TRUE;
}

void
_critic_window_refuse_text (CriticWindow *self)
{
  say (self, _("A text is the critique of one photograph. Open the photograph first."), FALSE);
}

static void
chosen_cb (CriticWindow    *self,
           int              response,
           GtkNativeDialog *dialog)
{
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL && !_critic_window_import (self, file))
    begin (self, file, TEXT);
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
import_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CriticWindow *self = user_data;
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (self->chooser);
      return;
    }

  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (_("Import Critiques"), GTK_WINDOW (self),
                                                                  GTK_FILE_CHOOSER_ACTION_OPEN, _("_Import"), _("_Cancel")));
  gtk_file_filter_set_name (filter, _("Texts and tables"));
  gtk_file_filter_add_pattern (filter, "*.txt");
  gtk_file_filter_add_pattern (filter, "*.md");
  gtk_file_filter_add_pattern (filter, "*.csv");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static void
description_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  CriticWindow *self = user_data;

  if (critic_desk_get_file (self->desk) != NULL)
    begin (self, critic_desk_get_file (self->desk), DESCRIPTION);
}

void
_critic_window_init_import (CriticWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "import", .activate = import_cb },
    { .name = "import-description", .activate = description_cb },
  };

  g_queue_init (&self->tables);
  g_action_map_add_action_entries (G_ACTION_MAP (self->critique_actions), entries, G_N_ELEMENTS (entries), self);
}
