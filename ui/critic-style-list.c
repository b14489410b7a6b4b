/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-style-list.h"

#include <glib/gi18n-lib.h>

#include "critic-stale.h"
#include "critic-style-row.h"
#include "critic-trust.h"

/* How many are shown before "more" is asked for. */
#define N_FIRST 5

struct _CriticStyleList
{
  GtkWidget        parent_instance;

  CriticSpotlight *spotlight;
  CriticNotebook  *notebook;        /* NULL: there is no word of the user's */
  CriticStyleRow  *rows[MCN_N_STYLES];
  GtkWidget       *box;
  GtkListBox      *list;
  GtkToggleButton *more_button;
};

G_DEFINE_FINAL_TYPE (CriticStyleList, critic_style_list, GTK_TYPE_WIDGET)

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const gdouble *probability = user_data;
  McnStyle x = *(const McnStyle *) a, y = *(const McnStyle *) b;

  if (probability[x] != probability[y])
    return probability[x] > probability[y] ? -1 : 1;

  return (int) x - (int) y;
}

static void
show_rows (CriticStyleList *self)
{
  gboolean more = gtk_toggle_button_get_active (self->more_button);
  g_autofree char *label = NULL;

  for (guint i = N_FIRST; i < MCN_N_STYLES; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), more);

  label = more ? g_strdup_printf (_("first %d ▴"), N_FIRST)
               : g_strdup_printf (_("%d more ▾"), MCN_N_STYLES - N_FIRST);
  gtk_button_set_label (GTK_BUTTON (self->more_button), label);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->more_button), GTK_ACCESSIBLE_STATE_EXPANDED, more, -1);
}

static void
update (CriticStyleList *self)
{
  CriticDesk *desk = critic_spotlight_get_desk (self->spotlight);
  CriticAssessment *assessment = critic_desk_get_assessment (desk);
  CriticAssessment *explained = critic_desk_get_explained (desk);
  CriticEvidence *evidence = explained != NULL ? critic_assessment_get_evidence (explained) : NULL;
  CriticPicture *picture = critic_desk_get_picture (desk);
  gdouble aspect = picture != NULL ? (gdouble) critic_picture_get_width (picture) / critic_picture_get_height (picture) : 1;
  McnStyle order[MCN_N_STYLES], chosen = MCN_N_STYLES;

  gtk_widget_set_visible (GTK_WIDGET (self), assessment != NULL);
  if (assessment == NULL)
    return;

  if (critic_desk_get_fresh (desk))
    critic_stale_set (self->box, FALSE);
  else
    critic_stale_set (self->box, TRUE);

  if (critic_spotlight_get_mode (self->spotlight) == CRITIC_HEAT_STYLE)
    chosen = critic_spotlight_get_style (self->spotlight);

  for (guint i = 0; i < MCN_N_STYLES; i++)
    order[i] = i;
  const gdouble *probability = critic_assessment_get_judgement (assessment)->style;
  g_qsort_with_data (order, MCN_N_STYLES, sizeof *order, compare, (gpointer) probability);

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      critic_style_row_set (self->rows[i], order[i], probability[order[i]],
                            critic_trust_say_style (assessment, order[i]), order[i] == chosen);
      critic_style_row_measure (self->rows[i], evidence, aspect, critic_spotlight_get_measured (self->spotlight));
      if (self->notebook != NULL)
        critic_style_row_say (self->rows[i], critic_notebook_get_rating (self->notebook)->style[order[i]]);
    }
}

static void
said_cb (CriticStyleList *self,
         int              says,
         CriticStyleRow  *row)
{
  McnStyle style = critic_style_row_get_style (row);
  CriticRating rating = { 0 };

  if (self->notebook == NULL)
    return;

  rating.style[style] = says;
  critic_notebook_rate (self->notebook, CRITIC_SET_STYLE (style), &rating);
  update (self);
}

static void
measured_toggled_cb (CriticStyleList *self,
                     gboolean         on_photo)
{
  critic_spotlight_set_measured (self->spotlight, on_photo);
}

/* Chosen again, a style is left. */
static void
row_activated_cb (CriticStyleList *self,
                  GtkListBoxRow   *row)
{
  McnStyle style = critic_style_row_get_style (CRITIC_STYLE_ROW (row));

  if (critic_spotlight_get_mode (self->spotlight) == CRITIC_HEAT_STYLE
      && critic_spotlight_get_style (self->spotlight) == style)
    {
      critic_spotlight_set_mode (self->spotlight, CRITIC_HEAT_PHOTO);
      return;
    }

  critic_spotlight_set_style (self->spotlight, style);
  critic_spotlight_set_mode (self->spotlight, CRITIC_HEAT_STYLE);
}

static void
critic_style_list_dispose (GObject *object)
{
  CriticStyleList *self = CRITIC_STYLE_LIST (object);

  if (self->spotlight != NULL)
    {
      g_signal_handlers_disconnect_by_data (critic_spotlight_get_desk (self->spotlight), self);
      g_signal_handlers_disconnect_by_data (self->spotlight, self);
    }
  if (self->notebook != NULL)
    g_signal_handlers_disconnect_by_data (self->notebook, self);
  g_clear_object (&self->notebook);
  g_clear_object (&self->spotlight);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_style_list_parent_class)->dispose (object);
}

static void
critic_style_list_class_init (CriticStyleListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_style_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-style-list.ui");
  gtk_widget_class_set_css_name (widget_class, "stylelist");
  gtk_widget_class_bind_template_child (widget_class, CriticStyleList, box);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleList, list);
  gtk_widget_class_bind_template_child (widget_class, CriticStyleList, more_button);
}

static void
critic_style_list_init (CriticStyleList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      self->rows[i] = CRITIC_STYLE_ROW (critic_style_row_new ());
      gtk_list_box_append (self->list, GTK_WIDGET (self->rows[i]));
      g_signal_connect_swapped (self->rows[i], "measured-toggled", G_CALLBACK (measured_toggled_cb), self);
      g_signal_connect_swapped (self->rows[i], "said", G_CALLBACK (said_cb), self);
    }

  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect_swapped (self->more_button, "toggled", G_CALLBACK (show_rows), self);
  show_rows (self);
}

void
critic_style_list_set_spotlight (CriticStyleList *self,
                                 CriticSpotlight *spotlight)
{
  g_return_if_fail (CRITIC_IS_STYLE_LIST (self));
  g_return_if_fail (self->spotlight == NULL);

  self->spotlight = g_object_ref (spotlight);
  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::assessment",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::fresh",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::explained",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "notify::mode", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (spotlight, "notify::style", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
critic_style_list_set_notebook (CriticStyleList *self,
                                CriticNotebook  *notebook)
{
  g_return_if_fail (CRITIC_IS_STYLE_LIST (self));
  g_return_if_fail (self->spotlight != NULL && self->notebook == NULL);

  self->notebook = g_object_ref (notebook);
  g_signal_connect_object (notebook, "rated", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
