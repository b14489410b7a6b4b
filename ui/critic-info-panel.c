/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-info-panel.h"

#include <glib/gi18n-lib.h>

#include "critic-histogram-view.h"
#include "critic-metadata.h"

/* Pixels that a histogram needs of the long side: the rest tells nothing new. */
#define ENOUGH 1024

typedef enum
{
  CAMERA,
  LENS,
  EXPOSURE,
  TAKEN,
  PIXELS,
  CLIPPED,
  FOLDER,
  N_FACTS
} Fact;

struct _CriticInfoPanel
{
  GtkWidget            parent_instance;

  CriticDesk          *desk;
  GCancellable        *reading;       /* NULL: nothing is read */

  GtkWidget           *box;
  CriticHistogramView *histogram;
  GtkLabel            *names[N_FACTS];
  GtkLabel            *values[N_FACTS];
  GtkWidget           *show_button;
};

G_DEFINE_FINAL_TYPE (CriticInfoPanel, critic_info_panel, GTK_TYPE_WIDGET)

typedef struct
{
  CriticPyramid  *pyramid;
  GFile          *file;
  CriticMetadata *metadata;       /* NULL: none */
  CriticHistogram histogram;
} Info;

static void
info_free (Info *info)
{
  g_clear_pointer (&info->pyramid, critic_pyramid_unref);
  g_clear_pointer (&info->metadata, critic_metadata_unref);
  g_clear_object (&info->file);
  g_free (info);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Info *info = task_data;
  guint level = critic_pyramid_find_level (info->pyramid, ENOUGH);

  critic_histogram_compute (critic_pyramid_get_level (info->pyramid, level), &info->histogram);
  if (info->file != NULL)
    info->metadata = critic_metadata_read (info->file, cancellable, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
set_fact (CriticInfoPanel *self,
          Fact             fact,
          const char      *text)
{
  gtk_label_set_label (self->values[fact], text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->names[fact]), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->values[fact]), text != NULL);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CriticInfoPanel *self = CRITIC_INFO_PANEL (object);
  Info *info = g_task_get_task_data (G_TASK (result));
  const CriticHistogram *histogram = &info->histogram;
  g_autofree char *clipped = NULL, *taken = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->reading
      || !g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  g_clear_object (&self->reading);
  critic_histogram_view_set (self->histogram, histogram);
  /* Translators: shares of the photograph's pixels */
  clipped = g_strdup_printf (_("%.1f\xc2\xa0%% burnt out, %.1f\xc2\xa0%% black"),
                             100.0 * histogram->n_burnt / histogram->n, 100.0 * histogram->n_black / histogram->n);
  set_fact (self, CLIPPED, clipped);

  if (info->metadata != NULL)
    {
      gint64 time = critic_metadata_get_taken (info->metadata);

      set_fact (self, CAMERA, critic_metadata_get_camera (info->metadata));
      set_fact (self, LENS, critic_metadata_get_lens (info->metadata));
      set_fact (self, EXPOSURE, critic_metadata_get_exposure (info->metadata));
      if (time != 0)
        {
          /* The camera's own time, which knows no zone. */
          g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time / 1000);

          taken = date != NULL ? g_date_time_format (date, "%x %X") : NULL;
        }
      set_fact (self, TAKEN, taken);
    }
}

static void
picture_cb (CriticInfoPanel *self)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  GFile *file = critic_desk_get_file (self->desk);
  g_autoptr(GTask) task = NULL;
  g_autofree char *pixels = NULL, *folder = NULL;
  Info *info;

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_set_visible (GTK_WIDGET (self), picture != NULL);
  if (picture == NULL)
    return;

  guint width = critic_picture_get_width (picture), height = critic_picture_get_height (picture);

  /* Translators: width and height of a photograph, and its megapixels */
  pixels = (gdouble) width * height < 1e5 ? g_strdup_printf (_("%u × %u"), width, height)
                                          : g_strdup_printf (_("%u × %u, %.1f MP"), width, height, (gdouble) width * height / 1e6);
  set_fact (self, PIXELS, pixels);
  if (file != NULL)
    {
      g_autoptr(GFile) parent = g_file_get_parent (file);

      folder = parent != NULL ? g_file_get_parse_name (parent) : NULL;
    }
  set_fact (self, FOLDER, folder);
  gtk_widget_set_visible (self->show_button, file != NULL);
  for (Fact fact = CAMERA; fact <= TAKEN; fact++)
    set_fact (self, fact, NULL);

  self->reading = g_cancellable_new ();
  info = g_new0 (Info, 1);
  info->pyramid = critic_pyramid_ref (critic_picture_get_pyramid (picture, 0));
  g_set_object (&info->file, file);
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_source_tag (task, picture_cb);
  g_task_set_task_data (task, info, (GDestroyNotify) info_free);
  g_task_run_in_thread (task, read_thread);
}

