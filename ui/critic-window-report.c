/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include <glib/gi18n-lib.h>

#include "critic-assessment-text.h"
#include "critic-report-dialog.h"
#include "critic-report-print.h"

/* The photograph on the desk, and what is said of it there. */
static CriticReportSubjects *
find_on_desk (CriticWindow *self)
{
  GFile *file = critic_desk_get_file (self->desk);
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  g_autoptr(GPtrArray) critiques = NULL;
  CriticReportSubjects *subjects;

  if (picture == NULL)
    return NULL;
  if (file == NULL)
    {
      critic_desk_fail (self->desk, _("A pasted photograph has no file to report on. Save it and open it from there."));
      return NULL;
    }

  subjects = critic_report_subjects_new (critic_desk_get_analyzer (self->desk), NULL);
  critiques = critic_notebook_dup_entries (self->notebook);
  critic_report_subjects_add_shown (subjects, file, critiques, critic_notebook_get_rating (self->notebook),
                                    critic_picture_get_width (picture), critic_picture_get_height (picture));

  return subjects;
}

static void
add_shown (CriticReportSubjects *subjects,
           CriticShoot          *shoot,
           guint                 position)
{
  g_autoptr(CriticShootItem) item = g_list_model_get_item (G_LIST_MODEL (shoot), position);

  if (item != NULL)
    {
      g_autoptr(GFile) file = g_file_new_for_path (critic_shoot_item_get_facts (item)->row->path);

      critic_report_subjects_add (subjects, file);
    }
}

/* What is selected in the folder, else all that it shows; in the order shown. */
static CriticReportSubjects *
find_in_folder (CriticWindow *self)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);
  g_autoptr(GArray) ids = critic_folder_view_get_targets (self->folder);
  g_autoptr(CriticReportSubjects) subjects = NULL;
  guint n;

  if (shoot == NULL)
    return NULL;

  subjects = critic_report_subjects_new (critic_desk_get_analyzer (self->desk), critic_folder_view_get_library (self->folder));
  n = ids->len > 0 ? ids->len : g_list_model_get_n_items (G_LIST_MODEL (shoot));
  for (guint i = 0; i < MIN (n, CRITIC_REPORT_MOST); i++)
    add_shown (subjects, shoot, ids->len > 0 ? critic_shoot_find (shoot, g_array_index (ids, gint64, i)) : i);
  critic_report_subjects_set_asked (subjects, n);

  return critic_report_subjects_get_n (subjects) > 0 ? g_steal_pointer (&subjects) : NULL;
}

/* Nothing is written that tells what is hidden. */
static gboolean
refuses (CriticWindow *self)
{
  gboolean is_desk = _critic_window_is_desk (self);

  if (is_desk ? !critic_desk_get_veiled (self->desk) : !critic_folder_view_has_veiled (self->folder, CRITIC_REPORT_MOST))
    return FALSE;

  if (is_desk)
    critic_notice_say (self->desk_notice, critic_veil_refusal (), _("Show What the Model Says"), "win.unveil");
  else
    critic_folder_view_refuse_veiled (self->folder);

  return TRUE;
}

/* NULL when there is nothing that could be reported on, or may be. */
static CriticReportSubjects *
find_subjects (CriticWindow *self)
{
  if (refuses (self))
    return NULL;

  return _critic_window_is_desk (self) ? find_on_desk (self) : find_in_folder (self);
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

/* A page each in the order shown; paper and what is left out as chosen for the
 * last report. */
static void
print_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  g_autoptr(CriticReportSubjects) subjects = find_subjects (self);
  g_autofree char *left_out = NULL;
  CriticReportOptions options;

  if (subjects == NULL)
    return;
  left_out = critic_report_subjects_say_left_out (subjects);
  if (left_out != NULL)
    {
      /* The dialog says that not all are meant, and prints them all the same. */
      report_cb (widget, name, parameter);
      return;
    }

  critic_report_dialog_recall (self->settings, &options);
  options.format = CRITIC_REPORT_PDF;
  options.template = CRITIC_TEMPLATE_PAGES;
  options.ranked = FALSE;
  critic_report_print (GTK_WINDOW (self), subjects, &options);
}

/* The assessment on the desk, as a text. */
static void
copy_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CriticWindow *self = CRITIC_WINDOW (widget);
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  CriticAssessment *assessment = critic_desk_is_explained (self->desk) ? critic_desk_get_explained (self->desk)
                                                                      : critic_desk_get_assessment (self->desk);
  g_autofree char *text = NULL;

  if (assessment == NULL || !critic_desk_get_fresh (self->desk))
    return;

  text = critic_assessment_text (assessment, picture != NULL ? critic_picture_get_name (picture) : NULL,
                                 critic_desk_scores_critique (self->desk) ? critic_desk_get_critique (self->desk) : "");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  critic_notice_say (self->desk_notice, _("The assessment is on the clipboard."), NULL, NULL);
}

static void
update_actions (CriticWindow *self)
{
  CriticShoot *shoot = critic_folder_view_get_shoot (self->folder);
  gboolean has = _critic_window_is_desk (self) ? critic_desk_get_picture (self->desk) != NULL
                                               : shoot != NULL && g_list_model_get_n_items (G_LIST_MODEL (shoot)) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.report", has);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.print", has);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-assessment",
                                 _critic_window_is_desk (self) && critic_desk_get_assessment (self->desk) != NULL);
}

void
_critic_window_class_init_report (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.report", NULL, report_cb);
  gtk_widget_class_install_action (klass, "win.print", NULL, print_cb);
  gtk_widget_class_install_action (klass, "win.copy-assessment", NULL, copy_cb);
}

void
_critic_window_init_report (CriticWindow *self)
{
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::assessment", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder, "notify::subtitle", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  update_actions (self);
}
