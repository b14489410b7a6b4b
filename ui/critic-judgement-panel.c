/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-judgement-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-assessment-text.h"
#include "critic-format.h"
#include "critic-overrule.h"
#include "critic-score-scale.h"
#include "critic-stale.h"
#include "critic-taste-row.h"
#include "critic-trust.h"

/* A screen reader is told of a new score at most so often, in seconds. */
#define SPEAK_EVERY 1

struct _CriticJudgementPanel
{
  GtkWidget         parent_instance;

  CriticDesk       *desk;
  CriticNotebook   *notebook;
  guint             speak_source;
  char             *announced;          /* said aloud last; NULL: nothing */

  GtkWidget        *box;
  GtkLabel         *score_label;
  GtkLabel         *verdict_label;
  GtkLabel         *percentile_label;
  GtkLabel         *error_label;
  CriticScoreScale *scale;
  GtkWidget        *rings_box;
  GtkLabel         *alone_label;
  GtkWidget        *arrow_label;
  GtkLabel         *with_label;
  GtkLabel         *gain_label;
  GtkWidget        *trust_box;
  GtkLabel         *trust_label;
  GtkLabel         *praise_label;
  GtkWidget        *unveil_button;
  CriticOverrule   *overrule;
  CriticTasteRow   *taste_row;
};

G_DEFINE_FINAL_TYPE (CriticJudgementPanel, critic_judgement_panel, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
set_class (gpointer    widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* A score that has settled, once. Before GTK 4.14 nothing can be said aloud: whoever
 * listens to the scale hears of its value. */
static void
announce (CriticJudgementPanel *self,
          const char           *text)
{
  if (!critic_desk_get_fresh (self->desk) || g_strcmp0 (text, self->announced) == 0)
    return;

  g_free (self->announced);
  self->announced = g_strdup (text);
#if GTK_CHECK_VERSION (4, 14, 0)
  gtk_accessible_announce (GTK_ACCESSIBLE (self->scale), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
#endif
}

static void
speak (CriticJudgementPanel *self)
{
  CriticAssessment *assessment = self->desk != NULL ? critic_desk_get_assessment (self->desk) : NULL;
  g_autofree char *text = NULL;

  if (assessment != NULL)
    {
      text = critic_assessment_text_score (assessment);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                      critic_assessment_get_judgement (assessment)->score,
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                      -1);
      announce (self, text);
    }
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text
                                  : self->desk != NULL && critic_desk_get_veiled (self->desk)
                                  ? _("Judge first: low or high, a score or stars") : _("No score yet"),
                                  -1);
}

static gboolean
speak_cb (gpointer user_data)
{
  CriticJudgementPanel *self = user_data;

  self->speak_source = 0;
  speak (self);

  return G_SOURCE_REMOVE;
}

static void
update_rings (CriticJudgementPanel *self,
              CriticAssessment     *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  McnMode mode = critic_assessment_get_mode (assessment);
  g_autofree char *alone_text = NULL, *with_text = NULL, *gain_text = NULL;

  if (alone != NULL)
    {
      g_autofree char *score = critic_format_score (alone->score);
      alone_text = g_strdup_printf (_("○ photograph alone %s"), score);
    }

  if (mode != MCN_MODE_PHOTO)
    {
      g_autofree char *score = critic_format_score (judgement->score);
      with_text = g_strdup_printf (mode == MCN_MODE_BOTH ? _("● with critique %s") : _("● critique alone %s"), score);
    }

  if (mode == MCN_MODE_BOTH && alone != NULL)
    {
      /* The difference of the two numbers shown, so that they add up. */
      gdouble gain = (round (judgement->score * 10) - round (alone->score * 10)) / 10;

      gain_text = critic_format_signed (gain, 1);
      set_class (self->gain_label, "raise", gain > 0.05);
      set_class (self->gain_label, "lower", gain < -0.05);
    }

  set_text (self->alone_label, alone_text);
  gtk_widget_set_visible (self->arrow_label, mode == MCN_MODE_BOTH);
  set_text (self->with_label, with_text);
  set_text (self->gain_label, gain_text);
}

static void
update_assessment (CriticJudgementPanel *self,
                   CriticAssessment     *assessment)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *sure = critic_format_share (judgement->high ? judgement->p_high : 1 - judgement->p_high);
  g_autofree char *above = critic_format_share (judgement->percentile);
  g_autofree char *error = critic_trust_say_error (assessment);
  /* Translators: the verdict and how probable it is, for example "High · 83 %" */
  g_autofree char *verdict = g_strdup_printf (judgement->high ? _("High · %s") : _("Low · %s"), sure);
  g_autofree char *percentile = g_strdup_printf (_("above %s of contest photographs"), above);
  g_autofree char *trust =
    g_strdup_printf ("%s %s", critic_assessment_get_mode (assessment) == MCN_MODE_CRITIQUE
                                ? _("The mean vote that a photo contest would give, as far as words can tell.")
                                : _("The mean vote that a photo contest would give, estimated."), error);

  gtk_label_set_label (self->score_label, score);
  set_text (self->verdict_label, verdict);
  set_text (self->percentile_label, percentile);
  gtk_label_set_label (self->trust_label, trust);
  update_rings (self, assessment);
}

