/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The filters that have a name: chosen, renamed, deleted; and the present one to
 * be saved. The one that is in force is switched on. Signals "chosen" (expression,
 * empty: everything), "save" (name), "rename" (old, new, expression), "delete" (name). */
#define CRITIC_TYPE_SAVED_FILTERS (critic_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (CriticSavedFilters, critic_saved_filters, CRITIC, SAVED_FILTERS, GtkWidget)

/* name, expression, name, expression, … */
void  critic_saved_filters_set          (CriticSavedFilters *self, GPtrArray *saved);
/* What is in force: as critic_filter_controls_to_expression() says it. */
void  critic_saved_filters_set_expression (CriticSavedFilters *self, const char *expression);
/* How many photographs the filter at @index of those set fits; -1: not known. */
void  critic_saved_filters_set_count    (CriticSavedFilters *self, guint index, gint64 count);

G_END_DECLS
