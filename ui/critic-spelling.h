/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Underlines misspelt words of a text view and offers others in its context
 * menu. The word that is being typed is left alone. Off where there is no
 * dictionary; the menu then names the package that has one. Main thread; waits
 * for no dictionary. */
#define CRITIC_TYPE_SPELLING (critic_spelling_get_type ())
G_DECLARE_FINAL_TYPE (CriticSpelling, critic_spelling, CRITIC, SPELLING, GObject)

CriticSpelling *critic_spelling_new          (GtkTextView *view);
/* "en_GB"; "": the desktop's; "-": none. */
void            critic_spelling_set_language (CriticSpelling *self, const char *language);

G_END_DECLS
