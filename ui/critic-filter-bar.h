/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-shoot.h"

G_BEGIN_DECLS

/* What is shown of a shoot: search, range of scores, styles, marks, critiques,
 * failures, saved filters. All together make one condition. Property
 * "expression" (of a CriticFilter, empty: everything); signal "save" (name,
 * expression), "rename" (old name, new name, expression), "delete" (name), "left": Esc in
 * the search or in the words, "words" (text, empty: none): what photographs are to be ranked by. */
#define CRITIC_TYPE_FILTER_BAR (critic_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (CriticFilterBar, critic_filter_bar, CRITIC, FILTER_BAR, GtkWidget)

const char *critic_filter_bar_get_expression (CriticFilterBar *self);
void        critic_filter_bar_clear          (CriticFilterBar *self);
void        critic_filter_bar_set_counts     (CriticFilterBar *self, const CriticShootCounts *counts);
/* name, expression, name, expression, … as of critic_library_filters(). */
void        critic_filter_bar_set_saved      (CriticFilterBar *self, GPtrArray *saved);
/* See critic_saved_filters_set_count(). */
void        critic_filter_bar_set_saved_count (CriticFilterBar *self, guint index, gint64 count);
void        critic_filter_bar_search         (CriticFilterBar *self);
void        critic_filter_bar_ask_for_words  (CriticFilterBar *self);
void        critic_filter_bar_clear_words    (CriticFilterBar *self);

G_END_DECLS
