/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-prompts.h"

#include <glib/gi18n-lib.h>

struct _CriticPrompts
{
  GtkWidget  parent_instance;

  guint      first, n;      /* of the questions asked */
  guint      at;

  GtkWidget *box;
  GtkLabel  *subject_label;
  GtkLabel  *question_label;
  GtkButton *next_button;
  GtkWidget *close_button;
};

enum
{
  ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticPrompts, critic_prompts, GTK_TYPE_WIDGET)

static const struct
{
  const char *id, *subject, *question;
} questions[] = {
  { "light", N_("Light"), N_("Where does the light come from, and what does it do for the subject?") },
  { "composition", N_("Composition"), N_("Where does the eye go first, what leads it there, and what is in its way?") },
  { "moment", N_("Moment"), N_("Why this moment? Would a little earlier or later have said more?") },
  { "focus", N_("Focus"), N_("What is sharp, what is not, and does that help?") },
  { "colour", N_("Colour"), N_("What do the colours, or their absence, do to the mood?") },
  /* Not among all: asked when a critique leaves them out. */
  { "subject", N_("Subject"), N_("What is this photograph about, and does it show that?") },
  { "camera", N_("Use of camera"), N_("Which choice of exposure, speed, aperture or lens made the picture, and which would serve it better?") },
  { "whole", N_("The whole"), N_("What stays with you when you look away?") },
};

#define N_ALL 5

static void
show_question (CriticPrompts *self)
{
  gboolean is_last = self->at + 1 == self->first + self->n;
  g_autofree char *place = self->n > 1
    /* Translators: a question's subject and place: Light, 1 of 5 */
    ? g_strdup_printf (_("%s, %u of %u"), _(questions[self->at].subject), self->at - self->first + 1, self->n)
    : g_strdup (_(questions[self->at].subject));

  gtk_label_set_label (self->subject_label, place);
  gtk_label_set_label (self->question_label, _(questions[self->at].question));
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), !is_last);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_signal_emit (self, signals[ASKED], 0);
}

static void
next_cb (CriticPrompts *self)
{
  self->at++;
  show_question (self);
}

static void
close_cb (CriticPrompts *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
critic_prompts_dispose (GObject *object)
{
  g_clear_pointer (&CRITIC_PROMPTS (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_prompts_parent_class)->dispose (object);
}

static void
critic_prompts_class_init (CriticPromptsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_prompts_dispose;

  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-prompts.ui");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "prompts");
  gtk_widget_class_bind_template_child (widget_class, CriticPrompts, box);
  gtk_widget_class_bind_template_child (widget_class, CriticPrompts, subject_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPrompts, question_label);
  gtk_widget_class_bind_template_child (widget_class, CriticPrompts, next_button);
  gtk_widget_class_bind_template_child (widget_class, CriticPrompts, close_button);
}

static void
critic_prompts_init (CriticPrompts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (self->next_button, "clicked", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->close_button, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
}

void
critic_prompts_ask (CriticPrompts *self,
                    const char    *which)
{
  g_return_if_fail (CRITIC_IS_PROMPTS (self));

  self->first = 0;
  self->n = N_ALL;
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_str_equal (questions[i].id, which))
      {
        self->first = i;
        self->n = 1;
      }

  self->at = self->first;
  show_question (self);
}
