/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Numbers beside lines of a text view, in its right gutter: what each sentence
 * adds to the score. They follow the text while it is edited. */
#define CRITIC_TYPE_EFFECT_GUTTER (critic_effect_gutter_get_type ())
G_DECLARE_FINAL_TYPE (CriticEffectGutter, critic_effect_gutter, CRITIC, EFFECT_GUTTER, GtkWidget)

GtkWidget *critic_effect_gutter_new       (GtkTextView *view);
void       critic_effect_gutter_clear     (CriticEffectGutter *self);
/* @character: the sentence's last one. In the order of the text. */
void       critic_effect_gutter_add       (CriticEffectGutter *self, guint character, gdouble effect);
void       critic_effect_gutter_set_stale (CriticEffectGutter *self, gboolean stale);
/* After the last add: tells screen readers. */
void       critic_effect_gutter_done      (CriticEffectGutter *self);

G_END_DECLS
