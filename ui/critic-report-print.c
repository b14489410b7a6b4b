/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-print.h"

#include <glib/gi18n-lib.h>

#include "critic-report-pages.h"

/* One printing, from planning to the printer's last page. */
typedef struct
{
  gatomicrefcount       ref_count;
  GtkWindow            *parent;         /* weak */
  CriticReportSubjects *subjects;
  CriticReportOptions   options;        /* strings owned */
  CriticReportPages    *pages;
  GCancellable         *cancellable;
  guint                 inhibit;        /* cookie, 0: the computer may sleep; the main thread's */
} Printing;

static Printing *
printing_ref (Printing *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
printing_unref (gpointer data)
{
  Printing *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_weak_pointer (&self->parent);
  g_clear_pointer (&self->pages, critic_report_pages_free);
  critic_report_subjects_unref (self->subjects);
  g_object_unref (self->cancellable);
  g_free ((char *) self->options.title);
  g_free ((char *) self->options.author);
  g_free ((char *) self->options.date);
  g_free (self);
}

static void
printing_release (gpointer data,
                  GClosure *closure)
{
  printing_unref (data);
}

/* While pages are planned or printed, not while the user chooses a printer. */
static void
stay_awake (Printing *self,
            gboolean  awake)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return;

  if (awake && self->inhibit == 0)
    self->inhibit = gtk_application_inhibit (GTK_APPLICATION (application), self->parent, GTK_APPLICATION_INHIBIT_SUSPEND,
                                             _("A report is being printed"));
  else if (!awake && self->inhibit != 0)
    {
      gtk_application_uninhibit (GTK_APPLICATION (application), self->inhibit);
      self->inhibit = 0;
    }
}

static void
tell (Printing     *self,
      const GError *error)
{
  GtkWidget *dialog;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  dialog = gtk_message_dialog_new (self->parent, GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, GTK_MESSAGE_ERROR,
                                   GTK_BUTTONS_CLOSE, "%s", _("The report was not printed."));
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", error->message);
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  Printing          *printing;
  GtkPrintOperation *operation;
  GtkPrintContext   *context;
  guint              page;
  cairo_surface_t   *recording;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->recording, cairo_surface_destroy);
  g_object_unref (page->context);
  g_object_unref (page->operation);
  printing_unref (page->printing);
  g_free (page);
}

static void
record_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Page *page = data;
  GError *error = NULL;
  cairo_rectangle_t size = { 0 };
  gboolean drawn;
  cairo_t *cr;

  critic_report_pages_get_size (page->printing->pages, &size.width, &size.height);
  page->recording = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &size);
  cr = cairo_create (page->recording);
  drawn = critic_report_pages_draw (page->printing->pages, page->page, cr, cancellable, &error);
  cairo_destroy (cr);

  if (drawn)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Page *page = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  gboolean recorded = g_task_propagate_boolean (G_TASK (result), &error);

  /* Cancelled while the worker drew. */
  if (gtk_print_operation_is_finished (page->operation))
    return;

  if (recorded)
    {
      cairo_t *cr = gtk_print_context_get_cairo_context (page->context);

      cairo_set_source_surface (cr, page->recording, 0, 0);
      cairo_paint (cr);
    }
  else
    {
      tell (page->printing, error);
      gtk_print_operation_cancel (page->operation);
    }
  gtk_print_operation_draw_page_finish (page->operation);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                number,
              gpointer           user_data)
{
  Printing *self = user_data;
  g_autoptr(GTask) task = g_task_new (operation, self->cancellable, recorded_cb, NULL);
  Page *page = g_new0 (Page, 1);

  page->printing = printing_ref (self);
  page->operation = g_object_ref (operation);
  page->context = g_object_ref (context);
  page->page = number;

  gtk_print_operation_set_defer_drawing (operation);
  g_task_set_source_tag (task, draw_page_cb);
  g_task_set_task_data (task, page, page_free);
  g_task_run_in_thread (task, record_thread);
}

static void
begin_cb (GtkPrintOperation *operation,
          GtkPrintContext   *context,
          gpointer           user_data)
{
  stay_awake (user_data, TRUE);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         gpointer                 user_data)
{
  Printing *self = user_data;
  g_autoptr(GError) error = NULL;

  stay_awake (self, FALSE);
  g_cancellable_cancel (self->cancellable);
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      if (error != NULL)
        tell (self, error);
    }
}

static void
print_pages (Printing *self)
{
  g_autoptr(GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr(GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *paper = gtk_paper_size_new (self->options.letter ? GTK_PAPER_NAME_LETTER : GTK_PAPER_NAME_A4);
  g_autoptr(GError) error = NULL;

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_paper_size_free (paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, critic_report_pages_get_n (self->pages));
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, TRUE);
  gtk_print_operation_set_job_name (operation, self->options.title != NULL && *self->options.title != '\0'
                                                ? self->options.title : _("Report"));
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (draw_page_cb), printing_ref (self), printing_release, 0);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (begin_cb), printing_ref (self), printing_release, 0);
  g_signal_connect_data (operation, "done", G_CALLBACK (done_cb), printing_ref (self), printing_release, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, self->parent, &error)
      == GTK_PRINT_OPERATION_RESULT_ERROR && error != NULL)
    tell (self, error);
}

static void
plan_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Printing *self = data;
  CriticReportJob job;
  GError *error = NULL;

  if (critic_report_subjects_fill (self->subjects, &job, &error))
    self->pages = critic_report_pages_new (&job, &self->options, cancellable, &error);

  if (self->pages != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Printing *self = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  stay_awake (self, FALSE);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    tell (self, error);
  else if (self->parent != NULL)
    print_pages (self);
}

void
critic_report_print (GtkWindow                 *parent,
                     CriticReportSubjects      *subjects,
                     const CriticReportOptions *options)
{
  Printing *self = g_new0 (Printing, 1);
  g_autoptr(GTask) task = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  g_set_weak_pointer (&self->parent, parent);
  self->subjects = critic_report_subjects_ref (subjects);
  self->options = *options;
  self->options.title = g_strdup (options->title);
  self->options.author = g_strdup (options->author);
  self->options.date = g_strdup (options->date);
  self->cancellable = g_cancellable_new ();
  stay_awake (self, TRUE);

  task = g_task_new (NULL, self->cancellable, planned_cb, NULL);
  g_task_set_source_tag (task, critic_report_print);
  g_task_set_task_data (task, self, printing_unref);
  g_task_run_in_thread (task, plan_thread);
}
