/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-preview.h"

#include <glib/gi18n-lib.h>

#include "critic-report-pages.h"

/* Pixels a point: sharp on a screen of twice the usual density at the size
 * that the preview has. */
#define SHARPNESS 2.0
/* Milliseconds without a change before a title that is being typed is drawn. */
#define CALM 250

struct _CriticReportPreview
{
  GtkWidget             parent_instance;

  CriticReportSubjects *subjects;
  CriticReportOptions   options;        /* strings owned */
  guint                 page, n_pages;
  guint                 generation;     /* of the options */
  guint                 calm_source;
  GCancellable         *cancellable;    /* of the worker, NULL: none runs */
  CriticReportPages    *pages;          /* only when no worker runs */
  guint                 pages_generation;
  gboolean              again;          /* something else is wanted by now */

  GtkWidget            *box;
  GtkPicture           *picture;
  GtkSpinner           *spinner;
  GtkLabel             *label;
  GtkWidget            *back_button;
  GtkWidget            *forward_button;
};

G_DEFINE_FINAL_TYPE (CriticReportPreview, critic_report_preview, GTK_TYPE_WIDGET)

typedef struct
{
  CriticReportSubjects *subjects;
  CriticReportOptions   options;
  CriticReportPages    *pages;
  guint                 page, n_pages, generation;
  GdkTexture           *texture;
} Drawing;

static void
copy_options (CriticReportOptions       *to,
              const CriticReportOptions *from)
{
  *to = *from;
  to->title = g_strdup (from->title);
  to->author = g_strdup (from->author);
  to->date = g_strdup (from->date);
}

static void
clear_options (CriticReportOptions *options)
{
  g_free ((char *) options->title);
  g_free ((char *) options->author);
  g_free ((char *) options->date);
  *options = (CriticReportOptions) { 0 };
}

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  g_clear_pointer (&drawing->pages, critic_report_pages_free);
  g_clear_pointer (&drawing->subjects, critic_report_subjects_unref);
  g_clear_object (&drawing->texture);
  clear_options (&drawing->options);
  g_free (drawing);
}

static GdkTexture *
draw_page (Drawing      *drawing,
           GCancellable *cancellable,
           GError      **error)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  gdouble width, height;
  GdkTexture *texture = NULL;

  critic_report_pages_get_size (drawing->pages, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * SHARPNESS, height * SHARPNESS);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, SHARPNESS, SHARPNESS);
  if (critic_report_pages_draw (drawing->pages, drawing->page, cr, cancellable, error))
    {
      int rows = cairo_image_surface_get_height (surface), stride = cairo_image_surface_get_stride (surface);
      g_autoptr(GBytes) bytes = NULL;

      cairo_surface_flush (surface);
      bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * rows);
      texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface), rows,
                                        GDK_MEMORY_DEFAULT, bytes, stride);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return texture;
}

static void
draw_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Drawing *drawing = data;
  CriticReportJob job;
  GError *error = NULL;

  if (drawing->pages == NULL)
    {
      if (critic_report_subjects_fill (drawing->subjects, &job, &error))
        drawing->pages = critic_report_pages_new (&job, &drawing->options, cancellable, &error);
    }
  if (drawing->pages != NULL)
    {
      drawing->n_pages = critic_report_pages_get_n (drawing->pages);
      drawing->page = MIN (drawing->page, drawing->n_pages - 1);
      drawing->texture = draw_page (drawing, cancellable, &error);
    }

  if (drawing->texture != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void start (CriticReportPreview *self);

static void
update (CriticReportPreview *self,
        const char          *problem)
{
  g_autofree char *text = NULL;

  if (problem != NULL)
    text = g_strdup (problem);
  else if (self->n_pages > 0)
    text = g_strdup_printf (_("Page %u of %u"), self->page + 1, self->n_pages);
  else
    text = g_strdup (_("Drawing the pages…"));

  gtk_label_set_label (self->label, text);
  gtk_widget_set_sensitive (self->back_button, self->n_pages > 0 && self->page > 0);
  gtk_widget_set_sensitive (self->forward_button, self->page + 1 < self->n_pages);
  gtk_spinner_set_spinning (self->spinner, self->cancellable != NULL);
}

static void
drawn_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CriticReportPreview *self = CRITIC_REPORT_PREVIEW (object);
  Drawing *drawing = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  gboolean drawn = g_task_propagate_boolean (G_TASK (result), &error);

  g_clear_object (&self->cancellable);
  if (self->subjects == NULL)
    return;

  if (drawing->generation == self->generation)
    {
      g_clear_pointer (&self->pages, critic_report_pages_free);
      self->pages = g_steal_pointer (&drawing->pages);
      self->pages_generation = drawing->generation;
      if (drawn)
        {
          self->n_pages = drawing->n_pages;
          if (!self->again)
            self->page = drawing->page;
          gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (drawing->texture));
        }
    }

  if (self->again)
    start (self);
  update (self, !drawn && !self->again && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? error->message : NULL);
}

