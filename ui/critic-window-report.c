/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-report-dialog.h"
#include "critic-report-print.h"

/* What is selected in the folder. */
static CriticReportSubjects *
find_selected (CriticWindow *self)
{
  g_auto(GStrv) paths = critic_folder_view_get_paths (self->folder);
  CriticReportSubjects *subjects;

  if (paths == NULL || paths[0] == NULL)
    return NULL;

  subjects = critic_report_subjects_new (critic_desk_get_analyzer (self->desk), critic_folder_view_get_library (self->folder));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_path (paths[i]);

      critic_report_subjects_add (subjects, file, NULL);
    }

  return subjects;
}

/* What is on the desk; NULL when there is nothing that could be reported on. */
static CriticReportSubjects *
find_subjects (CriticWindow *self)
{
  GFile *file = critic_desk_get_file (self->desk);
  CriticReportSubjects *subjects;

  if (!_critic_window_is_desk (self))
    return find_selected (self);
  if (critic_desk_get_picture (self->desk) == NULL)
    return NULL;
  if (file == NULL)
    {
      critic_desk_fail (self->desk, _("A pasted photograph has no file to report on. Save it and open it from there."));
      return NULL;
    }

  subjects = critic_report_subjects_new (critic_desk_get_analyzer (self->desk), critic_folder_view_get_library (self->folder));
  critic_report_subjects_add (subjects, file, critic_desk_get_critique (self->desk));

  return subjects;
}

static void
report_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  g_autoptr(CriticReportSubjects) subjects = find_subjects (self);

  if (subjects != NULL)
    gtk_window_present (GTK_WINDOW (critic_report_dialog_new (GTK_WINDOW (self), subjects, self->settings)));
}

/* A page each, as the paper was chosen the last time. */
static void
print_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  g_autoptr(CriticReportSubjects) subjects = find_subjects (self);
  CriticReportOptions options;

  if (subjects == NULL)
    return;

  critic_report_options_init (&options);
  options.template = CRITIC_TEMPLATE_PAGES;
  if (self->settings != NULL)
    options.letter = g_settings_get_enum (self->settings, "report-paper");
  critic_report_print (GTK_WINDOW (self), subjects, &options);
}

void
_critic_window_class_init_report (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.report", NULL, report_cb);
  gtk_widget_class_install_action (klass, "win.print", NULL, print_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_e, GDK_CONTROL_MASK, "win.report", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_p, GDK_CONTROL_MASK, "win.print", NULL);
}
