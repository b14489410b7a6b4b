/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-dialog.h"

#include <glib/gi18n-lib.h>

#include "critic-report-preview.h"
#include "critic-report-print.h"
#include "critic-report-task.h"

/* Seconds of writing before the time that is left can be guessed. */
#define GUESS_AFTER 2

struct _CriticReportDialog
{
  GtkWindow             parent_instance;

  CriticReportSubjects *subjects;
  GSettings            *settings;       /* NULL: nothing is remembered */
  gboolean              is_set_up;
  GFile                *output;         /* of the writing, or of what was written */
  GCancellable         *cancellable;    /* NULL: nothing is being written */
  GtkNativeDialog      *chooser;
  guint                 inhibit;
  gint64                began;          /* microseconds */
  gdouble               share_before;   /* of the work: what was done before the task that runs now */
  gdouble               share_now;      /* what that task does */

  CriticReportPreview  *preview;
  GtkWidget            *choices;
  GtkDropDown          *format_drop;
  GtkDropDown          *template_drop;
  GtkDropDown          *paper_drop;
  GtkEntry             *title_entry;
  GtkEntry             *author_entry;
  GtkCheckButton       *ranked_check;
  GtkCheckButton       *names_check;
  GtkCheckButton       *paths_check;
  GtkCheckButton       *exif_check;
  GtkCheckButton       *place_check;
  GtkLabel             *message_label;
  GtkProgressBar       *progress_bar;
  GtkWidget            *show_button;
  GtkWidget            *open_button;
  GtkWidget            *cancel_button;
  GtkWidget            *print_button;
  GtkWidget            *save_button;
};

G_DEFINE_FINAL_TYPE (CriticReportDialog, critic_report_dialog, GTK_TYPE_WINDOW)

static const char *const suffixes[] = { ".pdf", ".html", ".png", ".csv", ".json", "" };

/* Strings are the widgets'. */
static void
read_options (CriticReportDialog  *self,
              CriticReportOptions *options)
{
  critic_report_options_init (options);
  options->format = gtk_drop_down_get_selected (self->format_drop);
  options->template = gtk_drop_down_get_selected (self->template_drop);
  options->title = gtk_editable_get_text (GTK_EDITABLE (self->title_entry));
  options->author = gtk_editable_get_text (GTK_EDITABLE (self->author_entry));
  options->letter = gtk_drop_down_get_selected (self->paper_drop) == 1;
  options->ranked = gtk_check_button_get_active (self->ranked_check);
  options->with_names = gtk_check_button_get_active (self->names_check);
  options->with_paths = options->with_names && gtk_check_button_get_active (self->paths_check);
  options->with_exif = gtk_check_button_get_active (self->exif_check);
  options->with_place = gtk_check_button_get_active (self->place_check);
}

static void
set_message (CriticReportDialog *self,
             const char         *text)
{
  gtk_label_set_label (self->message_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), text != NULL);
}

static gboolean
has_pages (const CriticReportOptions *options)
{
  return options->format == CRITIC_REPORT_PDF || options->format == CRITIC_REPORT_HTML;
}

/* With fonts of its own: those must have every character. */
static gboolean
draws_text (const CriticReportOptions *options)
{
  return options->format == CRITIC_REPORT_PDF || options->format == CRITIC_REPORT_CARD;
}

static void
remember (CriticReportDialog        *self,
          const CriticReportOptions *options)
{
  if (self->settings == NULL)
    return;

  g_settings_set_enum (self->settings, "report-format", options->format);
  if (critic_report_subjects_get_n (self->subjects) > 1)
    g_settings_set_enum (self->settings, "report-template", options->template);
  g_settings_set_enum (self->settings, "report-paper", options->letter);
  g_settings_set_string (self->settings, "report-author", options->author);
  g_settings_set_boolean (self->settings, "report-ranked", options->ranked);
  g_settings_set_boolean (self->settings, "report-names", options->with_names);
  g_settings_set_boolean (self->settings, "report-paths", gtk_check_button_get_active (self->paths_check));
  g_settings_set_boolean (self->settings, "report-exif", options->with_exif);
  g_settings_set_boolean (self->settings, "report-place", options->with_place);
}