/* So that nobody takes praise for insight. */
static void
update_praise (CriticJudgementPanel *self)
{
  CriticAssessment *explained = critic_desk_get_explained (self->desk);
  const CriticPraise *praise = explained != NULL ? critic_assessment_get_praise (explained) : NULL;
  g_autofree char *text = NULL;

  if (praise != NULL)
    {
      gdouble alone = critic_assessment_get_photo_alone (explained)->score;
      g_autofree char *good = critic_format_signed (praise->good - alone, 2);
      g_autofree char *bad = critic_format_signed (praise->bad - alone, 2);

      /* Translators: how far the words alone move a score, with the sign */
      text = g_strdup_printf (_("“good photo” as its only critique would move it by %s, “bad photo” by %s."), good, bad);
    }

  set_text (self->praise_label, text);
}

static void
update (CriticJudgementPanel *self)
{
  CriticAssessment *assessment = critic_desk_get_assessment (self->desk);
  const char *error = critic_desk_get_model_error (self->desk);
  gboolean has_input = critic_desk_get_picture (self->desk) != NULL
                       || critic_desk_has_words (self->desk);
  gboolean veiled = critic_desk_get_veiled (self->desk);

  set_text (self->error_label, error);
  gtk_widget_set_visible (self->unveil_button, veiled);
  critic_score_scale_set_assessment (self->scale, assessment);
  gtk_widget_set_visible (self->rings_box, assessment != NULL);
  gtk_widget_set_visible (self->trust_box, assessment != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), error == NULL);
  critic_stale_set (self->box, assessment != NULL && !critic_desk_get_fresh (self->desk));

  update_praise (self);
  if (assessment != NULL)
    update_assessment (self, assessment);
  else
    {
      gtk_label_set_label (self->score_label, "–");
      set_text (self->percentile_label, NULL);
      set_text (self->verdict_label, error != NULL ? _("No score")
                                     : veiled ? _("Judge first: low or high, a score or stars")
                                     : has_input ? _("Looking…") : _("No photograph and no critique yet"));
    }

  /* What is hidden is not told either, not even late. */
  if (veiled)
    {
      g_clear_handle_id (&self->speak_source, g_source_remove);
      speak (self);
    }
  else if (self->speak_source == 0)
    {
      self->speak_source = g_timeout_add_seconds (SPEAK_EVERY, speak_cb, self);
      g_source_set_name_by_id (self->speak_source, "[photo-critic] speak");
    }
}

static void
critic_judgement_panel_dispose (GObject *object)
{
  CriticJudgementPanel *self = CRITIC_JUDGEMENT_PANEL (object);

  g_clear_handle_id (&self->speak_source, g_source_remove);
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->notebook != NULL)
    g_signal_handlers_disconnect_by_data (self->notebook, self);
  g_clear_object (&self->notebook);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->announced, g_free);

  G_OBJECT_CLASS (critic_judgement_panel_parent_class)->dispose (object);
}

static void
critic_judgement_panel_class_init (CriticJudgementPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_judgement_panel_dispose;

  g_type_ensure (CRITIC_TYPE_SCORE_SCALE);
  g_type_ensure (CRITIC_TYPE_OVERRULE);
  g_type_ensure (CRITIC_TYPE_TASTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-judgement-panel.ui");
  gtk_widget_class_set_css_name (widget_class, "judgement");
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, box);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, score_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, percentile_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, error_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, scale);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, rings_box);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, alone_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, arrow_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, with_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, gain_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, trust_box);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, trust_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, praise_label);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, overrule);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, taste_row);
  gtk_widget_class_bind_template_child (widget_class, CriticJudgementPanel, unveil_button);
}

static void
critic_judgement_panel_init (CriticJudgementPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
critic_judgement_panel_set_desk (CriticJudgementPanel *self,
                                 CriticDesk           *desk)
{
  g_return_if_fail (CRITIC_IS_JUDGEMENT_PANEL (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  for (guint i = 0; i < 5; i++)
    {
      static const char *const signals[] = {
        "notify::assessment", "notify::explained", "notify::fresh", "notify::model-error", "notify::picture"
      };

      g_signal_connect_object (desk, signals[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  update (self);
}

static void
rated_cb (CriticJudgementPanel *self)
{
  critic_score_scale_set_own (self->scale, critic_notebook_get_rating (self->notebook)->score);
}

void
critic_judgement_panel_set_notebook (CriticJudgementPanel *self,
                                     CriticNotebook       *notebook)
{
  g_return_if_fail (CRITIC_IS_JUDGEMENT_PANEL (self));
  g_return_if_fail (self->desk != NULL && self->notebook == NULL);

  self->notebook = g_object_ref (notebook);
  critic_overrule_set (self->overrule, self->desk, notebook);
  g_signal_connect_object (notebook, "rated", G_CALLBACK (rated_cb), self, G_CONNECT_SWAPPED);
}

/* After the desk, once. */
void
critic_judgement_panel_set_taste (CriticJudgementPanel *self,
                                  CriticTasteKeeper    *keeper)
{
  g_return_if_fail (CRITIC_IS_JUDGEMENT_PANEL (self));
  g_return_if_fail (self->desk != NULL);

  critic_taste_row_set (self->taste_row, self->desk, keeper, self->scale);
}
