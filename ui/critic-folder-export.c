/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

/* The judgements of the photographs selected, in the order shown. */
typedef struct
{
  CriticLibrary *library;
  char          *model_id;
  GArray        *ids;             /* gint64 */
  GFile         *file;
  gboolean       as_csv;
  guint          inhibit;         /* cookie, 0: the computer may sleep; the main thread's */
} Export;

static void
export_free (Export *export)
{
  g_clear_object (&export->library);
  g_clear_object (&export->file);
  g_clear_pointer (&export->ids, g_array_unref);
  g_free (export->model_id);
  g_free (export);
}

static const char *const flags[] = { "", "pick", "reject" };
static const char *const labels[] = { "", "red", "yellow", "green", "blue", "purple" };

static void
add_number (GString *line,
            gboolean has,
            gdouble  number,
            guint    decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (line, ',');
  if (!has)
    return;

  g_snprintf (format, sizeof format, "%%.%uf", decimals);
  g_string_append (line, g_ascii_formatd (text, sizeof text, format, number));
}

/* A field as RFC 4180 quotes it. */
static void
add_field (GString    *line,
           const char *text)
{
  g_string_append_c (line, '"');
  for (; text != NULL && *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *text);
    }
  g_string_append_c (line, '"');
}

static void
add_csv (GString         *text,
         const CriticRow *row)
{
  gboolean has = row->assessed;

  add_field (text, row->path);
  add_number (text, has, row->judgement.score, 3);
  add_number (text, has, row->photo_alone.score, 3);
  add_number (text, has, row->judgement.error, 3);
  add_number (text, has, row->judgement.percentile, 4);
  g_string_append_printf (text, ",%s", !has ? "" : row->judgement.high ? "high" : "low");
  g_string_append_printf (text, ",%u,%s,%s,%u,", row->rating.stars, flags[MIN (row->rating.flag, CRITIC_FLAG_REJECT)],
                          labels[MIN (row->rating.label, CRITIC_LABEL_PURPLE)], row->n_critiques);
  add_field (text, row->state == CRITIC_ROW_FAILED ? row->failure : "");
  for (guint i = 0; i < MCN_N_STYLES; i++)
    add_number (text, has, row->judgement.style[i], 4);
  g_string_append (text, "\r\n");
}

static void
add_member (JsonBuilder *builder,
            const char  *name,
            gboolean     has,
            gdouble      number)
{
  json_builder_set_member_name (builder, name);
  if (has)
    json_builder_add_double_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
add_json (GString         *text,
          const CriticRow *row)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = NULL;
  /* JSON is UTF-8; a name that is not, is shown as it is shown elsewhere. */
  g_autofree char *path = g_filename_display_name (row->path);
  g_autofree char *line = NULL;
  gboolean has = row->assessed;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "path");
  json_builder_add_string_value (builder, path);
  add_member (builder, "score", has, row->judgement.score);
  add_member (builder, "photo_alone", has, row->photo_alone.score);
  add_member (builder, "error", has, row->judgement.error);
  add_member (builder, "percentile", has, row->judgement.percentile);
  json_builder_set_member_name (builder, "high");
  if (has)
    json_builder_add_boolean_value (builder, row->judgement.high);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "stars");
  json_builder_add_int_value (builder, row->rating.stars);
  json_builder_set_member_name (builder, "flag");
  json_builder_add_string_value (builder, flags[MIN (row->rating.flag, CRITIC_FLAG_REJECT)]);
  json_builder_set_member_name (builder, "label");
  json_builder_add_string_value (builder, labels[MIN (row->rating.label, CRITIC_LABEL_PURPLE)]);
  json_builder_set_member_name (builder, "critiques");
  json_builder_add_int_value (builder, row->n_critiques);
  if (row->state == CRITIC_ROW_FAILED)
    {
      json_builder_set_member_name (builder, "failure");
      json_builder_add_string_value (builder, row->failure);
    }
  json_builder_set_member_name (builder, "styles");
  json_builder_begin_object (builder);
  for (guint i = 0; has && i < MCN_N_STYLES; i++)
    add_member (builder, mcn_style_info (i)->id, TRUE, row->judgement.style[i]);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  line = json_generator_to_data (generator, NULL);
  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

