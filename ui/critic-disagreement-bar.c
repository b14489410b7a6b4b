/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-disagreement-bar.h"

#include <glib/gi18n-lib.h>

#include "critic-sidecar-sync.h"

struct _CriticDisagreementBar
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkLabel       *label;
  GtkButton      *keep;
  GtkButton      *take;
  GtkCheckButton *all;
};

enum { SETTLED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticDisagreementBar, critic_disagreement_bar, GTK_TYPE_WIDGET)

static void
settle (CriticDisagreementBar *self,
        gboolean               theirs)
{
  gtk_widget_set_sensitive (self->box, FALSE);
  g_signal_emit (self, signals[SETTLED], 0, theirs,
                 gtk_widget_get_visible (GTK_WIDGET (self->all)) && gtk_check_button_get_active (self->all));
}

static void
keep_cb (CriticDisagreementBar *self)
{
  settle (self, FALSE);
}

static void
take_cb (CriticDisagreementBar *self)
{
  settle (self, TRUE);
}

void
critic_disagreement_bar_set (CriticDisagreementBar *self,
                             GPtrArray             *differing)
{
  g_return_if_fail (CRITIC_IS_DISAGREEMENT_BAR (self));

  gtk_widget_set_sensitive (self->box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), differing->len > 0);
  if (differing->len == 0)
    {
      gtk_check_button_set_active (self->all, FALSE);
      return;
    }

  {
    const CriticMarked *marked = differing->pdata[0];
    const CriticSource source = critic_sidecar_differs (marked);
    const CriticReading *reading = &marked->readings[source];
    g_autofree char *path = critic_sidecar_source_path (marked->path, source);
    g_autofree char *base = g_path_get_basename (path);
    g_autofree char *name = g_filename_display_name (base);
    g_autofree char *ours = critic_rating_say (&marked->rating, reading->differ);
    g_autofree char *theirs = critic_rating_say (&reading->rating, reading->differ);
    /* Translators: the name of a file, then marks: “p.jpg.xmp” says: 2 stars. Here it is: 5 stars. */
    g_autofree char *text = g_strdup_printf (_("“%s” says: %s. Here it is: %s."), name, theirs, ours);
    g_autofree char *keep = g_strdup_printf (_("Keep: %s"), ours);
    g_autofree char *take = g_strdup_printf (_("Take: %s"), theirs);
    g_autofree char *all = g_strdup_printf (ngettext ("All %u alike", "All %u alike", differing->len), differing->len);

    gtk_label_set_label (self->label, text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    gtk_button_set_label (self->keep, keep);
    gtk_button_set_label (self->take, take);
    gtk_check_button_set_label (self->all, all);
    gtk_widget_set_visible (GTK_WIDGET (self->all), differing->len > 1);
  }
}

static void
critic_disagreement_bar_dispose (GObject *object)
{
  g_clear_pointer (&CRITIC_DISAGREEMENT_BAR (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_disagreement_bar_parent_class)->dispose (object);
}

static void
critic_disagreement_bar_class_init (CriticDisagreementBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_disagreement_bar_dispose;

  signals[SETTLED] = g_signal_new ("settled", CRITIC_TYPE_DISAGREEMENT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static GtkButton *
add_button (CriticDisagreementBar *self,
            const char            *tip,
            GCallback              pressed)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label;

  gtk_button_set_label (GTK_BUTTON (button), "");
  label = gtk_button_get_child (GTK_BUTTON (button));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", pressed, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  return GTK_BUTTON (button);
}

static void
critic_disagreement_bar_init (CriticDisagreementBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label));

  self->all = GTK_CHECK_BUTTON (gtk_check_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->all), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->all));
  self->keep = add_button (self, _("What the library says stands"), G_CALLBACK (keep_cb));
  self->take = add_button (self, _("What the file says stands; it can be undone"), G_CALLBACK (take_cb));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
critic_disagreement_bar_new (void)
{
  return g_object_new (CRITIC_TYPE_DISAGREEMENT_BAR, NULL);
}
