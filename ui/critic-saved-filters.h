/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The filters that have a name: switched on like any other condition, renamed,
 * deleted; and the present one to be saved. Signals "changed", "save" (name),
 * "rename" (old, new, expression), "delete" (name). */
#define CRITIC_TYPE_SAVED_FILTERS (critic_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (CriticSavedFilters, critic_saved_filters, CRITIC, SAVED_FILTERS, GtkWidget)

/* name, expression, name, expression, … */
void  critic_saved_filters_set          (CriticSavedFilters *self, GPtrArray *saved);
/* Whether there is something to save. */
void  critic_saved_filters_set_can_save (CriticSavedFilters *self, gboolean can_save);
/* Appends the conditions switched on. */
void  critic_saved_filters_add_to       (CriticSavedFilters *self, GPtrArray *conditions);
void  critic_saved_filters_clear        (CriticSavedFilters *self);

G_END_DECLS
