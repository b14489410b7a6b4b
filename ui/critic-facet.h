/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A condition that can be switched on, with the number of photographs it holds
 * for: a row of the filter bar. */
#define CRITIC_TYPE_FACET (critic_facet_get_type ())
G_DECLARE_FINAL_TYPE (CriticFacet, critic_facet, CRITIC, FACET, GtkToggleButton)

/* @label: for people. */
GtkWidget  *critic_facet_new           (const char *label);
const char *critic_facet_get_label     (CriticFacet *self);
/* @count: -1: not known, shows none. */
void        critic_facet_set_count     (CriticFacet *self, gint64 count);
/* A small dot before the label, by the name of a colour of the style sheet. */
void        critic_facet_add_dot       (CriticFacet *self, const char *class);

G_END_DECLS
