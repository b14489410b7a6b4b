/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-help-window.h"

#include <glib/gi18n-lib.h>

#include "critic-help-pages.h"

#define RESOURCES "/io/github/photocritic/PhotoCritic/help/"

struct _CriticHelpWindow
{
  GtkWindow           parent_instance;

  GtkSearchEntry     *search;
  GtkListBox         *list;
  GtkWidget          *nothing_label;
  GtkScrolledWindow  *page_window;
  GtkWidget          *page_box;
};

G_DEFINE_FINAL_TYPE (CriticHelpWindow, critic_help_window, GTK_TYPE_WINDOW)

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 72);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_picture (const CriticHelpPage *page)
{
  g_autofree char *path = g_strconcat (RESOURCES, page->picture, ".jpg", NULL);
  GtkWidget *picture = gtk_picture_new_for_resource (path);

  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, _(page->caption), -1);
  gtk_widget_set_size_request (picture, -1, 300);
  return picture;
}

static void
show_page (CriticHelpWindow *self,
           guint             index)
{
  const CriticHelpPage *page = critic_help_pages_get (index);
  GtkWidget *child, *title;

  while ((child = gtk_widget_get_first_child (self->page_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->page_box), child);

  title = make_label (_(page->title), "help-title");
  gtk_box_append (GTK_BOX (self->page_box), title);
  if (page->picture != NULL)
    {
      gtk_box_append (GTK_BOX (self->page_box), make_picture (page));
      gtk_box_append (GTK_BOX (self->page_box), make_label (_(page->caption), "dim"));
    }
  for (guint i = 0; page->paragraphs[i] != NULL; i++)
    gtk_box_append (GTK_BOX (self->page_box), make_label (_(page->paragraphs[i]), NULL));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->page_window), 0);
}

static void
selected_cb (CriticHelpWindow *self,
             GtkListBoxRow    *row)
{
  if (row != NULL)
    show_page (self, gtk_list_box_row_get_index (row));
}

static gboolean
is_found (GtkListBoxRow *row,
          gpointer       user_data)
{
  CriticHelpWindow *self = user_data;

  return critic_help_page_has (critic_help_pages_get (gtk_list_box_row_get_index (row)),
                               gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Goes to the first page that has the words, unless the one shown has them. */
static void
search_cb (CriticHelpWindow *self)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list), *first = NULL;

  gtk_list_box_invalidate_filter (self->list);
  for (guint i = 0; i < critic_help_pages_get_n () && first == NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (is_found (row, self))
        first = row;
    }

  gtk_widget_set_visible (self->nothing_label, first == NULL);
  if (first != NULL && (selected == NULL || !is_found (selected, self)))
    gtk_list_box_select_row (self->list, first);
}

/* Esc leaves the search, then the window. */
static void
close_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticHelpWindow *self = CRITIC_HELP_WINDOW (widget);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* The entry keeps Esc to itself. */
static void
stop_search_cb (GtkWidget *search)
{
  gtk_widget_activate_action (search, "help.back", NULL);
}

static void
critic_help_window_class_init (CriticHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticHelpWindow, search);
  gtk_widget_class_bind_template_child (widget_class, CriticHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, CriticHelpWindow, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, CriticHelpWindow, page_window);
  gtk_widget_class_bind_template_child (widget_class, CriticHelpWindow, page_box);
  gtk_widget_class_install_action (widget_class, "help.back", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "help.back", NULL);
}

static void
critic_help_window_init (CriticHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < critic_help_pages_get_n (); i++)
    gtk_list_box_append (self->list, make_label (_(critic_help_pages_get (i)->title), NULL));
  gtk_list_box_set_filter_func (self->list, is_found, self, NULL);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (stop_search_cb), NULL);
}

GtkWidget *
critic_help_window_new (void)
{
  return g_object_new (CRITIC_TYPE_HELP_WINDOW, NULL);
}

void
critic_help_window_show (CriticHelpWindow *self,
                         const char       *page)
{
  GtkListBoxRow *row;

  g_return_if_fail (CRITIC_IS_HELP_WINDOW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  row = gtk_list_box_get_row_at_index (self->list, critic_help_pages_find (page));
  gtk_list_box_select_row (self->list, row);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