/* Where there is no file manager that can point at a file, its folder is opened. */
static void
shown_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GFile) file = user_data;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  if (answer == NULL)
    {
      g_autoptr(GFile) folder = g_file_get_parent (file);
      g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

      if (uri != NULL)
        gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
    }
}

static void
show_cb (CriticInfoPanel *self)
{
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  GFile *file = critic_desk_get_file (self->desk);

  if (file == NULL || bus == NULL)
    return;

  g_autofree char *uri = g_file_get_uri (file);
  const char *uris[] = { uri, NULL };

  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems", g_variant_new ("(^ass)", uris, ""),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown_cb, g_object_ref (file));
}

static void
critic_info_panel_dispose (GObject *object)
{
  CriticInfoPanel *self = CRITIC_INFO_PANEL (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_info_panel_parent_class)->dispose (object);
}

static void
critic_info_panel_class_init (CriticInfoPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_info_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "info");
}

static GtkLabel *
new_label (const char *text)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_yalign (label, 0);

  return label;
}

static GtkWidget *
new_legend (void)
{
  /* Translators: how the lines of a histogram are drawn: area, line, dashes, dots */
  GtkLabel *label = new_label (_("▓ luminance   ─ red   ╌ green   ┈ blue"));

  gtk_widget_add_css_class (GTK_WIDGET (label), "dim");
  gtk_widget_add_css_class (GTK_WIDGET (label), "small");

  return GTK_WIDGET (label);
}

static void
critic_info_panel_init (CriticInfoPanel *self)
{
  const char *names[N_FACTS] = { _("Camera"), _("Lens"), _("Exposure"), _("Taken"), _("Size"), _("Clipped"), _("Folder") };
  GtkLabel *title = new_label (_("Photograph"));
  GtkWidget *grid = gtk_grid_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (title), "section");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (title));
  self->histogram = CRITIC_HISTOGRAM_VIEW (critic_histogram_view_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->histogram));
  gtk_box_append (GTK_BOX (self->box), new_legend ());

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (Fact fact = 0; fact < N_FACTS; fact++)
    {
      self->names[fact] = new_label (names[fact]);
      self->values[fact] = new_label (NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self->names[fact]), "dim");
      gtk_label_set_wrap (self->values[fact], TRUE);
      gtk_label_set_wrap_mode (self->values[fact], PANGO_WRAP_WORD_CHAR);
      gtk_label_set_selectable (self->values[fact], TRUE);
      gtk_widget_set_hexpand (GTK_WIDGET (self->values[fact]), TRUE);
      gtk_widget_set_can_focus (GTK_WIDGET (self->values[fact]), FALSE);
      /* Not labelled by it: GTK 4.18 would say that in place of the value. */
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->values[fact]),
                                      GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->names[fact], NULL, -1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->names[fact]), 0, (int) fact, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->values[fact]), 1, (int) fact, 1, 1);
    }
  gtk_box_append (GTK_BOX (self->box), grid);

  self->show_button = gtk_button_new_with_mnemonic (_("Show in File _Manager"));
  gtk_widget_set_halign (self->show_button, GTK_ALIGN_START);
  g_signal_connect_object (self->show_button, "clicked", G_CALLBACK (show_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->show_button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
critic_info_panel_set_desk (CriticInfoPanel *self,
                            CriticDesk      *desk)
{
  g_return_if_fail (CRITIC_IS_INFO_PANEL (self));

  if (g_set_object (&self->desk, desk))
    {
      g_signal_connect_object (desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
      picture_cb (self);
    }
}
