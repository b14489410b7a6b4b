/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-saved-filters.h"

#include <glib/gi18n-lib.h>

#include "critic-facet.h"
#include "critic-filter-controls.h"

struct _CriticSavedFilters
{
  GtkWidget      parent_instance;

  GtkBox        *box;
  GtkBox        *rows;
  GtkMenuButton *save_button;
  GPtrArray     *facets;        /* CriticFacet, not owned */
  GPtrArray     *expressions;   /* of each facet, as it was saved */
  char          *expression;    /* in force; empty: everything */
  gboolean       is_setting;
};

enum
{
  CHOSEN,
  SAVE,
  RENAME,
  DELETE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticSavedFilters, critic_saved_filters, GTK_TYPE_WIDGET)

/* Switched off: everything is shown again. */
static void
toggled_cb (CriticSavedFilters *self,
            GtkToggleButton    *facet)
{
  guint index;

  if (self->is_setting || !g_ptr_array_find (self->facets, facet, &index))
    return;

  g_signal_emit (self, signals[CHOSEN], 0,
                 gtk_toggle_button_get_active (facet) ? g_ptr_array_index (self->expressions, index) : "");
}

/* Whether @saved says what is in force, however it was written. */
static gboolean
is_in_force (CriticSavedFilters *self,
             const char         *saved)
{
  g_auto(CriticFilterControls) controls = CRITIC_FILTER_CONTROLS_INIT;
  g_autofree char *plain = NULL;

  if (critic_filter_controls_read (&controls, saved, NULL))
    plain = critic_filter_controls_to_expression (&controls, NULL);

  return plain != NULL && *plain != '\0' && g_str_equal (plain, self->expression);
}

static void
show_chosen (CriticSavedFilters *self)
{
  self->is_setting = TRUE;
  for (guint i = 0; i < self->facets->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->facets, i),
                                  is_in_force (self, g_ptr_array_index (self->expressions, i)));
  self->is_setting = FALSE;
}

/* A name is asked for: in a popover with an entry and what is done with it. */
typedef struct
{
  CriticSavedFilters *saved;
  GtkPopover         *popover;
  GtkEntry           *entry;
  char               *name;           /* NULL: a new one */
  char               *expression;
} Asking;

static void
asking_free (gpointer  data,
             GClosure *closure)
{
  Asking *asking = data;

  g_free (asking->name);
  g_free (asking->expression);
  g_free (asking);
}

static void
named_cb (GtkWidget *widget,
          Asking    *asking)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (asking->entry))));
  CriticSavedFilters *saved = asking->saved;

  if (*name == '\0')
    {
      gtk_widget_error_bell (GTK_WIDGET (asking->entry));
      return;
    }

  g_autofree char *old = g_strdup (asking->name), *expression = g_strdup (asking->expression);

  /* The rows are made anew by what follows, this popover with them. */
  gtk_popover_popdown (asking->popover);
  if (old == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (asking->entry), "");
      g_signal_emit (saved, signals[SAVE], 0, name);
    }
  else if (!g_str_equal (old, name))
    g_signal_emit (saved, signals[RENAME], 0, old, name, expression);
}

static void
delete_cb (GtkWidget *widget,
           Asking    *asking)
{
  CriticSavedFilters *saved = asking->saved;
  g_autofree char *name = g_strdup (asking->name);

  gtk_popover_popdown (asking->popover);
  g_signal_emit (saved, signals[DELETE], 0, name);
}

static GtkWidget *
make_popover (CriticSavedFilters *self,
              const char         *name,
              const char         *expression)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_label (name == NULL ? _("Save") : _("Rename"));
  Asking *asking = g_new0 (Asking, 1);

  asking->saved = self;
  asking->popover = GTK_POPOVER (popover);
  asking->entry = GTK_ENTRY (entry);
  asking->name = g_strdup (name);
  asking->expression = g_strdup (expression);

  gtk_editable_set_text (GTK_EDITABLE (entry), name != NULL ? name : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Name of the filter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the filter"), -1);
  g_signal_connect (entry, "activate", G_CALLBACK (named_cb), asking);
  g_signal_connect_data (button, "clicked", G_CALLBACK (named_cb), asking, asking_free, 0);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button);
  if (name != NULL)
    {
      GtkWidget *delete = gtk_button_new_with_label (_("Delete"));

      g_signal_connect (delete, "clicked", G_CALLBACK (delete_cb), asking);
      gtk_box_append (GTK_BOX (box), delete);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  return popover;
}

static void
add_row (CriticSavedFilters *self,
         const char         *name,
         const char         *expression)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *facet = critic_facet_new (name);
  GtkWidget *menu = gtk_menu_button_new ();
  g_autofree char *label = g_strdup_printf (_("Rename or delete “%s”"), name);

  gtk_widget_set_hexpand (facet, TRUE);
  gtk_widget_set_tooltip_text (facet, expression);
  g_signal_connect_object (facet, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), make_popover (self, name, expression));
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (menu), FALSE);
  gtk_widget_set_tooltip_text (menu, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (row), facet);
  gtk_box_append (GTK_BOX (row), menu);
  gtk_box_append (self->rows, row);
  g_ptr_array_add (self->facets, facet);
  g_ptr_array_add (self->expressions, g_strdup (expression));
}

static void
critic_saved_filters_dispose (GObject *object)
{
  CriticSavedFilters *self = CRITIC_SAVED_FILTERS (object);

  g_clear_pointer ((GtkWidget **) &self->box, gtk_widget_unparent);
  g_clear_pointer (&self->facets, g_ptr_array_unref);
  g_clear_pointer (&self->expressions, g_ptr_array_unref);
  g_clear_pointer (&self->expression, g_free);

  G_OBJECT_CLASS (critic_saved_filters_parent_class)->dispose (object);
}

static void
critic_saved_filters_class_init (CriticSavedFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_saved_filters_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RENAME] = g_signal_new ("rename", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[DELETE] = g_signal_new ("delete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
critic_saved_filters_init (CriticSavedFilters *self)
{
  self->facets = g_ptr_array_new ();
  self->expressions = g_ptr_array_new_with_free_func (g_free);
  self->expression = g_strdup ("");
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->save_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_label (self->save_button, _("Save This Filter…"));
  gtk_menu_button_set_popover (self->save_button, make_popover (self, NULL, NULL));
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->save_button), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->save_button), "quiet");
  gtk_box_append (self->box, GTK_WIDGET (self->rows));
  gtk_box_append (self->box, GTK_WIDGET (self->save_button));
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
}

void
critic_saved_filters_set (CriticSavedFilters *self,
                          GPtrArray          *saved)
{
  g_return_if_fail (CRITIC_IS_SAVED_FILTERS (self));

  GtkWidget *child;

  g_ptr_array_set_size (self->facets, 0);
  g_ptr_array_set_size (self->expressions, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);

  for (guint i = 0; i + 1 < saved->len; i += 2)
    add_row (self, g_ptr_array_index (saved, i), g_ptr_array_index (saved, i + 1));
  show_chosen (self);
}

void
critic_saved_filters_set_expression (CriticSavedFilters *self,
                                     const char         *expression)
{
  g_return_if_fail (CRITIC_IS_SAVED_FILTERS (self));

  g_free (self->expression);
  self->expression = g_strdup (expression);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), *expression != '\0');
  show_chosen (self);
}

void
critic_saved_filters_set_count (CriticSavedFilters *self,
                                guint               index,
                                gint64              count)
{
  g_return_if_fail (CRITIC_IS_SAVED_FILTERS (self));

  if (index < self->facets->len)
    critic_facet_set_count (g_ptr_array_index (self->facets, index), count);
}
