/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-overrule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-button-name.h"
#include "critic-format.h"

struct _CriticOverrule
{
  GtkWidget        parent_instance;

  CriticDesk      *desk;
  CriticNotebook  *notebook;
  gboolean         updating, taking;

  GtkWidget       *box;
  GtkToggleButton *low_button;
  GtkToggleButton *high_button;
  GtkEditable     *score_entry;
  GtkLabel        *disagree_label;
};

G_DEFINE_FINAL_TYPE (CriticOverrule, critic_overrule, GTK_TYPE_WIDGET)

static void
say (GString    *text,
     const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, sentence);
}

static void
say_score (GString               *text,
           const CriticRating    *rating,
           const CriticJudgement *judgement)
{
  /* The difference of the two numbers shown, so that they add up. */
  gdouble gap = (round (rating->score * 10) - round (judgement->score * 10)) / 10;
  g_autofree char *yours = critic_format_score (rating->score);
  g_autofree char *its = critic_format_score (judgement->score);
  g_autofree char *difference = critic_format_signed (gap, 1);
  g_autofree char *error = critic_format_score (judgement->error);
  g_autofree char *sentence =
    fabs (rating->score - judgement->score) > judgement->error
      /* Translators: own score, the model's, the difference with its sign, the model's mean error */
      ? g_strdup_printf (_("≠ You %s, model %s: %s, more than the %s it is off by on average."), yours, its, difference, error)
      : g_strdup_printf (_("You %s, model %s: %s, within the %s it is off by on average."), yours, its, difference, error);

  say (text, sentence);
}

static void
say_styles (GString               *text,
            const CriticRating    *rating,
            const CriticJudgement *judgement)
{
  g_autoptr(GString) styles = g_string_new (NULL);

  for (McnStyle i = 0; i < MCN_N_STYLES; i++)
    {
      if (rating->style[i] == CRITIC_SAYS_NOTHING
          || (rating->style[i] == CRITIC_SAYS_YES) == (judgement->style[i] > 0.5))
        continue;
      if (styles->len > 0)
        g_string_append (styles, ", ");
      g_string_append (styles, _(mcn_style_info (i)->name));
    }

  if (styles->len > 0)
    {
      /* Translators: %s is a list of styles */
      g_autofree char *sentence = g_strdup_printf (_("≠ Not as the model says: %s."), styles->str);

      say (text, sentence);
    }
}

/* What user and model do not agree on, and how far apart their scores are. */
static char *
compare (const CriticRating    *rating,
         const CriticJudgement *judgement)
{
  g_autoptr(GString) text = g_string_new (NULL);

  if (rating->high != CRITIC_SAYS_NOTHING && (rating->high == CRITIC_SAYS_YES) != judgement->high)
    say (text, judgement->high ? _("≠ You say low, the model high.") : _("≠ You say high, the model low."));
  if (rating->score > 0)
    say_score (text, rating, judgement);
  say_styles (text, rating, judgement);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_focus (CriticOverrule *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self->score_entry)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
set_valid (CriticOverrule *self,
           gboolean        valid)
{
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->score_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->score_entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->score_entry), GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
update_comparison (CriticOverrule *self)
{
  CriticAssessment *assessment = critic_desk_get_assessment (self->desk);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), critic_desk_get_picture (self->desk) != NULL);
  if (assessment != NULL)
    text = compare (critic_notebook_get_rating (self->notebook), critic_assessment_get_judgement (assessment));
  gtk_label_set_label (self->disagree_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->disagree_label), text != NULL && *text != '\0');
}

static void
show_score (CriticOverrule *self)
{
  const CriticRating *rating = critic_notebook_get_rating (self->notebook);
  g_autofree char *score = rating->score > 0 ? critic_format_score (rating->score) : g_strdup ("");

  if (!g_str_equal (gtk_editable_get_text (self->score_entry), score))
    gtk_editable_set_text (self->score_entry, score);
  set_valid (self, TRUE);
}

