/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-mark-bar.h"

#include <glib/gi18n-lib.h>

#include "critic-button-name.h"
#include "critic-keymap.h"
#include "critic-row-text.h"
#include "critic-stars.h"

struct _CriticMarkBar
{
  GtkWidget        parent_instance;

  CriticRating     rating;
  gboolean         showing;         /* by us */

  GtkWidget       *box;
  CriticStars     *stars;
  GtkToggleButton *flag[3];         /* by CriticFlag; NONE has none */
  GtkMenuButton   *label_button;
  GtkWidget       *dot;
};

G_DEFINE_FINAL_TYPE (CriticMarkBar, critic_mark_bar, GTK_TYPE_WIDGET)

static void
stars_cb (CriticMarkBar *self)
{
  if (!self->showing)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.stars", "i", (gint) critic_stars_get_value (self->stars));
}

/* A second click takes the flag away. What is pressed is what is so, not what
 * was clicked: it comes back as an answer. */
static void
flag_cb (CriticMarkBar   *self,
         GtkToggleButton *button)
{
  CriticFlag flag = button == self->flag[CRITIC_FLAG_PICK] ? CRITIC_FLAG_PICK : CRITIC_FLAG_REJECT;

  if (self->showing)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.flag", "i",
                              (gint) (self->rating.flag == flag ? CRITIC_FLAG_NONE : flag));
  critic_mark_bar_show (self, &self->rating);
}

static GtkToggleButton *
add_flag (CriticMarkBar *self,
          GtkWidget     *box,
          const char    *sign,
          const char    *name,
          const char    *tooltip)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (sign);

  gtk_widget_set_tooltip_text (button, tooltip);
  critic_button_name (button, name);
  g_signal_connect_object (button, "toggled", G_CALLBACK (flag_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);

  return GTK_TOGGLE_BUTTON (button);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (CriticLabel label = CRITIC_LABEL_NONE; label <= CRITIC_LABEL_BLUE; label++)
    {
      g_autoptr(GMenuItem) item = g_menu_item_new (label == CRITIC_LABEL_NONE ? C_("colour label", "None")
                                                   : critic_row_text_label (label), NULL);

      g_menu_item_set_action_and_target (item, "win.set-label", "i", (gint) label);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

static void
critic_mark_bar_dispose (GObject *object)
{
  g_clear_pointer (&CRITIC_MARK_BAR (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_mark_bar_parent_class)->dispose (object);
}

static void
critic_mark_bar_class_init (CriticMarkBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_mark_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "markbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
critic_mark_bar_init (CriticMarkBar *self)
{
  g_autoptr(GMenuModel) menu = make_menu ();
  GtkWidget *flags = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *around = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->stars = g_object_new (CRITIC_TYPE_STARS, "valign", GTK_ALIGN_CENTER, "tooltip-text", _("Stars"), NULL);
  g_signal_connect_object (self->stars, "chosen", G_CALLBACK (stars_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stars));

  gtk_widget_add_css_class (flags, "linked");
  gtk_widget_set_valign (flags, GTK_ALIGN_CENTER);
  self->flag[CRITIC_FLAG_PICK] = add_flag (self, flags, "⚑", _("Pick"), _("Pick, or neither"));
  self->flag[CRITIC_FLAG_REJECT] = add_flag (self, flags, "✕", _("Reject"), _("Reject, or neither"));
  gtk_box_append (GTK_BOX (self->box), flags);

  self->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dot, "dot");
  gtk_widget_set_halign (self->dot, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->dot, TRUE);
  gtk_widget_set_size_request (around, 14, -1);
  gtk_box_append (GTK_BOX (around), self->dot);
  self->label_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->label_button, around);
  gtk_menu_button_set_direction (self->label_button, GTK_ARROW_UP);
  gtk_menu_button_set_menu_model (self->label_button, menu);
  gtk_widget_set_valign (GTK_WIDGET (self->label_button), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label_button), _("Colour label"));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->label_button));

  critic_keymap_name_widget (GTK_WIDGET (self->stars), "stars-0 stars-1 stars-2 stars-3 stars-4 stars-5");
  critic_keymap_name_widget (GTK_WIDGET (self->flag[CRITIC_FLAG_PICK]), "pick unflag");
  critic_keymap_name_widget (GTK_WIDGET (self->flag[CRITIC_FLAG_REJECT]), "reject unflag");
  critic_keymap_name_widget (GTK_WIDGET (self->label_button), "label-red label-yellow label-green label-blue");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Marks"), -1);
  critic_mark_bar_show (self, &(CriticRating) { 0 });
}

/**
 * critic_mark_bar_show:
 * @self: a bar
 * @rating: what the user says of the photograph
 */
void
critic_mark_bar_show (CriticMarkBar      *self,
                      const CriticRating *rating)
{
  static const char *const classes[] = { "none", "red", "yellow", "green", "blue", "purple" };
  g_autofree char *name = NULL;

  g_return_if_fail (CRITIC_IS_MARK_BAR (self));

  self->rating = *rating;
  self->showing = TRUE;
  critic_stars_set_value (self->stars, rating->stars);
  for (CriticFlag flag = CRITIC_FLAG_PICK; flag <= CRITIC_FLAG_REJECT; flag++)
    gtk_toggle_button_set_active (self->flag[flag], rating->flag == flag);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (i == rating->label)
      gtk_widget_add_css_class (self->dot, classes[i]);
    else
      gtk_widget_remove_css_class (self->dot, classes[i]);
  self->showing = FALSE;

  /* Translators: %s is the name of a colour */
  name = rating->label == CRITIC_LABEL_NONE ? g_strdup (_("No colour label"))
                                            : g_strdup_printf (_("Colour label: %s"), critic_row_text_label (rating->label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