/* What a choice rules out, and why it cannot be written, is seen at once. */
static void
changed_cb (CriticReportDialog *self)
{
  CriticReportOptions options;
  g_autofree char *left_out = NULL;
  guint n;
  gboolean comparing, fits;

  if (!self->is_set_up)
    return;

  read_options (self, &options);
  left_out = critic_report_subjects_say_left_out (self->subjects);
  n = critic_report_subjects_get_n (self->subjects);
  comparing = options.template == CRITIC_TEMPLATE_COMPARE;
  fits = !comparing || (n >= 2 && n <= 4);

  gtk_widget_set_sensitive (GTK_WIDGET (self->template_drop), has_pages (&options));
  gtk_widget_set_sensitive (GTK_WIDGET (self->paper_drop), options.format == CRITIC_REPORT_PDF);
  gtk_widget_set_sensitive (GTK_WIDGET (self->paths_check), options.with_names);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ranked_check), n > 1);
  gtk_widget_set_sensitive (self->save_button, fits || !has_pages (&options));
  gtk_widget_set_sensitive (self->print_button, fits);
  gtk_widget_hide (self->open_button);
  gtk_widget_hide (self->show_button);
  set_message (self, fits ? left_out : _("A comparison is of two to four photographs. Choose so many, or another template."));
  remember (self, &options);
  if (fits)
    critic_report_preview_set (self->preview, self->subjects, &options);
}

static void
set_writing (CriticReportDialog *self,
             gboolean            writing)
{
  GtkApplication *application = gtk_window_get_application (gtk_window_get_transient_for (GTK_WINDOW (self)));

  gtk_widget_set_sensitive (self->choices, !writing);
  gtk_widget_set_visible (self->print_button, !writing);
  gtk_widget_set_visible (self->save_button, !writing);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), writing);
  gtk_widget_hide (self->open_button);
  gtk_widget_hide (self->show_button);
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), writing ? _("Cancel") : _("Close"));

  if (writing)
    {
      set_message (self, NULL);
      gtk_progress_bar_set_fraction (self->progress_bar, 0);
      gtk_progress_bar_set_text (self->progress_bar, _("Writing…"));
      gtk_widget_grab_focus (self->cancel_button);
      if (application != NULL && self->inhibit == 0)
        self->inhibit = gtk_application_inhibit (application, GTK_WINDOW (self), GTK_APPLICATION_INHIBIT_SUSPEND,
                                                 _("A report is being written"));
    }
  else if (application != NULL && self->inhibit != 0)
    {
      gtk_application_uninhibit (application, self->inhibit);
      self->inhibit = 0;
    }
}