static void
rated_cb (CriticOverrule *self)
{
  const CriticRating *rating = critic_notebook_get_rating (self->notebook);

  self->updating = TRUE;
  gtk_toggle_button_set_active (self->low_button, rating->high == CRITIC_SAYS_NO);
  gtk_toggle_button_set_active (self->high_button, rating->high == CRITIC_SAYS_YES);
  self->updating = FALSE;
  /* What somebody is typing is left alone. */
  if (!has_focus (self))
    show_score (self);
  update_comparison (self);
}

static void
picture_cb (CriticOverrule *self)
{
  show_score (self);
  update_comparison (self);
}

/* A verdict given once more is taken back. */
static void
toggled_cb (CriticOverrule  *self,
            GtkToggleButton *button)
{
  CriticRating rating = { 0 };

  if (self->updating)
    return;

  if (gtk_toggle_button_get_active (button))
    rating.high = button == self->high_button ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;
  critic_notebook_rate (self->notebook, CRITIC_SET_HIGH, &rating);
  rated_cb (self);
}

/* A number as the user's language writes it, or with a point; nothing: no score. */
static void
take_score (CriticOverrule *self)
{
  g_autofree char *text = g_strstrip (g_strdelimit (g_strdup (gtk_editable_get_text (self->score_entry)), ",", '.'));
  CriticRating rating = { 0 };
  char *end = text;
  gboolean valid;

  if (*text != '\0')
    rating.score = g_ascii_strtod (text, &end);
  valid = *end == '\0' && (*text == '\0' || (rating.score >= 1 && rating.score <= 10));
  set_valid (self, valid);
  if (!valid)
    return;

  rating.score = round (rating.score * 10) / 10;
  self->taking = TRUE;
  critic_notebook_rate (self->notebook, CRITIC_SET_SCORE, &rating);
  self->taking = FALSE;
}

static void
activate_cb (CriticOverrule *self)
{
  take_score (self);
}

static void
leave_cb (CriticOverrule *self)
{
  take_score (self);
}

/* What was typed belongs to the photograph it was typed for. */
static void
flush_cb (CriticOverrule *self)
{
  if (has_focus (self) && !self->taking)
    take_score (self);
}

static void
critic_overrule_dispose (GObject *object)
{
  CriticOverrule *self = CRITIC_OVERRULE (object);

  if (self->notebook != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->notebook, self);
      g_signal_handlers_disconnect_by_data (self->desk, self);
    }
  g_clear_object (&self->notebook);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_overrule_parent_class)->dispose (object);
}

static void
critic_overrule_class_init (CriticOverruleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_overrule_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-overrule.ui");
  gtk_widget_class_set_css_name (widget_class, "overrule");
  gtk_widget_class_bind_template_child (widget_class, CriticOverrule, box);
  gtk_widget_class_bind_template_child (widget_class, CriticOverrule, low_button);
  gtk_widget_class_bind_template_child (widget_class, CriticOverrule, high_button);
  gtk_widget_class_bind_template_child (widget_class, CriticOverrule, score_entry);
  gtk_widget_class_bind_template_child (widget_class, CriticOverrule, disagree_label);
}

static void
critic_overrule_init (CriticOverrule *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  critic_button_name (GTK_WIDGET (self->low_button), _("Your verdict: low"));
  critic_button_name (GTK_WIDGET (self->high_button), _("Your verdict: high"));
  g_signal_connect_swapped (self->low_button, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->high_button, "toggled", G_CALLBACK (toggled_cb), self);
  g_signal_connect_swapped (self->score_entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->score_entry), focus);
}

/**
 * critic_overrule_set:
 * @self: the row of the user's word
 * @desk: what the model says
 * @notebook: what the user says; both set once
 */
void
critic_overrule_set (CriticOverrule *self,
                     CriticDesk     *desk,
                     CriticNotebook *notebook)
{
  g_return_if_fail (CRITIC_IS_OVERRULE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  self->notebook = g_object_ref (notebook);
  g_signal_connect_object (desk, "notify::assessment", G_CALLBACK (update_comparison), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "flush", G_CALLBACK (flush_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (notebook, "rated", G_CALLBACK (rated_cb), self, G_CONNECT_SWAPPED);
  rated_cb (self);
}
