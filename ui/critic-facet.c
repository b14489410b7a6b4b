/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-facet.h"

#include <glib/gi18n-lib.h>

struct _CriticFacet
{
  GtkToggleButton  parent_instance;

  GtkBox          *box;
  GtkLabel        *name_label;
  GtkLabel        *count_label;
};

G_DEFINE_FINAL_TYPE (CriticFacet, critic_facet, GTK_TYPE_TOGGLE_BUTTON)

static void
critic_facet_class_init (CriticFacetClass *klass)
{
}

static void
critic_facet_init (CriticFacet *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));
  self->name_label = GTK_LABEL (gtk_label_new (NULL));
  self->count_label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (self->name_label, 0);
  gtk_label_set_ellipsize (self->name_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim");
  gtk_box_append (self->box, GTK_WIDGET (self->name_label));
  gtk_box_append (self->box, GTK_WIDGET (self->count_label));
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->box));
  gtk_widget_add_css_class (GTK_WIDGET (self), "facet");
}

GtkWidget *
critic_facet_new (const char *label)
{
  CriticFacet *self = g_object_new (CRITIC_TYPE_FACET, NULL);

  gtk_label_set_label (self->name_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return GTK_WIDGET (self);
}

const char *
critic_facet_get_label (CriticFacet *self)
{
  g_return_val_if_fail (CRITIC_IS_FACET (self), NULL);

  return gtk_label_get_label (self->name_label);
}

void
critic_facet_set_count (CriticFacet *self,
                        gint64       count)
{
  g_return_if_fail (CRITIC_IS_FACET (self));

  g_autofree char *text = count >= 0 ? g_strdup_printf ("%'" G_GINT64_FORMAT, count) : g_strdup ("");

  if (g_str_equal (gtk_label_get_label (self->count_label), text))
    return;

  gtk_label_set_label (self->count_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
critic_facet_add_dot (CriticFacet *self,
                      const char  *class)
{
  g_return_if_fail (CRITIC_IS_FACET (self));

  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (dot, "dot");
  gtk_widget_add_css_class (dot, class);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_box_prepend (self->box, dot);
}
