/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-evidence.h"
#include "critic-rating.h"

G_BEGIN_DECLS

/* One style: name, one line of explanation, bar, number. The chosen row shows
 * what was measured in the pixels, too, as a sentence and a drawing; the others
 * have it as tooltip, and all in words for a screen reader. */
#define CRITIC_TYPE_STYLE_ROW (critic_style_row_get_type ())
G_DECLARE_FINAL_TYPE (CriticStyleRow, critic_style_row, CRITIC, STYLE_ROW, GtkListBoxRow)

GtkWidget *critic_style_row_new       (void);
void       critic_style_row_set       (CriticStyleRow *self, McnStyle style, gdouble probability, const char *doubt, gboolean chosen);
void       critic_style_row_measure   (CriticStyleRow *self, CriticEvidence *evidence, gdouble aspect, gboolean on_photo);
/* The user's word on the style, after critic_style_row_set(); signal "said" (int:
 * CriticSays) is a new one. */
void       critic_style_row_say       (CriticStyleRow *self, CriticSays says);
McnStyle   critic_style_row_get_style (CriticStyleRow *self);

G_END_DECLS