static void
progress_cb (guint    done,
             guint    all,
             gpointer data)
{
  CriticReportDialog *self = data;
  gdouble share = self->share_before + self->share_now * (all > 0 ? (gdouble) done / all : 0);
  gint64 seconds = (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  if (self->cancellable == NULL)
    return;

  if (seconds >= GUESS_AFTER && share > 0)
    {
      guint left = (guint) (seconds * (1 - share) / share) + 1;

      text = left < 60 ? g_strdup_printf (_("%u %% · %u s left"), (guint) (share * 100), left)
                       : g_strdup_printf (_("%u %% · %u min left"), (guint) (share * 100), (left + 59) / 60);
    }
  else
    text = g_strdup_printf (_("%u %%"), (guint) (share * 100));
  gtk_progress_bar_set_fraction (self->progress_bar, share);
  gtk_progress_bar_set_text (self->progress_bar, text);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CriticReportDialog *self = CRITIC_REPORT_DIALOG (object);
  g_autoptr(GError) error = NULL;
  gboolean written = critic_report_task_write_finish (result, &error);

  if (self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  set_writing (self, FALSE);
  if (written)
    {
      g_autofree char *name = g_file_get_parse_name (self->output);
      g_autofree char *text = g_strdup_printf (_("The report is in “%s”."), name);

      set_message (self, text);
      gtk_widget_show (self->open_button);
      gtk_widget_show (self->show_button);
      gtk_widget_grab_focus (self->open_button);
    }
  else
    set_message (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                       ? _("Nothing was written.") : error->message);
}

static void
write_report (CriticReportDialog *self)
{
  CriticReportOptions options;

  read_options (self, &options);
  critic_report_task_write (G_OBJECT (self), self->subjects, &options, self->output, progress_cb,
                            self->cancellable, written_cb, NULL);
}

/* The package of Debian that draws the first of the characters. */
static const char *
find_package (const char *missing)
{
  gunichar c = g_utf8_get_char (missing);

  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO:
      return "fonts-noto-cjk";
    default:
      return c >= 0x1f000 ? "fonts-noto-color-emoji" : "fonts-noto-core";
    }
}

static void
asked_cb (GtkDialog *dialog,
          int        response,
          gpointer   user_data)
{
  CriticReportDialog *self = user_data;

  gtk_window_destroy (GTK_WINDOW (dialog));
  if (self->cancellable == NULL)
    return;

  if (response == GTK_RESPONSE_ACCEPT)
    write_report (self);
  else
    {
      g_clear_object (&self->cancellable);
      set_writing (self, FALSE);
    }
}

static void
missing_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CriticReportDialog *self = CRITIC_REPORT_DIALOG (object);
  g_autoptr(GError) error = NULL;
  g_autofree char *missing = critic_report_task_missing_finish (result, &error);
  GtkWidget *dialog;

  if (self->cancellable == NULL)
    return;

  if (error != NULL)
    {
      g_clear_object (&self->cancellable);
      set_writing (self, FALSE);
      set_message (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Nothing was written.") : error->message);
      return;
    }
  self->share_before = self->share_now;
  if (missing == NULL)
    {
      write_report (self);
      return;
    }

  dialog = gtk_message_dialog_new (GTK_WINDOW (self), GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                   GTK_MESSAGE_WARNING, GTK_BUTTONS_NONE, _("No installed font draws “%s”."), missing);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog),
                                            _("They would be empty boxes in the report. Installing the package %s helps."),
                                            find_package (missing));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Cancel"), GTK_RESPONSE_CANCEL);
  gtk_dialog_add_button (GTK_DIALOG (dialog), _("_Write Anyway"), GTK_RESPONSE_ACCEPT);
  g_signal_connect_object (dialog, "response", G_CALLBACK (asked_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         user_data)
{
  CriticReportDialog *self = user_data;
  CriticReportOptions options;

  read_options (self, &options);
  if (response == GTK_RESPONSE_ACCEPT && self->cancellable == NULL)
    {
      g_clear_object (&self->output);
      self->output = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      if (self->output != NULL)
        {
          self->cancellable = g_cancellable_new ();
          self->began = g_get_monotonic_time ();
          self->share_before = 0;
          self->share_now = draws_text (&options) ? 0.5 : 1;
          set_writing (self, TRUE);
          if (draws_text (&options))
            critic_report_task_missing (G_OBJECT (self), self->subjects, &options, self->output, progress_cb,
                                        self->cancellable, missing_cb, NULL);
          else
            write_report (self);
        }
    }

  gtk_native_dialog_destroy (chooser);
  g_clear_object (&self->chooser);
}

/* A name from the title, else from the only photograph, with the suffix. */
static char *
suggest_name (CriticReportDialog        *self,
              const CriticReportOptions *options)
{
  gboolean is_folder = options->format == CRITIC_REPORT_CARD && critic_report_subjects_get_n (self->subjects) > 1;
  g_autofree char *stem = g_strstrip (g_strdup (options->title));
  char *dot;

  if (*stem == '\0' && critic_report_subjects_get_n (self->subjects) == 1 && options->with_names)
    {
      g_autofree char *base = g_file_get_basename (critic_report_subjects_get_file (self->subjects, 0));

      g_free (stem);
      stem = g_filename_display_name (base);
      dot = strrchr (stem, '.');
      if (dot != NULL && dot != stem)
        *dot = '\0';
    }
  if (*stem == '\0')
    {
      g_free (stem);
      stem = g_strdup (_("Report"));
    }
  g_strdelimit (stem, "/\\:*?\"<>|\n", '-');

  return g_strconcat (stem, is_folder ? "" : suffixes[options->format], NULL);
}

static void
save_cb (CriticReportDialog *self)
{
  CriticReportOptions options;
  g_autofree char *name = NULL;
  GtkFileChooserNative *chooser;

  if (self->chooser != NULL || self->cancellable != NULL)
    return;

  read_options (self, &options);
  name = suggest_name (self, &options);
  chooser = gtk_file_chooser_native_new (_("Save the Report"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _("_Save"), _("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  self->chooser = GTK_NATIVE_DIALOG (chooser);
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (self->chooser);
}

static void
print_cb (CriticReportDialog *self)
{
  CriticReportOptions options;

  read_options (self, &options);
  critic_report_print (GTK_WINDOW (self), self->subjects, &options);
}

static void
open_cb (CriticReportDialog *self)
{
  g_autofree char *uri = g_file_get_uri (self->output);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
show_cb (CriticReportDialog *self)
{
  g_autoptr(GFile) folder = g_file_get_parent (self->output);
  g_autofree char *uri = g_file_get_uri (folder != NULL ? folder : self->output);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

/* Cancels the writing, else closes. */
static void
cancel_cb (CriticReportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* However it goes: a report that is being written holds it, so that disposing comes too late. */
static void
critic_report_dialog_unrealize (GtkWidget *widget)
{
  CriticReportDialog *self = CRITIC_REPORT_DIALOG (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  GTK_WIDGET_CLASS (critic_report_dialog_parent_class)->unrealize (widget);
}

static void
critic_report_dialog_dispose (GObject *object)
{
  CriticReportDialog *self = CRITIC_REPORT_DIALOG (object);

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
    }
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  if (self->inhibit != 0)
    gtk_application_uninhibit (GTK_APPLICATION (g_application_get_default ()), self->inhibit);
  self->inhibit = 0;
  if (self->preview != NULL)
    critic_report_preview_stop (self->preview);
  self->preview = NULL;
  g_clear_pointer (&self->subjects, critic_report_subjects_unref);
  g_clear_object (&self->settings);
  g_clear_object (&self->output);

  G_OBJECT_CLASS (critic_report_dialog_parent_class)->dispose (object);
}

static void
critic_report_dialog_class_init (CriticReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_report_dialog_dispose;
  widget_class->unrealize = critic_report_dialog_unrealize;

  g_type_ensure (CRITIC_TYPE_REPORT_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, format_drop);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, template_drop);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, paper_drop);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, title_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, author_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, ranked_check);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, names_check);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, paths_check);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, exif_check);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, place_check);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, show_button);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, print_button);
  gtk_widget_class_bind_template_child (widget_class, CriticReportDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
critic_report_dialog_init (CriticReportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * critic_report_dialog_recall:
 * @settings: (nullable): where choices are remembered
 * @options: (out): set to what was chosen the last time, else to what
 *   critic_report_options_init() says; no strings
 *
 * So that what was left out of a report is left out of a print too.
 */
void
critic_report_dialog_recall (GSettings           *settings,
                             CriticReportOptions *options)
{
  critic_report_options_init (options);
  if (settings == NULL)
    return;

  options->format = g_settings_get_enum (settings, "report-format");
  options->template = g_settings_get_enum (settings, "report-template");
  options->letter = g_settings_get_enum (settings, "report-paper");
  options->ranked = g_settings_get_boolean (settings, "report-ranked");
  options->with_names = g_settings_get_boolean (settings, "report-names");
  options->with_paths = options->with_names && g_settings_get_boolean (settings, "report-paths");
  options->with_exif = g_settings_get_boolean (settings, "report-exif");
  options->with_place = g_settings_get_boolean (settings, "report-place");
}

static void
restore (CriticReportDialog *self)
{
  gboolean single = critic_report_subjects_get_n (self->subjects) == 1;
  gboolean with_paths;
  CriticReportOptions options;

  critic_report_dialog_recall (self->settings, &options);
  with_paths = options.with_paths;
  if (self->settings != NULL)
    {
      g_autofree char *author = g_settings_get_string (self->settings, "report-author");

      gtk_editable_set_text (GTK_EDITABLE (self->author_entry), author);
      with_paths = g_settings_get_boolean (self->settings, "report-paths");
    }

  gtk_drop_down_set_selected (self->format_drop, options.format);
  gtk_drop_down_set_selected (self->template_drop, single ? CRITIC_TEMPLATE_PAGES : options.template);
  gtk_drop_down_set_selected (self->paper_drop, options.letter);
  gtk_check_button_set_active (self->ranked_check, options.ranked);
  gtk_check_button_set_active (self->names_check, options.with_names);
  gtk_check_button_set_active (self->paths_check, with_paths);
  gtk_check_button_set_active (self->exif_check, options.with_exif);
  gtk_check_button_set_active (self->place_check, options.with_place);
}

/**
 * critic_report_dialog_new:
 * @parent: the window it belongs to
 * @subjects: at least one photograph
 * @settings: (nullable): where choices are remembered
 *
 * Returns: (transfer none): a dialog, to be presented
 */
GtkWidget *
critic_report_dialog_new (GtkWindow            *parent,
                          CriticReportSubjects *subjects,
                          GSettings            *settings)
{
  CriticReportDialog *self = g_object_new (CRITIC_TYPE_REPORT_DIALOG, "transient-for", parent, NULL);
  guint n = critic_report_subjects_get_n (subjects);

  self->subjects = critic_report_subjects_ref (subjects);
  g_set_object (&self->settings, settings);
  if (n > 1)
    {
      g_autofree char *title = g_strdup_printf (ngettext ("Report on %'u Photograph", "Report on %'u Photographs", n), n);

      gtk_window_set_title (GTK_WINDOW (self), title);
    }
  restore (self);
  self->is_set_up = TRUE;
  changed_cb (self);

  return GTK_WIDGET (self);
}