static void
export_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Export *export = task_data;
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *name = g_file_get_parse_name (export->file);
  g_autoptr(GError) cause = NULL;
  GError *error = NULL;

  rows = critic_library_rows_by_id (export->library, (const gint64 *) export->ids->data, export->ids->len,
                                    export->model_id, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      CriticRow *row = g_ptr_array_index (rows, i);

      g_hash_table_insert (by_id, &row->file_id, row);
    }

  if (export->as_csv)
    {
      g_string_append (text, "path,score,photo_alone,error,percentile,verdict,stars,flag,label,critiques,failure");
      for (guint i = 0; i < MCN_N_STYLES; i++)
        g_string_append_printf (text, ",%s", mcn_style_info (i)->id);
      g_string_append (text, "\r\n");
    }
  for (guint i = 0; i < export->ids->len; i++)
    {
      CriticRow *row = g_hash_table_lookup (by_id, &g_array_index (export->ids, gint64, i));

      if (row != NULL && export->as_csv)
        add_csv (text, row);
      else if (row != NULL)
        add_json (text, row);
    }

  /* Through a file beside it that takes its name: whole or not at all. */
  if (!g_file_replace_contents (export->file, text->str, text->len, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                NULL, cancellable, &cause))
    {
      g_task_return_new_error (task, G_IO_ERROR, cause->code,
                               _("“%s” could not be written: %s. Choose another place."), name, cause->message);
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (export->inhibit != 0)
    gtk_application_uninhibit (GTK_APPLICATION (g_application_get_default ()), export->inhibit);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        critic_folder_view_say (self, error->message, NULL, NULL);
      return;
    }

  g_autofree char *base = g_file_get_basename (export->file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *text = g_strdup_printf (ngettext ("The judgement of %u photograph is in “%s”.",
                                                     "The judgements of %u photographs are in “%s”.", export->ids->len),
                                           export->ids->len, name);

  critic_folder_view_say (self, text, NULL, NULL);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (user_data);
  g_autoptr(GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  CriticLibrary *library = critic_shelf_get_library (self->shelf);

  if (file != NULL && library != NULL)
    {
      g_autoptr(GTask) task = g_task_new (self, self->cancellable, exported_cb, NULL);
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *lower = g_ascii_strdown (base, -1);
      Export *export = g_new0 (Export, 1);

      export->library = g_object_ref (library);
      export->model_id = g_strdup (critic_shelf_get_model_id (self->shelf));
      export->ids = critic_folder_view_get_targets (self);
      export->as_csv = !g_str_has_suffix (lower, ".ndjson") && !g_str_has_suffix (lower, ".jsonl");
      export->file = g_steal_pointer (&file);
      export->inhibit = gtk_application_inhibit (GTK_APPLICATION (g_application_get_default ()),
                                                 GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                 GTK_APPLICATION_INHIBIT_SUSPEND, _("Judgements are being exported"));
      g_task_set_source_tag (task, chosen_cb);
      g_task_set_task_data (task, export, (GDestroyNotify) export_free);
      g_task_run_in_thread (task, export_thread);
    }

  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

void
_critic_folder_view_export (CriticFolderView *self)
{
  g_autoptr(GtkFileFilter) csv = NULL, ndjson = NULL;
  GtkFileChooserNative *chooser;

  if (self->shoot == NULL || self->chooser != NULL)
    return;
  if (critic_folder_view_has_veiled (self, G_MAXUINT))
    {
      critic_folder_view_refuse_veiled (self);
      return;
    }

  chooser = gtk_file_chooser_native_new (_("Export Judgements"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  csv = gtk_file_filter_new ();
  gtk_file_filter_set_name (csv, _("Table (.csv)"));
  gtk_file_filter_add_pattern (csv, "*.csv");
  ndjson = gtk_file_filter_new ();
  gtk_file_filter_set_name (ndjson, _("One JSON object a line (.ndjson)"));
  gtk_file_filter_add_pattern (ndjson, "*.ndjson");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), csv);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), ndjson);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("judgements.csv"));

  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}
