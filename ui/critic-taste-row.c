/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-taste-row.h"

#include <glib/gi18n-lib.h>

#include "critic-features.h"
#include "critic-format.h"

struct _CriticTasteRow
{
  GtkWidget          parent_instance;

  CriticDesk        *desk;
  CriticTasteKeeper *keeper;
  CriticScoreScale  *scale;     /* not owned: beside it in the panel */

  GtkWidget         *box;
  GtkLabel          *label;
  GtkCheckButton    *on_button;
  GtkWidget         *forget_button;
  GtkWidget         *remember_button;
};

G_DEFINE_FINAL_TYPE (CriticTasteRow, critic_taste_row, GTK_TYPE_WIDGET)

/* 0: there is nothing to say. */
static gdouble
predict (CriticTasteRow *self)
{
  CriticTaste *taste = critic_taste_keeper_get_taste (self->keeper);
  CriticAssessment *assessment = critic_desk_get_assessment (self->desk);
  CriticMeasured measured = { 0 };
  const gfloat *features;
  gsize n;

  if (taste == NULL || assessment == NULL || critic_assessment_get_photo_alone (assessment) == NULL)
    return 0;

  features = critic_assessment_get_features (assessment, &n);
  critic_features_project (features, n, &measured);

  return critic_taste_predict (taste, &measured, critic_assessment_get_photo_alone (assessment));
}

static char *
say (CriticTasteRow *self,
     gdouble         score)
{
  CriticTaste *taste = critic_taste_keeper_get_taste (self->keeper);
  const char *problem = critic_taste_keeper_get_problem (self->keeper);
  gdouble srcc, srcc_of_model;
  guint n;

  if (!critic_taste_keeper_get_on (self->keeper))
    return g_strdup (_("Your taste is not learnt."));
  if (taste == NULL)
    return g_strdup (problem != NULL ? problem : _("Learning your taste…"));

  critic_taste_get_worth (taste, &n, &srcc, &srcc_of_model);
  g_autofree char *text = score > 0 ? critic_format_score (score) : g_strdup ("–");

  /* Translators: a score; a number of photographs; two rank correlations */
  return g_strdup_printf (_("◆ Your taste: %s. Learnt from %u photographs; on those of them held out it agrees with you with ρ %.2f, the model alone with %.2f."),
                          text, n, srcc, srcc_of_model);
}

static void
update (CriticTasteRow *self)
{
  gdouble score = predict (self);
  g_autofree char *text = say (self, score);

  gtk_widget_set_visible (GTK_WIDGET (self), critic_desk_get_picture (self->desk) != NULL);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (self->forget_button, critic_taste_keeper_get_n_forgotten (self->keeper) == 0);
  gtk_widget_set_visible (self->remember_button, critic_taste_keeper_get_n_forgotten (self->keeper) > 0);
  critic_score_scale_set_taste (self->scale, score);
}

static void
forget_cb (CriticTasteRow *self)
{
  critic_taste_keeper_act (self->keeper, CRITIC_TASTE_FORGET);
}

static void
remember_cb (CriticTasteRow *self)
{
  critic_taste_keeper_act (self->keeper, CRITIC_TASTE_REMEMBER);
}

static void
critic_taste_row_dispose (GObject *object)
{
  CriticTasteRow *self = CRITIC_TASTE_ROW (object);

  if (self->desk != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->desk, self);
      g_signal_handlers_disconnect_by_data (self->keeper, self);
    }
  g_clear_object (&self->desk);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_taste_row_parent_class)->dispose (object);
}

static void
critic_taste_row_class_init (CriticTasteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_taste_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-taste-row.ui");
  gtk_widget_class_set_css_name (widget_class, "tasterow");
  gtk_widget_class_bind_template_child (widget_class, CriticTasteRow, box);
  gtk_widget_class_bind_template_child (widget_class, CriticTasteRow, label);
  gtk_widget_class_bind_template_child (widget_class, CriticTasteRow, on_button);
  gtk_widget_class_bind_template_child (widget_class, CriticTasteRow, forget_button);
  gtk_widget_class_bind_template_child (widget_class, CriticTasteRow, remember_button);
}

static void
critic_taste_row_init (CriticTasteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->forget_button, "clicked", G_CALLBACK (forget_cb), self);
  g_signal_connect_swapped (self->remember_button, "clicked", G_CALLBACK (remember_cb), self);
}

void
critic_taste_row_set (CriticTasteRow    *self,
                      CriticDesk        *desk,
                      CriticTasteKeeper *keeper,
                      CriticScoreScale  *scale)
{
  g_return_if_fail (CRITIC_IS_TASTE_ROW (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  self->keeper = g_object_ref (keeper);
  self->scale = scale;
  g_object_bind_property (keeper, "on", self->on_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (keeper, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::assessment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::picture", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
