/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-style-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"

struct _CriticStyleRow
{
  GtkListBoxRow   parent_instance;

  McnStyle        style;
  GtkLabel       *name_label;
  GtkProgressBar *bar;
  GtkLabel       *number_label;
  GtkLabel       *sentence_label;
};

G_DEFINE_FINAL_TYPE (CriticStyleRow, critic_style_row, GTK_TYPE_LIST_BOX_ROW)

static void
critic_style_row_class_init (CriticStyleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-style-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleRow, sentence_label);
}

static void
critic_style_row_init (CriticStyleRow *self)
{
  self->style = MCN_N_STYLES;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
critic_style_row_new (void)
{
  return g_object_new (CRITIC_TYPE_STYLE_ROW, NULL);
}

/**
 * critic_style_row_set:
 * @self: a row
 * @style: what it shows
 * @probability: 0 to 1
 * @chosen: whether its heat is shown
 */
void
critic_style_row_set (CriticStyleRow *self,
                      McnStyle        style,
                      gdouble         probability,
                      gboolean        chosen)
{
  g_return_if_fail (CRITIC_IS_STYLE_ROW (self));

  const McnStyleInfo *info = mcn_style_info (style);
  int percent = lrint (CLAMP (probability, 0, 1) * 100);
  g_autofree char *number = g_strdup_printf ("%d", percent);
  g_autofree char *share = critic_format_share (probability);
  /* Translators: a style and its probability, for a screen reader */
  g_autofree char *spoken = g_strdup_printf (_("%s, %s"), _(info->name), share);

  self->style = style;
  gtk_label_set_label (self->name_label, _(info->name));
  gtk_label_set_label (self->sentence_label, _(info->sentence));
  gtk_label_set_label (self->number_label, number);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (probability, 0, 1));

  if (chosen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(info->sentence),
                                  -1);
}

McnStyle
critic_style_row_get_style (CriticStyleRow *self)
{
  g_return_val_if_fail (CRITIC_IS_STYLE_ROW (self), MCN_N_STYLES);

  return self->style;
}
