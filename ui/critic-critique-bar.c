/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-critique-bar.h"

#include <glib/gi18n-lib.h>

#include "critic-sheet-row.h"

struct _CriticCritiqueBar
{
  GtkWidget       parent_instance;

  CriticNotebook *notebook;
  gboolean        selecting;      /* by us */

  GtkWidget      *box;
  GtkMenuButton  *counting_button;
  GtkWidget      *list_window;
  GtkListBox     *list;
  GMenu          *language_menu;
};

G_DEFINE_FINAL_TYPE (CriticCritiqueBar, critic_critique_bar, GTK_TYPE_WIDGET)

static char *
counting_label (CriticCritiqueBar *self)
{
  const char *author = critic_sheet_get_entry (critic_notebook_get_current (self->notebook))->author;

  switch (critic_notebook_get_counting (self->notebook))
    {
    case CRITIC_COUNTS_THIS:
      return g_strdup (_("Scored: this one"));

    case CRITIC_COUNTS_AUTHOR:
      return *author != '\0' ? g_strdup_printf (_("Scored: by %s"), author) : g_strdup (_("Scored: by you"));

    case CRITIC_COUNTS_ALL:
      return g_strdup (_("Scored: all together"));

    case CRITIC_COUNTS_SOME:
    default:
      return g_strdup (_("Scored: others"));
    }
}

/* The button, and which row is the one that is shown. */
static void
update (CriticCritiqueBar *self)
{
  gboolean several = g_list_model_get_n_items (G_LIST_MODEL (self->notebook)) > 1;
  CriticSheet *current = critic_notebook_get_current (self->notebook);
  g_autofree char *label = counting_label (self);

  gtk_menu_button_set_label (self->counting_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->counting_button), several);
  gtk_widget_set_visible (self->list_window, several);

  self->selecting = TRUE;
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        break;
      if (critic_sheet_row_get_sheet (CRITIC_SHEET_ROW (row)) == current)
        gtk_list_box_select_row (self->list, row);
    }
  self->selecting = FALSE;
}

static void
selected_cb (CriticCritiqueBar *self,
             GtkListBoxRow     *row)
{
  if (!self->selecting && row != NULL)
    critic_notebook_select (self->notebook, critic_sheet_row_get_sheet (CRITIC_SHEET_ROW (row)));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return critic_sheet_row_new (item);
}

static void
critic_critique_bar_dispose (GObject *object)
{
  CriticCritiqueBar *self = CRITIC_CRITIQUE_BAR (object);

  if (self->notebook != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->notebook, self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->notebook);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_critique_bar_parent_class)->dispose (object);
}

static void
critic_critique_bar_class_init (CriticCritiqueBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_critique_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-critique-bar.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "critiquebar");
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueBar, box);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueBar, counting_button);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueBar, list_window);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueBar, list);
  gtk_widget_class_bind_template_child (widget_class, CriticCritiqueBar, language_menu);
}

static void
critic_critique_bar_init (CriticCritiqueBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

void
critic_critique_bar_set_notebook (CriticCritiqueBar *self,
                                  CriticNotebook    *notebook)
{
  g_return_if_fail (CRITIC_IS_CRITIQUE_BAR (self));
  g_return_if_fail (self->notebook == NULL);

  self->notebook = g_object_ref (notebook);
  self->selecting = TRUE;
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (notebook), create_row, NULL, NULL);
  self->selecting = FALSE;
  g_signal_connect_object (notebook, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GMenu *
critic_critique_bar_get_language_menu (CriticCritiqueBar *self)
{
  g_return_val_if_fail (CRITIC_IS_CRITIQUE_BAR (self), NULL);

  return self->language_menu;
}
