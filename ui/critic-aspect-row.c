/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-aspect-row.h"

#include <glib/gi18n-lib.h>

#include "critic-button-name.h"
#include "critic-stale.h"

struct _CriticAspectRow
{
  GtkWidget        parent_instance;

  CriticSpotlight *spotlight;
  guint            spoken;          /* bits, as shown */
  GtkWidget       *box;
  GtkWidget       *flow;
  GtkWidget       *chips[MCN_N_ASPECTS];
};

G_DEFINE_FINAL_TYPE (CriticAspectRow, critic_aspect_row, GTK_TYPE_WIDGET)

/* The question of critic-prompts.c that is about each. */
static const char *const questions[MCN_N_ASPECTS] = {
  "composition", "light", "focus", "subject", "camera", "whole",
};

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* "1, 3": the sentences of the critique shown that speak of @aspect, counted as they
 * are read; @n: how many. */
static char *
list_sentences (CriticAssessment *assessment,
                McnAspect         aspect,
                guint            *n)
{
  McnCritique *critique = critic_assessment_get_critique (assessment);
  GString *list = g_string_new (NULL);

  *n = 0;
  for (gsize i = 0; i < critique->n_sentences && critique->sentences[i].critique == 0; i++)
    if (critic_assessment_get_aspects (assessment, i) >> aspect & 1)
      g_string_append_printf (list, "%s%" G_GSIZE_FORMAT, (*n)++ > 0 ? C_("aspects", ", ") : "", i + 1);

  return g_string_free (list, FALSE);
}

static void
update_chip (CriticAspectRow  *self,
             CriticAssessment *assessment,
             McnAspect         aspect)
{
  GtkWidget *chip = self->chips[aspect];
  const McnAspectInfo *info = mcn_aspect_info (aspect);
  gboolean spoken = self->spoken >> aspect & 1;
  g_autofree char *name = NULL, *tip = NULL;

  if (spoken)
    {
      guint n;
      g_autofree char *list = list_sentences (assessment, aspect, &n);

      /* Translators: an aspect and the numbers of sentences: Speaks of composition in sentences 1, 3 */
      name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Speaks of %s in sentence %s", "Speaks of %s in sentences %s", n),
                              _(info->name), list);
      tip = g_strdup_printf ("%s\n%s", name, _(info->sentence));
    }
  else
    {
      /* Translators: an aspect: Leaves out composition */
      name = g_strdup_printf (_("Leaves out %s"), _(info->name));
      tip = g_strdup_printf ("%s\n%s\n%s", name, _(info->sentence), _("Press to be asked about it."));
    }

  set_class (chip, "spoken", spoken);
  critic_button_name (chip, name);
  gtk_widget_set_tooltip_text (chip, tip);
}

static void
update (CriticAspectRow *self)
{
  CriticDesk *desk = critic_spotlight_get_desk (self->spotlight);
  CriticAssessment *assessment = critic_desk_get_assessment (desk);
  gboolean known = assessment != NULL && critic_desk_scores_critique (desk) && critic_assessment_has_aspects (assessment);

  /* What is said of another text is not taken for this one's. */
  if (known && !critic_desk_get_fresh (desk))
    {
      critic_stale_set (self->box, TRUE);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self), known);
  critic_stale_set (self->box, FALSE);
  if (!known)
    return;

  self->spoken = critic_assessment_get_spoken (assessment, 0);
  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    update_chip (self, assessment, a);
}

static McnAspect
aspect_of (CriticAspectRow *self,
           GtkWidget       *chip)
{
  guint a = 0;

  while (a + 1 < MCN_N_ASPECTS && self->chips[a] != chip)
    a++;

  return a;
}

/* The pointer's chip goes before the keyboard's. */
static void
point (CriticAspectRow *self)
{
  McnAspect focused = MCN_N_ASPECTS, pointed = MCN_N_ASPECTS;

  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    {
      GtkStateFlags flags = gtk_widget_get_state_flags (self->chips[a]);

      if (flags & GTK_STATE_FLAG_FOCUSED)
        focused = a;
      if (flags & GTK_STATE_FLAG_PRELIGHT)
        pointed = a;
    }

  critic_spotlight_point_at_aspect (self->spotlight, pointed != MCN_N_ASPECTS ? pointed : focused);
}

static void
clicked_cb (GtkWidget       *chip,
            CriticAspectRow *self)
{
  McnAspect aspect = aspect_of (self, chip);

  if (self->spoken >> aspect & 1)
    gtk_widget_activate_action (GTK_WIDGET (self), "critique.find", "u", aspect);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "critique.ask", "s", questions[aspect]);
}

static GtkWidget *
make_chip (CriticAspectRow *self,
           McnAspect        aspect)
{
  GtkWidget *chip = gtk_button_new_with_label (_(mcn_aspect_info (aspect)->name));

  gtk_widget_add_css_class (chip, "aspect");
  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  g_signal_connect (chip, "clicked", G_CALLBACK (clicked_cb), self);
  return chip;
}

static void
critic_aspect_row_dispose (GObject *object)
{
  CriticAspectRow *self = CRITIC_ASPECT_ROW (object);

  if (self->spotlight != NULL)
    g_signal_handlers_disconnect_by_data (critic_spotlight_get_desk (self->spotlight), self);
  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    if (self->chips[a] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->chips[a], self);
        self->chips[a] = NULL;
      }
  g_clear_object (&self->spotlight);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_aspect_row_parent_class)->dispose (object);
}

static void
critic_aspect_row_class_init (CriticAspectRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_aspect_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-aspect-row.ui");
  gtk_widget_class_set_css_name (widget_class, "aspects");
  gtk_widget_class_bind_template_child (widget_class, CriticAspectRow, box);
  gtk_widget_class_bind_template_child (widget_class, CriticAspectRow, flow);
}

static void
critic_aspect_row_init (CriticAspectRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
critic_aspect_row_set_spotlight (CriticAspectRow *self,
                                 CriticSpotlight *spotlight)
{
  CriticDesk *desk = critic_spotlight_get_desk (spotlight);

  g_return_if_fail (CRITIC_IS_ASPECT_ROW (self));
  g_return_if_fail (self->spotlight == NULL);

  self->spotlight = g_object_ref (spotlight);
  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    {
      self->chips[a] = make_chip (self, a);
      gtk_flow_box_append (GTK_FLOW_BOX (self->flow), self->chips[a]);
      /* The button has the keyboard, not the place that it stands in. */
      gtk_widget_set_focusable (gtk_widget_get_parent (self->chips[a]), FALSE);
    }
  for (guint a = 0; a < MCN_N_ASPECTS; a++)
    g_signal_connect_swapped (self->chips[a], "state-flags-changed", G_CALLBACK (point), self);
  g_signal_connect_object (desk, "notify::assessment", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::fresh", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
