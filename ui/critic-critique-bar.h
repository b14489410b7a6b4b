/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-notebook.h"

G_BEGIN_DECLS

/* Above the critique: which critiques the photograph has, which are scored, and
 * what can be done. Its actions ("critique.…") are the window's. */
#define CRITIC_TYPE_CRITIQUE_BAR (critic_critique_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticCritiqueBar, critic_critique_bar, CRITIC, CRITIQUE_BAR, GtkWidget)

/* Set once. */
void   critic_critique_bar_set_notebook      (CriticCritiqueBar *self, CriticNotebook *notebook);
/* Languages of spelling; filled by the window. */
GMenu *critic_critique_bar_get_language_menu (CriticCritiqueBar *self);

G_END_DECLS