/* One worker at a time: the pages belong to it while it runs. */
static void
start (CriticReportPreview *self)
{
  g_autoptr(GTask) task = NULL;
  Drawing *drawing;

  self->again = self->cancellable != NULL;
  if (self->again || self->subjects == NULL)
    return;

  drawing = g_new0 (Drawing, 1);
  drawing->subjects = critic_report_subjects_ref (self->subjects);
  copy_options (&drawing->options, &self->options);
  drawing->page = self->page;
  drawing->generation = self->generation;
  if (self->pages_generation == self->generation)
    drawing->pages = g_steal_pointer (&self->pages);
  else
    g_clear_pointer (&self->pages, critic_report_pages_free);

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, drawn_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, drawing, drawing_free);
  g_task_run_in_thread (task, draw_thread);
  update (self, NULL);
}

static gboolean
calm_cb (gpointer user_data)
{
  CriticReportPreview *self = user_data;

  self->calm_source = 0;
  start (self);

  return G_SOURCE_REMOVE;
}

static void
turn (CriticReportPreview *self,
      int                  by)
{
  if ((by < 0 && self->page == 0) || (by > 0 && self->page + 1 >= self->n_pages))
    return;

  self->page += by;
  start (self);
  update (self, NULL);
}

static void
back_cb (CriticReportPreview *self)
{
  turn (self, -1);
}

static void
forward_cb (CriticReportPreview *self)
{
  turn (self, 1);
}

static void
critic_report_preview_dispose (GObject *object)
{
  CriticReportPreview *self = CRITIC_REPORT_PREVIEW (object);

  critic_report_preview_stop (self);
  g_clear_pointer (&self->pages, critic_report_pages_free);
  clear_options (&self->options);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_report_preview_parent_class)->dispose (object);
}

static void
critic_report_preview_class_init (CriticReportPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_report_preview_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-report-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, box);
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, picture);
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, spinner);
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, label);
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, back_button);
  gtk_widget_class_bind_template_child (widget_class, CriticReportPreview, forward_button);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, forward_cb);
}

static void
critic_report_preview_init (CriticReportPreview *self)
{
  self->pages_generation = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * critic_report_preview_set:
 * @self: a preview
 * @subjects: what is reported
 * @options: how; copied
 *
 * Draws the report anew, once nothing has changed for a moment.
 */
void
critic_report_preview_set (CriticReportPreview       *self,
                           CriticReportSubjects      *subjects,
                           const CriticReportOptions *options)
{
  CriticReportOptions old = self->options;

  g_return_if_fail (CRITIC_IS_REPORT_PREVIEW (self));

  critic_report_subjects_ref (subjects);
  g_clear_pointer (&self->subjects, critic_report_subjects_unref);
  self->subjects = subjects;
  copy_options (&self->options, options);
  clear_options (&old);

  self->generation++;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->calm_source, g_source_remove);
  self->calm_source = g_timeout_add (CALM, calm_cb, self);
  g_source_set_name_by_id (self->calm_source, "[photo-critic] preview");
}

/**
 * critic_report_preview_stop:
 * @self: a preview
 *
 * Draws nothing more; what is being drawn is dropped.
 */
void
critic_report_preview_stop (CriticReportPreview *self)
{
  g_return_if_fail (CRITIC_IS_REPORT_PREVIEW (self));

  g_clear_handle_id (&self->calm_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  self->generation++;
  g_clear_pointer (&self->subjects, critic_report_subjects_unref);
}
