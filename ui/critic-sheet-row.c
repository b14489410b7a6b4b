/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sheet-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _CriticSheetRow
{
  GtkListBoxRow  parent_instance;

  CriticSheet   *sheet;
  GtkLabel      *mark_label;
  GtkLabel      *author_label;
  GtkLabel      *time_label;
  GtkLabel      *score_label;
};

G_DEFINE_FINAL_TYPE (CriticSheetRow, critic_sheet_row, GTK_TYPE_LIST_BOX_ROW)

/* The hour of today, else the day; (transfer full). */
static char *
format_time (gint64 milliseconds)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (milliseconds / 1000);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  if (time == NULL || milliseconds == 0)
    return g_strdup ("");

  return g_date_time_format (time, g_date_time_get_year (time) == g_date_time_get_year (now)
                                     && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now)
                                     /* Translators: hour and minute of today, as g_date_time_format() has them */
                                     ? _("%H:%M")
                                     /* Translators: a day, as g_date_time_format() has it */
                                     : _("%x"));
}

static void
update (CriticSheetRow *self)
{
  const CriticCritiqueEntry *entry = critic_sheet_get_entry (self->sheet);
  const char *author = *entry->author != '\0' ? entry->author : _("You");
  g_autofree char *time = format_time (entry->written);
  g_autofree char *score = isnan (entry->own_score) ? g_strdup ("")
                                                    : g_strdup_printf ("%.4g/%.4g", entry->own_score, entry->own_scale);
  g_autofree char *spoken = NULL;

  gtk_label_set_label (self->mark_label, entry->counts ? "●" : "○");
  gtk_label_set_label (self->author_label, author);
  gtk_label_set_label (self->time_label, time);
  gtk_label_set_label (self->score_label, score);

  /* Translators: who wrote a critique, when, and the own score as 14/20 or nothing */
  spoken = g_strdup_printf (entry->counts ? _("Critique by %s, %s %s, scored") : _("Critique by %s, %s %s, not scored"),
                            author, time, score);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
critic_sheet_row_dispose (GObject *object)
{
  g_clear_object (&CRITIC_SHEET_ROW (object)->sheet);

  G_OBJECT_CLASS (critic_sheet_row_parent_class)->dispose (object);
}

static void
critic_sheet_row_class_init (CriticSheetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_sheet_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-sheet-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticSheetRow, mark_label);
  gtk_widget_class_bind_template_child (widget_class, CriticSheetRow, author_label);
  gtk_widget_class_bind_template_child (widget_class, CriticSheetRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, CriticSheetRow, score_label);
}

static void
critic_sheet_row_init (CriticSheetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
critic_sheet_row_new (CriticSheet *sheet)
{
  CriticSheetRow *self = g_object_new (CRITIC_TYPE_SHEET_ROW, NULL);

  self->sheet = g_object_ref (sheet);
  g_signal_connect_object (sheet, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

CriticSheet *
critic_sheet_row_get_sheet (CriticSheetRow *self)
{
  g_return_val_if_fail (CRITIC_IS_SHEET_ROW (self), NULL);

  return self->sheet;
}
