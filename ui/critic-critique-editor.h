/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-spotlight.h"

G_BEGIN_DECLS

/* Where the critique is written. Words are tinted by what they do to the
 * score; the effect of a sentence stands beside its last line; nothing is ever
 * inserted into the text. */
#define CRITIC_TYPE_CRITIQUE_EDITOR (critic_critique_editor_get_type ())
G_DECLARE_FINAL_TYPE (CriticCritiqueEditor, critic_critique_editor, CRITIC, CRITIQUE_EDITOR, GtkTextView)

void        critic_critique_editor_set_spotlight (CriticCritiqueEditor *self, CriticSpotlight *spotlight);
/* Puts the caret before the first sentence that speaks of @aspect, and the keyboard there. */
void        critic_critique_editor_find_aspect   (CriticCritiqueEditor *self, McnAspect aspect);
/* One line to show under the editor; "" when there is nothing to say. */
const char *critic_critique_editor_get_note      (CriticCritiqueEditor *self);

G_END_DECLS
